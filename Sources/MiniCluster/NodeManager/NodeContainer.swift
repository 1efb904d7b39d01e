import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// A container on its node: fetches its files, runs its process and ends it.
final class NodeContainer: Sendable {
    struct Plan: Sendable {
        var name: ContainerID
        var user: String
        var context: ContainerLaunchContextProto
        var capacity: Capacity
        var folders: NodeFolders
        /// The variables that a NodeManager sets, beside those of the folders.
        var node: NodeID
        var httpPort: Int
        /// The environment that the NodeManager itself has.
        var nodeEnvironment: [String: String]
    }

    private struct State {
        var run = ContainerRun()
        var process: ContainerProcess?
    }

    let plan: Plan
    private let localizer: Localizer
    private let state = Mutex(State())

    init(plan: Plan, localizer: Localizer) {
        self.plan = plan
        self.localizer = localizer
    }

    /// How long a container has between SIGTERM and SIGKILL (`yarn.nodemanager.sleep-delay-before-sigkill.ms`).
    static let delayBeforeKill = 250

    // MARK: Status

    var isDone: Bool { state.withLock { $0.run.phase == .done } }

    /// The process at the root of all that it has started, while it runs.
    var processID: pid_t? { state.withLock { $0.process?.pid } }

    var status: ContainerStatusProto {
        let run = state.withLock { $0.run }
        let isDone = run.phase == .done
        return ContainerStatusProto(
            containerId: plan.name.message,
            state: isDone ? .cComplete : .cRunning,
            diagnostics: run.diagnostics,
            exitStatus: run.exitStatus,
            capability: plan.capacity.message,
            executionType: .guaranteed,
            containerAttributes: [
                StringStringMapProto(key: "HOST", value: plan.node.host),
                StringStringMapProto(key: "IP", value: "127.0.0.1"),
            ],
            containerSubState: isDone ? .cssDone : run.phase == .ending ? .cssCompleting : .cssRunning
        )
    }

    // MARK: Running

    /// Runs the container to its end; blocks.
    func run(launched: () -> Void) {
        do {
            let process = try start()
            launched()
            let mustEnd = state.withLock { state in
                state.process = process
                return state.run.launched()
            }
            if mustEnd { end(process) }
            let status = process.wait()
            // What it has started and left behind.
            process.signal(SIGKILL)
            state.withLock { state in
                state.process = nil
                state.run.exited(status: status, name: plan.name.description, details: tails())
            }
        } catch {
            let message = WeftError(wrapping: error).message
            state.withLock { $0.run.failed(message) }
        }
        LocalDisk.remove(plan.folders.work(plan.name, plan.user))
    }

    private func start() throws -> ContainerProcess {
        let folder = plan.folders.work(plan.name, plan.user)
        let logs = plan.folders.logs(plan.name)
        try LocalDisk.makeFolder(folder, mode: 0o710)
        try LocalDisk.makeFolder(logs, mode: 0o710)
        let storage = plan.context.tokens ?? []
        let credentials = storage.isEmpty ? Credentials() : try Credentials(storage: storage, subject: "the tokens")
        let tokenFile = "\(folder)/container_tokens"
        try LocalDisk.write(credentials.storage(), to: tokenFile, mode: 0o600)
        var script = LaunchScript(logFolder: logs)
        for resource in plan.context.localResources {
            guard let key = resource.key, let value = resource.value else { continue }
            let path = try localizer.localize(value, for: plan, credentials: credentials) {
                self.state.withLock { $0.run.isCancelled }
            }
            script.links.append((key, path))
        }
        guard !state.withLock({ $0.run.isCancelled }) else {
            throw WeftError("cancelled", "the container was ended before it started")
        }
        script.environment = Dictionary(
            plan.context.environment.compactMap { entry in entry.key.map { ($0, entry.value ?? "") } }
        ) { $1 }
        script.forced = forced(folder: folder, logs: logs, tokenFile: tokenFile)
        script.nodeEnvironment = plan.nodeEnvironment
        script.command = plan.context.command
        try LocalDisk.write(script.text.utf8, to: "\(folder)/launch_container.sh", mode: 0o700)
        // Also the shell says whose it is, in case that the cluster is killed and somebody else has to end it.
        var environment = plan.nodeEnvironment
        environment["LOCAL_DIRS"] = plan.folders.application(plan.name.attempt.application, plan.user)
        return try ContainerProcess.start(folder: folder, environment: environment)
    }

    /// What a container finds in its environment whatever it asked for (ContainerLaunch.java, sanitizeEnv).
    private func forced(folder: String, logs: String, tokenFile: String) -> [(name: String, value: String)] {
        let application = plan.folders.application(plan.name.attempt.application, plan.user)
        return [
            ("HADOOP_TOKEN_FILE_LOCATION", tokenFile),
            ("CONTAINER_ID", plan.name.description),
            ("NM_PORT", "\(plan.node.port)"),
            ("NM_HOST", plan.node.host),
            ("NM_HTTP_PORT", "\(plan.httpPort)"),
            ("LOCAL_DIRS", application),
            ("LOCAL_USER_DIRS", "\(plan.folders.user(plan.user))/"),
            ("LOG_DIRS", logs),
            ("USER", plan.user),
            ("LOGNAME", plan.user),
            ("HOME", "/home/"),
            ("PWD", folder),
            ("JVM_PID", "$$"),
        ]
    }

    /// The ends of the files that say why a container failed.
    private func tails() -> String {
        let logs = plan.folders.logs(plan.name)
        var text = "Error file: prelaunch.err.\n"
        for name in ["prelaunch.err", "stderr"] {
            let bytes = LocalDisk.tail("\(logs)/\(name)", 4096)
            if name == "stderr", bytes.isEmpty { continue }
            text += "Last 4096 bytes of \(name) :\n\(String(decoding: bytes, as: UTF8.self))\n"
        }
        return text
    }

    // MARK: Ending

    /// Ends the container; what it is told to be ended for becomes its exit status.
    func stop(status: Int32, diagnostics: String) {
        let process = state.withLock { state -> ContainerProcess? in
            state.run.stop(status: status, diagnostics: diagnostics) ? state.process : nil
        }
        if let process { end(process) }
    }

    private func end(_ process: ContainerProcess) {
        process.signal(SIGTERM)
        Pause.startThread { [self] in
            Pause.sleep(milliseconds: Self.delayBeforeKill)
            // Only while nobody has waited for it does the number still mean this process.
            state.withLock { state in
                if state.process != nil { process.signal(SIGKILL) }
            }
        }
    }
}
