import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What is sent to a DataNode, through what protects it. One thread at a time, which needn't be the one that reads.
final class DataTransferOutput: @unchecked Sendable {
    /// Milliseconds that the DataNode may take nothing.
    var timeout: Int
    private let socket: StreamSocket
    private var protection: Protection = .none
    private var scratch: [UInt8] = []

    private enum Protection {
        case none
        case sasl(any SaslCodec)
        case aes(AESCounterStream)
    }

    /// How many bytes are encrypted before they are sent.
    private static let encryptedLength = 256 << 10

    init(socket: StreamSocket, timeout: Int) {
        self.socket = socket
        self.timeout = timeout
    }

    /// Protects what is written from now on.
    func protect(with protection: borrowing StreamProtection) {
        switch copy protection {
        case .none: break
        case .sasl(let codec): self.protection = .sasl(codec)
        case .aes(_, let outgoing): self.protection = .aes(outgoing)
        }
    }

    /// Whether a few bytes can be written without waiting.
    var isWritable: Bool { (try? socket.waitWritable(until: .now)) == true }

    /// Writes all bytes of several buffers, in as few system calls as possible.
    ///
    /// - Throws: `connection-lost`, `timed-out`.
    func write(_ buffers: [UnsafeRawBufferPointer]) throws {
        switch protection {
        case .none:
            try socket.write(buffers, deadline: .after(milliseconds: timeout))
        case .aes(var stream):
            protection = .none
            defer { protection = .aes(stream) }
            try inPieces(of: Self.encryptedLength, buffers) { piece in
                try piece.withUnsafeMutableBytes { bytes in
                    try stream.apply(bytes)
                    try socket.write(UnsafeRawBufferPointer(bytes), deadline: .after(milliseconds: timeout))
                }
            }
        case .sasl(let codec):
            var sealed: [UInt8] = []
            try inPieces(of: max(1, codec.maximumPlainLength), buffers) { piece in
                sealed.removeAll(keepingCapacity: true)
                sealed += [0, 0, 0, 0]
                try piece.withUnsafeBytes { try codec.seal($0, into: &sealed) }
                let length = UInt32(sealed.count - 4).bigEndian
                try sealed.withUnsafeMutableBytes { bytes in
                    bytes.storeBytes(of: length, as: UInt32.self)
                    try socket.write(UnsafeRawBufferPointer(bytes), deadline: .after(milliseconds: timeout))
                }
            }
        }
    }

    /// Writes all bytes of an array.
    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write([$0]) }
    }

    /// Sends a message with its length before it.
    func writeDelimited(_ message: some HadoopMessage) throws {
        var bytes: [UInt8] = []
        message.serializeDelimited(into: &bytes)
        try write(bytes)
    }

    /// Sends an operation.
    func send(_ operation: DataTransferOperation) throws {
        try write(operation.serialized)
    }

    /// Gathers buffers into pieces of at most `limit` bytes in the scratch array.
    private func inPieces(
        of limit: Int,
        _ buffers: [UnsafeRawBufferPointer],
        _ body: (inout [UInt8]) throws -> Void
    ) throws {
        scratch.removeAll(keepingCapacity: true)
        for buffer in buffers {
            var rest = buffer[...]
            while !rest.isEmpty {
                let room = limit - scratch.count
                scratch += UnsafeRawBufferPointer(rebasing: rest.prefix(room))
                rest = rest.dropFirst(room)
                if scratch.count == limit {
                    try body(&scratch)
                    scratch.removeAll(keepingCapacity: true)
                }
            }
        }
        if !scratch.isEmpty { try body(&scratch) }
    }
}
