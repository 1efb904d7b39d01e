import WeftDiagnostics

/// How much a SASL exchange protects what is sent after it; each level includes the ones before it.
///
/// The raw values are the words of `hadoop.rpc.protection` and `dfs.data.transfer.protection`
/// (SaslRpcServer.java, QualityOfProtection).
public enum SaslProtection: String, Sendable, Codable, CaseIterable, Comparable {
    /// The two sides prove who they are; what follows travels as it is.
    case authentication
    /// What follows carries a checksum that only the two sides can make.
    case integrity
    /// What follows is encrypted and carries such a checksum.
    case privacy

    /// The level by its word in the SASL mechanisms: `auth`, `auth-int`, `auth-conf`.
    public var qop: String {
        switch self {
        case .authentication: "auth"
        case .integrity: "auth-int"
        case .privacy: "auth-conf"
        }
    }

    /// The level's bit in the last step of GSSAPI (RFC 4752, 3.1).
    var securityLayer: UInt8 {
        switch self {
        case .authentication: 1
        case .integrity: 2
        case .privacy: 4
        }
    }

    /// Makes a level from its word in the SASL mechanisms; nil for another word.
    public init?(qop: some StringProtocol) {
        guard let level = Self.allCases.first(where: { $0.qop == qop }) else { return nil }
        self = level
    }

    /// Reads a list as `hadoop.rpc.protection` has it: words separated by commas, in order of preference, in any case.
    ///
    /// - Throws: `hadoop-configuration` for an unknown word and for a list without a word.
    public static func list(_ text: String, key: String = "hadoop.rpc.protection") throws -> [SaslProtection] {
        var levels: [SaslProtection] = []
        for word in text.split(separator: ",") {
            let name = word.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
            if name.isEmpty { continue }
            guard let level = SaslProtection(rawValue: name) else {
                throw WeftError(
                    "hadoop-configuration",
                    "\(key) has the unknown level \"\(name)\"",
                    remedy:
                        "use one or more of authentication, integrity, privacy, as the cluster's own configuration does"
                )
            }
            if !levels.contains(level) { levels.append(level) }
        }
        guard !levels.isEmpty else {
            throw WeftError(
                "hadoop-configuration",
                "\(key) names no level",
                remedy: "use one or more of authentication, integrity, privacy, as the cluster's own configuration does"
            )
        }
        return levels
    }

    /// Orders by strength: authentication, integrity, privacy.
    public static func < (left: SaslProtection, right: SaslProtection) -> Bool {
        left.securityLayer < right.securityLayer
    }
}
