import ClosureShipping
import Glibc
import Logging
import WeftDiagnostics

/// What a driver is made of, put together.
struct DriverParts {
    let applicationID: String
    let applicationName: String
    let services: DriverServices
    let accumulators: AccumulatorRegistry
    let loop: SchedulerLoop
    let environment: ExecutorEnvironment
    let directories: LocalDirectories
    let events: EventBus
    let progressBar: ConsoleProgressBar?
    let backend: LocalBackend

    init(configuration: Configuration) throws {
        try ClosureShippingSelfTest.run()
        guard case .local(let master) = configuration[ConfigurationKeys.master] else {
            throw WeftError(
                "master-unavailable",
                "\(configuration[ConfigurationKeys.master]) is not a master that this build can use",
                remedy: "use local, local[N] or local[*]"
            )
        }
        // What reads files comes before anything is made that would have to be removed again.
        let pools = try FairSchedulerFile.pools(configuration)
        applicationID = "local-\(Int64.epochMilliseconds)-\(getpid())"
        applicationName = configuration[ConfigurationKeys.appName] ?? "weft"
        directories = try LocalDirectories(
            bases: configuration.localFolders,
            name: "weft-\(applicationID)"
        )
        let logger = Logger(label: "weft.driver")
        events = EventBus()
        progressBar = configuration[ConfigurationKeys.showConsoleProgress] ? ConsoleProgressBar.ifTerminal() : nil
        if let progressBar { events.add(progressBar) }
        events.start()
        let cleaner = Cleaner()
        let fileSystems = FileSystems()
        services = DriverServices(configuration: configuration, fileSystems: fileSystems, cleaner: cleaner)
        accumulators = AccumulatorRegistry()
        let outputs = MapOutputTable()
        let binaries = StageBinaries()
        let loop = SchedulerLoop(
            settings: SchedulerSettings(configuration),
            pools: pools,
            outputs: outputs,
            binaries: binaries,
            events: events,
            accumulators: accumulators,
            progressBar: progressBar,
            logger: logger
        )
        self.loop = loop
        let memory = MemoryManager.local(
            memory: configuration[ConfigurationKeys.driverMemory].bytes,
            slots: master.slotCount,
            storageFraction: configuration[ConfigurationKeys.memoryStorageFraction]
        )
        environment = ExecutorEnvironment(
            executorID: LocalBackend.executorID,
            memory: memory,
            directories: directories,
            blocks: BlockStore(memory: memory, directories: directories) { block, isStored in
                loop.post(LoopEvent.blockChanged(block, executorID: LocalBackend.executorID, isStored: isStored))
            },
            shuffles: ShuffleStore(directories: directories, flushLimit: memory.bufferLimit),
            mapOutputs: outputs,
            fileSystems: fileSystems,
            files: TaskFiles(),
            combineLimit: .max,
            binarySource: { try binaries.bytes($0) }
        )
        do {
            backend = try LocalBackend(slotCount: master.slotCount, environment: environment, loop: loop)
            try loop.run(on: backend)
        } catch {
            events.stop()
            directories.remove()
            throw error
        }
        cleaner.open { loop.post(.clean($0)) }
        loop.post(.executorAdded(id: LocalBackend.executorID, host: "localhost", slots: master.slotCount))
    }
}

extension Int64 {
    /// The time now, in milliseconds since 1970.
    static var epochMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension SchedulerSettings {
    /// The settings that the configuration asks for.
    init(_ configuration: Configuration) {
        self.init()
        mode = configuration[ConfigurationKeys.schedulerMode]
        maxTaskFailures = configuration.effectiveTaskMaxFailures
        maxConsecutiveStageAttempts = configuration[ConfigurationKeys.stageMaxConsecutiveAttempts]
        localityWait = LocalityWait(all: configuration[ConfigurationKeys.localityWait])
    }
}
