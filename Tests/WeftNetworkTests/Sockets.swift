import Glibc
import Synchronization

/// A blocking TCP socket, for peers that don't keep to the protocol.
final class PlainSocket: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) {
        self.descriptor = descriptor
        // A test must not hang where a byte is missing.
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Connects to a port of this machine.
    convenience init(port: Int) {
        self.init(descriptor: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        _ = withLoopback(port) { connect(descriptor, $0, $1) }
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
                return rest.baseAddress.map { Glibc.send(descriptor, $0, rest.count, Int32(MSG_NOSIGNAL)) } ?? 0
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// What comes next, at most so many bytes; empty when the peer has closed.
    func receive(atMost count: Int = 65_536) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &bytes, count, 0)
        return received > 0 ? Array(bytes[..<received]) : []
    }

    /// Exactly so many bytes, or fewer when the peer closes.
    func receive(exactly count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = receive(atMost: count - bytes.count)
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    /// Sends bytes and waits until the peer has closed: one that is left before it has been heard out may lose the bytes.
    func sendAndWait(_ bytes: [UInt8]) {
        send(bytes)
        while !receive(atMost: 1 << 16).isEmpty {}
    }

    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// A listening socket of this machine whose peers a closure serves, each on a thread of its own.
final class PlainServer: Sendable {
    let port: Int
    private let descriptor: Int32

    init(_ serve: @escaping @Sendable (PlainSocket) -> Void) {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = listening
        _ = withLoopback(0) { bind(listening, $0, $1) }
        listen(listening, 16)
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listening, $0, &size) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        inThread {
            while true {
                let accepted = accept(listening, nil, nil)
                guard accepted >= 0 else { return }
                inThread { serve(PlainSocket(descriptor: accepted)) }
            }
        }
    }

    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}

/// Stands between a client and a server and may change what goes by.
final class Proxy: Sendable {
    /// Gets what has come and its offset in its direction; gives what to pass on.
    typealias Change = @Sendable (_ bytes: [UInt8], _ offset: Int) -> [UInt8]

    private let server: PlainServer
    var port: Int { server.port }

    init(
        to port: Int,
        toServer: @escaping Change = { bytes, _ in bytes },
        toClient: @escaping Change = { bytes, _ in bytes }
    ) {
        server = PlainServer { client in
            let target = PlainSocket(port: port)
            inThread { Self.pump(from: target, to: client, toClient) }
            Self.pump(from: client, to: target, toServer)
        }
    }

    private static func pump(from source: PlainSocket, to target: PlainSocket, _ change: Change) {
        var offset = 0
        while true {
            let bytes = source.receive()
            guard !bytes.isEmpty else { break }
            target.send(change(bytes, offset))
            offset += bytes.count
        }
        target.shutDown()
        source.shutDown()
    }

    func stop() { server.stop() }
}

func inThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
        &thread,
        nil,
        { pointer in
            pointer.map { Unmanaged<Box>.fromOpaque($0).takeRetainedValue().body() }
            return nil
        },
        Unmanaged.passRetained(Box(body)).toOpaque()
    )
    pthread_detach(thread)
}

private func withLoopback<T>(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
