import HadoopProtos
import YARN

/// A container as the ResourceManager sees it (RMContainerImpl.java).
struct ManagedContainer: Sendable {
    enum State: Sendable {
        /// Given, and not told to the application master yet.
        case allocated
        /// Told to the application master, and not started yet.
        case acquired
        case running
        case completed
    }

    let name: ContainerID
    let node: NodeID
    let capacity: Capacity
    let priority: Int32
    let allocationRequestID: Int64
    let label: String
    let isMaster: Bool
    let creationTime: Int64
    var state = State.allocated
    var finishTime: Int64 = 0
    var exitStatus: Int32 = -1000
    var diagnostics = ""

    /// What the application master is told of its end.
    var status: ContainerStatusProto {
        ContainerStatusProto(
            containerId: name.message,
            state: .cComplete,
            diagnostics: diagnostics,
            exitStatus: exitStatus,
            capability: capacity.message,
            executionType: .guaranteed
        )
    }

    func report(httpAddress: String, user: String) -> ContainerReportProto {
        ContainerReportProto(
            containerId: name.message,
            resource: capacity.message,
            nodeId: node.message,
            priority: PriorityProto(priority: priority),
            creationTime: creationTime,
            finishTime: finishTime,
            diagnosticsInfo: diagnostics,
            logUrl: "http://\(httpAddress)/node/containerlogs/\(name)/\(user)",
            containerExitStatus: state == .completed ? exitStatus : 0,
            // Whatever isn't complete is said to run (RMContainerImpl.java, getContainerState).
            containerState: state == .completed ? .cComplete : .cRunning,
            nodeHttpAddress: "http://\(httpAddress)",
            executionType: .guaranteed
        )
    }
}

/// Why containers end, as far as it isn't their own exit status (ContainerExitStatus.java).
enum ExitStatus {
    static let aborted: Int32 = -100
    static let disksFailed: Int32 = -101
    static let preempted: Int32 = -102
    static let exceededMemory: Int32 = -104
    static let killedByMaster: Int32 = -105
    static let killedByResourceManager: Int32 = -106
    static let killedAfterCompletion: Int32 = -107
    static let invalid: Int32 = -1000

    /// Whether an attempt that ended so counts against its application (RMAppAttemptImpl.java).
    static func countsAsFailure(_ status: Int32) -> Bool {
        ![aborted, disksFailed, preempted, killedByResourceManager].contains(status)
    }
}
