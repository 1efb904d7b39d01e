import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

@Suite("Localization", .timeLimit(.minutes(2)))
struct LocalizerTests {
    /// A folder with a source file, and a node's folders.
    private struct Fixture {
        let folder: String
        let localizer: Localizer
        let plan: NodeContainer.Plan

        init(_ folder: String) throws {
            self.folder = folder
            chmod(folder, 0o755)
            localizer = Localizer(
                configuration: try HadoopConfiguration(
                    loadingFrom: [],
                    environment: [:],
                    overrides: ["fs.defaultFS=file:///"]
                )
            )
            plan = NodeContainer.Plan(
                name: ContainerID(
                    attempt: ApplicationAttemptID(
                        application: ApplicationID(clusterTimestamp: 1, id: 1),
                        attempt: 1
                    ),
                    epoch: 0,
                    number: 1
                ),
                user: "alice",
                context: ContainerLaunchContextProto(),
                capacity: Capacity.none,
                folders: NodeFolders(local: "\(folder)/local", logs: "\(folder)/logs"),
                node: NodeID(host: "localhost", port: 1),
                httpPort: 1,
                nodeEnvironment: [:]
            )
        }

        func resource(
            _ name: String,
            _ content: String? = "content",
            type: LocalResourceTypeProto = .file,
            visibility: LocalResourceVisibilityProto = .application,
            mode: mode_t = 0o644
        ) throws -> LocalResourceProto {
            let path = "\(folder)/\(name)"
            if let content { try LocalDisk.write(content.utf8, to: path, mode: mode) }
            let source = try ResourceSource(
                URLProto(scheme: "file", file: path),
                configuration: HadoopConfiguration(environment: [:])
            )
            let status = try ResourceReader(
                configuration: HadoopConfiguration(environment: [:]),
                user: "alice",
                credentials: Credentials()
            ).status(source)
            return LocalResourceProto(
                resource: URLProto(scheme: "file", file: path),
                size: status.size,
                timestamp: status.modificationTime,
                type: type,
                visibility: visibility
            )
        }

        func localize(_ resource: LocalResourceProto) throws -> String {
            try localizer.localize(resource, for: plan, credentials: Credentials()) { false }
        }

        func run(_ command: String) throws {
            let pid = try Spawn.start(
                ["/bin/bash", "-c", "cd '\(folder)' && \(command)"],
                environment: ["PATH": "/usr/bin:/bin"]
            )
            guard Spawn.wait(pid) == 0 else { throw WeftError("test-failed", command) }
        }
    }

    private func text(_ path: String) throws -> String { String(decoding: try LocalDisk.read(path), as: UTF8.self) }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("a file comes into the cache of those who may share it, once, and can be run")
    func caches() throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            let caches: [(LocalResourceVisibilityProto, String, mode_t)] = [
                (.public, "local/filecache/", 0o555), (.private, "local/usercache/alice/filecache/", 0o500),
                (.application, "local/usercache/alice/appcache/application_1_0001/filecache/", 0o500),
            ]
            for (visibility, cache, expected) in caches {
                let resource = try fixture.resource("file.txt", visibility: visibility)
                let path = try fixture.localize(resource)
                #expect(path.hasPrefix("\(folder)/\(cache)") && path.hasSuffix("/file.txt"))
                #expect(try text(path) == "content")
                #expect(mode(path) == expected)
                #expect(try fixture.localize(resource) == path)
            }
        }
    }

    @Test("a file of another time, another size, or that isn't there is refused")
    func changed() throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            let good = try fixture.resource("file.txt")
            var late = good
            late.timestamp = (good.timestamp ?? 0) + 1
            let error = try #require(throws: WeftError.self) { try fixture.localize(late) }
            #expect(error.code == "input-changed")
            #expect(error.message.contains("changed on src filesystem - expected:"))
            var long = good
            long.size = 8
            #expect(throws: WeftError.self) { try fixture.localize(long) }
            var missing = good
            missing.resource?.file = "\(folder)/missing"
            let absent = try #require(throws: WeftError.self) { try fixture.localize(missing) }
            #expect(absent.message == "File file:\(folder)/missing does not exist")
            // A failure isn't kept: the file itself comes all the same.
            #expect(try text(fixture.localize(good)) == "content")
        }
    }

    @Test("only what everybody may read comes into the public cache")
    func notPublic() throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            let secret = try fixture.resource("secret", visibility: .public, mode: 0o600)
            let error = try #require(throws: WeftError.self) { try fixture.localize(secret) }
            #expect(error.message.contains("is not publicly accessible"))
            let open = try fixture.resource("open", visibility: .public)
            chmod(folder, 0o700)
            #expect(throws: WeftError.self) { try fixture.localize(open) }
            chmod(folder, 0o755)
        }
    }

    @Test(
        "archives are known by their names and unpacked, others are copied",
        arguments: ["a.tar", "a.tar.gz", "a.tgz", "a.zip", "a.jar", "a.bin"]
    )
    func archives(name: String) throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            try fixture.run("mkdir -p in/deep && echo one > in/one && echo two > in/deep/two")
            let isZip = name.hasSuffix(".zip") || name.hasSuffix(".jar")
            if isZip {
                try fixture.run("cd in && python3 -m zipfile -c ../\(name) one deep")
            } else {
                try fixture.run("tar -c\(name.hasSuffix("gz") ? "z" : "")f \(name) -C in one deep")
            }
            let path = try fixture.localize(fixture.resource(name, nil, type: .archive))
            if name == "a.bin" {
                #expect(mode(path) == 0o500)
            } else {
                #expect(try text("\(path)/deep/two") == "two\n")
                #expect(mode("\(path)/one") == 0o500)
            }
            let whole = try fixture.localize(fixture.resource(name, nil, type: .file))
            #expect(try LocalDisk.read(whole) == LocalDisk.read("\(folder)/\(name)"))
        }
    }

    @Test("of a pattern's archive the files that match are unpacked, beside the archive itself")
    func pattern() throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            try fixture.run(
                "mkdir -p in/classes && echo 1 > in/classes/a && echo 2 > in/b && cd in && python3 -m zipfile -c ../p.jar classes b"
            )
            var resource = try fixture.resource("p.jar", nil, type: .pattern)
            resource.pattern = "classes/.*"
            let path = try fixture.localize(resource)
            #expect(try text("\(path)/classes/a") == "1\n")
            #expect(access("\(path)/b", F_OK) != 0)
            #expect(access("\(path)/p.jar", R_OK) == 0)
        }
    }

    @Test(
        "a pattern that takes too long, too much or too deep is refused, and what people write isn't",
        arguments: [
            (String(repeating: "(", count: 20_000) + String(repeating: ")", count: 20_000), false),
            (String(repeating: "(", count: 51) + String(repeating: ")", count: 51), false),
            ("((a{255}){255}){255}", false), ("a{32767}", false), ("(a*)*\\1", false),
            (String(repeating: "a", count: 1_001), false), ("(", false), ("[", false),
            ("classes/.*", true), ("(?:classes/|lib/).*", true), (".*\\.jar", true), ("a{2,3}", true),
        ]
    )
    func modesty(pattern: String, isTaken: Bool) throws {
        try TemporaryFolder.with { folder in
            let filter = PatternFilter(pattern)
            if isTaken {
                try filter.keepMatching(in: folder)
            } else {
                #expect(
                    try #require(throws: WeftError.self) { try filter.keepMatching(in: folder) }.code
                        == "invalid-argument"
                )
            }
        }
    }

    @Test("a broken archive is an error, and leaves nothing")
    func brokenArchive() throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            for name in ["b.tar.gz", "b.zip"] {
                let resource = try fixture.resource(name, "no archive", type: .archive)
                #expect(throws: WeftError.self) { try fixture.localize(resource) }
            }
            #expect(
                LocalDisk.list(fixture.plan.folders.applicationCache(fixture.plan.name.attempt.application, "alice"))
                    .isEmpty
            )
        }
    }

    @Test("what an earlier NodeManager has left in a cache is replaced")
    func restarted() throws {
        try TemporaryFolder.with { folder in
            let first = try Fixture(folder)
            let old = try first.localize(first.resource("file.txt", "old"))
            let second = try Fixture(folder)
            let new = try second.localize(second.resource("file.txt", "new content"))
            #expect(new == old)
            #expect(try text(new) == "new content")
        }
    }

    @Test("several containers that want a file at once get the same one")
    func together() throws {
        try TemporaryFolder.with { folder in
            let fixture = try Fixture(folder)
            let resource = try fixture.resource("file.txt", String(repeating: "x", count: 1 << 20))
            let results = Results()
            for _ in 0..<8 {
                Pause.startThread { results.add((try? fixture.localize(resource)) ?? "failed") }
            }
            #expect(Set(try results.wait(8)).count == 1)
        }
    }

    private final class Results: @unchecked Sendable {
        private let condition = Condition()
        private var values: [String] = []

        func add(_ value: String) {
            condition.withLock {
                values.append(value)
                condition.broadcast()
            }
        }

        func wait(_ count: Int) throws -> [String] {
            let deadline = Deadline.after(milliseconds: 60_000)
            return try condition.withLock {
                while values.count < count {
                    guard condition.wait(until: deadline) else {
                        throw WeftError("timed-out", "\(values.count) of \(count)")
                    }
                }
                return values
            }
        }
    }
}
