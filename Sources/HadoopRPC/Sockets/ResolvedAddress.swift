import Glibc
import WeftDiagnostics

extension HadoopAddress {
    /// The numeric addresses that the host's name has now, in the resolver's order.
    ///
    /// - Throws: `unknown-host` when it has none.
    public func resolve() throws -> [ResolvedAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &found)
        defer { if found != nil { freeaddrinfo(found) } }
        var addresses: [ResolvedAddress] = []
        var next = found
        while let entry = next {
            if let address = ResolvedAddress(entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        guard status == 0, !addresses.isEmpty else {
            throw WeftError(
                "unknown-host",
                "the host \(host) has no address: \(status == 0 ? "none found" : String(cString: gai_strerror(status)))",
                remedy: "check the name, the resolver (getent hosts \(host)) and HADOOP_CONF_DIR",
                details: [.init("server", description)]
            )
        }
        return addresses
    }
}

/// A numeric address and port that can be connected to.
public struct ResolvedAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address as text: `127.0.0.1`, `::1`.
    public let ip: String
    /// The port.
    public let port: Int
    let family: Int32
    let bytes: [UInt8]

    init?(_ entry: addrinfo) {
        guard entry.ai_family == AF_INET || entry.ai_family == AF_INET6, let address = entry.ai_addr else { return nil }
        family = entry.ai_family
        bytes = [UInt8](UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen)))
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: 32)
        guard
            getnameinfo(
                address,
                entry.ai_addrlen,
                &name,
                socklen_t(name.count),
                &service,
                socklen_t(service.count),
                NI_NUMERICHOST | NI_NUMERICSERV
            ) == 0
        else { return nil }
        ip = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        port = service.withUnsafeBufferPointer { Int($0.baseAddress.map { String(cString: $0) } ?? "") ?? 0 }
    }

    /// The host's name, as the resolver knows it; `nil` when it doesn't. It may be long in answering.
    var hostName: String? {
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let status = bytes.withUnsafeBytes { bytes -> Int32 in
            guard let base = bytes.baseAddress else { return EAI_NONAME }
            let address = base.assumingMemoryBound(to: sockaddr.self)
            return getnameinfo(
                address,
                socklen_t(bytes.count),
                &name,
                socklen_t(name.count),
                nil,
                0,
                NI_NAMEREQD
            )
        }
        guard status == 0 else { return nil }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }

    /// `ip:port`, as token services have it.
    public var description: String { "\(ip):\(port)" }
}
