import Glibc
import Synchronization
import WeftDiagnostics

/// Ctrl-C: the first one lets a command clean up what it has begun, the second one ends the process.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    /// Watches for the signals that ask for the end.
    static func watch() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.requested.exchange(true, ordering: .relaxed) {
                    signal(number, SIG_DFL)
                    raise(number)
                }
            }
        }
    }

    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// - Throws: `WeftError` of code `interrupted` when the end was asked for.
    static func check() throws {
        if isRequested { throw WeftError("interrupted", "interrupted") }
    }
}
