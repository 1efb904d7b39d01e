import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("The driver's register of executors")
struct ExecutorRegistryTests {
    private static func time(_ seconds: Double) -> SchedulerTime { .zero + .seconds(seconds) }

    private static func make() -> ExecutorRegistry {
        ExecutorRegistry(
            settings: .init(
                heartbeatTimeout: .seconds(10),
                registrationTimeout: .seconds(5),
                endGrace: .milliseconds(300)
            )
        )
    }

    private static func withOne() -> ExecutorRegistry {
        var registry = make()
        registry.launched("1", now: time(0))
        _ = registry.registered("1", now: time(1))
        return registry
    }

    @Test("an executor that was launched may register, once")
    func registers() {
        var registry = Self.make()
        registry.launched("1", now: Self.time(0))
        #expect(registry.run { $0.registered("1", now: Self.time(1)) } == [.added(id: "1")])
        #expect(registry.run { $0.registered("1", now: Self.time(2)) } == [])
        #expect(registry.run { $0.registered("2", now: Self.time(2)) } == [])
        #expect(registry.registeredIDs == ["1"])
    }

    @Test("an executor that doesn't register in time is killed and never counted as lost")
    func neverRegisters() {
        var registry = Self.make()
        registry.launched("1", now: Self.time(0))
        #expect(registry.run { $0.tick(now: Self.time(4.9)) } == [])
        let actions = registry.tick(now: Self.time(5))
        guard case .neverRegistered("1", let reason) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(reason.kind == .neverRegistered)
        #expect(actions.contains { if case .kill("1", _) = $0 { true } else { false } })
        #expect(registry.run { $0.registered("1", now: Self.time(6)) } == [])
    }

    @Test("an executor without heartbeats is lost, and killed because it may only be stopped")
    func heartbeats() {
        var registry = Self.withOne()
        let isKnown = registry.heartbeat("1", now: Self.time(8))
        #expect(isKnown)
        #expect(registry.run { $0.tick(now: Self.time(17)) } == [])
        let actions = registry.tick(now: Self.time(18))
        guard case .lost("1", let reason) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(reason.kind == .unresponsive)
        let isStillKnown = registry.heartbeat("1", now: Self.time(19))
        #expect(!isStillKnown)
    }

    @Test("a closed connection waits for the process's end, which knows the status")
    func waitsForStatus() {
        var registry = Self.withOne()
        #expect(registry.run { $0.disconnected("1", now: Self.time(2)) } == [.silent(id: "1")])
        // Nothing is sent there any more, and it is asked for once.
        #expect(!registry.isWanted("1"))
        #expect(registry.run { $0.disconnected("1", now: Self.time(2.1)) } == [])
        #expect(registry.run { $0.tick(now: Self.time(2.2)) } == [])
        #expect(
            registry.run { $0.ended("1", ExecutorEnd(status: 137)) } == [
                .lost(id: "1", .exited(ExecutorExit(code: 137))), .disconnect(id: "1"),
            ]
        )
        #expect(registry.run { $0.tick(now: Self.time(3)) } == [])
    }

    @Test("a closed connection alone loses the executor after a moment")
    func connectionOnly() {
        var registry = Self.withOne()
        _ = registry.disconnected("1", now: Self.time(2))
        let actions = registry.tick(now: Self.time(2.31))
        #expect(actions.first == .lost(id: "1", .disconnected("nothing more is known")))
    }

    @Test("what the executor said of its end comes before what others saw")
    func ownWords() {
        var registry = Self.withOne()
        registry.leaving("1", ExecutorEnd(status: 53, message: "no room"))
        let actions = registry.ended("1", ExecutorEnd(status: 53, errorTail: "tail"))
        guard case .lost("1", let reason) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(reason.kind == .exited(ExecutorExit(.localDirectoryFailed)))
        #expect(reason.message.contains("no room") && reason.message.contains("tail"))
    }

    @Test("one that was told to end is gone with its connection, and its end counts against nobody")
    func toldToEnd() {
        var registry = Self.withOne()
        registry.leaving("1", ExecutorEnd(status: 0, message: "decommissioned", isExpected: true))
        let actions = registry.disconnected("1", now: Self.time(2))
        let reason = ExecutorLossReason.released("decommissioned")
        let expected: [ExecutorRegistry.Action] = [.lost(id: "1", reason), .kill(id: "1", reason: "decommissioned")]
        #expect(actions == expected)
    }

    /// What a NodeManager does that kills: SIGTERM, of which the executor tells, and then the cluster manager tells why.
    private static func killed(_ end: ExecutorEnd) -> ExecutorLossReason? {
        var registry = withOne()
        registry.leaving("1", ExecutorEnd(status: 143, message: "signal 15 ended the executor"))
        guard registry.disconnected("1", now: time(2)) == [.silent(id: "1")],
            case .lost("1", let reason) = registry.ended("1", end).first
        else { return nil }
        return reason
    }

    @Test("of an executor that a signal ended, the cluster manager knows why")
    func killedByItsManager() throws {
        let memory = try #require(
            Self.killed(ExecutorEnd(status: nil, message: "it used more memory", remedy: "give it more"))
        )
        #expect(memory.message == "it used more memory" && memory.remedy == "give it more")
        #expect(memory.countsAsFailure && memory.causedByApplication)
        let preempted = try #require(Self.killed(ExecutorEnd(status: nil, message: "preempted", isExpected: true)))
        #expect(preempted.message == "preempted" && !preempted.countsAsFailure && !preempted.causedByApplication)
        // Where nobody knows more, the signal is what there is to say.
        let unknown = try #require(Self.killed(ExecutorEnd(status: 143, errorTail: "tail")))
        #expect(unknown.message.contains("SIGTERM") && unknown.message.contains("signal 15 ended the executor"))
        #expect(unknown.countsAsFailure && !unknown.causedByApplication)
    }

    @Test("when the cluster manager says nothing in time, what the executor said of itself is the reason")
    func ownWordsOnly() {
        var registry = Self.withOne()
        registry.leaving("1", ExecutorEnd(status: 143, message: "signal 15 ended the executor"))
        _ = registry.disconnected("1", now: Self.time(2))
        guard case .lost("1", let reason) = registry.tick(now: Self.time(2.4)).first else {
            Issue.record("it isn't lost")
            return
        }
        #expect(reason.kind == .exited(ExecutorExit(code: 143)))
    }

    @Test(
        "executors that are killed for their memory use up the budget, and preempted ones don't",
        arguments: [true, false]
    )
    func budget(isForMemory: Bool) throws {
        var registry = Self.make()
        var budget = ExecutorFailureBudget(maxFailures: 3, validityInterval: nil)
        var failure: WeftError?
        for number in 1...10 where failure == nil {
            let id = "\(number)"
            let now = Self.time(Double(number))
            registry.launched(id, now: now)
            _ = registry.registered(id, now: now)
            registry.leaving(id, ExecutorEnd(status: 143, message: "signal 15 ended the executor"))
            _ = registry.disconnected(id, now: now)
            let end = ExecutorEnd(
                status: nil,
                message: isForMemory ? "container 7 on h: it used more memory than its container has" : "preempted",
                isExpected: !isForMemory,
                remedy: isForMemory ? "give executors more memory" : ""
            )
            guard case .lost(_, let reason) = registry.ended(id, end).first else { continue }
            failure = budget.executorLost(id, host: "h", reason: reason, wasDecommissioned: false, now: now)
        }
        guard isForMemory else {
            let count = budget.count(now: Self.time(20))
            #expect(failure == nil)
            #expect(count == 0)
            return
        }
        let error = try #require(failure)
        #expect(error.message.contains("3 executors failed; the last one, executor 3 on h: "))
        #expect(error.message.contains("more memory than its container has"))
        #expect(error.remedy == "give executors more memory")
    }

    @Test("an executor that was let go is expected to end, however it does")
    func released() {
        var registry = Self.withOne()
        registry.released("1")
        let actions = registry.ended("1", ExecutorEnd(status: 137))
        guard case .lost("1", let reason) = actions.first else {
            Issue.record("\(actions)")
            return
        }
        #expect(!reason.countsAsFailure && !reason.causedByApplication)
    }

    @Test("an end is told once")
    func once() {
        var registry = Self.withOne()
        _ = registry.ended("1", ExecutorEnd(status: 1))
        #expect(registry.run { $0.ended("1", ExecutorEnd(status: 1)) } == [])
        #expect(registry.run { $0.disconnected("1", now: Self.time(3)) } == [])
        #expect(registry.registeredIDs == [])
        // Its cluster manager may tell it once more, and then has started it in its eyes.
        registry.launched("1", now: Self.time(4))
        #expect(registry.run { $0.ended("1", ExecutorEnd(status: 1)) } == [])
        #expect(registry.run { $0.registered("1", now: Self.time(4)) } == [])
        #expect(registry.run { $0.tick(now: Self.time(60)) } == [])
    }
}

extension ExecutorRegistry {
    /// Macros see their arguments as constants.
    fileprivate mutating func run(_ event: (inout ExecutorRegistry) -> [Action]) -> [Action] { event(&self) }
}
