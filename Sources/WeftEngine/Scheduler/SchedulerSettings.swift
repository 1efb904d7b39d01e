/// What the schedulers need of the configuration; the defaults are those of Spark.
struct SchedulerSettings: Hashable, Sendable {
    /// `weft.scheduler.mode`.
    var mode = SchedulerMode.fifo
    /// `weft.task.maxFailures`: how often one task may fail before its task set is given up; at least 1.
    var maxTaskFailures = 4
    /// `weft.stage.maxConsecutiveAttempts`: how often in a row a stage may lose its input; at least 1.
    var maxConsecutiveStageAttempts = 4
    /// How long fetch failures are collected before the stages concerned run again.
    var resubmitDelay = Duration.milliseconds(200)
    /// How long a free slot is kept from a task for a better placed one.
    var localityWait = LocalityWait()
    /// Second copies of slow tasks.
    var speculation = Speculation()
    /// Keeping tasks away from executors where they failed.
    var exclusion = Exclusion()
    /// `weft.decommission.enabled`: whether executors that are let go move their data first.
    var isDecommissionEnabled = true

    /// `weft.locality.wait`, level by level: how long to wait at this level before trying the next.
    struct LocalityWait: Hashable, Sendable {
        /// `weft.locality.wait.process`.
        var process = Duration.seconds(3)
        /// `weft.locality.wait.node`.
        var node = Duration.seconds(3)
        /// `weft.locality.wait.rack`.
        var rack = Duration.seconds(3)

        init() {}

        /// One wait for all levels.
        init(all: Duration) {
            process = all
            node = all
            rack = all
        }

        /// The wait at a level; no task has to wait because it has no preference, nor beyond the last level.
        subscript(level: TaskLocality) -> Duration {
            switch level {
            case .processLocal: process
            case .nodeLocal: node
            case .rackLocal: rack
            case .noPreference, .any: .zero
            }
        }
    }

    /// `weft.speculation.*`.
    struct Speculation: Hashable, Sendable {
        /// Whether slow tasks get a second copy.
        var isEnabled = false
        /// How often running tasks are looked at.
        var interval = Duration.milliseconds(100)
        /// The share of a stage's tasks, 0 to 1, that must have ended before any is thought slow.
        var quantile = 0.75
        /// How many times slower than the median a task must be.
        var multiplier = 1.5
        /// No task is thought slow before it has run this long.
        var minTaskRuntime = Duration.milliseconds(100)
    }

    /// `weft.excludeOnFailure.*`.
    struct Exclusion: Hashable, Sendable {
        /// Whether failing executors and hosts are avoided.
        var isEnabled = false
        /// After so many failures of one task on one executor the task doesn't go there again.
        var maxTaskAttemptsPerExecutor = 1
        /// After so many failures of one task on one host the task doesn't go there again.
        var maxTaskAttemptsPerNode = 2
        /// After so many failed tasks of a stage on one executor the stage doesn't go there again.
        var maxFailedTasksPerExecutor = 2
        /// After so many executors of a host were excluded for a stage the stage doesn't go to that host again.
        var maxFailedExecutorsPerNode = 2
        /// After so many failed tasks on one executor, in stages that succeeded, the application avoids it.
        var maxFailedTasksPerExecutorInApplication = 2
        /// After so many excluded executors of a host the application avoids the host.
        var maxFailedExecutorsPerNodeInApplication = 2
        /// How long the application avoids an executor or a host, and how long a failure counts.
        var timeout = Duration.seconds(3600)
        /// Whether executors that the application avoids are to be ended and replaced.
        var killsExcludedExecutors = false
        /// How long a task set whose tasks may run nowhere waits for a new executor before it is given up.
        var unschedulableTaskSetTimeout = Duration.seconds(120)
    }
}
