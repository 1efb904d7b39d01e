import Glibc
import HadoopRPC
import WeftDiagnostics
import WeftEngine
import YARN

/// `weft submit --deploy-mode cluster`: sends an application into the cluster, driver and all, and waits for its end.
public enum ClusterSubmission {
    /// Submits and, unless the configuration says otherwise, waits.
    ///
    /// - Parameters:
    ///   - configuration: the settings.
    ///   - executable: the program.
    ///   - arguments: the program's arguments.
    ///   - verbose: whether to say where the time goes.
    ///   - say: prints a line on standard error.
    /// - Throws: why it can't be submitted, `application-failed`, `application-killed`. Nothing is left behind then.
    public static func run(
        _ configuration: Configuration,
        executable: String,
        arguments: [String],
        verbose: Bool,
        say: @escaping @Sendable (String) -> Void
    ) throws {
        let timeline = Timeline()
        let progress = Progress(say: say)
        let session = try YARNSession(configuration)
        defer { session.close() }
        defer { if verbose { say(timeline.report) } }
        let submission = try ApplicationSubmission(session, timeline: timeline)
        let name =
            configuration[ConfigurationKeys.appName]
            ?? executable.split(separator: "/").last.map { String($0) } ?? "weft"
        try submission.submit(
            executable: executable,
            mode: .cluster(arguments: arguments),
            name: name,
            progress: progress
        )
        guard configuration[ConfigurationKeys.yarnSubmitWaitAppCompletion] else {
            say("\(submission.id): submitted; `weft yarn app \(submission.id)` tells how it is")
            return
        }
        let interrupted = InterruptNotice.install(
            "\(submission.id) goes on in the cluster; `weft yarn kill \(submission.id)` ends it"
        )
        defer { interrupted.remove() }
        ResidentMemory.unmapStartCode()
        var monitor = ApplicationMonitor(progress: progress, timeline: timeline)
        while true {
            let report: ApplicationReport
            do {
                report = try session.resourceManager.report(submission.id)
            } catch {
                let error = WeftError(wrapping: error)
                guard error.code == "application-not-found" else { throw error }
                throw WeftError("application-killed", "\(submission.id) isn't known to the ResourceManager any more")
            }
            if let outcome = monitor.observe(report) {
                submission.cleanUp()
                if let error = outcome.error(submission.id) { throw error }
                return
            }
            Pause.sleep(milliseconds: Int(configuration[ConfigurationKeys.yarnReportInterval] / .milliseconds(1)))
        }
    }
}

/// Says on Ctrl-C that the application goes on: in cluster mode `weft submit` only watches, as Spark's does.
struct InterruptNotice {
    static func install(_ text: String) -> InterruptNotice {
        notice = strdup("\n\(text)\n")
        signal(SIGINT) { _ in
            if let notice { _ = write(STDERR_FILENO, notice, strlen(notice)) }
            _exit(130)
        }
        return InterruptNotice()
    }

    func remove() { signal(SIGINT, SIG_DFL) }
}

/// For the signal handler, which can take no lock; written before it is installed, and never again.
nonisolated(unsafe) private var notice: UnsafeMutablePointer<CChar>?
