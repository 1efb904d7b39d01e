import CWeftEngine
import Glibc
import WeftDiagnostics

/// A process that runs beside this one, with files for its output.
final class ChildProcess: Sendable {
    let pid: pid_t

    /// Starts a program in a session of its own, so that a Ctrl-C at the terminal reaches this process only.
    ///
    /// - Parameters:
    ///   - arguments: the program's path and its arguments.
    ///   - output: the file for standard output, which is made or appended to.
    ///   - errors: the file for standard error.
    ///   - onExit: called once, on a thread of its own, with the exit status or 128 and the signal.
    /// - Throws: `resource-exhausted` or `spawn-failed` when it can't be started.
    init(
        arguments: [String],
        output: String,
        errors: String,
        onExit: @escaping @Sendable (Int32) -> Void
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        sigdelset(&signals, SIGKILL)
        sigdelset(&signals, SIGSTOP)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | Int16(truncatingIfNeeded: WEFT_SPAWN_SETSID)
        )
        var child = pid_t()
        let status = withCStrings(arguments) { arguments in
            guard let program = arguments[0] else { return EINVAL }
            return posix_spawn(&child, program, &actions, &attributes, arguments, environ)
        }
        let started = child
        guard status == 0 else {
            throw WeftError(
                "spawn-failed",
                "\(arguments.first ?? "") can't be started: \(String(cString: strerror(status)))",
                remedy: "check the limits on processes and memory (ulimit -a)"
            )
        }
        pid = started
        do {
            // A process is waited for by whoever started it, and only for this one: `pipe` has children of its own.
            try DedicatedThread.start(name: "weft-wait", stackSize: 128 << 10) { onExit(Self.wait(for: started)) }
        } catch {
            Glibc.kill(started, SIGKILL)
            _ = Self.wait(for: started)
            throw error
        }
    }

    func kill(_ signal: Int32) { _ = Glibc.kill(pid, signal) }

    private static func wait(for pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
