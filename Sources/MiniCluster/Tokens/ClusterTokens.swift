import Crypto
import HadoopProtos
import HadoopRPC
import Synchronization
import YARN

/// All secrets of a cluster. The ResourceManager and the NodeManagers share them, where Hadoop's tell each other by
/// heartbeats.
final class ClusterTokens: Sendable {
    let delegation: DelegationTokens
    let masters = MasterKeys(.applicationMaster)
    let nodes = MasterKeys(.nodeManager)
    let containers = MasterKeys(.container)
    private let clients = Mutex<[ApplicationAttemptID: SymmetricKey]>([:])
    /// The services of nodes' tokens, which take a look-up of a name each.
    private let services = Mutex<[NodeID: String]>([:])

    init(lifetimes: DelegationTokens.Lifetimes = .init()) { delegation = DelegationTokens(lifetimes: lifetimes) }

    // MARK: Making

    /// What an application master shows to the ResourceManager; the service is left to the client.
    func masterToken(_ attempt: ApplicationAttemptID) -> Token {
        masters.sign(service: "") { AMRMTokenIdentifierProto(appAttemptId: attempt.message, keyId: $0).serialized() }
    }

    /// What an application master shows to a NodeManager.
    func nodeToken(_ attempt: ApplicationAttemptID, node: NodeID, submitter: String) -> Token {
        nodes.sign(service: service(node)) {
            NMTokenIdentifierProto(
                appAttemptId: attempt.message,
                nodeId: node.message,
                appSubmitter: submitter,
                keyId: $0
            ).serialized()
        }
    }

    /// What lets an application master start a container.
    func containerToken(_ identifier: ContainerTokenIdentifierProto, node: NodeID) -> Token {
        containers.sign(service: service(node)) {
            var identifier = identifier
            identifier.masterKeyId = $0
            return identifier.serialized()
        }
    }

    /// What a client shows to an application master, whose key the master gets when it registers.
    func clientToken(_ attempt: ApplicationAttemptID, client: String) -> Token {
        let identifier = ClientToAMTokenIdentifierProto(appAttemptId: attempt.message, clientName: client).serialized()
        return Token(
            identifier: identifier,
            password: Array(HMAC<Insecure.SHA1>.authenticationCode(for: identifier, using: key(attempt))),
            kind: .clientToApplicationMaster,
            service: ""
        )
    }

    /// The key that an application master checks its clients' tokens with.
    func clientKey(_ attempt: ApplicationAttemptID) -> [UInt8] { key(attempt).withUnsafeBytes { Array($0) } }

    private func key(_ attempt: ApplicationAttemptID) -> SymmetricKey {
        clients.withLock { keys in
            if let key = keys[attempt] { return key }
            let key = SymmetricKey(size: .init(bitCount: 160))
            keys[attempt] = key
            return key
        }
    }

    /// Tokens name the numeric address, as `hadoop.security.token.service.use_ip` has it by default.
    private func service(_ node: NodeID) -> String {
        if let known = services.withLock({ $0[node] }) { return known }
        let address = HadoopAddress(host: node.host, port: Int(node.port))
        let found = (try? address.resolve()) ?? []
        let ip = found.first { !$0.ip.contains(":") } ?? found.first
        let text = TokenService.text(for: address, ip: ip?.ip, usesIP: true)
        services.withLock { $0[node] = text }
        return text
    }

    // MARK: Checking

    /// For the ResourceManager's port for clients.
    func delegationTokens(now: @escaping @Sendable () -> Int64) -> RPCServerSecurity.Tokens {
        .init { identifier in
            try self.delegation.password(identifier, now: now())
        } user: { identifier in
            let known = try YARNDelegationTokenIdentifierProto(serialized: identifier)
            let real = known.realUser ?? ""
            return (known.owner ?? "", real.isEmpty || real == known.owner ? nil : real)
        }
    }

    /// For the ResourceManager's port for application masters.
    ///
    /// - Parameter isLive: whether an attempt may still talk.
    func masterTokens(isLive: @escaping @Sendable (ApplicationAttemptID) -> Bool) -> RPCServerSecurity.Tokens {
        .init { identifier in
            let known = try AMRMTokenIdentifierProto(serialized: identifier)
            let attempt = ApplicationAttemptID(known.appAttemptId ?? .init())
            guard isLive(attempt) else {
                throw RPCServerError.invalidToken("\(attempt) not found in AMRMTokenSecretManager.")
            }
            return try self.masters.password(identifier, key: known.keyId ?? -1)
        } user: { identifier in
            (
                ApplicationAttemptID(try AMRMTokenIdentifierProto(serialized: identifier).appAttemptId ?? .init())
                    .description, nil
            )
        }
    }

    /// For a NodeManager's port.
    func nodeTokens(_ node: NodeID) -> RPCServerSecurity.Tokens {
        .init { identifier in
            let known = try NMTokenIdentifierProto(serialized: identifier)
            guard known.nodeId.map({ NodeID($0) }) == node else {
                throw RPCServerError.invalidToken(
                    "Given NMToken for application : \(Self.text(known)) is not for this node"
                )
            }
            return try self.nodes.password(identifier, key: known.keyId ?? -1)
        } user: { identifier in
            (Self.text(try NMTokenIdentifierProto(serialized: identifier)), nil)
        }
    }

    private static func text(_ known: NMTokenIdentifierProto) -> String {
        ApplicationAttemptID(known.appAttemptId ?? .init()).description
    }

    /// What a container token says, if it is one of ours.
    func containerIdentifier(_ token: TokenProto) throws -> ContainerTokenIdentifierProto {
        guard token.kind == Token.Kind.container.rawValue else {
            throw RPCServerError.invalidToken("a token of kind \(token.kind) doesn't start containers")
        }
        let known = try ContainerTokenIdentifierProto(serialized: token.identifier)
        guard equalSecrets(try containers.password(token.identifier, key: known.masterKeyId ?? -1), token.password)
        else {
            throw RPCServerError.invalidToken(
                "Invalid container token used for starting container on : \(known.nmHostAddr ?? "")"
            )
        }
        return known
    }
}
