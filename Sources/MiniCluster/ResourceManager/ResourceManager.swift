import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// What the ResourceManager tells a NodeManager, and asks of it. Hadoop's do that by heartbeats.
protocol NodeAgent: AnyObject, Sendable {
    /// Ends a container, for a reason that becomes its exit status.
    func stop(_ container: ContainerID, status: Int32, diagnostics: String)
    /// Ends what is left of an application, and removes its files.
    func cleanUp(_ application: ApplicationID)
}

/// The ResourceManager: the state, what carries out its actions, and the two servers in front of it.
final class ResourceManager: Sendable {
    let settings: ResourceManagerSettings
    let tokens: ClusterTokens
    let isSecure: Bool
    private let state: Mutex<ResourceManagerState>
    private let agents = Mutex<[NodeID: any NodeAgent]>([:])
    private let launcher: MasterLauncher
    private let renewer: TokenRenewer?
    private let worker = SerialWorker()
    private let isStopped = Atomic<Bool>(false)

    init(
        settings: ResourceManagerSettings,
        tokens: ClusterTokens,
        isSecure: Bool,
        protection: SaslProtection,
        renewer: TokenRenewer? = nil,
        clusterTimestamp: Int64 = TimeText.now
    ) throws {
        self.settings = settings
        self.tokens = tokens
        self.isSecure = isSecure
        state = Mutex(ResourceManagerState(settings: settings, clusterTimestamp: clusterTimestamp))
        launcher = try MasterLauncher(tokens: tokens, protection: protection)
        self.renewer = renewer
        Pause.everyNow(and: 200) { [weak self] in
            guard let self, !self.isStopped.load(ordering: .acquiring) else { return false }
            self.change { $0.tick(now: TimeText.now) }
            self.renewer?.renewDue()
            return true
        }
    }

    /// Ends what runs beside the callers. Containers are the NodeManagers' business.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        worker.stop()
        agents.withLock { $0 = [:] }
    }

    /// Looks at the state.
    func read<Result>(_ body: (ResourceManagerState) throws -> sending Result) rethrows -> sending Result {
        try state.withLock { try body($0) }
    }

    /// Changes the state, and has done what follows from it.
    @discardableResult
    func change<Result>(_ body: (inout ResourceManagerState) throws -> sending Result) rethrows -> sending Result {
        try state.withLock { state in
            defer { for action in state.takeActions() { worker.add { [weak self] in self?.carryOut(action) } } }
            return try body(&state)
        }
    }

    private func carryOut(_ action: ResourceManagerState.Action) {
        switch action {
        case .launchMaster(let attempt): launch(attempt)
        case .stopContainer(let container, let node, let status, let diagnostics):
            agents.withLock { $0[node] }?.stop(container, status: status, diagnostics: diagnostics)
        case .cleanUp(let application):
            for agent in agents.withLock({ Array($0.values) }) { agent.cleanUp(application) }
            // Cancelling waits for a NameNode, and the next application's master needn't.
            if let renewer { Pause.startThread { renewer.drop(application) } }
        }
    }

    private func launch(_ attempt: ApplicationAttemptID) {
        let launch = read { state -> MasterLaunch? in
            guard let application = state.applications[attempt.application],
                let current = state.currentAttempt(attempt), let name = current.masterContainer,
                let container = current.containers[name]
            else { return nil }
            return MasterLaunch(application: application, attempt: attempt, container: container)
        }
        guard let launch else { return }
        do {
            try launcher.launch(launch, clusterTimestamp: read { $0.clusterTimestamp })
            change { $0.masterLaunched(attempt, now: TimeText.now) }
        } catch {
            let message = WeftError(wrapping: error).message
            change { $0.masterLaunchFailed(attempt, message: message, now: TimeText.now) }
        }
    }

    // MARK: Applications

    /// Takes an application. One whose tokens can't be renewed fails at once, and its report says why.
    func submit(_ context: ApplicationSubmissionContextProto, user: String) throws {
        let id = ApplicationID(context.applicationId ?? .init())
        var failure: String?
        if let renewer, read({ $0.applications[id] == nil }) {
            failure = renewer.adopt(
                context.amContainerSpec?.tokens ?? [],
                for: id,
                cancels: context.cancelTokensWhenComplete ?? true
            )
        }
        do {
            try change { state in
                // What is wrong with its tokens is known before anything is started.
                try state.submit(context, user: user, failure: failure, now: TimeText.now)
            }
        } catch {
            renewer?.drop(id)
            throw error
        }
    }

    // MARK: Nodes

    /// A NodeManager joins the cluster.
    func register(_ node: ManagedNode, agent: any NodeAgent) {
        agents.withLock { $0[node.name] = agent }
        change { $0.addNode(node) }
    }

    /// A NodeManager leaves the cluster.
    func remove(_ node: NodeID, as state: NodeStateProto) {
        change { $0.changeNode(node, to: state, now: TimeText.now) }
        agents.withLock { $0[node] = nil }
    }

    // MARK: Tokens

    /// Whether an attempt may still talk: also after its goodbye, until its container is gone.
    func isLive(_ attempt: ApplicationAttemptID) -> Bool {
        read { state in
            if state.currentAttempt(attempt) != nil { return true }
            // A master that asks once more whether its goodbye was heard.
            return state.attempt(attempt)?.hasUnregistered ?? false
        }
    }

    /// The containers given to a master, as it is told of them: with what lets it start them.
    func message(_ container: ManagedContainer, application: ManagedApplication, clusterTimestamp: Int64)
        -> ContainerProto
    {
        ContainerProto(
            id: container.name.message,
            nodeId: container.node.message,
            nodeHttpAddress: read { $0.nodes[container.node]?.httpAddress ?? "" },
            resource: container.capacity.message,
            priority: PriorityProto(priority: container.priority),
            containerToken: tokens.containerToken(
                container.tokenIdentifier(
                    submitter: application.user,
                    clusterTimestamp: clusterTimestamp,
                    expiry: TimeText.now + settings.allocationExpiry
                ),
                node: container.node
            ).message,
            executionType: .guaranteed,
            allocationRequestId: container.allocationRequestID,
            version: 0
        )
    }

    /// The token for a node, as a master is told.
    func message(_ node: NodeID, for attempt: ApplicationAttemptID, submitter: String) -> NMTokenProto {
        NMTokenProto(
            nodeId: node.message,
            token: tokens.nodeToken(attempt, node: node, submitter: submitter).message
        )
    }
}

extension ManagedContainer {
    /// What the container's token says; the key's number is put in when it is signed.
    func tokenIdentifier(submitter: String, clusterTimestamp: Int64, expiry: Int64) -> ContainerTokenIdentifierProto {
        ContainerTokenIdentifierProto(
            containerId: name.message,
            nmHostAddr: node.description,
            appSubmitter: submitter,
            resource: capacity.message,
            expiryTimeStamp: expiry,
            rmIdentifier: clusterTimestamp,
            priority: PriorityProto(priority: priority),
            creationTime: creationTime,
            nodeLabelExpression: label,
            containerType: isMaster ? .applicationMaster : .task,
            executionType: .guaranteed,
            version: 0,
            allocationRequestId: allocationRequestID
        )
    }
}
