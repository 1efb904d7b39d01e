/// Values that more than one key decides.
extension Configuration {
    /// What executors are told: all but what the driver alone may have, such as its keytab.
    var forExecutors: Configuration {
        removing(ConfigurationKeys.driverOnly)
    }

    /// How often one task may fail before its job fails: the F of `local[N,F]`, else `weft.task.maxFailures` where it
    /// is set, else 1 on local masters, as in Spark, and 4 where executors are processes.
    public var effectiveTaskMaxFailures: Int {
        let configured = self[ConfigurationKeys.taskMaxFailures]
        return switch self[ConfigurationKeys.master] {
        case .local(let master):
            master.maxFailures ?? (isSet(ConfigurationKeys.taskMaxFailures) ? configured : 1)
        case .localCluster, .yarn: configured
        }
    }

    /// How many executors there are where their number is fixed: the driver alone on local masters, the N of
    /// `local-cluster[N,C,M]`, else `weft.executor.instances`.
    public var effectiveExecutorInstances: Int {
        switch self[ConfigurationKeys.master] {
        case .local: 1
        case .localCluster(let master): master.executors
        case .yarn: self[ConfigurationKeys.executorInstances]
        }
    }

    /// The task slots of each executor.
    public var effectiveExecutorCores: Int {
        switch self[ConfigurationKeys.master] {
        case .local(let master): master.slotCount
        case .localCluster(let master): master.cores
        case .yarn: self[ConfigurationKeys.executorCores]
        }
    }

    /// The memory of each executor.
    public var effectiveExecutorMemory: MemorySize {
        switch self[ConfigurationKeys.master] {
        case .local: self[ConfigurationKeys.driverMemory]
        case .localCluster(let master): master.memory
        case .yarn: self[ConfigurationKeys.executorMemory]
        }
    }

    /// Whether the number of executors follows the work; never where executors aren't processes.
    public var isDynamicAllocationEnabled: Bool {
        self[ConfigurationKeys.dynamicAllocationEnabled] && self[ConfigurationKeys.master].hasExecutorProcesses
    }

    /// The most executors that dynamic allocation may have: `weft.dynamicAllocation.maxExecutors`, and not more than a
    /// `local-cluster` has.
    public var effectiveMaxExecutors: Int {
        let configured = self[ConfigurationKeys.dynamicAllocationMaxExecutors]
        return switch self[ConfigurationKeys.master] {
        case .local: 1
        case .localCluster(let master): min(configured, master.executors)
        case .yarn: configured
        }
    }

    /// How many executors to ask for at the start: with dynamic allocation the larger of
    /// `weft.dynamicAllocation.initialExecutors` and, where it is set, `weft.executor.instances`, within the bounds.
    public var initialExecutorCount: Int {
        guard isDynamicAllocationEnabled else { return effectiveExecutorInstances }
        let lowest = self[ConfigurationKeys.dynamicAllocationMinExecutors]
        var wanted = max(lowest, self[ConfigurationKeys.dynamicAllocationInitialExecutors] ?? lowest)
        if isSet(ConfigurationKeys.executorInstances) {
            wanted = max(wanted, self[ConfigurationKeys.executorInstances])
        }
        return min(wanted, effectiveMaxExecutors)
    }

    /// How many executors may fail within the validity interval: `weft.executor.maxNumFailures`, else twice the number
    /// of executors (of the most there may be, with dynamic allocation) and at least 3.
    public var effectiveExecutorMaxNumFailures: Int {
        let executors = isDynamicAllocationEnabled ? effectiveMaxExecutors : effectiveExecutorInstances
        return self[ConfigurationKeys.executorMaxNumFailures] ?? max(3, 2 * executors)
    }
}
