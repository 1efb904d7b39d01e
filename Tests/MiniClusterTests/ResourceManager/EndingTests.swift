import HadoopProtos
import Testing
import YARN

@testable import MiniCluster

@Suite("What ends, and what is refused, at the embedded ResourceManager")
struct EndingTests {
    private func exception(_ body: () throws -> Void) throws -> String {
        let error = try #require(throws: RPCServerError.self) { try body() }
        return String(error.exceptionClass.split(separator: ".").last ?? "")
    }

    @Test(
        "a container that starts after it was released, or after its application's end, is stopped",
        arguments: [true, false]
    )
    func startedTooLate(isReleased: Bool) throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        let container = try #require(try fixture.get(attempt, [StateFixture.ask(1)]).first)
        if isReleased {
            _ = try fixture.heartbeat(attempt, release: [container.name])
        } else {
            fixture.state.end(attempt.application, .killed, diagnostics: "", now: fixture.now)
        }
        _ = fixture.takeActions()
        fixture.state.started(container.name, on: container.node)
        guard case .stopContainer(container.name, container.node, status: -106, _)? = fixture.takeActions().first else {
            Issue.record("nobody stops the container")
            return
        }
    }

    @Test(
        "the containers of a node that is taken out of use are stopped",
        arguments: [NodeStateProto.nsDecommissioned, .nsLost]
    )
    func decommission(state: NodeStateProto) throws {
        var fixture = StateFixture(nodes: 2)
        let attempt = try fixture.running()
        let given = try fixture.get(attempt, [StateFixture.ask(2)])
        let node = try #require(given.first?.node)
        _ = fixture.takeActions()
        fixture.state.changeNode(node, to: state, now: fixture.now)
        let stopped = fixture.takeActions().compactMap { action -> ContainerID? in
            if case .stopContainer(let name, node, status: -100, _) = action { name } else { nil }
        }
        #expect(Set(stopped).isSuperset(of: given.filter { $0.node == node }.map(\.name)))
    }

    @Test("an application whose master is preempted is tried again, and that doesn't count")
    func preemptedMaster() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running { $0.maxAppAttempts = 1 }
        let master = try #require(fixture.current(attempt.application)?.masterContainer)
        let wasThere = fixture.state.preempt(master, now: fixture.now)
        #expect(wasThere)
        let next = try #require(fixture.current(attempt.application))
        #expect(next.name.attempt == 2 && fixture.state.applications[attempt.application]?.isFinal == false)
    }

    @Test("with a new master key, the next container on a node brings a new token of the node")
    func newNodeTokens() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        _ = try fixture.heartbeat(attempt, [StateFixture.ask(1)])
        #expect(try fixture.heartbeat(attempt, [StateFixture.ask(1)]).newNodes == [StateFixture.node(1)])
        fixture.state.forgetNodeTokens()
        #expect(try fixture.heartbeat(attempt).newNodes == [StateFixture.node(1)])
    }

    @Test("a lifetime of any length is taken and reported", arguments: [1, 1 << 40, 1 << 60, .max] as [Int64])
    func longLifetime(seconds: Int64) throws {
        var fixture = StateFixture()
        let id = try fixture.submit {
            $0.applicationTimeouts = [.init(applicationTimeoutType: .appTimeoutLifetime, timeout: seconds)]
        }
        fixture.state.tick(now: fixture.now)
        let report = fixture.state.report(try fixture.state.application(id), for: StateFixture.alice, now: fixture.now)
        let left = try #require(report.appTimeouts.first?.applicationTimeout?.remainingTime)
        #expect(left == min(seconds, (.max - fixture.now) / 1000))
    }

    @Test("asks for more than any number can hold are counted as the largest number")
    func hugeAsks() throws {
        var settings = ResourceManagerSettings()
        settings.maximumMemory = .max / 4
        var fixture = StateFixture(settings: settings)
        let attempt = try fixture.running()
        let asks = (1...8).map { StateFixture.ask(.max, memory: .max / 4 - 1_023, priority: $0) }
        _ = try fixture.heartbeat(attempt, asks)
        let pending = try #require(fixture.state.attempt(attempt)).asks.pending
        #expect(pending.capacity.memory == .max && pending.count == 8 * Int64(Int32.max))
        let queue = fixture.state.queueInfo(.init(queueName: "default"), for: StateFixture.alice, now: fixture.now)
        #expect(queue?.queueStatistics?.pendingMemoryMB == .max)
    }

    @Test("a master or a container on nodes with a label that there isn't is refused")
    func unknownLabels() throws {
        var fixture = StateFixture(nodes: 2, labels: [2: "gpu"])
        #expect(
            try exception { try fixture.submit { $0.nodeLabelExpression = "fpga" } }
                == "InvalidLabelResourceRequestException"
        )
        let asked = StateFixture.ask(1, label: "fpga")
        #expect(
            try exception { try fixture.submit { $0.amContainerResourceRequest = [asked] } }
                == "InvalidLabelResourceRequestException"
        )
        #expect(fixture.state.applications.isEmpty)
        let attempt = try fixture.running { $0.nodeLabelExpression = "gpu" }
        #expect(try fixture.get(attempt, [StateFixture.ask(1)]).map(\.node) == [StateFixture.node(2)])
        #expect(try exception { _ = try fixture.heartbeat(attempt, [asked]) } == "InvalidResourceRequestException")
    }

    @Test("after its goodbye neither a failed attempt nor the end of its lifetime changes an application's result")
    func goodbyeCounts() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running {
            $0.applicationTimeouts = [.init(applicationTimeoutType: .appTimeoutLifetime, timeout: 5)]
        }
        _ = try fixture.state.finish(attempt, .init(finalApplicationStatus: .appSucceeded), now: fixture.now)
        try fixture.state.failAttempt(attempt, by: StateFixture.alice, now: fixture.now)
        fixture.now += 5_000
        fixture.state.tick(now: fixture.now)
        let master = try #require(fixture.state.attempt(attempt)?.masterContainer)
        fixture.state.ended(master, status: 0, diagnostics: "", now: fixture.now)
        let application = try fixture.state.application(attempt.application)
        #expect(application.state == .finished && application.finalStatus == .appSucceeded)
        #expect(application.attempts.count == 1)
    }

    @Test("a queue takes applications of those who may submit to it, and of administrators")
    func queueAccess() throws {
        var settings = ResourceManagerSettings()
        settings.queues = [
            .init(name: "default", capacity: 0.5), .init(name: "etl", capacity: 0.5, submitters: ["alice"]),
        ]
        settings.checksAccess = true
        settings.administrators = ["yarn"]
        var fixture = StateFixture(settings: settings)
        for user in ["alice", "yarn"] { try fixture.submit(user) { $0.queue = "etl" } }
        let refused = try #require(throws: RPCServerError.self) { try fixture.submit("bob") { $0.queue = "etl" } }
        #expect(refused.message.contains("User bob does not have permission to submit"))
        let id = try fixture.submit("bob")
        #expect(
            try exception { try fixture.state.move(id, to: "etl", by: StateFixture.bob, now: 0) } == "YarnException"
        )
        #expect(fixture.state.applications[id]?.queue == "default")
    }
}
