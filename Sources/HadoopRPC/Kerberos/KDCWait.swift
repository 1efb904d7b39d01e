import WeftDiagnostics

/// Calls of krb5 that may talk to a KDC: krb5's own patience with KDCs that don't answer can't be set in its API, and
/// some of them it gives more than a minute.
enum KDCWait {
    /// Runs a call and waits for it, but no longer than a time.
    ///
    /// - Throws: what the call throws, and `kerberos-kdc-unreachable` when the time is over.
    static func run<Value: Sendable>(
        for timeout: Duration,
        details: [WeftError.Detail],
        _ body: @escaping @Sendable () throws -> Value
    ) throws -> Value {
        try BoundedCall.run(
            for: timeout,
            orThrow: WeftError(
                KerberosCause.kdcUnreachable.code,
                "no KDC has answered within \(timeout.milliseconds) ms",
                remedy: KerberosCause.kdcUnreachable.remedy,
                details: details
            ),
            body
        )
    }
}
