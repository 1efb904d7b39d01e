import HadoopRPC

/// Which of a user's tokens a NameNode takes (DelegationTokenSelector.java, HAUtilClient.java).
enum HDFSTokens {
    /// The service of a token that is good for all NameNodes of a name service.
    static func service(ofNameService name: String) -> String { TokenService.logical(scheme: "hdfs", authority: name) }

    static func select(
        _ credentials: Credentials,
        address: HadoopAddress,
        remote: ResolvedAddress,
        highlyAvailable: String?,
        usesIP: Bool
    ) -> Token? {
        let services = TokenService.candidates(
            for: address,
            ips: [remote.ip],
            usesIP: usesIP,
            logical: highlyAvailable.map(service(ofNameService:))
        )
        return credentials.token(.hdfsDelegation, for: services)
    }
}
