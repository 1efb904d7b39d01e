import Glibc
import Synchronization
import WeftDiagnostics

/// A TCP connection that blocks its caller, for no longer than a deadline.
///
/// One thread may write while another reads. `shutdown()` may come from any thread and ends both. Errors are `WeftError`:
/// before anything was sent `unknown-host`, `connection-refused`, `connect-timeout`, `connection-failed`; afterwards
/// `connection-lost` and `timed-out`.
public final class StreamSocket: Sendable {
    /// Who is at the other end, as it was asked for.
    public let peer: HadoopAddress
    /// The numeric address that was connected to.
    public let remote: ResolvedAddress
    private let descriptor: Int32
    private let ended = Atomic<Bool>(false)
    /// How many bytes have to be there before the socket counts as readable: `SO_RCVLOWAT`.
    private let lowWaterMark = Atomic<Int32>(1)

    private init(descriptor: Int32, peer: HadoopAddress, remote: ResolvedAddress) {
        self.descriptor = descriptor
        self.peer = peer
        self.remote = remote
    }

    /// Takes over a connection that somebody else has made.
    package convenience init(adopting descriptor: Int32, peer: HadoopAddress, remote: ResolvedAddress) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        self.init(descriptor: descriptor, peer: peer, remote: remote)
    }

    // The descriptor lives as long as the object, so that no thread polls a number that belongs to another file by now.
    deinit { Glibc.close(descriptor) }

    /// Connects to the first of a host's addresses that answers.
    ///
    /// - Parameters:
    ///   - address: where to.
    ///   - deadline: when to give up, for all addresses together. Resolving the name isn't counted; the resolver has
    ///     time limits of its own.
    ///   - receiveBuffer: the size of the kernel's receive buffer in bytes; without it the kernel chooses.
    public static func connect(
        to address: HadoopAddress,
        deadline: Deadline,
        receiveBuffer: Int? = nil
    ) throws -> StreamSocket {
        var failure: WeftError?
        for remote in try address.resolve() {
            do {
                return try connect(to: address, remote, deadline: deadline, receiveBuffer: receiveBuffer)
            } catch let error as WeftError {
                failure = failure ?? error
            }
        }
        throw failure ?? WeftError("unknown-host", "the host \(address.host) has no address")
    }

    private static func connect(
        to address: HadoopAddress,
        _ remote: ResolvedAddress,
        deadline: Deadline,
        receiveBuffer: Int?
    ) throws -> StreamSocket {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(remote.family, type, 0)
        guard descriptor >= 0 else { throw connectError(address, remote, errno) }
        let made = StreamSocket(descriptor: descriptor, peer: address, remote: remote)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, socklen_t(MemoryLayout<Int32>.size))
        if let receiveBuffer {
            var size = Int32(clamping: receiveBuffer)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let status = remote.bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                Glibc.connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            } ?? -1
        }
        if status != 0 {
            guard errno == EINPROGRESS || errno == EINTR else { throw connectError(address, remote, errno) }
            guard try made.wait(for: Int16(POLLOUT), until: deadline) else {
                throw connectError(address, remote, ETIMEDOUT)
            }
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            guard code == 0 else { throw connectError(address, remote, code) }
        }
        if made.isConnectedToItself {
            // On loopback, a port that nobody listens on can be the one that the kernel chose for this end.
            throw connectError(address, remote, ECONNREFUSED)
        }
        return made
    }

    private var isConnectedToItself: Bool {
        var local = sockaddr_storage()
        var other = sockaddr_storage()
        var localSize = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var otherSize = localSize
        return withUnsafeMutablePointer(to: &local) { local in
            withUnsafeMutablePointer(to: &other) { other in
                let here = UnsafeMutableRawPointer(local).assumingMemoryBound(to: sockaddr.self)
                let there = UnsafeMutableRawPointer(other).assumingMemoryBound(to: sockaddr.self)
                return getsockname(descriptor, here, &localSize) == 0 && getpeername(descriptor, there, &otherSize) == 0
                    && localSize == otherSize && memcmp(local, other, Int(localSize)) == 0
            }
        }
    }

    private static func connectError(_ address: HadoopAddress, _ remote: ResolvedAddress, _ code: Int32) -> WeftError {
        let kind: WeftError.Code
        let remedy: String
        switch code {
        case ECONNREFUSED:
            kind = "connection-refused"
            remedy = "check that the server runs and listens on this address and port"
        case ETIMEDOUT:
            kind = "connect-timeout"
            remedy = "check the address, and that no firewall is between"
        default:
            kind = "connection-failed"
            remedy = "check the network between this host and the server"
        }
        return WeftError(
            kind,
            "can't connect to \(address): \(code == ETIMEDOUT ? "no answer in time" : String(cString: strerror(code)))",
            remedy: remedy,
            details: [.init("server", "\(address)"), .init("address", "\(remote)")]
        )
    }

    // MARK: Waiting

    /// Waits until the socket is ready.
    ///
    /// - Returns: whether it is ready, `false` when the deadline has passed.
    private func wait(for events: Int16, until deadline: Deadline) throws -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        while true {
            let status = poll(&entry, 1, Int32(clamping: deadline.remainingMilliseconds))
            if status > 0 { return true }
            if status == 0 {
                if deadline.hasPassed { return false }
            } else if errno != EINTR {
                throw lost(errno)
            }
        }
    }

    /// Waits until there are bytes to read or the peer has closed.
    ///
    /// - Returns: `false` when the deadline has passed.
    public func waitReadable(until deadline: Deadline) throws -> Bool {
        waitForBytes(1)
        return try wait(for: Int16(POLLIN), until: deadline)
    }

    /// Waits until bytes can be written or the peer has closed.
    ///
    /// - Returns: `false` when the deadline has passed.
    public func waitWritable(until deadline: Deadline) throws -> Bool {
        try wait(for: Int16(POLLOUT), until: deadline)
    }

    /// Whether the connection is open with nothing to read, as an idle connection should be.
    public var isIdleAndOpen: Bool {
        if ended.load(ordering: .acquiring) { return false }
        waitForBytes(1)
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 0
    }

    /// Lets who waits to read sleep until so many bytes are there, or the peer has closed.
    private func waitForBytes(_ count: Int32) {
        guard lowWaterMark.load(ordering: .relaxed) != count else { return }
        var mark = count
        let status = setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &mark, socklen_t(MemoryLayout<Int32>.size))
        if status == 0 { lowWaterMark.store(count, ordering: .relaxed) }
    }

    // MARK: Reading and writing

    /// What a reader waits for at once when more is promised. More would let the sender wait for the reader.
    private static let manyBytes = 64 << 10
    /// For how many milliseconds: behind a slow network, or a peer that breaks its promise, what is there is taken.
    private static let waitForMany = 50

    /// Reads what is there, waiting when there is nothing.
    ///
    /// - Parameters:
    ///   - buffer: where to.
    ///   - deadline: when to give up.
    ///   - promised: how many bytes are sure to come if the peer does as it should. With many of them a thread that waits
    ///     sleeps until it's worth to wake up, not for each of the pieces that the peer writes.
    /// - Returns: how many bytes were read; 0 when the peer has closed or the buffer is empty.
    /// - Throws: `timed-out` when nothing came before the deadline; `connection-lost`.
    public func read(
        into buffer: UnsafeMutableRawBufferPointer,
        deadline: Deadline,
        promised: Int = 1
    ) throws -> Int {
        guard let base = buffer.baseAddress, buffer.count > 0 else { return 0 }
        var waitsForMany = promised > 1
        while true {
            let count = recv(descriptor, base, buffer.count, 0)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN where waitsForMany, EWOULDBLOCK where waitsForMany:
                waitForBytes(Int32(min(promised, Self.manyBytes)))
                _ = try wait(for: Int16(POLLIN), until: min(deadline, .after(milliseconds: Self.waitForMany)))
                waitsForMany = false
            case EAGAIN, EWOULDBLOCK:
                waitForBytes(1)
                guard try wait(for: Int16(POLLIN), until: deadline) else { throw timedOut("sent nothing") }
            default: throw lost(errno)
            }
        }
    }

    /// Reads what is there already.
    ///
    /// - Returns: how many bytes were read, 0 when the peer has closed; `nil` when there is nothing.
    /// - Throws: `connection-lost`.
    func readAvailable(into buffer: UnsafeMutableRawBufferPointer) throws -> Int? {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return nil
            default: throw lost(errno)
            }
        }
    }

    /// Fills a buffer.
    ///
    /// - Throws: `connection-lost` when the peer closes before, `timed-out`.
    public func readExactly(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws {
        var done = 0
        while done < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), deadline: deadline)
            if count == 0 { throw closed() }
            done += count
        }
    }

    /// Writes all bytes.
    ///
    /// - Throws: `timed-out` when the peer takes none before the deadline; `connection-lost`.
    public func write(_ bytes: UnsafeRawBufferPointer, deadline: Deadline) throws {
        try write([bytes], deadline: deadline)
    }

    /// Writes all bytes of an array.
    public func write(_ bytes: [UInt8], deadline: Deadline) throws {
        try bytes.withUnsafeBytes { try write([$0], deadline: deadline) }
    }

    /// Writes all bytes of several buffers, in as few system calls as possible.
    public func write(_ buffers: [UnsafeRawBufferPointer], deadline: Deadline) throws {
        try withUnsafeTemporaryAllocation(of: iovec.self, capacity: max(1, buffers.count)) { vectors in
            var count = 0
            for buffer in buffers where buffer.count > 0 {
                vectors[count] = iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress),
                    iov_len: buffer.count
                )
                count += 1
            }
            var first = 0
            while first < count {
                var message = msghdr()
                message.msg_iov = vectors.baseAddress.map { $0 + first }
                message.msg_iovlen = min(count - first, 1024)
                var sent = sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                if sent < 0 {
                    switch errno {
                    case EINTR: continue
                    case EAGAIN, EWOULDBLOCK:
                        guard try wait(for: Int16(POLLOUT), until: deadline) else {
                            throw timedOut("takes no more bytes")
                        }
                        continue
                    default: throw lost(errno)
                    }
                }
                while first < count, sent >= vectors[first].iov_len {
                    sent -= vectors[first].iov_len
                    first += 1
                }
                if sent > 0 {
                    vectors[first].iov_base = vectors[first].iov_base.map { $0 + sent }
                    vectors[first].iov_len -= sent
                }
            }
        }
    }

    // MARK: The end

    /// Ends the connection in both directions; threads that wait on it wake up with an error.
    public func shutdown() {
        ended.store(true, ordering: .releasing)
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// The same as `shutdown()`; the descriptor goes with the last reference.
    public func close() { shutdown() }

    private func closed() -> WeftError {
        if ended.load(ordering: .acquiring) { return lost(ECONNABORTED) }
        return WeftError(
            "connection-lost",
            "\(peer) has closed the connection",
            details: [.init("server", "\(peer)"), .init("address", "\(remote)")]
        )
    }

    private func lost(_ code: Int32) -> WeftError {
        WeftError(
            "connection-lost",
            "the connection to \(peer) is lost: \(String(cString: strerror(code)))",
            details: [.init("server", "\(peer)"), .init("address", "\(remote)")]
        )
    }

    private func timedOut(_ what: String) -> WeftError {
        WeftError(
            "timed-out",
            "\(peer) \(what) in time",
            remedy: "check the load of the server and the network to it",
            details: [.init("server", "\(peer)"), .init("address", "\(remote)")]
        )
    }
}
