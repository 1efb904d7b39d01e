extension ConfigurationKeys {
    static let networkKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(driverHost),
        AnyConfigurationKey(driverBindAddress),
        AnyConfigurationKey(driverPort),
        AnyConfigurationKey(executorBindAddress),
        AnyConfigurationKey(executorPort),
        AnyConfigurationKey(portMaxRetries),
        AnyConfigurationKey(networkCryptoEnabled),
        AnyConfigurationKey(networkTimeout),
        AnyConfigurationKey(networkMaxFrameSize),
    ]

    /// `weft.driver.host`: where executors find the driver.
    public static let driverHost = ConfigurationKey(
        "weft.driver.host",
        .network,
        .optional(.text("a host name or an address")),
        default: nil,
        defaultNote: "localhost on local-cluster, else the machine's name",
        "The name or address under which executors reach the driver."
    )

    /// `weft.driver.bindAddress`: where the driver listens.
    public static let driverBindAddress = ConfigurationKey(
        "weft.driver.bindAddress",
        .network,
        .optional(.text("an address")),
        default: nil,
        defaultNote: "127.0.0.1 on local-cluster, else all addresses",
        "The address that the driver listens on. Set it where it differs from weft.driver.host, in a "
            + "container for instance."
    )

    /// `weft.driver.port`: the driver's port.
    public static let driverPort = ConfigurationKey(
        "weft.driver.port",
        .network,
        .integer(0...65_535),
        default: 0,
        "The port that the driver listens on for executors; 0 takes any free one."
    )

    /// `weft.executor.bindAddress`: where executors listen.
    public static let executorBindAddress = ConfigurationKey(
        "weft.executor.bindAddress",
        .network,
        .optional(.text("an address")),
        default: nil,
        defaultNote: "127.0.0.1 on local-cluster, else all addresses",
        "The address that executors listen on for one another's requests for shuffle files and persisted "
            + "partitions."
    )

    /// `weft.executor.port`: the executors' port.
    public static let executorPort = ConfigurationKey(
        "weft.executor.port",
        .network,
        .integer(0...65_535),
        default: 0,
        "The port that an executor listens on for block transfer; 0 takes any free one."
    )

    /// `weft.port.maxRetries`: ports to try.
    public static let portMaxRetries = ConfigurationKey(
        "weft.port.maxRetries",
        .network,
        .integer(0...65_535),
        default: 16,
        "How many ports above a given one are tried when it is taken."
    )

    /// `weft.network.crypto.enabled`: whether connections are encrypted.
    public static let networkCryptoEnabled = ConfigurationKey(
        "weft.network.crypto.enabled",
        .network,
        .boolean,
        default: true,
        "Whether connections between driver and executors are encrypted. They are authenticated in any "
            + "case."
    )

    /// `weft.network.timeout`: patience with a silent peer.
    public static let networkTimeout = ConfigurationKey(
        "weft.network.timeout",
        .network,
        .duration(.seconds(1) ... .seconds(86_400)),
        default: Duration.seconds(120),
        "How long a peer may be silent before its connection counts as broken, and an executor as lost."
    )

    /// `weft.network.maxFrameSize`: the largest message.
    public static let networkMaxFrameSize = ConfigurationKey(
        "weft.network.maxFrameSize",
        .network,
        .memory(.mebibytes(1) ... .mebibytes(2047)),
        default: MemorySize.mebibytes(128),
        "The most bytes of one message between driver and executors; a task's result has to fit in one."
    )
}
