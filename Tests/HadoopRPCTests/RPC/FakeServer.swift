import Glibc
import HadoopProtos
import Synchronization
import WeftDiagnostics

@testable import HadoopRPC

/// A server on loopback that does what a test says, one connection after the other.
final class FakeServer: Sendable {
    /// One accepted connection, used by the server's thread.
    final class Peer {
        private let descriptor: Int32
        private var frames = FrameReader(maximumLength: 1 << 20)

        init(_ descriptor: Int32) { self.descriptor = descriptor }

        deinit { close(descriptor) }

        func read(_ count: Int) -> [UInt8] {
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

        func write(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { _ = send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }

        /// The next frame's bytes, or `nil` at the end.
        func frame() -> [UInt8]? {
            while true {
                if let frame = try? frames.next() { return frame }
                var bytes = [UInt8](repeating: 0, count: 4096)
                let got = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
                if got <= 0 { return nil }
                frames.append(bytes[..<got])
            }
        }

        /// The next call: its header, its method and the request's bytes.
        func call() -> (header: RpcRequestHeaderProto, method: String, request: [UInt8])? {
            guard let frame = frame() else { return nil }
            return try? frame.withUnsafeBytes { bytes in
                var offset = 0
                let header = try RpcRequestHeaderProto(delimited: bytes, at: &offset)
                if header.callId < 0 { return (header, "", Array(bytes[offset...])) }
                let method = try RequestHeaderProto(delimited: bytes, at: &offset)
                let length = Int(try Varint.read(bytes, at: &offset) ?? 0)
                return (header, method.methodName, Array(bytes[offset..<offset + length]))
            }
        }

        func answer(_ id: Int32, _ body: some HadoopMessage) {
            var bytes: [UInt8] = []
            RpcResponseHeaderProto(callId: UInt32(bitPattern: id), status: .success).serializeDelimited(into: &bytes)
            body.serializeDelimited(into: &bytes)
            write(RPCFrames.frame([bytes]))
        }

        func refuse(_ id: Int32, _ exception: String, _ message: String, fatal: Bool = false) {
            var bytes: [UInt8] = []
            RpcResponseHeaderProto(
                callId: UInt32(bitPattern: id),
                status: fatal ? .fatal : .error,
                exceptionClassName: exception,
                errorMsg: message
            ).serializeDelimited(into: &bytes)
            write(RPCFrames.frame([bytes]))
        }
    }

    let port: Int
    private let listener: Int32
    /// What connections sent that the test wants to look at.
    let seen = Mutex<[String]>([])

    init(_ serve: @escaping @Sendable (Peer, FakeServer, Int) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard bound else { throw WeftError("io-error", "no port for a test server") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Pause.startThread { [weak self, listener] in
            var count = 0
            while true {
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0, let self else { return }
                let number = count
                count += 1
                Pause.startThread { serve(Peer(accepted), self, number) }
            }
        }
    }

    deinit {
        _ = shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var address: HadoopAddress { HadoopAddress(host: "127.0.0.1", port: port) }

    func note(_ text: String) { seen.withLock { $0.append(text) } }
}

/// A client of such a server, without security unless the options say so.
func fakeClient(
    _ servers: [HadoopAddress],
    options: RPCOptions = RPCOptions(),
    credentials: Credentials = Credentials(),
    selectToken: @escaping @Sendable (Credentials, HadoopAddress, ResolvedAddress) -> Token? = { _, _, _ in nil }
) throws -> RPCService {
    var options = options
    options.connectRetryInterval = 20
    options.failoverBaseDelay = 10
    options.failoverMaximumDelay = 50
    let user = UserGroupInformation(simpleName: "alice", loginSource: nil, credentials: credentials)
    let client = try RPCClient(configuration: HadoopConfiguration(environment: [:]), user: user, options: options)
    let info = RPCProtocol(name: "test.Protocol", principalKey: "test.principal", selectToken: selectToken)
    return try RPCService(client: client, protocolInfo: info, servers: servers)
}
