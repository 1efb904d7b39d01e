import Logging

extension ConfigurationKeys {
    static let outputKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(showConsoleProgress),
        AnyConfigurationKey(logLevel),
        AnyConfigurationKey(executorLogDir),
    ]

    /// `weft.ui.showConsoleProgress`: the progress bar.
    public static let showConsoleProgress = ConfigurationKey(
        "weft.ui.showConsoleProgress",
        .output,
        .boolean,
        default: true,
        "Whether to draw a progress bar on standard error; it is drawn on a terminal only."
    )

    /// `weft.log.level`: what is logged.
    public static let logLevel = ConfigurationKey(
        "weft.log.level",
        .output,
        .choice,
        default: Logger.Level.warning,
        "The lowest level of log lines on standard error."
    )

    /// `weft.executor.logDir`: where executors' output goes.
    public static let executorLogDir = ConfigurationKey(
        "weft.executor.logDir",
        .output,
        .optional(.text("a path")),
        default: nil,
        defaultNote: "a folder among the application's temporary files",
        "The folder for what executors write to standard output and standard error. Without it the files "
            + "go with the application's temporary files at its end."
    )
}
