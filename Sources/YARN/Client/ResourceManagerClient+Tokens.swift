import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Delegation tokens: what a process without a ticket asks the ResourceManager with.
extension ResourceManagerClient {
    /// Gets a delegation token for this user.
    ///
    /// - Parameter renewer: who may renew it, a short name or a principal; the user himself by default.
    /// - Returns: the token, with all ResourceManagers as its service; `nil` from a cluster without security, which needs
    ///   none.
    /// - Throws: what the ResourceManager says: only a client that is authenticated by a ticket gets one.
    public func delegationToken(renewer: String? = nil) throws -> Token? {
        let renewer = try renewer ?? user.shortUserName(configuration)
        let response: GetDelegationTokenResponseProto = try call(
            "getDelegationToken",
            GetDelegationTokenRequestProto(renewer: renewer)
        )
        guard let message = response.token else { return nil }
        var token = Token(message)
        token.service = try Self.tokenService(configuration)
        return token
    }

    /// The service of tokens for the ResourceManager: all addresses of a pair with commas between them
    /// (ClientRMProxy.getRMDelegationTokenService).
    public static func tokenService(_ configuration: HadoopConfiguration) throws -> String {
        try configuration.resourceManagerTokenService(addressKey, defaultPort: defaultPort)
    }

    /// Renews a token.
    ///
    /// - Returns: when it ends now, in milliseconds since 1970.
    /// - Throws: `token-invalid`, `token-expired`, `permission-denied` for somebody who isn't its renewer.
    public func renew(_ token: Token) throws -> Int64 {
        let response: RenewDelegationTokenResponseProto = try call(
            "renewDelegationToken",
            RenewDelegationTokenRequestProto(token: token.message)
        )
        return Int64(clamping: response.newExpiryTime)
    }

    /// Makes a token worthless.
    public func cancel(_ token: Token) throws {
        let _: CancelDelegationTokenResponseProto = try call(
            "cancelDelegationToken",
            CancelDelegationTokenRequestProto(token: token.message)
        )
    }
}

extension HadoopConfiguration {
    /// The service of tokens that are good for each of the ResourceManagers (ClientRMProxy.getTokenService).
    func resourceManagerTokenService(_ key: String, defaultPort: Int) throws -> String {
        let usesIP = try security.tokenServiceUsesIP
        return try resourceManagers(key, defaultPort: defaultPort).map { member in
            // A name that isn't known here is kept as it is, as Java does.
            let ip = usesIP ? try? member.address.resolve().first?.ip : nil
            return TokenService.text(for: member.address, ip: ip, usesIP: usesIP)
        }.joined(separator: ",")
    }
}
