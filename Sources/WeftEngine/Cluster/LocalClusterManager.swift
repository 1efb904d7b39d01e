import Glibc
import Synchronization
import WeftDiagnostics

/// The `local-cluster[N,cores,memMB]` masters: N executors as processes of the same executable on this machine.
///
/// It is a whole cluster but for the machines: executors find the driver, each other and their files over the network.
final class LocalClusterManager: ClusterManager {
    private let cluster: LocalClusterMaster
    private let state = Mutex(State())

    private struct Executor {
        var process: ChildProcess
        var folders: [String]
        var errorFile: String
        var isKilled = false
    }

    private struct State {
        var application: ClusterApplication?
        var events: (any ClusterManagerEvents)?
        var executable = ""
        var target = 0
        /// How many are being started now, beside those that run.
        var starting = 0
        var executors: [String: Executor] = [:]
        /// How many have ended whose folders are being removed.
        var leaving = 0
        var isStopped = false
    }

    init(_ cluster: LocalClusterMaster) { self.cluster = cluster }

    var master: String { MasterURL.localCluster(cluster).description }
    var deployModes: Set<DeployMode> { [.client] }
    private var profile: ResourceProfile { ResourceProfile(cores: cluster.cores, memory: cluster.memory.bytes) }
    var execution: TaskExecution { .executors(profile, count: cluster.executors) }

    func start(_ application: ClusterApplication, events: any ClusterManagerEvents) throws {
        guard let executable = ProcessEnvironment.executablePath else {
            throw WeftError(
                "no-executable",
                "can't find this program's own file, which executors run",
                remedy: "mount /proc, or use a local master"
            )
        }
        state.withLock { state in
            state.application = application
            state.events = events
            state.executable = executable
        }
    }

    func requestExecutors(_ total: [ResourceProfile: Int], hosts: [String: Int]) {
        state.withLock { $0.target = total.values.reduce(0, +) }
        startMissing()
    }

    /// Starts executors until there are as many as asked for.
    private func startMissing() {
        while let (application, events, executable) = nextToStart() {
            let id = events.nextExecutorID()
            do {
                try start(id, application, events, executable)
            } catch {
                state.withLock { $0.starting -= 1 }
                // The failure budget of the application ends a row of these.
                events.executorEnded(id, ExecutorEnd(status: nil, message: WeftError(wrapping: error).description))
                return
            }
        }
    }

    private func nextToStart() -> (ClusterApplication, any ClusterManagerEvents, String)? {
        state.withLock { state in
            guard !state.isStopped, state.executors.count + state.starting < state.target,
                let application = state.application, let events = state.events
            else { return nil }
            state.starting += 1
            return (application, events, state.executable)
        }
    }

    private func start(
        _ id: String,
        _ application: ClusterApplication,
        _ events: any ClusterManagerEvents,
        _ executable: String
    ) throws {
        let folders = application.temporaryFolders.map { "\($0)/executor-\(id)" }
        do {
            for folder in folders { try LocalFileSystem().makeDirectory(.local(folder), withParents: true) }
            let logs = try logFolder(application, id, folders[0])
            let launchFile = folders[0] + "/launch"
            try application.launch(
                executorID: id,
                host: "127.0.0.1",
                profile: profile,
                localFolders: folders,
                orphanFolders: application.temporaryFolders
            ).write(to: launchFile)
            events.executorLaunched(id, host: "127.0.0.1")
            let errorFile = logs + "/stderr"
            // The lock is held so that an executor that ends at once is known when it does.
            try state.withLock { state in
                let process = try ChildProcess(
                    arguments: [executable, ExecutorLaunch.argument, launchFile],
                    output: logs + "/stdout",
                    errors: errorFile,
                    onExit: { [weak self] status in self?.ended(id, status) }
                )
                state.starting -= 1
                state.executors[id] = Executor(
                    process: process,
                    folders: folders,
                    errorFile: errorFile,
                    isKilled: state.isStopped
                )
                if state.isStopped { process.kill(SIGKILL) }
            }
        } catch {
            for folder in folders { _ = try? LocalFileSystem().delete(.local(folder), recursive: true) }
            throw error
        }
    }

    /// Where an executor's standard output and standard error go.
    private func logFolder(_ application: ClusterApplication, _ id: String, _ own: String) throws -> String {
        guard let base = application.configuration[ConfigurationKeys.executorLogDir] else { return own }
        let folder = "\(base)/\(application.id)/\(id)"
        try LocalFileSystem().makeDirectory(.local(folder), withParents: true)
        return folder
    }

    private func ended(_ id: String, _ status: Int32) {
        let (executor, events) = state.withLock { state in
            let executor = state.executors.removeValue(forKey: id)
            if executor != nil { state.leaving += 1 }
            return (executor, state.isStopped ? nil : state.events)
        }
        guard let executor else { return }
        let tail = LogTail.lines(of: executor.errorFile)
        // What it couldn't remove itself, because it was killed.
        for folder in executor.folders { _ = try? LocalFileSystem().delete(.local(folder), recursive: true) }
        state.withLock { $0.leaving -= 1 }
        guard let events else { return }
        events.executorEnded(id, ExecutorEnd(status: status, errorTail: tail, isExpected: executor.isKilled))
        startMissing()
    }

    func killExecutors(_ ids: [String], reason: String) {
        state.withLock { state in
            for id in ids {
                state.executors[id]?.isKilled = true
                state.executors[id]?.process.kill(SIGKILL)
            }
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        // The driver has told them to end; whoever hasn't within this time is stopped or stuck.
        if waitForAll(upTo: .seconds(2)) { return }
        state.withLock { state in
            for executor in state.executors.values { executor.process.kill(SIGKILL) }
        }
        _ = waitForAll(upTo: .seconds(2))
    }

    private func waitForAll(upTo limit: Duration) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while clock.now < deadline {
            // The driver removes the folders around theirs next: two that remove the same one disturb each other.
            if state.withLock({ $0.executors.isEmpty && $0.starting == 0 && $0.leaving == 0 }) { return true }
            usleep(2000)
        }
        return false
    }
}

/// The last lines of a log, for messages.
enum LogTail {
    /// At most 20 lines and 4 KiB.
    static func lines(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &buffer, buffer.count, max(0, size - buffer.count))
        guard count > 0 else { return "" }
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }
}
