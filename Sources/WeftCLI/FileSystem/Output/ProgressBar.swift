import Glibc
import HadoopRPC
import Synchronization
import Weft

/// How far a transfer is, on one line of a terminal.
final class ProgressBar: Sendable {
    fileprivate struct State {
        var bytes: UInt64 = 0
        var files = 0
        var knownBytes: UInt64 = 0
        var knownFiles = 0
        var isAllKnown = false
        var nextDrawing: UInt64
        var isShown = false
    }

    private static let period: UInt64 = 200_000_000
    private let start = Deadline.now.nanoseconds
    private let state: Mutex<State>
    private let write: (@Sendable (String) -> Void)?
    private let width: Int

    /// - Parameters:
    ///   - write: draws; nil for a bar that is never seen.
    ///   - width: the terminal's columns.
    ///   - delay: for how long, in nanoseconds, nothing is drawn.
    init(width: Int = 80, delay: UInt64 = 1_000_000_000, write: (@Sendable (String) -> Void)?) {
        self.write = write
        self.width = width
        state = Mutex(State(nextDrawing: start + delay))
    }

    /// A bar on standard error, seen when that is a terminal.
    static func standard() -> ProgressBar {
        guard isatty(STDERR_FILENO) == 1 else { return ProgressBar(write: nil) }
        var size = winsize()
        let columns = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
        return ProgressBar(width: columns) { StandardError.write($0) }
    }

    /// A file was found that will be transferred.
    func add(bytes: UInt64) {
        state.withLock {
            let (sum, overflow) = $0.knownBytes.addingReportingOverflow(bytes)
            $0.knownBytes = overflow ? .max : sum
            $0.knownFiles += 1
        }
    }

    /// No more files will be found.
    func allKnown() { state.withLock { $0.isAllKnown = true } }

    func transferred(bytes: Int) {
        state.withLock { state in
            state.bytes += UInt64(max(0, bytes))
            draw(&state)
        }
    }

    func finishedFile() {
        state.withLock { state in
            state.files += 1
            draw(&state)
        }
    }

    /// Takes the line away, for another text or at the end.
    func clear() {
        state.withLock { state in
            if state.isShown { write?("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func draw(_ state: inout State) {
        guard let write else { return }
        let now = Deadline.now.nanoseconds
        guard now >= state.nextDrawing else { return }
        state.nextDrawing = now + Self.period
        state.isShown = true
        write("\r\(Self.line(state.snapshot, seconds: Double(now - start) / 1e9, width: width))\u{1B}[K")
    }

    /// What the line says.
    struct Snapshot {
        var bytes: UInt64
        var files: Int
        var knownBytes: UInt64
        var knownFiles: Int
        var isAllKnown: Bool
    }

    static func line(_ snapshot: Snapshot, seconds: Double, width: Int) -> String {
        let rate = seconds > 0 ? UInt64(min(Double(snapshot.bytes) / seconds, 1e18)) : 0
        var text = "\(SizeText.human(snapshot.bytes))B"
        if snapshot.isAllKnown, snapshot.knownBytes > 0 {
            text += " of \(SizeText.human(snapshot.knownBytes))B"
        }
        text += ", \(SizeText.human(rate))B/s"
        if snapshot.knownFiles > 1 {
            text += ", \(snapshot.files) of \(snapshot.knownFiles)\(snapshot.isAllKnown ? "" : "+") files"
        }
        guard snapshot.isAllKnown, snapshot.knownBytes > 0 else { return String(text.prefix(width - 1)) }
        // The bytes of a file that grows may be more than were known.
        let share = min(1, Double(snapshot.bytes) / Double(snapshot.knownBytes))
        if rate > 0, snapshot.knownBytes > snapshot.bytes {
            let left = (snapshot.knownBytes - snapshot.bytes) / rate
            text += ", \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left"
        }
        let percent = "\(Int(share * 100))%".padded(toLeft: 4)
        let room = width - 1 - text.count - percent.count - 4
        guard room >= 10 else { return String("\(percent) \(text)".prefix(width - 1)) }
        let filled = Int(share * Double(room))
        return
            "[\(String(repeating: "=", count: filled))\(String(repeating: " ", count: room - filled))]\(percent) \(text)"
    }
}

extension ProgressBar.State {
    fileprivate var snapshot: ProgressBar.Snapshot {
        .init(bytes: bytes, files: files, knownBytes: knownBytes, knownFiles: knownFiles, isAllKnown: isAllKnown)
    }
}
