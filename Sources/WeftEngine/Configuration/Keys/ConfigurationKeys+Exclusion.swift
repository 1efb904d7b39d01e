extension ConfigurationKeys {
    static let exclusionKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(excludeOnFailureEnabled),
        AnyConfigurationKey(excludeOnFailureTimeout),
        AnyConfigurationKey(excludeOnFailureTaskMaxAttemptsPerExecutor),
        AnyConfigurationKey(excludeOnFailureTaskMaxAttemptsPerNode),
        AnyConfigurationKey(excludeOnFailureStageMaxFailedTasksPerExecutor),
        AnyConfigurationKey(excludeOnFailureStageMaxFailedExecutorsPerNode),
        AnyConfigurationKey(excludeOnFailureApplicationMaxFailedTasksPerExecutor),
        AnyConfigurationKey(excludeOnFailureApplicationMaxFailedExecutorsPerNode),
        AnyConfigurationKey(excludeOnFailureKillExcludedExecutors),
        AnyConfigurationKey(excludeOnFailureUnschedulableTaskSetTimeout),
    ]

    /// `weft.excludeOnFailure.enabled`: whether failing places are avoided.
    public static let excludeOnFailureEnabled = ConfigurationKey(
        "weft.excludeOnFailure.enabled",
        .speculation,
        .boolean,
        default: false,
        "Whether executors and hosts where tasks failed too often are avoided: by the task, by its stage, "
            + "and in the end by the application."
    )

    /// `weft.excludeOnFailure.timeout`: how long a place is avoided.
    public static let excludeOnFailureTimeout = ConfigurationKey(
        "weft.excludeOnFailure.timeout",
        .speculation,
        .duration(.milliseconds(1) ... .seconds(86_400 * 365)),
        default: Duration.seconds(3600),
        "How long the application avoids an executor or a host, and how long a task's failure counts "
            + "towards that."
    )

    /// `weft.excludeOnFailure.task.maxTaskAttemptsPerExecutor`: failures of a task on an executor.
    public static let excludeOnFailureTaskMaxAttemptsPerExecutor = ConfigurationKey(
        "weft.excludeOnFailure.task.maxTaskAttemptsPerExecutor",
        .speculation,
        .integer(1...1000),
        default: 1,
        "How often a task may fail on one executor before it isn't tried there again."
    )

    /// `weft.excludeOnFailure.task.maxTaskAttemptsPerNode`: failures of a task on a host.
    public static let excludeOnFailureTaskMaxAttemptsPerNode = ConfigurationKey(
        "weft.excludeOnFailure.task.maxTaskAttemptsPerNode",
        .speculation,
        .integer(1...1000),
        default: 2,
        "How often a task may fail on one host before it isn't tried there again. It has to be less than "
            + "weft.task.maxFailures."
    )

    /// `weft.excludeOnFailure.stage.maxFailedTasksPerExecutor`: failed tasks of a stage on an executor.
    public static let excludeOnFailureStageMaxFailedTasksPerExecutor = ConfigurationKey(
        "weft.excludeOnFailure.stage.maxFailedTasksPerExecutor",
        .speculation,
        .integer(1...1_000_000),
        default: 2,
        "How many different tasks of a stage may fail on one executor before the stage avoids it."
    )

    /// `weft.excludeOnFailure.stage.maxFailedExecutorsPerNode`: avoided executors of a host, for a stage.
    public static let excludeOnFailureStageMaxFailedExecutorsPerNode = ConfigurationKey(
        "weft.excludeOnFailure.stage.maxFailedExecutorsPerNode",
        .speculation,
        .integer(1...1_000_000),
        default: 2,
        "How many executors of one host a stage may avoid before it avoids the host."
    )

    /// `weft.excludeOnFailure.application.maxFailedTasksPerExecutor`: failed tasks on an executor.
    public static let excludeOnFailureApplicationMaxFailedTasksPerExecutor = ConfigurationKey(
        "weft.excludeOnFailure.application.maxFailedTasksPerExecutor",
        .speculation,
        .integer(1...1_000_000),
        default: 2,
        "How many different tasks, in stages that succeeded in the end, may fail on one executor within "
            + "weft.excludeOnFailure.timeout before the application avoids it."
    )

    /// `weft.excludeOnFailure.application.maxFailedExecutorsPerNode`: avoided executors of a host.
    public static let excludeOnFailureApplicationMaxFailedExecutorsPerNode = ConfigurationKey(
        "weft.excludeOnFailure.application.maxFailedExecutorsPerNode",
        .speculation,
        .integer(1...1_000_000),
        default: 2,
        "How many executors of one host the application may avoid before it avoids the host."
    )

    /// `weft.excludeOnFailure.killExcludedExecutors`: whether avoided executors are ended.
    public static let excludeOnFailureKillExcludedExecutors = ConfigurationKey(
        "weft.excludeOnFailure.killExcludedExecutors",
        .speculation,
        .boolean,
        default: false,
        "Whether executors that the application avoids are ended, so that the cluster can start others."
    )

    /// `weft.scheduler.excludeOnFailure.unschedulableTaskSetTimeout`: patience when a task may run nowhere.
    public static let excludeOnFailureUnschedulableTaskSetTimeout = ConfigurationKey(
        "weft.scheduler.excludeOnFailure.unschedulableTaskSetTimeout",
        .speculation,
        .duration(.zero ... .seconds(86_400)),
        default: Duration.seconds(120),
        "How long a stage with a task that may run on no executor there is waits for another executor "
            + "before its job fails."
    )
}
