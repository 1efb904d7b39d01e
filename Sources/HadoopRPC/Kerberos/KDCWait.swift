import Glibc
import WeftDiagnostics

/// Calls of krb5 that may talk to a KDC: krb5's own patience with KDCs that don't answer can't be set in its API, and
/// some of them it gives more than a minute.
enum KDCWait {
    /// Runs a call on a thread of its own and waits for it, but no longer than a time.
    ///
    /// A call that is late goes on without anybody waiting; what it returns is dropped.
    ///
    /// - Throws: what the call throws, and `kerberos-kdc-unreachable` when the time is over.
    static func run<Value: Sendable>(
        for timeout: Duration,
        details: [WeftError.Detail],
        _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        let result = Pending<Value>()
        guard
            Pause.startThread({
                do { result.finish(.success(try body())) } catch { result.finish(.failure(error)) }
            })
        else { return try body() }
        guard let outcome = result.wait(until: .after(milliseconds: timeout.milliseconds)) else {
            throw WeftError(
                "kerberos-kdc-unreachable",
                "no KDC has answered within \(timeout.milliseconds) ms",
                remedy: KerberosCause.kdcUnreachable.remedy,
                details: details
            )
        }
        return try outcome.get()
    }

    /// What a thread will have done.
    private final class Pending<Value: Sendable>: @unchecked Sendable {
        private let condition = Condition()
        private var outcome: Result<Value, any Error>?

        func finish(_ outcome: Result<Value, any Error>) {
            condition.withLock {
                self.outcome = outcome
                condition.broadcast()
            }
        }

        func wait(until deadline: Deadline) -> Result<Value, any Error>? {
            condition.withLock {
                while outcome == nil, condition.wait(until: deadline) {}
                return outcome
            }
        }
    }
}

extension Duration {
    /// Whole milliseconds, not more than fit.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = Int(clamping: seconds).multipliedReportingOverflow(by: 1000)
        if overflow { return seconds < 0 ? 0 : Int.max }
        return product.addingReportingOverflow(Int(attoseconds / 1_000_000_000_000_000)).partialValue
    }
}
