import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import YARN

@Suite("Lost, repeated and strange answers")
struct LostAnswerTests {
    private func error(_ code: WeftError.Code) -> WeftError { WeftError(code, "") }

    @Test("a request whose answer is lost is sent again as it was, and what is new waits")
    func lost() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request())
        let first = talk.state.nextRequest(progress: 0.1)
        #expect(talk.state.failed(error("resourcemanager-unreachable")) == .sendAgain)
        try talk.state.add(Answers.request(priority: 2))
        #expect(talk.state.nextRequest(progress: 0.9) == first)
        // The ResourceManager replays its answer to it.
        let events = try #require(
            try talk.state.answered(Answers.answer(1, allocated: [Answers.container(1)]))
        )
        #expect(events.allocated.count == 1)
        let next = talk.state.nextRequest(progress: 0.9)
        #expect(next.responseId == 1)
        #expect(next.ask.map { $0.priority?.priority } == [1, 2])
    }

    @Test("an answer to an earlier request says nothing new")
    func old() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request())
        _ = try talk.heartbeat()
        let waiting = talk.state.nextRequest(progress: 0)
        #expect(try talk.state.answered(Answers.answer(1, allocated: [Answers.container(1)])) == nil)
        #expect(talk.state.outstandingCount == 1)
        #expect(talk.state.nextRequest(progress: 0) == waiting)
        #expect(try talk.state.answered(Answers.answer(2)) != nil)
        // And one that nobody waits for.
        #expect(try talk.state.answered(Answers.answer(2, allocated: [Answers.container(2)])) == nil)
    }

    @Test("an answer that fits no request is an error", arguments: [5, -1, Int32.max, Int32.min])
    func strange(_ id: Int32) throws {
        var talk = Conversation()
        _ = try talk.heartbeat()
        let waiting = talk.state.nextRequest(progress: 0)
        let error = #expect(throws: WeftError.self) { try talk.state.answered(Answers.answer(id)) }
        #expect(error?.code == "rpc-protocol")
        #expect(talk.state.nextRequest(progress: 0) == waiting)
    }

    @Test("numbers go on from 0 behind the largest one")
    func wrap() throws {
        var state = AllocationState()
        state.responseID = .max
        #expect(state.nextRequest(progress: 0).responseId == .max)
        #expect(try state.answered(Answers.answer(0)) != nil)
        #expect(state.nextRequest(progress: 0).responseId == 0)
        #expect(try state.answered(Answers.answer(1)) != nil)
    }

    @Test("after a registration everything is told once more, and answers count from 0")
    func resync() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(hosts: ["a"]), count: 2)
        talk.state.exclude(["x"])
        _ = try talk.heartbeat()
        let events = try talk.heartbeat(allocated: [Answers.container(1, host: "a"), Answers.container(2, host: "a")])
            .events
        talk.state.release(events.allocated[0].container.id)
        try talk.state.add(Answers.request(priority: 2), count: 3)
        _ = try talk.heartbeat()
        talk.state.remove(Answers.request(priority: 2), count: 1)
        _ = talk.state.nextRequest(progress: 0)
        #expect(talk.state.failed(error("application-master-not-registered")) == .register)
        talk.state.registered()
        let all = talk.state.nextRequest(progress: 0)
        #expect(all.responseId == 0)
        #expect(all.rows == ["*": 2])
        #expect(all.releases == [1])
        #expect(all.blacklistRequest?.blacklistAdditions == ["x"])
        let answer = try #require(try talk.state.answered(Answers.answer(1)))
        #expect(answer.hasResynchronized)
        talk.id = 1
        let next = try talk.heartbeat()
        #expect(!next.events.hasResynchronized)
        #expect(next.sent.ask.isEmpty)
        #expect(next.sent.release.isEmpty)
        #expect(talk.state.containers == [ContainerID(attempt: Answers.attempt, id: 2)])
    }

    @Test("rows that were taken back, but not told, aren't told to a new ResourceManager")
    func cancelledBeforeResync() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request())
        _ = try talk.heartbeat()
        talk.state.remove(Answers.request())
        talk.state.registered()
        #expect(talk.state.nextRequest(progress: 0).ask.isEmpty)
    }

    @Test("containers of earlier attempts come with the registration, each once")
    func recovered() throws {
        var talk = Conversation()
        let old = Answers.container(8)
        #expect(talk.state.registered(recovered: [old, old]) == [old])
        var answer = Answers.answer(1)
        answer.containersFromPreviousAttempts = [old.message, Answers.container(9).message]
        _ = talk.state.nextRequest(progress: 0)
        #expect(try talk.state.answered(answer)?.recovered.map(\.id.id) == [9])
        #expect(talk.state.containers.count == 2)
    }

    @Test("AM_RESYNC asks for a registration, AM_SHUTDOWN for the end")
    func commands() throws {
        var state = AllocationState()
        _ = state.nextRequest(progress: 0)
        let resync = #expect(throws: WeftError.self) {
            try state.answered(AllocateResponseProto(aMCommand: .amResync, responseId: 0))
        }
        #expect(state.failed(try #require(resync)) == .register)
        state.registered()
        _ = state.nextRequest(progress: 0)
        #expect(try state.answered(AllocateResponseProto(aMCommand: .amShutdown, responseId: -5))?.mustShutDown == true)
    }

    @Test(
        "what a failure means",
        arguments: [
            ("attempt-not-found", .stop), ("application-not-found", .stop), ("token-invalid", .stop),
            ("invalid-application-master-request", .stop), ("application-master-not-registered", .register),
            ("invalid-resource-request", .refuse), ("resourcemanager-unreachable", .sendAgain),
            ("timed-out", .sendAgain), ("remote-exception", .sendAgain),
        ] as [(String, AllocationState.Reaction)]
    )
    func reactions(_ code: String, _ reaction: AllocationState.Reaction) {
        var state = AllocationState()
        _ = state.nextRequest(progress: 0)
        #expect(state.failed(WeftError(.init(rawValue: code), "")) == reaction)
    }

    @Test("a heartbeat that was refused has told nothing: the rest of it is told with the next one")
    func refused() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request())
        try talk.state.add(Answers.request(1 << 40, priority: 2))
        talk.state.exclude(["x"])
        _ = talk.state.nextRequest(progress: 0)
        #expect(talk.state.failed(error("invalid-resource-request")) == .refuse)
        talk.state.remove(Answers.request(1 << 40, priority: 2))
        let next = try talk.heartbeat().sent
        #expect(next.responseId == 0)
        // The one that was never taken isn't taken back: a ResourceManager refuses that, too.
        #expect(next.ask.map { $0.priority?.priority } == [1])
        #expect(next.ask.map(\.numContainers) == [1])
        #expect(next.blacklistRequest?.blacklistAdditions == ["x"])
    }

    @Test("what was taken back in a refused heartbeat is taken back with the next one")
    func refusedCancel() throws {
        var talk = Conversation()
        try talk.state.add(Answers.request(), count: 2)
        _ = try talk.heartbeat()
        talk.state.remove(Answers.request(), count: 2)
        try talk.state.add(Answers.request(1 << 40, priority: 2))
        _ = talk.state.nextRequest(progress: 0)
        #expect(talk.state.failed(error("invalid-resource-request")) == .refuse)
        talk.state.remove(Answers.request(1 << 40, priority: 2))
        #expect(try talk.heartbeat().sent.rows == ["*": 0])
        #expect(try talk.heartbeat().sent.ask.isEmpty)
    }

    @Test("a container that isn't ours is not given back for ever")
    func foreignRelease() throws {
        var talk = Conversation()
        talk.state.release(ContainerID(attempt: Answers.attempt, id: 77))
        #expect(talk.state.nextRequest(progress: 0).releases == [77])
        #expect(talk.state.failed(error("invalid-container-release")) == .refuse)
        #expect(talk.state.nextRequest(progress: 0).releases == [])
    }
}
