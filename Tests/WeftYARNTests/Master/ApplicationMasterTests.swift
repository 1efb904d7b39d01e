import Glibc
import HadoopRPC
import Logging
import Testing
import WeftDiagnostics
import WeftEngine
import YARN

@testable import WeftYARN

@Suite("An application master")
final class ApplicationMasterTests {
    private let negotiator = FakeNegotiator()
    private let provider = FakeProvider()
    private var master: ApplicationMaster?

    deinit { try? master?.finish(.succeeded, diagnostics: "") }

    private func begin(_ values: [String: String] = [:]) throws -> ApplicationMaster {
        let defaults = [
            "weft.yarn.scheduler.heartbeat.interval": "50ms", "weft.yarn.scheduler.initial-allocation.interval": "10ms",
            "weft.yarn.scheduler.reporterThread.maxFailures": "3",
        ]
        let made = ApplicationMaster(
            negotiator,
            provider: provider,
            executors: ApplicationMaster.Executors(
                resources: [:],
                environment: ["A": "b"],
                commands: ["./App"],
                accessControl: [.view: "alice "],
                credentials: Credentials(secrets: ["mine": [9]])
            ),
            configuration: try settings(defaults.merging(values) { $1 }),
            expiry: .seconds(600),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        master = made
        try made.start()
        return made
    }

    /// Waits for something that other threads do.
    private func eventually(_ what: Comment, _ condition: () -> Bool) {
        let deadline = Deadline.after(milliseconds: 60_000)
        while !condition() {
            guard !deadline.hasPassed else {
                Issue.record(what)
                return
            }
            usleep(2_000)
        }
    }

    private var started: [Int64] { negotiator.look { $0.started.map(\.container.id.number).sorted() } }
    private var released: [Int64] { negotiator.look { $0.released.map(\.number).sorted() } }
    private func end(of executor: String) -> ExecutorEnd? { provider.look { $0.ended[executor] } }

    /// One executor that runs in container 1.
    private func beginWithExecutor(_ values: [String: String] = [:]) throws -> ApplicationMaster {
        let master = try begin(values)
        master.request(total: 1, hosts: [:])
        eventually("asked for") { negotiator.look { $0.asked[.anywhere] } == 1 }
        negotiator.grant(1)
        eventually("started") { started == [1] }
        return master
    }

    @Test("what it asks for and gets is started with what executors are told, and nobody asks twice")
    func launching() throws {
        let master = try begin()
        master.request(total: 3, hosts: ["node1": 2])
        eventually("asked for") {
            negotiator.look { $0.asked } == [.host("node1"): 2, .anywhere: 1]
        }
        negotiator.grant(1, for: .host("node1"))
        negotiator.grant(2, for: .host("node1"))
        negotiator.grant(3, on: "node2")
        eventually("three are started") { started == [1, 2, 3] }
        #expect(provider.look { $0.launched.sorted() } == ["e1 node1", "e2 node1", "e3 node2"])
        let before = negotiator.look { $0.heartbeats }
        eventually("more heartbeats") { negotiator.look { $0.heartbeats } > before + 2 }
        #expect(negotiator.look { $0.asked } == [.host("node1"): 2, .anywhere: 1])
        #expect(released.isEmpty)
        let contexts = negotiator.look { $0.started.map(\.context) }
        for context in contexts {
            #expect(context.environment == ["A": "b"] && context.commands == ["./App"])
            #expect(context.accessControl == [.view: "alice "])
            let tokens = try #require(context.tokens)
            let credentials = try Credentials(storage: tokens)
            #expect(credentials.secrets["mine"] == [9])
            #expect(credentials.secrets[ContainerSecrets.launch]?.count == 1)
        }
        #expect(Set(contexts.map(\.tokens)).count == 3)
    }

    @Test("containers get the driver's present tokens, not those of the submission")
    func freshTokens() throws {
        let fresh = Token(identifier: [7], password: [8], kind: .hdfsDelegation, service: "nn:8020")
        provider.change { $0.tokens = Credentials(tokens: ["t": fresh]).storage() }
        _ = try beginWithExecutor()
        let storage = try #require(negotiator.look { $0.started.first?.context.tokens })
        let credentials = try Credentials(storage: storage)
        #expect(credentials.tokens.values.map(\.identifier) == [[7]])
        #expect(credentials.secrets["mine"] == [9] && credentials.secrets[ContainerSecrets.launch] != nil)
    }

    @Test("heartbeats say how much of the work is done")
    func progress() throws {
        _ = try begin()
        for part in [0.25, 1] as [Float] {
            provider.change { $0.progress = part }
            eventually("said") { negotiator.look { $0.progress.last } == part }
        }
        #expect(negotiator.look { $0.progress }.suffix(2) == [0.25, 1])
    }

    @Test("surplus goes back, and hosts that are excluded get nothing")
    func surplus() throws {
        let master = try begin(["weft.yarn.exclude.nodes": "bad"])
        #expect(negotiator.look { $0.excluded } == [["bad"]])
        master.request(total: 1, hosts: ["bad": 5])
        eventually("asked for") { negotiator.look { $0.asked } == [.anywhere: 1] }
        negotiator.grant(1, on: "bad")
        eventually("the excluded host's goes back, and another is asked for") {
            released == [1] && negotiator.look { $0.asked } == [.anywhere: 2]
        }
        negotiator.grant(2)
        negotiator.grant(3)
        eventually("one is started and one goes back") { started == [2] && released == [1, 3] }
        master.exclude(["worse"])
        eventually("both are excluded") { negotiator.look { $0.excluded.last } == ["bad", "worse"] }
    }

    @Test("when each node is excluded nothing is waited for, unless an executor runs that may do the work")
    func allExcluded() throws {
        let master = try beginWithExecutor()
        master.request(total: 2, hosts: [:])
        master.exclude(["node1", "node2"])
        let full = Negotiation(clusterNodes: 2)
        negotiator.change { $0.news.append(.success(full)) }
        eventually("taken") { negotiator.look { $0.news.isEmpty } }
        let before = negotiator.look { $0.heartbeats }
        eventually("goes on") { negotiator.look { $0.heartbeats } > before + 2 }
        #expect(provider.look { $0.failed.isEmpty })
        negotiator.complete(1, .aborted)
        negotiator.change { $0.news.append(.success(Negotiation(clusterNodes: 3))) }
        negotiator.change { $0.news.append(.success(full)) }
        eventually("failed") { provider.look { !$0.failed.isEmpty } }
        let error = try #require(provider.look { $0.failed.first })
        #expect(error.code == "all-nodes-excluded" && error.message.contains("all 2 are excluded (node1, node2)"))
    }

    @Test("a container that can't be started ends its executor, goes back, and another one is asked for")
    func startFails() throws {
        let master = try begin()
        negotiator.change { $0.startFailure = WeftError("rpc-connection", "the node is away") }
        master.request(total: 1, hosts: [:])
        negotiator.grant(1)
        eventually("told") { self.end(of: "e1") != nil }
        let end = try #require(self.end(of: "e1"))
        #expect(end.status == nil && !end.isExpected)
        #expect(end.message.contains("on node1 can't be started: the node is away"))
        eventually("goes back") { released == [1] }
        eventually("asked again") { negotiator.look { $0.asked[.anywhere] } == 2 }
        // Its end by the release comes later, and says nothing new.
        negotiator.complete(1, .aborted)
        negotiator.change { $0.startFailure = nil }
        negotiator.grant(2)
        eventually("started") { started == [2] }
        #expect(self.end(of: "e1") == end)
    }

    @Test("a driver that wants none gets none: the container goes back, and no executor has ended")
    func assignFails() throws {
        let master = try begin()
        provider.change { $0.assignFailure = WeftError("context-stopped", "no more") }
        master.request(total: 1, hosts: [:])
        negotiator.grant(1)
        eventually("goes back") { released == [1] }
        #expect(provider.look { $0.ended.isEmpty && $0.launched.isEmpty } && started.isEmpty)
    }

    @Test(
        "the end of a container is its executor's, expected where the application isn't to blame",
        arguments: [
            (.init(rawValue: 1), 1, false, "it ended with status 1"),
            (.init(rawValue: 137), 137, false, "SIGKILL"), (.success, 0, false, "status 0"),
            (.preempted, nil, true, "another application"), (.aborted, nil, true, "released, or its node was lost"),
            (.killedByResourceManager, nil, true, "ResourceManager"),
            (.exceededMemory, nil, false, "more memory than its container has"),
            (.exceededVirtualMemory, nil, false, "more virtual memory"), (.exceededLogs, nil, false, "more logs"),
        ] as [(ContainerExitStatus, Int32?, Bool, String)]
    )
    func ends(_ code: ContainerExitStatus, _ status: Int32?, _ isExpected: Bool, _ words: String) throws {
        _ = try beginWithExecutor()
        negotiator.complete(1, code, "[2026-01-31 12:00:00.123]said so\n")
        eventually("told") { self.end(of: "e1") != nil }
        let end = try #require(self.end(of: "e1"))
        #expect(end.status == status && end.isExpected == isExpected)
        #expect(end.remedy.isEmpty != code.exceedsLimits)
        #expect(end.message.contains("\(container(1)) on node1: ") && end.message.contains(words))
        #expect(end.message.hasSuffix("\nsaid so") == (code != .success))
        eventually("another one is asked for") { negotiator.look { $0.asked[.anywhere] } == 2 }
    }

    @Test("a container that is killed is stopped and released, and its end is expected")
    func killing() throws {
        let master = try beginWithExecutor()
        master.request(total: 0, hosts: [:])
        master.kill(["e1", "unknown"], reason: "idle")
        eventually("stopped") { negotiator.look { $0.stopped } == [container(1)] && released == [1] }
        negotiator.complete(1, .init(rawValue: 143))
        eventually("told") { self.end(of: "e1") != nil }
        #expect(end(of: "e1")?.isExpected == true)
    }

    @Test(
        "an executor that was killed for what it used is to blame, also when the driver had it stopped for its end",
        arguments: [ContainerExitStatus.exceededMemory, .exceededVirtualMemory, .exceededLogs]
    )
    func killedForItsUse(_ code: ContainerExitStatus) throws {
        let master = try beginWithExecutor()
        master.kill(["e1"], reason: "its connection broke")
        eventually("stopped") { negotiator.look { $0.stopped } == [container(1)] }
        negotiator.complete(1, code)
        eventually("told") { self.end(of: "e1") != nil }
        #expect(end(of: "e1")?.isExpected == false)
    }

    @Test("when an executor's connection breaks, heartbeats come fast until its end is known")
    func hastening() throws {
        let master = try beginWithExecutor([
            "weft.yarn.scheduler.heartbeat.interval": "3600s",
            "weft.yarn.scheduler.initial-allocation.interval": "10ms",
        ])
        // The master waits for an hour now, unless somebody is in a hurry.
        master.hasten("e1")
        let before = negotiator.look { $0.heartbeats }
        eventually("several heartbeats") { negotiator.look { $0.heartbeats } > before + 3 }
        negotiator.complete(1, .init(rawValue: 132), "Fatal error")
        eventually("told") { self.end(of: "e1")?.status == 132 }
        #expect(end(of: "e1")?.message.hasSuffix("Fatal error") == true)
    }

    @Test("an end that a heartbeat brings while the container is being started is told once")
    func endsWhileStarting() throws {
        let master = try begin()
        negotiator.change { state in
            state.startFailure = WeftError("rpc-connection", "the node is away")
            state.onStart = { [negotiator, provider] in
                negotiator.complete(1, .aborted)
                let deadline = Deadline.after(milliseconds: 60_000)
                while provider.look({ $0.ended.isEmpty }), !deadline.hasPassed { usleep(2_000) }
            }
        }
        master.request(total: 1, hosts: [:])
        negotiator.grant(1)
        eventually("goes back") { released == [1] }
        #expect(provider.look { $0.endCount } == 1)
        #expect(end(of: "e1")?.isExpected == true)
    }

    @Test("a container that ends before it has an executor is nobody's: nothing is started or told")
    func endsBeforeAssigned() throws {
        let master = try begin()
        provider.change { state in
            state.onAssign = { [negotiator] in
                negotiator.complete(1, .aborted)
                let before = negotiator.look { $0.heartbeats }
                let deadline = Deadline.after(milliseconds: 60_000)
                while negotiator.look({ !$0.news.isEmpty || $0.heartbeats < before + 2 }), !deadline.hasPassed {
                    usleep(2_000)
                }
            }
        }
        master.request(total: 1, hosts: [:])
        negotiator.grant(1)
        eventually("asked again") { negotiator.look { $0.asked[.anywhere] } == 2 }
        provider.change { $0.onAssign = nil }
        negotiator.grant(2)
        eventually("the next one is started") { started == [2] }
        #expect(provider.look { $0.launched } == ["e2 node1"])
        #expect(provider.look { $0.ended.isEmpty })
    }

    @Test("executors are told that they leave, by preemption and with their node")
    func leaving() throws {
        _ = try beginWithExecutor()
        negotiator.change { $0.news.append(.success(Negotiation(preempted: [container(1), container(77)]))) }
        eventually("preempted") { provider.look { $0.leaving["e1"]?.contains("another application") } == true }
        negotiator.change { $0.news.append(.success(Negotiation(leavingHosts: ["node9", "node1"]))) }
        eventually("decommissioned") { provider.look { $0.leaving["e1"]?.contains("node1 is taken out") } == true }
        #expect(provider.look { $0.leaving.count } == 1)
    }

    @Test("heartbeats that fail now and then are no harm; too many in a row are the end")
    func failingHeartbeats() throws {
        let master = try begin()
        let away = WeftError("rpc-protocol", "away", remedy: "start it")
        negotiator.change {
            $0.news += [.failure(away), .failure(away), .success(Negotiation()), .failure(away), .failure(away)]
        }
        eventually("they are over") { negotiator.look { $0.heartbeats } > 6 }
        #expect(provider.look { $0.failed.isEmpty })
        negotiator.change { $0.failure = away }
        eventually("told") { provider.look { !$0.failed.isEmpty } }
        let error = try #require(provider.look { $0.failed.first })
        #expect(error.code == away.code && error.remedy == "start it")
        #expect(error.message == "the ResourceManager gives no containers any more: away")
        let heartbeats = negotiator.look { $0.heartbeats }
        master.request(total: 5, hosts: [:])
        usleep(200_000)
        #expect(negotiator.look { $0.heartbeats } == heartbeats)
        #expect(provider.look { $0.failed.count } == 1)
    }

    @Test("a ResourceManager that is away is waited for, until it takes the attempt for dead")
    func outage() throws {
        let master = try beginWithExecutor()
        let away = WeftError("resourcemanager-unreachable", "away")
        let before = negotiator.look { $0.heartbeats }
        negotiator.change { $0.news += Array(repeating: .failure(away), count: 20) }
        eventually("it is back") { negotiator.look { $0.heartbeats } > before + 22 }
        #expect(provider.look { $0.failed.isEmpty })
        master.request(total: 2, hosts: [:])
        negotiator.grant(2)
        eventually("the work goes on") { started == [1, 2] }
        negotiator.change { $0.failure = WeftError("resourcemanager-lost", "for too long") }
        eventually("told") { provider.look { $0.failed.first?.code } == "resourcemanager-lost" }
    }

    @Test("what another attempt would need is removed only when the ResourceManager has heard of the end")
    func takingLeave() {
        var removed = 0
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ApplicationMasterProcess.leave(logger, removing: { removed += 1 }) {
            throw WeftError("resourcemanager-unreachable", "away")
        }
        #expect(removed == 0)
        ApplicationMasterProcess.leave(logger, removing: { removed += 1 }) {}
        #expect(removed == 1)
    }

    @Test("an error that is final is the end at once")
    func finalError() throws {
        negotiator.change { $0.failure = WeftError("application-shutdown", "go") }
        _ = try begin()
        eventually("told") { provider.look { !$0.failed.isEmpty } }
        #expect(negotiator.look { $0.heartbeats } == 1)
    }

    @Test("finishing says how it went, once, and ends the heartbeats")
    func finishing() throws {
        let master = try beginWithExecutor()
        try master.finish(.failed, diagnostics: "why")
        try master.finish(.succeeded, diagnostics: "")
        #expect(negotiator.look { $0.finished } == ["FAILED why"])
        // One may be on its way.
        usleep(100_000)
        let heartbeats = negotiator.look { $0.heartbeats }
        usleep(300_000)
        #expect(negotiator.look { $0.heartbeats } == heartbeats)
    }

    @Test("leave is taken of the ResourceManager also after heartbeats have failed for good")
    func finishingAfterFailure() throws {
        negotiator.change { $0.failure = WeftError("rpc-protocol", "away") }
        let master = try begin()
        eventually("told") { provider.look { !$0.failed.isEmpty } }
        try master.finish(.failed, diagnostics: "away")
        #expect(negotiator.look { $0.finished } == ["FAILED away"])
    }
}
