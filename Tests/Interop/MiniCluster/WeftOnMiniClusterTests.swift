import Foundation
import MiniCluster
import Testing
import YARN

/// What becomes of Weft's applications when executors, nodes or the ResourceManager go.
@Suite(
    "Weft on the embedded cluster when something goes",
    .serialized,
    .enabled(if: EnginePrograms.areBuilt, "this package is built without the engine"),
    .timeLimit(.minutes(30))
)
struct WeftOnMiniClusterTests {
    @Test(
        "the driver's error says how an executor ended, and what it wrote last",
        arguments: ["client", "cluster"],
        [("trap", ["Fatal error", "Index out of range"]), ("exit", ["exit code 3", "ends now"])]
    )
    func crashes(mode: String, end: (way: String, words: [String])) throws {
        try WeftOnMiniCluster.with { weft in
            let outcome = try weft.run(mode, ["weft.task.maxFailures": "1"], "EndExecutors", end.way)
            #expect(outcome.status == 1)
            for word in end.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
            #expect(!outcome.errors.contains("its connection broke"), "\(outcome.errors)")
        }
    }

    @Test("executors that a signal from nobody ends use up the budget of the application")
    func terminated() throws {
        try WeftOnMiniCluster.with { weft in
            let outcome = try weft.run("client", ["weft.executor.maxNumFailures": "3"], "EndExecutors", "terminate")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("executors failed"), "\(outcome.errors)")
            #expect(outcome.errors.contains("SIGTERM"), "\(outcome.errors)")
        }
    }

    @Test(
        "executors that take more memory than their containers have use up the budget, and it is said what to raise",
        arguments: ["client", "cluster"]
    )
    func memory(mode: String) throws {
        try WeftOnMiniCluster.with(properties: ["yarn.nodemanager.container-monitor.interval-ms": "200"]) { weft in
            let outcome = try weft.run(
                mode,
                ["weft.executor.maxNumFailures": "2", "weft.executor.instances": "1"],
                "EndExecutors",
                "memory"
            )
            #expect(outcome.status == 1)
            let words = [
                "2 executors failed", "it used more memory than its container has",
                "beyond the 'PHYSICAL' memory limit",
                "give executors more memory (weft.executor.memoryOverhead, or weft.executor.memory)",
            ]
            for word in words { #expect(outcome.errors.contains(word), "\(word): \(outcome.errors)") }
            #expect(!outcome.errors.contains("Dump of the process-tree"), "\(outcome.errors)")
        }
    }

    @Test("a driver that ends with a number above 128 has failed, and isn't started again")
    func exitStatus() throws {
        try WeftOnMiniCluster.with { weft in
            let outcome = try weft.run("cluster", [:], "EndDriver", "200")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("exit status 200"), "\(outcome.errors)")
            let masters = weft.containers.filter { $0.name.hasSuffix("_000001") }.map(\.name)
            #expect(masters.count == 1 && masters[0].hasSuffix("_01_000001"), "\(masters)")
        }
    }

    /// What an application that endures tells of itself.
    private struct Endurance {
        let weft: WeftOnMiniCluster

        private func read(_ name: String) -> String {
            (try? String(contentsOfFile: "\(weft.folder)/\(name)", encoding: .utf8)) ?? ""
        }

        var rounds: Int { Int(read("rounds")) ?? 0 }
        var result: String { read("result") }

        /// Waits until some more rounds of jobs have been done.
        func goOn(_ what: Comment, rounds more: Int = 3) throws {
            let before = rounds
            try wait(what) { rounds >= before + more }
        }

        func wait(_ what: Comment, until condition: () -> Bool) throws {
            let deadline = ContinuousClock.now + .seconds(120)
            while !condition() {
                try #require(ContinuousClock.now < deadline, what)
                usleep(50_000)
            }
        }

        func stop() { _ = FileManager.default.createFile(atPath: "\(weft.folder)/stop", contents: nil) }
    }

    @Test(
        "an executor that is preempted doesn't count, and another one does its work",
        arguments: ["client", "cluster"]
    )
    func preempted(mode: String) throws {
        try WeftOnMiniCluster.with(nodes: 1) { weft in
            let endurance = Endurance(weft: weft)
            let outcome = try weft.run(
                mode,
                ["weft.executor.maxNumFailures": "1", "weft.executor.instances": "2"],
                ["Endure", weft.folder]
            ) {
                defer { endurance.stop() }
                try endurance.goOn("it starts")
                try endurance.wait("both executors are there") { weft.containers.count == 3 }
                let executor = try #require(weft.containers.first { !$0.name.hasSuffix("_000001") })
                #expect(weft.cluster.preempt(try ContainerID(executor.name)))
                try endurance.wait("it is replaced") { weft.containers.count == 4 }
                try endurance.goOn("with the new executor", rounds: 10)
            }
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(endurance.result == "wrong 0", "\(outcome.errors)")
        }
    }

    @Test(
        "an application goes on when tokens are renewed twice, when the ResourceManager starts anew and when a node is lost",
        arguments: ["client", "cluster"]
    )
    func endures(mode: String) throws {
        try WeftOnMiniCluster.with(nodes: 3) { weft in
            let endurance = Endurance(weft: weft)
            let outcome = try weft.run(
                mode,
                // Neither of the losses counts.
                ["weft.executor.maxNumFailures": "1", "weft.executor.instances": "3"],
                ["Endure", weft.folder]
            ) {
                defer { endurance.stop() }
                try endurance.goOn("it starts")
                for _ in 0..<2 {
                    weft.cluster.rollMasterKeys()
                    try endurance.goOn("after new master keys", rounds: 20)
                }
                weft.cluster.restartResourceManager()
                try endurance.goOn("after the ResourceManager's restart", rounds: 20)
                let before = weft.containers
                let master = try #require(before.first { $0.name.hasSuffix("_000001") })
                let node = try #require(before.first { $0.node != master.node }?.node, "all are on one node: \(before)")
                weft.cluster.stopNode(node)
                try endurance.goOn("after a node's loss")
                // Another executor comes, with tokens of the new keys.
                try endurance.wait("the lost executor is replaced") { weft.containers.count > before.count }
                try endurance.goOn("with the new executor")
            }
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(endurance.result == "wrong 0", "\(outcome.errors)")
        }
    }
}
