import HadoopRPC
import Logging
import Synchronization
import WeftDiagnostics
import WeftEngine
import YARN

/// Gets containers for executors and starts them; tells the driver what becomes of them.
///
/// One thread talks to the ResourceManager; a few others start containers. What is decided is in `ExecutorPlan`.
final class ApplicationMaster: Sendable {
    /// What all executors of an application have in common.
    struct Executors: Sendable {
        var resources: [String: LocalResource]
        var environment: [String: String]
        var commands: [String]
        var accessControl: [ApplicationAccess: String]
        /// The tokens with which containers fetch their files, as they were at the submission.
        var credentials: Credentials
    }

    private struct State {
        var plan: ExecutorPlan
        var pace: HeartbeatPace
        var excluded: Set<String>
        var nodes: [ContainerID: NodeID] = [:]
        /// Containers whose end somebody waits for, and until when.
        var awaited: [ContainerID: Deadline] = [:]
        var failures = 0

        /// The time until the next heartbeat.
        mutating func wait() -> Duration {
            awaited = awaited.filter { !$0.value.hasPassed }
            return pace.wait(isWaiting: plan.missing > 0, isHastened: !awaited.isEmpty)
        }
        /// No more heartbeats.
        var isOver = false
        /// It has taken leave, or is about to.
        var isFinished = false
    }

    private let negotiator: any ContainerNegotiator
    private let provider: any ExecutorProvider
    private let executors: Executors
    private let maxFailures: Int
    private let alwaysExcluded: Set<String>
    private let endGrace: Duration
    private let logger: Logger
    private let state: Mutex<State>
    private let signal = Signal()
    private let launchers: WorkerThreads

    init(
        _ negotiator: any ContainerNegotiator,
        provider: any ExecutorProvider,
        executors: Executors,
        configuration: Configuration,
        expiry: Duration,
        logger: Logger
    ) {
        self.negotiator = negotiator
        self.provider = provider
        self.executors = executors
        self.logger = logger
        maxFailures = configuration[ConfigurationKeys.yarnMaxReporterFailures]
        alwaysExcluded = Set(configuration[ConfigurationKeys.yarnExcludeNodes])
        let pace = HeartbeatPace(
            interval: configuration[ConfigurationKeys.yarnHeartbeatInterval],
            initial: configuration[ConfigurationKeys.yarnInitialAllocationInterval],
            expiry: expiry
        )
        endGrace = TaskExecution.endGraceOnYARN(configuration)
        var plan = ExecutorPlan(
            slots: configuration[ConfigurationKeys.executorCores],
            usesHosts: configuration[ConfigurationKeys.yarnExecutorNodeLabelExpression] == nil
        )
        plan.exclude(alwaysExcluded)
        state = Mutex(State(plan: plan, pace: pace, excluded: []))
        launchers = WorkerThreads(limit: configuration[ConfigurationKeys.yarnLauncherThreads], name: "weft-launch")
    }

    /// Begins to send heartbeats. The application master must be registered.
    ///
    /// - Throws: when there is no thread left.
    func start() throws {
        if !alwaysExcluded.isEmpty { negotiator.exclude(alwaysExcluded) }
        try DedicatedThread.start(name: "weft-allocator") { [self] in
            while !state.withLock({ $0.isOver }) {
                let wait = beat()
                signal.wait(upTo: wait)
            }
        }
    }

    // MARK: What the driver asks for

    func request(total: Int, hosts: [String: Int]) {
        state.withLock { state in
            state.plan.request(total: total, hosts: hosts)
            state.pace.quicken()
        }
        signal.raise()
    }

    func exclude(_ hosts: Set<String>) {
        let all = hosts.union(alwaysExcluded)
        state.withLock { $0.plan.exclude(all) }
        negotiator.exclude(all)
        signal.raise()
    }

    func kill(_ ids: [String], reason: String) {
        let stopped = state.withLock { state -> [(ContainerID, NodeID)] in
            let containers = state.plan.containers(of: ids)
            for container in containers { state.plan.stopping(container) }
            return containers.compactMap { id in state.nodes[id].map { (id, $0) } }
        }
        for (container, node) in stopped {
            logger.info("container \(container) is stopped: \(reason)")
            launchers.run { [negotiator] in
                negotiator.stop(container, on: node)
                negotiator.release(container)
            }
        }
        signal.raise()
    }

    /// An executor's connection broke: how it ended is asked for more often, as long as the driver waits for it.
    func hasten(_ executor: String) {
        let deadline = Deadline.after(milliseconds: Int(endGrace / .milliseconds(1)))
        state.withLock { state in
            for container in state.plan.containers(of: [executor]) { state.awaited[container] = deadline }
        }
        signal.raise()
    }

    /// Ends the work, and with it all containers.
    func finish(_ status: FinalApplicationStatus, diagnostics: String) throws {
        let wasFinished = state.withLock { state in
            defer { (state.isOver, state.isFinished) = (true, true) }
            return state.isFinished
        }
        signal.raise()
        guard !wasFinished else { return }
        launchers.close()
        try negotiator.finish(status, diagnostics: diagnostics)
    }

    // MARK: Heartbeats

    /// One heartbeat.
    ///
    /// - Returns: how long to wait until the next.
    private func beat() -> Duration {
        let changes = state.withLock { $0.plan.changes() }
        for (place, count) in changes { negotiator.ask(count, at: place) }
        do {
            let news = try negotiator.heartbeat(progress: provider.progress)
            state.withLock { $0.failures = 0 }
            take(news)
            checkNodes(news.clusterNodes)
        } catch {
            fail(WeftError(wrapping: error))
        }
        return state.withLock { $0.wait() }
    }

    private func fail(_ error: WeftError) {
        let isHopeless = negotiator.isFinal(error)
        // A ResourceManager that is away, to be started anew or to change places with another one, is waited for until it
        // takes this attempt for dead; that error is a final one. Executors work on meanwhile.
        let isAway = error.code == "resourcemanager-unreachable"
        let failures = state.withLock { state in
            if !isAway { state.failures += 1 }
            if isHopeless || state.failures >= maxFailures { state.isOver = true }
            return state.failures
        }
        logger.warning("a heartbeat failed: \(error.message)")
        guard isHopeless || failures >= maxFailures else { return }
        var error = error
        error.message = "the ResourceManager gives no containers any more: \(error.message)"
        provider.failed(error)
    }

    /// Ends the application when each of the cluster's nodes is excluded: it would wait for ever.
    private func checkNodes(_ count: Int) {
        let excluded = state.withLock { state -> Set<String>? in
            guard !state.isOver, state.plan.isHopeless(clusterNodes: count) else { return nil }
            state.isOver = true
            return state.plan.excluded
        }
        guard let excluded else { return }
        provider.failed(
            WeftError(
                "all-nodes-excluded",
                "no node is left to start executors on: all \(count) are excluded "
                    + "(\(excluded.sorted().joined(separator: ", ")))",
                remedy: "see in the log why executors failed there; weft.yarn.exclude.nodes and "
                    + "weft.excludeOnFailure.* exclude nodes"
            )
        )
    }

    private func take(_ news: Negotiation) {
        var starts: [Container] = []
        for (container, place) in news.granted {
            let isWanted = state.withLock { state in
                let isWanted = state.plan.granted(container.id, host: container.node.host, for: place)
                if isWanted { state.nodes[container.id] = container.node }
                return isWanted
            }
            if isWanted {
                starts.append(container)
            } else {
                logger.info("container \(container.id) on \(container.node.host) isn't needed and goes back")
                negotiator.release(container.id)
            }
        }
        for container in starts { launchers.run { [self] in launch(container) } }
        for status in news.completed { ended(status) }
        for container in news.preempted {
            let executor = state.withLock { $0.plan.executor(in: container) }
            guard let executor, !executor.id.isEmpty else { continue }
            provider.leaving(executor.id, reason: "the scheduler takes its container for another application")
        }
        for host in news.leavingHosts {
            for executor in state.withLock({ $0.plan.executors(on: host) }) {
                provider.leaving(executor.id, reason: "its node \(host) is taken out of service")
            }
        }
    }

    private func ended(_ status: ContainerStatus) {
        let known = state.withLock { state in
            state.nodes[status.id] = nil
            state.awaited[status.id] = nil
            let known = state.plan.ended(status.id)
            // Another one is wanted at once.
            if known != nil { state.pace.quicken() }
            return known
        }
        guard let (executor, isExpected) = known, !executor.id.isEmpty else { return }
        let code = status.exitStatus
        var message = "container \(status.id) on \(executor.host): \(code)"
        let diagnostics = DiagnosticsText.readable(status.diagnostics)
        if !diagnostics.isEmpty, code != .success { message += "\n\(diagnostics)" }
        provider.ended(
            executor.id,
            ExecutorEnd(
                status: code.rawValue >= 0 ? code.rawValue : nil,
                message: message,
                // What ended with 0 says itself why, if it was to end. What used too much is to blame also when it was told
                // to go, since the driver may have been the first to notice that it was ending.
                isExpected: (isExpected && !code.exceedsLimits)
                    || (code.isNotTheApplicationsFault && code != .success),
                remedy: Self.remedy(code)
            )
        )
    }

    private static func remedy(_ code: ContainerExitStatus) -> String {
        switch code {
        case .exceededMemory:
            "give executors more memory (weft.executor.memoryOverhead, or weft.executor.memory), or tasks less data: more "
                + "partitions, fewer slots (weft.executor.cores)"
        case .exceededVirtualMemory:
            "give executors more memory (weft.executor.memoryOverhead), or have the cluster not count virtual memory "
                + "(yarn.nodemanager.vmem-check-enabled)"
        case .exceededLogs:
            "write less to standard output and standard error in tasks, or raise weft.log.level; the cluster sets the limit "
                + "(yarn.nodemanager.container-log-monitor.*)"
        default: ""
        }
    }

    // MARK: Starting

    private func launch(_ container: Container) {
        let host = container.node.host
        let assignment: ExecutorAssignment
        do {
            assignment = try provider.assign(host: host, container: container.id)
        } catch {
            logger.warning("container \(container.id) goes back: \(WeftError(wrapping: error).message)")
            giveBack(container)
            return
        }
        guard state.withLock({ $0.plan.assigned(container.id, executor: assignment.executor) }) else {
            // It has ended before anything ran in it, and the driver waits for no such executor yet.
            logger.info("container \(container.id) on \(host) ended before it was used")
            return
        }
        provider.launched(assignment.executor, host: host)
        do {
            try negotiator.start(container, try context(assignment))
        } catch {
            // Its end may have been told in a heartbeat already.
            guard giveBack(container) else { return }
            let error = WeftError(wrapping: error)
            provider.ended(
                assignment.executor,
                ExecutorEnd(
                    status: nil,
                    message: "container \(container.id) on \(host) can't be started: \(error.message)"
                )
            )
        }
    }

    /// - Returns: whether it was there still.
    @discardableResult
    private func giveBack(_ container: Container) -> Bool {
        let wasHere = state.withLock { state in
            state.nodes[container.id] = nil
            return state.plan.ended(container.id) != nil
        }
        negotiator.release(container.id)
        signal.raise()
        return wasHere
    }

    private func context(_ assignment: ExecutorAssignment) throws -> ContainerLaunchContext {
        var credentials = executors.credentials
        if !assignment.tokens.isEmpty {
            credentials.renew(with: try Credentials(storage: assignment.tokens, subject: "the driver's tokens"))
        }
        credentials.secrets[ContainerSecrets.launch] = assignment.launch
        return ContainerLaunchContext(
            localResources: executors.resources,
            environment: executors.environment,
            commands: executors.commands,
            tokens: credentials.storage(),
            accessControl: executors.accessControl
        )
    }
}
