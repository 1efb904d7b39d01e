import Glibc
import HadoopRPC
import Logging
import NIOCore
import Synchronization
import WeftDiagnostics
import WeftEngine
import WeftNetwork
import YARN

/// YARN as a cluster manager of a driver outside the cluster: client mode.
///
/// The driver submits the application and waits for its application master, which connects to it and does what it is told:
/// ask for containers, start executors in them.
final class ClientModeManager: ClusterManager, ConnectionHandler {
    let master = MasterURL.yarn.description
    let deployModes: Set<DeployMode> = [.client, .cluster]
    let execution: TaskExecution
    private let configuration: Configuration
    private let logger = Logger(label: "weft.yarn")
    private let progress: Progress
    private let timeline = Timeline()
    private let state = Mutex(State())
    private let isOver = Signal()
    /// Answers the application master off the network's thread.
    private let workers = WorkerThreads(limit: 2, name: "weft-assign")

    private struct State {
        var session: YARNSession?
        var submission: ApplicationSubmission?
        var application: ClusterApplication?
        var events: (any ClusterManagerEvents)?
        var network: Network?
        var link: Connection?
        var total = 0
        var hosts: [String: Int] = [:]
        var excluded: Set<String> = []
        /// What the application master was told last of how much is done.
        var progress: Float = 0
        var isStopped = false
        var outcome: ApplicationMonitor.Outcome?
    }

    init(_ configuration: Configuration) {
        self.configuration = configuration
        execution = TaskExecution.onYARN(configuration)
        let isVerbose = configuration[ConfigurationKeys.showConsoleProgress]
        progress = Progress { line in if isVerbose { StandardErrorLine.print(line) } }
    }

    func prepare() throws -> String? {
        let session = try YARNSession(configuration, logger: logger)
        do {
            let submission = try ApplicationSubmission(session, timeline: timeline)
            state.withLock { state in
                state.session = session
                state.submission = submission
            }
            return submission.id.description
        } catch {
            session.close()
            throw error
        }
    }

    func start(_ application: ClusterApplication, events: any ClusterManagerEvents) throws {
        guard let submission = state.withLock({ $0.submission }) else {
            throw WeftError("system-error", "the application was started before it was prepared")
        }
        guard let executable = ProcessEnvironment.executablePath else {
            throw WeftError(
                "no-executable",
                "can't find this program's own file, which executors run",
                remedy: "mount /proc, or use a local master"
            )
        }
        let secret = ApplicationSecret.generate()
        let network = Network(
            NetworkOptions(MasterLink.name(application.id), secret, configuration, logger: logger)
        )
        do {
            let listener = try network.listen(
                host: configuration[ConfigurationKeys.driverBindAddress] ?? "0.0.0.0",
                port: configuration[ConfigurationKeys.yarnAMPort],
                portRetries: configuration[ConfigurationKeys.portMaxRetries],
                handler: self
            )
            state.withLock { state in
                state.application = application
                state.events = events
                state.network = network
            }
            try submission.submit(
                executable: executable,
                mode: .client(
                    driver: NetworkAddress(host: application.driver.host, port: listener.port),
                    secret: secret.withBytes { Array($0) }
                ),
                name: application.name,
                progress: progress
            )
        } catch {
            // Nothing is in the cluster that `stop` would have to end.
            state.withLock { $0.network = nil }
            network.close()
            if SubmissionInterrupt.received != nil {
                let remedy = WeftError(wrapping: error).remedy
                StandardErrorLine.print(remedy.isEmpty ? "nothing is left of it in the cluster" : remedy)
            }
            throw error
        }
        ResidentMemory.unmapStartCode()
        try DedicatedThread.start(name: "weft-monitor") { [self] in monitor(submission) }
    }

    /// Asks for the application's state until it has ended.
    private func monitor(_ submission: ApplicationSubmission) {
        var monitor = ApplicationMonitor(progress: progress, timeline: timeline)
        while true {
            var outcome: ApplicationMonitor.Outcome?
            do {
                outcome = monitor.observe(try submission.session.report(submission.id))
            } catch {
                let error = WeftError(wrapping: error)
                if error.code == "application-not-found" {
                    outcome = .killed("the ResourceManager doesn't know it any more")
                }
            }
            if let outcome {
                let (events, wasStopped) = state.withLock { state in
                    state.outcome = outcome
                    return (state.events, state.isStopped)
                }
                isOver.raise()
                if !wasStopped {
                    events?.managerFailed(
                        outcome.error(submission.id)
                            ?? WeftError(
                                "application-failed",
                                "\(submission.id) ended while the driver was still at work"
                            )
                    )
                }
                return
            }
            tellProgress()
            // At the end the answer is awaited; before, nobody is in a hurry.
            let isStopped = state.withLock(\.isStopped)
            let interval = configuration[ConfigurationKeys.yarnReportInterval]
            Pause.sleep(
                milliseconds: Int((isStopped ? min(interval, .milliseconds(100)) : interval) / .milliseconds(1))
            )
        }
    }

    /// Tells the application master how much is done, when it has changed enough to be seen.
    private func tellProgress() {
        let news = state.withLock { state -> (Connection?, Float)? in
            guard let now = state.events?.progress, now != state.progress else { return nil }
            guard now == 1 || abs(now - state.progress) >= 0.01 else { return nil }
            state.progress = now
            return (state.link, now)
        }
        if let (link, now) = news { tell(link, .progress(now)) }
    }

    // MARK: What the engine asks for

    func requestExecutors(_ total: [ResourceProfile: Int], hosts: [String: Int]) {
        let count = total.values.reduce(0, +)
        let link = state.withLock { state in
            state.total = count
            state.hosts = hosts
            return state.link
        }
        tell(link, .request(total: count, hosts: hosts))
    }

    func killExecutors(_ ids: [String], reason: String) {
        tell(state.withLock(\.link), .kill(executors: ids, reason: reason))
    }

    var endGrace: Duration { TaskExecution.endGraceOnYARN(configuration) }

    func executorDisconnected(_ id: String) { tell(state.withLock(\.link), .hasten(executor: id)) }

    func exclude(hosts: Set<String>) {
        let link = state.withLock { state in
            state.excluded = hosts
            return state.link
        }
        tell(link, .exclude(hosts: hosts.sorted()))
    }

    func executorRegistered(_ id: String) { timeline.mark("executors") }

    private func tell(_ link: Connection?, _ message: MasterMessage) {
        guard let link, let buffer = try? message.buffer else { return }
        link.send(buffer)
    }

    /// What is said after Ctrl-C, which ends the application too.
    private static func farewell(_ id: ApplicationID, _ isSure: Bool) -> String {
        isSure
            ? "\(id) is ended, as its driver is"
            : "\(id) may not have ended: `weft yarn app \(id)` tells, `weft yarn kill \(id)` ends it"
    }

    /// How long the application may take to end by itself.
    private static let patience = Duration.seconds(10)

    func stop() {
        let (submission, session, link, network, isEnded) = state.withLock { state in
            state.isStopped = true
            return (
                state.submission, state.session, state.link, state.network, state.outcome != nil
            )
        }
        timeline.mark("job")
        if let submission, let session, network != nil, !isEnded {
            let signal = SubmissionInterrupt.received
            let failure =
                YARNExtension.failure(of: submission.id.description)
                ?? signal.map { "signal \($0) ended the driver" }
            tell(link, .finish(succeeded: failure == nil, diagnostics: failure ?? ""))
            var isSure = true
            // Before its application master has come, nobody else could end the application.
            if link == nil || !isOver.wait(upTo: Self.patience) {
                isSure = (try? session.resourceManager.kill(submission.id)) != nil
            }
            if signal != nil { StandardErrorLine.print(Self.farewell(submission.id, isSure)) }
        }
        submission?.cleanUp()
        timeline.mark("end")
        if configuration[ConfigurationKeys.submitVerbose] { StandardErrorLine.print(timeline.report) }
        network?.close()
        session?.close()
    }

    // MARK: What the application master tells

    func opened(_ connection: Connection) {
        timeline.mark("application master up")
        let (total, hosts, excluded) = state.withLock { state in
            state.link = connection
            state.progress = 0
            return (state.total, state.hosts, state.excluded)
        }
        if !excluded.isEmpty { tell(connection, .exclude(hosts: excluded.sorted())) }
        tell(connection, .request(total: total, hosts: hosts))
    }

    func closed(_ connection: Connection, _ error: WeftError?) {
        state.withLock { state in if state.link === connection { state.link = nil } }
    }

    func received(_ message: ByteBuffer, on connection: Connection) {
        guard let events = state.withLock(\.events), let message = try? MasterMessage(message) else {
            return connection.close()
        }
        switch message {
        case .registered: timeline.mark("registered")
        case .launched(let executor, let host):
            timeline.mark("containers")
            events.executorLaunched(executor, host: host)
        case .ended(let executor, let end): events.executorEnded(executor, end.end)
        case .leaving(let executor, let reason): events.executorLeaving(executor, reason: reason)
        case .failed(let error): workers.run { [self] in masterFailed(error, events) }
        case .granted, .request, .kill, .exclude, .hasten, .progress, .finish: connection.close()
        }
    }

    /// The application master gives up. One that the ResourceManager doesn't know any more can't say why: somebody has ended
    /// the application, and `monitor` tells what its report says.
    private func masterFailed(_ error: WeftError, _ events: any ClusterManagerEvents) {
        if error.code == "attempt-not-found" || error.code == "application-not-found" {
            let deadline = Deadline.after(milliseconds: 5_000)
            while !deadline.hasPassed {
                if state.withLock({ $0.outcome != nil }) { return }
                Pause.sleep(milliseconds: 50)
            }
        }
        events.managerFailed(error)
    }

    func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {
        workers.run { [self] in
            do {
                guard case .granted(let host, _) = try MasterMessage(message),
                    let (application, events) = state.withLock({ state in
                        state.isStopped ? nil : state.application.flatMap { one in state.events.map { (one, $0) } }
                    })
                else { throw WeftError("context-stopped", "the driver wants no executor any more") }
                let assignment = try ExecutorAssignment(application, events, host: host)
                reply.send(ByteBuffer(bytes: try BinaryCodingBytes.encode(assignment)))
            } catch {
                reply.fail(WeftError(wrapping: error))
            }
        }
    }
}

/// Lines on standard error.
enum StandardErrorLine {
    static func print(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
