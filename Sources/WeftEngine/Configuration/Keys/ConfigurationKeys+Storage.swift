extension ConfigurationKeys {
    static let storageKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(filesMaxPartitionBytes),
        AnyConfigurationKey(memoryStorageFraction),
        AnyConfigurationKey(localDir),
        AnyConfigurationKey(checkpointDir),
    ]

    /// `weft.files.maxPartitionBytes`: the size of input splits.
    public static let filesMaxPartitionBytes = ConfigurationKey(
        "weft.files.maxPartitionBytes",
        .storage,
        .memory(atLeast: .init(bytes: 1024)),
        default: .mebibytes(128),
        "The most bytes of a file that one partition of textFile reads, where nothing asks for more partitions."
    )

    /// `weft.memory.storageFraction`: memory for persisted partitions.
    public static let memoryStorageFraction = ConfigurationKey(
        "weft.memory.storageFraction",
        .storage,
        .number(0...1),
        default: 0.5,
        "The part of an executor's memory (of the driver's on local masters) that persisted partitions may fill before "
            + "they are spilled or dropped."
    )

    /// `weft.local.dir`: folders for temporary files.
    public static let localDir = ConfigurationKey(
        "weft.local.dir",
        .storage,
        .list("folders"),
        default: [],
        defaultNote: "TMPDIR, else /tmp",
        "Folders for shuffle files, spilled partitions and unpacked archives; several folders spread the load over "
            + "disks. Each application makes a folder of its own in them and removes it at its end."
    )

    /// `weft.checkpoint.dir`: the folder of checkpoints.
    public static let checkpointDir = ConfigurationKey(
        "weft.checkpoint.dir",
        .storage,
        .optional(.text("a path")),
        default: nil,
        "The folder that checkpoint writes into; checkpoint needs it."
    )
}
