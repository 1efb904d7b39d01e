extension Credentials {
    /// The token to show to a server (AbstractDelegationTokenSelector.java, AMRMTokenSelector.java,
    /// RMDelegationTokenSelector.java).
    ///
    /// - Parameters:
    ///   - kind: the kind that the server takes.
    ///   - services: what the token may be for, best first; see `TokenService`. A token whose service is a list with
    ///     commas is for each of them.
    /// - Returns: the token; nil when there is none. Of several for the same service that of the first alias is taken.
    public func token(_ kind: Token.Kind, for services: [String]) -> Token? {
        let candidates = tokens.sorted { $0.key < $1.key }.map(\.value).filter { $0.kind == kind }
        for service in services {
            if let exact = candidates.first(where: { $0.service == service }) { return exact }
            let listed = candidates.first { token in
                token.service.split(separator: ",").contains { $0.trimmingWhitespace() == service }
            }
            if let listed { return listed }
        }
        return nil
    }
}

/// The text that says which server a token is for (SecurityUtil.java, buildTokenService; HAUtilClient.java).
public enum TokenService {
    /// The service of one server's address.
    ///
    /// - Parameters:
    ///   - address: the address as the configuration names it.
    ///   - ip: the numeric address that was found for the host; nil when there is none.
    ///   - usesIP: `hadoop.security.token.service.use_ip`.
    /// - Returns: `10.0.0.1:8020`, or `host.example.com:8020` with small letters.
    public static func text(for address: HadoopAddress, ip: String?, usesIP: Bool) -> String {
        if usesIP, let ip { return "\(ip):\(address.port)" }
        return "\(address.host.lowercased()):\(address.port)"
    }

    /// The service of a name that stands for several servers: `ha-hdfs:ns1`.
    public static func logical(scheme: String, authority: String) -> String { "ha-\(scheme):\(authority)" }

    /// What a token for a server may have as its service, best first.
    ///
    /// Java makes a copy of a name service's token for each of its addresses, and then looks for the address in the form
    /// that `use_ip` asks for. This finds the same tokens without copies, and those that were made under the other setting
    /// of `use_ip`, which are for the same server.
    ///
    /// - Parameters:
    ///   - address: the server's address as the configuration names it.
    ///   - ips: the numeric addresses that were found for the host, the one connected to first.
    ///   - usesIP: `hadoop.security.token.service.use_ip`.
    ///   - logical: the service of the name that the server is one of; nil when there is none.
    public static func candidates(
        for address: HadoopAddress,
        ips: [String],
        usesIP: Bool,
        logical: String? = nil
    ) -> [String] {
        let byIP = ips.map { text(for: address, ip: $0, usesIP: true) }
        let byName = [text(for: address, ip: nil, usesIP: false)]
        return (usesIP ? byIP + byName : byName + byIP) + (logical.map { [$0] } ?? [])
    }
}
