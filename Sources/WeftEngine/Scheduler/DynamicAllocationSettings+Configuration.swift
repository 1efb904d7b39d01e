extension DynamicAllocationSettings {
    /// The settings that the configuration asks for; nil where the number of executors is fixed.
    init?(_ configuration: Configuration) {
        guard configuration.isDynamicAllocationEnabled else { return nil }
        typealias Keys = ConfigurationKeys
        self.init()
        minExecutors = configuration[Keys.dynamicAllocationMinExecutors]
        maxExecutors = max(configuration.effectiveMaxExecutors, minExecutors)
        initialExecutors = configuration.initialExecutorCount
        slotsPerExecutor = configuration.effectiveExecutorCores
        executorAllocationRatio = configuration[Keys.dynamicAllocationExecutorAllocationRatio]
        schedulerBacklogTimeout = configuration[Keys.dynamicAllocationSchedulerBacklogTimeout]
        sustainedSchedulerBacklogTimeout =
            configuration[Keys.dynamicAllocationSustainedSchedulerBacklogTimeout] ?? schedulerBacklogTimeout
        executorIdleTimeout = configuration[Keys.dynamicAllocationExecutorIdleTimeout]
        cachedExecutorIdleTimeout = configuration[Keys.dynamicAllocationCachedExecutorIdleTimeout]
        isShuffleTrackingEnabled = configuration[Keys.dynamicAllocationShuffleTrackingEnabled]
        shuffleTrackingTimeout = configuration[Keys.dynamicAllocationShuffleTrackingTimeout]
    }
}

extension ExecutorFailureBudget {
    /// The budget that the configuration asks for; nil where executors aren't processes.
    init?(_ configuration: Configuration) {
        guard configuration[ConfigurationKeys.master].hasExecutorProcesses else { return nil }
        self.init(
            maxFailures: configuration.effectiveExecutorMaxNumFailures,
            validityInterval: configuration[ConfigurationKeys.executorFailuresValidityInterval]
        )
    }
}
