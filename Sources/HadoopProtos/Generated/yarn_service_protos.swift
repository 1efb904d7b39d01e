// swift-format-ignore-file
// Written by Protos/generate from yarn_service_protos.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct ContainerUpdateTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let increaseResource = Self(rawValue: 0)
    public static let decreaseResource = Self(rawValue: 1)
    public static let promoteExecutionType = Self(rawValue: 2)
    public static let demoteExecutionType = Self(rawValue: 3)
    public static let names: [Int32: String] = [0: "INCREASE_RESOURCE", 1: "DECREASE_RESOURCE", 2: "PROMOTE_EXECUTION_TYPE", 3: "DEMOTE_EXECUTION_TYPE"]
}

public struct SchedulerResourceTypes: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let memory = Self(rawValue: 0)
    public static let cpu = Self(rawValue: 1)
    public static let names: [Int32: String] = [0: "MEMORY", 1: "CPU"]
}

public struct ApplicationsRequestScopeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let all = Self(rawValue: 0)
    public static let viewable = Self(rawValue: 1)
    public static let own = Self(rawValue: 2)
    public static let names: [Int32: String] = [0: "ALL", 1: "VIEWABLE", 2: "OWN"]
}

public struct RegisterApplicationMasterRequestProto: HadoopMessage {
    public var host: String?
    public var rpcPort: Int32?
    public var trackingUrl: String?
    public init(host: String? = nil, rpcPort: Int32? = nil, trackingUrl: String? = nil) {
        self.host = host
        self.rpcPort = rpcPort
        self.trackingUrl = trackingUrl
    }
    public static var messageName: String { "RegisterApplicationMasterRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RegisterApplicationMasterResponseProto: HadoopMessage {
    public var maximumCapability: ResourceProto?
    public var clientToAmTokenMasterKey: [UInt8]?
    public var applicationACLs: [ApplicationACLMapProto]
    public var containersFromPreviousAttempts: [ContainerProto]
    public var queue: String?
    public var nmTokensFromPreviousAttempts: [NMTokenProto]
    public var schedulerResourceTypes: [SchedulerResourceTypes]
    public var resourceTypes: [ResourceTypeInfoProto]
    public init(maximumCapability: ResourceProto? = nil, clientToAmTokenMasterKey: [UInt8]? = nil, applicationACLs: [ApplicationACLMapProto] = [], containersFromPreviousAttempts: [ContainerProto] = [], queue: String? = nil, nmTokensFromPreviousAttempts: [NMTokenProto] = [], schedulerResourceTypes: [SchedulerResourceTypes] = [], resourceTypes: [ResourceTypeInfoProto] = []) {
        self.maximumCapability = maximumCapability
        self.clientToAmTokenMasterKey = clientToAmTokenMasterKey
        self.applicationACLs = applicationACLs
        self.containersFromPreviousAttempts = containersFromPreviousAttempts
        self.queue = queue
        self.nmTokensFromPreviousAttempts = nmTokensFromPreviousAttempts
        self.schedulerResourceTypes = schedulerResourceTypes
        self.resourceTypes = resourceTypes
    }
    public static var messageName: String { "RegisterApplicationMasterResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FinishApplicationMasterRequestProto: HadoopMessage {
    public var diagnostics: String?
    public var trackingUrl: String?
    public var finalApplicationStatus: FinalApplicationStatusProto?
    public init(diagnostics: String? = nil, trackingUrl: String? = nil, finalApplicationStatus: FinalApplicationStatusProto? = nil) {
        self.diagnostics = diagnostics
        self.trackingUrl = trackingUrl
        self.finalApplicationStatus = finalApplicationStatus
    }
    public static var messageName: String { "FinishApplicationMasterRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FinishApplicationMasterResponseProto: HadoopMessage {
    public var isUnregistered: Bool?
    public init(isUnregistered: Bool? = nil) {
        self.isUnregistered = isUnregistered
    }
    public static var messageName: String { "FinishApplicationMasterResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateContainerRequestProto: HadoopMessage {
    public var containerVersion: Int32
    public var containerId: ContainerIdProto
    public var updateType: ContainerUpdateTypeProto
    public var capability: ResourceProto?
    public var executionType: ExecutionTypeProto?
    public init(containerVersion: Int32, containerId: ContainerIdProto, updateType: ContainerUpdateTypeProto, capability: ResourceProto? = nil, executionType: ExecutionTypeProto? = nil) {
        self.containerVersion = containerVersion
        self.containerId = containerId
        self.updateType = updateType
        self.capability = capability
        self.executionType = executionType
    }
    public static var messageName: String { "UpdateContainerRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateContainerErrorProto: HadoopMessage {
    public var reason: String?
    public var updateRequest: UpdateContainerRequestProto?
    public var currentContainerVersion: Int32?
    public init(reason: String? = nil, updateRequest: UpdateContainerRequestProto? = nil, currentContainerVersion: Int32? = nil) {
        self.reason = reason
        self.updateRequest = updateRequest
        self.currentContainerVersion = currentContainerVersion
    }
    public static var messageName: String { "UpdateContainerErrorProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AllocateRequestProto: HadoopMessage {
    public var ask: [ResourceRequestProto]
    public var release: [ContainerIdProto]
    public var blacklistRequest: ResourceBlacklistRequestProto?
    public var responseId: Int32?
    public var progress: Float?
    public var updateRequests: [UpdateContainerRequestProto]
    public var trackingUrl: String?
    public init(ask: [ResourceRequestProto] = [], release: [ContainerIdProto] = [], blacklistRequest: ResourceBlacklistRequestProto? = nil, responseId: Int32? = nil, progress: Float? = nil, updateRequests: [UpdateContainerRequestProto] = [], trackingUrl: String? = nil) {
        self.ask = ask
        self.release = release
        self.blacklistRequest = blacklistRequest
        self.responseId = responseId
        self.progress = progress
        self.updateRequests = updateRequests
        self.trackingUrl = trackingUrl
    }
    public static var messageName: String { "AllocateRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct NMTokenProto: HadoopMessage {
    public var nodeId: NodeIdProto?
    public var token: TokenProto?
    public init(nodeId: NodeIdProto? = nil, token: TokenProto? = nil) {
        self.nodeId = nodeId
        self.token = token
    }
    public static var messageName: String { "NMTokenProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdatedContainerProto: HadoopMessage {
    public var updateType: ContainerUpdateTypeProto
    public var container: ContainerProto
    public init(updateType: ContainerUpdateTypeProto, container: ContainerProto) {
        self.updateType = updateType
        self.container = container
    }
    public static var messageName: String { "UpdatedContainerProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AllocateResponseProto: HadoopMessage {
    public var aMCommand: AMCommandProto?
    public var responseId: Int32?
    public var allocatedContainers: [ContainerProto]
    public var completedContainerStatuses: [ContainerStatusProto]
    public var limit: ResourceProto?
    public var updatedNodes: [NodeReportProto]
    public var numClusterNodes: Int32?
    public var preempt: PreemptionMessageProto?
    public var nmTokens: [NMTokenProto]
    public var amRmToken: TokenProto?
    public var applicationPriority: PriorityProto?
    public var updateErrors: [UpdateContainerErrorProto]
    public var updatedContainers: [UpdatedContainerProto]
    public var containersFromPreviousAttempts: [ContainerProto]
    public init(aMCommand: AMCommandProto? = nil, responseId: Int32? = nil, allocatedContainers: [ContainerProto] = [], completedContainerStatuses: [ContainerStatusProto] = [], limit: ResourceProto? = nil, updatedNodes: [NodeReportProto] = [], numClusterNodes: Int32? = nil, preempt: PreemptionMessageProto? = nil, nmTokens: [NMTokenProto] = [], amRmToken: TokenProto? = nil, applicationPriority: PriorityProto? = nil, updateErrors: [UpdateContainerErrorProto] = [], updatedContainers: [UpdatedContainerProto] = [], containersFromPreviousAttempts: [ContainerProto] = []) {
        self.aMCommand = aMCommand
        self.responseId = responseId
        self.allocatedContainers = allocatedContainers
        self.completedContainerStatuses = completedContainerStatuses
        self.limit = limit
        self.updatedNodes = updatedNodes
        self.numClusterNodes = numClusterNodes
        self.preempt = preempt
        self.nmTokens = nmTokens
        self.amRmToken = amRmToken
        self.applicationPriority = applicationPriority
        self.updateErrors = updateErrors
        self.updatedContainers = updatedContainers
        self.containersFromPreviousAttempts = containersFromPreviousAttempts
    }
    public static var messageName: String { "AllocateResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetNewApplicationRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetNewApplicationRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetNewApplicationResponseProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public var maximumCapability: ResourceProto?
    public init(applicationId: ApplicationIdProto? = nil, maximumCapability: ResourceProto? = nil) {
        self.applicationId = applicationId
        self.maximumCapability = maximumCapability
    }
    public static var messageName: String { "GetNewApplicationResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationReportRequestProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public init(applicationId: ApplicationIdProto? = nil) {
        self.applicationId = applicationId
    }
    public static var messageName: String { "GetApplicationReportRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationReportResponseProto: HadoopMessage {
    public var applicationReport: ApplicationReportProto?
    public init(applicationReport: ApplicationReportProto? = nil) {
        self.applicationReport = applicationReport
    }
    public static var messageName: String { "GetApplicationReportResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SubmitApplicationRequestProto: HadoopMessage {
    public var applicationSubmissionContext: ApplicationSubmissionContextProto?
    public init(applicationSubmissionContext: ApplicationSubmissionContextProto? = nil) {
        self.applicationSubmissionContext = applicationSubmissionContext
    }
    public static var messageName: String { "SubmitApplicationRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SubmitApplicationResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SubmitApplicationResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FailApplicationAttemptRequestProto: HadoopMessage {
    public var applicationAttemptId: ApplicationAttemptIdProto?
    public init(applicationAttemptId: ApplicationAttemptIdProto? = nil) {
        self.applicationAttemptId = applicationAttemptId
    }
    public static var messageName: String { "FailApplicationAttemptRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FailApplicationAttemptResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "FailApplicationAttemptResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct KillApplicationRequestProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public var diagnostics: String?
    public init(applicationId: ApplicationIdProto? = nil, diagnostics: String? = nil) {
        self.applicationId = applicationId
        self.diagnostics = diagnostics
    }
    public static var messageName: String { "KillApplicationRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct KillApplicationResponseProto: HadoopMessage {
    public var isKillCompleted: Bool?
    public init(isKillCompleted: Bool? = nil) {
        self.isKillCompleted = isKillCompleted
    }
    public static var messageName: String { "KillApplicationResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetClusterMetricsRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetClusterMetricsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetClusterMetricsResponseProto: HadoopMessage {
    public var clusterMetrics: YarnClusterMetricsProto?
    public init(clusterMetrics: YarnClusterMetricsProto? = nil) {
        self.clusterMetrics = clusterMetrics
    }
    public static var messageName: String { "GetClusterMetricsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct MoveApplicationAcrossQueuesRequestProto: HadoopMessage {
    public var applicationId: ApplicationIdProto
    public var targetQueue: String
    public init(applicationId: ApplicationIdProto, targetQueue: String) {
        self.applicationId = applicationId
        self.targetQueue = targetQueue
    }
    public static var messageName: String { "MoveApplicationAcrossQueuesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct MoveApplicationAcrossQueuesResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "MoveApplicationAcrossQueuesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationsRequestProto: HadoopMessage {
    public var applicationTypes: [String]
    public var applicationStates: [YarnApplicationStateProto]
    public var users: [String]
    public var queues: [String]
    public var limit: Int64?
    public var startBegin: Int64?
    public var startEnd: Int64?
    public var finishBegin: Int64?
    public var finishEnd: Int64?
    public var applicationTags: [String]
    public var scope: ApplicationsRequestScopeProto?
    public var name: String?
    public init(applicationTypes: [String] = [], applicationStates: [YarnApplicationStateProto] = [], users: [String] = [], queues: [String] = [], limit: Int64? = nil, startBegin: Int64? = nil, startEnd: Int64? = nil, finishBegin: Int64? = nil, finishEnd: Int64? = nil, applicationTags: [String] = [], scope: ApplicationsRequestScopeProto? = nil, name: String? = nil) {
        self.applicationTypes = applicationTypes
        self.applicationStates = applicationStates
        self.users = users
        self.queues = queues
        self.limit = limit
        self.startBegin = startBegin
        self.startEnd = startEnd
        self.finishBegin = finishBegin
        self.finishEnd = finishEnd
        self.applicationTags = applicationTags
        self.scope = scope
        self.name = name
    }
    public static var messageName: String { "GetApplicationsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationsResponseProto: HadoopMessage {
    public var applications: [ApplicationReportProto]
    public init(applications: [ApplicationReportProto] = []) {
        self.applications = applications
    }
    public static var messageName: String { "GetApplicationsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetClusterNodesRequestProto: HadoopMessage {
    public var nodeStates: [NodeStateProto]
    public init(nodeStates: [NodeStateProto] = []) {
        self.nodeStates = nodeStates
    }
    public static var messageName: String { "GetClusterNodesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetClusterNodesResponseProto: HadoopMessage {
    public var nodeReports: [NodeReportProto]
    public init(nodeReports: [NodeReportProto] = []) {
        self.nodeReports = nodeReports
    }
    public static var messageName: String { "GetClusterNodesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetQueueInfoRequestProto: HadoopMessage {
    public var queueName: String?
    public var includeApplications: Bool?
    public var includeChildQueues: Bool?
    public var recursive: Bool?
    public init(queueName: String? = nil, includeApplications: Bool? = nil, includeChildQueues: Bool? = nil, recursive: Bool? = nil) {
        self.queueName = queueName
        self.includeApplications = includeApplications
        self.includeChildQueues = includeChildQueues
        self.recursive = recursive
    }
    public static var messageName: String { "GetQueueInfoRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetQueueInfoResponseProto: HadoopMessage {
    public var queueInfo: QueueInfoProto?
    public init(queueInfo: QueueInfoProto? = nil) {
        self.queueInfo = queueInfo
    }
    public static var messageName: String { "GetQueueInfoResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetQueueUserAclsInfoRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetQueueUserAclsInfoRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetQueueUserAclsInfoResponseProto: HadoopMessage {
    public var queueUserAcls: [QueueUserACLInfoProto]
    public init(queueUserAcls: [QueueUserACLInfoProto] = []) {
        self.queueUserAcls = queueUserAcls
    }
    public static var messageName: String { "GetQueueUserAclsInfoResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetNodesToLabelsRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetNodesToLabelsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetNodesToLabelsResponseProto: HadoopMessage {
    public var nodeToLabels: [NodeIdToLabelsProto]
    public init(nodeToLabels: [NodeIdToLabelsProto] = []) {
        self.nodeToLabels = nodeToLabels
    }
    public static var messageName: String { "GetNodesToLabelsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetClusterNodeLabelsRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetClusterNodeLabelsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetClusterNodeLabelsResponseProto: HadoopMessage {
    public var deprecatedNodeLabels: [String]
    public var nodeLabels: [NodeLabelProto]
    public init(deprecatedNodeLabels: [String] = [], nodeLabels: [NodeLabelProto] = []) {
        self.deprecatedNodeLabels = deprecatedNodeLabels
        self.nodeLabels = nodeLabels
    }
    public static var messageName: String { "GetClusterNodeLabelsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateApplicationPriorityRequestProto: HadoopMessage {
    public var applicationId: ApplicationIdProto
    public var applicationPriority: PriorityProto
    public init(applicationId: ApplicationIdProto, applicationPriority: PriorityProto) {
        self.applicationId = applicationId
        self.applicationPriority = applicationPriority
    }
    public static var messageName: String { "UpdateApplicationPriorityRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateApplicationPriorityResponseProto: HadoopMessage {
    public var applicationPriority: PriorityProto?
    public init(applicationPriority: PriorityProto? = nil) {
        self.applicationPriority = applicationPriority
    }
    public static var messageName: String { "UpdateApplicationPriorityResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SignalContainerRequestProto: HadoopMessage {
    public var containerId: ContainerIdProto
    public var command: SignalContainerCommandProto
    public init(containerId: ContainerIdProto, command: SignalContainerCommandProto) {
        self.containerId = containerId
        self.command = command
    }
    public static var messageName: String { "SignalContainerRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SignalContainerResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SignalContainerResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateApplicationTimeoutsRequestProto: HadoopMessage {
    public var applicationId: ApplicationIdProto
    public var applicationTimeouts: [ApplicationUpdateTimeoutMapProto]
    public init(applicationId: ApplicationIdProto, applicationTimeouts: [ApplicationUpdateTimeoutMapProto] = []) {
        self.applicationId = applicationId
        self.applicationTimeouts = applicationTimeouts
    }
    public static var messageName: String { "UpdateApplicationTimeoutsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateApplicationTimeoutsResponseProto: HadoopMessage {
    public var applicationTimeouts: [ApplicationUpdateTimeoutMapProto]
    public init(applicationTimeouts: [ApplicationUpdateTimeoutMapProto] = []) {
        self.applicationTimeouts = applicationTimeouts
    }
    public static var messageName: String { "UpdateApplicationTimeoutsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetAllResourceTypeInfoRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetAllResourceTypeInfoRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetAllResourceTypeInfoResponseProto: HadoopMessage {
    public var resourceTypeInfo: [ResourceTypeInfoProto]
    public init(resourceTypeInfo: [ResourceTypeInfoProto] = []) {
        self.resourceTypeInfo = resourceTypeInfo
    }
    public static var messageName: String { "GetAllResourceTypeInfoResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StartContainerRequestProto: HadoopMessage {
    public var containerLaunchContext: ContainerLaunchContextProto?
    public var containerToken: TokenProto?
    public init(containerLaunchContext: ContainerLaunchContextProto? = nil, containerToken: TokenProto? = nil) {
        self.containerLaunchContext = containerLaunchContext
        self.containerToken = containerToken
    }
    public static var messageName: String { "StartContainerRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StartContainersRequestProto: HadoopMessage {
    public var startContainerRequest: [StartContainerRequestProto]
    public init(startContainerRequest: [StartContainerRequestProto] = []) {
        self.startContainerRequest = startContainerRequest
    }
    public static var messageName: String { "StartContainersRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerExceptionMapProto: HadoopMessage {
    public var containerId: ContainerIdProto?
    public var exception: SerializedExceptionProto?
    public init(containerId: ContainerIdProto? = nil, exception: SerializedExceptionProto? = nil) {
        self.containerId = containerId
        self.exception = exception
    }
    public static var messageName: String { "ContainerExceptionMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StartContainersResponseProto: HadoopMessage {
    public var servicesMetaData: [StringBytesMapProto]
    public var succeededRequests: [ContainerIdProto]
    public var failedRequests: [ContainerExceptionMapProto]
    public init(servicesMetaData: [StringBytesMapProto] = [], succeededRequests: [ContainerIdProto] = [], failedRequests: [ContainerExceptionMapProto] = []) {
        self.servicesMetaData = servicesMetaData
        self.succeededRequests = succeededRequests
        self.failedRequests = failedRequests
    }
    public static var messageName: String { "StartContainersResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StopContainersRequestProto: HadoopMessage {
    public var containerId: [ContainerIdProto]
    public init(containerId: [ContainerIdProto] = []) {
        self.containerId = containerId
    }
    public static var messageName: String { "StopContainersRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StopContainersResponseProto: HadoopMessage {
    public var succeededRequests: [ContainerIdProto]
    public var failedRequests: [ContainerExceptionMapProto]
    public init(succeededRequests: [ContainerIdProto] = [], failedRequests: [ContainerExceptionMapProto] = []) {
        self.succeededRequests = succeededRequests
        self.failedRequests = failedRequests
    }
    public static var messageName: String { "StopContainersResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContainerStatusesRequestProto: HadoopMessage {
    public var containerId: [ContainerIdProto]
    public init(containerId: [ContainerIdProto] = []) {
        self.containerId = containerId
    }
    public static var messageName: String { "GetContainerStatusesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContainerStatusesResponseProto: HadoopMessage {
    public var status: [ContainerStatusProto]
    public var failedRequests: [ContainerExceptionMapProto]
    public init(status: [ContainerStatusProto] = [], failedRequests: [ContainerExceptionMapProto] = []) {
        self.status = status
        self.failedRequests = failedRequests
    }
    public static var messageName: String { "GetContainerStatusesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationAttemptReportRequestProto: HadoopMessage {
    public var applicationAttemptId: ApplicationAttemptIdProto?
    public init(applicationAttemptId: ApplicationAttemptIdProto? = nil) {
        self.applicationAttemptId = applicationAttemptId
    }
    public static var messageName: String { "GetApplicationAttemptReportRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationAttemptReportResponseProto: HadoopMessage {
    public var applicationAttemptReport: ApplicationAttemptReportProto?
    public init(applicationAttemptReport: ApplicationAttemptReportProto? = nil) {
        self.applicationAttemptReport = applicationAttemptReport
    }
    public static var messageName: String { "GetApplicationAttemptReportResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationAttemptsRequestProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public init(applicationId: ApplicationIdProto? = nil) {
        self.applicationId = applicationId
    }
    public static var messageName: String { "GetApplicationAttemptsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetApplicationAttemptsResponseProto: HadoopMessage {
    public var applicationAttempts: [ApplicationAttemptReportProto]
    public init(applicationAttempts: [ApplicationAttemptReportProto] = []) {
        self.applicationAttempts = applicationAttempts
    }
    public static var messageName: String { "GetApplicationAttemptsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContainerReportRequestProto: HadoopMessage {
    public var containerId: ContainerIdProto?
    public init(containerId: ContainerIdProto? = nil) {
        self.containerId = containerId
    }
    public static var messageName: String { "GetContainerReportRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContainerReportResponseProto: HadoopMessage {
    public var containerReport: ContainerReportProto?
    public init(containerReport: ContainerReportProto? = nil) {
        self.containerReport = containerReport
    }
    public static var messageName: String { "GetContainerReportResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContainersRequestProto: HadoopMessage {
    public var applicationAttemptId: ApplicationAttemptIdProto?
    public init(applicationAttemptId: ApplicationAttemptIdProto? = nil) {
        self.applicationAttemptId = applicationAttemptId
    }
    public static var messageName: String { "GetContainersRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContainersResponseProto: HadoopMessage {
    public var containers: [ContainerReportProto]
    public init(containers: [ContainerReportProto] = []) {
        self.containers = containers
    }
    public static var messageName: String { "GetContainersResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension RegisterApplicationMasterRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__RegisterApplicationMasterRequestProto>) { hadoop__yarn__register_application_master_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__RegisterApplicationMasterRequestProto, arena: inout Arena) {
        if let hostValue = host {
            c.host = arena.string(hostValue)
        }
        if let rpcPortValue = rpcPort {
            c.has_rpc_port = 1
            c.rpc_port = rpcPortValue
        }
        if let trackingUrlValue = trackingUrl {
            c.tracking_url = arena.string(trackingUrlValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__RegisterApplicationMasterRequestProto) {
        host = c.host.map { text($0) }
        rpcPort = c.has_rpc_port != 0 ? c.rpc_port : nil
        trackingUrl = c.tracking_url.map { text($0) }
    }
}

extension RegisterApplicationMasterResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__RegisterApplicationMasterResponseProto>) { hadoop__yarn__register_application_master_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__RegisterApplicationMasterResponseProto, arena: inout Arena) {
        if let maximumCapabilityValue = maximumCapability {
            c.maximumcapability = arena.message(maximumCapabilityValue)
        }
        if let clientToAmTokenMasterKeyValue = clientToAmTokenMasterKey {
            c.has_client_to_am_token_master_key = 1
            c.client_to_am_token_master_key = arena.bytes(clientToAmTokenMasterKeyValue)
        }
        if !applicationACLs.isEmpty {
            c.n_application_acls = applicationACLs.count
            c.application_acls = arena.messages(applicationACLs)
        }
        if !containersFromPreviousAttempts.isEmpty {
            c.n_containers_from_previous_attempts = containersFromPreviousAttempts.count
            c.containers_from_previous_attempts = arena.messages(containersFromPreviousAttempts)
        }
        if let queueValue = queue {
            c.queue = arena.string(queueValue)
        }
        if !nmTokensFromPreviousAttempts.isEmpty {
            c.n_nm_tokens_from_previous_attempts = nmTokensFromPreviousAttempts.count
            c.nm_tokens_from_previous_attempts = arena.messages(nmTokensFromPreviousAttempts)
        }
        if !schedulerResourceTypes.isEmpty {
            c.n_scheduler_resource_types = schedulerResourceTypes.count
            c.scheduler_resource_types = arena.array(schedulerResourceTypes.map { Hadoop__Yarn__SchedulerResourceTypes(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if !resourceTypes.isEmpty {
            c.n_resource_types = resourceTypes.count
            c.resource_types = arena.messages(resourceTypes)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__RegisterApplicationMasterResponseProto) {
        maximumCapability = c.maximumcapability.map { .init(unpacked: $0.pointee) }
        clientToAmTokenMasterKey = c.has_client_to_am_token_master_key != 0 ? bytes(c.client_to_am_token_master_key) : nil
        applicationACLs = messages(c.n_application_acls, c.application_acls)
        containersFromPreviousAttempts = messages(c.n_containers_from_previous_attempts, c.containers_from_previous_attempts)
        queue = c.queue.map { text($0) }
        nmTokensFromPreviousAttempts = messages(c.n_nm_tokens_from_previous_attempts, c.nm_tokens_from_previous_attempts)
        schedulerResourceTypes = enumerations(c.n_scheduler_resource_types, c.scheduler_resource_types)
        resourceTypes = messages(c.n_resource_types, c.resource_types)
    }
}

extension FinishApplicationMasterRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__FinishApplicationMasterRequestProto>) { hadoop__yarn__finish_application_master_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__FinishApplicationMasterRequestProto, arena: inout Arena) {
        if let diagnosticsValue = diagnostics {
            c.diagnostics = arena.string(diagnosticsValue)
        }
        if let trackingUrlValue = trackingUrl {
            c.tracking_url = arena.string(trackingUrlValue)
        }
        if let finalApplicationStatusValue = finalApplicationStatus {
            c.has_final_application_status = 1
            c.final_application_status = Hadoop__Yarn__FinalApplicationStatusProto(rawValue: UInt32(bitPattern: finalApplicationStatusValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__FinishApplicationMasterRequestProto) {
        diagnostics = c.diagnostics.map { text($0) }
        trackingUrl = c.tracking_url.map { text($0) }
        finalApplicationStatus = c.has_final_application_status != 0 ? FinalApplicationStatusProto(rawValue: Int32(bitPattern: c.final_application_status.rawValue)) : nil
    }
}

extension FinishApplicationMasterResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__FinishApplicationMasterResponseProto>) { hadoop__yarn__finish_application_master_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__FinishApplicationMasterResponseProto, arena: inout Arena) {
        if let isUnregisteredValue = isUnregistered {
            c.has_isunregistered = 1
            c.isunregistered = (isUnregisteredValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__FinishApplicationMasterResponseProto) {
        isUnregistered = c.has_isunregistered != 0 ? (c.isunregistered != 0) : nil
    }
}

extension UpdateContainerRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdateContainerRequestProto>) { hadoop__yarn__update_container_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdateContainerRequestProto, arena: inout Arena) {
        c.container_version = containerVersion
        c.container_id = arena.message(containerId)
        c.update_type = Hadoop__Yarn__ContainerUpdateTypeProto(rawValue: UInt32(bitPattern: updateType.rawValue))
        if let capabilityValue = capability {
            c.capability = arena.message(capabilityValue)
        }
        if let executionTypeValue = executionType {
            c.has_execution_type = 1
            c.execution_type = Hadoop__Yarn__ExecutionTypeProto(rawValue: UInt32(bitPattern: executionTypeValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdateContainerRequestProto) {
        containerVersion = c.container_version
        containerId = message(c.container_id)
        updateType = ContainerUpdateTypeProto(rawValue: Int32(bitPattern: c.update_type.rawValue))
        capability = c.capability.map { .init(unpacked: $0.pointee) }
        executionType = c.has_execution_type != 0 ? ExecutionTypeProto(rawValue: Int32(bitPattern: c.execution_type.rawValue)) : nil
    }
}

extension UpdateContainerErrorProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdateContainerErrorProto>) { hadoop__yarn__update_container_error_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdateContainerErrorProto, arena: inout Arena) {
        if let reasonValue = reason {
            c.reason = arena.string(reasonValue)
        }
        if let updateRequestValue = updateRequest {
            c.update_request = arena.message(updateRequestValue)
        }
        if let currentContainerVersionValue = currentContainerVersion {
            c.has_current_container_version = 1
            c.current_container_version = currentContainerVersionValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdateContainerErrorProto) {
        reason = c.reason.map { text($0) }
        updateRequest = c.update_request.map { .init(unpacked: $0.pointee) }
        currentContainerVersion = c.has_current_container_version != 0 ? c.current_container_version : nil
    }
}

extension AllocateRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__AllocateRequestProto>) { hadoop__yarn__allocate_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__AllocateRequestProto, arena: inout Arena) {
        if !ask.isEmpty {
            c.n_ask = ask.count
            c.ask = arena.messages(ask)
        }
        if !release.isEmpty {
            c.n_release = release.count
            c.release = arena.messages(release)
        }
        if let blacklistRequestValue = blacklistRequest {
            c.blacklist_request = arena.message(blacklistRequestValue)
        }
        if let responseIdValue = responseId {
            c.has_response_id = 1
            c.response_id = responseIdValue
        }
        if let progressValue = progress {
            c.has_progress = 1
            c.progress = progressValue
        }
        if !updateRequests.isEmpty {
            c.n_update_requests = updateRequests.count
            c.update_requests = arena.messages(updateRequests)
        }
        if let trackingUrlValue = trackingUrl {
            c.tracking_url = arena.string(trackingUrlValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__AllocateRequestProto) {
        ask = messages(c.n_ask, c.ask)
        release = messages(c.n_release, c.release)
        blacklistRequest = c.blacklist_request.map { .init(unpacked: $0.pointee) }
        responseId = c.has_response_id != 0 ? c.response_id : nil
        progress = c.has_progress != 0 ? c.progress : nil
        updateRequests = messages(c.n_update_requests, c.update_requests)
        trackingUrl = c.tracking_url.map { text($0) }
    }
}

extension NMTokenProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__NMTokenProto>) { hadoop__yarn__nmtoken_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__NMTokenProto, arena: inout Arena) {
        if let nodeIdValue = nodeId {
            c.nodeid = arena.message(nodeIdValue)
        }
        if let tokenValue = token {
            c.token = arena.message(tokenValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__NMTokenProto) {
        nodeId = c.nodeid.map { .init(unpacked: $0.pointee) }
        token = c.token.map { .init(unpacked: $0.pointee) }
    }
}

extension UpdatedContainerProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdatedContainerProto>) { hadoop__yarn__updated_container_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdatedContainerProto, arena: inout Arena) {
        c.update_type = Hadoop__Yarn__ContainerUpdateTypeProto(rawValue: UInt32(bitPattern: updateType.rawValue))
        c.container = arena.message(container)
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdatedContainerProto) {
        updateType = ContainerUpdateTypeProto(rawValue: Int32(bitPattern: c.update_type.rawValue))
        container = message(c.container)
    }
}

extension AllocateResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__AllocateResponseProto>) { hadoop__yarn__allocate_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__AllocateResponseProto, arena: inout Arena) {
        if let aMCommandValue = aMCommand {
            c.has_a_m_command = 1
            c.a_m_command = Hadoop__Yarn__AMCommandProto(rawValue: UInt32(bitPattern: aMCommandValue.rawValue))
        }
        if let responseIdValue = responseId {
            c.has_response_id = 1
            c.response_id = responseIdValue
        }
        if !allocatedContainers.isEmpty {
            c.n_allocated_containers = allocatedContainers.count
            c.allocated_containers = arena.messages(allocatedContainers)
        }
        if !completedContainerStatuses.isEmpty {
            c.n_completed_container_statuses = completedContainerStatuses.count
            c.completed_container_statuses = arena.messages(completedContainerStatuses)
        }
        if let limitValue = limit {
            c.limit = arena.message(limitValue)
        }
        if !updatedNodes.isEmpty {
            c.n_updated_nodes = updatedNodes.count
            c.updated_nodes = arena.messages(updatedNodes)
        }
        if let numClusterNodesValue = numClusterNodes {
            c.has_num_cluster_nodes = 1
            c.num_cluster_nodes = numClusterNodesValue
        }
        if let preemptValue = preempt {
            c.preempt = arena.message(preemptValue)
        }
        if !nmTokens.isEmpty {
            c.n_nm_tokens = nmTokens.count
            c.nm_tokens = arena.messages(nmTokens)
        }
        if let amRmTokenValue = amRmToken {
            c.am_rm_token = arena.message(amRmTokenValue)
        }
        if let applicationPriorityValue = applicationPriority {
            c.application_priority = arena.message(applicationPriorityValue)
        }
        if !updateErrors.isEmpty {
            c.n_update_errors = updateErrors.count
            c.update_errors = arena.messages(updateErrors)
        }
        if !updatedContainers.isEmpty {
            c.n_updated_containers = updatedContainers.count
            c.updated_containers = arena.messages(updatedContainers)
        }
        if !containersFromPreviousAttempts.isEmpty {
            c.n_containers_from_previous_attempts = containersFromPreviousAttempts.count
            c.containers_from_previous_attempts = arena.messages(containersFromPreviousAttempts)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__AllocateResponseProto) {
        aMCommand = c.has_a_m_command != 0 ? AMCommandProto(rawValue: Int32(bitPattern: c.a_m_command.rawValue)) : nil
        responseId = c.has_response_id != 0 ? c.response_id : nil
        allocatedContainers = messages(c.n_allocated_containers, c.allocated_containers)
        completedContainerStatuses = messages(c.n_completed_container_statuses, c.completed_container_statuses)
        limit = c.limit.map { .init(unpacked: $0.pointee) }
        updatedNodes = messages(c.n_updated_nodes, c.updated_nodes)
        numClusterNodes = c.has_num_cluster_nodes != 0 ? c.num_cluster_nodes : nil
        preempt = c.preempt.map { .init(unpacked: $0.pointee) }
        nmTokens = messages(c.n_nm_tokens, c.nm_tokens)
        amRmToken = c.am_rm_token.map { .init(unpacked: $0.pointee) }
        applicationPriority = c.application_priority.map { .init(unpacked: $0.pointee) }
        updateErrors = messages(c.n_update_errors, c.update_errors)
        updatedContainers = messages(c.n_updated_containers, c.updated_containers)
        containersFromPreviousAttempts = messages(c.n_containers_from_previous_attempts, c.containers_from_previous_attempts)
    }
}

extension GetNewApplicationRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetNewApplicationRequestProto>) { hadoop__yarn__get_new_application_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetNewApplicationRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetNewApplicationRequestProto) {
    }
}

extension GetNewApplicationResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetNewApplicationResponseProto>) { hadoop__yarn__get_new_application_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetNewApplicationResponseProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.application_id = arena.message(applicationIdValue)
        }
        if let maximumCapabilityValue = maximumCapability {
            c.maximumcapability = arena.message(maximumCapabilityValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetNewApplicationResponseProto) {
        applicationId = c.application_id.map { .init(unpacked: $0.pointee) }
        maximumCapability = c.maximumcapability.map { .init(unpacked: $0.pointee) }
    }
}

extension GetApplicationReportRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationReportRequestProto>) { hadoop__yarn__get_application_report_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationReportRequestProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.application_id = arena.message(applicationIdValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationReportRequestProto) {
        applicationId = c.application_id.map { .init(unpacked: $0.pointee) }
    }
}

extension GetApplicationReportResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationReportResponseProto>) { hadoop__yarn__get_application_report_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationReportResponseProto, arena: inout Arena) {
        if let applicationReportValue = applicationReport {
            c.application_report = arena.message(applicationReportValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationReportResponseProto) {
        applicationReport = c.application_report.map { .init(unpacked: $0.pointee) }
    }
}

extension SubmitApplicationRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__SubmitApplicationRequestProto>) { hadoop__yarn__submit_application_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__SubmitApplicationRequestProto, arena: inout Arena) {
        if let applicationSubmissionContextValue = applicationSubmissionContext {
            c.application_submission_context = arena.message(applicationSubmissionContextValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__SubmitApplicationRequestProto) {
        applicationSubmissionContext = c.application_submission_context.map { .init(unpacked: $0.pointee) }
    }
}

extension SubmitApplicationResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__SubmitApplicationResponseProto>) { hadoop__yarn__submit_application_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__SubmitApplicationResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__SubmitApplicationResponseProto) {
    }
}

extension FailApplicationAttemptRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__FailApplicationAttemptRequestProto>) { hadoop__yarn__fail_application_attempt_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__FailApplicationAttemptRequestProto, arena: inout Arena) {
        if let applicationAttemptIdValue = applicationAttemptId {
            c.application_attempt_id = arena.message(applicationAttemptIdValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__FailApplicationAttemptRequestProto) {
        applicationAttemptId = c.application_attempt_id.map { .init(unpacked: $0.pointee) }
    }
}

extension FailApplicationAttemptResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__FailApplicationAttemptResponseProto>) { hadoop__yarn__fail_application_attempt_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__FailApplicationAttemptResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__FailApplicationAttemptResponseProto) {
    }
}

extension KillApplicationRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__KillApplicationRequestProto>) { hadoop__yarn__kill_application_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__KillApplicationRequestProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.application_id = arena.message(applicationIdValue)
        }
        if let diagnosticsValue = diagnostics {
            c.diagnostics = arena.string(diagnosticsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__KillApplicationRequestProto) {
        applicationId = c.application_id.map { .init(unpacked: $0.pointee) }
        diagnostics = c.diagnostics.map { text($0) }
    }
}

extension KillApplicationResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__KillApplicationResponseProto>) { hadoop__yarn__kill_application_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__KillApplicationResponseProto, arena: inout Arena) {
        if let isKillCompletedValue = isKillCompleted {
            c.has_is_kill_completed = 1
            c.is_kill_completed = (isKillCompletedValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__KillApplicationResponseProto) {
        isKillCompleted = c.has_is_kill_completed != 0 ? (c.is_kill_completed != 0) : nil
    }
}

extension GetClusterMetricsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetClusterMetricsRequestProto>) { hadoop__yarn__get_cluster_metrics_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetClusterMetricsRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetClusterMetricsRequestProto) {
    }
}

extension GetClusterMetricsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetClusterMetricsResponseProto>) { hadoop__yarn__get_cluster_metrics_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetClusterMetricsResponseProto, arena: inout Arena) {
        if let clusterMetricsValue = clusterMetrics {
            c.cluster_metrics = arena.message(clusterMetricsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetClusterMetricsResponseProto) {
        clusterMetrics = c.cluster_metrics.map { .init(unpacked: $0.pointee) }
    }
}

extension MoveApplicationAcrossQueuesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__MoveApplicationAcrossQueuesRequestProto>) { hadoop__yarn__move_application_across_queues_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__MoveApplicationAcrossQueuesRequestProto, arena: inout Arena) {
        c.application_id = arena.message(applicationId)
        c.target_queue = arena.string(targetQueue)
    }
    init(unpacked c: borrowing Hadoop__Yarn__MoveApplicationAcrossQueuesRequestProto) {
        applicationId = message(c.application_id)
        targetQueue = text(c.target_queue)
    }
}

extension MoveApplicationAcrossQueuesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__MoveApplicationAcrossQueuesResponseProto>) { hadoop__yarn__move_application_across_queues_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__MoveApplicationAcrossQueuesResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__MoveApplicationAcrossQueuesResponseProto) {
    }
}

extension GetApplicationsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationsRequestProto>) { hadoop__yarn__get_applications_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationsRequestProto, arena: inout Arena) {
        if !applicationTypes.isEmpty {
            c.n_application_types = applicationTypes.count
            c.application_types = arena.strings(applicationTypes)
        }
        if !applicationStates.isEmpty {
            c.n_application_states = applicationStates.count
            c.application_states = arena.array(applicationStates.map { Hadoop__Yarn__YarnApplicationStateProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if !users.isEmpty {
            c.n_users = users.count
            c.users = arena.strings(users)
        }
        if !queues.isEmpty {
            c.n_queues = queues.count
            c.queues = arena.strings(queues)
        }
        if let limitValue = limit {
            c.has_limit = 1
            c.limit = limitValue
        }
        if let startBeginValue = startBegin {
            c.has_start_begin = 1
            c.start_begin = startBeginValue
        }
        if let startEndValue = startEnd {
            c.has_start_end = 1
            c.start_end = startEndValue
        }
        if let finishBeginValue = finishBegin {
            c.has_finish_begin = 1
            c.finish_begin = finishBeginValue
        }
        if let finishEndValue = finishEnd {
            c.has_finish_end = 1
            c.finish_end = finishEndValue
        }
        if !applicationTags.isEmpty {
            c.n_applicationtags = applicationTags.count
            c.applicationtags = arena.strings(applicationTags)
        }
        if let scopeValue = scope {
            c.has_scope = 1
            c.scope = Hadoop__Yarn__ApplicationsRequestScopeProto(rawValue: UInt32(bitPattern: scopeValue.rawValue))
        }
        if let nameValue = name {
            c.name = arena.string(nameValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationsRequestProto) {
        applicationTypes = texts(c.n_application_types, c.application_types)
        applicationStates = enumerations(c.n_application_states, c.application_states)
        users = texts(c.n_users, c.users)
        queues = texts(c.n_queues, c.queues)
        limit = c.has_limit != 0 ? c.limit : nil
        startBegin = c.has_start_begin != 0 ? c.start_begin : nil
        startEnd = c.has_start_end != 0 ? c.start_end : nil
        finishBegin = c.has_finish_begin != 0 ? c.finish_begin : nil
        finishEnd = c.has_finish_end != 0 ? c.finish_end : nil
        applicationTags = texts(c.n_applicationtags, c.applicationtags)
        scope = c.has_scope != 0 ? ApplicationsRequestScopeProto(rawValue: Int32(bitPattern: c.scope.rawValue)) : nil
        name = c.name.map { text($0) }
    }
}

extension GetApplicationsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationsResponseProto>) { hadoop__yarn__get_applications_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationsResponseProto, arena: inout Arena) {
        if !applications.isEmpty {
            c.n_applications = applications.count
            c.applications = arena.messages(applications)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationsResponseProto) {
        applications = messages(c.n_applications, c.applications)
    }
}

extension GetClusterNodesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetClusterNodesRequestProto>) { hadoop__yarn__get_cluster_nodes_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetClusterNodesRequestProto, arena: inout Arena) {
        if !nodeStates.isEmpty {
            c.n_nodestates = nodeStates.count
            c.nodestates = arena.array(nodeStates.map { Hadoop__Yarn__NodeStateProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetClusterNodesRequestProto) {
        nodeStates = enumerations(c.n_nodestates, c.nodestates)
    }
}

extension GetClusterNodesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetClusterNodesResponseProto>) { hadoop__yarn__get_cluster_nodes_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetClusterNodesResponseProto, arena: inout Arena) {
        if !nodeReports.isEmpty {
            c.n_nodereports = nodeReports.count
            c.nodereports = arena.messages(nodeReports)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetClusterNodesResponseProto) {
        nodeReports = messages(c.n_nodereports, c.nodereports)
    }
}

extension GetQueueInfoRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetQueueInfoRequestProto>) { hadoop__yarn__get_queue_info_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetQueueInfoRequestProto, arena: inout Arena) {
        if let queueNameValue = queueName {
            c.queuename = arena.string(queueNameValue)
        }
        if let includeApplicationsValue = includeApplications {
            c.has_includeapplications = 1
            c.includeapplications = (includeApplicationsValue ? 1 : 0)
        }
        if let includeChildQueuesValue = includeChildQueues {
            c.has_includechildqueues = 1
            c.includechildqueues = (includeChildQueuesValue ? 1 : 0)
        }
        if let recursiveValue = recursive {
            c.has_recursive = 1
            c.recursive = (recursiveValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetQueueInfoRequestProto) {
        queueName = c.queuename.map { text($0) }
        includeApplications = c.has_includeapplications != 0 ? (c.includeapplications != 0) : nil
        includeChildQueues = c.has_includechildqueues != 0 ? (c.includechildqueues != 0) : nil
        recursive = c.has_recursive != 0 ? (c.recursive != 0) : nil
    }
}

extension GetQueueInfoResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetQueueInfoResponseProto>) { hadoop__yarn__get_queue_info_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetQueueInfoResponseProto, arena: inout Arena) {
        if let queueInfoValue = queueInfo {
            c.queueinfo = arena.message(queueInfoValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetQueueInfoResponseProto) {
        queueInfo = c.queueinfo.map { .init(unpacked: $0.pointee) }
    }
}

extension GetQueueUserAclsInfoRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetQueueUserAclsInfoRequestProto>) { hadoop__yarn__get_queue_user_acls_info_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetQueueUserAclsInfoRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetQueueUserAclsInfoRequestProto) {
    }
}

extension GetQueueUserAclsInfoResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetQueueUserAclsInfoResponseProto>) { hadoop__yarn__get_queue_user_acls_info_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetQueueUserAclsInfoResponseProto, arena: inout Arena) {
        if !queueUserAcls.isEmpty {
            c.n_queueuseracls = queueUserAcls.count
            c.queueuseracls = arena.messages(queueUserAcls)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetQueueUserAclsInfoResponseProto) {
        queueUserAcls = messages(c.n_queueuseracls, c.queueuseracls)
    }
}

extension GetNodesToLabelsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetNodesToLabelsRequestProto>) { hadoop__yarn__get_nodes_to_labels_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetNodesToLabelsRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetNodesToLabelsRequestProto) {
    }
}

extension GetNodesToLabelsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetNodesToLabelsResponseProto>) { hadoop__yarn__get_nodes_to_labels_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetNodesToLabelsResponseProto, arena: inout Arena) {
        if !nodeToLabels.isEmpty {
            c.n_nodetolabels = nodeToLabels.count
            c.nodetolabels = arena.messages(nodeToLabels)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetNodesToLabelsResponseProto) {
        nodeToLabels = messages(c.n_nodetolabels, c.nodetolabels)
    }
}

extension GetClusterNodeLabelsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetClusterNodeLabelsRequestProto>) { hadoop__yarn__get_cluster_node_labels_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetClusterNodeLabelsRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetClusterNodeLabelsRequestProto) {
    }
}

extension GetClusterNodeLabelsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetClusterNodeLabelsResponseProto>) { hadoop__yarn__get_cluster_node_labels_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetClusterNodeLabelsResponseProto, arena: inout Arena) {
        if !deprecatedNodeLabels.isEmpty {
            c.n_deprecatednodelabels = deprecatedNodeLabels.count
            c.deprecatednodelabels = arena.strings(deprecatedNodeLabels)
        }
        if !nodeLabels.isEmpty {
            c.n_nodelabels = nodeLabels.count
            c.nodelabels = arena.messages(nodeLabels)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetClusterNodeLabelsResponseProto) {
        deprecatedNodeLabels = texts(c.n_deprecatednodelabels, c.deprecatednodelabels)
        nodeLabels = messages(c.n_nodelabels, c.nodelabels)
    }
}

extension UpdateApplicationPriorityRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdateApplicationPriorityRequestProto>) { hadoop__yarn__update_application_priority_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdateApplicationPriorityRequestProto, arena: inout Arena) {
        c.applicationid = arena.message(applicationId)
        c.applicationpriority = arena.message(applicationPriority)
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdateApplicationPriorityRequestProto) {
        applicationId = message(c.applicationid)
        applicationPriority = message(c.applicationpriority)
    }
}

extension UpdateApplicationPriorityResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdateApplicationPriorityResponseProto>) { hadoop__yarn__update_application_priority_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdateApplicationPriorityResponseProto, arena: inout Arena) {
        if let applicationPriorityValue = applicationPriority {
            c.applicationpriority = arena.message(applicationPriorityValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdateApplicationPriorityResponseProto) {
        applicationPriority = c.applicationpriority.map { .init(unpacked: $0.pointee) }
    }
}

extension SignalContainerRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__SignalContainerRequestProto>) { hadoop__yarn__signal_container_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__SignalContainerRequestProto, arena: inout Arena) {
        c.container_id = arena.message(containerId)
        c.command = Hadoop__Yarn__SignalContainerCommandProto(rawValue: UInt32(bitPattern: command.rawValue))
    }
    init(unpacked c: borrowing Hadoop__Yarn__SignalContainerRequestProto) {
        containerId = message(c.container_id)
        command = SignalContainerCommandProto(rawValue: Int32(bitPattern: c.command.rawValue))
    }
}

extension SignalContainerResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__SignalContainerResponseProto>) { hadoop__yarn__signal_container_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__SignalContainerResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__SignalContainerResponseProto) {
    }
}

extension UpdateApplicationTimeoutsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdateApplicationTimeoutsRequestProto>) { hadoop__yarn__update_application_timeouts_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdateApplicationTimeoutsRequestProto, arena: inout Arena) {
        c.applicationid = arena.message(applicationId)
        if !applicationTimeouts.isEmpty {
            c.n_application_timeouts = applicationTimeouts.count
            c.application_timeouts = arena.messages(applicationTimeouts)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdateApplicationTimeoutsRequestProto) {
        applicationId = message(c.applicationid)
        applicationTimeouts = messages(c.n_application_timeouts, c.application_timeouts)
    }
}

extension UpdateApplicationTimeoutsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__UpdateApplicationTimeoutsResponseProto>) { hadoop__yarn__update_application_timeouts_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__UpdateApplicationTimeoutsResponseProto, arena: inout Arena) {
        if !applicationTimeouts.isEmpty {
            c.n_application_timeouts = applicationTimeouts.count
            c.application_timeouts = arena.messages(applicationTimeouts)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__UpdateApplicationTimeoutsResponseProto) {
        applicationTimeouts = messages(c.n_application_timeouts, c.application_timeouts)
    }
}

extension GetAllResourceTypeInfoRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetAllResourceTypeInfoRequestProto>) { hadoop__yarn__get_all_resource_type_info_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetAllResourceTypeInfoRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetAllResourceTypeInfoRequestProto) {
    }
}

extension GetAllResourceTypeInfoResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetAllResourceTypeInfoResponseProto>) { hadoop__yarn__get_all_resource_type_info_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetAllResourceTypeInfoResponseProto, arena: inout Arena) {
        if !resourceTypeInfo.isEmpty {
            c.n_resource_type_info = resourceTypeInfo.count
            c.resource_type_info = arena.messages(resourceTypeInfo)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetAllResourceTypeInfoResponseProto) {
        resourceTypeInfo = messages(c.n_resource_type_info, c.resource_type_info)
    }
}

extension StartContainerRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StartContainerRequestProto>) { hadoop__yarn__start_container_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StartContainerRequestProto, arena: inout Arena) {
        if let containerLaunchContextValue = containerLaunchContext {
            c.container_launch_context = arena.message(containerLaunchContextValue)
        }
        if let containerTokenValue = containerToken {
            c.container_token = arena.message(containerTokenValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StartContainerRequestProto) {
        containerLaunchContext = c.container_launch_context.map { .init(unpacked: $0.pointee) }
        containerToken = c.container_token.map { .init(unpacked: $0.pointee) }
    }
}

extension StartContainersRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StartContainersRequestProto>) { hadoop__yarn__start_containers_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StartContainersRequestProto, arena: inout Arena) {
        if !startContainerRequest.isEmpty {
            c.n_start_container_request = startContainerRequest.count
            c.start_container_request = arena.messages(startContainerRequest)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StartContainersRequestProto) {
        startContainerRequest = messages(c.n_start_container_request, c.start_container_request)
    }
}

extension ContainerExceptionMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerExceptionMapProto>) { hadoop__yarn__container_exception_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerExceptionMapProto, arena: inout Arena) {
        if let containerIdValue = containerId {
            c.container_id = arena.message(containerIdValue)
        }
        if let exceptionValue = exception {
            c.exception = arena.message(exceptionValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerExceptionMapProto) {
        containerId = c.container_id.map { .init(unpacked: $0.pointee) }
        exception = c.exception.map { .init(unpacked: $0.pointee) }
    }
}

extension StartContainersResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StartContainersResponseProto>) { hadoop__yarn__start_containers_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StartContainersResponseProto, arena: inout Arena) {
        if !servicesMetaData.isEmpty {
            c.n_services_meta_data = servicesMetaData.count
            c.services_meta_data = arena.messages(servicesMetaData)
        }
        if !succeededRequests.isEmpty {
            c.n_succeeded_requests = succeededRequests.count
            c.succeeded_requests = arena.messages(succeededRequests)
        }
        if !failedRequests.isEmpty {
            c.n_failed_requests = failedRequests.count
            c.failed_requests = arena.messages(failedRequests)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StartContainersResponseProto) {
        servicesMetaData = messages(c.n_services_meta_data, c.services_meta_data)
        succeededRequests = messages(c.n_succeeded_requests, c.succeeded_requests)
        failedRequests = messages(c.n_failed_requests, c.failed_requests)
    }
}

extension StopContainersRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StopContainersRequestProto>) { hadoop__yarn__stop_containers_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StopContainersRequestProto, arena: inout Arena) {
        if !containerId.isEmpty {
            c.n_container_id = containerId.count
            c.container_id = arena.messages(containerId)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StopContainersRequestProto) {
        containerId = messages(c.n_container_id, c.container_id)
    }
}

extension StopContainersResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StopContainersResponseProto>) { hadoop__yarn__stop_containers_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StopContainersResponseProto, arena: inout Arena) {
        if !succeededRequests.isEmpty {
            c.n_succeeded_requests = succeededRequests.count
            c.succeeded_requests = arena.messages(succeededRequests)
        }
        if !failedRequests.isEmpty {
            c.n_failed_requests = failedRequests.count
            c.failed_requests = arena.messages(failedRequests)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StopContainersResponseProto) {
        succeededRequests = messages(c.n_succeeded_requests, c.succeeded_requests)
        failedRequests = messages(c.n_failed_requests, c.failed_requests)
    }
}

extension GetContainerStatusesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetContainerStatusesRequestProto>) { hadoop__yarn__get_container_statuses_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetContainerStatusesRequestProto, arena: inout Arena) {
        if !containerId.isEmpty {
            c.n_container_id = containerId.count
            c.container_id = arena.messages(containerId)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetContainerStatusesRequestProto) {
        containerId = messages(c.n_container_id, c.container_id)
    }
}

extension GetContainerStatusesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetContainerStatusesResponseProto>) { hadoop__yarn__get_container_statuses_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetContainerStatusesResponseProto, arena: inout Arena) {
        if !status.isEmpty {
            c.n_status = status.count
            c.status = arena.messages(status)
        }
        if !failedRequests.isEmpty {
            c.n_failed_requests = failedRequests.count
            c.failed_requests = arena.messages(failedRequests)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetContainerStatusesResponseProto) {
        status = messages(c.n_status, c.status)
        failedRequests = messages(c.n_failed_requests, c.failed_requests)
    }
}

extension GetApplicationAttemptReportRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationAttemptReportRequestProto>) { hadoop__yarn__get_application_attempt_report_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationAttemptReportRequestProto, arena: inout Arena) {
        if let applicationAttemptIdValue = applicationAttemptId {
            c.application_attempt_id = arena.message(applicationAttemptIdValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationAttemptReportRequestProto) {
        applicationAttemptId = c.application_attempt_id.map { .init(unpacked: $0.pointee) }
    }
}

extension GetApplicationAttemptReportResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationAttemptReportResponseProto>) { hadoop__yarn__get_application_attempt_report_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationAttemptReportResponseProto, arena: inout Arena) {
        if let applicationAttemptReportValue = applicationAttemptReport {
            c.application_attempt_report = arena.message(applicationAttemptReportValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationAttemptReportResponseProto) {
        applicationAttemptReport = c.application_attempt_report.map { .init(unpacked: $0.pointee) }
    }
}

extension GetApplicationAttemptsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationAttemptsRequestProto>) { hadoop__yarn__get_application_attempts_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationAttemptsRequestProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.application_id = arena.message(applicationIdValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationAttemptsRequestProto) {
        applicationId = c.application_id.map { .init(unpacked: $0.pointee) }
    }
}

extension GetApplicationAttemptsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetApplicationAttemptsResponseProto>) { hadoop__yarn__get_application_attempts_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetApplicationAttemptsResponseProto, arena: inout Arena) {
        if !applicationAttempts.isEmpty {
            c.n_application_attempts = applicationAttempts.count
            c.application_attempts = arena.messages(applicationAttempts)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetApplicationAttemptsResponseProto) {
        applicationAttempts = messages(c.n_application_attempts, c.application_attempts)
    }
}

extension GetContainerReportRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetContainerReportRequestProto>) { hadoop__yarn__get_container_report_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetContainerReportRequestProto, arena: inout Arena) {
        if let containerIdValue = containerId {
            c.container_id = arena.message(containerIdValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetContainerReportRequestProto) {
        containerId = c.container_id.map { .init(unpacked: $0.pointee) }
    }
}

extension GetContainerReportResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetContainerReportResponseProto>) { hadoop__yarn__get_container_report_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetContainerReportResponseProto, arena: inout Arena) {
        if let containerReportValue = containerReport {
            c.container_report = arena.message(containerReportValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetContainerReportResponseProto) {
        containerReport = c.container_report.map { .init(unpacked: $0.pointee) }
    }
}

extension GetContainersRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetContainersRequestProto>) { hadoop__yarn__get_containers_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetContainersRequestProto, arena: inout Arena) {
        if let applicationAttemptIdValue = applicationAttemptId {
            c.application_attempt_id = arena.message(applicationAttemptIdValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetContainersRequestProto) {
        applicationAttemptId = c.application_attempt_id.map { .init(unpacked: $0.pointee) }
    }
}

extension GetContainersResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__GetContainersResponseProto>) { hadoop__yarn__get_containers_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__GetContainersResponseProto, arena: inout Arena) {
        if !containers.isEmpty {
            c.n_containers = containers.count
            c.containers = arena.messages(containers)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__GetContainersResponseProto) {
        containers = messages(c.n_containers, c.containers)
    }
}
