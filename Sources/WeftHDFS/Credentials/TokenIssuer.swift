import HDFS
import HadoopRPC
import Logging
import WeftDiagnostics

/// Gets delegation tokens: what `DriverTokens` needs of the world.
protocol TokenIssuer: Sendable {
    /// A new token for an HDFS, or one that the user has already.
    ///
    /// - Returns: nil where no token is needed, because the cluster has no security.
    /// - Throws: why there is none.
    func issue(_ authority: String) throws -> IssuedToken?

    /// Makes a token worthless.
    func cancel(_ token: Token, of authority: String) throws

    /// What executors are given with these tokens.
    func handover(_ tokens: [Token]) throws -> HadoopHandover
}

/// A delegation token and how long it is good for.
struct IssuedToken: Sendable {
    var token: Token
    /// From now on.
    var lifetime: Duration
    /// Whether it was got for this application, which then cancels it at its end.
    var isOwn: Bool
}

extension DriverSession: TokenIssuer {
    func issue(_ authority: String) throws -> IssuedToken? {
        guard try hadoop.security.isSecure else { return nil }
        let client = try client(authority)
        let services = Set([try client.tokenService()])
        let held = user.credentials.tokens.values.first { $0.kind == .hdfsDelegation && services.contains($0.service) }
        // Whoever has come with a token, as the driver of a YARN application has, is given no other one for it.
        if let held { return IssuedToken(token: held, lifetime: TokenLife.untilEnd(of: held), isOwn: false) }
        guard let token = try client.delegationToken() else { return nil }
        return IssuedToken(token: token, lifetime: life(of: token, client), isOwn: true)
    }

    /// How long a new token is good for, which only renewing it tells.
    private func life(of token: Token, _ client: HDFSClient) -> Duration {
        do {
            return TokenLife.between(issueOf: token, and: try client.renew(token))
        } catch {
            logger.warning("a new token can't be renewed: \(WeftError(wrapping: error).message)")
            return TokenLife.usual
        }
    }

    func cancel(_ token: Token, of authority: String) throws { try client(authority).cancel(token) }

    func handover(_ tokens: [Token]) throws -> HadoopHandover {
        // What this process itself was started with is nobody else's: an application master's token, and its secrets.
        var credentials = Credentials(tokens: user.credentials.tokens.filter { $0.value.kind != .applicationMaster })
        for token in tokens { credentials.add(token) }
        return try HadoopHandover(user: try userName(), hadoop, credentials)
    }

    private func userName() throws -> String {
        // A driver with tokens only has no ticket to ask.
        if let name = try? user.shortUserName(hadoop) { return name }
        return try LoginUser.simpleName(environment: hadoop.environment)
    }
}

/// How long delegation tokens are good for.
enum TokenLife {
    /// The NameNode's default, `dfs.namenode.delegation.token.renew-interval`: a day.
    static let usual = Duration.seconds(86_400)

    /// From a token's making to its end; both times are the server's, so that a clock that differs doesn't matter.
    static func between(issueOf token: Token, and expiry: Int64) -> Duration {
        guard let issue = try? DelegationTokenIdentifier(token.identifier).issueDate else { return usual }
        let (life, overflow) = expiry.subtractingReportingOverflow(issue)
        return overflow ? usual : .milliseconds(life)
    }

    /// From now to the latest end of a token that somebody else may renew.
    static func untilEnd(of token: Token) -> Duration {
        guard let end = try? DelegationTokenIdentifier(token.identifier).maxDate else { return usual }
        let (life, overflow) = end.subtractingReportingOverflow(Clock.milliseconds)
        return overflow ? usual : .milliseconds(life)
    }
}
