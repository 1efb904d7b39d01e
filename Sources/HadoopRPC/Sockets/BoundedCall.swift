import WeftDiagnostics

/// Calls that may hang for longer than anybody wants to wait: resolvers' and libraries' that can't be told a deadline.
package enum BoundedCall {
    /// Runs a call on a thread of its own and waits for it, but no longer than a time.
    ///
    /// A call that is late goes on without anybody waiting; what it returns is dropped.
    ///
    /// - Parameters:
    ///   - timeout: how long to wait.
    ///   - late: the error when that is over.
    /// - Throws: `late`, and what the call throws.
    package static func run<Value: Sendable>(
        for timeout: Duration,
        orThrow late: @autoclosure () -> WeftError,
        _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        let pending = PendingOutcome<Value>()
        guard Pause.startThread({ pending.finish(Result { try body() }) }) else { return try body() }
        guard let outcome = pending.wait(until: .after(milliseconds: timeout.milliseconds)) else { throw late() }
        return try outcome.get()
    }
}

extension Duration {
    /// Whole milliseconds, not more than fit.
    package var milliseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = Int(clamping: seconds).multipliedReportingOverflow(by: 1000)
        if overflow { return seconds < 0 ? 0 : Int.max }
        return product.addingReportingOverflow(Int(attoseconds / 1_000_000_000_000_000)).partialValue
    }
}
