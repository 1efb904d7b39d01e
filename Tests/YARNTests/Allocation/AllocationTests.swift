import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@Suite("What an application master is given")
struct AllocationTests {
    @Test("a container ends its request, and the smaller count isn't told, since the scheduler made it")
    func matched() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(hosts: ["a"]), count: 2)
        _ = try talk.heartbeat()
        let (sent, events) = try talk.heartbeat(allocated: [Answers.container(1, host: "a")])
        #expect(sent.ask.isEmpty)
        #expect(events.allocated.map(\.locality) == [.host])
        #expect(events.allocated.map(\.request) == [Answers.request(hosts: ["a"])])
        #expect(talk.state.outstandingCount == 1)
        #expect(try talk.heartbeat().sent.ask.isEmpty)
        #expect(talk.state.containers == [ContainerID(attempt: Answers.attempt, id: 1)])
    }

    @Test("a container elsewhere takes the rows of its request back that the scheduler has kept")
    func elsewhere() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(hosts: ["a"]))
        _ = try talk.heartbeat()
        let events = try talk.heartbeat(allocated: [Answers.container(1, host: "c")]).events
        #expect(events.allocated.map(\.locality) == [.any])
        #expect(try talk.heartbeat().sent.rows == ["a": 0, "/r1": 0])
    }

    @Test("a container that came with the answer to a larger count makes that count be corrected")
    func crossing() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(), count: 2)
        _ = try talk.heartbeat()
        try talk.state.add(Answers.request())
        // It was allocated for the old count, before the new one, 3, arrived.
        let (sent, events) = try talk.heartbeat(allocated: [Answers.container(1)])
        #expect(sent.rows == ["*": 3])
        #expect(events.allocated.count == 1)
        #expect(try talk.heartbeat().sent.rows == ["*": 2])
    }

    @Test(
        "host before rack before anywhere",
        arguments: [
            ("a", Locality.host, ["a"]), ("b", .rack, ["a"]), ("c", .any, []),
        ] as [(String, Locality, [String])]
    )
    func preference(_ host: String, _ locality: Locality, _ hosts: [String]) throws {
        var talk = Conversation()
        try talk.state.add(Answers.request())
        try talk.state.add(Answers.request(hosts: ["a"]))
        _ = try talk.heartbeat()
        let events = try talk.heartbeat(allocated: [Answers.container(1, host: host)]).events
        #expect(events.allocated.map(\.locality) == [locality])
        #expect(events.allocated.map(\.request.hosts) == [hosts])
    }

    @Test(
        "sizes as the ResourceManager rounded them, cores that came back as 1",
        arguments: [
            (1024, 1, true), (1536, 4, true), (2048, 1, true), (1023, 4, false), (1024, 3, false),
        ] as [(Int64, Int32, Bool)]
    )
    func rounded(_ memory: Int64, _ cores: Int32, _ taken: Bool) throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(1024, cores: 4))
        _ = try talk.heartbeat()
        let events = try talk.heartbeat(allocated: [Answers.container(1, memory: memory, cores: cores)]).events
        #expect(events.allocated.count == (taken ? 1 : 0))
        #expect(events.surplus.count == (taken ? 0 : 1))
    }

    @Test("more than was asked for is given back, and its end is no failure")
    func surplus() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(), count: 1)
        _ = try talk.heartbeat()
        let containers = (1...3).map { Answers.container($0) }
        let events = try talk.heartbeat(allocated: containers).events
        #expect(events.allocated.map(\.container.id.id) == [1])
        #expect(events.surplus.map(\.id.id) == [2, 3])
        #expect(try talk.heartbeat().sent.releases == [2, 3])
        let ended = try talk.heartbeat(completed: [Answers.status(2, -100), Answers.status(3, -100)])
        #expect(ended.sent.release.isEmpty)
        #expect(ended.events.completed.isEmpty)
        #expect(ended.events.released.map(\.id.id) == [2, 3])
    }

    @Test("a container of a priority that nobody asked for is given back")
    func otherPriority() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(priority: 1))
        _ = try talk.heartbeat()
        let events = try talk.heartbeat(allocated: [Answers.container(1, priority: 2)]).events
        #expect(events.surplus.count == 1)
        #expect(talk.state.outstandingCount == 1)
    }

    @Test("a container on an excluded host is given back, and asked for again")
    func excluded() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request())
        _ = try talk.heartbeat()
        talk.state.exclude(["a"])
        let events = try talk.heartbeat(allocated: [Answers.container(1, host: "a")]).events
        #expect(events.surplus.count == 1)
        let next = try talk.heartbeat().sent
        #expect(next.releases == [1])
        #expect(next.rows == ["*": 1])
        #expect(talk.state.outstandingCount == 1)
    }

    @Test("the same container twice, and the same end twice, are told once")
    func repeated() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(), count: 2)
        _ = try talk.heartbeat()
        let container = Answers.container(1)
        #expect(try talk.heartbeat(allocated: [container, container]).events.allocated.count == 1)
        #expect(try talk.heartbeat(allocated: [container]).events == AllocationEvents())
        let end = Answers.status(1, 137)
        #expect(try talk.heartbeat(completed: [end, end]).events.completed == [end])
        #expect(try talk.heartbeat(allocated: [container], completed: [end]).events == AllocationEvents())
        #expect(talk.state.containers.isEmpty)
        #expect(talk.state.outstandingCount == 1)
    }

    @Test("an end of a container that nobody knows, from an earlier attempt, is told once")
    func unknownEnd() throws {
        var talk = Conversation()
        #expect(try talk.heartbeat(completed: [Answers.status(9)]).events.completed.count == 1)
        #expect(try talk.heartbeat(completed: [Answers.status(9)]).events.completed.isEmpty)
    }

    @Test("a container is given back once, and not when it has ended")
    func release() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(), count: 2)
        _ = try talk.heartbeat()
        let events = try talk.heartbeat(allocated: [Answers.container(1), Answers.container(2)]).events
        talk.state.release(events.allocated[0].container.id)
        talk.state.release(events.allocated[0].container.id)
        #expect(try talk.heartbeat(completed: [Answers.status(2)]).sent.releases == [1])
        talk.state.release(events.allocated[1].container.id)
        #expect(try talk.heartbeat().sent.releases == [])
    }

    @Test("what nobody answers for long is told once more")
    func refresh() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(hosts: ["a"]))
        _ = try talk.heartbeat()
        let later = try (0..<250).map { _ in try talk.heartbeat().sent.rows }
        #expect(later.filter { $0 == ["a": 1, "/r1": 1, "*": 1] }.count == 2)
        #expect(later.filter { !$0.isEmpty }.count == 2)
    }
}
