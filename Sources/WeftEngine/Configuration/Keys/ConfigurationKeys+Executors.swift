extension ConfigurationKeys {
    static let executorsKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(executorRegistrationTimeout),
        AnyConfigurationKey(executorHeartbeatInterval),
        AnyConfigurationKey(executorMaxNumFailures),
        AnyConfigurationKey(executorFailuresValidityInterval),
        AnyConfigurationKey(decommissionEnabled),
        AnyConfigurationKey(storageDecommissionShuffleBlocksEnabled),
        AnyConfigurationKey(storageDecommissionRDDBlocksEnabled),
        AnyConfigurationKey(executorDecommissionForceKillTimeout),
    ]

    /// `weft.executor.registrationTimeout`: patience for a new executor.
    public static let executorRegistrationTimeout = ConfigurationKey(
        "weft.executor.registrationTimeout",
        .executors,
        .duration(.seconds(1) ... .seconds(86_400)),
        default: Duration.seconds(60),
        "How long an executor may take from its start until it has registered with the driver; after that "
            + "it counts as failed."
    )

    /// `weft.executor.heartbeatInterval`: how often executors show that they live.
    public static let executorHeartbeatInterval = ConfigurationKey(
        "weft.executor.heartbeatInterval",
        .executors,
        .duration(.milliseconds(100) ... .seconds(3600)),
        default: Duration.seconds(10),
        "How often an executor tells the driver that it lives and how far its tasks are. It has to be "
            + "shorter than weft.network.timeout; much shorter is better."
    )

    /// `weft.executor.maxNumFailures`: failed executors that end the application.
    public static let executorMaxNumFailures = ConfigurationKey(
        "weft.executor.maxNumFailures",
        .executors,
        .optional(.integer(1...1_000_000)),
        default: nil,
        defaultNote: "twice the number of executors, at least 3",
        "How many executors may fail within weft.executor.failuresValidityInterval before all jobs fail. "
            + "Executors that were released, decommissioned or preempted don't count."
    )

    /// `weft.executor.failuresValidityInterval`: how long a failed executor counts.
    public static let executorFailuresValidityInterval = ConfigurationKey(
        "weft.executor.failuresValidityInterval",
        .executors,
        .durationOrInfinite(.seconds(1) ... .seconds(86_400 * 365)),
        default: Duration.seconds(3600),
        "How long the failure of an executor counts towards weft.executor.maxNumFailures."
    )

    /// `weft.decommission.enabled`: whether executors move their data before they go.
    public static let decommissionEnabled = ConfigurationKey(
        "weft.decommission.enabled",
        .executors,
        .boolean,
        default: true,
        "Whether an executor that is to go, because it idles or its node is taken away, first ends its "
            + "tasks and moves its shuffle files and persisted partitions to other executors."
    )

    /// `weft.storage.decommission.shuffleBlocks.enabled`: whether shuffle files are moved.
    public static let storageDecommissionShuffleBlocksEnabled = ConfigurationKey(
        "weft.storage.decommission.shuffleBlocks.enabled",
        .executors,
        .boolean,
        default: true,
        "Whether an executor that is decommissioned moves its shuffle files."
    )

    /// `weft.storage.decommission.rddBlocks.enabled`: whether persisted partitions are moved.
    public static let storageDecommissionRDDBlocksEnabled = ConfigurationKey(
        "weft.storage.decommission.rddBlocks.enabled",
        .executors,
        .boolean,
        default: true,
        "Whether an executor that is decommissioned moves its persisted partitions."
    )

    /// `weft.executor.decommission.forceKillTimeout`: how long decommissioning may take.
    public static let executorDecommissionForceKillTimeout = ConfigurationKey(
        "weft.executor.decommission.forceKillTimeout",
        .executors,
        .durationOrInfinite(.seconds(1) ... .seconds(86_400 * 365)),
        default: nil,
        "How long an executor may take to be decommissioned before it is ended all the same."
    )
}
