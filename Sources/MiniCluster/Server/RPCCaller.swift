/// Who makes a call, as the connection's authentication has proved it.
public struct RPCCaller: Sendable, Hashable {
    /// How the caller was authenticated.
    public enum Method: Sendable, Hashable {
        /// Not at all: the name is believed.
        case simple
        /// By a Kerberos ticket.
        case kerberos
        /// By a token.
        case token
    }

    /// Whose rights count: a short name, or an attempt's for the tokens of YARN.
    public var user: String
    /// Who acts for the user, when that is somebody else.
    public var realUser: String?
    /// How the caller was authenticated.
    public var method: Method
    /// The identifier of the token, where it was one.
    public var tokenIdentifier: [UInt8]?
    /// The numeric address that the call comes from.
    public var address: String

    /// Makes a caller.
    public init(
        user: String,
        realUser: String? = nil,
        method: Method = .simple,
        tokenIdentifier: [UInt8]? = nil,
        address: String = "127.0.0.1"
    ) {
        self.user = user
        self.realUser = realUser
        self.method = method
        self.tokenIdentifier = tokenIdentifier
        self.address = address
    }
}
