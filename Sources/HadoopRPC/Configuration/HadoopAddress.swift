import WeftDiagnostics

/// A host and a port as a configuration names them, not yet resolved.
public struct HadoopAddress: Sendable, Hashable {
    /// The host: a name or a numeric address, IPv6 without its brackets.
    public var host: String
    /// The port, from 0 to 65535.
    public var port: Int

    /// Makes an address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, `[::1]:port` or a host alone; nil when it is neither.
    ///
    /// - Parameters:
    ///   - text: the address. A scheme before it (`hdfs://`) and a path behind it are left out.
    ///   - defaultPort: the port of a host alone; nil when there must be one.
    public init?(_ text: some StringProtocol, defaultPort: Int? = nil) {
        var rest = Substring(text.trimmingWhitespace())
        if let scheme = rest.firstTextRange(of: "://") { rest = rest[scheme.upperBound...] }
        rest = rest.prefix { $0 != "/" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        var host = rest
        var portText: Substring?
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            let behind = rest[rest.index(after: end)...]
            if behind.hasPrefix(":") { portText = behind.dropFirst() } else if !behind.isEmpty { return nil }
        } else if let colon = rest.firstIndex(of: ":") {
            let behind = rest[rest.index(after: colon)...]
            // Two colons without brackets: an IPv6 address without a port.
            if !behind.contains(":") {
                host = rest[..<colon]
                portText = behind
            }
        }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "," }) else { return nil }
        self.host = String(host)
        if let portText {
            guard let port = Int(portText), (0...65535).contains(port), portText.utf8.allSatisfy({ 48...57 ~= $0 })
            else {
                return nil
            }
            self.port = port
        } else if let defaultPort {
            port = defaultPort
        } else {
            return nil
        }
    }

    /// Whether this is an address to listen on only, such as `0.0.0.0`, or has no port.
    public var isUnspecified: Bool { host == "0.0.0.0" || host == "::" || host == "0:0:0:0:0:0:0:0" || port == 0 }
}

extension HadoopAddress: CustomStringConvertible {
    /// `host:port`, with brackets around an IPv6 address.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension HadoopConfiguration {
    /// The address that a key names, to connect to.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - defaultPort: the port when only a host is named; nil when there must be one.
    ///   - purpose: what it is needed for, as the end of a sentence.
    /// - Throws: `WeftError` of code `hadoop-configuration` when there is none, when it isn't an address, and when it is one
    ///   that nobody can connect to, such as `0.0.0.0`.
    public func address(_ key: String, defaultPort: Int? = nil, _ purpose: String) throws -> HadoopAddress {
        let text = try required(key, purpose)
        guard let address = HadoopAddress(text, defaultPort: defaultPort) else {
            throw error(key, "is \"\(text)\", not an address", remedy: "write it as host:port")
        }
        guard !address.isUnspecified else {
            throw error(
                key,
                "is \(address), which nobody can connect to, and an address is needed \(purpose)",
                remedy: files.isEmpty
                    ? "set HADOOP_CONF_DIR to the folder that has the cluster's configuration files"
                    : "set it to the server's name and port, or check that HADOOP_CONF_DIR is the cluster's own"
            )
        }
        return address
    }
}
