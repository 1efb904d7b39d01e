import Glibc
import Synchronization
import WeftEngine

/// What people see on standard error while an application is submitted and runs.
struct Progress: Sendable {
    /// Prints a line.
    var say: @Sendable (String) -> Void

    init(say: @escaping @Sendable (String) -> Void) { self.say = say }

    /// A file is sent that wasn't there yet.
    func uploading(_ name: String, _ bytes: Int64) {
        say("uploading \(name) (\((bytes + 524_288) >> 20) MiB)")
    }
}

/// When the steps of an application's way were done, for `--verbose`.
final class Timeline: Sendable {
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now
    private let marks = Mutex<[(name: String, time: Duration)]>([])

    /// A step is done now. A step that was done before stays as it is.
    func mark(_ name: String) {
        let time = clock.now - start
        marks.withLock { marks in
            if !marks.contains(where: { $0.name == name }) { marks.append((name, time)) }
        }
    }

    /// One line for each step: when it was done, and how long it took since the one before.
    var report: String {
        var before = Duration.zero
        var text = "where the time went (seconds since the start, and for this step):\n"
        for (name, time) in marks.withLock({ $0 }) {
            text += "  \(Self.seconds(time))  \(Self.seconds(time - before))  \(name)\n"
            before = time
        }
        return text
    }

    private static func seconds(_ time: Duration) -> String {
        let milliseconds = Int(time / .milliseconds(1))
        let text = String(milliseconds % 1000 + 1000).dropFirst()
        let whole = String(milliseconds / 1000)
        return String(repeating: " ", count: max(0, 4 - whole.count)) + whole + "." + text
    }
}
