import Logging

/// Every configuration key of Weft.
public enum ConfigurationKeys {
    /// All keys, in the order of the documentation.
    public static let all: [AnyConfigurationKey] = [
        AnyConfigurationKey(master), AnyConfigurationKey(appName), AnyConfigurationKey(submitDeployMode),
        AnyConfigurationKey(files), AnyConfigurationKey(archives),
        AnyConfigurationKey(driverMemory), AnyConfigurationKey(executorInstances), AnyConfigurationKey(executorCores),
        AnyConfigurationKey(executorMemory),
        AnyConfigurationKey(defaultParallelism), AnyConfigurationKey(taskMaxFailures),
        AnyConfigurationKey(stageMaxConsecutiveAttempts), AnyConfigurationKey(schedulerMode),
        AnyConfigurationKey(schedulerAllocationFile), AnyConfigurationKey(localityWait),
        AnyConfigurationKey(filesMaxPartitionBytes),
        AnyConfigurationKey(memoryStorageFraction), AnyConfigurationKey(localDir), AnyConfigurationKey(checkpointDir),
        AnyConfigurationKey(showConsoleProgress), AnyConfigurationKey(logLevel),
    ]

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The key of a name.
    public static func named(_ name: String) -> AnyConfigurationKey? { byName[name] }
}

// MARK: - Application

extension ConfigurationKeys {
    /// `weft.master`: the cluster manager.
    public static let master = ConfigurationKey(
        "weft.master",
        .application,
        .master,
        default: .local(LocalMaster(slots: .allProcessors)),
        "Where the application runs. local is one task slot in the driver's process, local[N] has N, local[*] one for "
            + "every processor; local[N,F] and local[*,F] let a task fail F times before its job does."
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
            + "Local masters know client only."
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

// MARK: - Resources

extension ConfigurationKeys {
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
        "How many executors to ask a cluster for. Ignored on local masters."
    )

    /// `weft.executor.cores`: task slots of an executor.
    public static let executorCores = ConfigurationKey(
        "weft.executor.cores",
        .resources,
        .integer(1...4096),
        default: 1,
        "Task slots of an executor. Ignored on local masters, where the number in brackets says it."
    )

    /// `weft.executor.memory`: the memory of an executor.
    public static let executorMemory = ConfigurationKey(
        "weft.executor.memory",
        .resources,
        .memory(atLeast: .mebibytes(64)),
        default: .gibibytes(1),
        "Memory of an executor. Ignored on local masters, where weft.driver.memory counts."
    )
}

// MARK: - Scheduling

extension ConfigurationKeys {
    /// `weft.default.parallelism`: partitions where nothing says how many.
    public static let defaultParallelism = ConfigurationKey(
        "weft.default.parallelism",
        .scheduling,
        .optional(.integer(1...1_000_000)),
        default: nil,
        defaultNote: "the number of task slots",
        "Partitions of parallelize and of shuffles that aren't given a number. Without it a shuffle takes the largest "
            + "number of its parents."
    )

    /// `weft.task.maxFailures`: attempts of a task.
    public static let taskMaxFailures = ConfigurationKey(
        "weft.task.maxFailures",
        .scheduling,
        .integer(1...1000),
        default: 4,
        defaultNote: "4; 1 on local masters",
        "How often one task may fail before its job fails; 1 means no second attempt. The F of local[N,F] wins over "
            + "this key."
    )

    /// `weft.stage.maxConsecutiveAttempts`: attempts of a stage.
    public static let stageMaxConsecutiveAttempts = ConfigurationKey(
        "weft.stage.maxConsecutiveAttempts",
        .scheduling,
        .integer(1...1000),
        default: 4,
        "How often in a row a stage may be run again because shuffle output was lost, before its job fails."
    )

    /// `weft.scheduler.mode`: the order of jobs that run at the same time.
    public static let schedulerMode = ConfigurationKey(
        "weft.scheduler.mode",
        .scheduling,
        .choice,
        default: SchedulerMode.fifo,
        "How jobs that run at the same time share task slots: FIFO serves the earliest job first, FAIR shares between "
            + "pools."
    )

    /// `weft.scheduler.allocation.file`: the pools of FAIR.
    public static let schedulerAllocationFile = ConfigurationKey(
        "weft.scheduler.allocation.file",
        .scheduling,
        .optional(.text("a path")),
        default: nil,
        "The file that declares the FAIR pools with their weight, minShare and schedulingMode, in the XML of Spark's "
            + "fairscheduler.xml."
    )

    /// `weft.locality.wait`: patience for a good place.
    public static let localityWait = ConfigurationKey(
        "weft.locality.wait",
        .scheduling,
        .duration(.zero ... .seconds(3600)),
        default: .seconds(3),
        "How long a task waits for a slot near its data before it takes one farther away."
    )
}

// MARK: - Input and storage

extension ConfigurationKeys {
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

// MARK: - Progress and logs

extension ConfigurationKeys {
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
}
