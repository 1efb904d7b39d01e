import HadoopProtos
import YARN

/// What clients do with applications (ClientRMService.java, RMAppManager.java, RMAppImpl.java).
extension ResourceManagerState {
    /// Takes an application; asking twice for the same is no error.
    ///
    /// An unknown queue is no error here either: the application fails, and its report says why.
    ///
    /// - Parameter failure: why the application can't run, as far as that is known already.
    mutating func submit(
        _ context: ApplicationSubmissionContextProto,
        user: String,
        failure: String? = nil,
        now: Int64
    ) throws {
        let id = ApplicationID(context.applicationId ?? .init())
        if applications[id] != nil { return }
        try check(context, user: user)
        let asked = Self.masterCapacity(context)
        let queueName = context.queue ?? "default"
        let limit = context.maxAppAttempts ?? 0
        var application = ManagedApplication(
            id: id,
            user: user,
            context: context,
            queue: settings.queue(queueName)?.name ?? queueName,
            masterCapacity: settings.normalized(asked),
            maximumAttempts: limit <= 0 ? settings.maximumAttempts : min(limit, settings.maximumAttempts),
            now: now
        )
        application.priority = min(max(0, application.priority), settings.maximumPriority)
        if application.isUnmanaged { application.maximumAttempts = 1 }
        for timeout in context.applicationTimeouts where timeout.applicationTimeoutType == .appTimeoutLifetime {
            guard let seconds = timeout.timeout, seconds > 0 else { continue }
            application.expiryTime = now.addingSaturated(seconds.multipliedSaturated(by: 1000))
        }
        forgetOld()
        applications[id] = application
        guard settings.queue(queueName) != nil else {
            end(
                id,
                .failed,
                diagnostics: "Application \(id) submitted by user \(user) to unknown queue: \(queueName)",
                now: now
            )
            return
        }
        if let failure {
            end(id, .failed, diagnostics: failure, now: now)
            return
        }
        startAttempt(id, now: now)
        schedule(now: now)
    }

    /// Refuses an application for what is wrong with it, before anything is done for it.
    func check(_ context: ApplicationSubmissionContextProto, user: String) throws {
        let id = ApplicationID(context.applicationId ?? .init())
        guard id.clusterTimestamp == clusterTimestamp, id.id > 0 else {
            throw RPCServerError.yarn("the application id \(id) wasn't given out by this ResourceManager")
        }
        try settings.check(Self.masterCapacity(context))
        let label = ManagedApplication.masterLabel(context)
        guard label.isEmpty || labels.contains(label) else {
            throw RPCServerError.invalidLabelResourceRequest(
                "Invalid label resource request, cluster do not contain, label= \(label)"
            )
        }
        if let tags = Self.wrongTag(context.applicationTags) {
            throw RPCServerError("java.lang.IllegalArgumentException", tags)
        }
        if let queue = settings.queue(context.queue ?? "default"), !settings.maySubmit(user, to: queue) {
            throw Self.notPermitted(user, id, queue)
        }
    }

    private static func notPermitted(
        _ user: String,
        _ id: ApplicationID,
        _ queue: ResourceManagerSettings.Queue
    ) -> RPCServerError {
        // As RPCUtil.getRemoteException writes it.
        .yarn(
            "org.apache.hadoop.security.AccessControlException: User \(user) does not have permission to submit \(id)"
                + " to queue \(queue.name)"
        )
    }

    private static func masterCapacity(_ context: ApplicationSubmissionContextProto) -> Capacity {
        Capacity(context.amContainerResourceRequest.first?.capability ?? context.resource)
    }

    /// ASCII only, at most 100 characters (ApplicationSubmissionContext, validated by the client's own library too).
    private static func wrongTag(_ tags: [String]) -> String? {
        for tag in tags {
            if tag.utf8.count > 100 { return "Tag \(tag) is too long, maximum allowed length of a tag is 100" }
            if tag.utf8.contains(where: { $0 > 127 }) {
                return "A tag can only have ASCII characters! Invalid tag - \(tag)"
            }
        }
        return nil
    }

    private mutating func forgetOld() {
        let ended = applications.values.filter(\.isFinal).sorted { $0.finishTime < $1.finishTime }
        for application in ended.prefix(max(0, ended.count - settings.maximumCompleted + 1)) {
            applications[application.id] = nil
        }
    }

    /// Ends an application on somebody's wish.
    ///
    /// - Returns: whether it has ended.
    mutating func kill(_ id: ApplicationID, by caller: RPCCaller, diagnostics: String?, now: Int64) throws -> Bool {
        let application = try application(id)
        try checkAccess(.appaccessModifyApp, application, caller)
        if application.isFinal || application.attempts.last?.hasUnregistered == true { return true }
        var text = "Application \(id) was killed by user \(caller.user) at \(caller.address)"
        if let diagnostics, !diagnostics.isEmpty { text = "\(text) with following diagnostics: \(diagnostics)" }
        end(id, .killed, diagnostics: text, now: now)
        schedule(now: now)
        return true
    }

    /// Gives up one attempt, which counts as a failure.
    mutating func failAttempt(_ name: ApplicationAttemptID, by caller: RPCCaller, now: Int64) throws {
        let application = try application(name.application)
        try checkAccess(.appaccessModifyApp, application, caller)
        guard attempt(name) != nil else {
            throw RPCServerError.attemptNotFound("ApplicationAttempt with id '\(name)' doesn't exist in RM.")
        }
        // After its goodbye an attempt has a result already.
        guard let attempt = currentAttempt(name), !attempt.hasUnregistered else { return }
        endAttempt(
            attempt.name,
            .appAttemptFailed,
            diagnostics: "Attempt failed by user.",
            now: now
        )
        schedule(now: now)
    }

    /// Moves an application to another queue.
    mutating func move(_ id: ApplicationID, to queue: String, by caller: RPCCaller, now: Int64) throws {
        let application = try application(id)
        try checkAccess(.appaccessModifyApp, application, caller)
        guard application.state == .accepted || application.state == .running else {
            throw RPCServerError.yarn(
                "App in \(application.state) state cannot be moved."
            )
        }
        let found = settings.queue(queue)
        if settings.checksAccess, !(found.map { settings.maySubmit(caller.user, to: $0) } ?? false) {
            // Who may not submit isn't told whether the queue is there (ClientRMService.java).
            throw RPCServerError.yarn(
                "org.apache.hadoop.security.AccessControlException: User \(caller.user) cannot submit applications to"
                    + " target queue or the target queue doesn't exist: \(queue) while moving \(id)"
            )
        }
        guard let found else {
            throw RPCServerError.yarn("The specified Queue: \(queue) doesn't exist")
        }
        applications[id]?.queue = found.name
        schedule(now: now)
    }

    /// Changes the priority of an application that hasn't ended.
    ///
    /// - Returns: the priority, not more than the cluster allows.
    mutating func setPriority(_ id: ApplicationID, _ priority: Int32, by caller: RPCCaller, now: Int64) throws -> Int32
    {
        let application = try application(id)
        try checkAccess(.appaccessModifyApp, application, caller)
        if application.isFinal {
            // Hadoop answers with the old one, and logs it.
            return application.priority
        }
        let given = min(max(0, priority), settings.maximumPriority)
        applications[id]?.priority = given
        schedule(now: now)
        return given
    }

    /// Changes when an application is ended.
    mutating func setExpiry(_ id: ApplicationID, _ time: Int64, by caller: RPCCaller, now: Int64) throws {
        let application = try application(id)
        try checkAccess(.appaccessModifyApp, application, caller)
        guard !application.isFinal else {
            throw RPCServerError.yarn("Application \(id) has already ended, its lifetime can't be changed")
        }
        guard time > now else {
            throw RPCServerError.yarn("Expire time is less than current time for application: \(id)")
        }
        applications[id]?.expiryTime = time
    }

    // MARK: Ends

    /// Ends an application for good.
    mutating func end(
        _ id: ApplicationID,
        _ state: YarnApplicationStateProto,
        diagnostics: String,
        finalStatus: FinalApplicationStatusProto? = nil,
        now: Int64
    ) {
        guard let application = applications[id], !application.isFinal else { return }
        if let attempt = application.attempts.last, attempt.isLive {
            let attemptState: YarnApplicationAttemptStateProto =
                state == .killed ? .appAttemptKilled : state == .failed ? .appAttemptFailed : .appAttemptFinished
            closeAttempt(attempt.name, attemptState, diagnostics: diagnostics, now: now)
        }
        for attempt in application.attempts {
            for container in (self.attempt(attempt.name)?.containers ?? [:]).keys.sorted() {
                stop(
                    container,
                    status: ExitStatus.killedAfterCompletion,
                    diagnostics: "Container killed after the completion of its application",
                    now: now,
                    tells: false
                )
            }
        }
        applications[id]?.state = state
        if application.finishTime == 0 { applications[id]?.finishTime = now }
        if !diagnostics.isEmpty { applications[id]?.diagnostics = diagnostics }
        applications[id]?.finalStatus =
            finalStatus ?? (state == .killed ? .appKilled : state == .failed ? .appFailed : .appSucceeded)
        act(.cleanUp(id))
    }

    // MARK: Access

    /// Whether a caller may do something with an application (ApplicationACLsManager.java).
    func mayAccess(
        _ type: ApplicationAccessTypeProto,
        _ application: ManagedApplication,
        _ caller: RPCCaller
    ) -> Bool {
        if !settings.checksAccess || caller.user == application.user || settings.administrators.contains(caller.user) {
            return true
        }
        let lists = application.context.amContainerSpec?.applicationACLs ?? []
        guard let list = lists.first(where: { $0.accessType == type })?.acl else { return false }
        if list.split(separator: " ").contains("*") { return true }
        // Users first, groups behind a blank; there are no groups here.
        let users = list.split(separator: " ", omittingEmptySubsequences: false).first ?? ""
        return users.split(separator: ",").contains { $0 == caller.user }
    }

    func checkAccess(
        _ type: ApplicationAccessTypeProto,
        _ application: ManagedApplication,
        _ caller: RPCCaller
    ) throws {
        guard mayAccess(type, application, caller) else {
            let word = type == .appaccessModifyApp ? "MODIFY_APP" : "VIEW_APP"
            throw RPCServerError.yarn(
                "java.security.AccessControlException: User \(caller.user) cannot perform operation \(word) on"
                    + " \(application.id)"
            )
        }
    }
}
