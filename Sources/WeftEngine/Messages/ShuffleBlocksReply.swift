import BinaryCoding
import NIOCore
import WeftDiagnostics

/// Asks an executor for shuffle blocks; answered by `ShuffleBlocksReply`.
struct FetchShuffleBlocks: ClusterMessage {
    static let tag = MessageTag.fetchShuffleBlocks
    var request: ShuffleBlockRequest
}

/// Shuffle blocks on their way: the length of a description (four bytes), the description of the parts, the parts' bytes.
enum ShuffleBlocksReply {
    /// Reads what is asked for straight into the answer.
    static func read(_ request: ShuffleBlockRequest, from store: ShuffleStore) throws -> ByteBuffer {
        let answer = try store.serve(request)
        let header = try BinaryCoding.encode(answer.parts)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(4 + header.count + answer.byteCount)
        buffer.writeInteger(UInt32(header.count))
        buffer.writeBytes(header)
        try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: answer.byteCount) { bytes in
            try answer.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<answer.byteCount]))
        }
        return buffer
    }

    static func decode(_ buffer: ByteBuffer) throws -> ShuffleBlockResponse {
        var buffer = buffer
        guard let length = buffer.readInteger(as: UInt32.self), let header = buffer.readSlice(length: Int(length))
        else {
            throw WeftError("corrupt-data", "an answer with shuffle blocks is cut short")
        }
        return ShuffleBlockResponse(
            parts: try header.reply(as: [ShuffleBlockResponse.Part].self),
            bytes: BufferBytes(buffer: buffer)
        )
    }
}

/// The bytes of a network buffer.
struct BufferBytes: ShuffleBytes {
    let buffer: ByteBuffer

    var count: Int { buffer.readableBytes }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try buffer.withUnsafeReadableBytes(body)
    }
}

/// Fetches shuffle blocks over the connections between executors.
struct NetworkShuffleFetcher: ShuffleFetcher {
    let peers: PeerNetwork

    func fetch(
        _ request: ShuffleBlockRequest,
        from executorID: String,
        _ completion: @escaping @Sendable (Result<ShuffleBlockResponse, WeftError>) -> Void
    ) {
        peers.ask(executorID, FetchShuffleBlocks(request: request)) { answer in
            completion(
                answer.flatMap { buffer in
                    Result { try ShuffleBlocksReply.decode(buffer) }.mapError { WeftError(wrapping: $0) }
                }
            )
        }
    }
}
