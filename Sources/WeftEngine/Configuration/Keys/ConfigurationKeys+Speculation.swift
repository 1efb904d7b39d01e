extension ConfigurationKeys {
    static let speculationKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(speculationEnabled),
        AnyConfigurationKey(speculationInterval),
        AnyConfigurationKey(speculationQuantile),
        AnyConfigurationKey(speculationMultiplier),
        AnyConfigurationKey(speculationMinTaskRuntime),
    ]

    /// `weft.speculation`: second copies of slow tasks.
    public static let speculationEnabled = ConfigurationKey(
        "weft.speculation",
        .speculation,
        .boolean,
        default: false,
        "Whether a task that runs much longer than the others of its stage gets a second copy on another "
            + "host, or on another executor where all are on one host; the first of the two to end counts."
    )

    /// `weft.speculation.interval`: how often slow tasks are looked for.
    public static let speculationInterval = ConfigurationKey(
        "weft.speculation.interval",
        .speculation,
        .duration(.milliseconds(1) ... .seconds(3600)),
        default: Duration.milliseconds(100),
        "How often slow tasks are looked for."
    )

    /// `weft.speculation.quantile`: when tasks can be called slow.
    public static let speculationQuantile = ConfigurationKey(
        "weft.speculation.quantile",
        .speculation,
        .number(0...1),
        default: 0.75,
        "The part of a stage's tasks that must have ended before others are called slow."
    )

    /// `weft.speculation.multiplier`: how slow is slow.
    public static let speculationMultiplier = ConfigurationKey(
        "weft.speculation.multiplier",
        .speculation,
        .number(1...1_000_000),
        default: 1.5,
        "How many times the median duration a task has to run to be called slow."
    )

    /// `weft.speculation.minTaskRuntime`: what is never slow.
    public static let speculationMinTaskRuntime = ConfigurationKey(
        "weft.speculation.minTaskRuntime",
        .speculation,
        .duration(.zero ... .seconds(86_400)),
        default: Duration.milliseconds(100),
        "No task is called slow before it has run this long."
    )
}
