import HadoopProtos
import YARN

/// How attempts start, fail and are tried again (RMAppImpl.java, RMAppAttemptImpl.java).
extension ResourceManagerState {
    static let masterKey = AskKey(priority: 0, allocationRequestID: -1)

    /// Starts the next attempt of an application: asks for its master's container, or waits for a master that somebody
    /// else starts.
    mutating func startAttempt(_ id: ApplicationID, now: Int64) {
        guard let application = applications[id] else { return }
        let number = Int32(clamping: application.attempts.count + 1)
        var attempt = ManagedAttempt(name: ApplicationAttemptID(application: id, attempt: number), now: now)
        if application.keepsContainers, let last = application.attempts.last {
            attempt.containers = last.containers
            attempt.completed = last.completed
            change(last.name) { $0.containers = [:] }
        }
        if application.isUnmanaged {
            attempt.state = .appAttemptLaunched
        } else {
            attempt.asks.update(
                Self.masterKey,
                place: AskTable.anyPlace,
                capacity: application.masterCapacity,
                count: 1,
                relaxesLocality: true,
                label: application.masterLabel
            )
        }
        applications[id]?.state = .accepted
        applications[id]?.attempts.append(attempt)
    }

    /// The master's container runs.
    mutating func masterLaunched(_ name: ApplicationAttemptID, now: Int64) {
        change(name) { attempt in
            guard attempt.state == .appAttemptAllocated else { return }
            attempt.state = .appAttemptLaunched
            attempt.lastHeartbeat = now
        }
        if applications[name.application]?.launchTime == 0 { applications[name.application]?.launchTime = now }
    }

    /// The master's container couldn't be started.
    mutating func masterLaunchFailed(_ name: ApplicationAttemptID, message: String, now: Int64) {
        guard currentAttempt(name) != nil else { return }
        endAttempt(name, .appAttemptFailed, diagnostics: "Error launching \(name). Got exception: \(message)", now: now)
        schedule(now: now)
    }

    /// A master was silent for too long.
    mutating func expire(_ name: ApplicationAttemptID, now: Int64) {
        guard let attempt = currentAttempt(name) else { return }
        if attempt.state == .appAttemptFinishing {
            finishAttempt(name, now: now)
        } else {
            endAttempt(
                name,
                .appAttemptFailed,
                diagnostics: "ApplicationMaster for attempt \(name) timed out",
                now: now
            )
        }
    }

    /// The master's container has ended.
    mutating func masterEnded(_ name: ApplicationAttemptID, _ container: ManagedContainer, now: Int64) {
        guard let attempt = currentAttempt(name) else { return }
        if attempt.state == .appAttemptFinishing || attempt.hasUnregistered {
            finishAttempt(name, now: now)
            return
        }
        let page = "http://\(settings.webAddress)/cluster/app/\(name.application)"
        endAttempt(
            name,
            .appAttemptFailed,
            diagnostics: "AM Container for \(name) exited with  exitCode: \(container.exitStatus)\n"
                + "Failing this attempt.Diagnostics: \(container.diagnostics)"
                + "For more detailed output, check the application tracking page: \(page)"
                + " Then click on links to logs of each attempt.\n",
            countsAsFailure: ExitStatus.countsAsFailure(container.exitStatus),
            now: now
        )
    }

    /// Ends an attempt that has failed, and the application with it when it was the last one.
    mutating func endAttempt(
        _ name: ApplicationAttemptID,
        _ state: YarnApplicationAttemptStateProto,
        diagnostics: String,
        countsAsFailure: Bool = true,
        now: Int64
    ) {
        guard let application = applications[name.application], !application.isFinal else { return }
        change(name) { $0.countsAsFailure = countsAsFailure }
        closeAttempt(name, state, diagnostics: diagnostics, now: now)
        let failures = failures(application.id, now: now)
        if application.isUnmanaged || failures >= Int(application.maximumAttempts) {
            let times = failures == 1 ? "1 times" : "\(failures) times"
            let interval = application.context.attemptFailuresValidityInterval ?? -1
            let window = interval > 0 ? " in previous \(interval) milliseconds" : ""
            end(
                application.id,
                .failed,
                diagnostics: application.isUnmanaged
                    ? "Unmanaged application \(application.id) failed due to \(diagnostics). Failing the application."
                    : "Application \(application.id) failed \(times)\(window) due to \(diagnostics). "
                        + "Failing the application.",
                now: now
            )
        } else {
            startAttempt(application.id, now: now)
        }
    }

    /// How many attempts have failed that count, within the interval that the application named.
    private func failures(_ id: ApplicationID, now: Int64) -> Int {
        guard let application = applications[id] else { return 0 }
        let interval = application.context.attemptFailuresValidityInterval ?? -1
        return application.attempts.count { attempt in
            attempt.state == .appAttemptFailed && attempt.countsAsFailure
                && (interval <= 0 || now - attempt.finishTime <= interval)
        }
    }

    /// The master has said goodbye and is gone.
    private mutating func finishAttempt(_ name: ApplicationAttemptID, now: Int64) {
        guard let attempt = attempt(name) else { return }
        let finalStatus = attempt.finalStatus
        end(name.application, .finished, diagnostics: attempt.diagnostics, finalStatus: finalStatus, now: now)
    }

    /// Notes the end of an attempt, and ends its containers unless the next one takes them over.
    mutating func closeAttempt(
        _ name: ApplicationAttemptID,
        _ state: YarnApplicationAttemptStateProto,
        diagnostics: String,
        now: Int64
    ) {
        guard let application = applications[name.application], let attempt = currentAttempt(name) else { return }
        change(name) { attempt in
            attempt.state = state
            attempt.finishTime = now
            attempt.isRegistered = false
            if !diagnostics.isEmpty { attempt.diagnostics = diagnostics }
            attempt.asks.removeAll()
            attempt.newContainers = []
        }
        for container in attempt.containers.values.sorted(by: { $0.name < $1.name }) {
            let stays =
                application.keepsContainers && state == .appAttemptFailed && !container.isMaster
                && container.state == .running
            if stays { continue }
            stop(
                container.name,
                status: container.isMaster ? ExitStatus.killedByResourceManager : ExitStatus.killedAfterCompletion,
                diagnostics: "Container killed by the ResourceManager with its attempt",
                now: now,
                tells: false
            )
        }
    }
}
