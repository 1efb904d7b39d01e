extension ConfigurationKeys {
    static let yarnKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(yarnQueue),
        AnyConfigurationKey(yarnPriority),
        AnyConfigurationKey(yarnTags),
        AnyConfigurationKey(yarnApplicationType),
        AnyConfigurationKey(yarnMaxAppAttempts),
        AnyConfigurationKey(yarnAttemptFailuresValidityInterval),
        AnyConfigurationKey(yarnAMMemory),
        AnyConfigurationKey(yarnAMCores),
        AnyConfigurationKey(yarnAMMemoryOverhead),
        AnyConfigurationKey(driverCores),
        AnyConfigurationKey(driverMemoryOverhead),
        AnyConfigurationKey(executorMemoryOverhead),
        AnyConfigurationKey(yarnStagingDir),
        AnyConfigurationKey(yarnPreserveStagingFiles),
        AnyConfigurationKey(yarnFileReplication),
        AnyConfigurationKey(yarnAMNodeLabelExpression),
        AnyConfigurationKey(yarnExecutorNodeLabelExpression),
        AnyConfigurationKey(yarnExcludeNodes),
        AnyConfigurationKey(yarnSubmitWaitAppCompletion),
        AnyConfigurationKey(yarnReportInterval),
        AnyConfigurationKey(yarnHeartbeatInterval),
        AnyConfigurationKey(yarnInitialAllocationInterval),
        AnyConfigurationKey(yarnMaxReporterFailures),
        AnyConfigurationKey(yarnLauncherThreads),
        AnyConfigurationKey(yarnAMWaitTime),
        AnyConfigurationKey(yarnAMPort),
        AnyConfigurationKey(uiViewACLs),
        AnyConfigurationKey(modifyACLs),
        AnyConfigurationKey(yarnRolledLogIncludePattern),
        AnyConfigurationKey(yarnRolledLogExcludePattern),
    ]

    /// `weft.yarn.queue`: the queue.
    public static let yarnQueue = ConfigurationKey(
        "weft.yarn.queue",
        .yarn,
        .text("a queue's name"),
        default: "default",
        "The queue that the application is submitted to."
    )

    /// `weft.yarn.priority`: the application's priority.
    public static let yarnPriority = ConfigurationKey(
        "weft.yarn.priority",
        .yarn,
        .optional(.integer(0...1_000_000)),
        default: nil,
        defaultNote: "the queue's default",
        "The application's priority within its queue; larger numbers come first."
    )

    /// `weft.yarn.tags`: tags.
    public static let yarnTags = ConfigurationKey(
        "weft.yarn.tags",
        .yarn,
        .list("tags of up to 100 ASCII characters, ten at most"),
        default: [],
        "Tags of the application, by which it can be found."
    )

    /// `weft.yarn.applicationType`: the application's type.
    public static let yarnApplicationType = ConfigurationKey(
        "weft.yarn.applicationType",
        .yarn,
        .text("a name of up to 20 characters"),
        default: "WEFT",
        "The application's type, as lists of applications show it."
    )

    /// `weft.yarn.maxAppAttempts`: attempts.
    public static let yarnMaxAppAttempts = ConfigurationKey(
        "weft.yarn.maxAppAttempts",
        .yarn,
        .optional(.integer(1...1000)),
        default: nil,
        defaultNote: "that of the cluster, yarn.resourcemanager.am.max-attempts",
        "How often the application master may be started. It can't be more than the cluster allows."
    )

    /// `weft.yarn.am.attemptFailuresValidityInterval`: how long a failed attempt counts.
    public static let yarnAttemptFailuresValidityInterval = ConfigurationKey(
        "weft.yarn.am.attemptFailuresValidityInterval",
        .yarn,
        .optional(.duration(.seconds(1) ... .seconds(86_400 * 365))),
        default: nil,
        defaultNote: "all failures count",
        "How long a failed attempt of the application master counts towards weft.yarn.maxAppAttempts."
    )

    /// `weft.yarn.am.memory`: the application master's memory in client mode.
    public static let yarnAMMemory = ConfigurationKey(
        "weft.yarn.am.memory",
        .yarn,
        .memory(atLeast: .mebibytes(64)),
        default: .mebibytes(256),
        "Memory of the application master in client mode, where it only negotiates containers; in cluster "
            + "mode weft.driver.memory counts."
    )

    /// `weft.yarn.am.cores`: its virtual cores.
    public static let yarnAMCores = ConfigurationKey(
        "weft.yarn.am.cores",
        .yarn,
        .integer(1...4096),
        default: 1,
        "Virtual cores of the application master in client mode; in cluster mode weft.driver.cores counts."
    )

    /// `weft.yarn.am.memoryOverhead`: what its container has above that.
    public static let yarnAMMemoryOverhead = ConfigurationKey(
        "weft.yarn.am.memoryOverhead",
        .yarn,
        .optional(.memory(atLeast: .mebibytes(0))),
        default: nil,
        defaultNote: "a tenth of weft.yarn.am.memory, at least 64m",
        "What the application master's container has above weft.yarn.am.memory."
    )

    /// `weft.driver.cores`: the driver's virtual cores.
    public static let driverCores = ConfigurationKey(
        "weft.driver.cores",
        .resources,
        .integer(1...4096),
        default: 1,
        "Virtual cores of the driver in cluster mode."
    )

    /// `weft.driver.memoryOverhead`: what the driver's container has above its memory.
    public static let driverMemoryOverhead = ConfigurationKey(
        "weft.driver.memoryOverhead",
        .resources,
        .optional(.memory(atLeast: .mebibytes(0))),
        default: nil,
        defaultNote: "a tenth of weft.driver.memory, at least 128m",
        "What the driver's container has above weft.driver.memory in cluster mode."
    )

    /// `weft.executor.memoryOverhead`: what an executor's container has above its memory.
    public static let executorMemoryOverhead = ConfigurationKey(
        "weft.executor.memoryOverhead",
        .resources,
        .optional(.memory(atLeast: .mebibytes(0))),
        default: nil,
        defaultNote: "a tenth of weft.executor.memory, at least 128m",
        "What an executor's container has above weft.executor.memory: for code, thread stacks, and what user "
            + "code allocates by itself."
    )

    /// `weft.yarn.stagingDir`: where applications are uploaded to.
    public static let yarnStagingDir = ConfigurationKey(
        "weft.yarn.stagingDir",
        .yarn,
        .optional(.text("a path")),
        default: nil,
        defaultNote: "the user's home folder on the default file system",
        "The folder that gets .weftStaging, where applications are uploaded to."
    )

    /// `weft.yarn.preserve.staging.files`: whether uploaded files stay.
    public static let yarnPreserveStagingFiles = ConfigurationKey(
        "weft.yarn.preserve.staging.files",
        .yarn,
        .boolean,
        default: false,
        "Whether what was uploaded for one application stays after its end. Executables stay in any case, by "
            + "their content, for the next submit."
    )

    /// `weft.yarn.submit.file.replication`: replicas of uploaded files.
    public static let yarnFileReplication = ConfigurationKey(
        "weft.yarn.submit.file.replication",
        .yarn,
        .optional(.integer(1...512)),
        default: nil,
        defaultNote: "the file system's",
        "How many replicas uploaded files have on HDFS."
    )

    /// `weft.yarn.am.nodeLabelExpression`: the application master's node label.
    public static let yarnAMNodeLabelExpression = ConfigurationKey(
        "weft.yarn.am.nodeLabelExpression",
        .yarn,
        .optional(.text("a node label")),
        default: nil,
        defaultNote: "the queue's",
        "The label of the nodes that the application master may run on."
    )

    /// `weft.yarn.executor.nodeLabelExpression`: the executors' node label.
    public static let yarnExecutorNodeLabelExpression = ConfigurationKey(
        "weft.yarn.executor.nodeLabelExpression",
        .yarn,
        .optional(.text("a node label")),
        default: nil,
        defaultNote: "the queue's",
        "The label of the nodes that executors may run on."
    )

    /// `weft.yarn.exclude.nodes`: nodes that get no executor.
    public static let yarnExcludeNodes = ConfigurationKey(
        "weft.yarn.exclude.nodes",
        .yarn,
        .list("host names"),
        default: [],
        "Nodes that get no executor."
    )

    /// `weft.yarn.submit.waitAppCompletion`: whether submit waits in cluster mode.
    public static let yarnSubmitWaitAppCompletion = ConfigurationKey(
        "weft.yarn.submit.waitAppCompletion",
        .yarn,
        .boolean,
        default: true,
        "Whether weft submit in cluster mode stays until the application has ended, and then ends with its "
            + "result."
    )

    /// `weft.yarn.report.interval`: how often the state is asked for.
    public static let yarnReportInterval = ConfigurationKey(
        "weft.yarn.report.interval",
        .yarn,
        .duration(.milliseconds(50) ... .seconds(3600)),
        default: Duration.seconds(1),
        "How often the state of the application is asked for while weft submit or a driver in client mode "
            + "waits."
    )

    /// `weft.yarn.scheduler.heartbeat.interval`: the application master's heartbeat.
    public static let yarnHeartbeatInterval = ConfigurationKey(
        "weft.yarn.scheduler.heartbeat.interval",
        .yarn,
        .duration(.milliseconds(50) ... .seconds(3600)),
        default: Duration.seconds(3),
        "How often the application master tells the ResourceManager that it lives. Never less often than "
            + "every half of yarn.am.liveness-monitor.expiry-interval-ms."
    )

    /// `weft.yarn.scheduler.initial-allocation.interval`: the heartbeat while containers are awaited.
    public static let yarnInitialAllocationInterval = ConfigurationKey(
        "weft.yarn.scheduler.initial-allocation.interval",
        .yarn,
        .duration(.milliseconds(10) ... .seconds(3600)),
        default: Duration.milliseconds(50),
        "How often it does so at first while it waits for containers; the time doubles up to the heartbeat's "
            + "interval."
    )

    /// `weft.yarn.scheduler.reporterThread.maxFailures`: heartbeats that may fail.
    public static let yarnMaxReporterFailures = ConfigurationKey(
        "weft.yarn.scheduler.reporterThread.maxFailures",
        .yarn,
        .integer(1...1000),
        default: 5,
        "How many heartbeats in a row the ResourceManager may answer with an error before the application master gives up. "
            + "One that can't be reached doesn't count: a ResourceManager that starts anew or changes places with another one "
            + "is waited for, while executors work on, until it must have given the application up itself "
            + "(yarn.am.liveness-monitor.expiry-interval-ms)."
    )

    /// `weft.yarn.containerLauncherMaxThreads`: threads that start containers.
    public static let yarnLauncherThreads = ConfigurationKey(
        "weft.yarn.containerLauncherMaxThreads",
        .yarn,
        .integer(1...1000),
        default: 25,
        "How many NodeManagers are told at the same time to start containers."
    )

    /// `weft.yarn.am.waitTime`: patience for the program's Context.
    public static let yarnAMWaitTime = ConfigurationKey(
        "weft.yarn.am.waitTime",
        .yarn,
        .duration(.seconds(1) ... .seconds(86_400)),
        default: Duration.seconds(100),
        "How long the application master waits in cluster mode for the program to make its Context."
    )

    /// `weft.yarn.am.port`: the driver's port for its application master.
    public static let yarnAMPort = ConfigurationKey(
        "weft.yarn.am.port",
        .yarn,
        .integer(0...65_535),
        default: 0,
        "The port on which a driver in client mode waits for its application master; 0 takes any free one."
    )

    /// `weft.ui.view.acls`: who may see the application.
    public static let uiViewACLs = ConfigurationKey(
        "weft.ui.view.acls",
        .security,
        .list("users"),
        default: [],
        "Who, besides the user who submitted it, may see the application; * for all."
    )

    /// `weft.modify.acls`: who may kill the application.
    public static let modifyACLs = ConfigurationKey(
        "weft.modify.acls",
        .security,
        .list("users"),
        default: [],
        "Who, besides the user who submitted it, may kill the application; * for all."
    )

    /// `weft.yarn.rolledLog.includePattern`: logs collected while it runs.
    public static let yarnRolledLogIncludePattern = ConfigurationKey(
        "weft.yarn.rolledLog.includePattern",
        .yarn,
        .optional(.text("a regular expression")),
        default: nil,
        defaultNote: "none",
        "Which log files YARN collects while the application runs."
    )

    /// `weft.yarn.rolledLog.excludePattern`: logs not collected while it runs.
    public static let yarnRolledLogExcludePattern = ConfigurationKey(
        "weft.yarn.rolledLog.excludePattern",
        .yarn,
        .optional(.text("a regular expression")),
        default: nil,
        defaultNote: "none",
        "Which log files YARN doesn't collect while the application runs."
    )

    /// `weft.yarn.appMasterEnv.*`: the application master's environment.
    public static let yarnAMEnvironmentPrefix = ConfigurationPrefix(
        "weft.yarn.appMasterEnv.",
        .yarn,
        "text",
        "An environment variable of the application master: weft.yarn.appMasterEnv.TZ for TZ. In cluster mode that is the "
            + "driver's environment."
    )

    /// `weft.executorEnv.*`: the executors' environment.
    public static let executorEnvironmentPrefix = ConfigurationPrefix(
        "weft.executorEnv.",
        .yarn,
        "text",
        "An environment variable of executors in containers: weft.executorEnv.TZ for TZ."
    )
}
