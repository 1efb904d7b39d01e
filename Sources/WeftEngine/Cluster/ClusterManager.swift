import WeftDiagnostics
import WeftNetwork

/// Where an application's tasks run: the one protocol through which the engine sees a cluster.
///
/// A manager gets processes from somewhere (a fork, a master, a ResourceManager) and starts this same executable in them as
/// an executor. The executors then talk to the driver by themselves; what the manager still does is to keep as many of
/// them alive as it was asked for, and to tell when one is gone and why.
///
/// All methods may be called from any thread and return at once.
public protocol ClusterManager: Sendable {
    /// The master as people named it, `local-cluster[2,1,512]` for instance.
    var master: String { get }

    /// How tasks are executed.
    var execution: TaskExecution { get }

    /// Where the driver may run.
    var deployModes: Set<DeployMode> { get }

    /// Takes the application up before anything else is made for it.
    ///
    /// - Returns: the id that the cluster gives it; nil where the cluster gives none, which is the default.
    /// - Throws: what makes it impossible to run on this cluster.
    func prepare() throws -> String?

    /// Begins to work for an application. Executors are asked for afterwards.
    ///
    /// - Parameters:
    ///   - application: what executors must be told.
    ///   - events: whom to tell of executors; called from any thread.
    /// - Throws: what makes it impossible to get any executor.
    func start(_ application: ClusterApplication, events: any ClusterManagerEvents) throws

    /// Says how many executors there should be in all, dead ones replaced. A smaller number ends none that runs.
    ///
    /// - Parameters:
    ///   - total: the number for each resource profile.
    ///   - hosts: how many waiting tasks would like to run on which hosts, where anything is known of that.
    func requestExecutors(_ total: [ResourceProfile: Int], hosts: [String: Int])

    /// Ends executors; their end is told like any other.
    ///
    /// - Parameters:
    ///   - ids: which.
    ///   - reason: for logs and messages.
    func killExecutors(_ ids: [String], reason: String)

    /// Says on which hosts no new executor is wanted, because tasks or executors failed there. Does nothing by default.
    func exclude(hosts: Set<String>)

    /// How long the end of an executor's process may take to be told after its connection has broken. Its tasks wait for
    /// so long, since the reason decides whether they are to blame; 300 ms by default.
    var endGrace: Duration { get }

    /// An executor's connection has broken: how it ended is to be told soon. Does nothing by default.
    func executorDisconnected(_ id: String)

    /// An executor that was launched is there and takes tasks. Does nothing by default.
    func executorRegistered(_ id: String)

    /// Ends all executors that are left and frees what the manager holds; waits a short while for that.
    func stop()
}

extension ClusterManager {
    /// Nil.
    public func prepare() throws -> String? { nil }

    /// Does nothing.
    public func exclude(hosts: Set<String>) {}

    /// 300 ms.
    public var endGrace: Duration { .milliseconds(300) }

    /// Does nothing.
    public func executorDisconnected(_ id: String) {}

    /// Does nothing.
    public func executorRegistered(_ id: String) {}
}

/// How a cluster manager's tasks are executed.
public enum TaskExecution: Sendable, Hashable {
    /// By threads of the driver's own process.
    case inProcess(slots: Int)
    /// By executors in processes of their own, in the beginning so many of this kind.
    case executors(ResourceProfile, count: Int)
}

/// What one executor is given.
public struct ResourceProfile: Sendable, Hashable, Codable {
    /// Task slots.
    public var cores: Int
    /// Memory in bytes, of the whole process.
    public var memory: Int

    /// Makes a profile.
    public init(cores: Int, memory: Int) {
        self.cores = cores
        self.memory = memory
    }
}

/// What a cluster manager tells the engine.
public protocol ClusterManagerEvents: Sendable {
    /// The id of the next executor, unique in the application.
    func nextExecutorID() -> String

    /// An executor has been started; it must register within `weft.executor.registrationTimeout`.
    func executorLaunched(_ id: String, host: String)

    /// An executor has ended, for whatever reason, or couldn't be started.
    func executorEnded(_ id: String, _ end: ExecutorEnd)

    /// The cluster takes an executor's machine or container back soon: what it holds is moved while there is time.
    func executorLeaving(_ id: String, reason: String)

    /// No executor can be got any more: all jobs fail.
    func managerFailed(_ error: WeftError)

    /// How much of the running jobs is done, from 0 to 1, for whoever watches the application; 1 when there is nothing left.
    var progress: Float { get }
}

/// How an executor's process ended, as its cluster manager knows it.
public struct ExecutorEnd: Sendable, Hashable {
    /// Its exit status, or 128 and the signal that ended it; nil when that isn't known.
    public var status: Int32?
    /// What the cluster manager says of it; empty when it has nothing to add.
    public var message: String
    /// The end of what it wrote to standard error; empty when nothing is known.
    public var errorTail: String
    /// Whether somebody wanted it: the driver, or the cluster that took the machine back. It then counts against nobody.
    public var isExpected: Bool
    /// What to do about it; empty for what the status says.
    public var remedy: String

    /// Makes an end.
    public init(
        status: Int32?,
        message: String = "",
        errorTail: String = "",
        isExpected: Bool = false,
        remedy: String = ""
    ) {
        self.status = status
        self.message = message
        self.errorTail = errorTail
        self.isExpected = isExpected
        self.remedy = remedy
    }

    /// This end, which the cluster manager tells of an executor that had said itself why it ends.
    func after(itsOwn own: ExecutorEnd) -> ExecutorEnd {
        if isExpected { return self }
        var end = self
        end.isExpected = own.isExpected
        // Who sent it a signal, and why, it doesn't know; a manager that knows gives no status.
        let knowsWhy = own.status.map { $0 <= 128 } ?? true
        if knowsWhy || message.isEmpty {
            end.status = status ?? own.status
            end.message = message.isEmpty || own.message.isEmpty ? own.message + message : "\(own.message); \(message)"
        }
        return end
    }

    /// What the scheduler is told.
    var lossReason: ExecutorLossReason {
        if isExpected { return .released(message.isEmpty ? "it was told to end" : message) }
        var reason = status.map { ExecutorLossReason.exited(ExecutorExit(code: $0)) } ?? ExecutorLossReason(message)
        if status != nil, !message.isEmpty { reason.message += ": \(message)" }
        if !errorTail.isEmpty { reason.message += "\nits standard error ends with:\n\(errorTail)" }
        if !remedy.isEmpty { reason.remedy = remedy }
        return reason
    }
}

/// What a cluster manager must know of an application to start executors for it.
public struct ClusterApplication: Sendable {
    /// The application's id.
    public let id: String
    /// The application's name.
    public let name: String
    /// The settings of executors: the driver's without those that are for the driver alone.
    public let configuration: Configuration
    /// Where executors reach the driver.
    public let driver: NetworkAddress
    /// What driver and executors know each other by.
    let secret: ApplicationSecret
    /// The driver's own folders for temporary files, at least one.
    public let temporaryFolders: [String]
    /// The credentials that executors get, as they are at the time.
    let credentials: @Sendable () -> CredentialsBundle

    /// What executors are given of an extension now; nil when it gives them nothing. A secret.
    public func credentials(ofExtension name: String) -> [UInt8]? { credentials().entries[name] }

    /// What an executor has to be told, to be written to a file that only its user can read.
    ///
    /// - Parameters:
    ///   - executorID: its id.
    ///   - host: the name or address under which other executors reach it.
    ///   - profile: its slots and its memory.
    ///   - localFolders: where it makes its folders for temporary files.
    ///   - orphanFolders: what the executor removes besides when the driver has died: folders that nobody else would.
    public func launch(
        executorID: String,
        host: String,
        profile: ResourceProfile,
        localFolders: [String],
        orphanFolders: [String] = []
    ) -> ExecutorLaunch {
        ExecutorLaunch(
            applicationID: id,
            executorID: executorID,
            host: host,
            driver: driver,
            secret: secret,
            profile: profile,
            localFolders: localFolders,
            orphanFolders: orphanFolders,
            configuration: configuration,
            credentials: credentials()
        )
    }
}
