import Synchronization

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

    /// The names of the steps, in the order in which they were done.
    var steps: [String] { marks.withLock { $0.map(\.name) } }

    /// One line for each step: when it was done, and how long it took since the one before.
    var report: String {
        "where the time went (seconds since the start, and for this step):\n"
            + Self.lines(marks.withLock { $0.map { ($0.name, Int($0.time / .milliseconds(1))) } })
    }

    private static func lines(_ steps: [(name: String, milliseconds: Int)]) -> String {
        var before = 0
        var text = ""
        for (name, time) in steps {
            text += "  \(seconds(time))  \(seconds(time - before))  \(name)\n"
            before = time
        }
        return text
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let text = String(milliseconds % 1000 + 1000).dropFirst()
        let whole = String(milliseconds / 1000)
        return String(repeating: " ", count: max(0, 4 - whole.count)) + whole + "." + text
    }
}

// MARK: - From the application master to whoever waits for the end

extension Timeline {
    private static let prefix = "weft timeline, in ms: "

    /// The steps as a line of the application's final diagnostics, the only text that comes back from a driver in the
    /// cluster: `weft timeline, in ms: registered 212, containers 301`.
    var line: String {
        Self.prefix
            + marks.withLock { $0.map { "\($0.name) \(Int($0.time / .milliseconds(1)))" } }.joined(separator: ", ")
    }

    /// What an application master's line says, for people; nil when the text has no such line.
    ///
    /// Its clock starts with its process, and is not compared with the one here.
    static func report(ofMaster diagnostics: String) -> String? {
        guard let line = diagnostics.split(separator: "\n").first(where: { $0.hasPrefix(prefix) }) else { return nil }
        var steps: [(String, Int)] = []
        for step in line.dropFirst(prefix.count).split(separator: ",") {
            let words = step.split(separator: " ")
            guard let last = words.last, let time = Int(last), time >= 0, words.count > 1 else { continue }
            steps.append((words.dropLast().joined(separator: " "), time))
        }
        guard !steps.isEmpty else { return nil }
        return "in the application master (seconds since its start, and for this step):\n" + lines(steps)
    }
}
