import HadoopProtos
import HadoopRPC

/// What the ResourceManager says of an application (ApplicationReport.java). Times are in milliseconds since 1970, 0 for
/// what hasn't happened.
public struct ApplicationReport: Sendable, Hashable {
    /// Its id.
    public var id: ApplicationID
    /// The attempt that is running, or was last; `nil` before there is one.
    public var currentAttempt: ApplicationAttemptID?
    /// Whose it is.
    public var user: String
    /// Its queue.
    public var queue: String
    /// What people call it.
    public var name: String
    /// Its kind: `SPARK`, `WEFT`.
    public var type: String
    /// Labels to find it by.
    public var tags: [String]
    /// Where it is in its life.
    public var state: ApplicationState
    /// How it ended, as its application master said.
    public var finalStatus: FinalApplicationStatus
    /// From 0 to 1.
    public var progress: Float
    /// What there is to say about its end, or about what it waits for; empty when there is nothing.
    public var diagnostics: String
    /// The application master's host; `N/A` before it has registered, and where this user may not see it.
    public var host: String
    /// The application master's port; −1 before it has registered.
    public var rpcPort: Int32
    /// Its web page, through the ResourceManager's proxy; `N/A` for none.
    public var trackingURL: String
    /// Its web page, directly.
    public var originalTrackingURL: String
    /// When it was submitted; 0 from servers before 3.3.
    public var submitTime: Int64
    /// When the ResourceManager took it.
    public var startTime: Int64
    /// When its first application master was started; 0 from servers before 3.2.
    public var launchTime: Int64
    /// When it ended.
    public var finishTime: Int64
    /// What it uses; `nil` where it isn't told.
    public var usage: ResourceUsage?
    /// Its priority.
    public var priority: Int32
    /// Whether its application master was started by somebody else than YARN.
    public var isUnmanaged: Bool
    /// How far the collecting of its logs is.
    public var logAggregation: LogAggregationStatus
    /// The label of its containers' nodes.
    public var nodeLabelExpression: String?
    /// The label of its application master's node.
    public var masterNodeLabelExpression: String?
    /// What an application master started by somebody else shows to the ResourceManager; told to its owner only, while the
    /// attempt is launched.
    public var masterToken: Token?
    /// What a client shows to the application master; told on secure clusters only.
    public var clientToken: Token?

    /// Makes a report; the rest is set afterwards.
    public init(id: ApplicationID, user: String, queue: String, name: String, state: ApplicationState) {
        self.id = id
        self.user = user
        self.queue = queue
        self.name = name
        self.state = state
        type = "YARN"
        tags = []
        finalStatus = .undefined
        progress = 0
        diagnostics = ""
        host = "N/A"
        rpcPort = -1
        trackingURL = "N/A"
        originalTrackingURL = "N/A"
        submitTime = 0
        startTime = 0
        launchTime = 0
        finishTime = 0
        priority = 0
        isUnmanaged = false
        logAggregation = .disabled
    }
}

extension ApplicationReport {
    /// A report as messages have it.
    public init(_ message: ApplicationReportProto) {
        self.init(
            id: ApplicationID(message.applicationId ?? ApplicationIdProto()),
            user: message.user ?? "",
            queue: message.queue ?? "",
            name: message.name ?? "",
            state: ApplicationState(message.yarnApplicationState ?? .new)
        )
        currentAttempt = message.currentApplicationAttemptId.map { ApplicationAttemptID($0) }
        type = message.applicationType ?? ""
        tags = message.applicationTags
        finalStatus = FinalApplicationStatus(message.finalApplicationStatus ?? .appUndefined)
        progress = message.progress ?? 0
        diagnostics = Diagnostics.text(message.diagnostics)
        host = message.host ?? "N/A"
        rpcPort = message.rpcPort ?? -1
        trackingURL = message.trackingUrl ?? "N/A"
        originalTrackingURL = message.originalTrackingUrl ?? "N/A"
        submitTime = message.submitTime ?? 0
        startTime = message.startTime ?? 0
        launchTime = message.launchTime ?? 0
        finishTime = message.finishTime ?? 0
        usage = message.appResourceUsage.map { ResourceUsage($0) }
        priority = message.priority?.priority ?? 0
        isUnmanaged = message.unmanagedApplication ?? false
        logAggregation = LogAggregationStatus(message.logAggregationStatus ?? .logDisabled)
        nodeLabelExpression = message.appNodeLabelExpression
        masterNodeLabelExpression = message.amNodeLabelExpression
        masterToken = message.amRmToken.map { Token($0) }
        clientToken = message.clientToAmToken.map { Token($0) }
    }

    /// The report for a message.
    public var message: ApplicationReportProto {
        ApplicationReportProto(
            applicationId: id.message,
            user: user,
            queue: queue,
            name: name,
            host: host,
            rpcPort: rpcPort,
            clientToAmToken: clientToken?.message,
            yarnApplicationState: state.message,
            trackingUrl: trackingURL,
            diagnostics: diagnostics,
            startTime: startTime,
            finishTime: finishTime,
            finalApplicationStatus: finalStatus.message,
            appResourceUsage: usage?.message,
            originalTrackingUrl: originalTrackingURL,
            currentApplicationAttemptId: currentAttempt?.message,
            progress: progress,
            applicationType: type,
            amRmToken: masterToken?.message,
            applicationTags: tags,
            logAggregationStatus: logAggregation.message,
            unmanagedApplication: isUnmanaged,
            priority: PriorityProto(priority: priority),
            appNodeLabelExpression: nodeLabelExpression,
            amNodeLabelExpression: masterNodeLabelExpression,
            launchTime: launchTime,
            submitTime: submitTime
        )
    }
}
