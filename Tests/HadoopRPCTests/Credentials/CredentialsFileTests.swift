import Glibc
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Credentials on disk")
struct CredentialsFileTests {
    private func mode(_ path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test("A file is written for its owner alone, replaces an older one, and leaves nothing beside it")
    func writing() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("tokens", "something else, and longer than what comes")
        chmod(path, 0o644)
        for format in CredentialsFormat.allCases {
            try CredentialsStorageTests.credentials.write(file: path, format: format)
            #expect(mode(path) == 0o600)
            #expect(folder.names == ["tokens"])
            #expect(try Credentials(file: path) == CredentialsStorageTests.credentials)
        }
    }

    @Test("Where a file can't be written, the error says why and nothing is left")
    func unwritable() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: WeftError.self) {
            try CredentialsStorageTests.credentials.write(file: "\(folder.path)/no/tokens")
        }
        #expect(error?.code == "input-not-found")
        #expect(throws: WeftError.self) { try CredentialsStorageTests.credentials.write(file: folder.path) }
        #expect(folder.names.isEmpty)
    }

    @Test("What can't be read is named")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: WeftError.self) { try Credentials(file: "\(folder.path)/tokens") }
        #expect(missing?.code == "input-not-found")
        let wrong = try folder.write("tokens", "HDTS")
        let error = #expect(throws: WeftError.self) { try Credentials(file: wrong) }
        #expect(error?.code == "token-invalid")
        #expect(error?.message == "the credentials file \(wrong) can't be read: it ends too early")
    }

    @Test("A process is handed tokens by a variable and by keys")
    func handed() throws {
        let folder = try TemporaryFolder()
        func credentials(_ service: String) -> Credentials {
            var credentials = Credentials()
            credentials.add(Token(identifier: [], password: [], kind: "K", service: service))
            return credentials
        }
        for service in ["a", "b", "c"] { try credentials(service).write(file: "\(folder.path)/\(service)") }
        let token = Token(identifier: [], password: [], kind: "K", service: "d")
        var configuration = HadoopConfiguration(
            environment: ["HADOOP_TOKEN_FILE_LOCATION": "\(folder.path)/a", "HADOOP_TOKEN": token.urlString]
        )
        configuration.set("hadoop.token.files", to: "\(folder.path)/b, \(folder.path)/c")
        #expect(try Credentials(handedTo: configuration).tokens.keys.sorted() == ["a", "b", "c", "d"])
        #expect(try Credentials(handedTo: HadoopConfiguration(environment: [:])).isEmpty)
        configuration.environment["HADOOP_TOKEN_FILE_LOCATION"] = "\(folder.path)/gone"
        let error = #expect(throws: WeftError.self) { try Credentials(handedTo: configuration) }
        #expect(error?.details.contains(.init("from", "HADOOP_TOKEN_FILE_LOCATION")) == true)
    }
}
