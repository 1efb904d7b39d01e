import BinaryCoding
import NIOCore
import WeftDiagnostics

/// What driver and executors say to one another: a byte that tells the message, then its fields.
///
/// Both run the same build, which the handshake has checked, so messages carry no description of themselves.
protocol ClusterMessage: Codable, Sendable {
    static var tag: MessageTag { get }
}

/// The first byte of each message.
enum MessageTag: UInt8 {
    // From executors to the driver.
    case registerExecutor = 1
    case taskEnded
    case taskResultPart
    case heartbeat
    case blockChanged
    case broadcastHeld
    case shuffleMoved
    case executorDecommissioning
    case executorLeaving
    case getStageBinary
    case getMapStatuses
    case getBroadcast
    case getFile
    case getExecutors
    case getBlockHolders

    // From the driver to executors.
    case launchTask = 64
    case killTask
    case removeBlocks
    case removeShuffle
    case removeBroadcast
    case removeStageBinary
    case decommission
    case reportBlocks
    case shutdown
    case updateCredentials

    // Between executors, and to the driver for broadcasts.
    case fetchShuffleBlocks = 128
    case fetchBroadcastPiece
    case fetchFilePart
    case fetchCachedBlock
    case putCachedBlock
    case putShuffleFile
}

extension ClusterMessage {
    /// The message as it travels.
    func encoded() throws -> ByteBuffer {
        let writer = ByteWriter(capacity: 256)
        writer.write(Self.tag.rawValue)
        try BinaryCoding.encode(self, into: writer)
        return writer.withUnsafeBytes { ByteBuffer(bytes: $0) }
    }

    /// The message in a buffer, whose tag has been read by `MessageTag.init(of:)`.
    init(_ buffer: ByteBuffer) throws {
        self = try buffer.withUnsafeReadableBytes { bytes in
            try BinaryCoding.decode(Self.self, from: UnsafeRawBufferPointer(rebasing: bytes.dropFirst()))
        }
    }
}

extension MessageTag {
    /// What message a buffer holds.
    ///
    /// - Throws: `corrupt-data` when it holds none.
    init(of buffer: ByteBuffer) throws {
        guard let byte = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self), let tag = MessageTag(rawValue: byte)
        else { throw WeftError("corrupt-data", "a message of an unknown kind came") }
        self = tag
    }
}

extension ByteBuffer {
    /// A reply: a value without a tag, since whoever asked knows what comes.
    init<Value: Codable>(reply value: Value) throws {
        let writer = ByteWriter(capacity: 256)
        try BinaryCoding.encode(value, into: writer)
        self = writer.withUnsafeBytes { ByteBuffer(bytes: $0) }
    }

    /// The value of a reply.
    func reply<Value: Codable>(as type: Value.Type = Value.self) throws -> Value {
        try withUnsafeReadableBytes { try BinaryCoding.decode(type, from: $0) }
    }

    /// All bytes.
    var allBytes: [UInt8] { withUnsafeReadableBytes { Array($0) } }
}
