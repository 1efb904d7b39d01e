extension ConfigurationKeys {
    static let resourcesKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(driverMemory),
        AnyConfigurationKey(executorInstances),
        AnyConfigurationKey(executorCores),
        AnyConfigurationKey(executorMemory),
    ]

    /// `weft.driver.memory`: the driver's memory.
    public static let driverMemory = ConfigurationKey(
        "weft.driver.memory",
        .resources,
        .memory(atLeast: .mebibytes(64)),
        default: .gibibytes(1),
        "Memory the driver plans with. On local masters tasks run in the driver, so this is their memory too."
    )

    /// `weft.executor.instances`: the number of executors.
    public static let executorInstances = ConfigurationKey(
        "weft.executor.instances",
        .resources,
        .integer(1...100_000),
        default: 2,
        "How many executors to ask a cluster for. Ignored on masters that say it in brackets."
    )

    /// `weft.executor.cores`: task slots of an executor.
    public static let executorCores = ConfigurationKey(
        "weft.executor.cores",
        .resources,
        .integer(1...4096),
        default: 1,
        "Task slots of an executor. Ignored on masters that say it in brackets."
    )

    /// `weft.executor.memory`: the memory of an executor.
    public static let executorMemory = ConfigurationKey(
        "weft.executor.memory",
        .resources,
        .memory(atLeast: .mebibytes(64)),
        default: .gibibytes(1),
        "Memory of an executor. Ignored on local-cluster, which says it in brackets, and on local, where weft.driver.memory "
            + "counts."
    )
}
