import Foundation
import HadoopProtos
import Synchronization

/// A port of this machine that leads to another one, until a test cuts something off.
final class LoopbackProxy: Sendable {
    private struct State {
        var isStopped = false
        var connections: [ObjectIdentifier: ProxiedConnection] = [:]
        /// The method of Hadoop RPC whose next answer is lost.
        var losing: String?
        /// How often methods were called.
        var calls: [String: Int] = [:]
    }

    /// The port to connect to.
    let port: Int
    private let listener: Int32
    private let target: Int
    private let state = Mutex(State())

    /// - Parameter target: the port it leads to.
    init(to target: Int) throws {
        self.target = target
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = Self.withLoopback(0) { bind(listener, $0, size) == 0 } && listen(listener, 64) == 0
        guard isListening else { throw ChildProgram.Failure(description: "no port for a proxy: \(errno)") }
        var address = sockaddr_in()
        var length = size
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listener, $0, &length) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Ends all connections, and lets nobody connect any more.
    func stop() {
        let open = state.withLock { state in
            guard !state.isStopped else { return [ProxiedConnection]() }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            close(listener)
            return Array(state.connections.values)
        }
        for connection in open { connection.end() }
    }

    /// Loses the answer to the next call of a method of Hadoop RPC, and the connection with it; the server has done the
    /// work by then. Calls must come one after the other, and neither signed nor encrypted.
    func loseAnswer(to method: String) { state.withLock { $0.losing = method } }

    /// How often a method was called.
    func calls(of method: String) -> Int { state.withLock { $0.calls[method] ?? 0 } }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            if client < 0 {
                if state.withLock({ $0.isStopped }) { return }
                continue
            }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isConnected = Self.withLoopback(target) { connect(server, $0, size) == 0 }
            let connection = ProxiedConnection(client: client, server: server)
            let isTaken = state.withLock { state in
                guard isConnected, !state.isStopped else { return false }
                state.connections[ObjectIdentifier(connection)] = connection
                return true
            }
            guard isTaken else { continue }
            Thread.detachNewThread { [self] in
                connection.relayRequests { isLost(callOf: $0) }
                state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(connection)) }
            }
            Thread.detachNewThread { connection.relayAnswers() }
        }
    }

    /// Whether the answer to a frame is to be lost.
    private func isLost(callOf frame: [UInt8]) -> Bool {
        let method = frame.withUnsafeBytes { bytes in
            var offset = 0
            let header = try? RpcRequestHeaderProto(delimited: bytes, at: &offset)
            guard let header, header.callId >= 0 else { return "" }
            return (try? RequestHeaderProto(delimited: bytes, at: &offset))?.methodName ?? ""
        }
        return state.withLock { state in
            state.calls[method, default: 0] += 1
            guard state.losing == method else { return false }
            state.losing = nil
            return true
        }
    }

    private static func withLoopback<R>(_ port: Int, _ body: (UnsafePointer<sockaddr>) -> R) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }
}

/// Two connections, each of which gets what comes from the other.
private final class ProxiedConnection: Sendable {
    private let client: Int32
    private let server: Int32
    private let losesAnswer = Mutex(false)

    init(client: Int32, server: Int32) {
        self.client = client
        self.server = server
    }

    deinit {
        close(client)
        close(server)
    }

    func end() {
        shutdown(client, Int32(SHUT_RDWR))
        shutdown(server, Int32(SHUT_RDWR))
    }

    /// - Parameter isLost: asked for each frame of Hadoop RPC before it goes on.
    func relayRequests(_ isLost: ([UInt8]) -> Bool) {
        defer { end() }
        // What isn't Hadoop RPC goes on as it comes.
        guard var unread = receive(client) else { return }
        while unread.count < 7, unread.starts(with: Array("hrpc".utf8).prefix(unread.count)) {
            guard let more = receive(client) else { return }
            unread += more
        }
        let isRPC = unread.starts(with: Array("hrpc".utf8))
        var start = isRPC ? 7 : 0
        if isRPC { guard send(Array(unread[..<7]), to: server) else { return } }
        while true {
            if isRPC {
                while unread.count - start >= 4 {
                    let length = unread[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
                    guard unread.count - start >= 4 + length else { break }
                    let end = start + 4 + length
                    if isLost(Array(unread[start + 4..<end])) { losesAnswer.withLock { $0 = true } }
                    guard send(Array(unread[start..<end]), to: server) else { return }
                    start = end
                }
            } else {
                guard send(Array(unread[start...]), to: server) else { return }
                start = unread.count
            }
            unread.removeFirst(start)
            start = 0
            guard let more = receive(client) else { return }
            unread += more
        }
    }

    func relayAnswers() {
        defer { end() }
        while let bytes = receive(server), !losesAnswer.withLock({ $0 }), send(bytes, to: client) {}
    }

    private func receive(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    private func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
