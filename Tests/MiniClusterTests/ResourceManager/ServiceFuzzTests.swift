import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

/// A node that does nothing.
private final class IdleAgent: NodeAgent {
    func stop(_ container: ContainerID, status: Int32, diagnostics: String) {}
    func cleanUp(_ application: ApplicationID) {}
    var containerNames: [ContainerID] { [] }
}

@Suite("Bad messages at the embedded servers' methods", .timeLimit(.minutes(10)))
struct ServiceFuzzTests {
    /// Calls of these methods take longer than decoding does.
    private var inputs: Int { max(1_000, Fuzzing.inputs / 20) }

    private func manager(nodes: Int = 1) throws -> ResourceManager {
        let manager = try ResourceManager(
            settings: .init(),
            tokens: ClusterTokens(),
            isSecure: false,
            protection: .authentication
        )
        for number in 0..<nodes {
            manager.register(
                ManagedNode(
                    name: NodeID(host: "127.0.0.1", port: Int32(number + 1)),
                    httpAddress: "localhost:8042",
                    rack: "/default-rack",
                    capacity: Capacity(memory: 8_192, vcores: 8),
                    label: number == 1 ? "gpu" : "",
                    lastReport: TimeText.now
                ),
                agent: IdleAgent()
            )
        }
        return manager
    }

    private func submission(_ id: ApplicationID, isUnmanaged: Bool) -> ApplicationSubmissionContextProto {
        ApplicationSubmissionContextProto(
            applicationId: id.message,
            applicationName: "fuzz",
            queue: "default",
            priority: PriorityProto(priority: 3),
            amContainerSpec: ContainerLaunchContextProto(
                environment: [StringStringMapProto(key: "A", value: "b")],
                command: ["true"],
                applicationACLs: [ApplicationACLMapProto(accessType: .appaccessViewApp, acl: "bob, users")]
            ),
            unmanagedAm: isUnmanaged,
            maxAppAttempts: 2,
            resource: ResourceProto(memory: 512, virtualCores: 1),
            applicationType: "TEST",
            applicationTags: ["tag"],
            attemptFailuresValidityInterval: 5,
            amContainerResourceRequest: [StateFixture.ask(1)],
            applicationTimeouts: [.init(applicationTimeoutType: .appTimeoutLifetime, timeout: 500_000)]
        )
    }

    @Test("what clients send is answered or refused, whatever it is, and the ResourceManager goes on")
    func clients() throws {
        // Without nodes: nothing is launched.
        let manager = try manager(nodes: 0)
        defer { manager.stop() }
        let methods = ApplicationClientService(manager: manager).served.methods
        let caller = RPCCaller(user: "alice")
        let id = manager.change { $0.newApplication() }
        try manager.submit(submission(id, isUnmanaged: true), user: "alice")
        let attempt = ApplicationAttemptID(application: id, attempt: 1)
        let container = ContainerID(attempt: attempt, epoch: 0, number: 1).message
        let token = manager.tokens.delegation.issue(owner: "alice", realUser: nil, renewer: "alice", now: TimeText.now)
        let timeout = ApplicationUpdateTimeoutMapProto(
            applicationTimeoutType: .appTimeoutLifetime,
            expireTime: "2100-01-31T12:00:00.000+0000"
        )
        let good: [(String, any HadoopMessage)] = [
            (
                "submitApplication",
                SubmitApplicationRequestProto(applicationSubmissionContext: submission(id, isUnmanaged: false))
            ),
            (
                "submitApplication",
                SubmitApplicationRequestProto(applicationSubmissionContext: submission(id, isUnmanaged: true))
            ),
            ("getApplicationReport", GetApplicationReportRequestProto(applicationId: id.message)),
            (
                "getApplications",
                GetApplicationsRequestProto(
                    applicationTypes: ["TEST"],
                    limit: 5,
                    startBegin: 1,
                    startEnd: 1 << 50,
                    finishBegin: 0,
                    finishEnd: 1 << 50
                )
            ),
            (
                "moveApplicationAcrossQueues",
                MoveApplicationAcrossQueuesRequestProto(applicationId: id.message, targetQueue: "default")
            ),
            (
                "updateApplicationPriority",
                UpdateApplicationPriorityRequestProto(
                    applicationId: id.message,
                    applicationPriority: PriorityProto(priority: 5)
                )
            ),
            (
                "updateApplicationTimeouts",
                UpdateApplicationTimeoutsRequestProto(applicationId: id.message, applicationTimeouts: [timeout])
            ),
            ("signalToContainer", SignalContainerRequestProto(containerId: container, command: .gracefulShutdown)),
            ("getApplicationAttempts", GetApplicationAttemptsRequestProto(applicationId: id.message)),
            (
                "getApplicationAttemptReport",
                GetApplicationAttemptReportRequestProto(applicationAttemptId: attempt.message)
            ),
            ("getContainers", GetContainersRequestProto(applicationAttemptId: attempt.message)),
            ("getContainerReport", GetContainerReportRequestProto(containerId: container)),
            (
                "getQueueInfo",
                GetQueueInfoRequestProto(
                    queueName: "root",
                    includeApplications: true,
                    includeChildQueues: true,
                    recursive: true
                )
            ),
            ("getClusterNodes", GetClusterNodesRequestProto(nodeStates: [.nsRunning])),
            ("getDelegationToken", GetDelegationTokenRequestProto(renewer: "rm")),
            ("renewDelegationToken", RenewDelegationTokenRequestProto(token: token.message)),
        ]
        let seed = Fuzzing.seed("the methods for clients")
        var generator = Fuzzing.Generator(state: seed)
        var answered = 0
        for round in 0..<inputs {
            let (name, message) = good[generator.below(good.count)]
            let bytes = round < good.count ? message.serialized() : Fuzzing.mutated(message.serialized(), &generator)
            let method = try methods[name].orThrow(name)
            if (try? method(bytes, caller)) != nil { answered += 1 }
            if round % 500 == 0 { manager.change { $0.tick(now: TimeText.now) } }
        }
        // Most changes are refused; that many are understood shows that some get that far.
        #expect(answered > inputs / 50, "seed \(seed)")
        #expect(answered < inputs, "seed \(seed)")
        let report = try methods["getApplicationReport"].orThrow()(
            GetApplicationReportRequestProto(applicationId: id.message).serialized(),
            caller
        )
        #expect(try GetApplicationReportResponseProto(serialized: report).applicationReport?.user == "alice")
    }

    @Test("what application masters send is answered or refused, and no node is given away twice")
    func masters() throws {
        let manager = try manager(nodes: 2)
        defer { manager.stop() }
        let methods = ApplicationMasterService(manager: manager).served.methods
        let allocate = try methods["allocate"].orThrow()
        let seed = Fuzzing.seed("the methods for application masters")
        var generator = Fuzzing.Generator(state: seed)
        var answered = 0
        var attempt: ApplicationAttemptID?
        for round in 0..<inputs {
            let live: ApplicationAttemptID
            if let attempt, round % 1_000 != 0 {
                live = attempt
            } else {
                if let attempt {
                    manager.change { $0.end(attempt.application, .killed, diagnostics: "", now: TimeText.now) }
                }
                let id = manager.change { $0.newApplication() }
                try manager.submit(submission(id, isUnmanaged: true), user: "alice")
                live = ApplicationAttemptID(application: id, attempt: 1)
                attempt = live
                try manager.change { _ = try $0.register(live, .init(host: "h"), now: TimeText.now) }
            }
            let caller = RPCCaller(
                user: live.description,
                method: .token,
                tokenIdentifier: manager.tokens.masterToken(live).identifier
            )
            let (due, held) = manager.read { state in
                let known = state.attempt(live)
                return (known?.responseID ?? 0, known?.containers.keys.sorted().first)
            }
            let request = AllocateRequestProto(
                ask: [
                    StateFixture.ask(2, priority: Int32(generator.below(3))),
                    StateFixture.ask(1, "127.0.0.1", priority: 7, relax: generator.below(2) == 0),
                    StateFixture.ask(1, priority: 8, label: "gpu"),
                ],
                release: held.map { [$0.message] } ?? [],
                blacklistRequest: .init(blacklistAdditions: ["h1"], blacklistRemovals: ["h1"]),
                responseId: due,
                progress: 0.25
            )
            let bytes = round % 10 == 0 ? request.serialized() : Fuzzing.mutated(request.serialized(), &generator)
            if (try? allocate(bytes, caller)) != nil { answered += 1 }
            if round % 100 == 0 {
                // The books are right: what nodes say is used is what their containers have.
                let isRight = manager.read { state in
                    state.nodes.values.allSatisfy { node in
                        let containers = state.applications.values.flatMap(\.attempts).flatMap(\.containers.values)
                        let used = containers.filter { $0.node == node.name }.reduce(Capacity.none) { $0 + $1.capacity }
                        return node.used == used && used.memory <= node.capacity.memory
                    }
                }
                guard isRight else {
                    Issue.record("seed \(seed): a node has more than it has")
                    return
                }
            }
        }
        #expect(answered >= inputs / 10, "seed \(seed)")
        #expect(answered < inputs, "seed \(seed)")
    }

    @Test("what a node is told to start is started or refused, whatever it is, and the node goes on")
    func nodes() throws {
        try TemporaryFolder.with { folder in
            let tokens = ClusterTokens()
            let socket = try ServerSocket(address: "127.0.0.1", port: 0)
            let node = try NodeManager(
                socket: socket,
                host: "localhost",
                httpPort: 8042,
                folders: NodeFolders(local: "\(folder)/local", logs: "\(folder)/logs"),
                tokens: tokens,
                protection: .authentication,
                configuration: HadoopConfiguration(environment: [:]),
                environment: ["PATH": "/usr/bin:/bin"],
                resourceManager: { 1 },
                onLaunch: { _, _ in },
                onEnd: { _, _ in }
            )
            defer { node.stop() }
            let methods = ContainerManagementService(manager: node).served.methods
            let start = try methods["startContainers"].orThrow()
            let attempt = ApplicationAttemptID(application: ApplicationID(clusterTimestamp: 1, id: 1), attempt: 1)
            let caller = RPCCaller(
                user: attempt.description,
                method: .token,
                tokenIdentifier: tokens.nodeToken(attempt, node: node.name, submitter: "alice").identifier
            )
            let seed = Fuzzing.seed("startContainers")
            var generator = Fuzzing.Generator(state: seed)
            // Those that are taken start a thread and perhaps a process each.
            for number in 1...max(200, Fuzzing.inputs / 2_000) {
                let container = ManagedContainer(
                    name: ContainerID(attempt: attempt, epoch: 0, number: Int64(number)),
                    node: node.name,
                    capacity: Capacity(memory: 1_024, vcores: 1),
                    priority: 1,
                    allocationRequestID: -1,
                    label: "",
                    isMaster: false,
                    creationTime: TimeText.now
                )
                let identifier = container.tokenIdentifier(
                    submitter: "alice",
                    resourceManager: 1,
                    expiry: TimeText.now + 600_000
                )
                let resource = LocalResourceProto(
                    resource: URLProto(scheme: "file", file: "\(folder)/absent.jar"),
                    size: 5,
                    timestamp: 77,
                    type: .pattern,
                    visibility: .application,
                    pattern: "(?:classes/|lib/).*"
                )
                let context = ContainerLaunchContextProto(
                    localResources: [StringLocalResourceMapProto(key: "app.jar", value: resource)],
                    tokens: Credentials().storage(),
                    environment: [StringStringMapProto(key: "A", value: "$B")],
                    command: ["true"]
                )
                let token = tokens.containerToken(identifier, node: node.name).message
                // Its token stays, so that the rest is looked at.
                let changed = Fuzzing.mutated(context.serialized(), &generator)
                let request =
                    if let context = try? ContainerLaunchContextProto(serialized: changed), number % 4 != 0 {
                        StartContainersRequestProto(startContainerRequest: [
                            StartContainerRequestProto(containerLaunchContext: context, containerToken: token)
                        ]).serialized()
                    } else {
                        Fuzzing.mutated(
                            StartContainersRequestProto(startContainerRequest: [
                                StartContainerRequestProto(containerLaunchContext: context, containerToken: token)
                            ]).serialized(),
                            &generator
                        )
                    }
                _ = try? start(request, caller)
                // Not more than a few at once.
                let deadline = Deadline.after(milliseconds: 60_000)
                while node.containerNames.compactMap({ node.container($0) }).count(where: { !$0.isDone }) > 4 {
                    try #require(!deadline.hasPassed, "seed \(seed): containers don't end")
                    Pause.sleep(milliseconds: 2)
                }
            }
            #expect(!node.containerNames.isEmpty)
        }
    }

    @Test("patterns without sense are refused or used, and end")
    func patterns() throws {
        try TemporaryFolder.with { folder in
            for name in ["a.class", "b.txt", String(repeating: "x", count: 200)] {
                try LocalDisk.write([], to: "\(folder)/\(name)", mode: 0o644)
            }
            let seed = Fuzzing.seed("patterns")
            var generator = Fuzzing.Generator(state: seed)
            let alphabet = Array("()[]{}|*+?.^$\\ax-0123456789,:")
            for _ in 0..<max(200, Fuzzing.inputs / 500) {
                let length = generator.below(40)
                let pattern = String((0..<length).map { _ in alphabet[generator.below(alphabet.count)] })
                try? PatternFilter(pattern).keepMatching(in: folder)
            }
        }
    }
}
