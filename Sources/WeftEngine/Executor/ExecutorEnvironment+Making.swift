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
        let memory = configuration[ConfigurationKeys.driverMemory].bytes
        // Of the largest size, the product may round to one more than an Int holds.
        let storage =
            Int(exactly: (Double(memory) * configuration[ConfigurationKeys.memoryStorageFraction]).rounded(.down))
            ?? memory
        return ExecutorEnvironment(
            executorID: LocalBackend.executorID,
            blocks: BlockStore(budget: storage, directories: directories) { block, isStored in
                loop.post(LoopEvent.blockChanged(block, executorID: LocalBackend.executorID, isStored: isStored))
            },
            shuffles: ShuffleStore(directories: directories, flushLimit: 16 << 20),
            mapOutputs: outputs,
            fileSystems: fileSystems,
            files: files,
            combineLimit: max(32 << 20, (memory - storage) / 2 / slots),
            binarySource: { try binaries.bytes($0) }
        )
    }

    /// The environment of an executor's tasks.
    static func forExecutor(
        _ launch: ExecutorLaunch,
        directories: LocalDirectories,
        driver: DriverLink,
        peers: PeerNetwork,
        binaries: StageBinaryCache,
        mapOutputs: RemoteMapOutputs
    ) throws -> ExecutorEnvironment {
        let memory = launch.profile.memory
        let storage = Int(Double(memory) * launch.configuration[ConfigurationKeys.memoryStorageFraction])
        let fetch = FileFetch(driver: driver, directories: directories)
        return ExecutorEnvironment(
            executorID: launch.executorID,
            blocks: BlockStore(budget: storage, directories: directories) { block, isStored in
                driver.tell(BlockChanged(block: block, isStored: isStored))
            },
            shuffles: ShuffleStore(directories: directories, flushLimit: 16 << 20),
            mapOutputs: mapOutputs,
            fileSystems: FileSystems(),
            files: TaskFiles(source: { try fetch($0) }),
            combineLimit: max(16 << 20, (memory - storage) / 2 / launch.profile.cores),
            binarySource: { try binaries.bytes($0) }
        )
    }
}

extension NetworkOptions {
    /// The options that driver and executors of an application share.
    init(_ applicationID: String, _ secret: ApplicationSecret, _ configuration: Configuration, logger: Logger) {
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
