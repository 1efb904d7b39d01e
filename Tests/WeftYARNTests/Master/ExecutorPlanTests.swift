import Testing
import YARN

@testable import WeftYARN

@Suite("Which containers an application master wants")
struct ExecutorPlanTests {
    private func plan(slots: Int = 1, total: Int, _ hosts: [String: Int] = [:]) -> ExecutorPlan {
        var plan = ExecutorPlan(slots: slots)
        plan.request(total: total, hosts: hosts)
        return plan
    }

    @Test("without waiting tasks, executors are asked for anywhere, and each only once")
    func anywhere() {
        var plan = plan(total: 3)
        #expect(plan.changes() == [.anywhere: 3])
        #expect(plan.changes() == [:])
        plan.request(total: 5, hosts: [:])
        #expect(plan.changes() == [.anywhere: 2])
        plan.request(total: 1, hosts: [:])
        #expect(plan.changes() == [.anywhere: -4])
        plan.request(total: -2, hosts: [:])
        #expect(plan.changes() == [.anywhere: -1])
        #expect(plan.target == 0)
    }

    @Test(
        "hosts get their share of the executors in proportion to the tasks that wait for them",
        arguments: [
            // Two slots: 8 tasks keep 4 of the 6 executors busy, 3 and 1 of them; two more go anywhere.
            (2, 6, ["a": 6, "b": 2], [.host("a"): 3, .host("b"): 1, .anywhere: 2]),
            // More tasks than executors: all of them are for the hosts.
            (1, 4, ["a": 30, "b": 10], [.host("a"): 3, .host("b"): 1]),
            // Shares are rounded up, and the host with most tasks comes first.
            (1, 2, ["a": 1, "b": 2, "c": 3], [.host("c"): 1, .host("b"): 1]),
            // Equal ones come by their names.
            (1, 1, ["b": 1, "a": 1], [.host("a"): 1]),
            (4, 2, ["a": 1], [.host("a"): 1, .anywhere: 1]),
            (1, 2, ["a": 0, "b": -3], [.anywhere: 2]),
            (1, 0, ["a": 5], [:]),
        ] as [(Int, Int, [String: Int], [ExecutorPlan.Place: Int])]
    )
    func shares(_ slots: Int, _ total: Int, _ hosts: [String: Int], _ expected: [ExecutorPlan.Place: Int]) {
        var plan = plan(slots: slots, total: total, hosts)
        #expect(plan.changes() == expected)
    }

    @Test("a host that has executors already gets fewer, and what was asked there is taken back when tasks go")
    func present() {
        var plan = plan(total: 2, ["a": 2])
        #expect(plan.changes() == [.host("a"): 2])
        #expect(plan.granted(container(1), host: "a", for: .host("a")) == true)
        plan.request(total: 3, hosts: ["a": 2, "b": 1])
        // a has one of its two: one more there, and one at b.
        #expect(plan.changes() == [.host("b"): 1])
        plan.request(total: 3, hosts: [:])
        #expect(plan.changes() == [.host("a"): -1, .host("b"): -1, .anywhere: 2])
    }

    @Test("a container on another host than asked for counts all the same")
    func elsewhere() {
        var plan = plan(total: 2, ["a": 2])
        _ = plan.changes()
        #expect(plan.granted(container(1), host: "z", for: .host("a")) == true)
        #expect(plan.missing == 1)
        // Nothing is taken back or asked again: one is still wanted on a.
        #expect(plan.changes() == [:])
    }

    @Test("what nobody needs any more, or has been counted, goes back")
    func surplus() {
        var plan = plan(total: 1)
        _ = plan.changes()
        #expect(plan.granted(container(1), host: "a", for: .anywhere) == true)
        #expect(plan.granted(container(2), host: "a", for: .anywhere) == false)
        #expect(plan.granted(container(1), host: "a", for: .anywhere) == false)
        #expect(plan.missing == 0 && plan.taken.count == 1)
        #expect(plan.changes() == [:])
    }

    @Test("excluded hosts are neither asked for nor taken, and what they gave is asked for again")
    func excluded() {
        var plan = plan(total: 2, ["bad": 10, "a": 1])
        plan.exclude(["bad"])
        #expect(plan.changes() == [.host("a"): 1, .anywhere: 1])
        #expect(plan.granted(container(1), host: "bad", for: .anywhere) == false)
        #expect(plan.changes() == [.anywhere: 1])
        plan.exclude([])
        #expect(plan.granted(container(2), host: "bad", for: .anywhere) == true)
    }

    @Test("with a node label no host is named, and what comes from anywhere is what was asked for")
    func label() {
        var plan = ExecutorPlan(slots: 1, usesHosts: false)
        plan.request(total: 2, hosts: ["a": 5, "b": 1])
        #expect(plan.changes() == [.anywhere: 2])
        #expect(plan.granted(container(1), host: "a", for: .anywhere) == true)
        // Demand at hosts changes: nothing that was asked for is taken back.
        plan.request(total: 3, hosts: ["c": 9])
        #expect(plan.changes() == [.anywhere: 1])
        #expect(plan.granted(container(2), host: "b", for: .anywhere) == true)
        plan.request(total: 3, hosts: [:])
        #expect(plan.changes() == [:])
        #expect(plan.asked == [.anywhere: 1] && plan.missing == 1)
    }

    @Test("an end is expected after a stop only, is told once, and makes room for another executor")
    func ends() throws {
        var plan = plan(total: 2)
        _ = plan.changes()
        #expect(plan.granted(container(1), host: "a", for: .anywhere) == true)
        #expect(plan.granted(container(2), host: "b", for: .anywhere) == true)
        _ = plan.assigned(container(1), executor: "e1")
        _ = plan.assigned(container(2), executor: "e2")
        #expect(plan.containers(of: ["e1", "e9"]) == [container(1)])
        #expect(plan.executor(in: container(2))?.host == "b")
        plan.stopping(container(1))
        // One that is about to go is missing already.
        #expect(plan.missing == 1)
        let one = plan.ended(container(1))
        let first = try #require(one)
        #expect(first.executor == .init(id: "e1", host: "a") && first.isExpected)
        let other = plan.ended(container(2))
        let second = try #require(other)
        #expect(second.executor.id == "e2" && !second.isExpected)
        #expect(plan.ended(container(1)) == nil)
        #expect(plan.ended(container(99)) == nil)
        #expect(plan.missing == 2)
        #expect(plan.changes() == [.anywhere: 2])
    }

    @Test("stopping what isn't there changes nothing")
    func unknownStops() {
        var plan = plan(total: 1)
        plan.stopping(container(5))
        #expect(plan.leaving.isEmpty)
        #expect(plan.run { $0.assigned(container(5), executor: "e") } == false)
        #expect(plan.taken.isEmpty)
    }

    @Test("executors on a host are those that have a name: a container still being given to one has nobody to tell")
    func onHost() {
        var plan = plan(total: 2)
        _ = plan.granted(container(1), host: "a", for: .anywhere)
        _ = plan.granted(container(2), host: "a", for: .anywhere)
        _ = plan.assigned(container(2), executor: "e2")
        #expect(plan.executors(on: "a").map(\.id) == ["e2"])
        #expect(plan.executors(on: "b").isEmpty)
    }
}

extension ExecutorPlan {
    /// Macros see their arguments as constants.
    fileprivate mutating func run<Result>(_ event: (inout ExecutorPlan) -> Result) -> Result { event(&self) }
}

@Suite("The pace of heartbeats")
struct HeartbeatPaceTests {
    @Test("while containers are awaited the time doubles up to the interval; a new request starts anew")
    func doubling() {
        var pace = HeartbeatPace(interval: .milliseconds(500), initial: .milliseconds(100), expiry: .seconds(600))
        #expect((0..<5).map { _ in pace.wait(isWaiting: true) } == [100, 200, 400, 500, 500].map { .milliseconds($0) })
        pace.quicken()
        #expect(pace.wait(isWaiting: true) == .milliseconds(100))
        #expect(pace.wait(isWaiting: false) == .milliseconds(500))
        #expect(pace.wait(isWaiting: true) == .milliseconds(100))
    }

    @Test("while the end of a container is awaited heartbeats come faster, but never slower than they would")
    func hastened() {
        var pace = HeartbeatPace(interval: .seconds(3), initial: .milliseconds(150), expiry: .seconds(600))
        #expect(pace.wait(isWaiting: false, isHastened: true) == .milliseconds(200))
        #expect(pace.wait(isWaiting: false) == .seconds(3))
        let waits = (0..<3).map { _ in pace.wait(isWaiting: true, isHastened: true) }
        #expect(waits == [150, 200, 200].map { .milliseconds($0) })
        var quick = HeartbeatPace(interval: .milliseconds(50), initial: .milliseconds(50), expiry: .seconds(600))
        #expect(quick.wait(isWaiting: false, isHastened: true) == .milliseconds(50))
    }

    @Test("no interval is longer than half of the ResourceManager's patience")
    func expiry() {
        var pace = HeartbeatPace(interval: .seconds(30), initial: .seconds(20), expiry: .seconds(10))
        #expect(pace.wait(isWaiting: false) == .seconds(5))
        #expect(pace.wait(isWaiting: true) == .seconds(5))
    }
}
