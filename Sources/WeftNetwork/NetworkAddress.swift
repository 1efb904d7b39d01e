/// Where a process listens: a host's name or IP address, and a port.
///
/// Its text is `host:port`, an IPv6 address in brackets: `[::1]:7077`.
public struct NetworkAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// A name or an IP address, without brackets.
    public var host: String
    /// The port, 1 to 65535.
    public var port: Int

    /// Makes an address.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `host:port`, an IPv6 address in brackets.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
