import Glibc
import Synchronization

/// Draws the progress of running stages on one line of standard error, when that is a terminal.
///
/// Each drawing is one write that ends at the start of the line, and the line is erased when the last stage is over,
/// so that what the application prints then starts on a clean line.
public final class ConsoleProgressBar: EventListener {
    private struct State {
        var progress = ProgressState()
        /// The line on the terminal; nil when it is clean.
        var shown: String?
        var isTicking = false
        var isStopped = false
    }

    private static let period = Duration.milliseconds(200)

    private let descriptor: Int32
    private let state = Mutex(State())

    /// Makes a bar, unless standard error isn't a terminal that can show one.
    public static func ifTerminal() -> ConsoleProgressBar? {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        if let term = getenv("TERM"), strcmp(term, "dumb") == 0 { return nil }
        return ConsoleProgressBar(descriptor: STDERR_FILENO)
    }

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Notes the event; drawing is left to a thread that lives while stages run.
    public func onEvent(_ event: WeftEvent) {
        let startsTicking = state.withLock { state in
            state.progress.apply(event, now: Self.now())
            if state.progress.isEmpty { erase(&state) }
            guard !state.progress.isEmpty, !state.isTicking, !state.isStopped else { return false }
            state.isTicking = true
            return true
        }
        if startsTicking { startTicking() }
    }

    /// Erases the line, to be called before something else is printed; it is drawn again while stages run.
    public func clear() { state.withLock { erase(&$0) } }

    /// Erases the line for good.
    public func stop() {
        state.withLock { state in
            state.isStopped = true
            erase(&state)
        }
    }

    private func startTicking() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<ConsoleProgressBar>.fromOpaque(context).takeRetainedValue().tick()
                return nil
            },
            context.toOpaque()
        )
        if status == 0 { pthread_detach(thread) } else { context.release() }
    }

    private func tick() {
        var isTicking = true
        while isTicking {
            usleep(useconds_t(Self.period.wholeNanoseconds / 1000))
            isTicking = state.withLock { state in
                state.isTicking = !state.progress.isEmpty && !state.isStopped
                if state.isTicking { draw(&state) }
                return state.isTicking
            }
        }
    }

    private func draw(_ state: inout State) {
        // The last column stays free: some terminals wrap when it is written.
        let line = state.progress.line(now: Self.now(), width: Self.width(of: descriptor) - 1)
        guard let line else { return erase(&state) }
        if line == state.shown { return }
        state.shown = line
        write("\r\(line)\u{1B}[K\r")
    }

    private func erase(_ state: inout State) {
        guard state.shown != nil else { return }
        state.shown = nil
        write("\r\u{1B}[K")
    }

    /// One write, so that nothing comes in between; a terminal that is gone is no reason to fail.
    private func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in _ = Glibc.write(descriptor, bytes.baseAddress, bytes.count) }
    }

    private static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func now() -> SchedulerTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return SchedulerTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
