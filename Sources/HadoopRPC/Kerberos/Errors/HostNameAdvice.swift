import Glibc
import WeftDiagnostics

/// What a server's principal that the KDC doesn't know has to do with the host name in it: the usual reason is that the
/// client's name for a host isn't the one that its keytab was made for.
struct HostNameAdvice {
    /// The host's full name as the resolver gives it; nil where it has none.
    typealias Resolver = @Sendable (_ host: String) -> String?

    /// Runs something and explains a principal that the KDC doesn't know.
    static func explaining<Value>(
        _ target: String,
        resolver: @escaping Resolver = canonicalName,
        _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as WeftError where error.code == KerberosCause.unknownServer.code {
            throw explained(error, target, resolver)
        }
    }

    private static func explained(_ error: WeftError, _ target: String, _ resolver: @escaping Resolver) -> WeftError {
        guard let slash = target.firstIndex(where: { $0 == "/" || $0 == "@" }) else { return error }
        let service = target[..<slash]
        let host = String(target[target.index(after: slash)...].prefix { $0 != "@" })
        var error = error
        if isNumeric(host) {
            error.code = KerberosCause.hostName.code
            error.message = "the server's principal \(target) has an address where its host name should be"
            error.remedy = KerberosCause.hostName.remedy
            return error
        }
        // Resolvers may be as slow as KDCs.
        let found = try? KDCWait.run(for: .seconds(3), details: []) { resolver(host) }
        guard let name = found.flatMap({ $0 })?.lowercased(), name != host.lowercased() else { return error }
        error.code = KerberosCause.hostName.code
        error.message =
            "the KDC doesn't know the server's principal \(target); the resolver calls the host \(name), so it may be"
            + " \(service)/\(name)"
        error.remedy = KerberosCause.hostName.remedy
        return error
    }

    static func isNumeric(_ host: String) -> Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }

    static let canonicalName: Resolver = { host in
        var hints = addrinfo()
        hints.ai_flags = AI_CANONNAME
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0, let found else { return nil }
        defer { freeaddrinfo(found) }
        return found.pointee.ai_canonname.map { String(cString: $0) }
    }
}
