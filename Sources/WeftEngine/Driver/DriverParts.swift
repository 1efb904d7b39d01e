import BinaryCoding
import ClosureShipping
import Glibc
import Logging
import WeftDiagnostics
import WeftNetwork

/// What a driver is made of, put together.
struct DriverParts {
    let applicationID: String
    let applicationName: String
    let services: DriverServices
    let accumulators: AccumulatorRegistry
    let loop: SchedulerLoop
    let files = TaskFiles()
    let directories: LocalDirectories
    let events: EventBus
    let progressBar: ConsoleProgressBar?
    let backend: any ExecutorBackend
    let extensions: ExtensionSet
    let credentials: CredentialsService
    private let cluster: ClusterBackend?

    init(configuration: Configuration) throws {
        try ClosureShippingSelfTest.run()
        try configuration.validateSettings()
        let manager = try ClusterManagers.manager(for: configuration)
        // What reads files comes before anything is made that would have to be removed again.
        let pools = try FairSchedulerFile.pools(configuration)
        let kind = manager.master.prefix { $0 != "[" && $0 != ":" }
        applicationID = try manager.prepare() ?? "\(kind)-\(Int64.epochMilliseconds)-\(getpid())"
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
        do {
            extensions = try EngineExtensions.make(
                ExtensionSetting(configuration: configuration, role: manager.execution.driverRole)
            )
        } catch {
            events.stop()
            directories.remove()
            throw error
        }
        credentials = CredentialsService(
            manager.execution.driverRole == .clusterDriver ? extensions.credentials : [:],
            settings: CredentialsSchedule.Settings(configuration),
            events: events,
            logger: logger
        )
        let fileSystems = extensions.fileSystems()
        services = DriverServices(configuration: configuration, fileSystems: fileSystems, cleaner: cleaner)
        accumulators = AccumulatorRegistry()
        let outputs = MapOutputTable()
        let binaries = StageBinaries()
        let loop = SchedulerLoop(
            scheduler: SchedulerState(
                settings: SchedulerSettings(configuration),
                pools: pools,
                failureBudget: ExecutorFailureBudget(configuration),
                allocation: DynamicAllocationSettings(configuration)
            ),
            outputs: outputs,
            binaries: binaries,
            events: events,
            accumulators: accumulators,
            progressBar: progressBar,
            minimum: MinimumResources(manager.execution, configuration),
            logger: logger
        )
        self.loop = loop
        BroadcastStore.process.fetch(
            from: nil,
            pieceSize: configuration[ConfigurationKeys.broadcastBlockSize].bytes
        )
        BroadcastStore.process.onDestroy { cleaner.removeBroadcast($0) }
        do {
            try credentials.start()
            switch manager.execution {
            case .inProcess(let slots):
                let environment = ExecutorEnvironment.inDriver(
                    slots: slots,
                    configuration: configuration,
                    directories: directories,
                    outputs: outputs,
                    binaries: binaries,
                    fileSystems: fileSystems,
                    files: files,
                    loop: loop
                )
                backend = try LocalBackend(slotCount: slots, environment: environment, loop: loop)
                cluster = nil
            case .executors(let profile, let count):
                let progress = JobProgress()
                events.add(progress)
                let cluster = try Self.cluster(
                    manager,
                    profile,
                    count: configuration.isDynamicAllocationEnabled ? configuration.initialExecutorCount : count,
                    applicationID: applicationID,
                    applicationName: applicationName,
                    configuration: configuration,
                    temporaryFolders: directories.roots,
                    services: .init(
                        outputs: outputs,
                        binaries: binaries,
                        broadcasts: .process,
                        files: files,
                        blocks: BlockHolders(),
                        threads: try TaskSlots(count: 1, name: "weft-files", stackSize: 512 << 10),
                        credentials: credentials,
                        progress: progress
                    ),
                    loop: loop,
                    logger: logger
                )
                self.cluster = cluster
                backend = cluster
            }
            try loop.run(on: backend)
        } catch {
            credentials.stop()
            extensions.close()
            events.stop()
            directories.remove()
            throw error
        }
        cleaner.open { loop.post(.clean($0)) }
    }

    private static func cluster(
        _ manager: any ClusterManager,
        _ profile: ResourceProfile,
        count: Int,
        applicationID: String,
        applicationName: String,
        configuration: Configuration,
        temporaryFolders: [String],
        services: ClusterBackend.ClusterServices,
        loop: SchedulerLoop,
        logger: Logger
    ) throws -> ClusterBackend {
        let secret = ApplicationSecret.generate()
        let backend = ClusterBackend(
            manager,
            profile,
            count: count,
            applicationID: applicationID,
            configuration: configuration,
            secret: secret,
            services: services,
            loop: loop,
            logger: logger
        )
        do {
            let isHere = configuration[ConfigurationKeys.master].isOnThisMachine
            let host = configuration[ConfigurationKeys.driverHost] ?? (isHere ? "127.0.0.1" : HostName.own)
            let port = try backend.listen(
                host: configuration[ConfigurationKeys.driverBindAddress] ?? (isHere ? host : "0.0.0.0"),
                port: configuration[ConfigurationKeys.driverPort],
                retries: configuration[ConfigurationKeys.portMaxRetries]
            )
            let application = ClusterApplication(
                id: applicationID,
                name: applicationName,
                configuration: configuration.forExecutors,
                driver: NetworkAddress(host: host, port: port),
                secret: secret,
                temporaryFolders: temporaryFolders,
                credentials: { [service = services.credentials] in service.bundle }
            )
            try manager.start(application, events: backend)
            return backend
        } catch {
            backend.stop()
            throw error
        }
    }

    /// Gets the executors going; files that tasks need have been added before.
    func start() throws {
        if let cluster { return try cluster.start() }
        loop.post(
            .executorAdded(id: LocalBackend.executorID, host: "localhost", slots: backend.defaultParallelism)
        )
    }
}

extension TaskExecution {
    /// What a driver is whose tasks run like this.
    fileprivate var driverRole: EngineRole {
        switch self {
        case .inProcess: .localDriver
        case .executors: .clusterDriver
        }
    }
}

extension CredentialsSchedule.Settings {
    /// What the configuration asks for.
    init(_ configuration: Configuration) {
        renewalRatio = configuration[ConfigurationKeys.credentialsRenewalRatio]
        retryWait = configuration[ConfigurationKeys.credentialsRetryWait]
    }
}

extension MinimumResources {
    /// What the configuration asks for: a part of the slots that the cluster manager is asked for.
    init(_ execution: TaskExecution, _ configuration: Configuration) {
        guard case .executors(let profile, let count) = execution else { return }
        let ratio = configuration[ConfigurationKeys.minRegisteredResourcesRatio]
        let first = configuration.isDynamicAllocationEnabled ? configuration.initialExecutorCount : count
        slots = Int((Double(profile.cores * first) * ratio).rounded(.up))
        patience = configuration[ConfigurationKeys.maxRegisteredResourcesWaitingTime]
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
