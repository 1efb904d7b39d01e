import HadoopRPC

/// How a server authenticates its clients.
public struct RPCServerSecurity: Sendable {
    /// Checks a kind of token: its secret, and who its bearer is.
    public struct Tokens: Sendable {
        /// The password that belongs to an identifier.
        ///
        /// - Throws: `RPCServerError` with Java's class `InvalidToken` for an identifier that isn't valid.
        public var password: @Sendable (_ identifier: [UInt8]) throws -> [UInt8]
        /// Whose rights count with an identifier, and who acts for that user, if it is somebody else.
        public var user: @Sendable (_ identifier: [UInt8]) throws -> (user: String, realUser: String?)

        /// Makes a check of tokens.
        public init(
            password: @escaping @Sendable (_ identifier: [UInt8]) throws -> [UInt8],
            user: @escaping @Sendable (_ identifier: [UInt8]) throws -> (user: String, realUser: String?)
        ) {
            self.password = password
            self.user = user
        }
    }

    /// What a server that takes Kerberos tickets needs.
    public struct Kerberos: Sendable {
        /// The server's key.
        public var acceptor: GSSAcceptor
        /// Its principal in two parts: `rm` and `localhost`.
        public var service: String
        /// The second part of its principal.
        public var host: String
        /// The user name of a principal.
        public var shortName: @Sendable (_ principal: String) throws -> String

        /// Makes it of its parts.
        public init(
            acceptor: GSSAcceptor,
            service: String,
            host: String,
            shortName: @escaping @Sendable (_ principal: String) throws -> String
        ) {
            self.acceptor = acceptor
            self.service = service
            self.host = host
            self.shortName = shortName
        }
    }

    /// The tokens that are taken; nil for none.
    public var tokens: Tokens?
    /// Whether and how tickets are taken; nil for not at all.
    public var kerberos: Kerberos?
    /// Whether a client that proves nothing is believed.
    public var allowsSimple: Bool
    /// The levels of protection that are offered.
    public var protections: [SaslProtection]
    /// Whether a user may act for another one (`hadoop.proxyuser.*`).
    public var mayActFor: @Sendable (_ realUser: String, _ user: String) -> Bool

    /// Makes it; without arguments a server that believes every client.
    public init(
        tokens: Tokens? = nil,
        kerberos: Kerberos? = nil,
        allowsSimple: Bool = true,
        protections: [SaslProtection] = [.authentication],
        mayActFor: @escaping @Sendable (_ realUser: String, _ user: String) -> Bool = { _, _ in false }
    ) {
        self.tokens = tokens
        self.kerberos = kerberos
        self.allowsSimple = allowsSimple
        self.protections = protections
        self.mayActFor = mayActFor
    }

    /// The methods as Java prints them.
    var methodNames: [String] {
        (tokens == nil ? [] : ["TOKEN"]) + (kerberos == nil ? [] : ["KERBEROS"]) + (allowsSimple ? ["SIMPLE"] : [])
    }
}
