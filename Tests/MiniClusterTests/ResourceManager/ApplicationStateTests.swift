import HadoopProtos
import Testing
import YARN

@testable import MiniCluster

@Suite("Applications and their attempts at the embedded ResourceManager")
struct ApplicationStateTests {
    /// Ends the master's container of the attempt that runs.
    private func endMaster(_ fixture: inout StateFixture, _ id: ApplicationID, status: Int32 = 1) throws {
        let attempt = try #require(fixture.current(id))
        fixture.state.masterLaunched(attempt.name, now: fixture.now)
        fixture.state.ended(try #require(attempt.masterContainer), status: status, diagnostics: "", now: fixture.now)
        fixture.collect()
    }

    @Test("an application's master gets the first container, and is launched")
    func launch() throws {
        var fixture = StateFixture()
        let id = try fixture.submit()
        let attempt = try #require(fixture.current(id))
        #expect(attempt.state == .appAttemptAllocated)
        #expect(fixture.takeActions() == [.launchMaster(attempt.name)])
        #expect(attempt.masterContainer?.description.hasSuffix("_01_000001") == true)
        try fixture.state.submit(
            ApplicationSubmissionContextProto(applicationId: id.message),
            user: "alice",
            now: fixture.now
        )
        #expect(fixture.state.applications.count == 1)
    }

    @Test("without room an application waits, and starts when there is some")
    func waiting() throws {
        var fixture = StateFixture(nodes: 0)
        let id = try fixture.submit()
        #expect(fixture.current(id)?.state == .appAttemptScheduled)
        fixture.addNode(1)
        #expect(fixture.current(id)?.state == .appAttemptAllocated)
    }

    @Test(
        "a failed attempt is followed by another one, as often as allowed",
        arguments: [(0, 2), (1, 1), (2, 2), (9, 2)] as [(Int32, Int)]
    )
    func attempts(asked: Int32, made: Int) throws {
        var fixture = StateFixture()
        let id = try fixture.submit { $0.maxAppAttempts = asked }
        for _ in 0..<made {
            #expect(try fixture.state.application(id).state == .accepted)
            try endMaster(&fixture, id)
        }
        let application = try fixture.state.application(id)
        #expect(application.state == .failed && application.attempts.count == made)
        #expect(
            application.diagnostics.hasPrefix(
                "Application \(id) failed \(made) times due to AM Container for appattempt_"
            )
        )
        #expect(fixture.takeActions().contains(.cleanUp(id)))
    }

    @Test("what isn't the application's fault doesn't count", arguments: [-100, -101, -102, -106] as [Int32])
    func otherFaults(status: Int32) throws {
        var fixture = StateFixture()
        let id = try fixture.submit { $0.maxAppAttempts = 1 }
        for _ in 0..<3 { try endMaster(&fixture, id, status: status) }
        #expect(try fixture.state.application(id).state == .accepted)
        try endMaster(&fixture, id, status: -103)
        #expect(try fixture.state.application(id).state == .failed)
    }

    @Test("failures longer ago than the interval don't count")
    func validityInterval() throws {
        var fixture = StateFixture()
        let id = try fixture.submit {
            $0.maxAppAttempts = 2
            $0.attemptFailuresValidityInterval = 10_000
        }
        for _ in 0..<4 {
            try endMaster(&fixture, id)
            #expect(try fixture.state.application(id).state == .accepted)
            fixture.now += 10_001
        }
        try endMaster(&fixture, id)
        fixture.now += 100
        try endMaster(&fixture, id)
        #expect(
            try fixture.state.application(id).diagnostics.contains(
                "failed 2 times in previous 10000 milliseconds due to"
            )
        )
    }

    @Test("a master that is silent for too long is given up")
    func expiry() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running { $0.maxAppAttempts = 1 }
        fixture.now += 599_999
        fixture.state.tick(now: fixture.now)
        #expect(fixture.state.currentAttempt(attempt) != nil)
        fixture.now += 1
        fixture.state.tick(now: fixture.now)
        let application = try fixture.state.application(attempt.application)
        #expect(application.state == .failed)
        #expect(application.diagnostics.contains("ApplicationMaster for attempt \(attempt) timed out"))
        #expect(fixture.state.nodes.values.allSatisfy { $0.used == .none })
    }

    @Test("a container that nobody starts comes back")
    func unusedContainer() throws {
        var fixture = StateFixture()
        let attempt = try fixture.running()
        #expect(try fixture.get(attempt, [StateFixture.ask(1)]).count == 1)
        for _ in 0..<3 {
            fixture.now += 250_000
            _ = try fixture.heartbeat(attempt)
        }
        fixture.state.tick(now: fixture.now)
        let told = try fixture.heartbeat(attempt)
        #expect(told.completed.map(\.exitStatus) == [-100])
        #expect(told.completed.first?.diagnostics == "Container expired since it was unused")
    }

    @Test("containers outlive a failed attempt where the application wants that, and are told to the next")
    func keptContainers() throws {
        var fixture = StateFixture()
        let first = try fixture.running { $0.keepContainersAcrossApplicationAttempts = true }
        let given = try fixture.get(first, [StateFixture.ask(2)])
        fixture.state.started(given[0].name, on: given[0].node)
        try endMaster(&fixture, first.application)
        let second = try #require(fixture.current(first.application)).name
        #expect(second.attempt == 2)
        fixture.state.masterLaunched(second, now: fixture.now)
        let previous = try fixture.state.register(second, .init(), now: fixture.now)
        #expect(previous.map(\.name) == [given[0].name])
        fixture.state.ended(given[0].name, status: 3, diagnostics: "", now: fixture.now)
        #expect(try fixture.heartbeat(second).completed.map(\.exitStatus) == [3])
    }

    @Test("an unknown queue fails the application, and says so")
    func unknownQueue() throws {
        var fixture = StateFixture()
        let id = try fixture.submit { $0.queue = "nope" }
        let application = try fixture.state.application(id)
        #expect(application.state == .failed)
        #expect(application.diagnostics == "Application \(id) submitted by user alice to unknown queue: nope")
    }

    @Test("a master larger than the largest container is refused at once")
    func largeMaster() {
        var fixture = StateFixture()
        let error = #expect(throws: RPCServerError.self) {
            try fixture.submit { $0.resource = ResourceProto(memory: 10_000, virtualCores: 1) }
        }
        #expect(error?.exceptionClass.hasSuffix(".InvalidResourceRequestException") == true)
    }

    @Test("an application ends when its lifetime is over")
    func lifetime() throws {
        var fixture = StateFixture()
        let id = try fixture.submit {
            $0.applicationTimeouts = [.init(applicationTimeoutType: .appTimeoutLifetime, timeout: 5)]
        }
        fixture.state.tick(now: fixture.now + 4_999)
        #expect(try fixture.state.application(id).state == .accepted)
        fixture.state.tick(now: fixture.now + 5_000)
        #expect(try fixture.state.application(id).state == .killed)
    }

    @Test("everybody may do everything unless access is checked, and then owners, administrators and listed users may")
    func access() throws {
        for checks in [false, true] {
            var settings = ResourceManagerSettings()
            settings.checksAccess = checks
            settings.administrators = ["root"]
            var fixture = StateFixture(settings: settings)
            let id = try fixture.submit {
                $0.amContainerSpec?.applicationACLs = [.init(accessType: .appaccessModifyApp, acl: "carol,dan staff")]
            }
            func mayKill(_ user: String) throws -> Bool {
                let application = try fixture.state.application(id)
                return fixture.state.mayAccess(.appaccessModifyApp, application, RPCCaller(user: user))
            }
            #expect(try mayKill("alice") && mayKill("root") && mayKill("dan"))
            #expect(try mayKill("bob") == !checks && mayKill("staff") == !checks)
            if checks {
                let error = try #require(throws: RPCServerError.self) {
                    try fixture.state.kill(id, by: StateFixture.bob, diagnostics: nil, now: fixture.now)
                }
                let text = "User bob cannot perform operation MODIFY_APP on \(id)"
                #expect(error.message == "java.security.AccessControlException: \(text)")
            }
            let report = fixture.state.report(
                try fixture.state.application(id),
                for: StateFixture.bob,
                now: fixture.now
            )
            #expect((report.appResourceUsage == nil) == checks)
        }
    }

    @Test("an unmanaged master registers without a container, and is gone with its goodbye")
    func unmanaged() throws {
        var fixture = StateFixture()
        let id = try fixture.submit { $0.unmanagedAm = true }
        let attempt = try #require(fixture.current(id)?.name)
        #expect(fixture.takeActions().isEmpty)
        _ = try fixture.state.register(attempt, .init(), now: fixture.now)
        #expect(try fixture.get(attempt, [StateFixture.ask(1)]).count == 1)
        let request = FinishApplicationMasterRequestProto(finalApplicationStatus: .appSucceeded)
        #expect(try fixture.state.finish(attempt, request, now: fixture.now))
        #expect(try fixture.state.application(id).state == .finished)
        #expect(fixture.state.nodes.values.allSatisfy { $0.used == .none })
    }
}
