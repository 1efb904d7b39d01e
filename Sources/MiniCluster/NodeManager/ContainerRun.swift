/// A container on its node, without input and output: what has become of it, and what its end is called
/// (ContainerImpl.java).
struct ContainerRun: Sendable {
    enum Phase: Sendable, Hashable {
        /// Its files are fetched.
        case localizing
        case running
        /// It was told to end.
        case ending
        case done
    }

    private(set) var phase = Phase.localizing
    private(set) var exitStatus: Int32 = -1000
    private(set) var diagnostics = ""
    /// Why it was told to end.
    private var reason: (status: Int32, diagnostics: String)?

    /// Whether it was told to end before it ran.
    var isCancelled: Bool { reason != nil }

    /// Its process runs.
    ///
    /// - Returns: whether it must be ended at once.
    mutating func launched() -> Bool {
        guard phase == .localizing else { return false }
        phase = reason == nil ? .running : .ending
        return reason != nil
    }

    /// Somebody wants its end; the first reason counts.
    ///
    /// - Returns: whether there is a process to be ended.
    mutating func stop(status: Int32, diagnostics: String) -> Bool {
        guard phase != .done, reason == nil else { return false }
        reason = (status, diagnostics)
        guard phase == .running else { return false }
        phase = .ending
        return true
    }

    /// Its process has ended.
    ///
    /// - Parameters:
    ///   - status: its exit status.
    ///   - details: what is told of a failure, where to look for instance.
    mutating func exited(status: Int32, name: String, details: @autoclosure () -> String) {
        guard phase != .done else { return }
        phase = .done
        if let reason {
            exitStatus = reason.status
            let text = status > 128 ? "Container killed on request. Exit code is \(status)\n" : ""
            diagnostics =
                "\(reason.diagnostics)\n\(text)"
                + (status == 0 ? "" : "Container exited with a non-zero exit code \(status). \n")
        } else {
            exitStatus = status
            guard status != 0 else { return }
            diagnostics =
                "Exception from container-launch.\nContainer id: \(name)\nExit code: \(status)\n\n"
                + "Container exited with a non-zero exit code \(status). \(details())\n"
        }
    }

    /// It couldn't be started.
    mutating func failed(_ message: String) {
        guard phase != .done else { return }
        phase = .done
        if let reason {
            exitStatus = reason.status
            diagnostics = "\(reason.diagnostics)\n"
        } else {
            exitStatus = ExitStatus.invalid
            diagnostics = "\(message)\n"
        }
    }
}
