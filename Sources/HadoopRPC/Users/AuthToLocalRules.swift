import WeftDiagnostics

/// How principals become short user names: the rules of `hadoop.security.auth_to_local` (KerberosName.java).
public struct AuthToLocalRules: Sendable, Hashable {
    /// How strictly the rules are taken (`hadoop.security.auth_to_local.mechanism`).
    public enum Mechanism: String, Sendable, Hashable, CaseIterable {
        /// A principal that no rule fits is refused, and so is a short name with `/` or `@`.
        case hadoop
        /// A principal that no rule fits stays as it is.
        case mit
    }

    private enum Rule: Sendable, Hashable {
        case defaultRealm
        case rewrite(AuthToLocalRewrite)
    }

    private let rules: [Rule]
    private let mechanism: Mechanism
    private let defaultRealm: String

    /// Reads rules.
    ///
    /// - Parameters:
    ///   - text: the rules, `RULE:[n:format](regex)s/from/to/g/L` or `DEFAULT`, with or without white space between them.
    ///   - mechanism: how strictly they are taken; `hadoop` by default.
    ///   - defaultRealm: the realm whose principals `DEFAULT` takes; empty when there is none.
    /// - Throws: `WeftError` of code `hadoop-configuration` for a rule that isn't one.
    public init(_ text: String, mechanism: Mechanism = .hadoop, defaultRealm: String) throws {
        var rules: [Rule] = []
        var rest = Substring(text.trimmingWhitespace())
        while !rest.isEmpty {
            rest = rest.drop { $0.isWhitespace }
            let start = rest
            if rest.hasPrefix("DEFAULT") {
                rest = rest.dropFirst("DEFAULT".count)
                rules.append(.defaultRealm)
                if rest.first == "/" { rest = rest.dropFirst() }
                if rest.first == "L" { rest = rest.dropFirst() }
            } else {
                do {
                    rules.append(.rewrite(try AuthToLocalRewrite(&rest)))
                } catch let error as RegularExpression.SyntaxError {
                    throw WeftError(
                        "hadoop-configuration",
                        "the rule for user names can't be read: \(error.reason)",
                        remedy: "correct hadoop.security.auth_to_local; a rule is RULE:[n:format](regex)s/from/to/g/L",
                        details: [.init("rule", String(start.prefix { !$0.isNewline }))]
                    )
                }
            }
        }
        self.rules = rules
        self.mechanism = mechanism
        self.defaultRealm = defaultRealm
    }

    /// The short name of a principal: what the first rule that fits makes of it.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` when the mechanism is `hadoop` and no rule fits or the name that
    ///   comes out isn't a short one, and when a rule's format names a part that isn't there.
    public func shortName(of principal: KerberosName) throws -> String {
        guard principal.host != nil || principal.realm != nil else { return principal.service }
        let parts = [principal.realm ?? "", principal.service] + (principal.host.map { [$0] } ?? [])
        for rule in rules {
            switch rule {
            case .defaultRealm:
                if let realm = principal.realm, realm == defaultRealm { return principal.service }
            case .rewrite(let rewrite):
                guard let name = try result(of: rewrite, parts, principal) else { continue }
                return rewrite.lowersCase ? name.lowercased() : name
            }
        }
        guard mechanism == .mit else {
            throw refused(principal, "no rule of hadoop.security.auth_to_local fits \(principal)")
        }
        return principal.description
    }

    private func result(of rewrite: AuthToLocalRewrite, _ parts: [String], _ principal: KerberosName) throws -> String?
    {
        let name: String?
        do {
            name = try rewrite.apply(parts)
        } catch let error as RegularExpression.SyntaxError {
            throw refused(principal, "the rule \(rewrite) can't be used for \(principal): \(error.reason)")
        }
        if let name, mechanism == .hadoop, name.contains(where: { $0 == "/" || $0 == "@" }) {
            throw refused(principal, "the rule \(rewrite) makes \(name) of \(principal), which is not a short name")
        }
        return name
    }

    private func refused(_ principal: KerberosName, _ message: String) -> WeftError {
        WeftError(
            "hadoop-configuration",
            message,
            remedy: "add a rule for it to hadoop.security.auth_to_local in core-site.xml",
            details: [.init("principal", principal.description), .init("default realm", defaultRealm)]
        )
    }
}

extension HadoopConfiguration {
    /// The rules that make short user names of principals.
    ///
    /// - Parameter defaultRealm: the realm of Kerberos's own configuration; empty when there is none.
    /// - Throws: `WeftError` of code `hadoop-configuration` for rules or a mechanism that aren't right.
    public func authToLocalRules(defaultRealm: String) throws -> AuthToLocalRules {
        let key = "hadoop.security.auth_to_local.mechanism"
        let word = try string(key, default: "hadoop")
        guard let mechanism = AuthToLocalRules.Mechanism(rawValue: word.lowercased()) else {
            throw error(key, "is \"\(word)\", which is not known", remedy: "use hadoop or mit")
        }
        return try AuthToLocalRules(
            try string("hadoop.security.auth_to_local", default: "DEFAULT"),
            mechanism: mechanism,
            defaultRealm: defaultRealm
        )
    }
}
