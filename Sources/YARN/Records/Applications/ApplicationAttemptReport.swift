import HadoopProtos

/// What the ResourceManager says of one attempt (ApplicationAttemptReport.java). Times are in milliseconds since 1970, 0
/// for what hasn't happened.
public struct ApplicationAttemptReport: Sendable, Hashable {
    /// The attempt.
    public var id: ApplicationAttemptID
    /// Where it is in its life.
    public var state: ApplicationAttemptState
    /// The container of its application master; `nil` before there is one, and for unmanaged ones.
    public var masterContainer: ContainerID?
    /// The application master's host; `N/A` before it has registered.
    public var host: String
    /// The application master's port; −1 before it has registered.
    public var rpcPort: Int32
    /// Its web page, through the ResourceManager's proxy.
    public var trackingURL: String
    /// Its web page, directly.
    public var originalTrackingURL: String
    /// What there is to say about its end; empty when there is nothing.
    public var diagnostics: String
    /// When it began.
    public var startTime: Int64
    /// When it ended.
    public var finishTime: Int64

    /// Makes a report; the rest is set afterwards.
    public init(id: ApplicationAttemptID, state: ApplicationAttemptState) {
        self.id = id
        self.state = state
        host = "N/A"
        rpcPort = -1
        trackingURL = ""
        originalTrackingURL = ""
        diagnostics = ""
        startTime = 0
        finishTime = 0
    }
}

extension ApplicationAttemptReport {
    /// A report as messages have it.
    public init(_ message: ApplicationAttemptReportProto) {
        self.init(
            id: ApplicationAttemptID(message.applicationAttemptId ?? ApplicationAttemptIdProto()),
            state: ApplicationAttemptState(message.yarnApplicationAttemptState ?? .appAttemptNew)
        )
        masterContainer = message.amContainerId.map { ContainerID($0) }
        host = message.host ?? "N/A"
        rpcPort = message.rpcPort ?? -1
        trackingURL = message.trackingUrl ?? ""
        originalTrackingURL = message.originalTrackingUrl ?? ""
        diagnostics = Diagnostics.text(message.diagnostics)
        startTime = message.startTime ?? 0
        finishTime = message.finishTime ?? 0
    }

    /// The report for a message.
    public var message: ApplicationAttemptReportProto {
        ApplicationAttemptReportProto(
            applicationAttemptId: id.message,
            host: host,
            rpcPort: rpcPort,
            trackingUrl: trackingURL,
            diagnostics: diagnostics,
            yarnApplicationAttemptState: state.message,
            amContainerId: masterContainer?.message,
            originalTrackingUrl: originalTrackingURL,
            startTime: startTime,
            finishTime: finishTime
        )
    }
}
