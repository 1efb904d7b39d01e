import HadoopProtos

/// What an application is submitted with (ApplicationSubmissionContext.java).
public struct ApplicationSubmissionContext: Sendable, Hashable {
    /// Its id, which the ResourceManager gave for it.
    public var id: ApplicationID
    /// What people call it.
    public var name: String
    /// The queue; the scheduler's placement rules may choose another one.
    public var queue: String
    /// Higher ones first, among applications of a queue that orders by it; `nil` for the queue's default.
    public var priority: Int32?
    /// Its kind, at most 20 characters: `YARN` by default.
    public var type: String
    /// Labels to find it by: at most 10, of at most 100 ASCII characters each.
    public var tags: [String]
    /// How its application master is started.
    public var launchContext: ContainerLaunchContext
    /// How much the application master's container shall have; not needed beside `masterRequests`.
    public var resource: Resource?
    /// Where the application master shall run; empty for anywhere. There must be a row for `*` then.
    public var masterRequests: [ResourceRequest]
    /// The label of nodes for all its containers; `nil` for the queue's default.
    public var nodeLabelExpression: String?
    /// How often its application master may be started in all; 0 for the cluster's default. The cluster's own limit
    /// counts beside it.
    public var maximumAttempts: Int32
    /// How long a failed attempt counts, in milliseconds; −1 for always.
    public var attemptFailuresValidityInterval: Int64
    /// Whether its containers live on when an application master fails.
    public var keepsContainersAcrossAttempts: Bool
    /// Whether its application master is started by somebody else than YARN.
    public var isUnmanaged: Bool
    /// Whether the ResourceManager makes its tokens worthless when it ends.
    public var cancelsTokensWhenComplete: Bool
    /// Which logs are collected; `nil` for the defaults.
    public var logAggregation: LogAggregationContext?
    /// How long it may live in all, in seconds; `nil` for without end.
    public var lifetime: Int64?
    /// Properties for the scheduler.
    public var schedulingProperties: [String: String]

    /// Makes a context; the rest is set afterwards.
    public init(
        id: ApplicationID,
        name: String,
        queue: String = "default",
        launchContext: ContainerLaunchContext = ContainerLaunchContext(),
        resource: Resource? = nil
    ) {
        self.id = id
        self.name = name
        self.queue = queue
        self.launchContext = launchContext
        self.resource = resource
        type = "YARN"
        tags = []
        masterRequests = []
        maximumAttempts = 0
        attemptFailuresValidityInterval = -1
        keepsContainersAcrossAttempts = false
        isUnmanaged = false
        cancelsTokensWhenComplete = true
        schedulingProperties = [:]
    }
}

extension ApplicationSubmissionContext {
    /// A context as messages have it.
    public init(_ message: ApplicationSubmissionContextProto) {
        self.init(
            id: ApplicationID(message.applicationId ?? ApplicationIdProto()),
            name: message.applicationName ?? "N/A",
            queue: message.queue ?? "default",
            launchContext: ContainerLaunchContext(message.amContainerSpec ?? ContainerLaunchContextProto()),
            resource: message.resource.map { Resource($0) }
        )
        priority = message.priority?.priority
        type = message.applicationType ?? "YARN"
        tags = message.applicationTags
        masterRequests = message.amContainerResourceRequest.map { ResourceRequest($0) }
        nodeLabelExpression = message.nodeLabelExpression
        maximumAttempts = message.maxAppAttempts ?? 0
        attemptFailuresValidityInterval = message.attemptFailuresValidityInterval ?? -1
        keepsContainersAcrossAttempts = message.keepContainersAcrossApplicationAttempts ?? false
        isUnmanaged = message.unmanagedAm ?? false
        cancelsTokensWhenComplete = message.cancelTokensWhenComplete ?? true
        logAggregation = message.logAggregationContext.map { LogAggregationContext($0) }
        lifetime = message.applicationTimeouts.first { $0.applicationTimeoutType == .appTimeoutLifetime }?.timeout
        for entry in message.applicationSchedulingProperties {
            schedulingProperties[entry.key ?? ""] = entry.value ?? ""
        }
    }

    /// The context for a message.
    public var message: ApplicationSubmissionContextProto {
        ApplicationSubmissionContextProto(
            applicationId: id.message,
            applicationName: name,
            queue: queue,
            priority: priority.map { PriorityProto(priority: $0) },
            amContainerSpec: launchContext.message,
            cancelTokensWhenComplete: cancelsTokensWhenComplete,
            unmanagedAm: isUnmanaged,
            maxAppAttempts: maximumAttempts,
            resource: resource?.message,
            applicationType: type,
            keepContainersAcrossApplicationAttempts: keepsContainersAcrossAttempts,
            applicationTags: tags,
            attemptFailuresValidityInterval: attemptFailuresValidityInterval,
            logAggregationContext: logAggregation?.message,
            nodeLabelExpression: nodeLabelExpression,
            amContainerResourceRequest: masterRequests.map(\.message),
            applicationTimeouts: lifetime.map {
                [ApplicationTimeoutMapProto(applicationTimeoutType: .appTimeoutLifetime, timeout: $0)]
            } ?? [],
            applicationSchedulingProperties: schedulingProperties.sorted { $0.key < $1.key }.map {
                StringStringMapProto(key: $0.key, value: $0.value)
            }
        )
    }
}
