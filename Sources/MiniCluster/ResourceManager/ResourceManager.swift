import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// What the ResourceManager tells a NodeManager, and asks of it. Hadoop's do that by heartbeats.
protocol NodeAgent: AnyObject, Sendable {
    /// Ends a container, for a reason that becomes its exit status.
    func stop(_ container: ContainerID, status: Int32, diagnostics: String)
    /// Ends what is left of an application, and removes its files; nothing of it is started any more.
    func cleanUp(_ application: ApplicationID)
    /// The containers that are there, running or not yet.
    var containerNames: [ContainerID] { get }
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
            return true
        }
        guard renewer != nil else { return }
        // Beside the clock, which goes on while a NameNode doesn't answer.
        Pause.everyNow(and: 1_000) { [weak self] in
            guard let self, !self.isStopped.load(ordering: .acquiring) else { return false }
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
        case .launchMaster(let attempt):
            // A node that doesn't answer delays nobody else's containers.
            let isStarted = Pause.startThread { [weak self] in self?.launch(attempt) }
            if !isStarted {
                change { $0.masterLaunchFailed(attempt, message: "no thread is left for it", now: TimeText.now) }
            }
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
            try launcher.launch(launch, resourceManager: read { $0.identifier })
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
        let isNew = try read { state in
            guard state.applications[id] == nil else { return false }
            // What is refused doesn't touch its user's tokens.
            try state.check(context, user: user)
            return true
        }
        var failure: String?
        if let renewer, isNew {
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
            renewer?.drop(id, cancels: false)
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

    /// Starts anew and keeps the work: the nodes tell what they have, and masters must register again.
    func restart() {
        let kept = Set(agents.withLock { Array($0.values) }.flatMap(\.containerNames))
        change { $0.restart(keeping: kept, now: TimeText.now) }
    }

    // MARK: Tokens

    /// Makes new master keys for all tokens; masters are told new ones of nodes with their next containers.
    func rollMasterKeys() {
        change { state in
            tokens.masters.roll()
            tokens.nodes.roll()
            tokens.containers.roll()
            state.forgetNodeTokens()
        }
    }

    /// Whether an attempt may still talk: also after its goodbye, until its container is gone.
    func isLive(_ attempt: ApplicationAttemptID) -> Bool {
        read { state in
            if state.currentAttempt(attempt) != nil { return true }
            // A master that asks once more whether its goodbye was heard.
            return state.attempt(attempt)?.hasUnregistered ?? false
        }
    }

    /// A container given to a master, as it is told of it: with what lets it start it.
    func message(
        _ container: ManagedContainer,
        application: ManagedApplication,
        in state: ResourceManagerState
    ) -> ContainerProto {
        ContainerProto(
            id: container.name.message,
            nodeId: container.node.message,
            nodeHttpAddress: state.nodes[container.node]?.httpAddress ?? "",
            resource: container.capacity.message,
            priority: PriorityProto(priority: container.priority),
            containerToken: tokens.containerToken(
                container.tokenIdentifier(
                    submitter: application.user,
                    resourceManager: state.identifier,
                    expiry: TimeText.now.addingSaturated(settings.allocationExpiry)
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
    func tokenIdentifier(submitter: String, resourceManager: Int64, expiry: Int64) -> ContainerTokenIdentifierProto {
        ContainerTokenIdentifierProto(
            containerId: name.message,
            nmHostAddr: node.description,
            appSubmitter: submitter,
            resource: capacity.message,
            expiryTimeStamp: expiry,
            rmIdentifier: resourceManager,
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
