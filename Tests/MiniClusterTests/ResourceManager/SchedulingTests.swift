import HadoopProtos
import Testing
import YARN

@testable import MiniCluster

@Suite("Who gets what from the embedded ResourceManager")
struct SchedulingTests {
    @Test("memory is rounded up to the minimum allocation, and cores are 1 unless they are counted")
    func normalization() {
        var settings = ResourceManagerSettings()
        for (asked, given) in [(1, 1_024), (1_024, 1_024), (1_025, 2_048), (8_192, 8_192)] as [(Int64, Int64)] {
            #expect(settings.normalized(Capacity(memory: asked, vcores: 3)) == Capacity(memory: given, vcores: 1))
        }
        settings.calculator = .dominant
        #expect(settings.normalized(Capacity(memory: 1, vcores: 3)) == Capacity(memory: 1_024, vcores: 3))
    }

    @Test("a container is given with a later heartbeat, once")
    func later() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        #expect(try fixture.heartbeat(attempt, [StateFixture.ask(2)]).given.isEmpty)
        #expect(try fixture.heartbeat(attempt).given.count == 2)
        #expect(try fixture.heartbeat(attempt).given.isEmpty)
    }

    @Test("asks are absolute: repeating one while it is served gives more than was wanted, as with YARN")
    func absolute() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        _ = try fixture.heartbeat(attempt, [StateFixture.ask(2)])
        #expect(try fixture.heartbeat(attempt, [StateFixture.ask(2)]).given.count == 2)
        #expect(try fixture.heartbeat(attempt, [StateFixture.ask(0)]).given.count == 2)
        #expect(try fixture.heartbeat(attempt).given.isEmpty)
    }

    @Test("a node never gets more than it has")
    func capacity() throws {
        var fixture = StateFixture(nodes: 2, memory: 4_096)
        let attempt = try fixture.running()
        let given = try fixture.get(attempt, [StateFixture.ask(100)])
        #expect(given.count == 7)
        for node in fixture.state.nodes.values { #expect(node.used.memory <= node.capacity.memory) }
        let free = try #require(given.first)
        _ = try fixture.heartbeat(attempt, release: [free.name])
        let again = try fixture.heartbeat(attempt)
        #expect(again.given.count == 1)
        #expect(again.completed.map(\.exitStatus) == [])
    }

    @Test("a released container's end is told with status -100")
    func release() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        let given = try fixture.get(attempt, [StateFixture.ask(1)])
        let name = try #require(given.first?.name)
        _ = fixture.takeActions()
        let told = try fixture.heartbeat(attempt, release: [name])
        #expect(told.completed.map(\.exitStatus) == [-100])
        #expect(told.completed.first?.diagnostics == "Container released by application")
        #expect(fixture.takeActions().contains { if case .stopContainer(name, _, _, _) = $0 { true } else { false } })
    }

    @Test("a container comes to the host that was asked for")
    func host() throws {
        var fixture = StateFixture(nodes: 4)
        let attempt = try fixture.running()
        let given = try fixture.get(
            attempt,
            [StateFixture.ask(1, "node3"), StateFixture.ask(1, "/odd"), StateFixture.ask(1)]
        )
        #expect(given.map(\.node) == [StateFixture.node(3)])
    }

    @Test("with strict locality a container waits rather than going elsewhere")
    func strictLocality() throws {
        var fixture = StateFixture(nodes: 2)
        let attempt = try fixture.running()
        let asks = [
            StateFixture.ask(9, "node1"), StateFixture.ask(9, "/odd", relax: false),
            StateFixture.ask(9, relax: false),
        ]
        let given = try fixture.get(attempt, asks)
        #expect(given.count >= 7 && given.allSatisfy { $0.node == StateFixture.node(1) })
    }

    @Test("a rack may be strict while its hosts are free")
    func strictRack() throws {
        var fixture = StateFixture(nodes: 4)
        let attempt = try fixture.running()
        let given = try fixture.get(attempt, [StateFixture.ask(4, "/even"), StateFixture.ask(4, relax: false)])
        #expect(given.count == 4)
        #expect(given.allSatisfy { [StateFixture.node(2), StateFixture.node(4)].contains($0.node) })
    }

    @Test("an excluded host gets no container")
    func blacklist() throws {
        var fixture = StateFixture(nodes: 2)
        let attempt = try fixture.running()
        _ = try fixture.heartbeat(attempt, [], blacklist: ["node1"])
        let given = try fixture.get(attempt, [StateFixture.ask(4)])
        #expect(given.count == 4 && given.allSatisfy { $0.node == StateFixture.node(2) })
    }

    @Test("a labelled node serves asks with its label only, and the label must exist")
    func labels() throws {
        var fixture = StateFixture(nodes: 2, labels: [2: "gpu"])
        let attempt = try fixture.running()
        let plain = try fixture.get(attempt, [StateFixture.ask(2)])
        #expect(plain.map(\.node) == [StateFixture.node(1), StateFixture.node(1)])
        let labelled = try fixture.get(attempt, [StateFixture.ask(1, priority: 2, label: "gpu")])
        #expect(labelled.map(\.node) == [StateFixture.node(2)])
        #expect(throws: RPCServerError.self) { try fixture.heartbeat(attempt, [StateFixture.ask(1, label: "fpga")]) }
    }

    @Test("priorities are served in their order")
    func priorities() throws {
        var fixture = StateFixture(memory: 2_048)
        let attempt = try fixture.running()
        let given = try fixture.get(attempt, [StateFixture.ask(1, priority: 5), StateFixture.ask(1, priority: 2)])
        #expect(given.map(\.priority) == [2])
    }

    @Test("a queue doesn't grow beyond its maximum, and the other has room")
    func queues() throws {
        var settings = ResourceManagerSettings()
        settings.queues = [
            .init(name: "a", capacity: 0.5, maximumCapacity: 0.5), .init(name: "b", capacity: 0.5),
        ]
        var fixture = StateFixture(settings: settings)
        let first = try fixture.running { $0.queue = "a" }
        #expect(try fixture.get(first, [StateFixture.ask(10)]).count == 3)
        let second = try fixture.running { $0.queue = "root.b" }
        #expect(try fixture.get(second, [StateFixture.ask(10)]).count == 3)
        try fixture.state.move(first.application, to: "b", by: StateFixture.alice, now: fixture.now)
        #expect(fixture.state.applications[first.application]?.queue == "b")
        #expect(throws: RPCServerError.self) {
            try fixture.state.move(first.application, to: "c", by: StateFixture.alice, now: fixture.now)
        }
    }

    @Test("what no container may have is refused, and nothing of the request is done")
    func tooLarge() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        let error = try #require(throws: RPCServerError.self) {
            try fixture.heartbeat(attempt, [StateFixture.ask(1), StateFixture.ask(1, memory: 8_193, priority: 2)])
        }
        #expect(error.exceptionClass == "org.apache.hadoop.yarn.exceptions.InvalidResourceRequestException")
        #expect(
            error.message.contains("Requested resource type=[memory-mb], Requested resource=<memory:8193, vCores:1>")
        )
        #expect(fixture.state.attempt(attempt)?.asks.keys.isEmpty == true)
        #expect(fixture.state.attempt(attempt)?.responseID == 0)
    }

    @Test("the containers of a lost node end with status -100, and masters are told of the node")
    func lostNode() throws {
        var fixture = StateFixture(nodes: 2)
        let attempt = try fixture.running()
        let master = try #require(fixture.state.attempt(attempt)?.masterContainer)
        let home = try #require(fixture.state.attempt(attempt)?.containers[master]?.node)
        let other = home == StateFixture.node(1) ? StateFixture.node(2) : StateFixture.node(1)
        let given = try fixture.get(attempt, [StateFixture.ask(2, other.host), StateFixture.ask(2)])
        #expect(given.count == 2 && given.allSatisfy { $0.node == other })
        fixture.state.changeNode(other, to: .nsLost, now: fixture.now)
        let told = try fixture.heartbeat(attempt)
        #expect(told.completed.map(\.exitStatus) == [-100, -100])
        #expect(told.completed.allSatisfy { $0.diagnostics == "Container released on a *lost* node" })
        #expect(told.nodes.map(\.nodeState) == [.nsLost])
        #expect(told.nodeCount == 1)
    }

    @Test("whatever is asked, released, lost and ended, no node is given away twice and all comes back")
    func randomRuns() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            var fixture = StateFixture(nodes: 3)
            let attempts = try (0..<3).map { _ in try fixture.running() }
            var held: [ApplicationAttemptID: [ContainerID]] = [:]
            for _ in 0..<60 {
                let attempt = attempts.randomElement(using: &generator) ?? attempts[0]
                guard fixture.state.currentAttempt(attempt) != nil else { continue }
                fixture.now += 100
                switch Int.random(in: 0..<5, using: &generator) {
                case 0, 1:
                    let ask = StateFixture.ask(
                        .random(in: 0...6, using: &generator),
                        memory: .random(in: 1...4_000, using: &generator),
                        priority: .random(in: 0...3, using: &generator)
                    )
                    held[attempt, default: []] += try fixture.heartbeat(attempt, [ask]).given.map(\.name)
                case 2:
                    let released = held[attempt]?.popLast().map { [$0] } ?? []
                    held[attempt, default: []] += try fixture.heartbeat(attempt, release: released).given.map(\.name)
                case 3:
                    guard let name = held[attempt]?.popLast() else { continue }
                    fixture.state.ended(name, status: 1, diagnostics: "", now: fixture.now)
                default:
                    let node = Int.random(in: 1...3, using: &generator)
                    let isUp = fixture.state.nodes[StateFixture.node(node)]?.isUsable ?? false
                    if isUp, node == 3 {
                        fixture.state.changeNode(StateFixture.node(node), to: .nsLost, now: fixture.now)
                    } else if !isUp {
                        fixture.addNode(node)
                    }
                }
                for node in fixture.state.nodes.values {
                    #expect(node.used.memory >= 0 && node.used.memory <= node.capacity.memory)
                    let sum = fixture.state.applications.values.flatMap(\.attempts).flatMap(\.containers.values)
                        .filter { $0.node == node.name }.reduce(Capacity.none) { $0 + $1.capacity }
                    #expect(sum == node.used)
                }
            }
            for attempt in attempts {
                _ = try fixture.state.kill(
                    attempt.application,
                    by: StateFixture.alice,
                    diagnostics: nil,
                    now: fixture.now
                )
            }
            #expect(fixture.state.nodes.values.allSatisfy { $0.used == .none && $0.containers.isEmpty })
        }
    }
}
