import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("Delegation tokens with a real NameNode")
struct DelegationTokenTests {
    /// A user who has this token and nothing else.
    private func bearer(_ token: Token) -> UserGroupInformation {
        UserGroupInformation(
            simpleName: "nobody",
            loginSource: nil,
            credentials: Credentials(tokens: [token.service: token])
        )
    }

    @Test("a token lets its bearer in as its owner, renewed and until it is cancelled", arguments: TestBedKind.all)
    func life(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let owner = try bed.client()
        let token = try #require(try owner.delegationToken())
        let bearer = try HDFSClient(configuration: bed.configuration(), user: bearer(token))
        let path = bed.newPath()
        try bearer.makeDirectory(path)
        #expect(try bearer.status(path).owner == "alice")
        #expect(try bearer.homeDirectory() == "/user/alice")
        let service = bearer.namenode.service
        #expect(try service.client.probe(service.protocolInfo, at: service.currentServer).method == "token")
        let end = try owner.renew(token)
        #expect(end > Int64(Date().timeIntervalSince1970 * 1000))
        if kind.isSecure {
            // Only a ticket gets new tokens.
            #expect(throws: WeftError.self) { try bearer.delegationToken() }
        }
        try owner.cancel(token)
        bearer.close()
        let error = #expect(throws: WeftError.self) { try bearer.status(path) }
        #expect(error?.code == "token-invalid", "\(error as Any)")
        #expect("\(error as Any)".contains("new delegation token"), "\(error as Any)")
    }

    @Test("somebody who isn't its renewer can't renew a token")
    func wrongRenewer() throws {
        let bed = try TestBed.shared(.authentication)
        let token = try #require(try bed.client().delegationToken(renewer: "hdfs"))
        let error = #expect(throws: WeftError.self) { try bed.client("bob").renew(token) }
        #expect(error?.code == "permission-denied", "\(error as Any)")
    }

    @Test("an expired token is said to be expired")
    func expired() throws {
        let kind = TestBedKind.authentication.with(
            "--delegation-token-lifetime",
            "6",
            "--delegation-token-renewal",
            "3"
        )
        try TestBed.withOwn(kind) { bed in
            let token = try #require(try bed.client().delegationToken())
            let bearer = try HDFSClient(configuration: bed.configuration(), user: bearer(token))
            #expect(try bearer.status("/").isDirectory)
            bearer.close()
            sleep(8)
            let error = #expect(throws: WeftError.self) { try bearer.status("/") }
            // The NameNode forgets expired tokens after a while, and doesn't know then why one isn't there.
            #expect(error?.code == "token-expired" || error?.code == "token-invalid", "\(error as Any)")
        }
    }

    @Test("Java reads a credentials file of ours, and we read one of Java's")
    func files() throws {
        let bed = try TestBed.shared(.privacy)
        let file = "\(bed.directory)/weft-\(UUID().uuidString).token"
        let token = try #require(try bed.client().delegationToken())
        try Credentials(tokens: [token.service: token]).write(file: file)
        let renewed = try bed.java("alice", ["renew", file])
        #expect(renewed.status == 0, "\(renewed)")
        #expect(Int64(renewed.text.split(separator: "\n").first ?? "") ?? 0 > 0, "\(renewed)")
        let java = "\(bed.directory)/java-\(UUID().uuidString).token"
        let got = try bed.java("alice", ["tokens", "alice", java])
        #expect(got.status == 0, "\(got)")
        let user = UserGroupInformation(
            simpleName: "nobody",
            loginSource: nil,
            credentials: try Credentials(file: java)
        )
        let client = try HDFSClient(configuration: bed.configuration(), user: user)
        #expect(try client.status("/").isDirectory)
        #expect(try client.homeDirectory() == "/user/alice")
    }

    @Test("a process that has tokens only never loads Kerberos")
    func noKerberos() async throws {
        let bed = try TestBed.shared(.privacy)
        let file = "\(bed.directory)/tokens-\(UUID().uuidString)"
        let token = try #require(try bed.client().delegationToken())
        try Credentials(tokens: [token.service: token]).write(file: file)
        let configuration = bed.configurationFolder
        await #expect(processExitsWith: .success) {
            [file = file as String, configuration = configuration as String] in
            let client = try HDFSClient(
                configuration: HadoopConfiguration(loadingFrom: [configuration], environment: [:]),
                user: UserGroupInformation(
                    simpleName: "nobody",
                    loginSource: nil,
                    credentials: try Credentials(file: file)
                )
            )
            #expect(try client.homeDirectory() == "/user/alice")
            #expect(try client.status("/").isDirectory)
            let loaded = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
            #expect(loaded.contains("libc.so"))
            #expect(!loaded.contains("libkrb5") && !loaded.contains("libgssapi"))
        }
    }
}
