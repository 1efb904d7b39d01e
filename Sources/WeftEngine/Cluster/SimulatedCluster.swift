import BinaryCoding
import Glibc
import Logging
import NIOCore
import Synchronization
import WeftDiagnostics
import WeftNetwork

/// A cluster whose executors are connections of this process: they register, send heartbeats and answer every task at once
/// with a result that is given beforehand. What remains is the driver's own work, which is what there is to measure.
package final class SimulatedCluster: ClusterManager {
    package let master = "simulated"
    private let count: Int
    private let cores: Int
    private let result: [UInt8]
    private let state = Mutex(State())

    private struct State {
        var network: Network?
        var executors: [SimulatedExecutor] = []
        var isStopped = false
    }

    /// - Parameters:
    ///   - count: how many executors.
    ///   - cores: the task slots of each.
    ///   - result: what every task gives.
    package init<Result>(count: Int, cores: Int, result: Result) throws {
        self.count = count
        self.cores = cores
        self.result = try BinaryCoding.encode(result)
    }

    package var execution: TaskExecution { .executors(ResourceProfile(cores: cores, memory: 1 << 30), count: count) }
    package var deployModes: Set<DeployMode> { [.client] }

    package func start(_ application: ClusterApplication, events: any ClusterManagerEvents) throws {
        let network = Network(
            NetworkOptions(
                application.id,
                application.secret,
                application.configuration,
                logger: Logger(label: "weft.simulation")
            )
        )
        state.withLock { $0.network = network }
        let interval = application.configuration[ConfigurationKeys.executorHeartbeatInterval]
        try DedicatedThread.start(name: "simulation") { [self] in
            do {
                for _ in 0..<count {
                    let id = events.nextExecutorID()
                    events.executorLaunched(id, host: "host-\(id)")
                    let executor = SimulatedExecutor(id: id, result: result)
                    let connection = try network.connect(to: application.driver, handler: executor)
                    try executor.register(connection, slots: cores)
                    state.withLock { $0.executors.append(executor) }
                }
                while !state.withLock({ $0.isStopped }) {
                    let executors = state.withLock { $0.executors }
                    // Spread over the interval, as those of real executors are.
                    let pause = UInt32(clamping: interval.wholeNanoseconds / 1000 / Int64(max(1, executors.count)))
                    for executor in executors where !state.withLock({ $0.isStopped }) {
                        executor.beat()
                        usleep(pause)
                    }
                }
            } catch {
                events.managerFailed(WeftError(wrapping: error))
            }
        }
    }

    package func requestExecutors(_ total: [ResourceProfile: Int], hosts: [String: Int]) {}
    package func killExecutors(_ ids: [String], reason: String) {}

    package func stop() {
        let network = state.withLock { state in
            state.isStopped = true
            return state.network
        }
        network?.close()
    }
}

/// One executor of a simulated cluster.
private final class SimulatedExecutor: ConnectionHandler {
    private let id: String
    private let result: [UInt8]
    private let connection = Mutex<Connection?>(nil)

    init(id: String, result: [UInt8]) {
        self.id = id
        self.result = result
    }

    func register(_ connection: Connection, slots: Int) throws {
        self.connection.withLock { $0 = connection }
        let message = RegisterExecutor(
            executorID: id,
            address: NetworkAddress(host: "host-\(id)", port: 1),
            slots: slots,
            pid: Int(getpid()),
            credentialsVersion: 0
        )
        _ = try connection.requestAndWait(try message.encoded(), timeout: .seconds(60))
    }

    func beat() {
        let message = Heartbeat(
            executorID: id,
            residentBytes: 0,
            storageBytes: 0,
            executionBytes: 0,
            runningTasks: 0
        )
        guard let connection = connection.withLock({ $0 }), let buffer = try? message.encoded() else { return }
        connection.request(buffer, timeout: .seconds(60)) { _ in }
    }

    func opened(_ connection: Connection) {}
    func closed(_ connection: Connection, _ error: WeftError?) {}
    func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {}

    func received(_ message: ByteBuffer, on connection: Connection) {
        guard (try? MessageTag(of: message)) == .launchTask, let task = try? LaunchTask(message).task else { return }
        let end = TaskEnded(
            result: TaskResult(
                taskID: task.taskID,
                outcome: .succeeded(result),
                metrics: TaskMetrics(),
                accumulators: []
            ),
            sentBytes: 0
        )
        if let buffer = try? end.encoded() { connection.send(buffer) }
    }
}
