import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@Suite("What an application master asks for")
struct AskTests {
    @Test(
        "a host's row comes with those of its rack and of *",
        arguments: [
            (Answers.request(), ["*": 1]),
            (Answers.request(hosts: ["a"]), ["a": 1, "/r1": 1, "*": 1]),
            (Answers.request(hosts: ["a", "b", "a"]), ["a": 1, "b": 1, "/r1": 1, "*": 1]),
            (Answers.request(hosts: ["a", "c"]), ["a": 1, "c": 1, "/r1": 1, "/r2": 1, "*": 1]),
            (Answers.request(racks: ["/r2"]), ["/r2": 1, "*": 1]),
            (Answers.request(hosts: ["a"], racks: ["/r2"]), ["a": 1, "/r1": 1, "/r2": 1, "*": 1]),
        ] as [(ContainerRequest, [String: Int32])]
    )
    func rows(_ request: ContainerRequest, _ expected: [String: Int32]) throws {
        var talk = Conversation()
        try talk.state.add(request)
        #expect(try talk.heartbeat().sent.rows == expected)
        // What was told isn't told again.
        #expect(try talk.heartbeat().sent.ask.isEmpty)
    }

    @Test("counts are absolute: what is added, and what is taken back, is told as the new sum")
    func absolute() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(), count: 2)
        #expect(try talk.heartbeat().sent.rows == ["*": 2])
        try talk.state.add(Answers.request(hosts: ["a"]))
        #expect(try talk.heartbeat().sent.rows == ["a": 1, "/r1": 1, "*": 3])
        #expect(talk.state.remove(Answers.request(), count: 5) == 2)
        #expect(try talk.heartbeat().sent.rows == ["*": 1])
        #expect(talk.state.remove(Answers.request(hosts: ["a"])) == 1)
        #expect(try talk.heartbeat().sent.rows == ["a": 0, "/r1": 0, "*": 0])
        #expect(talk.state.remove(Answers.request()) == 0)
        #expect(try talk.heartbeat().sent.ask.isEmpty)
        #expect(talk.state.outstandingCount == 0)
    }

    @Test("what is asked for and taken back before a heartbeat isn't told at all")
    func nothing() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(hosts: ["a"]))
        #expect(talk.state.hasNews)
        talk.state.remove(Answers.request(hosts: ["a"]))
        #expect(!talk.state.hasNews)
        #expect(try talk.heartbeat().sent.ask.isEmpty)
    }

    @Test("a row of another size comes after the one that it takes the place of")
    func order() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(4096))
        _ = try talk.heartbeat()
        talk.state.remove(Answers.request(4096))
        try talk.state.add(Answers.request(1024))
        let ask = try talk.heartbeat().sent.ask
        #expect(ask.map(\.numContainers) == [0, 1])
        #expect(ask.map { $0.capability?.memory } == [4096, 1024])
    }

    @Test("a label stands on the row for * only, and racks of hosts that are insisted on aren't relaxed")
    func labelsAndLocality() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(label: "gpu"))
        try talk.state.add(Answers.request(priority: 2, hosts: ["a"], racks: ["/r2"], relax: false))
        let ask = try talk.heartbeat().sent.ask
        #expect(ask.filter { $0.nodeLabelExpression != nil }.map(\.resourceName) == ["*"])
        let relaxed = Dictionary(
            ask.filter { $0.priority?.priority == 2 }.map { ($0.resourceName ?? "", $0.relaxLocality ?? true) },
            uniquingKeysWith: { $1 }
        )
        #expect(relaxed == ["a": true, "/r2": true, "/r1": false, "*": false])
    }

    @Test(
        "what no scheduler would take is refused at once",
        arguments: [
            Answers.request(relax: false), Answers.request(hosts: ["a"], label: "gpu"), Answers.request(hosts: ["*"]),
            Answers.request(-1), Answers.request(racks: [""]),
        ]
    )
    func refusals(_ request: ContainerRequest) {
        var state = AllocationState()
        let error = #expect(throws: WeftError.self) { try state.add(request) }
        #expect(error?.code == "invalid-argument")
        #expect(state.outstandingCount == 0)
        #expect(!state.hasNews)
    }

    @Test("requests of one priority that contradict each other are refused, of two they aren't")
    func conflicts() throws {
        var state = AllocationState(rackOf: Answers.rackOf)
        try state.add(Answers.request(hosts: ["a"], relax: false))
        #expect(throws: WeftError.self) { try state.add(Answers.request()) }
        try state.add(Answers.request(priority: 2))
        #expect(throws: WeftError.self) { try state.add(Answers.request(priority: 2, label: "gpu")) }
        #expect(state.outstandingCount == 2)
        // What was refused has left nothing behind.
        #expect(state.nextRequest(progress: 0).rows == ["a": 1, "/r1": 1, "*": 2])
    }

    @Test("rows are taken back under the racks that they were made with, also when the racks have changed since")
    func changedRacks() throws {
        let racks = RackTable()
        var state = AllocationState { racks.rack(of: $0) }
        try state.add(Answers.request(hosts: ["a"]))
        _ = state.nextRequest(progress: 0)
        _ = try state.answered(Answers.answer(1))
        racks.update([NodeReport(id: NodeID(host: "a", port: 1), state: .running, rack: "/r9", capability: .none)])
        #expect(racks.rack(of: "a") == "/r9")
        state.remove(Answers.request(hosts: ["a"]))
        #expect(state.nextRequest(progress: 0).rows == ["a": 0, "/default-rack": 0, "*": 0])
    }

    @Test("hosts are excluded by what has changed")
    func exclusion() throws {
        var talk = Conversation()
        talk.state.exclude(["x", "y"])
        #expect(try talk.heartbeat().sent.blacklistRequest?.blacklistAdditions == ["x", "y"])
        talk.state.exclude(["y", "z"])
        let second = try talk.heartbeat().sent.blacklistRequest
        #expect(second?.blacklistAdditions == ["z"])
        #expect(second?.blacklistRemovals == ["x"])
        #expect(try talk.heartbeat().sent.blacklistRequest?.blacklistAdditions == [])
    }

    @Test(
        "progress is from 0 to 1",
        arguments: [(Float.nan, 0), (-1, 0), (0.25, 0.25), (7, 1), (.infinity, 1)] as [(Float, Float)]
    )
    func progress(_ told: Float, _ sent: Float) {
        var state = AllocationState()
        #expect(state.nextRequest(progress: told).progress == sent)
    }

    @Test("a new web page is told once")
    func trackingURL() throws {
        var talk = Conversation()
        talk.state.update(trackingURL: "http://x")
        let first = talk.state.nextRequest(progress: 0)
        #expect(first.trackingUrl == "http://x")
        // One that changes while the request is on its way isn't lost.
        talk.state.update(trackingURL: "http://y")
        #expect(try talk.state.answered(Answers.answer(1)) != nil)
        talk.id = 1
        #expect(try talk.heartbeat().sent.trackingUrl == "http://y")
        #expect(try talk.heartbeat().sent.trackingUrl == nil)
    }
}
