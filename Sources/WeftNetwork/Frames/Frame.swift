import NIOCore

/// What a frame is to its receiver.
enum FrameKind: UInt8, Sendable {
    /// A one-way message; its id is 0.
    case message = 1
    /// A request, whose id its answer repeats.
    case request = 2
    /// The answer to a request.
    case response = 3
    /// The answer to a request that has failed: a coded error.
    case failure = 4
}

/// One message between two processes.
struct Frame: Equatable, Sendable {
    /// The length, the kind, the id.
    static let headerBytes = 4 + 1 + 8
    /// What the length counts besides the body.
    static let countedHeaderBytes = 1 + 8

    var kind: FrameKind
    var id: UInt64
    var body: ByteBuffer

    /// Writes what stands before the body.
    func writeHeader(to buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(UInt32(Self.countedHeaderBytes + body.readableBytes), kind.rawValue, id)
    }
}
