import WeftDiagnostics

/// How a cluster wants its clients to prove who they are, and how it protects what travels.
public struct HadoopSecurity: Sendable, Hashable {
    /// `hadoop.security.authentication`.
    public enum Authentication: String, Sendable, Hashable, CaseIterable {
        /// The servers believe the user's name.
        case simple
        /// The servers want a ticket or a token.
        case kerberos
    }

    /// How clients are authenticated; `simple` by default.
    public var authentication: Authentication
    /// The levels that a client accepts for RPC, the one it likes best first; `authentication` alone by default.
    public var rpcProtection: [SaslProtection]
    /// Whether the service of a token is made of the server's numeric address (`hadoop.security.token.service.use_ip`);
    /// true by default.
    public var tokenServiceUsesIP: Bool
    /// Whether a client that wants Kerberos may talk to a server that has none
    /// (`ipc.client.fallback-to-simple-auth-allowed`); false by default.
    public var fallbackToSimpleAllowed: Bool

    /// Whether tickets or tokens are wanted.
    public var isSecure: Bool { authentication == .kerberos }
}

extension HadoopConfiguration {
    /// How the cluster authenticates and protects.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for words that aren't known.
    public var security: HadoopSecurity {
        get throws {
            let method = try string("hadoop.security.authentication", default: "simple").lowercased()
            guard let authentication = HadoopSecurity.Authentication(rawValue: method) else {
                throw error(
                    "hadoop.security.authentication",
                    "is \"\(method)\", which is not known",
                    remedy: "use simple or kerberos, as the cluster's own configuration does"
                )
            }
            return HadoopSecurity(
                authentication: authentication,
                rpcProtection: try protection("hadoop.rpc.protection") ?? [.authentication],
                tokenServiceUsesIP: try bool("hadoop.security.token.service.use_ip", default: true),
                fallbackToSimpleAllowed: try bool("ipc.client.fallback-to-simple-auth-allowed", default: false)
            )
        }
    }

    /// A list of protection levels in order of preference; nil when the key has no value.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for a level that isn't known.
    public func protection(_ key: String) throws -> [SaslProtection]? {
        let words = try strings(key)
        guard !words.isEmpty else { return nil }
        var levels: [SaslProtection] = []
        for word in words {
            guard let level = SaslProtection(rawValue: word.lowercased()) else {
                throw error(
                    key,
                    "has the unknown level \"\(word)\"",
                    remedy:
                        "use one or more of authentication, integrity, privacy, as the cluster's own configuration does"
                )
            }
            if !levels.contains(level) { levels.append(level) }
        }
        return levels
    }
}
