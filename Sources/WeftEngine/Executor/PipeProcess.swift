import CWeftEngine
import Glibc
import WeftDiagnostics

/// A child process that is fed lines and gives lines, without threads: whoever asks for its lines feeds it meanwhile.
///
/// Reading and writing wait for whichever of the pipes is ready, so neither side can block the other.
final class PipeProcess {
    private let arguments: [String]
    private var pid: pid_t = 0
    private var input: Int32 = -1
    private var output: Int32 = -1
    private var errors: Int32 = -1
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var isInputDone = false
    private var partialLine: [UInt8] = []
    /// The end of what it wrote to standard error.
    private var errorTail: [UInt8] = []

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked up on the PATH, and its arguments.
    ///   - environment: variables beside those of this process.
    /// - Throws: `pipe-failed` when it can't be started.
    init(arguments: [String], environment: [String: String]) throws {
        self.arguments = arguments
        var toChild: [Int32] = [-1, -1]
        var fromChild: [Int32] = [-1, -1]
        var childErrors: [Int32] = [-1, -1]
        defer {
            for descriptor in [toChild[0], fromChild[1], childErrors[1]] where descriptor >= 0 { close(descriptor) }
        }
        guard weft_pipe_cloexec(&toChild) == 0, weft_pipe_cloexec(&fromChild) == 0, weft_pipe_cloexec(&childErrors) == 0
        else {
            for descriptor in [toChild[1], fromChild[0], childErrors[0]] where descriptor >= 0 { close(descriptor) }
            throw failure("can't be started: \(String(cString: strerror(errno)))", status: nil)
        }
        input = toChild[1]
        output = fromChild[0]
        errors = childErrors[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
        posix_spawn_file_actions_adddup2(&actions, childErrors[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process may ignore SIGPIPE and its task threads block it; the child, a plain Unix program, must not
        // inherit either.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        posix_spawnattr_setsigmask(&attributes, &unblocked)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let variables = ProcessEnvironment.variables.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        let status = withCStrings(arguments) { arguments in
            guard let program = arguments[0] else { return EINVAL }
            return withCStrings(variables) { posix_spawnp(&pid, program, &actions, &attributes, arguments, $0) }
        }
        guard status == 0 else {
            closeAll()
            pid = 0
            throw failure("can't be started: \(String(cString: strerror(status)))", status: nil)
        }
        for descriptor in [input, output, errors] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit {
        closeAll()
        if pid > 0 {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        }
    }

    private func closeAll() {
        for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
        input = -1
        output = -1
        errors = -1
    }

    /// The next lines that the program gave; nil when it has closed its output and needs no more input.
    ///
    /// - Parameters:
    ///   - check: called at least ten times a second; what it throws ends the wait.
    ///   - supply: gives what to feed next, nil at the end.
    /// - Throws: what `supply` throws.
    func nextLines(
        checking check: () throws -> Void = {},
        supplying supply: () throws -> [UInt8]?
    ) throws -> [String]? {
        // A program may close its output and go on reading, as `cat > file` in a shell does.
        while output >= 0 || !isInputDone {
            try check()
            if pendingStart == pending.count, !isInputDone {
                if let more = try supply() {
                    pending = more
                    pendingStart = 0
                    if more.isEmpty { continue }
                } else {
                    endInput()
                }
            }
            var polled = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
                pollfd(fd: pendingStart < pending.count ? input : -1, events: Int16(POLLOUT), revents: 0),
            ]
            guard poll(&polled, 3, 100) > 0 else { continue }
            if polled[1].revents != 0 { readErrors() }
            if polled[2].revents != 0 { writeInput() }
            if polled[0].revents != 0, let lines = readOutput(), !lines.isEmpty { return lines }
        }
        return nil
    }

    private func endInput() {
        isInputDone = true
        if input >= 0 { close(input) }
        input = -1
        pending = []
        pendingStart = 0
    }

    private func writeInput() {
        let count = pending.withUnsafeBytes { bytes in
            write(input, bytes.baseAddress.map { $0 + pendingStart }, bytes.count - pendingStart)
        }
        if count >= 0 {
            pendingStart += count
        } else if errno != EAGAIN, errno != EINTR {
            // A program may end or close its input before it has read everything, as `head` does.
            endInput()
        }
    }

    private func readErrors() {
        guard let bytes = read(errors) else { return }
        if bytes.isEmpty {
            close(errors)
            errors = -1
        }
        errorTail += bytes
        if errorTail.count > 4096 { errorTail.removeFirst(errorTail.count - 2048) }
    }

    private func readOutput() -> [String]? {
        guard let bytes = read(output) else { return nil }
        if bytes.isEmpty {
            close(output)
            output = -1
            guard !partialLine.isEmpty else { return nil }
            defer { partialLine = [] }
            return [String(decoding: partialLine, as: UTF8.self)]
        }
        var lines: [String] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: partialLine + rest[..<end], as: UTF8.self))
            partialLine = []
            rest = rest[(end + 1)...]
        }
        partialLine += rest
        return lines
    }

    /// What can be read now; nil when nothing can, empty at the end.
    private func read(_ descriptor: Int32) -> [UInt8]? {
        guard descriptor >= 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? nil : [] }
        return Array(buffer[..<count])
    }

    /// Waits for the program's end, which may be long after it has closed its output.
    ///
    /// - Parameter check: called at least ten times a second; what it throws ends the wait.
    /// - Throws: `pipe-failed` with the end of its standard error when its exit status isn't 0.
    func finish(checking check: () throws -> Void = {}) throws {
        endInput()
        while errors >= 0 {
            try check()
            var polled = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
            if poll(&polled, 1, 100) > 0 { readErrors() }
        }
        var status: Int32 = 0
        while true {
            let ended = waitpid(pid, &status, WNOHANG)
            if ended > 0 || (ended < 0 && errno != EINTR) { break }
            try check()
            poll(nil, 0, 5)
        }
        pid = 0
        guard status != 0 else { return }
        let signal = status & 0x7f
        throw failure(
            signal == 0 ? "ended with exit status \((status >> 8) & 0xff)" : "was ended by signal \(signal)",
            status: status
        )
    }

    private func failure(_ what: String, status: Int32?) -> WeftError {
        let said = String(decoding: errorTail, as: UTF8.self).split(separator: "\n").suffix(8).joined(separator: " | ")
        return WeftError(
            "pipe-failed",
            "the program \(arguments.first ?? "") \(what)",
            remedy: status == nil
                ? "check that it is installed on every node and on the PATH"
                : "run it by hand on a few of the input lines",
            details: [.init("command", arguments.joined(separator: " "))]
                + (said.isEmpty ? [] : [.init("standard error", said)])
        )
    }
}

/// Calls `body` with the strings as a null-terminated array of C strings.
func withCStrings<Result>(
    _ strings: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) throws -> Result
) rethrows -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return try body(pointers)
}
