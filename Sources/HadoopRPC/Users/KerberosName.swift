import WeftDiagnostics

/// A Kerberos principal in its parts: `service/host@REALM` (KerberosName.java).
public struct KerberosName: Sendable, Hashable {
    /// The first part: a user's name, or a service.
    public var service: String
    /// The second part, if there is one: mostly a service's host.
    public var host: String?
    /// The realm, if it is named.
    public var realm: String?

    /// Makes a name of its parts.
    public init(service: String, host: String? = nil, realm: String? = nil) {
        self.service = service
        self.host = host
        self.realm = realm
    }

    /// Takes a principal apart.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` when it has a realm, but not the form of a principal: more than
    ///   two parts, or an empty one.
    public init(_ principal: String) throws {
        let halves = principal.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        let realm = halves.count == 2 ? halves[1] : nil
        let isProper =
            parts.count <= 2 && parts.allSatisfy { !$0.isEmpty }
            && realm.map { !$0.isEmpty && !$0.contains("/") && !$0.contains("@") } ?? true
        if isProper {
            self.init(
                service: String(parts[0]),
                host: parts.count == 2 ? String(parts[1]) : nil,
                realm: realm.map(String.init)
            )
        } else if realm == nil {
            self.init(service: principal)
        } else {
            throw WeftError(
                "hadoop-configuration",
                "\"\(principal)\" is not a principal",
                remedy: "write it as name@REALM or service/host@REALM"
            )
        }
    }
}

extension KerberosName: CustomStringConvertible {
    /// The principal.
    public var description: String {
        service + (host.map { "/\($0)" } ?? "") + (realm.map { "@\($0)" } ?? "")
    }
}
