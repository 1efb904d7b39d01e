import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What a DataNode sends, read through a buffer and through what protects it. One thread at a time.
final class DataTransferInput: @unchecked Sendable {
    /// Milliseconds that the DataNode may be silent.
    var timeout: Int
    private let socket: StreamSocket
    private var protection: Protection = .none
    /// Bytes that were read and not yet taken: `buffer[start..<end]`.
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0

    private enum Protection {
        case none
        case sasl(any SaslCodec, sealed: [UInt8])
        case aes(AESCounterStream)
    }

    /// Sealed buffers are as long as the DataNode's writes, which are packets.
    private static let maximumSealedLength = PacketHeader.maximumPacketLength + (1 << 16)
    /// Small enough that little of a packet's data is copied out of it, large enough for the answers and headers.
    private static let plainBuffer = 4 << 10
    private static let protectedBuffer = 128 << 10

    init(socket: StreamSocket, timeout: Int) {
        self.socket = socket
        self.timeout = timeout
        buffer = [UInt8](repeating: 0, count: Self.plainBuffer)
    }

    /// Protects what is read from now on.
    ///
    /// - Throws: `hdfs-protocol` when bytes behind the handshake have come already: there is nobody they could be from.
    func protect(with protection: borrowing StreamProtection) throws {
        guard start == end else {
            throw WeftError(.dataTransferProtocol, "the DataNode sent data before the end of the SASL handshake")
        }
        switch copy protection {
        case .none: return
        case .sasl(let codec): self.protection = .sasl(codec, sealed: [])
        case .aes(let incoming, _):
            self.protection = .aes(incoming)
            buffer = [UInt8](repeating: 0, count: Self.protectedBuffer)
        }
        start = 0
        end = 0
    }

    /// Whether bytes are here that nobody has taken.
    var hasBufferedBytes: Bool { start < end }

    /// Fills a buffer; long reads go straight into it where nothing protects them.
    ///
    /// - Throws: `connection-lost` when the DataNode closes before, `timed-out`, `sasl-failed`.
    func readExactly(into destination: UnsafeMutableRawBufferPointer) throws {
        var done = take(into: destination)
        while done < destination.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: destination[done...])
            switch protection {
            case .none where rest.count >= buffer.count:
                try socket.readExactly(into: rest, deadline: .after(milliseconds: timeout))
                return
            case .aes where rest.count >= buffer.count:
                let count = try socket.read(into: rest, deadline: .after(milliseconds: timeout))
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
        defer { start += count }
        return try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start..<start + count])) }
    }

    /// Throws bytes away.
    func skip(_ count: Int) throws {
        var left = count
        while left > 0 {
            try fill(atLeast: 1)
            let taken = min(left, end - start)
            start += taken
            left -= taken
        }
    }

    /// Reads a message that has its length before it.
    ///
    /// - Parameter limit: the most bytes it may have.
    /// - Throws: `hdfs-protocol` for a longer one, `rpc-protocol` when it isn't one.
    func readDelimited<Message: HadoopMessage>(_: Message.Type, limit: Int = 1 << 20) throws -> Message {
        var available = 1
        while true {
            try fill(atLeast: available)
            var place = 0
            let length = try buffer.withUnsafeBytes {
                try Varint.read(UnsafeRawBufferPointer(rebasing: $0[start..<end]), at: &place)
            }
            guard let length else {
                available = end - start + 1
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
            start += place
            return try withNext(Int(length)) { try Message(serialized: $0) }
        }
    }

    /// Waits until there is something to read.
    ///
    /// - Returns: `false` when the deadline has passed.
    func waitReadable(until deadline: Deadline) throws -> Bool {
        if start < end { return true }
        return try socket.waitReadable(until: deadline)
    }

    // MARK: The buffer

    private func take(into destination: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(destination.count, end - start)
        if count > 0, let base = destination.baseAddress {
            buffer.withUnsafeBytes { source in
                if let from = source.baseAddress { base.copyMemory(from: from + start, byteCount: count) }
            }
            start += count
        }
        return count
    }

    private func fill(atLeast count: Int) throws {
        if end - start >= count { return }
        if start > 0 {
            buffer.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                base.copyMemory(from: base + start, byteCount: end - start)
            }
            end -= start
            start = 0
        }
        while end < count { try fillOnce(room: count) }
    }

    private func fillOnce(room: Int) throws {
        switch protection {
        case .none:
            if buffer.count < room { buffer += repeatElement(0, count: room - buffer.count) }
            let count = try buffer.withUnsafeMutableBytes {
                try socket.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: $0[end...]),
                    deadline: .after(milliseconds: timeout)
                )
            }
            if count == 0 { throw closed() }
            end += count
        case .aes:
            if buffer.count < room { buffer += repeatElement(0, count: room - buffer.count) }
            let from = end
            let count = try buffer.withUnsafeMutableBytes {
                try socket.read(
                    into: UnsafeMutableRawBufferPointer(rebasing: $0[from...]),
                    deadline: .after(milliseconds: timeout)
                )
            }
            if count == 0 { throw closed() }
            try buffer.withUnsafeMutableBytes {
                try decrypt(UnsafeMutableRawBufferPointer(rebasing: $0[from..<from + count]))
            }
            end += count
        case .sasl(let codec, var sealed):
            protection = .none
            defer { protection = .sasl(codec, sealed: sealed) }
            try readSealed(into: &sealed)
            buffer.removeSubrange(end...)
            try sealed.withUnsafeBytes { try codec.open($0, into: &buffer) }
            end = buffer.count
        }
    }

    private func readSealed(into sealed: inout [UInt8]) throws {
        var length: UInt32 = 0
        try withUnsafeMutableBytes(of: &length) {
            try socket.readExactly(into: $0, deadline: .after(milliseconds: timeout))
        }
        let count = Int(UInt32(bigEndian: length))
        guard count <= Self.maximumSealedLength else {
            throw WeftError(
                .dataTransferProtocol,
                "the DataNode sent a sealed buffer of \(count) bytes, more than \(Self.maximumSealedLength)",
                remedy: "check that both sides protect data transfer alike (dfs.data.transfer.protection)"
            )
        }
        if sealed.count > count {
            sealed.removeSubrange(count...)
        } else {
            sealed += repeatElement(0, count: count - sealed.count)
        }
        try sealed.withUnsafeMutableBytes {
            try socket.readExactly(into: $0, deadline: .after(milliseconds: timeout))
        }
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
