import Glibc
import HadoopProtos
import Synchronization
import WeftDiagnostics

@testable import HadoopRPC

/// A server on loopback that lets in whoever has a token that it knows, and answers calls as a test says.
final class FakeServer: Sendable {
    /// What is done about a call.
    enum Reply: Sendable {
        case answer(any HadoopMessage)
        /// An exception of a class with a message.
        case refuse(String, String)
        /// The connection ends.
        case hangUp
    }

    /// A call that came.
    struct Call: Sendable {
        var method: String
        var request: [UInt8]
        /// The identifier of the token that its connection showed; `nil` without one.
        var identifier: [UInt8]?
        /// The user that its connection named.
        var user: String?
        /// How many calls of this method came before.
        var number: Int

        func message<Message: HadoopMessage>(_: Message.Type = Message.self) throws -> Message {
            try Message(serialized: request)
        }
    }

    let port: Int
    private let listener: Int32
    /// The tokens' passwords by their identifiers.
    let passwords: Mutex<[[UInt8]: [UInt8]]>
    private let received = Mutex<[Call]>([])
    private let serve: @Sendable (Call) throws -> Reply

    init(tokens: [Token] = [], _ serve: @escaping @Sendable (Call) throws -> Reply) throws {
        self.serve = serve
        passwords = Mutex(Dictionary(tokens.map { ($0.identifier, $0.password) }, uniquingKeysWith: { $1 }))
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard bound else { throw WeftError("io-error", "no port for a test server") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Pause.startThread { [weak self, listener] in
            // Closed here and nowhere else, or the number could be another server's by the time of the next accept.
            defer { close(listener) }
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { return }
                let peer = FakePeer(accepted)
                guard let self else { return }
                Pause.startThread { self.talk(peer) }
            }
        }
    }

    deinit { _ = shutdown(listener, Int32(SHUT_RDWR)) }

    var address: String { "127.0.0.1:\(port)" }

    /// The calls so far.
    var calls: [Call] { received.withLock { $0 } }
    /// Their methods.
    var methods: [String] { calls.map(\.method) }

    private func talk(_ peer: FakePeer) {
        guard let identity = peer.letIn(passwords: { id in self.passwords.withLock { $0[id] } }) else { return }
        while let (id, method, request) = peer.call() {
            let call = received.withLock { calls in
                let call = Call(
                    method: method,
                    request: request,
                    identifier: identity.identifier,
                    user: identity.user,
                    number: calls.filter { $0.method == method }.count
                )
                calls.append(call)
                return call
            }
            do {
                switch try serve(call) {
                case .answer(let message): peer.answer(id, message)
                case .refuse(let exception, let message): peer.refuse(id, exception, message)
                case .hangUp: return
                }
            } catch {
                peer.refuse(id, "test.Failure", "\(error)")
            }
        }
    }
}

/// One accepted connection.
/// It is used by one thread at a time.
final class FakePeer: @unchecked Sendable {
    private let descriptor: Int32
    private var frames = FrameReader(maximumLength: 1 << 20)

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    private func read(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + done }, count - done, 0)
            }
            if got <= 0 { return Array(bytes[..<done]) }
            done += got
        }
        return bytes
    }

    private func frame() -> [UInt8]? {
        while true {
            if let frame = try? frames.next() { return frame }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if got <= 0 { return nil }
            frames.append(bytes[..<got])
        }
    }

    private func send(_ id: UInt32, _ header: (inout RpcResponseHeaderProto) -> Void, _ body: (any HadoopMessage)?) {
        var response = RpcResponseHeaderProto(callId: id, status: .success)
        header(&response)
        var bytes: [UInt8] = []
        response.serializeDelimited(into: &bytes)
        body?.serializeDelimited(into: &bytes)
        RPCFrames.frame([bytes]).withUnsafeBytes {
            _ = Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// Lets a client in: by a token, or by the name that it says.
    func letIn(passwords: ([UInt8]) -> [UInt8]?) -> (identifier: [UInt8]?, user: String?)? {
        let header = read(7)
        guard header.count == 7 else { return nil }
        var identifier: [UInt8]?
        if header[6] == 0xdf {
            guard let proved = try? authenticate(passwords) else { return nil }
            identifier = proved
        }
        // The connection's context.
        guard let frame = frame() else { return nil }
        let user = try? frame.withUnsafeBytes { bytes in
            var offset = 0
            _ = try RpcRequestHeaderProto(delimited: bytes, at: &offset)
            return try IpcConnectionContextProto(delimited: bytes, at: &offset).userInfo?.effectiveUser
        }
        return (identifier, user ?? nil)
    }

    private func sasl() throws -> RpcSaslProto {
        guard let frame = frame() else { throw WeftError("connection-lost", "the client has gone") }
        return try frame.withUnsafeBytes { bytes in
            var offset = 0
            _ = try RpcRequestHeaderProto(delimited: bytes, at: &offset)
            return try RpcSaslProto(delimited: bytes, at: &offset)
        }
    }

    private func authenticate(_ passwords: ([UInt8]) -> [UInt8]?) throws -> [UInt8]? {
        let id = UInt32(bitPattern: RPCFrames.CallID.sasl)
        _ = try sasl()
        return try withoutActuallyEscaping(passwords) { passwords in
            let digest = DigestMD5SaslServer(
                protocolName: "",
                serverName: "default",
                protections: [.authentication]
            ) { name in
                Base64.decode(name).flatMap(passwords).map { Array(Base64.encode($0).utf8) }
            }
            let offer = RpcSaslProto.SaslAuth(
                method: "TOKEN",
                mechanism: "DIGEST-MD5",
                protocol: "",
                serverId: "default",
                challenge: try digest.challenge()
            )
            send(id, { _ in }, RpcSaslProto(state: .negotiate, auths: [offer]))
            do {
                let proof = try digest.evaluate(try sasl().token ?? [])
                send(id, { _ in }, RpcSaslProto(state: .success, token: proof))
                return digest.username.flatMap { Base64.decode($0) }
            } catch {
                let exception = "org.apache.hadoop.security.token.SecretManager$InvalidToken"
                send(
                    id,
                    {
                        $0.status = .fatal
                        $0.exceptionClassName = exception
                        $0.errorMsg = "Invalid token"
                    },
                    nil
                )
                throw error
            }
        }
    }

    func call() -> (id: UInt32, method: String, request: [UInt8])? {
        while let frame = frame() {
            let call = try? frame.withUnsafeBytes { bytes -> (id: UInt32, method: String, request: [UInt8])? in
                var offset = 0
                let header = try RpcRequestHeaderProto(delimited: bytes, at: &offset)
                if header.callId < 0 { return nil }
                let method = try RequestHeaderProto(delimited: bytes, at: &offset)
                let length = Int(try Varint.read(bytes, at: &offset) ?? 0)
                let request = Array(bytes[offset..<offset + length])
                return (UInt32(bitPattern: header.callId), method.methodName, request)
            }
            if let call = call ?? nil { return call }
        }
        return nil
    }

    func answer(_ id: UInt32, _ message: any HadoopMessage) { send(id, { _ in }, message) }

    func refuse(_ id: UInt32, _ exception: String, _ message: String) {
        send(
            id,
            {
                $0.status = .error
                $0.exceptionClassName = exception
                $0.errorMsg = message
            },
            nil
        )
    }
}

extension HadoopConfiguration {
    /// The configuration of clients of some servers, the ResourceManagers of a pair where there are several.
    static func of(_ servers: [FakeServer], _ changes: [String: String] = [:]) throws -> HadoopConfiguration {
        var configuration = try HadoopConfiguration(loadingFrom: [], environment: [:])
        configuration.set("yarn.client.failover-sleep-base-ms", to: "10")
        configuration.set("yarn.client.application-client-protocol.poll-interval-ms", to: "10")
        if servers.count == 1 {
            configuration.set("yarn.resourcemanager.address", to: servers[0].address)
            configuration.set("yarn.resourcemanager.scheduler.address", to: servers[0].address)
        } else {
            configuration.set("yarn.resourcemanager.ha.enabled", to: "true")
            let ids = servers.indices.map { "rm\($0 + 1)" }
            configuration.set("yarn.resourcemanager.ha.rm-ids", to: ids.joined(separator: ","))
            for (id, server) in zip(ids, servers) {
                configuration.set("yarn.resourcemanager.address.\(id)", to: server.address)
                configuration.set("yarn.resourcemanager.scheduler.address.\(id)", to: server.address)
            }
        }
        for (key, value) in changes { configuration.set(key, to: value) }
        return configuration
    }
}

/// Names of Java's exceptions.
enum Java {
    static let standby = "org.apache.hadoop.ipc.StandbyException"

    static func yarn(_ name: String) -> String { "org.apache.hadoop.yarn.exceptions.\(name)" }
}
