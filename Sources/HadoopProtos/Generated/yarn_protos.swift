// swift-format-ignore-file
// Written by Protos/generate from yarn_protos.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct ResourceTypesProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let countable = Self(rawValue: 0)
    public static let names: [Int32: String] = [0: "COUNTABLE"]
}

public struct ContainerStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let cNew = Self(rawValue: 1)
    public static let cRunning = Self(rawValue: 2)
    public static let cComplete = Self(rawValue: 3)
    public static let names: [Int32: String] = [1: "C_NEW", 2: "C_RUNNING", 3: "C_COMPLETE"]
}

public struct ContainerSubStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let cssScheduled = Self(rawValue: 1)
    public static let cssRunning = Self(rawValue: 2)
    public static let cssPaused = Self(rawValue: 3)
    public static let cssCompleting = Self(rawValue: 4)
    public static let cssDone = Self(rawValue: 5)
    public static let names: [Int32: String] = [1: "CSS_SCHEDULED", 2: "CSS_RUNNING", 3: "CSS_PAUSED", 4: "CSS_COMPLETING", 5: "CSS_DONE"]
}

public struct YarnApplicationStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let new = Self(rawValue: 1)
    public static let newSaving = Self(rawValue: 2)
    public static let submitted = Self(rawValue: 3)
    public static let accepted = Self(rawValue: 4)
    public static let running = Self(rawValue: 5)
    public static let finished = Self(rawValue: 6)
    public static let failed = Self(rawValue: 7)
    public static let killed = Self(rawValue: 8)
    public static let names: [Int32: String] = [1: "NEW", 2: "NEW_SAVING", 3: "SUBMITTED", 4: "ACCEPTED", 5: "RUNNING", 6: "FINISHED", 7: "FAILED", 8: "KILLED"]
}

public struct YarnApplicationAttemptStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let appAttemptNew = Self(rawValue: 1)
    public static let appAttemptSubmitted = Self(rawValue: 2)
    public static let appAttemptScheduled = Self(rawValue: 3)
    public static let appAttemptAllocatedSaving = Self(rawValue: 4)
    public static let appAttemptAllocated = Self(rawValue: 5)
    public static let appAttemptLaunched = Self(rawValue: 6)
    public static let appAttemptFailed = Self(rawValue: 7)
    public static let appAttemptRunning = Self(rawValue: 8)
    public static let appAttemptFinishing = Self(rawValue: 9)
    public static let appAttemptFinished = Self(rawValue: 10)
    public static let appAttemptKilled = Self(rawValue: 11)
    public static let names: [Int32: String] = [1: "APP_ATTEMPT_NEW", 2: "APP_ATTEMPT_SUBMITTED", 3: "APP_ATTEMPT_SCHEDULED", 4: "APP_ATTEMPT_ALLOCATED_SAVING", 5: "APP_ATTEMPT_ALLOCATED", 6: "APP_ATTEMPT_LAUNCHED", 7: "APP_ATTEMPT_FAILED", 8: "APP_ATTEMPT_RUNNING", 9: "APP_ATTEMPT_FINISHING", 10: "APP_ATTEMPT_FINISHED", 11: "APP_ATTEMPT_KILLED"]
}

public struct FinalApplicationStatusProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let appUndefined = Self(rawValue: 0)
    public static let appSucceeded = Self(rawValue: 1)
    public static let appFailed = Self(rawValue: 2)
    public static let appKilled = Self(rawValue: 3)
    public static let appEnded = Self(rawValue: 4)
    public static let names: [Int32: String] = [0: "APP_UNDEFINED", 1: "APP_SUCCEEDED", 2: "APP_FAILED", 3: "APP_KILLED", 4: "APP_ENDED"]
}

public struct LocalResourceVisibilityProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let `public` = Self(rawValue: 1)
    public static let `private` = Self(rawValue: 2)
    public static let application = Self(rawValue: 3)
    public static let names: [Int32: String] = [1: "PUBLIC", 2: "PRIVATE", 3: "APPLICATION"]
}

public struct LocalResourceTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let archive = Self(rawValue: 1)
    public static let file = Self(rawValue: 2)
    public static let pattern = Self(rawValue: 3)
    public static let names: [Int32: String] = [1: "ARCHIVE", 2: "FILE", 3: "PATTERN"]
}

public struct LogAggregationStatusProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let logDisabled = Self(rawValue: 1)
    public static let logNotStart = Self(rawValue: 2)
    public static let logRunning = Self(rawValue: 3)
    public static let logSucceeded = Self(rawValue: 4)
    public static let logFailed = Self(rawValue: 5)
    public static let logTimeOut = Self(rawValue: 6)
    public static let logRunningWithFailure = Self(rawValue: 7)
    public static let names: [Int32: String] = [1: "LOG_DISABLED", 2: "LOG_NOT_START", 3: "LOG_RUNNING", 4: "LOG_SUCCEEDED", 5: "LOG_FAILED", 6: "LOG_TIME_OUT", 7: "LOG_RUNNING_WITH_FAILURE"]
}

public struct NodeStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let nsNew = Self(rawValue: 1)
    public static let nsRunning = Self(rawValue: 2)
    public static let nsUnhealthy = Self(rawValue: 3)
    public static let nsDecommissioned = Self(rawValue: 4)
    public static let nsLost = Self(rawValue: 5)
    public static let nsRebooted = Self(rawValue: 6)
    public static let nsDecommissioning = Self(rawValue: 7)
    public static let nsShutdown = Self(rawValue: 8)
    public static let names: [Int32: String] = [1: "NS_NEW", 2: "NS_RUNNING", 3: "NS_UNHEALTHY", 4: "NS_DECOMMISSIONED", 5: "NS_LOST", 6: "NS_REBOOTED", 7: "NS_DECOMMISSIONING", 8: "NS_SHUTDOWN"]
}

public struct NodeUpdateTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let nodeUsable = Self(rawValue: 0)
    public static let nodeUnusable = Self(rawValue: 1)
    public static let nodeDecommissioning = Self(rawValue: 2)
    public static let names: [Int32: String] = [0: "NODE_USABLE", 1: "NODE_UNUSABLE", 2: "NODE_DECOMMISSIONING"]
}

public struct ContainerTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let applicationMaster = Self(rawValue: 1)
    public static let task = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "APPLICATION_MASTER", 2: "TASK"]
}

public struct ExecutionTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let guaranteed = Self(rawValue: 1)
    public static let opportunistic = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "GUARANTEED", 2: "OPPORTUNISTIC"]
}

public struct AMCommandProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let amResync = Self(rawValue: 1)
    public static let amShutdown = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "AM_RESYNC", 2: "AM_SHUTDOWN"]
}

public struct ApplicationTimeoutTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let appTimeoutLifetime = Self(rawValue: 1)
    public static let names: [Int32: String] = [1: "APP_TIMEOUT_LIFETIME"]
}

public struct ApplicationAccessTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let appaccessViewApp = Self(rawValue: 1)
    public static let appaccessModifyApp = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "APPACCESS_VIEW_APP", 2: "APPACCESS_MODIFY_APP"]
}

public struct QueueStateProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let qStopped = Self(rawValue: 1)
    public static let qRunning = Self(rawValue: 2)
    public static let qDraining = Self(rawValue: 3)
    public static let names: [Int32: String] = [1: "Q_STOPPED", 2: "Q_RUNNING", 3: "Q_DRAINING"]
}

public struct QueueACLProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let qaclSubmitApplications = Self(rawValue: 1)
    public static let qaclAdministerQueue = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "QACL_SUBMIT_APPLICATIONS", 2: "QACL_ADMINISTER_QUEUE"]
}

public struct SignalContainerCommandProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let outputThreadDump = Self(rawValue: 1)
    public static let gracefulShutdown = Self(rawValue: 2)
    public static let forcefulShutdown = Self(rawValue: 3)
    public static let names: [Int32: String] = [1: "OUTPUT_THREAD_DUMP", 2: "GRACEFUL_SHUTDOWN", 3: "FORCEFUL_SHUTDOWN"]
}

public struct ContainerRetryPolicyProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let neverRetry = Self(rawValue: 0)
    public static let retryOnAllErrors = Self(rawValue: 1)
    public static let retryOnSpecificErrorCodes = Self(rawValue: 2)
    public static let names: [Int32: String] = [0: "NEVER_RETRY", 1: "RETRY_ON_ALL_ERRORS", 2: "RETRY_ON_SPECIFIC_ERROR_CODES"]
}

public struct SerializedExceptionProto: HadoopMessage {
    public var message: String?
    public var trace: String?
    public var className: String?
    public var cause: [UInt8]?
    public init(message: String? = nil, trace: String? = nil, className: String? = nil, cause: [UInt8]? = nil) {
        self.message = message
        self.trace = trace
        self.className = className
        self.cause = cause
    }
    public static var messageName: String { "SerializedExceptionProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationIdProto: HadoopMessage {
    public var id: Int32?
    public var clusterTimestamp: Int64?
    public init(id: Int32? = nil, clusterTimestamp: Int64? = nil) {
        self.id = id
        self.clusterTimestamp = clusterTimestamp
    }
    public static var messageName: String { "ApplicationIdProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationAttemptIdProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public var attemptId: Int32?
    public init(applicationId: ApplicationIdProto? = nil, attemptId: Int32? = nil) {
        self.applicationId = applicationId
        self.attemptId = attemptId
    }
    public static var messageName: String { "ApplicationAttemptIdProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerIdProto: HadoopMessage {
    public var appId: ApplicationIdProto?
    public var appAttemptId: ApplicationAttemptIdProto?
    public var id: Int64?
    public init(appId: ApplicationIdProto? = nil, appAttemptId: ApplicationAttemptIdProto? = nil, id: Int64? = nil) {
        self.appId = appId
        self.appAttemptId = appAttemptId
        self.id = id
    }
    public static var messageName: String { "ContainerIdProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ResourceInformationProto: HadoopMessage {
    public var key: String
    public var value: Int64?
    public var units: String?
    public var type: ResourceTypesProto?
    public var tags: [String]
    public var attributes: [StringStringMapProto]
    public init(key: String, value: Int64? = nil, units: String? = nil, type: ResourceTypesProto? = nil, tags: [String] = [], attributes: [StringStringMapProto] = []) {
        self.key = key
        self.value = value
        self.units = units
        self.type = type
        self.tags = tags
        self.attributes = attributes
    }
    public static var messageName: String { "ResourceInformationProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ResourceTypeInfoProto: HadoopMessage {
    public var name: String
    public var units: String?
    public var type: ResourceTypesProto?
    public init(name: String, units: String? = nil, type: ResourceTypesProto? = nil) {
        self.name = name
        self.units = units
        self.type = type
    }
    public static var messageName: String { "ResourceTypeInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ResourceProto: HadoopMessage {
    public var memory: Int64?
    public var virtualCores: Int32?
    public var resourceValueMap: [ResourceInformationProto]
    public init(memory: Int64? = nil, virtualCores: Int32? = nil, resourceValueMap: [ResourceInformationProto] = []) {
        self.memory = memory
        self.virtualCores = virtualCores
        self.resourceValueMap = resourceValueMap
    }
    public static var messageName: String { "ResourceProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ResourceUtilizationProto: HadoopMessage {
    public var pmem: Int32?
    public var vmem: Int32?
    public var cpu: Float?
    public var customResources: [StringFloatMapProto]
    public init(pmem: Int32? = nil, vmem: Int32? = nil, cpu: Float? = nil, customResources: [StringFloatMapProto] = []) {
        self.pmem = pmem
        self.vmem = vmem
        self.cpu = cpu
        self.customResources = customResources
    }
    public static var messageName: String { "ResourceUtilizationProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PriorityProto: HadoopMessage {
    public var priority: Int32?
    public init(priority: Int32? = nil) {
        self.priority = priority
    }
    public static var messageName: String { "PriorityProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerProto: HadoopMessage {
    public var id: ContainerIdProto?
    public var nodeId: NodeIdProto?
    public var nodeHttpAddress: String?
    public var resource: ResourceProto?
    public var priority: PriorityProto?
    public var containerToken: TokenProto?
    public var executionType: ExecutionTypeProto?
    public var allocationRequestId: Int64?
    public var version: Int32?
    public var allocationTags: [String]
    public var exposedPorts: String?
    public init(id: ContainerIdProto? = nil, nodeId: NodeIdProto? = nil, nodeHttpAddress: String? = nil, resource: ResourceProto? = nil, priority: PriorityProto? = nil, containerToken: TokenProto? = nil, executionType: ExecutionTypeProto? = nil, allocationRequestId: Int64? = nil, version: Int32? = nil, allocationTags: [String] = [], exposedPorts: String? = nil) {
        self.id = id
        self.nodeId = nodeId
        self.nodeHttpAddress = nodeHttpAddress
        self.resource = resource
        self.priority = priority
        self.containerToken = containerToken
        self.executionType = executionType
        self.allocationRequestId = allocationRequestId
        self.version = version
        self.allocationTags = allocationTags
        self.exposedPorts = exposedPorts
    }
    public static var messageName: String { "ContainerProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerReportProto: HadoopMessage {
    public var containerId: ContainerIdProto?
    public var resource: ResourceProto?
    public var nodeId: NodeIdProto?
    public var priority: PriorityProto?
    public var creationTime: Int64?
    public var finishTime: Int64?
    public var diagnosticsInfo: String?
    public var logUrl: String?
    public var containerExitStatus: Int32?
    public var containerState: ContainerStateProto?
    public var nodeHttpAddress: String?
    public var executionType: ExecutionTypeProto?
    public var exposedPorts: String?
    public init(containerId: ContainerIdProto? = nil, resource: ResourceProto? = nil, nodeId: NodeIdProto? = nil, priority: PriorityProto? = nil, creationTime: Int64? = nil, finishTime: Int64? = nil, diagnosticsInfo: String? = nil, logUrl: String? = nil, containerExitStatus: Int32? = nil, containerState: ContainerStateProto? = nil, nodeHttpAddress: String? = nil, executionType: ExecutionTypeProto? = nil, exposedPorts: String? = nil) {
        self.containerId = containerId
        self.resource = resource
        self.nodeId = nodeId
        self.priority = priority
        self.creationTime = creationTime
        self.finishTime = finishTime
        self.diagnosticsInfo = diagnosticsInfo
        self.logUrl = logUrl
        self.containerExitStatus = containerExitStatus
        self.containerState = containerState
        self.nodeHttpAddress = nodeHttpAddress
        self.executionType = executionType
        self.exposedPorts = exposedPorts
    }
    public static var messageName: String { "ContainerReportProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct URLProto: HadoopMessage {
    public var scheme: String?
    public var host: String?
    public var port: Int32?
    public var file: String?
    public var userInfo: String?
    public init(scheme: String? = nil, host: String? = nil, port: Int32? = nil, file: String? = nil, userInfo: String? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.file = file
        self.userInfo = userInfo
    }
    public static var messageName: String { "URLProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct LocalResourceProto: HadoopMessage {
    public var resource: URLProto?
    public var size: Int64?
    public var timestamp: Int64?
    public var type: LocalResourceTypeProto?
    public var visibility: LocalResourceVisibilityProto?
    public var pattern: String?
    public var shouldBeUploadedToSharedCache: Bool?
    public init(resource: URLProto? = nil, size: Int64? = nil, timestamp: Int64? = nil, type: LocalResourceTypeProto? = nil, visibility: LocalResourceVisibilityProto? = nil, pattern: String? = nil, shouldBeUploadedToSharedCache: Bool? = nil) {
        self.resource = resource
        self.size = size
        self.timestamp = timestamp
        self.type = type
        self.visibility = visibility
        self.pattern = pattern
        self.shouldBeUploadedToSharedCache = shouldBeUploadedToSharedCache
    }
    public static var messageName: String { "LocalResourceProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StringLongMapProto: HadoopMessage {
    public var key: String
    public var value: Int64
    public init(key: String, value: Int64) {
        self.key = key
        self.value = value
    }
    public static var messageName: String { "StringLongMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StringFloatMapProto: HadoopMessage {
    public var key: String
    public var value: Float
    public init(key: String, value: Float) {
        self.key = key
        self.value = value
    }
    public static var messageName: String { "StringFloatMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationResourceUsageReportProto: HadoopMessage {
    public var numUsedContainers: Int32?
    public var numReservedContainers: Int32?
    public var usedResources: ResourceProto?
    public var reservedResources: ResourceProto?
    public var neededResources: ResourceProto?
    public var memorySeconds: Int64?
    public var vcoreSeconds: Int64?
    public var queueUsagePercentage: Float?
    public var clusterUsagePercentage: Float?
    public var preemptedMemorySeconds: Int64?
    public var preemptedVcoreSeconds: Int64?
    public var applicationResourceUsageMap: [StringLongMapProto]
    public var applicationPreemptedResourceUsageMap: [StringLongMapProto]
    public init(numUsedContainers: Int32? = nil, numReservedContainers: Int32? = nil, usedResources: ResourceProto? = nil, reservedResources: ResourceProto? = nil, neededResources: ResourceProto? = nil, memorySeconds: Int64? = nil, vcoreSeconds: Int64? = nil, queueUsagePercentage: Float? = nil, clusterUsagePercentage: Float? = nil, preemptedMemorySeconds: Int64? = nil, preemptedVcoreSeconds: Int64? = nil, applicationResourceUsageMap: [StringLongMapProto] = [], applicationPreemptedResourceUsageMap: [StringLongMapProto] = []) {
        self.numUsedContainers = numUsedContainers
        self.numReservedContainers = numReservedContainers
        self.usedResources = usedResources
        self.reservedResources = reservedResources
        self.neededResources = neededResources
        self.memorySeconds = memorySeconds
        self.vcoreSeconds = vcoreSeconds
        self.queueUsagePercentage = queueUsagePercentage
        self.clusterUsagePercentage = clusterUsagePercentage
        self.preemptedMemorySeconds = preemptedMemorySeconds
        self.preemptedVcoreSeconds = preemptedVcoreSeconds
        self.applicationResourceUsageMap = applicationResourceUsageMap
        self.applicationPreemptedResourceUsageMap = applicationPreemptedResourceUsageMap
    }
    public static var messageName: String { "ApplicationResourceUsageReportProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationReportProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public var user: String?
    public var queue: String?
    public var name: String?
    public var host: String?
    public var rpcPort: Int32?
    public var clientToAmToken: TokenProto?
    public var yarnApplicationState: YarnApplicationStateProto?
    public var trackingUrl: String?
    public var diagnostics: String?
    public var startTime: Int64?
    public var finishTime: Int64?
    public var finalApplicationStatus: FinalApplicationStatusProto?
    public var appResourceUsage: ApplicationResourceUsageReportProto?
    public var originalTrackingUrl: String?
    public var currentApplicationAttemptId: ApplicationAttemptIdProto?
    public var progress: Float?
    public var applicationType: String?
    public var amRmToken: TokenProto?
    public var applicationTags: [String]
    public var logAggregationStatus: LogAggregationStatusProto?
    public var unmanagedApplication: Bool?
    public var priority: PriorityProto?
    public var appNodeLabelExpression: String?
    public var amNodeLabelExpression: String?
    public var appTimeouts: [AppTimeoutsMapProto]
    public var launchTime: Int64?
    public var submitTime: Int64?
    public init(applicationId: ApplicationIdProto? = nil, user: String? = nil, queue: String? = nil, name: String? = nil, host: String? = nil, rpcPort: Int32? = nil, clientToAmToken: TokenProto? = nil, yarnApplicationState: YarnApplicationStateProto? = nil, trackingUrl: String? = nil, diagnostics: String? = nil, startTime: Int64? = nil, finishTime: Int64? = nil, finalApplicationStatus: FinalApplicationStatusProto? = nil, appResourceUsage: ApplicationResourceUsageReportProto? = nil, originalTrackingUrl: String? = nil, currentApplicationAttemptId: ApplicationAttemptIdProto? = nil, progress: Float? = nil, applicationType: String? = nil, amRmToken: TokenProto? = nil, applicationTags: [String] = [], logAggregationStatus: LogAggregationStatusProto? = nil, unmanagedApplication: Bool? = nil, priority: PriorityProto? = nil, appNodeLabelExpression: String? = nil, amNodeLabelExpression: String? = nil, appTimeouts: [AppTimeoutsMapProto] = [], launchTime: Int64? = nil, submitTime: Int64? = nil) {
        self.applicationId = applicationId
        self.user = user
        self.queue = queue
        self.name = name
        self.host = host
        self.rpcPort = rpcPort
        self.clientToAmToken = clientToAmToken
        self.yarnApplicationState = yarnApplicationState
        self.trackingUrl = trackingUrl
        self.diagnostics = diagnostics
        self.startTime = startTime
        self.finishTime = finishTime
        self.finalApplicationStatus = finalApplicationStatus
        self.appResourceUsage = appResourceUsage
        self.originalTrackingUrl = originalTrackingUrl
        self.currentApplicationAttemptId = currentApplicationAttemptId
        self.progress = progress
        self.applicationType = applicationType
        self.amRmToken = amRmToken
        self.applicationTags = applicationTags
        self.logAggregationStatus = logAggregationStatus
        self.unmanagedApplication = unmanagedApplication
        self.priority = priority
        self.appNodeLabelExpression = appNodeLabelExpression
        self.amNodeLabelExpression = amNodeLabelExpression
        self.appTimeouts = appTimeouts
        self.launchTime = launchTime
        self.submitTime = submitTime
    }
    public static var messageName: String { "ApplicationReportProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AppTimeoutsMapProto: HadoopMessage {
    public var applicationTimeoutType: ApplicationTimeoutTypeProto?
    public var applicationTimeout: ApplicationTimeoutProto?
    public init(applicationTimeoutType: ApplicationTimeoutTypeProto? = nil, applicationTimeout: ApplicationTimeoutProto? = nil) {
        self.applicationTimeoutType = applicationTimeoutType
        self.applicationTimeout = applicationTimeout
    }
    public static var messageName: String { "AppTimeoutsMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationTimeoutProto: HadoopMessage {
    public var applicationTimeoutType: ApplicationTimeoutTypeProto
    public var expireTime: String?
    public var remainingTime: Int64?
    public init(applicationTimeoutType: ApplicationTimeoutTypeProto, expireTime: String? = nil, remainingTime: Int64? = nil) {
        self.applicationTimeoutType = applicationTimeoutType
        self.expireTime = expireTime
        self.remainingTime = remainingTime
    }
    public static var messageName: String { "ApplicationTimeoutProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationAttemptReportProto: HadoopMessage {
    public var applicationAttemptId: ApplicationAttemptIdProto?
    public var host: String?
    public var rpcPort: Int32?
    public var trackingUrl: String?
    public var diagnostics: String?
    public var yarnApplicationAttemptState: YarnApplicationAttemptStateProto?
    public var amContainerId: ContainerIdProto?
    public var originalTrackingUrl: String?
    public var startTime: Int64?
    public var finishTime: Int64?
    public init(applicationAttemptId: ApplicationAttemptIdProto? = nil, host: String? = nil, rpcPort: Int32? = nil, trackingUrl: String? = nil, diagnostics: String? = nil, yarnApplicationAttemptState: YarnApplicationAttemptStateProto? = nil, amContainerId: ContainerIdProto? = nil, originalTrackingUrl: String? = nil, startTime: Int64? = nil, finishTime: Int64? = nil) {
        self.applicationAttemptId = applicationAttemptId
        self.host = host
        self.rpcPort = rpcPort
        self.trackingUrl = trackingUrl
        self.diagnostics = diagnostics
        self.yarnApplicationAttemptState = yarnApplicationAttemptState
        self.amContainerId = amContainerId
        self.originalTrackingUrl = originalTrackingUrl
        self.startTime = startTime
        self.finishTime = finishTime
    }
    public static var messageName: String { "ApplicationAttemptReportProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct NodeIdProto: HadoopMessage {
    public var host: String?
    public var port: Int32?
    public init(host: String? = nil, port: Int32? = nil) {
        self.host = host
        self.port = port
    }
    public static var messageName: String { "NodeIdProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct NodeReportProto: HadoopMessage {
    public var nodeId: NodeIdProto?
    public var httpAddress: String?
    public var rackName: String?
    public var used: ResourceProto?
    public var capability: ResourceProto?
    public var numContainers: Int32?
    public var nodeState: NodeStateProto?
    public var healthReport: String?
    public var lastHealthReportTime: Int64?
    public var nodeLabels: [String]
    public var containersUtilization: ResourceUtilizationProto?
    public var nodeUtilization: ResourceUtilizationProto?
    public var decommissioningTimeout: UInt32?
    public var nodeUpdateType: NodeUpdateTypeProto?
    public init(nodeId: NodeIdProto? = nil, httpAddress: String? = nil, rackName: String? = nil, used: ResourceProto? = nil, capability: ResourceProto? = nil, numContainers: Int32? = nil, nodeState: NodeStateProto? = nil, healthReport: String? = nil, lastHealthReportTime: Int64? = nil, nodeLabels: [String] = [], containersUtilization: ResourceUtilizationProto? = nil, nodeUtilization: ResourceUtilizationProto? = nil, decommissioningTimeout: UInt32? = nil, nodeUpdateType: NodeUpdateTypeProto? = nil) {
        self.nodeId = nodeId
        self.httpAddress = httpAddress
        self.rackName = rackName
        self.used = used
        self.capability = capability
        self.numContainers = numContainers
        self.nodeState = nodeState
        self.healthReport = healthReport
        self.lastHealthReportTime = lastHealthReportTime
        self.nodeLabels = nodeLabels
        self.containersUtilization = containersUtilization
        self.nodeUtilization = nodeUtilization
        self.decommissioningTimeout = decommissioningTimeout
        self.nodeUpdateType = nodeUpdateType
    }
    public static var messageName: String { "NodeReportProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct NodeIdToLabelsProto: HadoopMessage {
    public var nodeId: NodeIdProto?
    public var nodeLabels: [String]
    public init(nodeId: NodeIdProto? = nil, nodeLabels: [String] = []) {
        self.nodeId = nodeId
        self.nodeLabels = nodeLabels
    }
    public static var messageName: String { "NodeIdToLabelsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct NodeLabelProto: HadoopMessage {
    public var name: String?
    public var isExclusive: Bool?
    public init(name: String? = nil, isExclusive: Bool? = nil) {
        self.name = name
        self.isExclusive = isExclusive
    }
    public static var messageName: String { "NodeLabelProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ResourceRequestProto: HadoopMessage {
    public var priority: PriorityProto?
    public var resourceName: String?
    public var capability: ResourceProto?
    public var numContainers: Int32?
    public var relaxLocality: Bool?
    public var nodeLabelExpression: String?
    public var executionTypeRequest: ExecutionTypeRequestProto?
    public var allocationRequestId: Int64?
    public init(priority: PriorityProto? = nil, resourceName: String? = nil, capability: ResourceProto? = nil, numContainers: Int32? = nil, relaxLocality: Bool? = nil, nodeLabelExpression: String? = nil, executionTypeRequest: ExecutionTypeRequestProto? = nil, allocationRequestId: Int64? = nil) {
        self.priority = priority
        self.resourceName = resourceName
        self.capability = capability
        self.numContainers = numContainers
        self.relaxLocality = relaxLocality
        self.nodeLabelExpression = nodeLabelExpression
        self.executionTypeRequest = executionTypeRequest
        self.allocationRequestId = allocationRequestId
    }
    public static var messageName: String { "ResourceRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ExecutionTypeRequestProto: HadoopMessage {
    public var executionType: ExecutionTypeProto?
    public var enforceExecutionType: Bool?
    public init(executionType: ExecutionTypeProto? = nil, enforceExecutionType: Bool? = nil) {
        self.executionType = executionType
        self.enforceExecutionType = enforceExecutionType
    }
    public static var messageName: String { "ExecutionTypeRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PreemptionMessageProto: HadoopMessage {
    public var strictContract: StrictPreemptionContractProto?
    public var contract: PreemptionContractProto?
    public init(strictContract: StrictPreemptionContractProto? = nil, contract: PreemptionContractProto? = nil) {
        self.strictContract = strictContract
        self.contract = contract
    }
    public static var messageName: String { "PreemptionMessageProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StrictPreemptionContractProto: HadoopMessage {
    public var container: [PreemptionContainerProto]
    public init(container: [PreemptionContainerProto] = []) {
        self.container = container
    }
    public static var messageName: String { "StrictPreemptionContractProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PreemptionContractProto: HadoopMessage {
    public var resource: [PreemptionResourceRequestProto]
    public var container: [PreemptionContainerProto]
    public init(resource: [PreemptionResourceRequestProto] = [], container: [PreemptionContainerProto] = []) {
        self.resource = resource
        self.container = container
    }
    public static var messageName: String { "PreemptionContractProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PreemptionContainerProto: HadoopMessage {
    public var id: ContainerIdProto?
    public init(id: ContainerIdProto? = nil) {
        self.id = id
    }
    public static var messageName: String { "PreemptionContainerProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PreemptionResourceRequestProto: HadoopMessage {
    public var resource: ResourceRequestProto?
    public init(resource: ResourceRequestProto? = nil) {
        self.resource = resource
    }
    public static var messageName: String { "PreemptionResourceRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ResourceBlacklistRequestProto: HadoopMessage {
    public var blacklistAdditions: [String]
    public var blacklistRemovals: [String]
    public init(blacklistAdditions: [String] = [], blacklistRemovals: [String] = []) {
        self.blacklistAdditions = blacklistAdditions
        self.blacklistRemovals = blacklistRemovals
    }
    public static var messageName: String { "ResourceBlacklistRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationSubmissionContextProto: HadoopMessage {
    public var applicationId: ApplicationIdProto?
    public var applicationName: String?
    public var queue: String?
    public var priority: PriorityProto?
    public var amContainerSpec: ContainerLaunchContextProto?
    public var cancelTokensWhenComplete: Bool?
    public var unmanagedAm: Bool?
    public var maxAppAttempts: Int32?
    public var resource: ResourceProto?
    public var applicationType: String?
    public var keepContainersAcrossApplicationAttempts: Bool?
    public var applicationTags: [String]
    public var attemptFailuresValidityInterval: Int64?
    public var logAggregationContext: LogAggregationContextProto?
    public var nodeLabelExpression: String?
    public var amContainerResourceRequest: [ResourceRequestProto]
    public var applicationTimeouts: [ApplicationTimeoutMapProto]
    public var applicationSchedulingProperties: [StringStringMapProto]
    public init(applicationId: ApplicationIdProto? = nil, applicationName: String? = nil, queue: String? = nil, priority: PriorityProto? = nil, amContainerSpec: ContainerLaunchContextProto? = nil, cancelTokensWhenComplete: Bool? = nil, unmanagedAm: Bool? = nil, maxAppAttempts: Int32? = nil, resource: ResourceProto? = nil, applicationType: String? = nil, keepContainersAcrossApplicationAttempts: Bool? = nil, applicationTags: [String] = [], attemptFailuresValidityInterval: Int64? = nil, logAggregationContext: LogAggregationContextProto? = nil, nodeLabelExpression: String? = nil, amContainerResourceRequest: [ResourceRequestProto] = [], applicationTimeouts: [ApplicationTimeoutMapProto] = [], applicationSchedulingProperties: [StringStringMapProto] = []) {
        self.applicationId = applicationId
        self.applicationName = applicationName
        self.queue = queue
        self.priority = priority
        self.amContainerSpec = amContainerSpec
        self.cancelTokensWhenComplete = cancelTokensWhenComplete
        self.unmanagedAm = unmanagedAm
        self.maxAppAttempts = maxAppAttempts
        self.resource = resource
        self.applicationType = applicationType
        self.keepContainersAcrossApplicationAttempts = keepContainersAcrossApplicationAttempts
        self.applicationTags = applicationTags
        self.attemptFailuresValidityInterval = attemptFailuresValidityInterval
        self.logAggregationContext = logAggregationContext
        self.nodeLabelExpression = nodeLabelExpression
        self.amContainerResourceRequest = amContainerResourceRequest
        self.applicationTimeouts = applicationTimeouts
        self.applicationSchedulingProperties = applicationSchedulingProperties
    }
    public static var messageName: String { "ApplicationSubmissionContextProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationTimeoutMapProto: HadoopMessage {
    public var applicationTimeoutType: ApplicationTimeoutTypeProto?
    public var timeout: Int64?
    public init(applicationTimeoutType: ApplicationTimeoutTypeProto? = nil, timeout: Int64? = nil) {
        self.applicationTimeoutType = applicationTimeoutType
        self.timeout = timeout
    }
    public static var messageName: String { "ApplicationTimeoutMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationUpdateTimeoutMapProto: HadoopMessage {
    public var applicationTimeoutType: ApplicationTimeoutTypeProto?
    public var expireTime: String?
    public init(applicationTimeoutType: ApplicationTimeoutTypeProto? = nil, expireTime: String? = nil) {
        self.applicationTimeoutType = applicationTimeoutType
        self.expireTime = expireTime
    }
    public static var messageName: String { "ApplicationUpdateTimeoutMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct LogAggregationContextProto: HadoopMessage {
    public var includePattern: String?
    public var excludePattern: String?
    public var rolledLogsIncludePattern: String?
    public var rolledLogsExcludePattern: String?
    public var logAggregationPolicyClassName: String?
    public var logAggregationPolicyParameters: String?
    public init(includePattern: String? = nil, excludePattern: String? = nil, rolledLogsIncludePattern: String? = nil, rolledLogsExcludePattern: String? = nil, logAggregationPolicyClassName: String? = nil, logAggregationPolicyParameters: String? = nil) {
        self.includePattern = includePattern
        self.excludePattern = excludePattern
        self.rolledLogsIncludePattern = rolledLogsIncludePattern
        self.rolledLogsExcludePattern = rolledLogsExcludePattern
        self.logAggregationPolicyClassName = logAggregationPolicyClassName
        self.logAggregationPolicyParameters = logAggregationPolicyParameters
    }
    public static var messageName: String { "LogAggregationContextProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ApplicationACLMapProto: HadoopMessage {
    public var accessType: ApplicationAccessTypeProto?
    public var acl: String?
    public init(accessType: ApplicationAccessTypeProto? = nil, acl: String? = nil) {
        self.accessType = accessType
        self.acl = acl
    }
    public static var messageName: String { "ApplicationACLMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct YarnClusterMetricsProto: HadoopMessage {
    public var numNodeManagers: Int32?
    public var numDecommissionedNms: Int32?
    public var numActiveNms: Int32?
    public var numLostNms: Int32?
    public var numUnhealthyNms: Int32?
    public var numRebootedNms: Int32?
    public init(numNodeManagers: Int32? = nil, numDecommissionedNms: Int32? = nil, numActiveNms: Int32? = nil, numLostNms: Int32? = nil, numUnhealthyNms: Int32? = nil, numRebootedNms: Int32? = nil) {
        self.numNodeManagers = numNodeManagers
        self.numDecommissionedNms = numDecommissionedNms
        self.numActiveNms = numActiveNms
        self.numLostNms = numLostNms
        self.numUnhealthyNms = numUnhealthyNms
        self.numRebootedNms = numRebootedNms
    }
    public static var messageName: String { "YarnClusterMetricsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct QueueStatisticsProto: HadoopMessage {
    public var numAppsSubmitted: Int64?
    public var numAppsRunning: Int64?
    public var numAppsPending: Int64?
    public var numAppsCompleted: Int64?
    public var numAppsKilled: Int64?
    public var numAppsFailed: Int64?
    public var numActiveUsers: Int64?
    public var availableMemoryMB: Int64?
    public var allocatedMemoryMB: Int64?
    public var pendingMemoryMB: Int64?
    public var reservedMemoryMB: Int64?
    public var availableVCores: Int64?
    public var allocatedVCores: Int64?
    public var pendingVCores: Int64?
    public var reservedVCores: Int64?
    public var allocatedContainers: Int64?
    public var pendingContainers: Int64?
    public var reservedContainers: Int64?
    public init(numAppsSubmitted: Int64? = nil, numAppsRunning: Int64? = nil, numAppsPending: Int64? = nil, numAppsCompleted: Int64? = nil, numAppsKilled: Int64? = nil, numAppsFailed: Int64? = nil, numActiveUsers: Int64? = nil, availableMemoryMB: Int64? = nil, allocatedMemoryMB: Int64? = nil, pendingMemoryMB: Int64? = nil, reservedMemoryMB: Int64? = nil, availableVCores: Int64? = nil, allocatedVCores: Int64? = nil, pendingVCores: Int64? = nil, reservedVCores: Int64? = nil, allocatedContainers: Int64? = nil, pendingContainers: Int64? = nil, reservedContainers: Int64? = nil) {
        self.numAppsSubmitted = numAppsSubmitted
        self.numAppsRunning = numAppsRunning
        self.numAppsPending = numAppsPending
        self.numAppsCompleted = numAppsCompleted
        self.numAppsKilled = numAppsKilled
        self.numAppsFailed = numAppsFailed
        self.numActiveUsers = numActiveUsers
        self.availableMemoryMB = availableMemoryMB
        self.allocatedMemoryMB = allocatedMemoryMB
        self.pendingMemoryMB = pendingMemoryMB
        self.reservedMemoryMB = reservedMemoryMB
        self.availableVCores = availableVCores
        self.allocatedVCores = allocatedVCores
        self.pendingVCores = pendingVCores
        self.reservedVCores = reservedVCores
        self.allocatedContainers = allocatedContainers
        self.pendingContainers = pendingContainers
        self.reservedContainers = reservedContainers
    }
    public static var messageName: String { "QueueStatisticsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct QueueInfoProto: HadoopMessage {
    public var queueName: String?
    public var capacity: Float?
    public var maximumCapacity: Float?
    public var currentCapacity: Float?
    public var state: QueueStateProto?
    public var childQueues: [[UInt8]]
    public var applications: [ApplicationReportProto]
    public var accessibleNodeLabels: [String]
    public var defaultNodeLabelExpression: String?
    public var queueStatistics: QueueStatisticsProto?
    public var preemptionDisabled: Bool?
    public var queueConfigurationsMap: [QueueConfigurationsMapProto]
    public var intraQueuePreemptionDisabled: Bool?
    public init(queueName: String? = nil, capacity: Float? = nil, maximumCapacity: Float? = nil, currentCapacity: Float? = nil, state: QueueStateProto? = nil, childQueues: [[UInt8]] = [], applications: [ApplicationReportProto] = [], accessibleNodeLabels: [String] = [], defaultNodeLabelExpression: String? = nil, queueStatistics: QueueStatisticsProto? = nil, preemptionDisabled: Bool? = nil, queueConfigurationsMap: [QueueConfigurationsMapProto] = [], intraQueuePreemptionDisabled: Bool? = nil) {
        self.queueName = queueName
        self.capacity = capacity
        self.maximumCapacity = maximumCapacity
        self.currentCapacity = currentCapacity
        self.state = state
        self.childQueues = childQueues
        self.applications = applications
        self.accessibleNodeLabels = accessibleNodeLabels
        self.defaultNodeLabelExpression = defaultNodeLabelExpression
        self.queueStatistics = queueStatistics
        self.preemptionDisabled = preemptionDisabled
        self.queueConfigurationsMap = queueConfigurationsMap
        self.intraQueuePreemptionDisabled = intraQueuePreemptionDisabled
    }
    public static var messageName: String { "QueueInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct QueueConfigurationsProto: HadoopMessage {
    public var capacity: Float?
    public var absoluteCapacity: Float?
    public var maxCapacity: Float?
    public var absoluteMaxCapacity: Float?
    public var maxAMPercentage: Float?
    public var effectiveMinCapacity: ResourceProto?
    public var effectiveMaxCapacity: ResourceProto?
    public var configuredMinCapacity: ResourceProto?
    public var configuredMaxCapacity: ResourceProto?
    public init(capacity: Float? = nil, absoluteCapacity: Float? = nil, maxCapacity: Float? = nil, absoluteMaxCapacity: Float? = nil, maxAMPercentage: Float? = nil, effectiveMinCapacity: ResourceProto? = nil, effectiveMaxCapacity: ResourceProto? = nil, configuredMinCapacity: ResourceProto? = nil, configuredMaxCapacity: ResourceProto? = nil) {
        self.capacity = capacity
        self.absoluteCapacity = absoluteCapacity
        self.maxCapacity = maxCapacity
        self.absoluteMaxCapacity = absoluteMaxCapacity
        self.maxAMPercentage = maxAMPercentage
        self.effectiveMinCapacity = effectiveMinCapacity
        self.effectiveMaxCapacity = effectiveMaxCapacity
        self.configuredMinCapacity = configuredMinCapacity
        self.configuredMaxCapacity = configuredMaxCapacity
    }
    public static var messageName: String { "QueueConfigurationsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct QueueConfigurationsMapProto: HadoopMessage {
    public var partitionName: String
    public var queueConfigurations: QueueConfigurationsProto?
    public init(partitionName: String, queueConfigurations: QueueConfigurationsProto? = nil) {
        self.partitionName = partitionName
        self.queueConfigurations = queueConfigurations
    }
    public static var messageName: String { "QueueConfigurationsMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct QueueUserACLInfoProto: HadoopMessage {
    public var queueName: String?
    public var userAcls: [QueueACLProto]
    public init(queueName: String? = nil, userAcls: [QueueACLProto] = []) {
        self.queueName = queueName
        self.userAcls = userAcls
    }
    public static var messageName: String { "QueueUserACLInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerLaunchContextProto: HadoopMessage {
    public var localResources: [StringLocalResourceMapProto]
    public var tokens: [UInt8]?
    public var serviceData: [StringBytesMapProto]
    public var environment: [StringStringMapProto]
    public var command: [String]
    public var applicationACLs: [ApplicationACLMapProto]
    public var containerRetryContext: ContainerRetryContextProto?
    public var tokensConf: [UInt8]?
    public init(localResources: [StringLocalResourceMapProto] = [], tokens: [UInt8]? = nil, serviceData: [StringBytesMapProto] = [], environment: [StringStringMapProto] = [], command: [String] = [], applicationACLs: [ApplicationACLMapProto] = [], containerRetryContext: ContainerRetryContextProto? = nil, tokensConf: [UInt8]? = nil) {
        self.localResources = localResources
        self.tokens = tokens
        self.serviceData = serviceData
        self.environment = environment
        self.command = command
        self.applicationACLs = applicationACLs
        self.containerRetryContext = containerRetryContext
        self.tokensConf = tokensConf
    }
    public static var messageName: String { "ContainerLaunchContextProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerStatusProto: HadoopMessage {
    public var containerId: ContainerIdProto?
    public var state: ContainerStateProto?
    public var diagnostics: String?
    public var exitStatus: Int32?
    public var capability: ResourceProto?
    public var executionType: ExecutionTypeProto?
    public var containerAttributes: [StringStringMapProto]
    public var containerSubState: ContainerSubStateProto?
    public init(containerId: ContainerIdProto? = nil, state: ContainerStateProto? = nil, diagnostics: String? = nil, exitStatus: Int32? = nil, capability: ResourceProto? = nil, executionType: ExecutionTypeProto? = nil, containerAttributes: [StringStringMapProto] = [], containerSubState: ContainerSubStateProto? = nil) {
        self.containerId = containerId
        self.state = state
        self.diagnostics = diagnostics
        self.exitStatus = exitStatus
        self.capability = capability
        self.executionType = executionType
        self.containerAttributes = containerAttributes
        self.containerSubState = containerSubState
    }
    public static var messageName: String { "ContainerStatusProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerRetryContextProto: HadoopMessage {
    public var retryPolicy: ContainerRetryPolicyProto?
    public var errorCodes: [Int32]
    public var maxRetries: Int32?
    public var retryInterval: Int32?
    public var failuresValidityInterval: Int64?
    public init(retryPolicy: ContainerRetryPolicyProto? = nil, errorCodes: [Int32] = [], maxRetries: Int32? = nil, retryInterval: Int32? = nil, failuresValidityInterval: Int64? = nil) {
        self.retryPolicy = retryPolicy
        self.errorCodes = errorCodes
        self.maxRetries = maxRetries
        self.retryInterval = retryInterval
        self.failuresValidityInterval = failuresValidityInterval
    }
    public static var messageName: String { "ContainerRetryContextProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StringLocalResourceMapProto: HadoopMessage {
    public var key: String?
    public var value: LocalResourceProto?
    public init(key: String? = nil, value: LocalResourceProto? = nil) {
        self.key = key
        self.value = value
    }
    public static var messageName: String { "StringLocalResourceMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StringStringMapProto: HadoopMessage {
    public var key: String?
    public var value: String?
    public init(key: String? = nil, value: String? = nil) {
        self.key = key
        self.value = value
    }
    public static var messageName: String { "StringStringMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StringBytesMapProto: HadoopMessage {
    public var key: String?
    public var value: [UInt8]?
    public init(key: String? = nil, value: [UInt8]? = nil) {
        self.key = key
        self.value = value
    }
    public static var messageName: String { "StringBytesMapProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension SerializedExceptionProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__SerializedExceptionProto>) { hadoop__yarn__serialized_exception_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__SerializedExceptionProto, arena: inout Arena) {
        if let messageValue = message {
            c.message = arena.string(messageValue)
        }
        if let traceValue = trace {
            c.trace = arena.string(traceValue)
        }
        if let classNameValue = className {
            c.class_name = arena.string(classNameValue)
        }
        if let causeValue = cause {
            c.has_cause = 1
            c.cause = arena.bytes(causeValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__SerializedExceptionProto) {
        message = c.message.map { text($0) }
        trace = c.trace.map { text($0) }
        className = c.class_name.map { text($0) }
        cause = c.has_cause != 0 ? bytes(c.cause) : nil
    }
}

extension ApplicationIdProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationIdProto>) { hadoop__yarn__application_id_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationIdProto, arena: inout Arena) {
        if let idValue = id {
            c.has_id = 1
            c.id = idValue
        }
        if let clusterTimestampValue = clusterTimestamp {
            c.has_cluster_timestamp = 1
            c.cluster_timestamp = clusterTimestampValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationIdProto) {
        id = c.has_id != 0 ? c.id : nil
        clusterTimestamp = c.has_cluster_timestamp != 0 ? c.cluster_timestamp : nil
    }
}

extension ApplicationAttemptIdProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationAttemptIdProto>) { hadoop__yarn__application_attempt_id_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationAttemptIdProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.application_id = arena.message(applicationIdValue)
        }
        if let attemptIdValue = attemptId {
            c.has_attemptid = 1
            c.attemptid = attemptIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationAttemptIdProto) {
        applicationId = c.application_id.map { .init(unpacked: $0.pointee) }
        attemptId = c.has_attemptid != 0 ? c.attemptid : nil
    }
}

extension ContainerIdProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerIdProto>) { hadoop__yarn__container_id_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerIdProto, arena: inout Arena) {
        if let appIdValue = appId {
            c.app_id = arena.message(appIdValue)
        }
        if let appAttemptIdValue = appAttemptId {
            c.app_attempt_id = arena.message(appAttemptIdValue)
        }
        if let idValue = id {
            c.has_id = 1
            c.id = idValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerIdProto) {
        appId = c.app_id.map { .init(unpacked: $0.pointee) }
        appAttemptId = c.app_attempt_id.map { .init(unpacked: $0.pointee) }
        id = c.has_id != 0 ? c.id : nil
    }
}

extension ResourceInformationProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ResourceInformationProto>) { hadoop__yarn__resource_information_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ResourceInformationProto, arena: inout Arena) {
        c.key = arena.string(key)
        if let valueValue = value {
            c.has_value = 1
            c.value = valueValue
        }
        if let unitsValue = units {
            c.units = arena.string(unitsValue)
        }
        if let typeValue = type {
            c.has_type = 1
            c.type = Hadoop__Yarn__ResourceTypesProto(rawValue: UInt32(bitPattern: typeValue.rawValue))
        }
        if !tags.isEmpty {
            c.n_tags = tags.count
            c.tags = arena.strings(tags)
        }
        if !attributes.isEmpty {
            c.n_attributes = attributes.count
            c.attributes = arena.messages(attributes)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ResourceInformationProto) {
        key = text(c.key)
        value = c.has_value != 0 ? c.value : nil
        units = c.units.map { text($0) }
        type = c.has_type != 0 ? ResourceTypesProto(rawValue: Int32(bitPattern: c.type.rawValue)) : nil
        tags = texts(c.n_tags, c.tags)
        attributes = messages(c.n_attributes, c.attributes)
    }
}

extension ResourceTypeInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ResourceTypeInfoProto>) { hadoop__yarn__resource_type_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ResourceTypeInfoProto, arena: inout Arena) {
        c.name = arena.string(name)
        if let unitsValue = units {
            c.units = arena.string(unitsValue)
        }
        if let typeValue = type {
            c.has_type = 1
            c.type = Hadoop__Yarn__ResourceTypesProto(rawValue: UInt32(bitPattern: typeValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ResourceTypeInfoProto) {
        name = text(c.name)
        units = c.units.map { text($0) }
        type = c.has_type != 0 ? ResourceTypesProto(rawValue: Int32(bitPattern: c.type.rawValue)) : nil
    }
}

extension ResourceProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ResourceProto>) { hadoop__yarn__resource_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ResourceProto, arena: inout Arena) {
        if let memoryValue = memory {
            c.has_memory = 1
            c.memory = memoryValue
        }
        if let virtualCoresValue = virtualCores {
            c.has_virtual_cores = 1
            c.virtual_cores = virtualCoresValue
        }
        if !resourceValueMap.isEmpty {
            c.n_resource_value_map = resourceValueMap.count
            c.resource_value_map = arena.messages(resourceValueMap)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ResourceProto) {
        memory = c.has_memory != 0 ? c.memory : nil
        virtualCores = c.has_virtual_cores != 0 ? c.virtual_cores : nil
        resourceValueMap = messages(c.n_resource_value_map, c.resource_value_map)
    }
}

extension ResourceUtilizationProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ResourceUtilizationProto>) { hadoop__yarn__resource_utilization_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ResourceUtilizationProto, arena: inout Arena) {
        if let pmemValue = pmem {
            c.has_pmem = 1
            c.pmem = pmemValue
        }
        if let vmemValue = vmem {
            c.has_vmem = 1
            c.vmem = vmemValue
        }
        if let cpuValue = cpu {
            c.has_cpu = 1
            c.cpu = cpuValue
        }
        if !customResources.isEmpty {
            c.n_customresources = customResources.count
            c.customresources = arena.messages(customResources)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ResourceUtilizationProto) {
        pmem = c.has_pmem != 0 ? c.pmem : nil
        vmem = c.has_vmem != 0 ? c.vmem : nil
        cpu = c.has_cpu != 0 ? c.cpu : nil
        customResources = messages(c.n_customresources, c.customresources)
    }
}

extension PriorityProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__PriorityProto>) { hadoop__yarn__priority_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__PriorityProto, arena: inout Arena) {
        if let priorityValue = priority {
            c.has_priority = 1
            c.priority = priorityValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__PriorityProto) {
        priority = c.has_priority != 0 ? c.priority : nil
    }
}

extension ContainerProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerProto>) { hadoop__yarn__container_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerProto, arena: inout Arena) {
        if let idValue = id {
            c.id = arena.message(idValue)
        }
        if let nodeIdValue = nodeId {
            c.nodeid = arena.message(nodeIdValue)
        }
        if let nodeHttpAddressValue = nodeHttpAddress {
            c.node_http_address = arena.string(nodeHttpAddressValue)
        }
        if let resourceValue = resource {
            c.resource = arena.message(resourceValue)
        }
        if let priorityValue = priority {
            c.priority = arena.message(priorityValue)
        }
        if let containerTokenValue = containerToken {
            c.container_token = arena.message(containerTokenValue)
        }
        if let executionTypeValue = executionType {
            c.has_execution_type = 1
            c.execution_type = Hadoop__Yarn__ExecutionTypeProto(rawValue: UInt32(bitPattern: executionTypeValue.rawValue))
        }
        if let allocationRequestIdValue = allocationRequestId {
            c.has_allocation_request_id = 1
            c.allocation_request_id = allocationRequestIdValue
        }
        if let versionValue = version {
            c.has_version = 1
            c.version = versionValue
        }
        if !allocationTags.isEmpty {
            c.n_allocation_tags = allocationTags.count
            c.allocation_tags = arena.strings(allocationTags)
        }
        if let exposedPortsValue = exposedPorts {
            c.exposed_ports = arena.string(exposedPortsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerProto) {
        id = c.id.map { .init(unpacked: $0.pointee) }
        nodeId = c.nodeid.map { .init(unpacked: $0.pointee) }
        nodeHttpAddress = c.node_http_address.map { text($0) }
        resource = c.resource.map { .init(unpacked: $0.pointee) }
        priority = c.priority.map { .init(unpacked: $0.pointee) }
        containerToken = c.container_token.map { .init(unpacked: $0.pointee) }
        executionType = c.has_execution_type != 0 ? ExecutionTypeProto(rawValue: Int32(bitPattern: c.execution_type.rawValue)) : nil
        allocationRequestId = c.has_allocation_request_id != 0 ? c.allocation_request_id : nil
        version = c.has_version != 0 ? c.version : nil
        allocationTags = texts(c.n_allocation_tags, c.allocation_tags)
        exposedPorts = c.exposed_ports.map { text($0) }
    }
}

extension ContainerReportProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerReportProto>) { hadoop__yarn__container_report_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerReportProto, arena: inout Arena) {
        if let containerIdValue = containerId {
            c.container_id = arena.message(containerIdValue)
        }
        if let resourceValue = resource {
            c.resource = arena.message(resourceValue)
        }
        if let nodeIdValue = nodeId {
            c.node_id = arena.message(nodeIdValue)
        }
        if let priorityValue = priority {
            c.priority = arena.message(priorityValue)
        }
        if let creationTimeValue = creationTime {
            c.has_creation_time = 1
            c.creation_time = creationTimeValue
        }
        if let finishTimeValue = finishTime {
            c.has_finish_time = 1
            c.finish_time = finishTimeValue
        }
        if let diagnosticsInfoValue = diagnosticsInfo {
            c.diagnostics_info = arena.string(diagnosticsInfoValue)
        }
        if let logUrlValue = logUrl {
            c.log_url = arena.string(logUrlValue)
        }
        if let containerExitStatusValue = containerExitStatus {
            c.has_container_exit_status = 1
            c.container_exit_status = containerExitStatusValue
        }
        if let containerStateValue = containerState {
            c.has_container_state = 1
            c.container_state = Hadoop__Yarn__ContainerStateProto(rawValue: UInt32(bitPattern: containerStateValue.rawValue))
        }
        if let nodeHttpAddressValue = nodeHttpAddress {
            c.node_http_address = arena.string(nodeHttpAddressValue)
        }
        if let executionTypeValue = executionType {
            c.has_executiontype = 1
            c.executiontype = Hadoop__Yarn__ExecutionTypeProto(rawValue: UInt32(bitPattern: executionTypeValue.rawValue))
        }
        if let exposedPortsValue = exposedPorts {
            c.exposed_ports = arena.string(exposedPortsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerReportProto) {
        containerId = c.container_id.map { .init(unpacked: $0.pointee) }
        resource = c.resource.map { .init(unpacked: $0.pointee) }
        nodeId = c.node_id.map { .init(unpacked: $0.pointee) }
        priority = c.priority.map { .init(unpacked: $0.pointee) }
        creationTime = c.has_creation_time != 0 ? c.creation_time : nil
        finishTime = c.has_finish_time != 0 ? c.finish_time : nil
        diagnosticsInfo = c.diagnostics_info.map { text($0) }
        logUrl = c.log_url.map { text($0) }
        containerExitStatus = c.has_container_exit_status != 0 ? c.container_exit_status : nil
        containerState = c.has_container_state != 0 ? ContainerStateProto(rawValue: Int32(bitPattern: c.container_state.rawValue)) : nil
        nodeHttpAddress = c.node_http_address.map { text($0) }
        executionType = c.has_executiontype != 0 ? ExecutionTypeProto(rawValue: Int32(bitPattern: c.executiontype.rawValue)) : nil
        exposedPorts = c.exposed_ports.map { text($0) }
    }
}

extension URLProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__URLProto>) { hadoop__yarn__urlproto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__URLProto, arena: inout Arena) {
        if let schemeValue = scheme {
            c.scheme = arena.string(schemeValue)
        }
        if let hostValue = host {
            c.host = arena.string(hostValue)
        }
        if let portValue = port {
            c.has_port = 1
            c.port = portValue
        }
        if let fileValue = file {
            c.file = arena.string(fileValue)
        }
        if let userInfoValue = userInfo {
            c.userinfo = arena.string(userInfoValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__URLProto) {
        scheme = c.scheme.map { text($0) }
        host = c.host.map { text($0) }
        port = c.has_port != 0 ? c.port : nil
        file = c.file.map { text($0) }
        userInfo = c.userinfo.map { text($0) }
    }
}

extension LocalResourceProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__LocalResourceProto>) { hadoop__yarn__local_resource_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__LocalResourceProto, arena: inout Arena) {
        if let resourceValue = resource {
            c.resource = arena.message(resourceValue)
        }
        if let sizeValue = size {
            c.has_size = 1
            c.size = sizeValue
        }
        if let timestampValue = timestamp {
            c.has_timestamp = 1
            c.timestamp = timestampValue
        }
        if let typeValue = type {
            c.has_type = 1
            c.type = Hadoop__Yarn__LocalResourceTypeProto(rawValue: UInt32(bitPattern: typeValue.rawValue))
        }
        if let visibilityValue = visibility {
            c.has_visibility = 1
            c.visibility = Hadoop__Yarn__LocalResourceVisibilityProto(rawValue: UInt32(bitPattern: visibilityValue.rawValue))
        }
        if let patternValue = pattern {
            c.pattern = arena.string(patternValue)
        }
        if let shouldBeUploadedToSharedCacheValue = shouldBeUploadedToSharedCache {
            c.has_should_be_uploaded_to_shared_cache = 1
            c.should_be_uploaded_to_shared_cache = (shouldBeUploadedToSharedCacheValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__LocalResourceProto) {
        resource = c.resource.map { .init(unpacked: $0.pointee) }
        size = c.has_size != 0 ? c.size : nil
        timestamp = c.has_timestamp != 0 ? c.timestamp : nil
        type = c.has_type != 0 ? LocalResourceTypeProto(rawValue: Int32(bitPattern: c.type.rawValue)) : nil
        visibility = c.has_visibility != 0 ? LocalResourceVisibilityProto(rawValue: Int32(bitPattern: c.visibility.rawValue)) : nil
        pattern = c.pattern.map { text($0) }
        shouldBeUploadedToSharedCache = c.has_should_be_uploaded_to_shared_cache != 0 ? (c.should_be_uploaded_to_shared_cache != 0) : nil
    }
}

extension StringLongMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StringLongMapProto>) { hadoop__yarn__string_long_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StringLongMapProto, arena: inout Arena) {
        c.key = arena.string(key)
        c.value = value
    }
    init(unpacked c: borrowing Hadoop__Yarn__StringLongMapProto) {
        key = text(c.key)
        value = c.value
    }
}

extension StringFloatMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StringFloatMapProto>) { hadoop__yarn__string_float_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StringFloatMapProto, arena: inout Arena) {
        c.key = arena.string(key)
        c.value = value
    }
    init(unpacked c: borrowing Hadoop__Yarn__StringFloatMapProto) {
        key = text(c.key)
        value = c.value
    }
}

extension ApplicationResourceUsageReportProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationResourceUsageReportProto>) { hadoop__yarn__application_resource_usage_report_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationResourceUsageReportProto, arena: inout Arena) {
        if let numUsedContainersValue = numUsedContainers {
            c.has_num_used_containers = 1
            c.num_used_containers = numUsedContainersValue
        }
        if let numReservedContainersValue = numReservedContainers {
            c.has_num_reserved_containers = 1
            c.num_reserved_containers = numReservedContainersValue
        }
        if let usedResourcesValue = usedResources {
            c.used_resources = arena.message(usedResourcesValue)
        }
        if let reservedResourcesValue = reservedResources {
            c.reserved_resources = arena.message(reservedResourcesValue)
        }
        if let neededResourcesValue = neededResources {
            c.needed_resources = arena.message(neededResourcesValue)
        }
        if let memorySecondsValue = memorySeconds {
            c.has_memory_seconds = 1
            c.memory_seconds = memorySecondsValue
        }
        if let vcoreSecondsValue = vcoreSeconds {
            c.has_vcore_seconds = 1
            c.vcore_seconds = vcoreSecondsValue
        }
        if let queueUsagePercentageValue = queueUsagePercentage {
            c.has_queue_usage_percentage = 1
            c.queue_usage_percentage = queueUsagePercentageValue
        }
        if let clusterUsagePercentageValue = clusterUsagePercentage {
            c.has_cluster_usage_percentage = 1
            c.cluster_usage_percentage = clusterUsagePercentageValue
        }
        if let preemptedMemorySecondsValue = preemptedMemorySeconds {
            c.has_preempted_memory_seconds = 1
            c.preempted_memory_seconds = preemptedMemorySecondsValue
        }
        if let preemptedVcoreSecondsValue = preemptedVcoreSeconds {
            c.has_preempted_vcore_seconds = 1
            c.preempted_vcore_seconds = preemptedVcoreSecondsValue
        }
        if !applicationResourceUsageMap.isEmpty {
            c.n_application_resource_usage_map = applicationResourceUsageMap.count
            c.application_resource_usage_map = arena.messages(applicationResourceUsageMap)
        }
        if !applicationPreemptedResourceUsageMap.isEmpty {
            c.n_application_preempted_resource_usage_map = applicationPreemptedResourceUsageMap.count
            c.application_preempted_resource_usage_map = arena.messages(applicationPreemptedResourceUsageMap)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationResourceUsageReportProto) {
        numUsedContainers = c.has_num_used_containers != 0 ? c.num_used_containers : nil
        numReservedContainers = c.has_num_reserved_containers != 0 ? c.num_reserved_containers : nil
        usedResources = c.used_resources.map { .init(unpacked: $0.pointee) }
        reservedResources = c.reserved_resources.map { .init(unpacked: $0.pointee) }
        neededResources = c.needed_resources.map { .init(unpacked: $0.pointee) }
        memorySeconds = c.has_memory_seconds != 0 ? c.memory_seconds : nil
        vcoreSeconds = c.has_vcore_seconds != 0 ? c.vcore_seconds : nil
        queueUsagePercentage = c.has_queue_usage_percentage != 0 ? c.queue_usage_percentage : nil
        clusterUsagePercentage = c.has_cluster_usage_percentage != 0 ? c.cluster_usage_percentage : nil
        preemptedMemorySeconds = c.has_preempted_memory_seconds != 0 ? c.preempted_memory_seconds : nil
        preemptedVcoreSeconds = c.has_preempted_vcore_seconds != 0 ? c.preempted_vcore_seconds : nil
        applicationResourceUsageMap = messages(c.n_application_resource_usage_map, c.application_resource_usage_map)
        applicationPreemptedResourceUsageMap = messages(c.n_application_preempted_resource_usage_map, c.application_preempted_resource_usage_map)
    }
}

extension ApplicationReportProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationReportProto>) { hadoop__yarn__application_report_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationReportProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.applicationid = arena.message(applicationIdValue)
        }
        if let userValue = user {
            c.user = arena.string(userValue)
        }
        if let queueValue = queue {
            c.queue = arena.string(queueValue)
        }
        if let nameValue = name {
            c.name = arena.string(nameValue)
        }
        if let hostValue = host {
            c.host = arena.string(hostValue)
        }
        if let rpcPortValue = rpcPort {
            c.has_rpc_port = 1
            c.rpc_port = rpcPortValue
        }
        if let clientToAmTokenValue = clientToAmToken {
            c.client_to_am_token = arena.message(clientToAmTokenValue)
        }
        if let yarnApplicationStateValue = yarnApplicationState {
            c.has_yarn_application_state = 1
            c.yarn_application_state = Hadoop__Yarn__YarnApplicationStateProto(rawValue: UInt32(bitPattern: yarnApplicationStateValue.rawValue))
        }
        if let trackingUrlValue = trackingUrl {
            c.trackingurl = arena.string(trackingUrlValue)
        }
        if let diagnosticsValue = diagnostics {
            c.diagnostics = arena.string(diagnosticsValue)
        }
        if let startTimeValue = startTime {
            c.has_starttime = 1
            c.starttime = startTimeValue
        }
        if let finishTimeValue = finishTime {
            c.has_finishtime = 1
            c.finishtime = finishTimeValue
        }
        if let finalApplicationStatusValue = finalApplicationStatus {
            c.has_final_application_status = 1
            c.final_application_status = Hadoop__Yarn__FinalApplicationStatusProto(rawValue: UInt32(bitPattern: finalApplicationStatusValue.rawValue))
        }
        if let appResourceUsageValue = appResourceUsage {
            c.app_resource_usage = arena.message(appResourceUsageValue)
        }
        if let originalTrackingUrlValue = originalTrackingUrl {
            c.originaltrackingurl = arena.string(originalTrackingUrlValue)
        }
        if let currentApplicationAttemptIdValue = currentApplicationAttemptId {
            c.currentapplicationattemptid = arena.message(currentApplicationAttemptIdValue)
        }
        if let progressValue = progress {
            c.has_progress = 1
            c.progress = progressValue
        }
        if let applicationTypeValue = applicationType {
            c.applicationtype = arena.string(applicationTypeValue)
        }
        if let amRmTokenValue = amRmToken {
            c.am_rm_token = arena.message(amRmTokenValue)
        }
        if !applicationTags.isEmpty {
            c.n_applicationtags = applicationTags.count
            c.applicationtags = arena.strings(applicationTags)
        }
        if let logAggregationStatusValue = logAggregationStatus {
            c.has_log_aggregation_status = 1
            c.log_aggregation_status = Hadoop__Yarn__LogAggregationStatusProto(rawValue: UInt32(bitPattern: logAggregationStatusValue.rawValue))
        }
        if let unmanagedApplicationValue = unmanagedApplication {
            c.has_unmanaged_application = 1
            c.unmanaged_application = (unmanagedApplicationValue ? 1 : 0)
        }
        if let priorityValue = priority {
            c.priority = arena.message(priorityValue)
        }
        if let appNodeLabelExpressionValue = appNodeLabelExpression {
            c.appnodelabelexpression = arena.string(appNodeLabelExpressionValue)
        }
        if let amNodeLabelExpressionValue = amNodeLabelExpression {
            c.amnodelabelexpression = arena.string(amNodeLabelExpressionValue)
        }
        if !appTimeouts.isEmpty {
            c.n_apptimeouts = appTimeouts.count
            c.apptimeouts = arena.messages(appTimeouts)
        }
        if let launchTimeValue = launchTime {
            c.has_launchtime = 1
            c.launchtime = launchTimeValue
        }
        if let submitTimeValue = submitTime {
            c.has_submittime = 1
            c.submittime = submitTimeValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationReportProto) {
        applicationId = c.applicationid.map { .init(unpacked: $0.pointee) }
        user = c.user.map { text($0) }
        queue = c.queue.map { text($0) }
        name = c.name.map { text($0) }
        host = c.host.map { text($0) }
        rpcPort = c.has_rpc_port != 0 ? c.rpc_port : nil
        clientToAmToken = c.client_to_am_token.map { .init(unpacked: $0.pointee) }
        yarnApplicationState = c.has_yarn_application_state != 0 ? YarnApplicationStateProto(rawValue: Int32(bitPattern: c.yarn_application_state.rawValue)) : nil
        trackingUrl = c.trackingurl.map { text($0) }
        diagnostics = c.diagnostics.map { text($0) }
        startTime = c.has_starttime != 0 ? c.starttime : nil
        finishTime = c.has_finishtime != 0 ? c.finishtime : nil
        finalApplicationStatus = c.has_final_application_status != 0 ? FinalApplicationStatusProto(rawValue: Int32(bitPattern: c.final_application_status.rawValue)) : nil
        appResourceUsage = c.app_resource_usage.map { .init(unpacked: $0.pointee) }
        originalTrackingUrl = c.originaltrackingurl.map { text($0) }
        currentApplicationAttemptId = c.currentapplicationattemptid.map { .init(unpacked: $0.pointee) }
        progress = c.has_progress != 0 ? c.progress : nil
        applicationType = c.applicationtype.map { text($0) }
        amRmToken = c.am_rm_token.map { .init(unpacked: $0.pointee) }
        applicationTags = texts(c.n_applicationtags, c.applicationtags)
        logAggregationStatus = c.has_log_aggregation_status != 0 ? LogAggregationStatusProto(rawValue: Int32(bitPattern: c.log_aggregation_status.rawValue)) : nil
        unmanagedApplication = c.has_unmanaged_application != 0 ? (c.unmanaged_application != 0) : nil
        priority = c.priority.map { .init(unpacked: $0.pointee) }
        appNodeLabelExpression = c.appnodelabelexpression.map { text($0) }
        amNodeLabelExpression = c.amnodelabelexpression.map { text($0) }
        appTimeouts = messages(c.n_apptimeouts, c.apptimeouts)
        launchTime = c.has_launchtime != 0 ? c.launchtime : nil
        submitTime = c.has_submittime != 0 ? c.submittime : nil
    }
}

extension AppTimeoutsMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__AppTimeoutsMapProto>) { hadoop__yarn__app_timeouts_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__AppTimeoutsMapProto, arena: inout Arena) {
        if let applicationTimeoutTypeValue = applicationTimeoutType {
            c.has_application_timeout_type = 1
            c.application_timeout_type = Hadoop__Yarn__ApplicationTimeoutTypeProto(rawValue: UInt32(bitPattern: applicationTimeoutTypeValue.rawValue))
        }
        if let applicationTimeoutValue = applicationTimeout {
            c.application_timeout = arena.message(applicationTimeoutValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__AppTimeoutsMapProto) {
        applicationTimeoutType = c.has_application_timeout_type != 0 ? ApplicationTimeoutTypeProto(rawValue: Int32(bitPattern: c.application_timeout_type.rawValue)) : nil
        applicationTimeout = c.application_timeout.map { .init(unpacked: $0.pointee) }
    }
}

extension ApplicationTimeoutProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationTimeoutProto>) { hadoop__yarn__application_timeout_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationTimeoutProto, arena: inout Arena) {
        c.application_timeout_type = Hadoop__Yarn__ApplicationTimeoutTypeProto(rawValue: UInt32(bitPattern: applicationTimeoutType.rawValue))
        if let expireTimeValue = expireTime {
            c.expire_time = arena.string(expireTimeValue)
        }
        if let remainingTimeValue = remainingTime {
            c.has_remaining_time = 1
            c.remaining_time = remainingTimeValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationTimeoutProto) {
        applicationTimeoutType = ApplicationTimeoutTypeProto(rawValue: Int32(bitPattern: c.application_timeout_type.rawValue))
        expireTime = c.expire_time.map { text($0) }
        remainingTime = c.has_remaining_time != 0 ? c.remaining_time : nil
    }
}

extension ApplicationAttemptReportProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationAttemptReportProto>) { hadoop__yarn__application_attempt_report_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationAttemptReportProto, arena: inout Arena) {
        if let applicationAttemptIdValue = applicationAttemptId {
            c.application_attempt_id = arena.message(applicationAttemptIdValue)
        }
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
        if let diagnosticsValue = diagnostics {
            c.diagnostics = arena.string(diagnosticsValue)
        }
        if let yarnApplicationAttemptStateValue = yarnApplicationAttemptState {
            c.has_yarn_application_attempt_state = 1
            c.yarn_application_attempt_state = Hadoop__Yarn__YarnApplicationAttemptStateProto(rawValue: UInt32(bitPattern: yarnApplicationAttemptStateValue.rawValue))
        }
        if let amContainerIdValue = amContainerId {
            c.am_container_id = arena.message(amContainerIdValue)
        }
        if let originalTrackingUrlValue = originalTrackingUrl {
            c.original_tracking_url = arena.string(originalTrackingUrlValue)
        }
        if let startTimeValue = startTime {
            c.has_starttime = 1
            c.starttime = startTimeValue
        }
        if let finishTimeValue = finishTime {
            c.has_finishtime = 1
            c.finishtime = finishTimeValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationAttemptReportProto) {
        applicationAttemptId = c.application_attempt_id.map { .init(unpacked: $0.pointee) }
        host = c.host.map { text($0) }
        rpcPort = c.has_rpc_port != 0 ? c.rpc_port : nil
        trackingUrl = c.tracking_url.map { text($0) }
        diagnostics = c.diagnostics.map { text($0) }
        yarnApplicationAttemptState = c.has_yarn_application_attempt_state != 0 ? YarnApplicationAttemptStateProto(rawValue: Int32(bitPattern: c.yarn_application_attempt_state.rawValue)) : nil
        amContainerId = c.am_container_id.map { .init(unpacked: $0.pointee) }
        originalTrackingUrl = c.original_tracking_url.map { text($0) }
        startTime = c.has_starttime != 0 ? c.starttime : nil
        finishTime = c.has_finishtime != 0 ? c.finishtime : nil
    }
}

extension NodeIdProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__NodeIdProto>) { hadoop__yarn__node_id_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__NodeIdProto, arena: inout Arena) {
        if let hostValue = host {
            c.host = arena.string(hostValue)
        }
        if let portValue = port {
            c.has_port = 1
            c.port = portValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__NodeIdProto) {
        host = c.host.map { text($0) }
        port = c.has_port != 0 ? c.port : nil
    }
}

extension NodeReportProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__NodeReportProto>) { hadoop__yarn__node_report_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__NodeReportProto, arena: inout Arena) {
        if let nodeIdValue = nodeId {
            c.nodeid = arena.message(nodeIdValue)
        }
        if let httpAddressValue = httpAddress {
            c.httpaddress = arena.string(httpAddressValue)
        }
        if let rackNameValue = rackName {
            c.rackname = arena.string(rackNameValue)
        }
        if let usedValue = used {
            c.used = arena.message(usedValue)
        }
        if let capabilityValue = capability {
            c.capability = arena.message(capabilityValue)
        }
        if let numContainersValue = numContainers {
            c.has_numcontainers = 1
            c.numcontainers = numContainersValue
        }
        if let nodeStateValue = nodeState {
            c.has_node_state = 1
            c.node_state = Hadoop__Yarn__NodeStateProto(rawValue: UInt32(bitPattern: nodeStateValue.rawValue))
        }
        if let healthReportValue = healthReport {
            c.health_report = arena.string(healthReportValue)
        }
        if let lastHealthReportTimeValue = lastHealthReportTime {
            c.has_last_health_report_time = 1
            c.last_health_report_time = lastHealthReportTimeValue
        }
        if !nodeLabels.isEmpty {
            c.n_node_labels = nodeLabels.count
            c.node_labels = arena.strings(nodeLabels)
        }
        if let containersUtilizationValue = containersUtilization {
            c.containers_utilization = arena.message(containersUtilizationValue)
        }
        if let nodeUtilizationValue = nodeUtilization {
            c.node_utilization = arena.message(nodeUtilizationValue)
        }
        if let decommissioningTimeoutValue = decommissioningTimeout {
            c.has_decommissioning_timeout = 1
            c.decommissioning_timeout = decommissioningTimeoutValue
        }
        if let nodeUpdateTypeValue = nodeUpdateType {
            c.has_node_update_type = 1
            c.node_update_type = Hadoop__Yarn__NodeUpdateTypeProto(rawValue: UInt32(bitPattern: nodeUpdateTypeValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__NodeReportProto) {
        nodeId = c.nodeid.map { .init(unpacked: $0.pointee) }
        httpAddress = c.httpaddress.map { text($0) }
        rackName = c.rackname.map { text($0) }
        used = c.used.map { .init(unpacked: $0.pointee) }
        capability = c.capability.map { .init(unpacked: $0.pointee) }
        numContainers = c.has_numcontainers != 0 ? c.numcontainers : nil
        nodeState = c.has_node_state != 0 ? NodeStateProto(rawValue: Int32(bitPattern: c.node_state.rawValue)) : nil
        healthReport = c.health_report.map { text($0) }
        lastHealthReportTime = c.has_last_health_report_time != 0 ? c.last_health_report_time : nil
        nodeLabels = texts(c.n_node_labels, c.node_labels)
        containersUtilization = c.containers_utilization.map { .init(unpacked: $0.pointee) }
        nodeUtilization = c.node_utilization.map { .init(unpacked: $0.pointee) }
        decommissioningTimeout = c.has_decommissioning_timeout != 0 ? c.decommissioning_timeout : nil
        nodeUpdateType = c.has_node_update_type != 0 ? NodeUpdateTypeProto(rawValue: Int32(bitPattern: c.node_update_type.rawValue)) : nil
    }
}

extension NodeIdToLabelsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__NodeIdToLabelsProto>) { hadoop__yarn__node_id_to_labels_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__NodeIdToLabelsProto, arena: inout Arena) {
        if let nodeIdValue = nodeId {
            c.nodeid = arena.message(nodeIdValue)
        }
        if !nodeLabels.isEmpty {
            c.n_nodelabels = nodeLabels.count
            c.nodelabels = arena.strings(nodeLabels)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__NodeIdToLabelsProto) {
        nodeId = c.nodeid.map { .init(unpacked: $0.pointee) }
        nodeLabels = texts(c.n_nodelabels, c.nodelabels)
    }
}

extension NodeLabelProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__NodeLabelProto>) { hadoop__yarn__node_label_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__NodeLabelProto, arena: inout Arena) {
        if let nameValue = name {
            c.name = arena.string(nameValue)
        }
        if let isExclusiveValue = isExclusive {
            c.has_isexclusive = 1
            c.isexclusive = (isExclusiveValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__NodeLabelProto) {
        name = c.name.map { text($0) }
        isExclusive = c.has_isexclusive != 0 ? (c.isexclusive != 0) : nil
    }
}

extension ResourceRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ResourceRequestProto>) { hadoop__yarn__resource_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ResourceRequestProto, arena: inout Arena) {
        if let priorityValue = priority {
            c.priority = arena.message(priorityValue)
        }
        if let resourceNameValue = resourceName {
            c.resource_name = arena.string(resourceNameValue)
        }
        if let capabilityValue = capability {
            c.capability = arena.message(capabilityValue)
        }
        if let numContainersValue = numContainers {
            c.has_num_containers = 1
            c.num_containers = numContainersValue
        }
        if let relaxLocalityValue = relaxLocality {
            c.has_relax_locality = 1
            c.relax_locality = (relaxLocalityValue ? 1 : 0)
        }
        if let nodeLabelExpressionValue = nodeLabelExpression {
            c.node_label_expression = arena.string(nodeLabelExpressionValue)
        }
        if let executionTypeRequestValue = executionTypeRequest {
            c.execution_type_request = arena.message(executionTypeRequestValue)
        }
        if let allocationRequestIdValue = allocationRequestId {
            c.has_allocation_request_id = 1
            c.allocation_request_id = allocationRequestIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ResourceRequestProto) {
        priority = c.priority.map { .init(unpacked: $0.pointee) }
        resourceName = c.resource_name.map { text($0) }
        capability = c.capability.map { .init(unpacked: $0.pointee) }
        numContainers = c.has_num_containers != 0 ? c.num_containers : nil
        relaxLocality = c.has_relax_locality != 0 ? (c.relax_locality != 0) : nil
        nodeLabelExpression = c.node_label_expression.map { text($0) }
        executionTypeRequest = c.execution_type_request.map { .init(unpacked: $0.pointee) }
        allocationRequestId = c.has_allocation_request_id != 0 ? c.allocation_request_id : nil
    }
}

extension ExecutionTypeRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ExecutionTypeRequestProto>) { hadoop__yarn__execution_type_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ExecutionTypeRequestProto, arena: inout Arena) {
        if let executionTypeValue = executionType {
            c.has_execution_type = 1
            c.execution_type = Hadoop__Yarn__ExecutionTypeProto(rawValue: UInt32(bitPattern: executionTypeValue.rawValue))
        }
        if let enforceExecutionTypeValue = enforceExecutionType {
            c.has_enforce_execution_type = 1
            c.enforce_execution_type = (enforceExecutionTypeValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ExecutionTypeRequestProto) {
        executionType = c.has_execution_type != 0 ? ExecutionTypeProto(rawValue: Int32(bitPattern: c.execution_type.rawValue)) : nil
        enforceExecutionType = c.has_enforce_execution_type != 0 ? (c.enforce_execution_type != 0) : nil
    }
}

extension PreemptionMessageProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__PreemptionMessageProto>) { hadoop__yarn__preemption_message_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__PreemptionMessageProto, arena: inout Arena) {
        if let strictContractValue = strictContract {
            c.strictcontract = arena.message(strictContractValue)
        }
        if let contractValue = contract {
            c.contract = arena.message(contractValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__PreemptionMessageProto) {
        strictContract = c.strictcontract.map { .init(unpacked: $0.pointee) }
        contract = c.contract.map { .init(unpacked: $0.pointee) }
    }
}

extension StrictPreemptionContractProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StrictPreemptionContractProto>) { hadoop__yarn__strict_preemption_contract_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StrictPreemptionContractProto, arena: inout Arena) {
        if !container.isEmpty {
            c.n_container = container.count
            c.container = arena.messages(container)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StrictPreemptionContractProto) {
        container = messages(c.n_container, c.container)
    }
}

extension PreemptionContractProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__PreemptionContractProto>) { hadoop__yarn__preemption_contract_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__PreemptionContractProto, arena: inout Arena) {
        if !resource.isEmpty {
            c.n_resource = resource.count
            c.resource = arena.messages(resource)
        }
        if !container.isEmpty {
            c.n_container = container.count
            c.container = arena.messages(container)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__PreemptionContractProto) {
        resource = messages(c.n_resource, c.resource)
        container = messages(c.n_container, c.container)
    }
}

extension PreemptionContainerProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__PreemptionContainerProto>) { hadoop__yarn__preemption_container_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__PreemptionContainerProto, arena: inout Arena) {
        if let idValue = id {
            c.id = arena.message(idValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__PreemptionContainerProto) {
        id = c.id.map { .init(unpacked: $0.pointee) }
    }
}

extension PreemptionResourceRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__PreemptionResourceRequestProto>) { hadoop__yarn__preemption_resource_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__PreemptionResourceRequestProto, arena: inout Arena) {
        if let resourceValue = resource {
            c.resource = arena.message(resourceValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__PreemptionResourceRequestProto) {
        resource = c.resource.map { .init(unpacked: $0.pointee) }
    }
}

extension ResourceBlacklistRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ResourceBlacklistRequestProto>) { hadoop__yarn__resource_blacklist_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ResourceBlacklistRequestProto, arena: inout Arena) {
        if !blacklistAdditions.isEmpty {
            c.n_blacklist_additions = blacklistAdditions.count
            c.blacklist_additions = arena.strings(blacklistAdditions)
        }
        if !blacklistRemovals.isEmpty {
            c.n_blacklist_removals = blacklistRemovals.count
            c.blacklist_removals = arena.strings(blacklistRemovals)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ResourceBlacklistRequestProto) {
        blacklistAdditions = texts(c.n_blacklist_additions, c.blacklist_additions)
        blacklistRemovals = texts(c.n_blacklist_removals, c.blacklist_removals)
    }
}

extension ApplicationSubmissionContextProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationSubmissionContextProto>) { hadoop__yarn__application_submission_context_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationSubmissionContextProto, arena: inout Arena) {
        if let applicationIdValue = applicationId {
            c.application_id = arena.message(applicationIdValue)
        }
        if let applicationNameValue = applicationName {
            c.application_name = arena.string(applicationNameValue)
        }
        if let queueValue = queue {
            c.queue = arena.string(queueValue)
        }
        if let priorityValue = priority {
            c.priority = arena.message(priorityValue)
        }
        if let amContainerSpecValue = amContainerSpec {
            c.am_container_spec = arena.message(amContainerSpecValue)
        }
        if let cancelTokensWhenCompleteValue = cancelTokensWhenComplete {
            c.has_cancel_tokens_when_complete = 1
            c.cancel_tokens_when_complete = (cancelTokensWhenCompleteValue ? 1 : 0)
        }
        if let unmanagedAmValue = unmanagedAm {
            c.has_unmanaged_am = 1
            c.unmanaged_am = (unmanagedAmValue ? 1 : 0)
        }
        if let maxAppAttemptsValue = maxAppAttempts {
            c.has_maxappattempts = 1
            c.maxappattempts = maxAppAttemptsValue
        }
        if let resourceValue = resource {
            c.resource = arena.message(resourceValue)
        }
        if let applicationTypeValue = applicationType {
            c.applicationtype = arena.string(applicationTypeValue)
        }
        if let keepContainersAcrossApplicationAttemptsValue = keepContainersAcrossApplicationAttempts {
            c.has_keep_containers_across_application_attempts = 1
            c.keep_containers_across_application_attempts = (keepContainersAcrossApplicationAttemptsValue ? 1 : 0)
        }
        if !applicationTags.isEmpty {
            c.n_applicationtags = applicationTags.count
            c.applicationtags = arena.strings(applicationTags)
        }
        if let attemptFailuresValidityIntervalValue = attemptFailuresValidityInterval {
            c.has_attempt_failures_validity_interval = 1
            c.attempt_failures_validity_interval = attemptFailuresValidityIntervalValue
        }
        if let logAggregationContextValue = logAggregationContext {
            c.log_aggregation_context = arena.message(logAggregationContextValue)
        }
        if let nodeLabelExpressionValue = nodeLabelExpression {
            c.node_label_expression = arena.string(nodeLabelExpressionValue)
        }
        if !amContainerResourceRequest.isEmpty {
            c.n_am_container_resource_request = amContainerResourceRequest.count
            c.am_container_resource_request = arena.messages(amContainerResourceRequest)
        }
        if !applicationTimeouts.isEmpty {
            c.n_application_timeouts = applicationTimeouts.count
            c.application_timeouts = arena.messages(applicationTimeouts)
        }
        if !applicationSchedulingProperties.isEmpty {
            c.n_application_scheduling_properties = applicationSchedulingProperties.count
            c.application_scheduling_properties = arena.messages(applicationSchedulingProperties)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationSubmissionContextProto) {
        applicationId = c.application_id.map { .init(unpacked: $0.pointee) }
        applicationName = c.application_name.map { text($0) }
        queue = c.queue.map { text($0) }
        priority = c.priority.map { .init(unpacked: $0.pointee) }
        amContainerSpec = c.am_container_spec.map { .init(unpacked: $0.pointee) }
        cancelTokensWhenComplete = c.has_cancel_tokens_when_complete != 0 ? (c.cancel_tokens_when_complete != 0) : nil
        unmanagedAm = c.has_unmanaged_am != 0 ? (c.unmanaged_am != 0) : nil
        maxAppAttempts = c.has_maxappattempts != 0 ? c.maxappattempts : nil
        resource = c.resource.map { .init(unpacked: $0.pointee) }
        applicationType = c.applicationtype.map { text($0) }
        keepContainersAcrossApplicationAttempts = c.has_keep_containers_across_application_attempts != 0 ? (c.keep_containers_across_application_attempts != 0) : nil
        applicationTags = texts(c.n_applicationtags, c.applicationtags)
        attemptFailuresValidityInterval = c.has_attempt_failures_validity_interval != 0 ? c.attempt_failures_validity_interval : nil
        logAggregationContext = c.log_aggregation_context.map { .init(unpacked: $0.pointee) }
        nodeLabelExpression = c.node_label_expression.map { text($0) }
        amContainerResourceRequest = messages(c.n_am_container_resource_request, c.am_container_resource_request)
        applicationTimeouts = messages(c.n_application_timeouts, c.application_timeouts)
        applicationSchedulingProperties = messages(c.n_application_scheduling_properties, c.application_scheduling_properties)
    }
}

extension ApplicationTimeoutMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationTimeoutMapProto>) { hadoop__yarn__application_timeout_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationTimeoutMapProto, arena: inout Arena) {
        if let applicationTimeoutTypeValue = applicationTimeoutType {
            c.has_application_timeout_type = 1
            c.application_timeout_type = Hadoop__Yarn__ApplicationTimeoutTypeProto(rawValue: UInt32(bitPattern: applicationTimeoutTypeValue.rawValue))
        }
        if let timeoutValue = timeout {
            c.has_timeout = 1
            c.timeout = timeoutValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationTimeoutMapProto) {
        applicationTimeoutType = c.has_application_timeout_type != 0 ? ApplicationTimeoutTypeProto(rawValue: Int32(bitPattern: c.application_timeout_type.rawValue)) : nil
        timeout = c.has_timeout != 0 ? c.timeout : nil
    }
}

extension ApplicationUpdateTimeoutMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationUpdateTimeoutMapProto>) { hadoop__yarn__application_update_timeout_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationUpdateTimeoutMapProto, arena: inout Arena) {
        if let applicationTimeoutTypeValue = applicationTimeoutType {
            c.has_application_timeout_type = 1
            c.application_timeout_type = Hadoop__Yarn__ApplicationTimeoutTypeProto(rawValue: UInt32(bitPattern: applicationTimeoutTypeValue.rawValue))
        }
        if let expireTimeValue = expireTime {
            c.expire_time = arena.string(expireTimeValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationUpdateTimeoutMapProto) {
        applicationTimeoutType = c.has_application_timeout_type != 0 ? ApplicationTimeoutTypeProto(rawValue: Int32(bitPattern: c.application_timeout_type.rawValue)) : nil
        expireTime = c.expire_time.map { text($0) }
    }
}

extension LogAggregationContextProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__LogAggregationContextProto>) { hadoop__yarn__log_aggregation_context_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__LogAggregationContextProto, arena: inout Arena) {
        if let includePatternValue = includePattern {
            c.include_pattern = arena.string(includePatternValue)
        }
        if let excludePatternValue = excludePattern {
            c.exclude_pattern = arena.string(excludePatternValue)
        }
        if let rolledLogsIncludePatternValue = rolledLogsIncludePattern {
            c.rolled_logs_include_pattern = arena.string(rolledLogsIncludePatternValue)
        }
        if let rolledLogsExcludePatternValue = rolledLogsExcludePattern {
            c.rolled_logs_exclude_pattern = arena.string(rolledLogsExcludePatternValue)
        }
        if let logAggregationPolicyClassNameValue = logAggregationPolicyClassName {
            c.log_aggregation_policy_class_name = arena.string(logAggregationPolicyClassNameValue)
        }
        if let logAggregationPolicyParametersValue = logAggregationPolicyParameters {
            c.log_aggregation_policy_parameters = arena.string(logAggregationPolicyParametersValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__LogAggregationContextProto) {
        includePattern = c.include_pattern.map { text($0) }
        excludePattern = c.exclude_pattern.map { text($0) }
        rolledLogsIncludePattern = c.rolled_logs_include_pattern.map { text($0) }
        rolledLogsExcludePattern = c.rolled_logs_exclude_pattern.map { text($0) }
        logAggregationPolicyClassName = c.log_aggregation_policy_class_name.map { text($0) }
        logAggregationPolicyParameters = c.log_aggregation_policy_parameters.map { text($0) }
    }
}

extension ApplicationACLMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ApplicationACLMapProto>) { hadoop__yarn__application_aclmap_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ApplicationACLMapProto, arena: inout Arena) {
        if let accessTypeValue = accessType {
            c.has_accesstype = 1
            c.accesstype = Hadoop__Yarn__ApplicationAccessTypeProto(rawValue: UInt32(bitPattern: accessTypeValue.rawValue))
        }
        if let aclValue = acl {
            c.acl = arena.string(aclValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ApplicationACLMapProto) {
        accessType = c.has_accesstype != 0 ? ApplicationAccessTypeProto(rawValue: Int32(bitPattern: c.accesstype.rawValue)) : nil
        acl = c.acl.map { text($0) }
    }
}

extension YarnClusterMetricsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__YarnClusterMetricsProto>) { hadoop__yarn__yarn_cluster_metrics_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__YarnClusterMetricsProto, arena: inout Arena) {
        if let numNodeManagersValue = numNodeManagers {
            c.has_num_node_managers = 1
            c.num_node_managers = numNodeManagersValue
        }
        if let numDecommissionedNmsValue = numDecommissionedNms {
            c.has_num_decommissioned_nms = 1
            c.num_decommissioned_nms = numDecommissionedNmsValue
        }
        if let numActiveNmsValue = numActiveNms {
            c.has_num_active_nms = 1
            c.num_active_nms = numActiveNmsValue
        }
        if let numLostNmsValue = numLostNms {
            c.has_num_lost_nms = 1
            c.num_lost_nms = numLostNmsValue
        }
        if let numUnhealthyNmsValue = numUnhealthyNms {
            c.has_num_unhealthy_nms = 1
            c.num_unhealthy_nms = numUnhealthyNmsValue
        }
        if let numRebootedNmsValue = numRebootedNms {
            c.has_num_rebooted_nms = 1
            c.num_rebooted_nms = numRebootedNmsValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__YarnClusterMetricsProto) {
        numNodeManagers = c.has_num_node_managers != 0 ? c.num_node_managers : nil
        numDecommissionedNms = c.has_num_decommissioned_nms != 0 ? c.num_decommissioned_nms : nil
        numActiveNms = c.has_num_active_nms != 0 ? c.num_active_nms : nil
        numLostNms = c.has_num_lost_nms != 0 ? c.num_lost_nms : nil
        numUnhealthyNms = c.has_num_unhealthy_nms != 0 ? c.num_unhealthy_nms : nil
        numRebootedNms = c.has_num_rebooted_nms != 0 ? c.num_rebooted_nms : nil
    }
}

extension QueueStatisticsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__QueueStatisticsProto>) { hadoop__yarn__queue_statistics_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__QueueStatisticsProto, arena: inout Arena) {
        if let numAppsSubmittedValue = numAppsSubmitted {
            c.has_numappssubmitted = 1
            c.numappssubmitted = numAppsSubmittedValue
        }
        if let numAppsRunningValue = numAppsRunning {
            c.has_numappsrunning = 1
            c.numappsrunning = numAppsRunningValue
        }
        if let numAppsPendingValue = numAppsPending {
            c.has_numappspending = 1
            c.numappspending = numAppsPendingValue
        }
        if let numAppsCompletedValue = numAppsCompleted {
            c.has_numappscompleted = 1
            c.numappscompleted = numAppsCompletedValue
        }
        if let numAppsKilledValue = numAppsKilled {
            c.has_numappskilled = 1
            c.numappskilled = numAppsKilledValue
        }
        if let numAppsFailedValue = numAppsFailed {
            c.has_numappsfailed = 1
            c.numappsfailed = numAppsFailedValue
        }
        if let numActiveUsersValue = numActiveUsers {
            c.has_numactiveusers = 1
            c.numactiveusers = numActiveUsersValue
        }
        if let availableMemoryMBValue = availableMemoryMB {
            c.has_availablememorymb = 1
            c.availablememorymb = availableMemoryMBValue
        }
        if let allocatedMemoryMBValue = allocatedMemoryMB {
            c.has_allocatedmemorymb = 1
            c.allocatedmemorymb = allocatedMemoryMBValue
        }
        if let pendingMemoryMBValue = pendingMemoryMB {
            c.has_pendingmemorymb = 1
            c.pendingmemorymb = pendingMemoryMBValue
        }
        if let reservedMemoryMBValue = reservedMemoryMB {
            c.has_reservedmemorymb = 1
            c.reservedmemorymb = reservedMemoryMBValue
        }
        if let availableVCoresValue = availableVCores {
            c.has_availablevcores = 1
            c.availablevcores = availableVCoresValue
        }
        if let allocatedVCoresValue = allocatedVCores {
            c.has_allocatedvcores = 1
            c.allocatedvcores = allocatedVCoresValue
        }
        if let pendingVCoresValue = pendingVCores {
            c.has_pendingvcores = 1
            c.pendingvcores = pendingVCoresValue
        }
        if let reservedVCoresValue = reservedVCores {
            c.has_reservedvcores = 1
            c.reservedvcores = reservedVCoresValue
        }
        if let allocatedContainersValue = allocatedContainers {
            c.has_allocatedcontainers = 1
            c.allocatedcontainers = allocatedContainersValue
        }
        if let pendingContainersValue = pendingContainers {
            c.has_pendingcontainers = 1
            c.pendingcontainers = pendingContainersValue
        }
        if let reservedContainersValue = reservedContainers {
            c.has_reservedcontainers = 1
            c.reservedcontainers = reservedContainersValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__QueueStatisticsProto) {
        numAppsSubmitted = c.has_numappssubmitted != 0 ? c.numappssubmitted : nil
        numAppsRunning = c.has_numappsrunning != 0 ? c.numappsrunning : nil
        numAppsPending = c.has_numappspending != 0 ? c.numappspending : nil
        numAppsCompleted = c.has_numappscompleted != 0 ? c.numappscompleted : nil
        numAppsKilled = c.has_numappskilled != 0 ? c.numappskilled : nil
        numAppsFailed = c.has_numappsfailed != 0 ? c.numappsfailed : nil
        numActiveUsers = c.has_numactiveusers != 0 ? c.numactiveusers : nil
        availableMemoryMB = c.has_availablememorymb != 0 ? c.availablememorymb : nil
        allocatedMemoryMB = c.has_allocatedmemorymb != 0 ? c.allocatedmemorymb : nil
        pendingMemoryMB = c.has_pendingmemorymb != 0 ? c.pendingmemorymb : nil
        reservedMemoryMB = c.has_reservedmemorymb != 0 ? c.reservedmemorymb : nil
        availableVCores = c.has_availablevcores != 0 ? c.availablevcores : nil
        allocatedVCores = c.has_allocatedvcores != 0 ? c.allocatedvcores : nil
        pendingVCores = c.has_pendingvcores != 0 ? c.pendingvcores : nil
        reservedVCores = c.has_reservedvcores != 0 ? c.reservedvcores : nil
        allocatedContainers = c.has_allocatedcontainers != 0 ? c.allocatedcontainers : nil
        pendingContainers = c.has_pendingcontainers != 0 ? c.pendingcontainers : nil
        reservedContainers = c.has_reservedcontainers != 0 ? c.reservedcontainers : nil
    }
}

extension QueueInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__QueueInfoProto>) { hadoop__yarn__queue_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__QueueInfoProto, arena: inout Arena) {
        if let queueNameValue = queueName {
            c.queuename = arena.string(queueNameValue)
        }
        if let capacityValue = capacity {
            c.has_capacity = 1
            c.capacity = capacityValue
        }
        if let maximumCapacityValue = maximumCapacity {
            c.has_maximumcapacity = 1
            c.maximumcapacity = maximumCapacityValue
        }
        if let currentCapacityValue = currentCapacity {
            c.has_currentcapacity = 1
            c.currentcapacity = currentCapacityValue
        }
        if let stateValue = state {
            c.has_state = 1
            c.state = Hadoop__Yarn__QueueStateProto(rawValue: UInt32(bitPattern: stateValue.rawValue))
        }
        if !childQueues.isEmpty {
            c.n_childqueues = childQueues.count
            c.childqueues = arena.byteStrings(childQueues)
        }
        if !applications.isEmpty {
            c.n_applications = applications.count
            c.applications = arena.messages(applications)
        }
        if !accessibleNodeLabels.isEmpty {
            c.n_accessiblenodelabels = accessibleNodeLabels.count
            c.accessiblenodelabels = arena.strings(accessibleNodeLabels)
        }
        if let defaultNodeLabelExpressionValue = defaultNodeLabelExpression {
            c.defaultnodelabelexpression = arena.string(defaultNodeLabelExpressionValue)
        }
        if let queueStatisticsValue = queueStatistics {
            c.queuestatistics = arena.message(queueStatisticsValue)
        }
        if let preemptionDisabledValue = preemptionDisabled {
            c.has_preemptiondisabled = 1
            c.preemptiondisabled = (preemptionDisabledValue ? 1 : 0)
        }
        if !queueConfigurationsMap.isEmpty {
            c.n_queueconfigurationsmap = queueConfigurationsMap.count
            c.queueconfigurationsmap = arena.messages(queueConfigurationsMap)
        }
        if let intraQueuePreemptionDisabledValue = intraQueuePreemptionDisabled {
            c.has_intraqueuepreemptiondisabled = 1
            c.intraqueuepreemptiondisabled = (intraQueuePreemptionDisabledValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__QueueInfoProto) {
        queueName = c.queuename.map { text($0) }
        capacity = c.has_capacity != 0 ? c.capacity : nil
        maximumCapacity = c.has_maximumcapacity != 0 ? c.maximumcapacity : nil
        currentCapacity = c.has_currentcapacity != 0 ? c.currentcapacity : nil
        state = c.has_state != 0 ? QueueStateProto(rawValue: Int32(bitPattern: c.state.rawValue)) : nil
        childQueues = byteStrings(c.n_childqueues, c.childqueues)
        applications = messages(c.n_applications, c.applications)
        accessibleNodeLabels = texts(c.n_accessiblenodelabels, c.accessiblenodelabels)
        defaultNodeLabelExpression = c.defaultnodelabelexpression.map { text($0) }
        queueStatistics = c.queuestatistics.map { .init(unpacked: $0.pointee) }
        preemptionDisabled = c.has_preemptiondisabled != 0 ? (c.preemptiondisabled != 0) : nil
        queueConfigurationsMap = messages(c.n_queueconfigurationsmap, c.queueconfigurationsmap)
        intraQueuePreemptionDisabled = c.has_intraqueuepreemptiondisabled != 0 ? (c.intraqueuepreemptiondisabled != 0) : nil
    }
}

extension QueueConfigurationsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__QueueConfigurationsProto>) { hadoop__yarn__queue_configurations_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__QueueConfigurationsProto, arena: inout Arena) {
        if let capacityValue = capacity {
            c.has_capacity = 1
            c.capacity = capacityValue
        }
        if let absoluteCapacityValue = absoluteCapacity {
            c.has_absolutecapacity = 1
            c.absolutecapacity = absoluteCapacityValue
        }
        if let maxCapacityValue = maxCapacity {
            c.has_maxcapacity = 1
            c.maxcapacity = maxCapacityValue
        }
        if let absoluteMaxCapacityValue = absoluteMaxCapacity {
            c.has_absolutemaxcapacity = 1
            c.absolutemaxcapacity = absoluteMaxCapacityValue
        }
        if let maxAMPercentageValue = maxAMPercentage {
            c.has_maxampercentage = 1
            c.maxampercentage = maxAMPercentageValue
        }
        if let effectiveMinCapacityValue = effectiveMinCapacity {
            c.effectivemincapacity = arena.message(effectiveMinCapacityValue)
        }
        if let effectiveMaxCapacityValue = effectiveMaxCapacity {
            c.effectivemaxcapacity = arena.message(effectiveMaxCapacityValue)
        }
        if let configuredMinCapacityValue = configuredMinCapacity {
            c.configuredmincapacity = arena.message(configuredMinCapacityValue)
        }
        if let configuredMaxCapacityValue = configuredMaxCapacity {
            c.configuredmaxcapacity = arena.message(configuredMaxCapacityValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__QueueConfigurationsProto) {
        capacity = c.has_capacity != 0 ? c.capacity : nil
        absoluteCapacity = c.has_absolutecapacity != 0 ? c.absolutecapacity : nil
        maxCapacity = c.has_maxcapacity != 0 ? c.maxcapacity : nil
        absoluteMaxCapacity = c.has_absolutemaxcapacity != 0 ? c.absolutemaxcapacity : nil
        maxAMPercentage = c.has_maxampercentage != 0 ? c.maxampercentage : nil
        effectiveMinCapacity = c.effectivemincapacity.map { .init(unpacked: $0.pointee) }
        effectiveMaxCapacity = c.effectivemaxcapacity.map { .init(unpacked: $0.pointee) }
        configuredMinCapacity = c.configuredmincapacity.map { .init(unpacked: $0.pointee) }
        configuredMaxCapacity = c.configuredmaxcapacity.map { .init(unpacked: $0.pointee) }
    }
}

extension QueueConfigurationsMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__QueueConfigurationsMapProto>) { hadoop__yarn__queue_configurations_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__QueueConfigurationsMapProto, arena: inout Arena) {
        c.partitionname = arena.string(partitionName)
        if let queueConfigurationsValue = queueConfigurations {
            c.queueconfigurations = arena.message(queueConfigurationsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__QueueConfigurationsMapProto) {
        partitionName = text(c.partitionname)
        queueConfigurations = c.queueconfigurations.map { .init(unpacked: $0.pointee) }
    }
}

extension QueueUserACLInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__QueueUserACLInfoProto>) { hadoop__yarn__queue_user_aclinfo_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__QueueUserACLInfoProto, arena: inout Arena) {
        if let queueNameValue = queueName {
            c.queuename = arena.string(queueNameValue)
        }
        if !userAcls.isEmpty {
            c.n_useracls = userAcls.count
            c.useracls = arena.array(userAcls.map { Hadoop__Yarn__QueueACLProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__QueueUserACLInfoProto) {
        queueName = c.queuename.map { text($0) }
        userAcls = enumerations(c.n_useracls, c.useracls)
    }
}

extension ContainerLaunchContextProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerLaunchContextProto>) { hadoop__yarn__container_launch_context_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerLaunchContextProto, arena: inout Arena) {
        if !localResources.isEmpty {
            c.n_localresources = localResources.count
            c.localresources = arena.messages(localResources)
        }
        if let tokensValue = tokens {
            c.has_tokens = 1
            c.tokens = arena.bytes(tokensValue)
        }
        if !serviceData.isEmpty {
            c.n_service_data = serviceData.count
            c.service_data = arena.messages(serviceData)
        }
        if !environment.isEmpty {
            c.n_environment = environment.count
            c.environment = arena.messages(environment)
        }
        if !command.isEmpty {
            c.n_command = command.count
            c.command = arena.strings(command)
        }
        if !applicationACLs.isEmpty {
            c.n_application_acls = applicationACLs.count
            c.application_acls = arena.messages(applicationACLs)
        }
        if let containerRetryContextValue = containerRetryContext {
            c.container_retry_context = arena.message(containerRetryContextValue)
        }
        if let tokensConfValue = tokensConf {
            c.has_tokens_conf = 1
            c.tokens_conf = arena.bytes(tokensConfValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerLaunchContextProto) {
        localResources = messages(c.n_localresources, c.localresources)
        tokens = c.has_tokens != 0 ? bytes(c.tokens) : nil
        serviceData = messages(c.n_service_data, c.service_data)
        environment = messages(c.n_environment, c.environment)
        command = texts(c.n_command, c.command)
        applicationACLs = messages(c.n_application_acls, c.application_acls)
        containerRetryContext = c.container_retry_context.map { .init(unpacked: $0.pointee) }
        tokensConf = c.has_tokens_conf != 0 ? bytes(c.tokens_conf) : nil
    }
}

extension ContainerStatusProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerStatusProto>) { hadoop__yarn__container_status_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerStatusProto, arena: inout Arena) {
        if let containerIdValue = containerId {
            c.container_id = arena.message(containerIdValue)
        }
        if let stateValue = state {
            c.has_state = 1
            c.state = Hadoop__Yarn__ContainerStateProto(rawValue: UInt32(bitPattern: stateValue.rawValue))
        }
        if let diagnosticsValue = diagnostics {
            c.diagnostics = arena.string(diagnosticsValue)
        }
        if let exitStatusValue = exitStatus {
            c.has_exit_status = 1
            c.exit_status = exitStatusValue
        }
        if let capabilityValue = capability {
            c.capability = arena.message(capabilityValue)
        }
        if let executionTypeValue = executionType {
            c.has_executiontype = 1
            c.executiontype = Hadoop__Yarn__ExecutionTypeProto(rawValue: UInt32(bitPattern: executionTypeValue.rawValue))
        }
        if !containerAttributes.isEmpty {
            c.n_container_attributes = containerAttributes.count
            c.container_attributes = arena.messages(containerAttributes)
        }
        if let containerSubStateValue = containerSubState {
            c.has_container_sub_state = 1
            c.container_sub_state = Hadoop__Yarn__ContainerSubStateProto(rawValue: UInt32(bitPattern: containerSubStateValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerStatusProto) {
        containerId = c.container_id.map { .init(unpacked: $0.pointee) }
        state = c.has_state != 0 ? ContainerStateProto(rawValue: Int32(bitPattern: c.state.rawValue)) : nil
        diagnostics = c.diagnostics.map { text($0) }
        exitStatus = c.has_exit_status != 0 ? c.exit_status : nil
        capability = c.capability.map { .init(unpacked: $0.pointee) }
        executionType = c.has_executiontype != 0 ? ExecutionTypeProto(rawValue: Int32(bitPattern: c.executiontype.rawValue)) : nil
        containerAttributes = messages(c.n_container_attributes, c.container_attributes)
        containerSubState = c.has_container_sub_state != 0 ? ContainerSubStateProto(rawValue: Int32(bitPattern: c.container_sub_state.rawValue)) : nil
    }
}

extension ContainerRetryContextProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerRetryContextProto>) { hadoop__yarn__container_retry_context_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerRetryContextProto, arena: inout Arena) {
        if let retryPolicyValue = retryPolicy {
            c.has_retry_policy = 1
            c.retry_policy = Hadoop__Yarn__ContainerRetryPolicyProto(rawValue: UInt32(bitPattern: retryPolicyValue.rawValue))
        }
        if !errorCodes.isEmpty {
            c.n_error_codes = errorCodes.count
            c.error_codes = arena.array(errorCodes)
        }
        if let maxRetriesValue = maxRetries {
            c.has_max_retries = 1
            c.max_retries = maxRetriesValue
        }
        if let retryIntervalValue = retryInterval {
            c.has_retry_interval = 1
            c.retry_interval = retryIntervalValue
        }
        if let failuresValidityIntervalValue = failuresValidityInterval {
            c.has_failures_validity_interval = 1
            c.failures_validity_interval = failuresValidityIntervalValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerRetryContextProto) {
        retryPolicy = c.has_retry_policy != 0 ? ContainerRetryPolicyProto(rawValue: Int32(bitPattern: c.retry_policy.rawValue)) : nil
        errorCodes = values(c.n_error_codes, c.error_codes)
        maxRetries = c.has_max_retries != 0 ? c.max_retries : nil
        retryInterval = c.has_retry_interval != 0 ? c.retry_interval : nil
        failuresValidityInterval = c.has_failures_validity_interval != 0 ? c.failures_validity_interval : nil
    }
}

extension StringLocalResourceMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StringLocalResourceMapProto>) { hadoop__yarn__string_local_resource_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StringLocalResourceMapProto, arena: inout Arena) {
        if let keyValue = key {
            c.key = arena.string(keyValue)
        }
        if let valueValue = value {
            c.value = arena.message(valueValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StringLocalResourceMapProto) {
        key = c.key.map { text($0) }
        value = c.value.map { .init(unpacked: $0.pointee) }
    }
}

extension StringStringMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StringStringMapProto>) { hadoop__yarn__string_string_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StringStringMapProto, arena: inout Arena) {
        if let keyValue = key {
            c.key = arena.string(keyValue)
        }
        if let valueValue = value {
            c.value = arena.string(valueValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StringStringMapProto) {
        key = c.key.map { text($0) }
        value = c.value.map { text($0) }
    }
}

extension StringBytesMapProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__StringBytesMapProto>) { hadoop__yarn__string_bytes_map_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__StringBytesMapProto, arena: inout Arena) {
        if let keyValue = key {
            c.key = arena.string(keyValue)
        }
        if let valueValue = value {
            c.has_value = 1
            c.value = arena.bytes(valueValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__StringBytesMapProto) {
        key = c.key.map { text($0) }
        value = c.has_value != 0 ? bytes(c.value) : nil
    }
}
