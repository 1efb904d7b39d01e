extension ConfigurationKeys {
    static let shuffleKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(shuffleCompress),
        AnyConfigurationKey(shuffleMaxRetries),
        AnyConfigurationKey(shuffleRetryWait),
        AnyConfigurationKey(reducerMaxSizeInFlight),
        AnyConfigurationKey(reducerMaxReqsInFlight),
        AnyConfigurationKey(broadcastBlockSize),
    ]

    /// `weft.shuffle.compress`: whether shuffle files are compressed.
    public static let shuffleCompress = ConfigurationKey(
        "weft.shuffle.compress",
        .shuffle,
        .boolean,
        default: true,
        "Whether shuffle files are compressed."
    )

    /// `weft.shuffle.io.maxRetries`: attempts to fetch.
    public static let shuffleMaxRetries = ConfigurationKey(
        "weft.shuffle.io.maxRetries",
        .shuffle,
        .integer(0...1000),
        default: 3,
        "How often a fetch of shuffle output is tried again after the connection failed, before the "
            + "output counts as lost."
    )

    /// `weft.shuffle.io.retryWait`: the pause between attempts to fetch.
    public static let shuffleRetryWait = ConfigurationKey(
        "weft.shuffle.io.retryWait",
        .shuffle,
        .duration(.zero ... .seconds(3600)),
        default: Duration.seconds(1),
        "How long to wait before a fetch of shuffle output is tried again."
    )

    /// `weft.reducer.maxSizeInFlight`: bytes under way to a task.
    public static let reducerMaxSizeInFlight = ConfigurationKey(
        "weft.reducer.maxSizeInFlight",
        .shuffle,
        .memory(atLeast: .mebibytes(1)),
        default: MemorySize.mebibytes(48),
        "The most bytes of shuffle output that one task has asked for and not yet got."
    )

    /// `weft.reducer.maxReqsInFlight`: requests under way to one peer.
    public static let reducerMaxReqsInFlight = ConfigurationKey(
        "weft.reducer.maxReqsInFlight",
        .shuffle,
        .integer(1...1_000_000),
        default: 5,
        "The most requests for shuffle output that one task has under way to one executor."
    )

    /// `weft.broadcast.blockSize`: the pieces of a broadcast.
    public static let broadcastBlockSize = ConfigurationKey(
        "weft.broadcast.blockSize",
        .shuffle,
        .memory(.init(bytes: 1024) ... .mebibytes(1024)),
        default: MemorySize.mebibytes(4),
        "The size of the pieces in which a broadcast value travels. It has to be less than "
            + "weft.network.maxFrameSize."
    )
}
