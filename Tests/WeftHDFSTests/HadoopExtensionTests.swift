import Foundation
import HDFS
import HadoopRPC
import Logging
import Testing
import WeftDiagnostics
import WeftEngine

@testable import WeftHDFS

@Suite("HDFS in drivers and executors")
struct HadoopExtensionTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func session(_ settings: [String: String] = [:], environment: [String: String] = [:]) throws
        -> DriverSession
    {
        var configuration = Configuration()
        for (key, value) in settings { try configuration.set(key, value, source: .code) }
        return try DriverSession(configuration, environment: environment, logger: logger)
    }

    private func withConfigurationFolder(_ defaultFS: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-hadoop-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = """
            <configuration><property><name>fs.defaultFS</name><value>\(defaultFS)</value></property></configuration>
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/core-site.xml"))
        try body(folder)
    }

    @Test("without a configuration, paths without a scheme are local ones")
    func noConfiguration() throws {
        let session = try session()
        #expect(try session.defaultScheme == nil && session.defaultAuthority == nil)
    }

    @Test("the default file system is that of HADOOP_CONF_DIR, a setting wins over it")
    func defaultFileSystem() throws {
        try withConfigurationFolder("hdfs://nn1:8020") { folder in
            let environment = ["HADOOP_CONF_DIR": folder, "HADOOP_USER_NAME": "alice"]
            let hdfs = try session(environment: environment)
            #expect(try hdfs.defaultScheme == "hdfs" && hdfs.defaultAuthority == "nn1:8020")
            let fileSystem = HDFSFileSystem(clients: hdfs)
            #expect(fileSystem.qualified(try ResourcePath("/x/y")).description == "hdfs://nn1:8020/x/y")
            #expect(fileSystem.qualified(try ResourcePath("x")).description == "hdfs://nn1:8020/user/alice/x")
            #expect(fileSystem.qualified(try ResourcePath("hdfs://nn2/x")).description == "hdfs://nn2/x")
            let local = try session(["weft.hadoop.fs.defaultFS": "file:///"], environment: environment)
            #expect(try local.defaultScheme == "file" && local.defaultAuthority == nil)
        }
    }

    @Test("a folder that HADOOP_CONF_DIR names and that isn't there is an error")
    func noFolder() {
        let error = #expect(throws: WeftError.self) { try session(environment: ["HADOOP_CONF_DIR": "/no/such"]) }
        #expect(error?.code == "hadoop-configuration")
    }

    @Test("a path without a NameNode is refused where there is no default one")
    func noAuthority() throws {
        let fileSystem = HDFSFileSystem(clients: try session())
        let error = try #require(throws: WeftError.self) { try fileSystem.status(try ResourcePath("hdfs:///x")) }
        #expect(error.code == "hadoop-configuration")
        #expect(error.remedy.contains("HADOOP_CONF_DIR"))
    }

    @Test("file systems to get tokens for are named as HDFS paths")
    func accessList() throws {
        let session = try session()
        #expect(try session.authorities(named: ["hdfs://nn1:8020", "hdfs://ns1/data"]) == ["nn1:8020", "ns1"])
        for wrong in ["nn1:8020", "s3a://bucket", "/data", "hdfs:///data"] {
            #expect(throws: WeftError.self) { try session.authorities(named: [wrong]) }
        }
    }

    @Test("one HDFS has one client, whoever asks")
    func clients() throws {
        let session = try session(environment: ["HADOOP_USER_NAME": "alice"])
        let first = try session.client("nn1:8020")
        #expect(try session.client("nn1:8020") === first)
        #expect(try session.client("nn2:8020") !== first)
        session.close()
        let error = #expect(throws: WeftError.self) { try session.client("nn1:8020") }
        #expect(error?.code == "context-stopped")
    }

    @Test("an executor has nothing until the driver gives it something, and then never a login")
    func executor() throws {
        let session = ExecutorSession(logger: logger)
        let error = #expect(throws: WeftError.self) { try session.client("nn1:8020") }
        #expect(error?.code == "token-missing")
        #expect(error?.remedy.contains("weft.kerberos.access.hadoopFileSystems") == true)
        func handover(_ number: UInt8) -> HadoopHandover {
            let token = Token(identifier: [number], password: [1], kind: .hdfsDelegation, service: "127.0.0.1:8020")
            return HadoopHandover(
                user: "alice",
                properties: ["hadoop.security.authentication": "kerberos"],
                credentials: Credentials(tokens: ["127.0.0.1:8020": token])
            )
        }
        try session.install(handover(1).bytes)
        let client = try session.client("localhost:8020")
        #expect(client.user.loginSource == nil)
        #expect(try client.user.kerberosLogin() == nil)
        #expect(try client.configuration.security.isSecure)
        // New tokens reach the client that is there.
        try session.install(handover(2).bytes)
        #expect(try session.client("localhost:8020") === client)
        #expect(client.user.credentials.tokens["127.0.0.1:8020"]?.identifier == [2])
        #expect(throws: WeftError.self) { try session.install([1, 2, 3]) }
        // What an executor can't do about a token, the driver can.
        let expired = WeftError("token-expired", "token is expired", remedy: "get a new one")
        #expect(session.explained(expired, authority: "localhost:8020").remedy.contains("driver's log"))
        let other = WeftError("permission-denied", "no", remedy: "ask")
        #expect(session.explained(other, authority: "localhost:8020") == other)
        #expect(client.user.credentials.tokens["127.0.0.1:8020"]?.identifier == [2])
    }
}
