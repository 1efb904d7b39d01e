import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("Authentication with a real NameNode")
struct AuthenticationTests {
    @Test("the level of the cluster is the one that is used", arguments: TestBedKind.all)
    func levels(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let client = try bed.client()
        let path = bed.newPath()
        try client.makeDirectory(path)
        #expect(try client.status(path).owner == "alice")
        let service = client.namenode.service
        let answer = try service.client.probe(service.protocolInfo, at: service.currentServer)
        #expect(answer.method == (kind.isSecure ? "kerberos" : "simple"))
        let expected: SaslProtection =
            kind.flags.contains("privacy") ? .privacy : kind.flags.contains("integrity") ? .integrity : .authentication
        #expect(answer.protection == expected)
    }

    @Test("a ticket in a cache is as good as a keytab")
    func ticket() throws {
        let bed = try TestBed.shared(.privacy)
        let client = try HDFSClient(configuration: bed.configuration(), user: bed.ticketUser("bob"))
        #expect(try client.homeDirectory() == "/user/bob")
        let path = bed.newPath("bob")
        try client.makeDirectory(path)
        #expect(try client.status(path).owner == "bob")
    }

    @Test("a client without a ticket is told so, and what to do")
    func noTicket() throws {
        let bed = try TestBed.shared(.authentication)
        let user = try bed.ticketUser(cache: "\(bed.directory)/no-such-cache")
        let error = #expect(throws: WeftError.self) {
            try HDFSClient(configuration: bed.configuration(), user: user).status("/")
        }
        #expect(error?.code == "kerberos-no-ticket", "\(error as Any)")
        #expect(error?.remedy.contains("kinit") == true, "\(error as Any)")
    }

    @Test("levels that have nothing in common are an error that names the setting")
    func mismatch() throws {
        let bed = try TestBed.shared(.privacy)
        let error = #expect(throws: WeftError.self) {
            try bed.client("alice", ["hadoop.rpc.protection": "authentication"]).status("/")
        }
        #expect(error?.code == "sasl-failed", "\(error as Any)")
        #expect("\(error as Any)".contains("hadoop.rpc.protection"), "\(error as Any)")
    }

    @Test("a server that isn't the configured principal isn't talked to")
    func wrongPrincipal() throws {
        let bed = try TestBed.shared(.authentication)
        let other = ["dfs.namenode.kerberos.principal": "hdfs/_HOST@\(try bed.principal("x").split(separator: "@")[1])"]
        let error = #expect(throws: WeftError.self) { try bed.client("alice", other).status("/") }
        #expect(error?.code == "sasl-failed", "\(error as Any)")
        #expect("\(error as Any)".contains("dfs.namenode.kerberos.principal"), "\(error as Any)")
    }

    @Test("a pattern says whom a server may be, and a numeric address is the host that the resolver calls it")
    func patterns() throws {
        let bed = try TestBed.shared(.authentication)
        let key = "dfs.namenode.kerberos.principal.pattern"
        #expect(try bed.client("alice", [key: "{nn,jn}/local*@TEST.LOCAL"]).status("/").isDirectory)
        let error = #expect(throws: WeftError.self) { try bed.client("alice", [key: "hdfs/*"]).status("/") }
        #expect(error?.code == "sasl-failed", "\(error as Any)")
        let numeric = bed.uri.dropFirst("hdfs://".count).replacingOccurrences(of: "localhost", with: "127.0.0.1")
        let client = try HDFSClient(configuration: bed.configuration(), authority: numeric, user: bed.user())
        #expect(try client.status("/").isDirectory)
    }

    @Test("a secure client doesn't fall back to a server without security, unless it may")
    func fallback() throws {
        let plain = try TestBed.shared(.insecure)
        let secure = try TestBed.shared(.authentication)
        let address = String(plain.uri.dropFirst("hdfs://".count))
        let strict = try HDFSClient(configuration: secure.configuration(), authority: address, user: secure.user())
        let error = #expect(throws: WeftError.self) { try strict.status("/") }
        #expect(error?.code == "sasl-failed", "\(error as Any)")
        let allowed = ["ipc.client.fallback-to-simple-auth-allowed": "true"]
        let lenient = try HDFSClient(
            configuration: secure.configuration(allowed),
            authority: address,
            user: secure.user()
        )
        #expect(try lenient.status("/").isDirectory)
    }

    @Test("a client without security is told that the cluster wants Kerberos")
    func insecureClient() throws {
        let bed = try TestBed.shared(.authentication)
        let user = UserGroupInformation(simpleName: "alice", loginSource: nil)
        let error = #expect(throws: WeftError.self) {
            try HDFSClient(
                configuration: bed.configuration(["hadoop.security.authentication": "simple"]),
                user: user
            ).status("/")
        }
        #expect("\(error as Any)".contains("hadoop.security.authentication"), "\(error as Any)")
    }

    @Test("a proxy user acts for another where the cluster allows it", arguments: [TestBedKind.insecure, .privacy])
    func proxyUser(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let path = bed.newPath("bob")
        let gateway = try HDFSClient(configuration: bed.configuration(), user: bed.user("gateway").acting(for: "bob"))
        try gateway.makeDirectory(path)
        #expect(try gateway.status(path).owner == "bob")
        let alice = try HDFSClient(configuration: bed.configuration(), user: bed.user("alice").acting(for: "bob"))
        let error = #expect(throws: WeftError.self) { try alice.status(path) }
        #expect(error?.code == "permission-denied", "\(error as Any)")
        #expect("\(error as Any)".contains("hadoop.proxyuser"), "\(error as Any)")
    }
}
