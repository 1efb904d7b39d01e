import Foundation
import Testing

/// The programs of a package that has the engine.
enum EnginePrograms {
    static var areBuilt: Bool { FileManager.default.isExecutableFile(atPath: ChildProgram.built("ClusterApplication")) }
}

/// Applications on a real HDFS, as their users run them: `weft submit` and what it starts, in processes of their own.
@Suite(
    "Applications on HDFS",
    .serialized,
    .enabled(if: EnginePrograms.areBuilt, "this package is built without the engine")
)
struct EngineOnHDFSTests {
    /// How the driver logs in.
    enum Login: String, CaseIterable {
        case keytab, ticket
    }

    struct Way: Sendable, CustomStringConvertible {
        var kind: TestBedKind
        var login: Login
        var master: String
        var description: String { "\(kind), \(login), \(master)" }
    }

    static let ways = TestBedKind.levels.flatMap { kind in
        Login.allCases.flatMap { login in
            ["local[2]", "local-cluster[2,1,512]"].map { Way(kind: kind, login: login, master: $0) }
        }
    }

    private let flags = ["--conf", "weft.ui.showConsoleProgress=false"]

    @Test("WordCount reads what Java wrote, and Java what WordCount wrote", arguments: ways)
    func wordCount(way: Way) throws {
        let bed = try TestBed.shared(way.kind)
        let (input, output) = (bed.newPath(), bed.newPath())
        let text = (0..<20_000).map { "w\($0 % 97) w\($0 % 7) the \($0 % 3 == 0 ? "third" : "other")" }
        let file = "/tmp/weft-words-\(UUID().uuidString)"
        try Data((text.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try bed.javaShell("alice", "-put", file, input)
        var arguments = ["submit", "--master", way.master] + flags
        var environment: [String: String] = [:]
        if way.login == .keytab {
            arguments += ["--keytab", try bed.keytab("alice"), "--principal", try bed.principal("alice")]
            // Nobody has a ticket, neither driver nor executors.
            environment["KRB5CCNAME"] = "FILE:\(bed.directory)/no-such-cache"
        }
        arguments += ["WordCount", bed.uri + input, "--output", bed.uri + output, "--top", "3"]
        let outcome = try bed.run("weft", arguments, environment: environment)
        #expect(outcome.status == 0, "\(outcome.errors)")
        var counts: [Substring: Int] = [:]
        for line in text { for word in line.split(separator: " ") { counts[word, default: 0] += 1 } }
        #expect(outcome.lines.first == "20000\tthe")
        let written = try bed.javaShell("alice", "-cat", output + "/part-*")
        let lines = String(decoding: written, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines.sorted() == counts.map { "(\($0),\($1))" }.sorted())
        let listed = String(decoding: try bed.javaShell("alice", "-ls", output), as: UTF8.self)
        #expect(listed.contains("\(output)/_SUCCESS") && !listed.contains("_temporary"))
        // Executors write with tokens, whatever tickets there are.
        let log = try String(contentsOfFile: "\(bed.directory)/logs/namenode.log", encoding: .utf8)
        let created = log.split(separator: "\n").filter {
            $0.contains("cmd=create") && $0.contains("\(output)/_temporary")
        }
        let authentication = way.master.hasPrefix("local-cluster") ? "(auth:TOKEN)" : "(auth:KERBEROS)"
        #expect(!created.isEmpty && created.allSatisfy { $0.contains(authentication) }, "\(created)")
    }

    @Test("without Kerberos everybody is who they say", arguments: ["local[2]", "local-cluster[2,1,512]"])
    func insecure(master: String) throws {
        let bed = try TestBed.shared(.insecure)
        let (input, output) = (bed.newPath("bob"), bed.newPath("bob"))
        try bed.javaShell("bob", "-put", "/etc/passwd", input)
        // Paths without a scheme are those of the default file system; relative ones begin at the home folder.
        let name = try #require(input.split(separator: "/").last)
        let outcome = try bed.run(
            "weft",
            ["submit", "--master", master] + flags + ["WordCount", String(name), "--output", output],
            as: "bob"
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let listed = String(decoding: try bed.javaShell("bob", "-ls", output), as: UTF8.self)
        #expect(listed.contains("bob") && listed.contains("part-00000"))
    }

    @Test("a task that fails and an executor that is killed leave one right copy")
    func faults() throws {
        let bed = try TestBed.shared(.privacy)
        let output = bed.newPath()
        let folder = "/tmp/weft-faults-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outcome = try bed.run(
            "weft",
            ["submit", "--master", "local-cluster[2,1,512]"] + flags
                + ["--conf", "weft.checkpoint.dir=\(bed.uri)/user/alice/checkpoints"]
                + ["ClusterApplication", "Saving", bed.uri + output, folder]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["rows 1799970000", "checkpoint true 9900"])
        // The fault has happened, or the test shows nothing.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).contains("hit-saving"))
        let listed = String(decoding: try bed.javaShell("alice", "-ls", output), as: UTF8.self)
        let expected = ["_SUCCESS"] + (0..<6).map { "part-0000\($0)" }
        let names = listed.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: "/").last.map(String.init)
        }
        #expect(names.sorted() == expected)
        let rows = String(decoding: try bed.javaShell("alice", "-cat", output + "/part-*"), as: UTF8.self)
        #expect(rows.split(separator: "\n").compactMap { Int($0) } == Array(0..<60_000))
    }

    @Test("executors read on when the first tokens have ended", arguments: Login.allCases)
    func renewal(login: Login) throws {
        let kind = TestBedKind.authentication.with(
            "--delegation-token-renewal",
            "6",
            "--delegation-token-lifetime",
            "15"
        )
        try TestBed.withOwn(kind) { bed in
            let input = bed.newPath()
            try bed.javaShell("alice", "-put", "/etc/passwd", input)
            var arguments = ["submit", "--master", "local-cluster[2,1,512]"] + flags
            // New connections all the time, each of which shows its token.
            arguments += ["--conf", "weft.hadoop.ipc.client.connection.maxidletime=200"]
            var environment: [String: String] = [:]
            if login == .keytab {
                arguments += ["--keytab", try bed.keytab("alice"), "--principal", try bed.principal("alice")]
                environment["KRB5CCNAME"] = "FILE:\(bed.directory)/no-such-cache"
            }
            arguments += ["ClusterApplication", "Rereading", bed.uri + input, "25"]
            let outcome = try bed.run("weft", arguments, environment: environment)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let lines = try String(contentsOfFile: "/etc/passwd", encoding: .utf8).split(separator: "\n").count
            #expect(outcome.lines == ["counts [\(lines)]", "renewed true true 1"])
        }
    }

    @Test("somebody who may act for others does, in executors too")
    func proxyUser() throws {
        let bed = try TestBed.shared(.authentication)
        let (input, output) = (bed.newPath("bob"), bed.newPath("bob"))
        try bed.javaShell("bob", "-put", "/etc/passwd", input)
        try bed.javaShell("bob", "-chmod", "700", "/user/bob")
        defer { _ = try? bed.javaShell("bob", "-chmod", "755", "/user/bob") }
        func submit(_ more: [String]) throws -> ChildProgram.Outcome {
            try bed.run(
                "weft",
                ["submit", "--master", "local-cluster[2,1,512]"] + flags + more
                    + ["WordCount", bed.uri + input, "--output", bed.uri + output],
                as: "gateway"
            )
        }
        let refused = try submit([])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("Permission denied: user=gateway"), "\(refused.errors)")
        let outcome = try submit(["--proxy-user", "bob"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let listed = String(decoding: try bed.javaShell("bob", "-ls", output), as: UTF8.self)
        #expect(listed.contains(" bob ") && !listed.contains(" gateway "))
    }

    @Test("without a ticket the error says what to do")
    func noTicket() throws {
        let bed = try TestBed.shared(.authentication)
        for master in ["local[1]", "local-cluster[1,1,512]"] {
            let outcome = try bed.run(
                "weft",
                ["submit", "--master", master] + flags + ["WordCount", bed.uri + "/tmp/none"],
                environment: ["KRB5CCNAME": "FILE:\(bed.directory)/no-such-cache"]
            )
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("kinit"), "\(outcome.errors)")
            #expect(outcome.errors.contains("hdfs://"), "\(outcome.errors)")
        }
    }

    @Test("HDFS does all that the engine asks of a file system", arguments: [TestBedKind.insecure, .privacyAES])
    func contract(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let path = bed.newPath()
        let outcome = try bed.run("ClusterApplication", ["file-contract", bed.uri + path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.lines == [
                "qualified hdfs true true",
                "folders input-not-found done done output-exists done input-not-found",
                #"race 1 ["a", "contested"]"#,
                "files done output-exists done three input-not-found not-a-file input-not-found false",
                "names output-exists done 1 input-not-found false true directory-not-empty true",
                #"blocks 2650000 1048576 [1048576, 1048576, 552848] ["localhost"]"#,
                #"splits [1048576, 1048576, 552848] [["localhost"]]"#,
                "reads 11 true 0",
                "lines 50000",
                #"many 1050 true ["10001", "10002", "10003"]"#,
                #"glob ["file", "long"]"#,
                #"commits output-exists input-not-found input-not-found ["_SUCCESS", "part-00000", "part-00001"] right"#
                    + "",
                "aborted false",
                "deleted true false",
            ]
        )
    }
}
