import Glibc
import Synchronization
import WeftEngine
import WeftYARN

/// The end of the pipe that the signal handler writes into, or -1.
private let signalPipe = Atomic<Int32>(-1)

/// Ends an application in order when it is interrupted: Ctrl-C, `kill`, a closed terminal.
///
/// The first signal cancels all jobs and the application's body; the process ends with 128 plus the signal's number when
/// the body has returned and its context is stopped. A second signal, or a body that doesn't return, ends it at once.
///
/// A handler writes into a pipe that a thread reads. `sigwait` and `signalfd` would need blocked signals and a
/// dispatch source ignored ones; the programs that `pipe` starts would inherit both and survive Ctrl-C.
final class Interrupts: Sendable {
    private struct State {
        var context: Context?
        var cancelBody: (@Sendable () -> Void)?
        var received: Int32?
    }

    /// How long the body may take to return after the first signal, and then the context to stop; in milliseconds.
    private static let patience: Int32 = 5000
    private static let only = Mutex<Interrupts?>(nil)

    private let state = Mutex(State())

    /// The interrupts of this process, once installed.
    static var installed: Interrupts? { only.withLock { $0 } }

    /// The signal that ended the application.
    var received: Int32? { state.withLock { $0.received } }

    /// Takes over the signals; `nil` when the machine has no pipe or thread left, and then signals kill as usual.
    static func install() -> Interrupts? {
        only.withLock { only in
            if only == nil { only = Interrupts() }
            return only
        }
    }

    private init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let reading = ends[0]
        signalPipe.store(ends[1], ordering: .sequentiallyConsistent)
        guard Self.startThread({ [self] in watchSignals(reading) }) else { return nil }
        for signal in [SIGINT, SIGTERM, SIGHUP] { Self.handle(signal) }
        // A reader that went away is an error of the write, not the end of the process; a handler that does nothing is
        // taken back at `exec`, where an ignored signal would be inherited.
        signal(SIGPIPE) { _ in }
    }

    /// Makes `context` the one whose jobs are cancelled.
    func watch(_ context: Context) {
        let received = state.withLock { state in
            state.context = context
            return state.received
        }
        if let received { context.cancelAllJobs(reason: "cancelled by \(Self.name(of: received))") }
    }

    /// Makes `body` the task that is cancelled.
    func cancel(onInterrupt body: Task<Void, any Error>) {
        let received = state.withLock { state in
            state.cancelBody = { body.cancel() }
            return state.received
        }
        if received != nil { body.cancel() }
    }

    private static func handle(_ number: Int32) {
        var present = sigaction()
        sigaction(number, nil, &present)
        // `nohup` and shells that start background jobs ignore signals on purpose.
        if unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
        signal(number) { number in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(signalPipe.load(ordering: .sequentiallyConsistent), &byte, 1)
            errno = saved
        }
    }

    private static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        let box = Unmanaged.passRetained(Box(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            },
            box.toOpaque()
        )
        guard status == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// The thread's body: every signal, and the time that has passed since the first one.
    private func watchSignals(_ descriptor: Int32) {
        while true {
            let waiting = received == nil ? -1 : Self.patience
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&request, 1, waiting)
            if ready < 0, errno == EINTR { continue }
            if ready == 0 { break }
            var byte: UInt8 = 0
            guard ready > 0, read(descriptor, &byte, 1) == 1 else { return }
            interrupt(Int32(byte))
        }
        // The body ignores its cancellation; what the context holds is removed without it. This thread waits by itself,
        // because a body that blocks can hold every thread of the cooperative pool.
        let (context, status) = state.withLock { ($0.context, 128 + ($0.received ?? 0)) }
        Task {
            await context?.stop()
            _exit(status)
        }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, Self.patience)
        _exit(status)
    }

    private func interrupt(_ signal: Int32) {
        let (first, context, cancelBody) = state.withLock { state in
            let first = state.received == nil
            if first { state.received = signal }
            return (first, state.context, state.cancelBody)
        }
        guard first else { _exit(128 + signal) }
        let name = Self.name(of: signal)
        SubmissionInterrupt.request(signal)
        StandardError.print("\(name): cancelling all jobs and cleaning up; once more ends at once")
        context?.cancelAllJobs(reason: "cancelled by \(name)")
        cancelBody?()
    }

    private static func name(of signal: Int32) -> String {
        switch signal {
        case SIGINT: "Ctrl-C"
        case SIGTERM: "SIGTERM"
        default: "SIGHUP"
        }
    }
}
