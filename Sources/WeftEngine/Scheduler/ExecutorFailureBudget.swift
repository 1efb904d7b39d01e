import WeftDiagnostics

/// How many executors an application may lose to failures before it is given up: a program that kills every executor
/// would else start new ones for ever.
struct ExecutorFailureBudget: Sendable {
    /// The number of failures at which the application is given up; at least 1.
    let maxFailures: Int
    /// How long a failure counts; nil for ever.
    let validityInterval: Duration?
    /// The failures that count, the oldest first.
    private var failures: [SchedulerTime] = []

    init(maxFailures: Int, validityInterval: Duration?) {
        self.maxFailures = max(1, maxFailures)
        self.validityInterval = validityInterval
    }

    /// How many failures count now.
    mutating func count(now: SchedulerTime) -> Int {
        if let validityInterval {
            let firstValid = failures.partitioningIndex { $0 + validityInterval > now }
            failures.removeFirst(firstValid)
        }
        return failures.count
    }

    /// An executor is gone.
    ///
    /// - Parameter wasDecommissioned: whether it was on its way out; then its end is no failure, however it came.
    /// - Returns: the error to fail all jobs with when there have been too many.
    mutating func executorLost(
        _ executorID: String,
        host: String?,
        reason: ExecutorLossReason,
        wasDecommissioned: Bool,
        now: SchedulerTime
    ) -> WeftError? {
        guard reason.countsAsFailure, !wasDecommissioned else { return nil }
        failures.append(now)
        let count = count(now: now)
        guard count >= maxFailures else { return nil }
        let within = validityInterval.map { " within \(DurationWords.seconds($0))" } ?? ""
        let executors = count == 1 ? "1 executor" : "\(count) executors"
        return WeftError(
            "executor-failures",
            "\(executors) failed\(within); the last one, executor \(executorID)"
                + (host.map { " on \($0)" } ?? "") + ": \(reason.message)",
            remedy: reason.remedy.isEmpty
                ? "look into the executors' logs; weft.executor.maxNumFailures sets how many failures are borne"
                : reason.remedy,
            details: [.init("weft.executor.maxNumFailures", "\(maxFailures)")]
        )
    }
}
