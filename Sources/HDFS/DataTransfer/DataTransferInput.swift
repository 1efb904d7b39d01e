import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What a DataNode sends, read through a buffer and through what protects it. One thread at a time.
final class DataTransferInput: @unchecked Sendable {
    /// Milliseconds that the DataNode may take for a message or a packet. A DataNode that sends a byte now and then must
    /// not hold its reader for ever.
    var timeout: Int
    /// When what is being read has to be here.
    private var deadline: Deadline
    private let socket: StreamSocket
    private var protection: Protection = .none
    /// Bytes that nobody has taken yet, as they were before they were protected.
    private var plain = Buffer(capacity: Buffer.small)
    /// How many bytes at least the DataNode has yet to send of what was asked for.
    private var promised = 0

    private enum Protection {
        case none
        case sasl(any SaslCodec, sealed: Buffer)
        case aes(AESCounterStream)
    }

    /// Bytes that were read and not yet taken: `bytes[start..<end]`.
    private struct Buffer {
        var bytes: [UInt8]
        var start = 0
        var end = 0

        /// Small enough that little of a long packet's data is copied out of it, large enough for answers and headers.
        static let small = 4 << 10
        static let large = 128 << 10

        init(capacity: Int) { bytes = [UInt8](repeating: 0, count: capacity) }

        var count: Int { end - start }

        /// Makes room for so many bytes from the start on.
        mutating func reserve(_ count: Int) {
            if start > 0 {
                bytes.withUnsafeMutableBytes { memory in
                    guard let base = memory.baseAddress else { return }
                    base.copyMemory(from: base + start, byteCount: end - start)
                }
                end -= start
                start = 0
            }
            guard bytes.count < count else { return }
            var larger = [UInt8](repeating: 0, count: count)
            larger.replaceSubrange(..<end, with: bytes[..<end])
            bytes = larger
        }

        /// Reads once.
        ///
        /// - Returns: how many bytes came; 0 when the peer has closed.
        mutating func fill(_ read: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows -> Int {
            let from = end
            let count = try bytes.withUnsafeMutableBytes {
                try read(UnsafeMutableRawBufferPointer(rebasing: $0[from...]))
            }
            end += count
            return count
        }

        /// Runs a closure with the first bytes, and takes them.
        mutating func take<Result>(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
            defer { start += count }
            return try bytes.withUnsafeBytes {
                try body(UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
            }
        }
    }

    /// Sealed buffers are as long as the DataNode's writes, which are packets.
    private static let maximumSealedLength = PacketHeader.maximumPacketLength + (1 << 16)

    init(socket: StreamSocket, timeout: Int) {
        self.socket = socket
        self.timeout = timeout
        deadline = .after(milliseconds: timeout)
    }

    /// Gives the DataNode its time for what is read next, up to the next `begin` or message.
    ///
    /// - Parameter bytes: how many are known to come: a slow network needs time for long packets.
    func begin(bytes: Int = 0) { deadline = .after(milliseconds: timeout + bytes / Self.leastRate) }

    /// Bytes in a millisecond that the slowest network carries.
    private static let leastRate = 64

    /// Protects what is read from now on.
    ///
    /// - Throws: `hdfs-protocol` when bytes behind the handshake have come already: there is nobody they could be from.
    func protect(with protection: borrowing StreamProtection) throws {
        guard plain.count == 0 else {
            throw WeftError(.dataTransferProtocol, "the DataNode sent data before the end of the SASL handshake")
        }
        switch copy protection {
        case .none: return
        case .sasl(let codec): self.protection = .sasl(codec, sealed: Buffer(capacity: Buffer.large))
        case .aes(let incoming, _):
            self.protection = .aes(incoming)
            plain = Buffer(capacity: Buffer.large)
        }
    }

    /// Makes the buffer larger when packets are short: then one system call brings several of them. DataNodes send 64 KiB
    /// in a packet where they can leave the copying to the kernel, and `io.file.buffer.size`, 4 KiB by default, where SASL
    /// is between (BlockSender.java). Then they also write so little at once that waking for each write would cost more
    /// than the reading.
    ///
    /// - Parameters:
    ///   - length: the first packet's length; its data is still to be read.
    ///   - bytes: how many bytes come in all packets.
    func expectPackets(of length: Int, bytes: Int) {
        var buffered = plain.count
        if case .sasl(_, let sealed) = protection { buffered += sealed.count }
        promised = max(0, bytes - buffered)
        if case .none = protection, length <= Buffer.large / 8, bytes > Buffer.small { plain.reserve(Buffer.large) }
    }

    /// Whether bytes are here that nobody has taken.
    var hasBufferedBytes: Bool {
        if case .sasl(_, let sealed) = protection, sealed.count > 0 { return true }
        return plain.count > 0
    }

    /// Fills a buffer; long reads go straight into it where nothing protects them.
    ///
    /// - Throws: `connection-lost` when the DataNode closes before, `timed-out` as `begin` says, `sasl-failed`.
    func readExactly(into destination: UnsafeMutableRawBufferPointer) throws {
        var done = take(into: destination)
        while done < destination.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: destination[done...])
            switch protection {
            case .none where rest.count >= plain.bytes.count, .aes where rest.count >= plain.bytes.count:
                let count = try receive(rest)
                if count == 0 { throw closed() }
                try decrypt(UnsafeMutableRawBufferPointer(rebasing: rest[..<count]))
                done += count
            default:
                try fill(atLeast: 1)
                done += take(into: rest)
            }
        }
    }

    /// Lets `body` see the next bytes, and takes them.
    ///
    /// - Parameter count: how many, at most the length of a packet.
    func withNext<Result>(_ count: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        try fill(atLeast: count)
        return try plain.take(count, body)
    }

    /// Reads a message that has its length before it.
    ///
    /// - Parameter limit: the most bytes it may have.
    /// - Throws: `hdfs-protocol` for a longer one, `rpc-protocol` when it isn't one.
    func readDelimited<Message: HadoopMessage>(_: Message.Type, limit: Int = 1 << 20) throws -> Message {
        begin()
        var available = 1
        while true {
            try fill(atLeast: available)
            var place = 0
            let length = try plain.bytes.withUnsafeBytes {
                try Varint.read(UnsafeRawBufferPointer(rebasing: $0[plain.start..<plain.end]), at: &place)
            }
            guard let length else {
                available = plain.count + 1
                continue
            }
            guard length <= UInt64(limit) else {
                throw WeftError(
                    .dataTransferProtocol,
                    "the DataNode sent a \(Message.messageName) of \(length) bytes, more than \(limit)",
                    remedy: "check that the port is the DataNode's data transfer port, and that both sides protect it"
                        + " alike (dfs.data.transfer.protection, dfs.encrypt.data.transfer)"
                )
            }
            plain.start += place
            return try withNext(Int(length)) { try Message(serialized: $0) }
        }
    }

    /// Waits until there is something to read.
    ///
    /// - Returns: `false` when the deadline has passed.
    func waitReadable(until deadline: Deadline) throws -> Bool {
        if hasBufferedBytes { return true }
        return try socket.waitReadable(until: deadline)
    }

    // MARK: The buffer

    private func take(into destination: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(destination.count, plain.count)
        if count > 0 { plain.take(count) { destination.copyMemory(from: $0) } }
        return count
    }

    private func fill(atLeast count: Int) throws {
        if plain.count >= count { return }
        plain.reserve(count)
        while plain.count < count { try fillOnce() }
    }

    private func fillOnce() throws {
        switch protection {
        case .none:
            if try plain.fill({ try receive($0) }) == 0 { throw closed() }
        case .aes(var stream):
            protection = .none
            defer { protection = .aes(stream) }
            let count = try plain.fill {
                let count = try receive($0)
                try stream.apply(UnsafeMutableRawBufferPointer(rebasing: $0[..<count]))
                return count
            }
            if count == 0 { throw closed() }
        case .sasl(let codec, var sealed):
            protection = .none
            defer { protection = .sasl(codec, sealed: sealed) }
            try fill(&sealed, atLeast: 4)
            let length = sealed.take(4) { Int(UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self))) }
            guard length <= Self.maximumSealedLength else {
                throw WeftError(
                    .dataTransferProtocol,
                    "the DataNode sent a sealed buffer of \(length) bytes, more than \(Self.maximumSealedLength)",
                    remedy: "check that both sides protect data transfer alike (dfs.data.transfer.protection)"
                )
            }
            try fill(&sealed, atLeast: length)
            plain.bytes.removeSubrange(plain.end...)
            try sealed.take(length) { try codec.open($0, into: &plain.bytes) }
            plain.end = plain.bytes.count
        }
    }

    private func fill(_ buffer: inout Buffer, atLeast count: Int) throws {
        if buffer.count >= count { return }
        buffer.reserve(count)
        while buffer.count < count {
            if try buffer.fill({ try receive($0) }) == 0 { throw closed() }
        }
    }

    private func receive(_ destination: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try socket.read(into: destination, deadline: deadline, promised: promised)
        promised = max(0, promised - count)
        return count
    }

    private func decrypt(_ bytes: UnsafeMutableRawBufferPointer) throws {
        guard case .aes(var stream) = protection else { return }
        protection = .none
        defer { protection = .aes(stream) }
        try stream.apply(bytes)
    }

    private func closed() -> WeftError {
        WeftError("connection-lost", "the DataNode \(socket.peer) has closed the connection")
    }
}
