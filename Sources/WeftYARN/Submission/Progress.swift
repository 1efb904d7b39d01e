import Synchronization
import WeftEngine

/// What people see on standard error while an application is submitted and runs.
struct Progress: Sendable {
    /// Prints a line.
    var say: @Sendable (String) -> Void
    /// Shows a line that makes way for what comes next; nil where lines stay.
    var show: (@Sendable (String) -> Void)?

    init(say: @escaping @Sendable (String) -> Void) { self.say = say }

    /// Progress on a terminal.
    ///
    /// - Parameter write: writes a text as it is.
    static func onTerminal(_ write: @escaping @Sendable (String) -> Void) -> Progress {
        let terminal = ProgressTerminal(write)
        var progress = Progress { terminal.say($0) }
        progress.show = { terminal.show($0) }
        return progress
    }

    /// A file is sent that wasn't there yet.
    func uploading(_ name: String, _ bytes: Int64) {
        say("uploading \(name) (\((bytes + 524_288) >> 20) MiB)")
    }
}

/// A terminal with a last line that makes way for the next one.
private final class ProgressTerminal: Sendable {
    private let write: @Sendable (String) -> Void
    private let isShown = Mutex(false)
    /// Back to the line's beginning, and away with what is on it.
    private static let erase = "\r\u{1B}[K"

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    func say(_ line: String) {
        isShown.withLock { isShown in
            write((isShown ? Self.erase : "") + line + "\n")
            isShown = false
        }
    }

    func show(_ line: String) {
        isShown.withLock { isShown in
            write((isShown ? Self.erase : "") + line)
            isShown = true
        }
    }
}
