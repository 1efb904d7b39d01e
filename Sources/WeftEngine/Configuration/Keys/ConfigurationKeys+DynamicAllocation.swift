extension ConfigurationKeys {
    static let dynamicAllocationKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(dynamicAllocationEnabled),
        AnyConfigurationKey(dynamicAllocationMinExecutors),
        AnyConfigurationKey(dynamicAllocationMaxExecutors),
        AnyConfigurationKey(dynamicAllocationInitialExecutors),
        AnyConfigurationKey(dynamicAllocationExecutorAllocationRatio),
        AnyConfigurationKey(dynamicAllocationSchedulerBacklogTimeout),
        AnyConfigurationKey(dynamicAllocationSustainedSchedulerBacklogTimeout),
        AnyConfigurationKey(dynamicAllocationExecutorIdleTimeout),
        AnyConfigurationKey(dynamicAllocationCachedExecutorIdleTimeout),
        AnyConfigurationKey(dynamicAllocationShuffleTrackingEnabled),
        AnyConfigurationKey(dynamicAllocationShuffleTrackingTimeout),
    ]

    /// `weft.dynamicAllocation.enabled`: whether the number of executors follows the work.
    public static let dynamicAllocationEnabled = ConfigurationKey(
        "weft.dynamicAllocation.enabled",
        .dynamicAllocation,
        .boolean,
        default: false,
        "Whether executors are asked for while tasks wait for slots, and released when they idle. On "
            + "local-cluster the master's number of executors is then the most there may be."
    )

    /// `weft.dynamicAllocation.minExecutors`: the fewest executors.
    public static let dynamicAllocationMinExecutors = ConfigurationKey(
        "weft.dynamicAllocation.minExecutors",
        .dynamicAllocation,
        .integer(0...100_000),
        default: 0,
        "Dynamic allocation never goes below this number of executors."
    )

    /// `weft.dynamicAllocation.maxExecutors`: the most executors.
    public static let dynamicAllocationMaxExecutors = ConfigurationKey(
        "weft.dynamicAllocation.maxExecutors",
        .dynamicAllocation,
        .integer(1...100_000),
        default: 100_000,
        "Dynamic allocation never goes above this number of executors."
    )

    /// `weft.dynamicAllocation.initialExecutors`: executors to begin with.
    public static let dynamicAllocationInitialExecutors = ConfigurationKey(
        "weft.dynamicAllocation.initialExecutors",
        .dynamicAllocation,
        .optional(.integer(0...100_000)),
        default: nil,
        defaultNote: "weft.dynamicAllocation.minExecutors",
        "How many executors dynamic allocation begins with. Where weft.executor.instances is set and "
            + "larger, that counts."
    )

    /// `weft.dynamicAllocation.executorAllocationRatio`: executors for the tasks there are.
    public static let dynamicAllocationExecutorAllocationRatio = ConfigurationKey(
        "weft.dynamicAllocation.executorAllocationRatio",
        .dynamicAllocation,
        .number(0.001...1),
        default: 1.0,
        "The part of the slots needed to run all waiting tasks at once that dynamic allocation asks for."
    )

    /// `weft.dynamicAllocation.schedulerBacklogTimeout`: patience before the first request.
    public static let dynamicAllocationSchedulerBacklogTimeout = ConfigurationKey(
        "weft.dynamicAllocation.schedulerBacklogTimeout",
        .dynamicAllocation,
        .duration(.milliseconds(1) ... .seconds(86_400)),
        default: Duration.seconds(1),
        "How long tasks have to wait for slots before more executors are asked for."
    )

    /// `weft.dynamicAllocation.sustainedSchedulerBacklogTimeout`: patience before further requests.
    public static let dynamicAllocationSustainedSchedulerBacklogTimeout = ConfigurationKey(
        "weft.dynamicAllocation.sustainedSchedulerBacklogTimeout",
        .dynamicAllocation,
        .optional(.duration(.milliseconds(1) ... .seconds(86_400))),
        default: nil,
        defaultNote: "weft.dynamicAllocation.schedulerBacklogTimeout",
        "How long tasks that still wait have to go on waiting before more executors, each time twice as "
            + "many, are asked for."
    )

    /// `weft.dynamicAllocation.executorIdleTimeout`: when an idle executor goes.
    public static let dynamicAllocationExecutorIdleTimeout = ConfigurationKey(
        "weft.dynamicAllocation.executorIdleTimeout",
        .dynamicAllocation,
        .durationOrInfinite(.milliseconds(1) ... .seconds(86_400 * 365)),
        default: Duration.seconds(60),
        "How long an executor has to be without a task before it is released."
    )

    /// `weft.dynamicAllocation.cachedExecutorIdleTimeout`: when an idle executor with persisted partitions goes.
    public static let dynamicAllocationCachedExecutorIdleTimeout = ConfigurationKey(
        "weft.dynamicAllocation.cachedExecutorIdleTimeout",
        .dynamicAllocation,
        .durationOrInfinite(.milliseconds(1) ... .seconds(86_400 * 365)),
        default: nil,
        "How long an executor that holds persisted partitions has to be without a task before it is "
            + "released."
    )

    /// `weft.dynamicAllocation.shuffleTracking.enabled`: whether shuffle files keep an executor.
    public static let dynamicAllocationShuffleTrackingEnabled = ConfigurationKey(
        "weft.dynamicAllocation.shuffleTracking.enabled",
        .dynamicAllocation,
        .boolean,
        default: true,
        "Whether an executor is kept while shuffle files that it holds are in use by a job. Where it is "
            + "off, and nothing moves the files, stages are computed again."
    )

    /// `weft.dynamicAllocation.shuffleTracking.timeout`: when an idle executor with shuffle files goes.
    public static let dynamicAllocationShuffleTrackingTimeout = ConfigurationKey(
        "weft.dynamicAllocation.shuffleTracking.timeout",
        .dynamicAllocation,
        .durationOrInfinite(.milliseconds(1) ... .seconds(86_400 * 365)),
        default: nil,
        "How long an executor that holds shuffle files no job is using has to be without a task before it "
            + "is released, where the files may still be used again. Executors whose shuffle files nothing "
            + "refers to any more go after weft.dynamicAllocation.executorIdleTimeout."
    )
}
