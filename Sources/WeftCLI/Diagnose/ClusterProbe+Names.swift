import Glibc
import HadoopRPC
import WeftDiagnostics

extension ClusterProbe {
    /// Whether others can reach this host by its own name, as executors have to reach a driver.
    func localNameReport() -> DiagnosisReport {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else {
            return DiagnosisReport(.warning("this host", "it has no name", remedy: "give this host a name"))
        }
        let name = buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        do {
            let found = try HostLookup.run(name, timeout: patience)
            let text = "\(name) is \(found.addresses.joined(separator: ", "))"
            guard found.addresses.allSatisfy(HostLookup.isLoopback) else {
                return DiagnosisReport(.ok("this host", text))
            }
            return DiagnosisReport(
                .warning(
                    "this host",
                    "\(text), which other hosts can't reach",
                    remedy:
                        "give \(name) its address in DNS or /etc/hosts, if executors on other hosts shall connect to it"
                )
            )
        } catch {
            return DiagnosisReport(
                .warning(
                    "this host",
                    "its name \(name) can't be resolved",
                    remedy: "enter \(name) in DNS or /etc/hosts"
                )
            )
        }
    }

    /// Whether a server's name has an address, and is the one that its principal will have.
    func nameReport(_ host: String) -> DiagnosisReport {
        let subject = DiagnosisCheck.name(host).subject
        if HostLookup.isNumeric(host) {
            guard isSecure else { return DiagnosisReport(.ok(subject, "an address")) }
            return DiagnosisReport(
                .warning(
                    subject,
                    "an address: principals have names in them",
                    remedy: "name \(host) by its full host name in the configuration"
                )
            )
        }
        do {
            let found = try HostLookup.run(host, timeout: patience)
            let text = found.addresses.joined(separator: ", ")
            guard isSecure, let full = found.canonicalName?.lowercased(), full != host.lowercased() else {
                return DiagnosisReport(.ok(subject, text))
            }
            return DiagnosisReport(
                .warning(
                    subject,
                    "\(text), but its full name is \(full)",
                    remedy: "name \(host) as the server's principal does, which is most often \(full)"
                )
            )
        } catch {
            return DiagnosisReport(.failure(subject, error))
        }
    }
}

/// What the resolver knows of a host, within a time.
struct HostLookup: Sendable {
    var addresses: [String]
    var canonicalName: String?

    static func run(_ host: String, timeout: Duration) throws -> HostLookup {
        try BoundedCall.run(for: timeout, orThrow: unknown(host, "the resolver doesn't answer")) { try look(host) }
    }

    private static func look(_ host: String) throws -> HostLookup {
        var hints = addrinfo()
        hints.ai_flags = AI_CANONNAME
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &found)
        guard status == 0, let found else { throw unknown(host, String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(found) }
        var addresses: [String] = []
        var next: UnsafeMutablePointer<addrinfo>? = found
        while let entry = next {
            var text = [CChar](repeating: 0, count: 128)
            if getnameinfo(
                entry.pointee.ai_addr,
                entry.pointee.ai_addrlen,
                &text,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            ) == 0 {
                let address = text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
                if !addresses.contains(address) { addresses.append(address) }
            }
            next = entry.pointee.ai_next
        }
        return HostLookup(
            addresses: addresses,
            canonicalName: found.pointee.ai_canonname.map { String(cString: $0) }
        )
    }

    private static func unknown(_ host: String, _ reason: String) -> WeftError {
        WeftError(
            "unknown-host",
            "\(host) has no address: \(reason)",
            remedy: "check the name, and the resolver with getent hosts \(host)"
        )
    }

    static func isNumeric(_ host: String) -> Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }

    static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }
}
