import CKerberos
import WeftDiagnostics

/// Where a KDC is.
public struct KDCAddress: Sendable, Hashable, CustomStringConvertible {
    /// How it can be spoken to.
    public enum Transport: String, Sendable, Hashable {
        /// TCP first, then UDP.
        case any
        /// TCP alone.
        case tcp
        /// UDP alone.
        case udp
        /// HTTPS to a proxy (MS-KKDCP); the host is its URL.
        case proxy
    }

    /// The host's name or address.
    public var host: String
    /// The port, 88 unless something else is said.
    public var port: Int
    /// How it can be spoken to.
    public var transport: Transport

    /// Makes an address.
    public init(host: String, port: Int = 88, transport: Transport = .any) {
        self.host = host
        self.port = port
        self.transport = transport
    }

    /// Reads a value of `kdc` in krb5.conf: `host`, `host:port`, `[address]:port`, with `tcp/` or `udp/` before it, or a
    /// proxy's URL. Nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("https://") || text.hasPrefix("http://") {
            self.init(host: text, port: 443, transport: .proxy)
            return
        }
        var rest = text[...]
        var transport = Transport.any
        for kind in [Transport.tcp, .udp] where rest.hasPrefix("\(kind.rawValue)/") {
            transport = kind
            rest = rest.dropFirst(4)
        }
        var port = "88"[...]
        var host = rest
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            let tail = rest[rest.index(after: end)...]
            if !tail.isEmpty {
                guard tail.first == ":" else { return nil }
                port = tail.dropFirst()
            }
        } else if let colon = rest.firstIndex(of: ":"), colon == rest.lastIndex(of: ":") {
            host = rest[..<colon]
            port = rest[rest.index(after: colon)...]
        }
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0.isWhitespace }), let number = UInt16(port),
            number > 0
        else { return nil }
        self.init(host: String(host), port: Int(number), transport: transport)
    }

    /// `host:port`, or the proxy's URL.
    public var description: String {
        switch transport {
        case .proxy: host
        case .any, .tcp, .udp: host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

extension KerberosConfiguration {
    /// Where krb5 looks for a realm's KDCs: what `[realms]` names, else what DNS knows, unless `dns_lookup_kdc` is off.
    ///
    /// - Throws: `kerberos-configuration` for an entry that can't be read.
    public static func kdcs(realm: String) throws -> [KDCAddress] {
        let configured = try configuredKDCs(realm: realm)
        if !configured.isEmpty {
            return try configured.map { text in
                guard let address = KDCAddress(text) else {
                    throw WeftError(
                        KerberosCause.configuration.code,
                        "krb5.conf names the KDC \"\(text)\" for \(realm), which is no host and port",
                        remedy: "correct the entry in [realms]",
                        details: [.init("files", files.joined(separator: ", "))]
                    )
                }
                return address
            }
        }
        guard try looksUpKDCs() else { return [] }
        // Realm names are in upper case and host names in any; a dot at the end keeps the resolver's search list out.
        let tcp = serviceRecords("_kerberos._tcp.\(realm).").map { KDCAddress(host: $0.host, port: $0.port) }
        if !tcp.isEmpty { return tcp }
        return serviceRecords("_kerberos._udp.\(realm).").map { KDCAddress(host: $0.host, port: $0.port) }
    }

    private static func serviceRecords(_ name: String) -> [(host: String, port: Int)] {
        let room = 16
        let records = [weft_service_record](unsafeUninitializedCapacity: room) { buffer, count in
            count = min(room, Int(weft_find_service(name, buffer.baseAddress, Int32(room))))
        }
        return records.sorted { ($0.priority, $1.weight) < ($1.priority, $0.weight) }.map { record in
            let host = withUnsafeBytes(of: record.host) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            return (host, Int(record.port))
        }
    }
}
