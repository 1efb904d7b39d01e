import WeftDiagnostics
import WeftEngine
import YARN

/// Follows an application from outside and tells what changes.
struct ApplicationMonitor {
    /// How an application ended.
    enum Outcome: Sendable, Hashable {
        case succeeded
        case failed(String)
        case killed(String)
    }

    private var state: ApplicationState?
    private var trackingURL = ""
    private let progress: Progress
    private let timeline: Timeline

    init(progress: Progress, timeline: Timeline) {
        self.progress = progress
        self.timeline = timeline
    }

    /// Takes a report in.
    ///
    /// - Returns: how it ended; nil while it goes on.
    mutating func observe(_ report: ApplicationReport) -> Outcome? {
        if report.state != state {
            state = report.state
            timeline.mark("\(report.state)".lowercased())
            progress.say("\(report.id): \(Self.words(report))")
        }
        if report.state == .running, report.trackingURL != trackingURL, report.originalTrackingURL != "N/A",
            !report.originalTrackingURL.isEmpty
        {
            trackingURL = report.trackingURL
            progress.say("tracking URL: \(trackingURL)")
        }
        switch report.state {
        case .finished:
            if report.finalStatus == .succeeded { return .succeeded }
            if report.finalStatus == .killed { return .killed(report.diagnostics) }
            return .failed(report.diagnostics)
        case .failed: return .failed(report.diagnostics)
        case .killed: return .killed(report.diagnostics)
        default: return nil
        }
    }

    /// What an accepted application waits for: the first sentence; schedulers add the numbers of the whole queue.
    private static func waiting(for diagnostics: String) -> String {
        let text = DiagnosticsText.readable(diagnostics)
        return String(text.prefix { $0 != "\n" && $0 != "." })
    }

    private static func words(_ report: ApplicationReport) -> String {
        switch report.state {
        case .new, .newSaving, .submitted: "submitted to queue \(report.queue) as \(report.user)"
        case .accepted:
            report.diagnostics.isEmpty
                ? "accepted; waiting for its application master's container"
                : "accepted; \(Self.waiting(for: report.diagnostics))"
        case .running: "running"
        case .finished: "finished"
        case .failed: "failed"
        case .killed: "killed"
        default: "\(report.state)"
        }
    }
}

extension ApplicationMonitor.Outcome {
    /// The outcome as an error; nil for success.
    func error(_ id: ApplicationID) -> WeftError? {
        switch self {
        case .succeeded: return nil
        case .killed(let diagnostics):
            return WeftError(
                "application-killed",
                "\(id) was killed\(Self.tail(diagnostics))",
                remedy: "somebody, or the cluster, ended it; the ResourceManager's log tells who"
            )
        case .failed(let diagnostics):
            return WeftError(
                "application-failed",
                "\(id) failed\(Self.tail(diagnostics))",
                remedy:
                    "its containers' logs tell more: `yarn logs -applicationId \(id)`, or the NodeManagers' log folders"
            )
        }
    }

    private static func tail(_ diagnostics: String) -> String {
        let text = DiagnosticsText.readable(diagnostics)
        return text.isEmpty ? "" : ": \(text)"
    }
}

/// What YARN says of failures, for people.
enum DiagnosticsText {
    private static let noise = [
        "For more detailed output", "Failing this attempt.", "For more detailed output, check",
        "Then click on links", "Last 4096 bytes", "at org.apache", "at java.", "java.lang.", "Stack trace:",
        "Exception from container-launch", "Container id:", "Exit code:", "Container exited with a non-zero exit code",
    ]

    /// The lines that say something, each once: without Java's stacks, times of day and empty lines.
    static func readable(_ text: String) -> String {
        var seen: Set<String> = []
        let lines = text.split(separator: "\n")
            .map { withoutTime($0).split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
        let telling = lines.filter { line in !noise.contains { line.hasPrefix($0) } }
        // An exception that stands alone is all there is.
        return (telling.isEmpty ? lines.filter { $0.hasPrefix("java.lang.") } : telling).joined(separator: "\n")
    }

    /// A line without the `[2026-01-31 12:00:00.123]` that NodeManagers and schedulers put before it.
    private static func withoutTime(_ line: Substring) -> Substring {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]"), line[..<end].contains(":") else { return line }
        return line[line.index(after: end)...]
    }
}
