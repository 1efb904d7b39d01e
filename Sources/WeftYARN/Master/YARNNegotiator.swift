import HadoopRPC
import Logging
import WeftDiagnostics
import WeftEngine
import YARN

/// An application master's way to the ResourceManager and the NodeManagers.
final class YARNNegotiator: ContainerNegotiator {
    init(_ hadoop: HadoopConfiguration, user: UserGroupInformation, attempt: ApplicationAttemptID, executor: Resource, label: String?, logger: Logger) throws { }
    func register(host: String) throws {}
    func ask(_ count: Int, at place: ExecutorPlan.Place) {}
    func took(_ container: Container, for place: ExecutorPlan.Place) {}
    func release(_ container: ContainerID) {}
    func exclude(_ hosts: Set<String>) {}
    func heartbeat(progress: Float) throws -> Negotiation { Negotiation() }
    func start(_ container: Container, _ context: ContainerLaunchContext) throws {}
    func stop(_ container: ContainerID, on node: NodeID) {}
    func finish(_ status: FinalApplicationStatus, diagnostics: String) throws {}
}
