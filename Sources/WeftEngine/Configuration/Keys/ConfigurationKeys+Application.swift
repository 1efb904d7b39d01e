extension ConfigurationKeys {
    static let applicationKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(master),
        AnyConfigurationKey(appName),
        AnyConfigurationKey(submitDeployMode),
        AnyConfigurationKey(submitVerbose),
        AnyConfigurationKey(files),
        AnyConfigurationKey(archives),
    ]

    /// `weft.master`: the cluster manager.
    public static let master = ConfigurationKey(
        "weft.master",
        .application,
        .master,
        default: .local(LocalMaster(slots: .allProcessors)),
        "Where the application runs. local is one task slot in the driver's process, local[N] has N, local[*] one for "
            + "every processor; local[N,F] and local[*,F] let a task fail F times before its job does. "
            + "local-cluster[N,C,M] starts N executors on this machine, processes with C task slots and M MiB each. yarn has "
            + "executors in containers of the cluster that HADOOP_CONF_DIR describes."
    )

    /// `weft.app.name`: the name shown to people.
    public static let appName = ConfigurationKey(
        "weft.app.name",
        .application,
        .optional(.text("a name")),
        default: nil,
        defaultNote: "the application's type",
        "The application's name, as progress, logs and cluster managers show it."
    )

    /// `weft.submit.deployMode`: where the driver runs.
    public static let submitDeployMode = ConfigurationKey(
        "weft.submit.deployMode",
        .application,
        .choice,
        default: DeployMode.client,
        "Where the driver runs: client is the process that was submitted, cluster is inside the cluster. "
            + "Masters on this machine know client only; yarn knows both."
    )

    /// `weft.submit.verbose`: whether to say where the time goes.
    public static let submitVerbose = ConfigurationKey(
        "weft.submit.verbose",
        .application,
        .boolean,
        default: false,
        "Whether an application on a cluster says at its end how long each step took. --verbose sets it."
    )

    /// `weft.files`: files for tasks.
    public static let files = ConfigurationKey(
        "weft.files",
        .application,
        .list("paths"),
        default: [],
        "Files that every task can look up by name. A #name after the path gives another name."
    )

    /// `weft.archives`: archives for tasks.
    public static let archives = ConfigurationKey(
        "weft.archives",
        .application,
        .list("paths"),
        default: [],
        "Archives (.tar, .tar.gz, .tgz, .zip) that are unpacked where tasks run. A #name after the path names the "
            + "folder."
    )
}
