import HadoopProtos
import YARN

/// One attempt as the ResourceManager sees it (RMAppAttemptImpl.java). Times are in milliseconds since 1970.
struct ManagedAttempt: Sendable {
    let name: ApplicationAttemptID
    var state = YarnApplicationAttemptStateProto.appAttemptScheduled
    let startTime: Int64
    var finishTime: Int64 = 0
    var host = "N/A"
    var rpcPort: Int32 = -1
    var trackingURL = ""
    var diagnostics = ""
    var progress: Float = 0
    var finalStatus = FinalApplicationStatusProto.appUndefined
    var masterContainer: ContainerID?

    /// Whether the master is registered since it, or the ResourceManager, started.
    var isRegistered = false
    var hasUnregistered = false
    var lastHeartbeat: Int64
    /// The id of the last answer, and the answer itself.
    var responseID: Int32 = 0
    var lastResponse: AllocateResponseProto?

    var asks = AskTable()
    var blacklist: Set<String> = []
    var containers: [ContainerID: ManagedContainer] = [:]
    var finished: [ContainerID: ManagedContainer] = [:]
    /// What the next answer tells: given, ended, and nodes that changed.
    var newContainers: [ContainerID] = []
    var completed: [ContainerStatusProto] = []
    var changedNodes: [NodeID] = []
    /// The nodes whose tokens the master has.
    var knownNodes: Set<NodeID> = []
    /// Whether the end of this attempt counts against the application.
    var countsAsFailure = true
    private(set) var nextContainer: Int64 = 0

    init(name: ApplicationAttemptID, now: Int64) {
        self.name = name
        startTime = now
        lastHeartbeat = now
    }

    /// Whether the master may still talk.
    var isLive: Bool {
        switch state {
        case .appAttemptFailed, .appAttemptFinished, .appAttemptKilled: false
        default: true
        }
    }

    var used: Capacity { containers.values.reduce(.none) { $0 + $1.capacity } }

    mutating func newContainerID(epoch: Int64) -> ContainerID {
        nextContainer += 1
        return ContainerID(attempt: name, epoch: epoch, number: nextContainer)
    }

    func report(originalTrackingURL: String) -> ApplicationAttemptReportProto {
        ApplicationAttemptReportProto(
            applicationAttemptId: name.message,
            host: host,
            rpcPort: rpcPort,
            trackingUrl: trackingURL.isEmpty ? "N/A" : trackingURL,
            diagnostics: diagnostics,
            yarnApplicationAttemptState: state,
            amContainerId: masterContainer?.message,
            originalTrackingUrl: originalTrackingURL,
            startTime: startTime,
            finishTime: finishTime
        )
    }
}

/// An application as the ResourceManager sees it (RMAppImpl.java). Times are in milliseconds since 1970.
struct ManagedApplication: Sendable {
    let id: ApplicationID
    let user: String
    let context: ApplicationSubmissionContextProto
    let submitTime: Int64
    var launchTime: Int64 = 0
    var finishTime: Int64 = 0
    var queue: String
    var priority: Int32
    var state = YarnApplicationStateProto.accepted
    var diagnostics = ""
    var finalStatus = FinalApplicationStatusProto.appUndefined
    var attempts: [ManagedAttempt] = []
    /// What an application master's container gets, normalized.
    var masterCapacity: Capacity
    var masterLabel: String
    var maximumAttempts: Int32
    /// When the application is ended, if somebody said so (`APP_TIMEOUT_LIFETIME`).
    var expiryTime: Int64?
    var memorySeconds: Double = 0
    var vcoreSeconds: Double = 0

    init(
        id: ApplicationID,
        user: String,
        context: ApplicationSubmissionContextProto,
        queue: String,
        masterCapacity: Capacity,
        maximumAttempts: Int32,
        now: Int64
    ) {
        self.id = id
        self.user = user
        self.context = context
        self.queue = queue
        self.masterCapacity = masterCapacity
        self.maximumAttempts = maximumAttempts
        masterLabel = Self.masterLabel(context)
        priority = context.priority?.priority ?? 0
        submitTime = now
    }

    /// The label that the master's node must have.
    static func masterLabel(_ context: ApplicationSubmissionContextProto) -> String {
        context.amContainerResourceRequest.first?.nodeLabelExpression ?? context.nodeLabelExpression ?? ""
    }

    var isUnmanaged: Bool { context.unmanagedAm ?? false }
    var keepsContainers: Bool { context.keepContainersAcrossApplicationAttempts ?? false }
    var name: String { context.applicationName ?? "N/A" }
    var type: String { context.applicationType ?? "YARN" }

    var isFinal: Bool { state == .finished || state == .failed || state == .killed }

    var used: Capacity { attempts.reduce(.none) { $0 + $1.used } }
}
