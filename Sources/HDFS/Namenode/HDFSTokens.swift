import HadoopProtos
import HadoopRPC

/// Which of a user's tokens a NameNode takes (DelegationTokenSelector.java, HAUtilClient.java).
enum HDFSTokens {
    /// The service of a token that is good for all NameNodes of a name service.
    static func service(ofNameService name: String) -> String { "ha-hdfs:\(name)" }

    static func select(
        _ credentials: Credentials,
        address: HadoopAddress,
        remote: ResolvedAddress,
        highlyAvailable: String?,
        usesIP: Bool
    ) -> Token? {
        var services: [String] = []
        if let highlyAvailable { services.append(service(ofNameService: highlyAvailable)) }
        let numeric = "\(remote)"
        let named = "\(address.host.lowercased()):\(address.port)"
        services += usesIP ? [numeric, named] : [named, numeric]
        let tokens = credentials.tokens.values.filter { $0.kind == .hdfsDelegation }
        for service in services {
            if let found = tokens.first(where: { $0.service == service }) { return found }
        }
        return nil
    }
}

extension Token {
    /// A token as messages have it.
    public init(_ message: TokenProto) {
        self.init(
            identifier: message.identifier,
            password: message.password,
            kind: Kind(rawValue: message.kind),
            service: message.service
        )
    }

    /// The token for a message.
    public var message: TokenProto {
        TokenProto(identifier: identifier, password: password, kind: kind.rawValue, service: service)
    }
}
