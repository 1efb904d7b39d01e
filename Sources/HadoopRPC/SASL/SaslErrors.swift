import WeftDiagnostics

extension WeftError {
    /// An error of a SASL exchange or of the sealed buffers after it.
    static func sasl(
        _ message: String,
        remedy: String = "",
        details: [Detail] = [],
        cause: (any Error)? = nil
    ) -> WeftError {
        WeftError("sasl-failed", message, remedy: remedy, details: details, cause: cause)
    }

    /// A sealed buffer that can't be what the peer sealed.
    static func sealedBuffer(_ message: String) -> WeftError {
        sasl(
            message,
            remedy:
                "the bytes were changed on their way, or the peer lost its place; connect again, and if it comes back"
                + " look for a proxy between the hosts"
        )
    }

    /// The two sides have no protection level in common.
    static func noCommonProtection(wanted: [SaslProtection], offered: [SaslProtection], mechanism: String) -> WeftError
    {
        sasl(
            "the server offers the protection \(Self.words(offered)), and \(Self.words(wanted)) is asked for",
            remedy: "set hadoop.rpc.protection (dfs.data.transfer.protection for DataNodes) to what the cluster's own"
                + " configuration has",
            details: [Detail("mechanism", mechanism)]
        )
    }

    private static func words(_ protections: [SaslProtection]) -> String {
        protections.isEmpty ? "none" : protections.map(\.rawValue).joined(separator: " or ")
    }
}
