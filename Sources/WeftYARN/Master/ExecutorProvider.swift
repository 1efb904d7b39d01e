import WeftDiagnostics
import WeftEngine
import YARN

/// What an application master needs of the driver, in its own process or far away. All methods may wait.
protocol ExecutorProvider: Sendable {
    /// A container is there: which executor is it, and what is it told?
    ///
    /// - Throws: when the driver is gone, or wants none.
    func assign(host: String, container: ContainerID) throws -> ExecutorAssignment

    /// The executor is being started.
    func launched(_ executor: String, host: String)

    /// The executor is gone, or couldn't be started.
    func ended(_ executor: String, _ end: ExecutorEnd)

    /// The executor's machine or container is taken back soon.
    func leaving(_ executor: String, reason: String)

    /// How much of the application's work is done, from 0 to 1. Doesn't wait.
    var progress: Float { get }

    /// There will be no executors any more.
    func failed(_ error: WeftError)
}

/// What an application master needs of YARN: containers asked for, given, started, stopped.
protocol ContainerNegotiator: Sendable {
    /// Asks for containers, more or (negative) less.
    func ask(_ count: Int, at place: ExecutorPlan.Place)
    /// Hands a container back.
    func release(_ container: ContainerID)
    /// No containers on these hosts.
    func exclude(_ hosts: Set<String>)
    /// Sends what has changed and takes what there is.
    func heartbeat(progress: Float) throws -> Negotiation
    /// Starts a container.
    func start(_ container: Container, _ context: ContainerLaunchContext) throws
    /// Stops a container.
    func stop(_ container: ContainerID, on node: NodeID)
    /// Whether an error of a heartbeat is the end.
    func isFinal(_ error: WeftError) -> Bool
    /// Takes leave of the ResourceManager.
    func finish(_ status: FinalApplicationStatus, diagnostics: String) throws
}

/// What a heartbeat has brought.
struct Negotiation: Sendable {
    /// New containers, and where they were asked for.
    var granted: [(container: Container, place: ExecutorPlan.Place)] = []
    /// Containers that are gone.
    var completed: [ContainerStatus] = []
    /// Containers that are taken back soon.
    var preempted: [ContainerID] = []
    /// Hosts that are taken out of service.
    var leavingHosts: [String] = []
    /// How many nodes the cluster has; 0 when it isn't known.
    var clusterNodes = 0
}
