import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import YARN

@Suite("The ResourceManager's client")
struct ResourceManagerClientTests {
    private func client(_ servers: FakeServer..., wait: Int = 0) throws -> ResourceManagerClient {
        try ResourceManagerClient(
            configuration: .of(servers),
            user: UserGroupInformation(simpleName: "alice", loginSource: nil),
            wait: wait
        )
    }

    private func report(_ state: ApplicationState, _ diagnostics: String = "") -> GetApplicationReportResponseProto {
        var report = Samples.applicationReport
        report.state = state
        report.diagnostics = diagnostics
        return GetApplicationReportResponseProto(applicationReport: report.message)
    }

    @Test("it says who it is")
    func user() throws {
        let server = try FakeServer { _ in
            .answer(GetClusterMetricsResponseProto(clusterMetrics: YarnClusterMetricsProto(numActiveNms: 3)))
        }
        #expect(try client(server).clusterMetrics().active == 3)
        #expect(server.calls.map(\.user) == ["alice"])
        #expect(server.calls.map(\.identifier) == [nil])
    }

    @Test("a token for the pair is shown to each of it")
    func token() throws {
        let token = Token(
            identifier: [1, 2, 3],
            password: [4, 5, 6],
            kind: .resourceManagerDelegation,
            service: ""
        )
        let standby = try FakeServer(tokens: [token]) { _ in .refuse(Java.standby, "not me") }
        let active = try FakeServer(tokens: [token]) { _ in
            .answer(GetClusterMetricsResponseProto(clusterMetrics: .init()))
        }
        let configuration = try HadoopConfiguration.of([standby, active])
        var held = token
        held.service = try ResourceManagerClient.tokenService(configuration)
        #expect(held.service == "\(standby.address),\(active.address)")
        let client = try ResourceManagerClient(
            configuration: configuration,
            user: UserGroupInformation(
                simpleName: "x",
                loginSource: nil,
                credentials: Credentials(tokens: ["rm": held])
            )
        )
        _ = try client.clusterMetrics()
        #expect(standby.calls.map(\.identifier) == [token.identifier])
        #expect(active.calls.map(\.identifier) == [token.identifier])
        // And the one that answered is asked first from then on.
        _ = try client.clusterMetrics()
        #expect(standby.calls.count == 1)
    }

    @Test("whoever doesn't want a submission any more doesn't wait for the scheduler")
    func unwanted() throws {
        let server = try FakeServer { call in
            call.method == "submitApplication"
                ? .answer(SubmitApplicationResponseProto()) : .answer(report(.submitted))
        }
        var looks = 0
        let error = #expect(throws: WeftError.self) {
            try client(server).submit(Samples.submission) {
                looks += 1
                return looks == 3
            }
        }
        #expect(error?.code == "interrupted" && server.methods.filter { $0 == "getApplicationReport" }.count == 3)
    }

    @Test("submitting goes on until the scheduler has it, also when a new ResourceManager has never heard of it")
    func submit() throws {
        let server = try FakeServer { call in
            switch (call.method, call.number) {
            case ("submitApplication", _): .answer(SubmitApplicationResponseProto())
            case (_, 0): .answer(report(.newSaving))
            case (_, 1): .refuse(Java.yarn("ApplicationNotFoundException"), "what?")
            case (_, 2): .answer(report(.submitted))
            default: .answer(report(.accepted))
            }
        }
        #expect(try client(server).submit(Samples.submission).state == .accepted)
        #expect(server.methods.filter { $0 == "submitApplication" }.count == 2)
        let sent: SubmitApplicationRequestProto = try #require(server.calls.first).message()
        #expect(sent.serialized() == GoldenMessages.bytes("SubmitApplicationRequest"))
    }

    @Test(
        "an application that is refused says why",
        arguments: [
            ("Application a submitted by user alice to unknown queue: x", "queue-not-found"),
            ("Application rejected by queue placement policy", "queue-not-found"),
            ("root.users is not a leaf queue", "queue-not-found"),
            ("Queue root.q is STOPPED. Cannot accept submission of application: a", "queue-stopped"),
            (
                "org.apache.hadoop.security.AccessControlException: User a cannot submit applications to queue x",
                "permission-denied"
            ),
            ("something else\nwith lines", "application-rejected"),
        ]
    )
    func rejected(_ diagnostics: String, _ code: String) throws {
        let server = try FakeServer { call in
            call.method == "submitApplication"
                ? .answer(SubmitApplicationResponseProto()) : .answer(report(.failed, diagnostics))
        }
        let client = try client(server)
        let error = #expect(throws: WeftError.self) { try client.submit(Samples.submission) }
        #expect(error?.code.rawValue == code)
        #expect(!(error?.message.contains("\n") ?? true))
    }

    @Test("killing is asked for until it is done, but not for ever")
    func kill() throws {
        let server = try FakeServer { .answer(KillApplicationResponseProto(isKillCompleted: $0.number >= 3)) }
        try client(server).kill(Samples.application, diagnostics: "no longer needed")
        #expect(server.calls.count == 4)
        #expect(server.calls[0].request == GoldenMessages.bytes("KillApplicationRequest"))
        let stubborn = try FakeServer { _ in .answer(KillApplicationResponseProto(isKillCompleted: false)) }
        let error = #expect(throws: WeftError.self) { try client(stubborn).kill(Samples.application, timeout: 50) }
        #expect(error?.code == "timed-out")
    }

    @Test("a list's filter is sent as Java sends it")
    func filter() throws {
        let server = try FakeServer { _ in
            .answer(GetApplicationsResponseProto(applications: [Samples.applicationReport.message]))
        }
        var filter = ResourceManagerClient.ApplicationFilter()
        filter.types = ["WEFT"]
        filter.states = [.running]
        filter.users = ["alice"]
        filter.queues = ["etl"]
        filter.tags = ["nightly"]
        filter.limit = 10
        filter.started = 1000...2000
        filter.finished = 3000...4000
        filter.name = "word count"
        #expect(try client(server).applications(filter) == [Samples.applicationReport])
        #expect(server.calls[0].request == GoldenMessages.bytes("GetApplicationsRequest"))
    }

    @Test("one that can't be reached is named, with the key that says where it is")
    func unreachable() throws {
        let configuration = try { () throws -> HadoopConfiguration in
            let gone = try FakeServer { _ in .hangUp }
            return try .of([gone])
        }()
        let client = try ResourceManagerClient(
            configuration: configuration,
            user: UserGroupInformation(simpleName: "alice", loginSource: nil),
            wait: 0
        )
        let error = #expect(throws: WeftError.self) { try client.clusterMetrics() }
        #expect(error?.code == "resourcemanager-unreachable")
        #expect(error?.message.contains("127.0.0.1:") ?? false)
        #expect(error?.remedy.contains("yarn.resourcemanager.address") ?? false)
    }

    @Test("a pair of which none is active is said to be so, each with its name")
    func nobodyActive() throws {
        let one = try FakeServer { _ in .refuse(Java.standby, "not me") }
        let other = try FakeServer { _ in .refuse(Java.standby, "nor me") }
        let error = #expect(throws: WeftError.self) { try client(one, other, wait: 50).clusterMetrics() }
        #expect(error?.code == "resourcemanager-unreachable")
        #expect(error?.message.contains("rm1 at \(one.address), rm2 at \(other.address)") ?? false, "\(error as Any)")
        #expect(!one.calls.isEmpty && !other.calls.isEmpty)
    }

    @Test("an answer that is lost is asked for again")
    func lost() throws {
        let server = try FakeServer { call in
            call.number == 0
                ? .hangUp : .answer(GetNewApplicationResponseProto(applicationId: Samples.application.message))
        }
        #expect(try client(server, wait: 1000).newApplication().id == Samples.application)
    }

    @Test("an empty answer for a queue means that there is none, others are protocol errors")
    func empty() throws {
        let server = try FakeServer { call in
            call.method == "getQueueInfo"
                ? .answer(GetQueueInfoResponseProto()) : .answer(GetClusterMetricsResponseProto())
        }
        let queue = #expect(throws: WeftError.self) { try client(server).queue("q") }
        #expect(queue?.code == "queue-not-found")
        let other = #expect(throws: WeftError.self) { try client(server).newApplication() }
        #expect(other?.code == "rpc-protocol")
    }

    @Test(
        "exceptions are what they mean",
        arguments: [
            (Java.yarn("ApplicationNotFoundException"), "gone", "application-not-found"),
            (Java.yarn("ApplicationAttemptNotFoundException"), "gone", "attempt-not-found"),
            (Java.yarn("ContainerNotFoundException"), "gone", "container-not-found"),
            (Java.yarn("InvalidResourceRequestException"), "too much", "invalid-resource-request"),
            (Java.yarn("InvalidLabelResourceRequestException"), "label", "invalid-resource-request"),
            (Java.yarn("YarnException"), "a.b.AccessControlException: User bob cannot", "permission-denied"),
            (Java.yarn("YarnException"), "a.b.SecretManager$InvalidToken: unknown token", "token-invalid"),
            (Java.yarn("YarnException"), "Application a submitted to unknown queue: q", "queue-not-found"),
            (Java.yarn("YarnException"), "something", "remote-exception"),
            ("org.apache.hadoop.security.AccessControlException", "no", "permission-denied"),
            ("org.apache.hadoop.security.token.SecretManager$InvalidToken", "no", "token-invalid"),
        ]
    )
    func exceptions(_ name: String, _ message: String, _ code: String) throws {
        let server = try FakeServer { _ in .refuse(name, "\(name): \(message)\n\tat java.lang.Thread.run") }
        let error = #expect(throws: WeftError.self) { try client(server).report(Samples.application) }
        #expect(error?.code.rawValue == code, "\(error as Any)")
        #expect(!(error?.message.contains("\tat") ?? true))
    }
}
