import Glibc
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// A listening TCP socket.
final class ServerSocket: Sendable {
    /// The port that it listens on.
    let port: Int
    private let descriptor: Int32
    private let ended = Atomic<Bool>(false)

    /// Listens.
    ///
    /// - Parameters:
    ///   - address: the numeric IPv4 address, `127.0.0.1` for instance.
    ///   - port: the port; 0 for any that is free.
    /// - Throws: `port-in-use` when another program has the port; `io-error`.
    init(address: String, port: Int) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failed(address, port, errno) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        inet_pton(AF_INET, address, &name.sin_addr)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard bound else {
            let code = errno
            Glibc.close(descriptor)
            throw Self.failed(address, port, code)
        }
        self.descriptor = descriptor
        self.port = Int(UInt16(bigEndian: name.sin_port))
    }

    deinit { Glibc.close(descriptor) }

    private static func failed(_ address: String, _ port: Int, _ code: Int32) -> WeftError {
        WeftError(
            code == EADDRINUSE ? "port-in-use" : "io-error",
            "can't listen on \(address):\(port): \(String(cString: strerror(code)))",
            remedy: code == EADDRINUSE ? "stop the program that has the port, or choose another one" : ""
        )
    }

    /// Waits for a connection.
    ///
    /// - Returns: nil when the socket was closed.
    func accept() -> ServerConnectionSocket? {
        while !ended.load(ordering: .acquiring) {
            var name = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let accepted = withUnsafeMutablePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Glibc.accept(descriptor, $0, &size)
                }
            }
            if accepted >= 0 {
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                _ = fcntl(accepted, F_SETFL, O_NONBLOCK)
                var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
                inet_ntop(AF_INET, &name.sin_addr, &text, socklen_t(text.count))
                let address = text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
                return ServerConnectionSocket(descriptor: accepted, address: address)
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            // Out of descriptors: somebody may give one back.
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: Pause.sleep(milliseconds: 50)
            default: return nil
            }
        }
        return nil
    }

    /// Ends listening; `accept` returns nil.
    func close() {
        ended.store(true, ordering: .releasing)
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }
}

/// A connection that a client made.
final class ServerConnectionSocket: Sendable {
    /// The client's numeric address.
    let address: String
    private let descriptor: Int32

    init(descriptor: Int32, address: String) {
        self.descriptor = descriptor
        self.address = address
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Reads what is there, waiting when there is nothing.
    ///
    /// - Returns: how many bytes were read; 0 when the client has closed, nothing came in time, or the connection is lost.
    func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) -> Int {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            guard errno == EINTR || (errno == EAGAIN && wait(for: Int16(POLLIN), until: deadline)) else { return 0 }
        }
    }

    /// Writes all bytes.
    ///
    /// - Returns: whether the client took them.
    func write(_ bytes: [UInt8], deadline: Deadline) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = send(
                    descriptor,
                    bytes.baseAddress.map { $0 + done },
                    bytes.count - done,
                    Int32(MSG_NOSIGNAL)
                )
                if count >= 0 {
                    done += count
                } else {
                    guard errno == EINTR || (errno == EAGAIN && wait(for: Int16(POLLOUT), until: deadline)) else {
                        return false
                    }
                }
            }
            return true
        }
    }

    private func wait(for events: Int16, until deadline: Deadline) -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        while true {
            let status = poll(&entry, 1, Int32(clamping: deadline.remainingMilliseconds))
            if status > 0 { return true }
            if status == 0 ? deadline.hasPassed : errno != EINTR { return false }
        }
    }

    /// Ends the connection; who waits on it wakes up.
    func close() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
}
