import Synchronization
import WeftDiagnostics
import YARN

/// Watches an application in the cluster until its end, past times in which no ResourceManager can be asked.
struct ApplicationWatch {
    let id: ApplicationID
    /// How long to go on without an answer.
    let patience: Duration
    let progress: Progress
    let report: () throws -> ApplicationReport
    /// Waits until the next question.
    let pause: () -> Void
    var now: () -> ContinuousClock.Instant = { .now }

    /// - Returns: how it ended.
    /// - Throws: `application-not-watched` when nobody can be asked any more.
    func run(_ monitor: inout ApplicationMonitor) throws -> ApplicationMonitor.Outcome {
        var lost: ContinuousClock.Instant?
        while true {
            do {
                let report = try report()
                if lost != nil { progress.say("the ResourceManager answers again") }
                lost = nil
                if let outcome = monitor.observe(report) { return outcome }
            } catch {
                let error = WeftError(wrapping: error)
                if error.code == "application-not-found" {
                    return .killed("the ResourceManager doesn't know it any more")
                }
                guard error.code == "resourcemanager-unreachable" else { throw notWatched(error) }
                let since = lost ?? now()
                if lost == nil {
                    progress.say("\(error.message); \(id) may go on meanwhile, and the ResourceManager is asked again")
                }
                lost = since
                if now() - since >= patience { throw notWatched(error) }
            }
            pause()
        }
    }

    private func notWatched(_ error: WeftError) -> WeftError {
        WeftError(
            "application-not-watched",
            "how \(id) ends can't be told: \(error.message)",
            remedy: "it may still run: `weft yarn app \(id)` tells how it is, and `weft yarn kill \(id)` ends it",
            cause: error
        )
    }
}

/// A time in which a server can't be reached: one warning is enough.
final class Outage: Sendable {
    private let hasBegun = Mutex(false)

    /// - Returns: whether it begins now.
    func begins() -> Bool {
        hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
    }

    /// The server has answered.
    func ends() { hasBegun.withLock { $0 = false } }
}
