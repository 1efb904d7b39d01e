import HadoopProtos
import Testing
import YARN

@testable import MiniCluster

@Suite("Application masters at the embedded ResourceManager")
struct MasterProtocolTests {
    private func allocate(
        _ fixture: inout StateFixture,
        _ attempt: ApplicationAttemptID,
        _ id: Int32
    ) throws -> ResourceManagerState.Heartbeat {
        try fixture.state.allocate(attempt, AllocateRequestProto(responseId: id), now: fixture.now)
    }

    @Test("the same heartbeat again is answered as before, and any other number is refused")
    func responseIDs() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        guard case .allocation(let first) = try allocate(&fixture, attempt, 0) else {
            Issue.record("the first heartbeat isn't a replay")
            return
        }
        #expect(first.responseID == 1)
        let answer = AllocateResponseProto(responseId: 1, numClusterNodes: 77)
        fixture.state.remember(answer, for: attempt)
        guard case .replay(let replayed) = try allocate(&fixture, attempt, 0) else {
            Issue.record("the second one is")
            return
        }
        #expect(replayed == answer)
        for wrong in [2, 7, -1, Int32.max] as [Int32] {
            let error = try #require(throws: RPCServerError.self) { try allocate(&fixture, attempt, wrong) }
            #expect(error.exceptionClass.hasSuffix(".InvalidApplicationMasterRequestException"))
            #expect(error.message.hasSuffix("expect responseId to be 1, but get \(wrong)"))
        }
    }

    @Test(
        "response ids start at 0 again after the largest",
        arguments: [(0, 1), (41, 42), (Int32.max, 0)] as [(Int32, Int32)]
    )
    func wrap(id: Int32, next: Int32) { #expect(ResourceManagerState.next(id) == next) }

    @Test("who isn't registered can't ask, who is can't register again, and who is unknown is told so")
    func order() throws {
        var fixture = StateFixture()
        let id = try fixture.submit()
        let attempt = try #require(fixture.current(id)?.name)
        fixture.state.masterLaunched(attempt, now: fixture.now)
        func code(_ body: () throws -> Void) throws -> String {
            String(
                try #require(throws: RPCServerError.self) { try body() }.exceptionClass.split(separator: ".").last ?? ""
            )
        }
        #expect(try code { _ = try allocate(&fixture, attempt, 0) } == "ApplicationMasterNotRegisteredException")
        #expect(
            try code { _ = try fixture.state.finish(attempt, .init(), now: 0) }
                == "ApplicationMasterNotRegisteredException"
        )
        _ = try fixture.state.register(attempt, .init(), now: fixture.now)
        #expect(
            try code { _ = try fixture.state.register(attempt, .init(), now: 0) }
                == "InvalidApplicationMasterRequestException"
        )
        let other = ApplicationAttemptID(application: id, attempt: 2)
        #expect(try code { _ = try allocate(&fixture, other, 0) } == "ApplicationAttemptNotFoundException")
    }

    @Test(
        "after a restart a master must register again; what was started stays, what was only given and asked for doesn't"
    )
    func resync() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        let given = try fixture.get(attempt, [StateFixture.ask(3)]).map(\.name)
        try #require(given.count == 3)
        // One runs, one is being started by its node, one nobody knows of.
        fixture.state.started(given[0], on: StateFixture.node(1))
        let before = fixture.state.identifier
        fixture.state.restart(keeping: [given[1]], now: fixture.now)
        #expect(fixture.state.identifier > before)
        let error = try #require(throws: RPCServerError.self) { try allocate(&fixture, attempt, 2) }
        #expect(error.exceptionClass.hasSuffix(".ApplicationMasterNotRegisteredException"))
        _ = try fixture.state.register(attempt, .init(), now: fixture.now)
        let kept = try #require(fixture.state.attempt(attempt)).containers
        #expect(given.map { kept[$0] != nil } == [true, true, false])
        let fresh = try fixture.get(attempt, [StateFixture.ask(1)])
        // The ResourceManager's start is in the names from now on, and the tokens of nodes are told again.
        #expect(fresh.first?.name.description.hasPrefix("container_e01_") == true)
        #expect(fixture.state.attempt(attempt)?.knownNodes.isEmpty == false)
    }

    @Test("a token of a node is given once, and again to another attempt")
    func nodeTokens() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        _ = try fixture.heartbeat(attempt, [StateFixture.ask(1)])
        #expect(try fixture.heartbeat(attempt, [StateFixture.ask(1)]).newNodes == [StateFixture.node(1)])
        #expect(try fixture.heartbeat(attempt).newNodes.isEmpty)
    }

    @Test("a goodbye is noted at the second call, and the end comes with the container's", arguments: [true, false])
    func goodbye(succeeds: Bool) throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        let status: FinalApplicationStatusProto = succeeds ? .appSucceeded : .appFailed
        let request = FinishApplicationMasterRequestProto(diagnostics: "bye", finalApplicationStatus: status)
        #expect(try !fixture.state.finish(attempt, request, now: fixture.now))
        #expect(try fixture.state.finish(attempt, request, now: fixture.now))
        let application = try fixture.state.application(attempt.application)
        #expect(fixture.state.visibleState(application) == .finished)
        #expect(!application.isFinal)
        // A kill comes too late now.
        #expect(try fixture.state.kill(application.id, by: StateFixture.alice, diagnostics: nil, now: fixture.now))
        let master = try #require(application.attempts.last?.masterContainer)
        fixture.state.ended(master, status: 0, diagnostics: "", now: fixture.now)
        let ended = try fixture.state.application(application.id)
        #expect(ended.state == .finished && ended.finalStatus == status && ended.diagnostics == "bye")
        #expect(try fixture.state.finish(attempt, request, now: fixture.now))
    }

    @Test("a container of another attempt can't be released")
    func foreignRelease() throws {
        var fixture = StateFixture()
        let first = try fixture.running()
        let second = try fixture.running()
        let name = try #require(try fixture.get(first, [StateFixture.ask(1)]).first?.name)
        let error = try #require(throws: RPCServerError.self) { try fixture.heartbeat(second, release: [name]) }
        #expect(error.exceptionClass.hasSuffix(".InvalidContainerReleaseException"))
    }

    @Test(
        "progress is between 0 and 1",
        arguments: [(Float.nan, 0), (-1, 0), (0.5, 0.5), (7, 1)] as [(Float, Float)]
    )
    func progress(told: Float, shown: Float) throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        _ = try fixture.state.allocate(attempt, AllocateRequestProto(responseId: 0, progress: told), now: fixture.now)
        #expect(fixture.state.attempt(attempt)?.progress == shown)
    }
}
