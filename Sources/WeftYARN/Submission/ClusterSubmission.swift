import HadoopRPC
import WeftDiagnostics
import WeftEngine
import YARN

/// `weft submit --deploy-mode cluster`: sends an application into the cluster, driver and all, and waits for its end.
public enum ClusterSubmission {
    /// Submits and, unless the configuration says otherwise, waits.
    ///
    /// A signal during the upload takes everything back; later ones end the waiting only.
    ///
    /// - Parameters:
    ///   - configuration: the settings.
    ///   - executable: the program.
    ///   - arguments: the program's arguments.
    ///   - verbose: whether to say where the time goes.
    ///   - isTerminal: whether lines can be overwritten where texts go.
    ///   - write: writes a text on standard error.
    /// - Throws: why it can't be submitted: nothing is left behind then; `interrupted`; when it was submitted
    ///   `application-failed`, `application-killed`, or `application-not-watched`.
    public static func run(
        _ configuration: Configuration,
        executable: String,
        arguments: [String],
        verbose: Bool,
        isTerminal: Bool = false,
        write: @escaping @Sendable (String) -> Void
    ) throws {
        let timeline = Timeline()
        let progress = isTerminal ? Progress.onTerminal(write) : Progress { write($0 + "\n") }
        let session = try YARNSession(configuration)
        defer { session.close() }
        var masterTimeline: String?
        defer { if verbose { progress.say(timeline.report + (masterTimeline ?? "")) } }
        let submission = try ApplicationSubmission(session, timeline: timeline)
        let id = submission.id
        let name =
            configuration[ConfigurationKeys.appName]
            ?? executable.split(separator: "/").last.map { String($0) } ?? "weft"
        SubmissionSignals.takeBack()
        defer { SubmissionSignals.remove() }
        try submission.submit(
            executable: executable,
            mode: .cluster(arguments: arguments),
            name: name,
            progress: progress
        )
        SubmissionSignals.watch("\(id) goes on in the cluster; `weft yarn kill \(id)` ends it")
        // One that came a moment ago was told that everything is taken back.
        do { try SubmissionInterrupt.check() } catch {
            throw submission.takenBack(WeftError(wrapping: error), wasSent: true)
        }
        guard configuration[ConfigurationKeys.yarnSubmitWaitAppCompletion] else {
            progress.say("\(id): submitted; `weft yarn app \(id)` tells how it is")
            return
        }
        let wait = try session.hadoop.int("yarn.resourcemanager.connect.max-wait.ms", default: 900_000)
        let interval = Int(configuration[ConfigurationKeys.yarnReportInterval] / .milliseconds(1))
        var monitor = ApplicationMonitor(progress: progress, timeline: timeline, tellsProgress: true)
        let watch = ApplicationWatch(
            id: id,
            // A negative one is Hadoop's word for ever.
            patience: wait < 0 ? .seconds(1 << 40) : .milliseconds(wait),
            progress: progress,
            report: { try session.report(id) },
            pause: { Pause.sleep(milliseconds: interval) }
        )
        ResidentMemory.unmapStartCode()
        let outcome = try watch.run(&monitor)
        submission.cleanUp()
        timeline.mark("end")
        masterTimeline = monitor.masterTimeline
        if let error = outcome.error(id) { throw error }
    }
}
