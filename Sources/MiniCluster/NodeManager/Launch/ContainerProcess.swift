import Glibc
import HadoopRPC
import WeftDiagnostics

/// A container's process and all that it starts: a session of its own.
struct ContainerProcess: Sendable {
    let pid: pid_t

    /// Starts the launch script in the container's folder.
    ///
    /// - Parameters:
    ///   - folder: the container's folder, with `launch_container.sh` in it.
    ///   - environment: what the process starts with; the script sets the rest.
    static func start(folder: String, environment: [String: String]) throws -> ContainerProcess {
        let arguments = ["/bin/bash", "-c", "cd -- \"$0\" && exec /bin/bash ./launch_container.sh", folder]
        return ContainerProcess(
            pid: try Spawn.start(
                arguments,
                environment: environment,
                ownSession: true,
                input: "/dev/null",
                output: "/dev/null"
            )
        )
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit status as a shell has it: 128 and the signal's number when one has ended it.
    func wait() -> Int32 { Spawn.wait(pid) }

    /// Sends a signal to the process and all of its group.
    func signal(_ number: Int32) { kill(-pid, number) }
}

/// Starting programs.
enum Spawn {
    /// Starts a program.
    ///
    /// - Throws: `io-error` when it can't be started.
    static func start(
        _ arguments: [String],
        environment: [String: String],
        ownSession: Bool = false,
        input: String? = nil,
        output: String? = nil
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input { posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0) }
        if let output {
            posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        // What this process got from its own starter and doesn't know of: who waits for its end at the other side would wait
        // for the program's. Numbers that are closed meanwhile are no error.
        for name in LocalDisk.list("/proc/self/fd") {
            if let number = Int32(name), number > 2 { posix_spawn_file_actions_addclose(&actions, number) }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of this process block signals and may ignore some; programs start with none of that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // 0x80 is glibc's POSIX_SPAWN_SETSID, which its header hides.
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | (ownSession ? 0x80 : 0)
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
        var pid = pid_t()
        let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        let variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        let status = posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, words, variables)
        guard status == 0 else {
            throw WeftError(
                "io-error",
                "can't start \(arguments.first ?? "a program"): \(String(cString: strerror(status)))",
                remedy: status == ENOENT ? "install it, or check PATH" : ""
            )
        }
        return pid
    }

    /// Waits for the end of a program.
    ///
    /// - Returns: its exit status, or 128 and the signal's number.
    static func wait(_ pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return shellStatus(status)
    }

    /// Waits for the end of a program, not longer than some time.
    ///
    /// - Returns: as `wait`; nil when it runs still.
    static func wait(_ pid: pid_t, milliseconds: Int) -> Int32? {
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            var status: Int32 = 0
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { return shellStatus(status) }
            if ended < 0, errno != EINTR { return -1 }
            if deadline.hasPassed { return nil }
            Pause.sleep(milliseconds: 5)
        }
    }

    private static func shellStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}
