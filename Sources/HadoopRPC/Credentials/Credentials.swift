/// A user's tokens and secrets, each under a name (Credentials.java).
///
/// The alias of a token is most often its service. Printing credentials shows no secret.
public struct Credentials: Sendable, Hashable {
    /// The tokens, by alias.
    public var tokens: [String: Token]
    /// Secrets of applications, by alias.
    public var secrets: [String: [UInt8]]

    /// Makes credentials, empty ones by default.
    public init(tokens: [String: Token] = [:], secrets: [String: [UInt8]] = [:]) {
        self.tokens = tokens
        self.secrets = secrets
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { tokens.isEmpty && secrets.isEmpty }

    /// Adds a token, in place of one of the same alias.
    ///
    /// - Parameters:
    ///   - token: the token.
    ///   - alias: the name to keep it under; its service by default.
    public mutating func add(_ token: Token, alias: String? = nil) {
        tokens[alias ?? token.service] = token
    }

    /// Adds all of other credentials.
    ///
    /// - Parameters:
    ///   - other: what to add.
    ///   - replacing: whether the others win where both have an alias; true by default, as in Java's `addAll`.
    public mutating func merge(_ other: Credentials, replacing: Bool = true) {
        tokens.merge(other.tokens) { replacing ? $1 : $0 }
        secrets.merge(other.secrets) { replacing ? $1 : $0 }
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The tokens by alias, and how many secrets there are.
    public var description: String {
        let lines = tokens.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "[\(lines.joined(separator: ", "))], secrets: \(secrets.count)"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Without the secrets, so that `dump` and test reports don't show them.
    public var customMirror: Mirror { Mirror(self, children: ["tokens": tokens, "secrets": secrets.keys.sorted()]) }
}
