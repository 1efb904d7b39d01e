import HadoopProtos
import YARN

/// All that the ResourceManager knows, without input and output: each event changes it and may add actions, which its
/// owner carries out. Times are in milliseconds since 1970.
struct ResourceManagerState {
    enum Action: Hashable {
        /// The container of an application master is to be started on its node.
        case launchMaster(ApplicationAttemptID)
        /// A node is to end a container.
        case stopContainer(ContainerID, NodeID, status: Int32, diagnostics: String)
        /// The nodes are to end what is left of an application, and to remove its files.
        case cleanUp(ApplicationID)
    }

    let settings: ResourceManagerSettings
    /// When the ResourceManager started, which is a part of all names.
    let clusterTimestamp: Int64
    /// How often it was started anew.
    private(set) var epoch: Int64 = 0
    /// Which start of the ResourceManager it is, which NodeManagers compare with a container's token.
    private(set) var identifier: Int64
    private var lastApplication: Int32 = 0

    var applications: [ApplicationID: ManagedApplication] = [:]
    var nodes: [NodeID: ManagedNode] = [:]
    private var actions: [Action] = []

    init(settings: ResourceManagerSettings, clusterTimestamp: Int64) {
        self.settings = settings
        self.clusterTimestamp = clusterTimestamp
        identifier = clusterTimestamp
    }

    /// What is to be done, which is not asked for again.
    mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    mutating func act(_ action: Action) { actions.append(action) }

    mutating func newApplication() -> ApplicationID {
        lastApplication &+= 1
        return ApplicationID(clusterTimestamp: clusterTimestamp, id: lastApplication)
    }

    // MARK: Finding

    func application(_ id: ApplicationID) throws -> ManagedApplication {
        guard let application = applications[id] else {
            throw RPCServerError.applicationNotFound("Application with id '\(id)' doesn't exist in RM.")
        }
        return application
    }

    func attempt(_ name: ApplicationAttemptID) -> ManagedAttempt? {
        applications[name.application]?.attempts.first { $0.name == name }
    }

    /// The attempt that runs now, if its number is this one.
    func currentAttempt(_ name: ApplicationAttemptID) -> ManagedAttempt? {
        guard let last = applications[name.application]?.attempts.last, last.name == name, last.isLive else {
            return nil
        }
        return last
    }

    /// Changes an attempt, if it is there.
    @discardableResult
    mutating func change<Result>(_ name: ApplicationAttemptID, _ body: (inout ManagedAttempt) -> Result) -> Result? {
        guard let index = applications[name.application]?.attempts.firstIndex(where: { $0.name == name }),
            var attempt = applications[name.application]?.attempts[index]
        else { return nil }
        let result = body(&attempt)
        applications[name.application]?.attempts[index] = attempt
        return result
    }

    // MARK: Nodes

    /// A NodeManager has come, or has come back.
    mutating func addNode(_ node: ManagedNode) {
        nodes[node.name] = node
        tellOfNode(node.name)
        schedule(now: node.lastReport)
    }

    /// A NodeManager is gone, or is to be used no longer.
    mutating func changeNode(_ name: NodeID, to state: NodeStateProto, now: Int64) {
        guard nodes[name] != nil else { return }
        nodes[name]?.state = state
        nodes[name]?.lastReport = now
        tellOfNode(name)
        if state == .nsLost || state == .nsShutdown || state == .nsDecommissioned {
            for container in (nodes[name]?.containers ?? []).sorted() {
                stop(
                    container,
                    status: ExitStatus.aborted,
                    diagnostics: "Container released on a *lost* node",
                    now: now
                )
            }
        }
        schedule(now: now)
    }

    /// The labels that nodes have.
    var labels: Set<String> { Set(nodes.values.map(\.label)).subtracting([""]) }

    private mutating func tellOfNode(_ name: NodeID) {
        for application in applications.values where !application.isFinal {
            guard let attempt = application.attempts.last, attempt.isRegistered else { continue }
            change(attempt.name) { if !$0.changedNodes.contains(name) { $0.changedNodes.append(name) } }
        }
    }

    // MARK: Containers

    /// A node has started a container. One that nobody has any more, because it was released or its application ended
    /// while it was started, is ended.
    mutating func started(_ name: ContainerID, on node: NodeID) {
        guard let holder = holder(of: name) else {
            act(
                .stopContainer(
                    name,
                    node,
                    status: ExitStatus.killedByResourceManager,
                    diagnostics: "Container killed by the ResourceManager, which gave it to nobody"
                )
            )
            return
        }
        change(holder) { $0.containers[name]?.state = .running }
    }

    /// The attempt that has a container now: another one than its name says, when containers outlive attempts.
    func holder(of name: ContainerID) -> ApplicationAttemptID? {
        applications[name.attempt.application]?.attempts.last { $0.containers[name] != nil }?.name
    }

    /// A container has ended, or never will be.
    ///
    /// - Parameter tells: whether its application master is told.
    mutating func finish(
        _ name: ContainerID,
        status: Int32,
        diagnostics: String,
        now: Int64,
        tells: Bool = true
    ) {
        guard let holder = holder(of: name),
            var container = change(holder, { $0.containers.removeValue(forKey: name) }) ?? nil
        else { return }
        nodes[container.node]?.containers.remove(name)
        nodes[container.node]?.used -= container.capacity
        let seconds = Double(max(0, now - container.creationTime)) / 1000
        applications[name.attempt.application]?.memorySeconds += seconds * Double(container.capacity.memory)
        applications[name.attempt.application]?.vcoreSeconds += seconds * Double(container.capacity.vcores)
        container.state = .completed
        container.finishTime = now
        container.exitStatus = status
        container.diagnostics = diagnostics
        change(holder) { attempt in
            attempt.finished[name] = container
            attempt.newContainers.removeAll { $0 == name }
            if tells, !container.isMaster { attempt.completed.append(container.status) }
        }
        if container.isMaster { masterEnded(holder, container, now: now) }
    }

    /// A node reports the end of a container.
    mutating func ended(_ name: ContainerID, status: Int32, diagnostics: String, now: Int64) {
        finish(name, status: status, diagnostics: diagnostics, now: now)
        schedule(now: now)
    }

    /// Ends a container, running or not.
    mutating func stop(_ name: ContainerID, status: Int32, diagnostics: String, now: Int64, tells: Bool = true) {
        guard let holder = holder(of: name), let container = attempt(holder)?.containers[name] else { return }
        act(.stopContainer(name, container.node, status: status, diagnostics: diagnostics))
        finish(name, status: status, diagnostics: diagnostics, now: now, tells: tells)
    }

    /// Takes a container back for somebody else (AbstractYarnScheduler.java, killContainer). Who gets it is found out as
    /// always: also the one who had it, if nobody else asks.
    ///
    /// - Returns: whether there was such a container.
    mutating func preempt(_ name: ContainerID, now: Int64) -> Bool {
        guard holder(of: name) != nil else { return false }
        stop(name, status: ExitStatus.preempted, diagnostics: "Container preempted by scheduler", now: now)
        schedule(now: now)
        return true
    }

    // MARK: Time

    /// Looks for masters that are silent, containers that nobody starts, and applications whose time is over.
    mutating func tick(now: Int64) {
        for id in applications.keys.sorted() {
            guard let application = applications[id], !application.isFinal else { continue }
            // After its goodbye an application has a result, which time doesn't change.
            let isOver = application.expiryTime.map { now >= $0 } ?? false
            if isOver, application.attempts.last?.hasUnregistered != true {
                end(
                    id,
                    .killed,
                    diagnostics: "Application is killed by ResourceManager as it has exceeded the lifetime period.",
                    now: now
                )
                continue
            }
            guard let attempt = application.attempts.last, attempt.isLive else { continue }
            for container in attempt.containers.values.sorted(by: { $0.name < $1.name }) {
                guard container.state == .allocated || container.state == .acquired, !container.isMaster,
                    now - container.creationTime >= settings.allocationExpiry
                else { continue }
                stop(
                    container.name,
                    status: ExitStatus.aborted,
                    diagnostics: "Container expired since it was unused",
                    now: now
                )
            }
            let listens =
                attempt.state == .appAttemptLaunched || attempt.state == .appAttemptRunning
                || attempt.state == .appAttemptFinishing
            if listens, now - attempt.lastHeartbeat >= settings.masterExpiry { expire(attempt.name, now: now) }
        }
        schedule(now: now)
    }

    /// Forgets who is registered and what was asked, as a ResourceManager that starts anew and keeps the work does.
    ///
    /// Masters must register again and ask again. Containers that no node has begun to start are gone with the one before.
    ///
    /// - Parameter kept: the containers that nodes have.
    mutating func restart(keeping kept: Set<ContainerID>, now: Int64) {
        epoch += 1
        identifier = max(now, identifier + 1)
        for application in applications.values where !application.isFinal {
            guard let attempt = application.attempts.last, attempt.isLive else { continue }
            for container in attempt.containers.values.sorted(by: { $0.name < $1.name }) {
                guard !container.isMaster, container.state != .running, !kept.contains(container.name) else { continue }
                finish(
                    container.name,
                    status: ExitStatus.aborted,
                    diagnostics: "Container wasn't started before the ResourceManager was",
                    now: now,
                    tells: false
                )
            }
            change(attempt.name) { attempt in
                attempt.isRegistered = false
                attempt.asks.removeAll()
                attempt.blacklist = []
                attempt.responseID = 0
                attempt.lastResponse = nil
                attempt.knownNodes = []
                attempt.lastHeartbeat = now
            }
        }
    }

    /// Forgets which nodes' tokens masters have: there is a new key, and the next container on a node brings a new one
    /// (NMTokenSecretManagerInRM.java, activateNextMasterKey).
    mutating func forgetNodeTokens() {
        for application in applications.values {
            for attempt in application.attempts { change(attempt.name) { $0.knownNodes = [] } }
        }
    }
}
