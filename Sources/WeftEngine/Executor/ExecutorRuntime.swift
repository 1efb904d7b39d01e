import Glibc
import Logging
import NIOCore
import Synchronization
import WeftDiagnostics
import WeftNetwork

/// One executor: task slots, blocks and shuffle files, connected to its driver.
///
/// It is a process of its own (`ExecutorProcess`), but keeps nothing outside this object except broadcasts.
final class ExecutorRuntime: Sendable {
    let environment: ExecutorEnvironment
    private let driver: DriverLink
    private let network: Network
    private let peers: PeerNetwork
    private let server: BlockServer
    private let cachedBlocks: CachedBlockTransfer
    private let configuration: Configuration
    private let binaries: StageBinaryCache
    private let mapOutputs: RemoteMapOutputs
    private let slots: TaskSlots
    /// What waits for disks, off the network's threads.
    private let chores: TaskSlots
    private let running = Mutex<[Int: TaskCancellation]>([:])
    private let ending: Ending
    private let extensions: ExtensionSet
    private let credentials: CredentialsInbox

    /// How the executor comes to its end: what is said first counts.
    final class Ending: Sendable {
        let reason = Condition<ExecutorLeaving?>(nil)

        func end(_ status: Int32, _ reason: String, isExpected: Bool = false) {
            self.reason.withLock { state in
                if state == nil {
                    state = ExecutorLeaving(status: status, reason: reason, isExpected: isExpected)
                }
            }
            self.reason.broadcast()
        }

        func wait() -> ExecutorLeaving { reason.wait { $0 } }
    }

    /// Hands what comes over the driver's connection to the runtime, which is made after the connection.
    private final class Inbox: ConnectionHandler {
        let ending: Ending
        private let runtime = Mutex<(ExecutorRuntime?, [ByteBuffer])>((nil, []))

        init(ending: Ending) { self.ending = ending }

        func attach(_ new: ExecutorRuntime) {
            // Still under the lock, so that nothing overtakes what came before.
            runtime.withLock { state in
                for message in state.1 { new.handle(message) }
                state = (new, [])
            }
        }

        func opened(_ connection: Connection) {}

        func received(_ message: ByteBuffer, on connection: Connection) {
            runtime.withLock { state in
                if let runtime = state.0 { runtime.handle(message) } else { state.1.append(message) }
            }
        }

        func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {
            reply.fail(WeftError("corrupt-data", "the driver asked an executor for something that it doesn't have"))
        }

        func closed(_ connection: Connection, _ error: WeftError?) {
            ending.end(
                ExecutorExit.Code.driverUnreachable.rawValue,
                "the connection to the driver was closed" + (error.map { ": \($0.message)" } ?? "")
            )
        }
    }

    /// Starts an executor and registers it.
    ///
    /// - Parameters:
    ///   - launch: what its cluster manager told it.
    ///   - directories: its folders for temporary files.
    /// - Throws: what makes it impossible to reach the driver or to serve blocks.
    init(_ launch: ExecutorLaunch, directories: LocalDirectories, ending: Ending, logger: Logger) throws {
        self.ending = ending
        let configuration = launch.configuration
        self.configuration = configuration
        let extensions = try EngineExtensions.make(
            ExtensionSetting(configuration: configuration, role: .executor)
        )
        self.extensions = extensions
        credentials = CredentialsInbox(extensions.credentials, logger: logger)
        credentials.take(launch.credentials)
        let network = Network(
            NetworkOptions(launch.applicationID, launch.secret, configuration, logger: logger)
        )
        self.network = network
        let timeout = configuration[ConfigurationKeys.networkTimeout]
        let inbox = Inbox(ending: ending)
        let connection = try network.connect(to: launch.driver, handler: inbox)
        let driver = DriverLink(executorID: launch.executorID, connection: connection, timeout: timeout)
        self.driver = driver
        let peers = try PeerNetwork(network: network, driver: driver, timeout: timeout)
        self.peers = peers
        let binaries = StageBinaryCache(driver: driver)
        self.binaries = binaries
        let mapOutputs = RemoteMapOutputs(driver: driver)
        self.mapOutputs = mapOutputs
        let broadcasts = BroadcastStore.process
        broadcasts.fetch(
            from: { try BroadcastFetch(store: broadcasts, driver: driver, peers: peers)($0) },
            pieceSize: configuration[ConfigurationKeys.broadcastBlockSize].bytes
        )
        let cachedBlocks = CachedBlockTransfer(directories: directories, driver: driver, peers: peers)
        self.cachedBlocks = cachedBlocks
        let replicator = try Replicator(cachedBlocks)
        environment = try ExecutorEnvironment.forExecutor(
            launch,
            directories: directories,
            driver: driver,
            peers: peers,
            cachedBlocks: cachedBlocks,
            replicator: replicator,
            binaries: binaries,
            mapOutputs: mapOutputs,
            fileSystems: extensions.fileSystems()
        )
        slots = try TaskSlots(count: launch.profile.cores)
        chores = try TaskSlots(count: 1, name: "weft-chores", stackSize: 512 << 10)
        replicator.attach(environment.blocks)
        server = try BlockServer(environment: environment, broadcasts: broadcasts, cachedBlocks: cachedBlocks)
        let listener = try network.listen(
            host: configuration[ConfigurationKeys.executorBindAddress] ?? launch.host,
            port: configuration[ConfigurationKeys.executorPort],
            portRetries: configuration[ConfigurationKeys.portMaxRetries],
            handler: server
        )
        inbox.attach(self)
        let registered: RegisteredExecutor = try driver.ask(
            RegisterExecutor(
                executorID: launch.executorID,
                address: NetworkAddress(host: launch.host, port: listener.port),
                slots: launch.profile.cores,
                pid: Int(getpid()),
                credentialsVersion: credentials.currentVersion
            )
        ).reply()
        if let newer = registered.credentials { credentials.take(newer) }
        try DedicatedThread.start(name: "weft-heartbeat", stackSize: 256 << 10) { [weak self] in
            while self?.beat() == true {
                usleep(UInt32(clamping: registered.heartbeatInterval.wholeNanoseconds / 1000))
            }
        }
    }

    /// Tells the driver that this executor lives; false when there is no point in telling it again.
    private func beat() -> Bool {
        let message = Heartbeat(
            executorID: driver.executorID,
            residentBytes: ProcessMemory.resident,
            storageBytes: environment.blocks.memoryUsed,
            executionBytes: environment.memory.metrics.executionUsed,
            runningTasks: running.withLock { $0.count }
        )
        do {
            let isKnown: Bool = try driver.ask(message).reply()
            if !isKnown {
                ending.end(ExecutorExit.Code.driverUnreachable.rawValue, "the driver has given this executor up")
            }
            return isKnown
        } catch {
            ending.end(
                ExecutorExit.Code.driverUnreachable.rawValue,
                "the driver doesn't answer: \(WeftError(wrapping: error).message)"
            )
            return false
        }
    }

    /// Stops what runs, as far as it can be stopped, and the network.
    func close(_ leaving: ExecutorLeaving) {
        driver.tell(leaving)
        for task in running.withLock({ Array($0.values) }) { task.cancel(reason: leaving.reason) }
        network.close()
        extensions.close()
    }

    // MARK: - What the driver says

    private func handle(_ message: ByteBuffer) {
        do {
            switch try MessageTag(of: message) {
            case .launchTask: run(try LaunchTask(message).task)
            case .killTask:
                let kill = try KillTask(message)
                running.withLock { $0[kill.taskID] }?.cancel(reason: kill.reason)
            case .removeBlocks:
                let id = try RemoveBlocks(message).rddID
                chores.run { [self] in environment.blocks.remove(rddID: id) }
            case .removeShuffle:
                let id = try RemoveShuffle(message).shuffleID
                mapOutputs.remove(shuffleID: id)
                chores.run { [self] in environment.shuffles.remove(shuffleID: id) }
            case .removeBroadcast: BroadcastStore.process.remove(try RemoveBroadcast(message).id)
            case .removeStageBinary: environment.forget(binaryID: try RemoveStageBinary(message).id)
            case .reportBlocks:
                for block in environment.blocks.storedBlocks { driver.tell(BlockChanged(block: block, isStored: true)) }
            case .decommission:
                let reason = try Decommission(message).reason
                try DedicatedThread.start(name: "weft-leave", stackSize: 512 << 10) { [self] in leave(reason) }
            case .updateCredentials: credentials.take(try UpdateCredentials(message).bundle)
            case .shutdown:
                ending.end(ExecutorExit.Code.success.rawValue, try Shutdown(message).reason, isExpected: true)
            default: throw WeftError("corrupt-data", "the driver sent a message that is not for executors")
            }
        } catch {
            // Driver and executor are of one build, so this is a broken machine or a bug; either way nothing is sure now.
            ending.end(
                ExecutorExit.Code.uncaughtError.rawValue,
                "a message of the driver can't be read: \(WeftError(wrapping: error))"
            )
        }
    }

    /// The host is to be taken away: the driver is asked to let this executor go.
    func askToLeave() { driver.tell(ExecutorDecommissioning()) }

    /// Gives everything away and ends.
    private func leave(_ reason: String) {
        Decommissioning(
            environment: environment,
            driver: driver,
            peers: peers,
            cachedBlocks: cachedBlocks,
            movesShuffles: configuration[ConfigurationKeys.storageDecommissionShuffleBlocksEnabled],
            movesBlocks: configuration[ConfigurationKeys.storageDecommissionRDDBlocksEnabled]
        ).run(whileTasksRun: { [self] in running.withLock { !$0.isEmpty } })
        ending.end(ExecutorExit.Code.success.rawValue, "decommissioned: \(reason)", isExpected: true)
    }

    private func run(_ task: TaskDescription) {
        let cancellation = TaskCancellation()
        running.withLock { $0[task.taskID] = cancellation }
        slots.run { [self] in
            let result = TaskRunner.run(task, environment: environment, cancellation: cancellation)
            _ = running.withLock { $0.removeValue(forKey: task.taskID) }
            driver.tell(result)
        }
    }
}

/// The coded work of stages, fetched once each.
final class StageBinaryCache: Sendable {
    private let driver: DriverLink
    private let asking = SingleFlight<Int, [UInt8]>()

    init(driver: DriverLink) { self.driver = driver }

    /// The bytes of a stage's work. They aren't kept: what is decoded from them is.
    func bytes(_ id: Int) throws -> [UInt8] {
        try asking.run(id) { try driver.ask(GetStageBinary(id: id)).allBytes }
    }
}
