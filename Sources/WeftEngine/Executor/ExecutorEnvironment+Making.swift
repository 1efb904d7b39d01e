import ClosureShipping
import Logging
import WeftDiagnostics
import WeftNetwork

extension ExecutorEnvironment {
    /// The environment of tasks that run in the driver's own process.
    static func inDriver(
        slots: Int,
        configuration: Configuration,
        directories: LocalDirectories,
        outputs: MapOutputTable,
        binaries: StageBinaries,
        fileSystems: FileSystems,
        files: TaskFiles,
        loop: SchedulerLoop
    ) -> ExecutorEnvironment {
        let memory = MemoryManager.local(
            memory: configuration[ConfigurationKeys.driverMemory].bytes,
            slots: slots,
            storageFraction: configuration[ConfigurationKeys.memoryStorageFraction]
        )
        return ExecutorEnvironment(
            executorID: LocalBackend.executorID,
            memory: memory,
            directories: directories,
            blocks: BlockStore(memory: memory, directories: directories) { block, isStored in
                loop.post(LoopEvent.blockChanged(block, executorID: LocalBackend.executorID, isStored: isStored))
            },
            shuffles: ShuffleStore(
                directories: directories,
                flushLimit: memory.bufferLimit,
                codec: ShuffleCodec(configuration)
            ),
            mapOutputs: outputs,
            fileSystems: fileSystems,
            files: files,
            binarySource: { try binaries.bytes($0) }
        )
    }

    /// The environment of an executor's tasks.
    static func forExecutor(
        _ launch: ExecutorLaunch,
        directories: LocalDirectories,
        driver: DriverLink,
        peers: PeerNetwork,
        cachedBlocks: CachedBlockTransfer,
        replicator: Replicator,
        binaries: StageBinaryCache,
        mapOutputs: RemoteMapOutputs,
        fileSystems: FileSystems
    ) throws -> ExecutorEnvironment {
        let memory = MemoryManager.executor(
            memory: launch.profile.memory,
            slots: launch.profile.cores,
            storageFraction: launch.configuration[ConfigurationKeys.memoryStorageFraction],
            mapped: max(0, ProcessMemory.resident - ResidentMemory().anonymousBytes)
        )
        let fetch = FileFetch(driver: driver, directories: directories)
        return ExecutorEnvironment(
            executorID: launch.executorID,
            memory: memory,
            directories: directories,
            blocks: BlockStore(
                memory: memory,
                directories: directories,
                onStored: { replicator.stored($0, $1) },
                remote: { try cachedBlocks.fetch($0) }
            ) { block, isStored in
                driver.tell(BlockChanged(block: block, isStored: isStored))
            },
            shuffles: ShuffleStore(
                directories: directories,
                flushLimit: memory.bufferLimit,
                codec: ShuffleCodec(launch.configuration)
            ),
            mapOutputs: mapOutputs,
            fileSystems: fileSystems,
            files: TaskFiles(source: { try fetch($0) }),
            shuffleFetcher: NetworkShuffleFetcher(peers: peers),
            fetchSettings: ShuffleFetchSettings(launch.configuration, memory, slots: launch.profile.cores),
            binarySource: { try binaries.bytes($0) }
        )
    }
}

extension ShuffleCodec {
    init(_ configuration: Configuration) {
        self = configuration[ConfigurationKeys.shuffleCompress] ? .lz4 : .none
    }
}

extension ShuffleFetchSettings {
    /// What the configuration asks for, within a task's part of an eighth of the memory.
    init(_ configuration: Configuration, _ memory: MemoryManager, slots: Int) {
        self.init()
        maxBytesInFlight = max(
            1 << 20,
            min(configuration[ConfigurationKeys.reducerMaxSizeInFlight].bytes, memory.budget / 8 / slots)
        )
        maxRequestsPerPeer = configuration[ConfigurationKeys.reducerMaxReqsInFlight]
        maxRetries = configuration[ConfigurationKeys.shuffleMaxRetries]
        retryWait = configuration[ConfigurationKeys.shuffleRetryWait]
        requestTimeout = configuration[ConfigurationKeys.networkTimeout]
    }
}

extension NetworkOptions {
    /// The options that driver and executors of an application share.
    package init(_ applicationID: String, _ secret: ApplicationSecret, _ configuration: Configuration, logger: Logger) {
        self.init(
            applicationID: applicationID,
            secret: secret,
            buildID: Array(ExecutableIdentity.buildID.utf8),
            encrypt: configuration[ConfigurationKeys.networkCryptoEnabled],
            maxFrameBytes: configuration[ConfigurationKeys.networkMaxFrameSize].bytes,
            logger: logger
        )
    }
}
