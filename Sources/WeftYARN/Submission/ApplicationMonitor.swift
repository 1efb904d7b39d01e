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
    /// Whether to tell how far it is; a driver on the terminal has a bar of its own.
    private let tellsProgress: Bool
    /// How far it was, in percent, when that was last told.
    private var percent = 0
    /// By how much it has to change before another line is spent on it.
    private static let step = 10
    /// Where the application master's time went, when it has told so at its end.
    private(set) var masterTimeline: String?

    init(progress: Progress, timeline: Timeline, tellsProgress: Bool = false) {
        self.progress = progress
        self.timeline = timeline
        self.tellsProgress = tellsProgress
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
        // The ResourceManager has a page for each application, behind which that of its application master would be.
        let url = report.trackingURL
        if url != trackingURL, !url.isEmpty, url != "N/A" {
            trackingURL = url
            progress.say("tracking URL: \(trackingURL)")
        }
        if report.state == .running, tellsProgress { tell(report.progress, of: report.id) }
        switch report.state {
        case .finished:
            masterTimeline = Timeline.report(ofMaster: report.diagnostics)
            if report.finalStatus == .succeeded { return .succeeded }
            if report.finalStatus == .killed { return .killed(report.diagnostics) }
            return .failed(report.diagnostics)
        case .failed: return .failed(report.diagnostics)
        case .killed: return .killed(report.diagnostics)
        default: return nil
        }
    }

    private mutating func tell(_ progress: Float, of id: ApplicationID) {
        guard progress.isFinite else { return }
        let percent = Int(min(1, max(0, progress)) * 100)
        if let show = self.progress.show {
            guard percent != self.percent else { return }
            show("\(id): \(percent)%")
        } else {
            guard percent >= self.percent + Self.step else { return }
            self.progress.say("\(id): \(percent)%")
        }
        self.percent = percent
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
                remedy: DiagnosticsText.remedy(diagnostics)
                    ?? "its containers' logs tell more: `yarn logs -applicationId \(id)`, or the NodeManagers' log folders"
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
        "Dump of the process-tree", "|- ",
    ]

    /// The lines that say something, each once: without Java's stacks, times of day and empty lines.
    static func readable(_ text: String) -> String {
        var seen: Set<String> = []
        let lines = text.split(separator: "\n")
            .map { withoutTime($0).split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ") }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
        let telling = lines.filter { line in !noise.contains { line.hasPrefix($0) } }
        // An exception that stands alone is all there is.
        let text = (telling.isEmpty ? lines.filter { $0.hasPrefix("java.lang.") } : telling).joined(separator: "\n")
        return text + (exitStatus(text).flatMap { words(for: $0) }.map { "\n\($0)" } ?? "")
    }

    /// What to do where a program couldn't be started at all, or was ended by its node; nil where there is more to be read
    /// in logs.
    static func remedy(_ text: String) -> String? {
        switch exitStatus(text) {
        case 126, 127:
            "build it for the machines of the cluster, and with --static-swift-stdlib; the uploaded copy is below "
                + ".weftStaging/cache, and may be removed if somebody has changed it"
        case ContainerExitStatus.exceededMemory.rawValue, ContainerExitStatus.exceededVirtualMemory.rawValue:
            "give the application master more memory: weft.driver.memoryOverhead or weft.driver.memory in cluster mode, "
                + "weft.yarn.am.memoryOverhead or weft.yarn.am.memory in client mode"
        default: nil
        }
    }

    /// What the ResourceManager says an application master has ended with; nil when it doesn't.
    private static func exitStatus(_ text: String) -> Int32? {
        guard let range = text.firstRange(of: "exitCode: ") else { return nil }
        return Int32(text[range.upperBound...].prefix { $0 == "-" || $0.isNumber })
    }

    /// The meaning of a status that is only a number to people; nil where the program itself decides.
    private static func words(for status: Int32) -> String? {
        let meaning = ContainerExitStatus(rawValue: status)
        guard status == 126 || status == 127 || meaning.exceedsLimits else { return nil }
        return "of its application master: \(meaning)"
    }

    /// A line without the `[2026-01-31 12:00:00.123]` that NodeManagers and schedulers put before it.
    private static func withoutTime(_ line: Substring) -> Substring {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]"), line[..<end].contains(":") else { return line }
        return line[line.index(after: end)...]
    }
}
