extension ConfigurationKeys {
    static let schedulingKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(defaultParallelism),
        AnyConfigurationKey(taskMaxFailures),
        AnyConfigurationKey(stageMaxConsecutiveAttempts),
        AnyConfigurationKey(schedulerMode),
        AnyConfigurationKey(schedulerAllocationFile),
        AnyConfigurationKey(minRegisteredResourcesRatio),
        AnyConfigurationKey(maxRegisteredResourcesWaitingTime),
        AnyConfigurationKey(localityWait),
        AnyConfigurationKey(localityWaitProcess),
        AnyConfigurationKey(localityWaitNode),
        AnyConfigurationKey(localityWaitRack),
    ]

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
        "How often in a row a stage may be run again because shuffle output was lost, before its job fails. Output that "
            + "is found damaged for the first time isn't counted: it is written again."
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

    /// `weft.locality.wait.process`: patience for a good place, one step of it.
    public static let localityWaitProcess = ConfigurationKey(
        "weft.locality.wait.process",
        .scheduling,
        .optional(.duration(.zero ... .seconds(3600))),
        default: nil,
        defaultNote: "weft.locality.wait",
        "How long a task waits for a slot on the executor that holds its data before it takes one on the "
            + "same host."
    )

    /// `weft.locality.wait.node`: patience for a good place, one step of it.
    public static let localityWaitNode = ConfigurationKey(
        "weft.locality.wait.node",
        .scheduling,
        .optional(.duration(.zero ... .seconds(3600))),
        default: nil,
        defaultNote: "weft.locality.wait",
        "How long a task waits for a slot on the host of its data before it takes one in the same rack."
    )

    /// `weft.locality.wait.rack`: patience for a good place, one step of it.
    public static let localityWaitRack = ConfigurationKey(
        "weft.locality.wait.rack",
        .scheduling,
        .optional(.duration(.zero ... .seconds(3600))),
        default: nil,
        defaultNote: "weft.locality.wait",
        "How long a task waits for a slot in the rack of its data before it takes any other."
    )

    /// `weft.scheduler.minRegisteredResourcesRatio`: executors to wait for.
    public static let minRegisteredResourcesRatio = ConfigurationKey(
        "weft.scheduler.minRegisteredResourcesRatio",
        .scheduling,
        .number(0...1),
        default: 0.8,
        "The part of the executors asked for that must have registered before the first task is launched. "
            + "With dynamic allocation it is the part of the initial ones."
    )

    /// `weft.scheduler.maxRegisteredResourcesWaitingTime`: patience for the first executors.
    public static let maxRegisteredResourcesWaitingTime = ConfigurationKey(
        "weft.scheduler.maxRegisteredResourcesWaitingTime",
        .scheduling,
        .duration(.zero ... .seconds(86_400)),
        default: Duration.seconds(30),
        "How long to wait for weft.scheduler.minRegisteredResourcesRatio before tasks are launched all "
            + "the same."
    )
}
