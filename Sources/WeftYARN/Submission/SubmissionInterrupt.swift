import Glibc
import Synchronization
import WeftDiagnostics

/// Ctrl-C while an application is on its way into the cluster: what was uploaded is taken back first.
///
/// Whoever uploads looks here between two pieces. A signal handler may ask: nothing here takes a lock.
public enum SubmissionInterrupt {
    private static let signal = Atomic<Int32>(0)

    /// Asks for the end of a submission that is under way.
    ///
    /// - Parameter number: the signal that came.
    /// - Returns: whether it is the first time.
    @discardableResult
    public static func request(_ number: Int32) -> Bool {
        signal.exchange(number, ordering: .sequentiallyConsistent) == 0
    }

    /// The signal that came; nil when none has.
    public static var received: Int32? {
        let number = signal.load(ordering: .sequentiallyConsistent)
        return number == 0 ? nil : number
    }

    /// - Throws: `interrupted` when a signal came.
    static func check() throws {
        guard let received else { return }
        throw WeftError("interrupted", "signal \(received) ended the submission")
    }
}

/// The signals of a process that submits an application and then watches it.
enum SubmissionSignals {
    private static let numbers = [SIGINT, SIGTERM, SIGHUP]

    /// From now on the first signal asks for the end of the submission, and the second one ends the process.
    static func takeBack() {
        for number in numbers {
            handle(number) { number in
                let saved = errno
                if let text = UnsafePointer<CChar>(bitPattern: watching.load(ordering: .sequentiallyConsistent)) {
                    _ = write(STDERR_FILENO, text, strlen(text))
                    _exit(128 + number)
                }
                guard SubmissionInterrupt.request(number) else { _exit(128 + number) }
                let text: StaticString = "\ntaking back what was uploaded; once more ends at once\n"
                _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
                errno = saved
            }
        }
    }

    /// From now on a signal ends the process alone, with a text: in cluster mode `weft submit` only watches, as Spark's does.
    static func watch(_ text: String) {
        // Never freed: the handler may be at it.
        watching.store(UInt(bitPattern: strdup("\n\(text)\n")), ordering: .sequentiallyConsistent)
    }

    /// Signals do what they did before.
    static func remove() {
        for number in numbers where !isIgnored(number) { signal(number, SIG_DFL) }
        watching.store(0, ordering: .sequentiallyConsistent)
    }

    /// `nohup` and shells that start background jobs ignore signals on purpose.
    private static func isIgnored(_ number: Int32) -> Bool {
        var present = sigaction()
        sigaction(number, nil, &present)
        return unsafeBitCast(present.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
        guard !isIgnored(number) else { return }
        // Without SA_RESTART: a read that waits looks whether it shall go on.
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        sigaction(number, &action, nil)
    }
}

/// The address of what is said of an application that goes on; 0 as long as it is being submitted.
private let watching = Atomic<UInt>(0)
