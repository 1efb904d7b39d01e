import Glibc
import WeftDiagnostics

/// Asks one KDC for something that it must refuse: its refusal tells that it is there, and what its clock shows.
public struct KDCProbe: Sendable {
    /// What a KDC answered.
    public struct Answer: Sendable, Hashable {
        /// How far the KDC's clock is ahead of this host's, to about a second; nil where it didn't say.
        public var clockOffset: Duration?
        /// The code of the refusal (RFC 4120, 7.5.9); nil where there was none.
        public var errorCode: Int?
        /// `tcp` or `udp`.
        public var transport: String
        /// How long the answer took.
        public var roundTrip: Duration
    }

    /// The KDC.
    public let address: KDCAddress
    /// The realm to ask for.
    public let realm: String

    /// Makes a probe.
    public init(_ address: KDCAddress, realm: String) {
        self.address = address
        self.realm = realm
    }

    /// Asks.
    ///
    /// - Parameter timeout: how long to wait for all of it.
    /// - Throws: `kerberos-kdc-unreachable`, and `kerberos-failed` for something that doesn't answer as KDCs do.
    public func run(timeout: Duration = .seconds(5)) throws -> Answer {
        let details: [WeftError.Detail] = [.init("KDC", "\(address)"), .init("realm", realm)]
        guard address.transport != .proxy else {
            throw WeftError(
                "kerberos-failed",
                "the KDC \(address) is behind an HTTPS proxy, which can't be asked",
                details: details
            )
        }
        do {
            return try KDCWait.run(for: timeout, details: details) {
                let deadline = Deadline.after(milliseconds: timeout.milliseconds)
                switch address.transport {
                case .tcp: return try ask(.tcp, deadline)
                case .udp: return try ask(.udp, deadline)
                case .any, .proxy:
                    do { return try ask(.tcp, deadline) } catch {
                        // The first one's reason is worth more: UDP has none but silence.
                        do { return try ask(.udp, deadline) } catch _ { throw error }
                    }
                }
            }
        } catch let error as WeftError where error.code != "kerberos-failed" {
            throw WeftError(
                KerberosCause.kdcUnreachable.code,
                "the KDC \(address) can't be reached: \(error.message)",
                remedy: KerberosCause.kdcUnreachable.remedy,
                details: details
            )
        }
    }

    private func ask(_ transport: KDCAddress.Transport, _ deadline: Deadline) throws -> Answer {
        let request = KDCRequest(realm: realm, nonce: UInt32.random(in: 0...0x7fff_ffff)).encoded
        let server = HadoopAddress(host: address.host, port: address.port)
        let (sent, started) = (WallClock.microseconds, ContinuousClock.now)
        let reply: [UInt8]
        switch transport {
        case .udp: reply = try Datagram.exchange(request, with: server, deadline: deadline)
        case .tcp, .any, .proxy: reply = try Self.overTCP(request, server, deadline)
        }
        let roundTrip = ContinuousClock.now - started
        let parsed = try KDCReply(parsing: reply)
        let middle = sent + Int64(roundTrip.milliseconds) * 500
        return Answer(
            clockOffset: parsed.serverTime.map { .microseconds($0 - middle) },
            errorCode: parsed.errorCode,
            transport: transport == .udp ? "udp" : "tcp",
            roundTrip: roundTrip
        )
    }

    /// RFC 4120, 7.2.2: a length in four bytes goes before each message.
    private static func overTCP(_ request: [UInt8], _ server: HadoopAddress, _ deadline: Deadline) throws -> [UInt8] {
        let socket = try StreamSocket.connect(to: server, deadline: deadline)
        defer { socket.close() }
        try socket.write(
            withUnsafeBytes(of: UInt32(request.count).bigEndian) { Array($0) } + request,
            deadline: deadline
        )
        var head = [UInt8](repeating: 0, count: 4)
        try head.withUnsafeMutableBytes { try socket.readExactly(into: $0, deadline: deadline) }
        let length = head.reduce(0) { $0 << 8 | Int($1) }
        guard length <= KDCReply.maximumLength else { throw KDCReply.noKDC }
        var body = [UInt8](repeating: 0, count: length)
        try body.withUnsafeMutableBytes { try socket.readExactly(into: $0, deadline: deadline) }
        return body
    }
}

/// The clock that people set.
enum WallClock {
    /// Microseconds since 1970.
    static var microseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

/// One message to a server and one back, by UDP.
private enum Datagram {
    static func exchange(_ request: [UInt8], with server: HadoopAddress, deadline: Deadline) throws -> [UInt8] {
        for remote in try server.resolve() {
            if let reply = try exchange(request, remote, deadline) { return reply }
        }
        throw WeftError("timed-out", "no answer by UDP")
    }

    private static func exchange(_ request: [UInt8], _ remote: ResolvedAddress, _ deadline: Deadline) throws -> [UInt8]?
    {
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(remote.family, kind, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let status = remote.bytes.withUnsafeBytes { bytes in
            bytes.baseAddress.map {
                connect(descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            } ?? -1
        }
        guard status == 0 else { return nil }
        // Datagrams get lost: each second another one.
        while !deadline.hasPassed {
            guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) >= 0 else { return nil }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, Int32(min(1000, deadline.remainingMilliseconds))) > 0 {
                var buffer = [UInt8](repeating: 0, count: KDCReply.maximumLength)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                return count > 0 ? Array(buffer.prefix(count)) : nil
            }
        }
        return nil
    }
}
