import Testing

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
        #expect(registry.run { $0.disconnected("1", now: Self.time(2)) } == [])
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
    }
}

extension ExecutorRegistry {
    /// Macros see their arguments as constants.
    fileprivate mutating func run(_ event: (inout ExecutorRegistry) -> [Action]) -> [Action] { event(&self) }
}
