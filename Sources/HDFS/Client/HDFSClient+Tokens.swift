import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Delegation tokens: what a process without a ticket is let in with.
extension HDFSClient {
    /// Gets a delegation token for this user.
    ///
    /// - Parameter renewer: who may renew it: a short name or a principal, such as the ResourceManager's; the user himself
    ///   by default.
    /// - Returns: the token, with this file system as its service; `nil` from a cluster without security, which needs none.
    /// - Throws: what the NameNode says: only a client that is authenticated by a ticket gets one.
    public func delegationToken(renewer: String? = nil) throws -> Token? {
        let renewer = try renewer ?? user.shortUserName(configuration)
        let response: GetDelegationTokenResponseProto = try call(
            "getDelegationToken",
            GetDelegationTokenRequestProto(renewer: renewer),
            .idempotent
        )
        guard let message = response.token else { return nil }
        var token = Token(message)
        token.service = try tokenService()
        return token
    }

    /// The service of tokens for this file system (SecurityUtil.buildTokenService, HAUtilClient.buildTokenServiceForLogicalUri).
    ///
    /// - Throws: `unknown-host`.
    public func tokenService() throws -> String {
        if namenode.nameService.isHighlyAvailable { return HDFSTokens.service(ofNameService: authority) }
        let address = namenode.service.currentServer
        let usesIP = try configuration.security.tokenServiceUsesIP
        return TokenService.text(for: address, ip: usesIP ? try address.resolve().first?.ip : nil, usesIP: usesIP)
    }

    /// Renews a token.
    ///
    /// - Returns: when it ends now, in milliseconds since 1970.
    /// - Throws: `token-invalid`, `token-expired`, `permission-denied` for somebody who isn't its renewer.
    public func renew(_ token: Token) throws -> Int64 {
        let response: RenewDelegationTokenResponseProto = try call(
            "renewDelegationToken",
            RenewDelegationTokenRequestProto(token: token.message),
            .idempotent
        )
        return Int64(clamping: response.newExpiryTime)
    }

    /// Makes a token worthless.
    public func cancel(_ token: Token) throws {
        let _: CancelDelegationTokenResponseProto = try call(
            "cancelDelegationToken",
            CancelDelegationTokenRequestProto(token: token.message),
            .idempotent
        )
    }
}
