import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Applications: made, submitted, watched, moved, ended.
extension ResourceManagerClient {
    /// What the ResourceManager gives for a new application.
    public struct NewApplication: Sendable, Hashable {
        /// Its id.
        public var id: ApplicationID
        /// The most that one container may have.
        public var maximumCapability: Resource
    }

    /// Asks for a new application's id. One that isn't used costs nothing.
    public func newApplication() throws -> NewApplication {
        let response: GetNewApplicationResponseProto = try call("getNewApplication", GetNewApplicationRequestProto())
        return NewApplication(
            id: ApplicationID(try required(response.applicationId, "application id")),
            maximumCapability: Resource(response.maximumCapability)
        )
    }

    /// Submits an application, and waits until the scheduler has taken or refused it.
    ///
    /// - Parameters:
    ///   - context: the application.
    ///   - timeout: for how long to wait, in milliseconds; the application stays submitted afterwards.
    ///   - isUnwanted: asked between two looks whether to wait no longer; the application stays submitted then too.
    /// - Returns: the report: `accepted`, or later in its life.
    /// - Throws: `application-rejected`, `queue-not-found`, `permission-denied`, `invalid-resource-request`; `timed-out`,
    ///   `interrupted`.
    @discardableResult
    public func submit(
        _ context: ApplicationSubmissionContext,
        timeout: Int = 120_000,
        isUnwanted: () -> Bool = { false }
    ) throws -> ApplicationReport {
        let request = SubmitApplicationRequestProto(applicationSubmissionContext: context.message)
        let _: SubmitApplicationResponseProto = try call("submitApplication", request)
        let deadline = Deadline.after(milliseconds: timeout)
        var interval = min(20, pollInterval)
        while true {
            do {
                let report = try report(context.id)
                switch report.state {
                case .new, .newSaving, .submitted: break
                case .failed, .killed: throw Self.rejected(report)
                default: return report
                }
            } catch let error as WeftError where error.code == "application-not-found" {
                // A ResourceManager that has taken over may not have heard of it (YarnClientImpl.java).
                let _: SubmitApplicationResponseProto = try call("submitApplication", request)
            }
            if isUnwanted() { throw WeftError("interrupted", "nobody waits for \(context.id) any more") }
            guard !deadline.hasPassed else {
                throw WeftError(
                    "timed-out",
                    "the ResourceManager hasn't accepted \(context.id) within \(timeout / 1000) s",
                    remedy: "look at it with weft yarn app \(context.id)"
                )
            }
            Pause.sleep(milliseconds: interval)
            interval = min(pollInterval, interval * 2)
        }
    }

    private static func rejected(_ report: ApplicationReport) -> WeftError {
        let why = report.diagnostics.split(separator: "\n").first.map(String.init) ?? "no reason given"
        let (code, remedy) = YARNErrors.meaning(of: report.diagnostics) ?? ("application-rejected", "")
        return WeftError(
            code,
            "YARN refused \(report.id): \(why)",
            remedy: remedy,
            details: [.init("queue", report.queue), .init("state", "\(report.state)")]
        )
    }

    /// What there is to say of an application.
    ///
    /// - Throws: `application-not-found`.
    public func report(_ id: ApplicationID) throws -> ApplicationReport {
        let response: GetApplicationReportResponseProto = try call(
            "getApplicationReport",
            GetApplicationReportRequestProto(applicationId: id.message)
        )
        return ApplicationReport(try required(response.applicationReport, "report"))
    }

    /// Which applications to list; by default all that the ResourceManager knows.
    public struct ApplicationFilter: Sendable, Hashable {
        /// Of one of these types; empty for all.
        public var types: [String] = []
        /// In one of these states; empty for all.
        public var states: [ApplicationState] = []
        /// With one of these tags; empty for all.
        public var tags: [String] = []
        /// Of one of these users; empty for all.
        public var users: [String] = []
        /// In one of these queues; empty for all.
        public var queues: [String] = []
        /// Of this name; `nil` for all. Servers before 3.3 ignore it.
        public var name: String?
        /// At most so many; `nil` for all.
        public var limit: Int64?
        /// Submitted in this time, in milliseconds since 1970; `nil` for all.
        public var started: ClosedRange<Int64>?
        /// Ended in this time, in milliseconds since 1970; `nil` for all.
        public var finished: ClosedRange<Int64>?

        /// All applications.
        public init() {}

        /// Those that haven't ended, as Java's tools list them by default.
        public static var active: ApplicationFilter {
            var filter = ApplicationFilter()
            filter.states = [.submitted, .accepted, .running]
            return filter
        }
    }

    /// Lists applications.
    public func applications(_ filter: ApplicationFilter = ApplicationFilter()) throws -> [ApplicationReport] {
        let response: GetApplicationsResponseProto = try call(
            "getApplications",
            GetApplicationsRequestProto(
                applicationTypes: filter.types,
                applicationStates: filter.states.map(\.message),
                users: filter.users,
                queues: filter.queues,
                limit: filter.limit,
                startBegin: filter.started?.lowerBound,
                startEnd: filter.started?.upperBound,
                finishBegin: filter.finished?.lowerBound,
                finishEnd: filter.finished?.upperBound,
                applicationTags: filter.tags,
                name: filter.name
            )
        )
        return response.applications.map { ApplicationReport($0) }
    }

    /// Ends an application, and waits until it has ended.
    ///
    /// - Parameters:
    ///   - id: the application.
    ///   - diagnostics: why, as its report will say; empty for nothing.
    ///   - timeout: for how long to wait, in milliseconds.
    /// - Throws: `application-not-found`, `permission-denied`, `timed-out`.
    public func kill(_ id: ApplicationID, diagnostics: String = "", timeout: Int = 120_000) throws {
        let deadline = Deadline.after(milliseconds: timeout)
        while true {
            let response: KillApplicationResponseProto = try call(
                "forceKillApplication",
                KillApplicationRequestProto(
                    applicationId: id.message,
                    diagnostics: diagnostics.isEmpty ? nil : diagnostics
                )
            )
            if response.isKillCompleted ?? false { return }
            guard !deadline.hasPassed else {
                throw WeftError(
                    "timed-out",
                    "\(id) hasn't ended within \(timeout / 1000) s of being killed",
                    remedy: "look at it with weft yarn app \(id)"
                )
            }
            Pause.sleep(milliseconds: pollInterval)
        }
    }

    /// Moves an application to another queue.
    ///
    /// - Throws: `application-not-found`, `queue-not-found`, `permission-denied`.
    public func move(_ id: ApplicationID, to queue: String) throws {
        let _: MoveApplicationAcrossQueuesResponseProto = try call(
            "moveApplicationAcrossQueues",
            MoveApplicationAcrossQueuesRequestProto(applicationId: id.message, targetQueue: queue)
        )
    }

    /// Gives an application another priority.
    ///
    /// - Returns: the priority that it has now; the queue may not allow the one that was asked for.
    @discardableResult
    public func updatePriority(_ id: ApplicationID, to priority: Int32) throws -> Int32 {
        let response: UpdateApplicationPriorityResponseProto = try call(
            "updateApplicationPriority",
            UpdateApplicationPriorityRequestProto(
                applicationId: id.message,
                applicationPriority: PriorityProto(priority: priority)
            )
        )
        return response.applicationPriority?.priority ?? priority
    }
}
