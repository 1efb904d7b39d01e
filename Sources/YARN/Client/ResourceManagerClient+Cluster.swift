import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// The cluster: its nodes, queues and types of resources.
extension ResourceManagerClient {
    /// How many nodes there are.
    public func clusterMetrics() throws -> ClusterMetrics {
        let response: GetClusterMetricsResponseProto = try call(
            "getClusterMetrics",
            GetClusterMetricsRequestProto()
        )
        return ClusterMetrics(try required(response.clusterMetrics, "metrics"))
    }

    /// Nodes in one of some states, by name; without states, all.
    public func nodes(_ states: [NodeState] = []) throws -> [NodeReport] {
        let asked = states.isEmpty ? NodeState.allKnown : states
        let response: GetClusterNodesResponseProto = try call(
            "getClusterNodes",
            GetClusterNodesRequestProto(nodeStates: asked.map(\.message))
        )
        return response.nodeReports.map { NodeReport($0) }.sorted { $0.id < $1.id }
    }

    /// A queue.
    ///
    /// - Parameters:
    ///   - name: its name; `root` has all the others in it.
    ///   - includesApplications: whether its applications are told.
    ///   - includesChildren: whether the queues in it are told.
    ///   - isRecursive: whether those in them are told, and so on.
    /// - Throws: `queue-not-found`.
    public func queue(
        _ name: String,
        includesApplications: Bool = false,
        includesChildren: Bool = true,
        isRecursive: Bool = false
    ) throws -> QueueInfo {
        let response: GetQueueInfoResponseProto = try call(
            "getQueueInfo",
            GetQueueInfoRequestProto(
                queueName: name,
                includeApplications: includesApplications,
                includeChildQueues: includesChildren,
                recursive: isRecursive
            )
        )
        // An unknown queue is an empty answer (ClientRMService.java), or one without a name.
        guard let info = response.queueInfo, info.queueName != nil else {
            throw WeftError(
                "queue-not-found",
                "the cluster has no queue \(name)",
                remedy: "choose one of the queues that weft yarn queues lists"
            )
        }
        return try QueueInfo(info)
    }

    /// The queue `root`, with all queues below it.
    public func queues() throws -> QueueInfo { try queue("root", isRecursive: true) }

    /// What this user may do in which queues.
    public func queueACLs() throws -> [QueueUserACLs] {
        let response: GetQueueUserAclsInfoResponseProto = try call(
            "getQueueUserAcls",
            GetQueueUserAclsInfoRequestProto()
        )
        return response.queueUserAcls.map { QueueUserACLs($0) }
    }

    /// The types of resources that the cluster counts.
    ///
    /// - Throws: `unsupported-by-server` by servers before 3.1.
    public func resourceTypes() throws -> [ResourceType] {
        let response: GetAllResourceTypeInfoResponseProto = try call(
            "getResourceTypeInfo",
            GetAllResourceTypeInfoRequestProto()
        )
        return response.resourceTypeInfo.map { ResourceType($0) }
    }

    /// The labels of the cluster's nodes, sorted.
    public func nodeLabels() throws -> [String] {
        let response: GetClusterNodeLabelsResponseProto = try call(
            "getClusterNodeLabels",
            GetClusterNodeLabelsRequestProto()
        )
        // Servers before 2.8 have names only.
        let named = response.nodeLabels.compactMap(\.name)
        return (named.isEmpty ? response.deprecatedNodeLabels : named).sorted()
    }
}
