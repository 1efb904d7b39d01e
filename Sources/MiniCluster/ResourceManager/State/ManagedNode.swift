import HadoopProtos
import YARN

/// A NodeManager as the ResourceManager sees it.
struct ManagedNode: Sendable {
    let name: NodeID
    var httpAddress: String
    var rack: String
    var capacity: Capacity
    /// The label of its partition; empty for the common one.
    var label: String
    var state = NodeStateProto.nsRunning
    var used = Capacity.none
    var containers: Set<ContainerID> = []
    var lastReport: Int64

    var free: Capacity { state == .nsRunning ? capacity - used : .none }

    /// Whether containers can be given here.
    var isUsable: Bool { state == .nsRunning }

    func report() -> NodeReportProto {
        NodeReportProto(
            nodeId: name.message,
            httpAddress: httpAddress,
            rackName: rack,
            used: used.message,
            capability: capacity.message,
            numContainers: Int32(clamping: containers.count),
            nodeState: state,
            healthReport: "",
            lastHealthReportTime: lastReport,
            nodeLabels: label.isEmpty ? [] : [label]
        )
    }
}
