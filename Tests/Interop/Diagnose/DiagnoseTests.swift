import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

/// `weft diagnose` as people run it, on clusters that are well and on others.
@Suite("A diagnosis of a real cluster")
struct DiagnoseTests {
    /// How a diagnosis ended.
    private struct Diagnosed: CustomStringConvertible {
        var status: Int32
        var lines: [String]
        var errors: String

        /// What to do, as the last lines say.
        var advice: [String] {
            guard let start = lines.firstIndex(of: "What to do:") else { return [] }
            return Array(lines[(start + 1)...])
        }

        /// The findings with a verdict.
        func findings(_ verdict: String) -> [String] { lines.filter { $0.hasPrefix("  \(verdict)") } }

        func isOK(_ subject: String) -> Bool { findings("ok").contains { $0.contains(subject) } }

        var description: String { (lines + [errors]).joined(separator: "\n") }
    }

    private func diagnose(
        _ bed: TestBed,
        _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws -> Diagnosed {
        let outcome = try bed.run(
            "weft",
            ["diagnose", "--timeout", "20"] + arguments,
            environment: environment,
            limit: .seconds(300)
        )
        return Diagnosed(status: outcome.status, lines: outcome.lines, errors: outcome.errors)
    }

    /// A file with a byte in it.
    private func file(_ bed: TestBed) throws -> String {
        let path = bed.newPath()
        let output = try bed.client().create(path)
        try output.write([1])
        try output.close()
        return path
    }

    @Test("a healthy cluster is well from the configuration to the data", arguments: [TestBedKind.privacy, .insecure])
    func healthy(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let found = try diagnose(bed, ["--file", try file(bed)])
        #expect(found.status == 0, "\(found)")
        #expect(found.findings("FAIL").isEmpty, "\(found)")
        let method = kind.isSecure ? "authentication kerberos, protection privacy" : "authentication simple"
        #expect(
            found.findings("ok").contains { $0.contains("NameNode") && $0.contains("active, \(method)") },
            "\(found)"
        )
        for subject in ["file system", "data  "] + (kind.isSecure ? ["KDC", "ticket "] : []) {
            #expect(found.isOK(subject), "\(subject): \(found)")
        }
    }

    @Test("a KDC that isn't there")
    func noKDC() throws {
        let bed = try TestBed.shared(.authentication)
        let path = "\(bed.directory)/krb5-\(UUID().uuidString).conf"
        let lines = try String(contentsOfFile: bed.krb5Configuration, encoding: .utf8).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces).hasPrefix("kdc =") ? "kdc = 127.0.0.1:1" : String($0)
        }
        try #require(lines.contains("kdc = 127.0.0.1:1"))
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let found = try diagnose(bed, environment: ["KRB5_CONFIG": path])
        #expect(found.status == 1, "\(found)")
        #expect(found.findings("FAIL").contains { $0.contains("KDC 127.0.0.1:1") }, "\(found)")
        #expect(found.advice.contains { $0.contains("KDC") }, "\(found)")
        // The ticket is there, and says nothing of it.
        #expect(found.isOK("ticket "), "\(found)")
    }

    @Test("a ticket that has ended")
    func expired() throws {
        let bed = try TestBed.shared(.authentication)
        let cache = try bed.newTicket(lifetime: "1s")
        let deadline = Deadline.after(milliseconds: 60_000)
        while (try? GSSCredential.ticketCache(cache)) != nil, !deadline.hasPassed { usleep(100_000) }
        let found = try diagnose(bed, environment: ["KRB5CCNAME": "FILE:\(cache)"])
        #expect(found.status == 1, "\(found)")
        #expect(found.findings("FAIL").contains { $0.contains("expired") }, "\(found)")
        #expect(found.findings("FAIL").count == 1, "\(found)")
        #expect(found.advice.first?.contains("kinit") == true, "\(found)")
    }

    @Test(
        "a configuration that isn't the cluster's",
        arguments: [
            ("hadoop.rpc.protection=authentication", "hadoop.rpc.protection"),
            ("dfs.namenode.kerberos.principal=hdfs/_HOST@TEST.LOCAL", "principal"),
        ]
    )
    func mismatch(setting: String, advice: String) throws {
        let bed = try TestBed.shared(.privacy)
        let found = try diagnose(bed, ["-D", setting])
        #expect(found.status == 1, "\(found)")
        #expect(found.findings("FAIL").contains { $0.contains("NameNode") }, "\(found)")
        #expect(found.advice.contains { $0.contains(advice) }, "\(found)")
    }

    @Test("a DataNode that is down")
    func datanodeDown() throws {
        try TestBed.withOwn(.insecure) { bed in
            let path = try file(bed)
            try bed.kill("datanode-1")
            let found = try diagnose(bed, ["--file", path])
            #expect(found.status == 1, "\(found)")
            let port = try #require(bed.port(of: "datanode-1"))
            #expect(found.findings("FAIL").contains { $0.contains(":\(port)") }, "\(found)")
            #expect(found.isOK("NameNode"), "\(found)")
            #expect(!found.isOK("data  "), "\(found)")
            #expect(found.advice.contains { $0.contains("check that the server runs") }, "\(found)")
        }
    }

    @Test("a port that is open, and not a NameNode's, without security")
    func anotherServer() throws {
        let bed = try TestBed.shared(.insecure)
        let port = try #require(bed.port(of: "datanode-1"))
        let found = try diagnose(bed, ["--fs", "hdfs://localhost:\(port)", "--timeout", "5"])
        #expect(found.status == 1, "\(found)")
        #expect(found.isOK("port localhost:\(port)"), "\(found)")
        #expect(found.findings("FAIL").contains { $0.contains("NameNode localhost:\(port)") }, "\(found)")
    }

    @Test("a host that has tokens and nothing of Kerberos")
    func tokensOnly() throws {
        let bed = try TestBed.shared(.privacy)
        let path = try file(bed)
        let token = try #require(try bed.client().delegationToken())
        let tokens = "\(bed.directory)/tokens-\(UUID().uuidString)"
        try Credentials(tokens: [token.service: token]).write(file: tokens)
        let found = try diagnose(
            bed,
            ["--file", path],
            environment: [
                "KRB5_CONFIG": "/nowhere/krb5.conf", "KRB5CCNAME": "/nowhere/cache",
                "HADOOP_TOKEN_FILE_LOCATION": tokens,
            ]
        )
        #expect(found.status == 0, "\(found)")
        #expect(found.findings("warn").contains { $0.contains("krb5.conf") && $0.contains("tokens") }, "\(found)")
        #expect(found.isOK("NameNode localhost"), "\(found)")
        #expect(found.lines.contains { $0.contains("authentication token") }, "\(found)")
        #expect(found.isOK("data  "), "\(found)")
    }
}
