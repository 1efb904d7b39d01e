import Foundation
import Testing

/// `weft minicluster` from outside: processes, files, and the exit status.
@Suite("weft minicluster", .serialized, .timeLimit(.minutes(5)))
struct MiniClusterCommandTests {
    private func minicluster(_ command: String, _ folder: String, _ more: String...) throws -> Program.Outcome {
        try Program(arguments: [Program.path("weft"), "minicluster", command, "--dir", folder] + more).run()
    }

    /// The process that `status` names.
    private func pid(_ folder: String) throws -> pid_t {
        let text = try String(contentsOfFile: "\(folder)/minicluster.pid", encoding: .utf8)
        return try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// What the cluster in a folder has started: containers and the KDC, which say so in their environment.
    private func processes(_ folder: String) -> [pid_t] {
        let marks = ["LOCAL_DIRS=\(folder)/nodes/", "KRB5_KDC_PROFILE=\(folder)/kerberos/"].map { Data($0.utf8) }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            guard pid != getpid(), let data = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else {
                return false
            }
            return marks.contains { data.range(of: $0) != nil }
        }
    }

    private func waitUntil(_ what: String, _ isSo: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while try !isSo() {
            try #require(ContinuousClock.now < deadline, "\(what) in vain")
            usleep(20_000)
        }
    }

    @Test("it starts, is there once, is started again after it was killed with what it left, and stops")
    func life() throws {
        try withTemporaryFolder { parent in
            let folder = "\(parent)/cluster"
            let hasKDC = ["/usr/sbin", "/usr/bin", "/usr/local/sbin"].contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/krb5kdc")
            }
            let kind = hasKDC ? ["--secure"] : []
            func start() throws -> Program.Outcome {
                try Program(
                    arguments: [
                        Program.path("weft"), "minicluster", "start", "--owner", "\(getpid())", "--dir", folder,
                        "--memory",
                        "4096",
                    ] + kind
                ).run()
            }
            defer { _ = try? minicluster("stop", folder) }
            #expect(try minicluster("status", folder).status == 1)
            let started = try start()
            try #require(started.status == 0, "\(started.errors)")
            #expect(try minicluster("status", folder).status == 0)
            let first = try pid(folder)
            // A second one is refused, and the first one isn't touched.
            let second = try start()
            #expect(second.status != 0 && second.errors.contains("already"), "\(second.errors)")
            #expect(try pid(folder) == first)
            #expect(try minicluster("status", folder).status == 0)
            // An application whose master stays.
            var environment: [String: String] = [:]
            for line in try String(contentsOfFile: "\(folder)/env", encoding: .utf8).split(separator: "\n") {
                let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
                if parts.count == 2 { environment[String(parts[0])] = parts[1].trimmingCharacters(in: ["'"]) }
            }
            let submitted = Program(
                arguments: [
                    Program.path("weft"), "submit", "--master", "yarn", "--deploy-mode", "cluster", "--driver-memory",
                    "256m", "--executor-memory", "256m", "--conf",
                    "weft.yarn.stagingDir=file://\(parent)/staging", Program.path("TestApplication"), "wait",
                ],
                environment: environment
            ).process()
            submitted.standardOutput = FileHandle.nullDevice
            submitted.standardError = FileHandle.nullDevice
            try submitted.run()
            defer {
                if submitted.isRunning { kill(submitted.processIdentifier, SIGKILL) }
                submitted.waitUntilExit()
            }
            let before = processes(folder).count
            #expect(before == (hasKDC ? 1 : 0))
            try waitUntil("waiting for a container") { processes(folder).count > before || !submitted.isRunning }
            #expect(processes(folder).count > before)
            // Whoever looks after all that is gone.
            kill(first, SIGKILL)
            try waitUntil("waiting for the end of the cluster") { try minicluster("status", folder).status == 1 }
            let leftovers = processes(folder)
            #expect(!leftovers.isEmpty)
            let again = try start()
            try #require(again.status == 0, "\(again.errors)")
            #expect(try pid(folder) != first)
            #expect(Set(processes(folder)).isDisjoint(with: leftovers))
            #expect(try minicluster("stop", folder).status == 0)
            #expect(try minicluster("status", folder).status == 1)
            try waitUntil("waiting for the end of everything") { processes(folder).isEmpty }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/env"))
        }
    }

    @Test("a cluster that a process owns ends with it, also when that is killed")
    func owner() throws {
        try withTemporaryFolder { parent in
            let folder = "\(parent)/cluster"
            let owner = Process()
            owner.executableURL = URL(fileURLWithPath: "/bin/sleep")
            owner.arguments = ["600"]
            try owner.run()
            defer {
                kill(owner.processIdentifier, SIGKILL)
                owner.waitUntilExit()
                _ = try? minicluster("stop", folder)
            }
            let started = try minicluster("start", folder, "--owner", "\(owner.processIdentifier)")
            try #require(started.status == 0, "\(started.errors)")
            #expect(try minicluster("status", folder).status == 0)
            kill(owner.processIdentifier, SIGKILL)
            try waitUntil("waiting for the end of the cluster") { try minicluster("status", folder).status == 1 }
            // In order, as after SIGTERM: not killed itself.
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/env"))
        }
    }

    @Test("a folder with other files in it is refused by all commands that change it, and stays as it is")
    func foreignFolder() throws {
        try withTemporaryFolder { folder in
            for name in ["conf", "nodes", "kerberos"] {
                try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
                try "precious".write(to: "\(folder)/\(name)/file")
            }
            try "precious".write(to: "\(folder)/env")
            for command in ["start", "run"] {
                let outcome = try minicluster(command, folder)
                #expect(outcome.status != 0)
                #expect(outcome.errors.contains("isn't the folder of a minicluster"), "\(outcome.errors)")
            }
            #expect(try minicluster("stop", folder).output.contains("No cluster runs"))
            #expect(try minicluster("status", folder).status == 1)
            for path in ["conf/file", "nodes/file", "kerberos/file", "env"] {
                #expect(try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) == "precious")
            }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                    "conf", "env", "kerberos", "nodes",
                ]
            )
        }
    }
}
