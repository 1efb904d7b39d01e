import Foundation
import Testing

/// What `weft submit` says and does around applications on YARN, on the embedded cluster.
@Suite(
    "Submitting to YARN",
    .serialized,
    .enabled(if: EnginePrograms.areBuilt, "this package is built without the engine")
)
struct SubmissionTests {
    static let modes = ["client", "cluster"]

    private func folder() throws -> String {
        let path = "/tmp/weft-submission-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func archive(_ path: String, of file: String) throws {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: "\(parent)/\(file)"))
        try ChildProgram(command: ["/usr/bin/env", "tar", "-czf", path, "-C", parent, file]).succeed()
    }

    @Test("driver and tasks find files and archives by name, also two archives that are called alike", arguments: modes)
    func files(_ mode: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["plain", "renamed"] {
            try Data(name.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).txt"))
        }
        for name in ["one", "two"] { try archive("\(folder)/\(name)/pack.tgz", of: "\(name).inner") }
        try LocalYARN.with { yarn in
            let outcome = try yarn.submit(
                mode,
                [
                    "--files", "\(folder)/plain.txt,\(folder)/renamed.txt#other", "--archives",
                    "\(folder)/one/pack.tgz,\(folder)/two/pack.tgz#second", "TestApplication", "files", "plain.txt",
                    "other", "pack.tgz", "second",
                ]
            ).run()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let id = outcome.errors.split { ": \n".contains($0) }.first { $0.hasPrefix("application_") }
            let text = mode == "client" ? outcome.output : yarn.printed(by: String(try #require(id)))
            let contents = ["plain.txt plain", "other renamed", "pack.tgz one.inner", "second two.inner"]
            let lines = text.split(separator: "\n").map(String.init).filter { $0.contains(" ") }
            let expected = contents.map { "driver \($0)" } + contents.map { "task \($0)" }
            #expect(lines == expected, "\(text)\(outcome.errors)")
            #expect(yarn.left.isEmpty)
        }
    }

    @Test("names that collide are refused before anything is uploaded")
    func collisions() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["TestApplication", "weft.keytab", "a", "b"] {
            try Data(name.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        let cases: [(flags: [String], modes: [String], told: String)] = [
            (["--files", "\(folder)/TestApplication"], ["cluster"], "the program's"),
            (["--archives", "\(folder)/TestApplication"], ["cluster"], "the program's"),
            (["--files", "\(folder)/a#x,\(folder)/b#x"], Self.modes, "the name x"),
            (["--files", "\(folder)/a#x", "--archives", "\(folder)/b#x"], Self.modes, "the name x"),
        ]
        try LocalYARN.with { yarn in
            for one in cases {
                for mode in one.modes {
                    let outcome = try yarn.submit(mode, one.flags + ["TestApplication", "settings"]).run()
                    #expect(outcome.status == 2 && outcome.errors.contains(one.told), "\(mode): \(outcome.errors)")
                }
            }
            #expect(!FileManager.default.fileExists(atPath: yarn.staging))
        }
    }

    /// The steps that are told of, in the order of their lines.
    private func steps(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count > 2, Double(words[0]) != nil, Double(words[1]) != nil else { return nil }
            return words.dropFirst(2).joined(separator: " ")
        }
    }

    @Test("--verbose tells where the time went, the driver's steps in the cluster too", arguments: modes)
    func verbose(_ mode: String) throws {
        try LocalYARN.with { yarn in
            let outcome = try yarn.submit(mode, ["--verbose", "PiEstimate", "2", "--samples", "1000"]).run()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let expected =
                mode == "client"
                ? [
                    "new application", "checks", "upload", "tokens", "accepted", "application master up", "registered",
                    "containers", "executors", "job", "end",
                ]
                : [
                    "new application", "checks", "upload", "tokens", "accepted", "finished", "end", "registered",
                    "containers", "executors", "job",
                ]
            let wanted = Set(expected)
            #expect(steps(outcome.errors).filter { wanted.contains($0) } == expected, "\(outcome.errors)")
        }
    }

    @Test("a port that is taken makes way for the next one, unless that isn't allowed")
    func takenPort() throws {
        let taken = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(taken) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(taken, $0, size) == 0 && listen(taken, 1) == 0 && getsockname(taken, $0, &size) == 0
            }
        }
        try #require(bound)
        let port = UInt16(bigEndian: address.sin_port)
        try LocalYARN.with { yarn in
            let settings = ["--conf", "weft.yarn.am.port=\(port)"]
            let program = ["PiEstimate", "1", "--samples", "1000"]
            let outcome = try yarn.submit("client", settings + program).run()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let refused = try yarn.submit("client", settings + ["--conf", "weft.port.maxRetries=0"] + program).run()
            #expect(refused.status == 2 && refused.errors.contains("\(port)"), "\(refused.errors)")
            #expect(yarn.left.isEmpty)
        }
    }

    @Test("an application master that can't reach the driver is told of by the driver, and nothing is left")
    func unreachableDriver() throws {
        try LocalYARN.with { yarn in
            let outcome = try yarn.submit(
                "client",
                [
                    "--conf", "weft.driver.bindAddress=127.0.0.1", "--conf", "weft.driver.host=127.0.0.2", "PiEstimate",
                    "1", "--samples", "1000",
                ]
            ).run()
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("can't reach the driver at 127.0.0.2"), "\(outcome.errors)")
            #expect(outcome.errors.contains("weft.driver.host"), "\(outcome.errors)")
            #expect(yarn.left.isEmpty)
            #expect(try yarn.weft(["yarn", "apps"]).succeed().contains("application_") == false)
        }
    }

    @Test(
        "a program that doesn't run on the node is told of in words",
        arguments: [("machine", "can't be executed"), ("library", "isn't there")]
    )
    func notForTheNode(_ what: String, _ words: String) throws {
        try LocalYARN.with { yarn in
            let first = try yarn.submit("cluster", ["PiEstimate", "1", "--samples", "1000"]).run()
            try #require(first.status == 0, "\(first.errors)")
            let path = try yarn.uploaded("PiEstimate")
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            if what == "machine" {
                // The field of an ELF header that says for which machine it is.
                try file.seek(toOffset: 18)
                try file.write(contentsOf: Data([0xF3, 0]))
            } else {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
                let name = try #require(bytes.range(of: Data("\0libm.so.6\0".utf8)))
                try file.seek(toOffset: UInt64(name.lowerBound + 4))
                try file.write(contentsOf: Data("Q".utf8))
            }
            try file.close()
            for mode in Self.modes {
                let outcome = try yarn.submit(mode, ["PiEstimate", "1", "--samples", "1000"]).run()
                #expect(outcome.status == 1, "\(mode): \(outcome.errors)")
                #expect(outcome.errors.contains(words), "\(mode): \(outcome.errors)")
            }
            #expect(yarn.left.isEmpty)
        }
    }

    @Test("without a ticket nothing is submitted, and the error says how to get one", arguments: modes)
    func noTicket(_ mode: String) throws {
        try YARNCluster.with(.authentication) { cluster in
            let outcome = try cluster.weft(
                ["submit", "--master", "yarn", "--deploy-mode", mode, "PiEstimate", "1"],
                environment: ["KRB5CCNAME": "FILE:\(cluster.bed.directory)/no-such-cache"]
            )
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("kinit"), "\(outcome.errors)")
            #expect(!outcome.errors.contains("submitted"), "\(outcome.errors)")
        }
    }
}
