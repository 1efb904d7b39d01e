import WeftDiagnostics

/// Which Kerberos principals a server may have (SaslRpcClient.java, getServerPrincipal).
public enum ServerPrincipal: Sendable, Hashable {
    /// This one alone.
    case exactly(String)
    /// All that a pattern of `*`, `?`, `[…]` and `{…}` fits.
    case pattern(GlobPattern)

    /// Whether a server that is `principal` is the right one.
    public func allows(_ principal: String) -> Bool {
        switch self {
        case .exactly(let name): name == principal
        case .pattern(let pattern): pattern.matches(principal)
        }
    }

    /// Replaces the host part `_HOST` by the host's name (SecurityUtil.getServerPrincipal).
    ///
    /// - Parameters:
    ///   - principal: `service/_HOST@REALM`; others stay as they are.
    ///   - host: the host that was dialled; its letters become small ones.
    public static func expanded(_ principal: String, host: String) -> String {
        guard let slash = principal.firstIndex(of: "/"), let at = principal[slash...].firstIndex(of: "@"),
            principal[principal.index(after: slash)..<at] == "_HOST"
        else { return principal }
        return principal[...slash] + host.lowercased() + principal[at...]
    }
}

extension ServerPrincipal: CustomStringConvertible {
    /// The principal or the pattern.
    public var description: String {
        switch self {
        case .exactly(let name): name
        case .pattern(let pattern): pattern.description
        }
    }
}

extension HadoopConfiguration {
    /// Which principals the server of an address may have: what fits `<key>.pattern` if that is set, else the value of
    /// `key` with `_HOST` expanded.
    ///
    /// - Parameters:
    ///   - key: `dfs.namenode.kerberos.principal` for instance.
    ///   - host: the host that was dialled.
    /// - Throws: `WeftError` of code `hadoop-configuration` when neither is set, and for a pattern that isn't one.
    public func serverPrincipal(_ key: String, host: String) throws -> ServerPrincipal {
        if let text = try string("\(key).pattern"), !text.isEmpty {
            guard let pattern = GlobPattern(text) else {
                throw error("\(key).pattern", "is \"\(text)\", not a pattern", remedy: "check its brackets and braces")
            }
            return .pattern(pattern)
        }
        return .exactly(ServerPrincipal.expanded(try required(key, "to check the server's identity"), host: host))
    }
}
