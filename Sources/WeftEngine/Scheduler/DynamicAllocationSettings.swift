/// `weft.dynamicAllocation.*`; time-outs that are nil never end.
struct DynamicAllocationSettings: Hashable, Sendable {
    var minExecutors = 0
    /// At least 1, and at least `minExecutors`.
    var maxExecutors = Int.max
    var initialExecutors = 0
    /// How many tasks an executor runs at once.
    var slotsPerExecutor = 1
    /// The part of the slots for all tasks that is asked for, above 0 to 1.
    var executorAllocationRatio = 1.0
    var schedulerBacklogTimeout = Duration.seconds(1)
    var sustainedSchedulerBacklogTimeout = Duration.seconds(1)
    var executorIdleTimeout: Duration? = .seconds(60)
    var cachedExecutorIdleTimeout: Duration?
    var isShuffleTrackingEnabled = true
    var shuffleTrackingTimeout: Duration?

    /// How long an executor that holds something may idle; nil for ever.
    func idleTimeout(_ holdings: ExecutorHoldings) -> Duration? {
        guard var timeout = executorIdleTimeout else { return nil }
        if holdings.hasCachedBlocks {
            guard let cached = cachedExecutorIdleTimeout else { return nil }
            timeout = max(timeout, cached)
        }
        if isShuffleTrackingEnabled, holdings.hasShuffleOutputs {
            guard !holdings.hasActiveShuffleOutputs, let shuffle = shuffleTrackingTimeout else { return nil }
            timeout = max(timeout, shuffle)
        }
        return timeout
    }
}
