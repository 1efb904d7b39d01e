extension SchedulerSettings {
    /// The settings that the configuration asks for.
    init(_ configuration: Configuration) {
        self.init()
        mode = configuration[ConfigurationKeys.schedulerMode]
        maxTaskFailures = configuration.effectiveTaskMaxFailures
        maxConsecutiveStageAttempts = configuration[ConfigurationKeys.stageMaxConsecutiveAttempts]
        localityWait = LocalityWait(configuration)
        speculation = Speculation(configuration)
        exclusion = Exclusion(configuration)
        isDecommissionEnabled = configuration[ConfigurationKeys.decommissionEnabled]
    }
}

extension SchedulerSettings.LocalityWait {
    init(_ configuration: Configuration) {
        let all = configuration[ConfigurationKeys.localityWait]
        process = configuration[ConfigurationKeys.localityWaitProcess] ?? all
        node = configuration[ConfigurationKeys.localityWaitNode] ?? all
        rack = configuration[ConfigurationKeys.localityWaitRack] ?? all
    }
}

extension SchedulerSettings.Speculation {
    init(_ configuration: Configuration) {
        isEnabled = configuration[ConfigurationKeys.speculationEnabled]
        interval = configuration[ConfigurationKeys.speculationInterval]
        quantile = configuration[ConfigurationKeys.speculationQuantile]
        multiplier = configuration[ConfigurationKeys.speculationMultiplier]
        minTaskRuntime = configuration[ConfigurationKeys.speculationMinTaskRuntime]
    }
}

extension SchedulerSettings.Exclusion {
    init(_ configuration: Configuration) {
        isEnabled = configuration[ConfigurationKeys.excludeOnFailureEnabled]
        maxTaskAttemptsPerExecutor = configuration[ConfigurationKeys.excludeOnFailureTaskMaxAttemptsPerExecutor]
        maxTaskAttemptsPerNode = configuration[ConfigurationKeys.excludeOnFailureTaskMaxAttemptsPerNode]
        maxFailedTasksPerExecutor = configuration[ConfigurationKeys.excludeOnFailureStageMaxFailedTasksPerExecutor]
        maxFailedExecutorsPerNode = configuration[ConfigurationKeys.excludeOnFailureStageMaxFailedExecutorsPerNode]
        maxFailedTasksPerExecutorInApplication =
            configuration[ConfigurationKeys.excludeOnFailureApplicationMaxFailedTasksPerExecutor]
        maxFailedExecutorsPerNodeInApplication =
            configuration[ConfigurationKeys.excludeOnFailureApplicationMaxFailedExecutorsPerNode]
        timeout = configuration[ConfigurationKeys.excludeOnFailureTimeout]
        killsExcludedExecutors = configuration[ConfigurationKeys.excludeOnFailureKillExcludedExecutors]
        unschedulableTaskSetTimeout = configuration[ConfigurationKeys.excludeOnFailureUnschedulableTaskSetTimeout]
    }
}
