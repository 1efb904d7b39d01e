import NIOCore
import WeftDiagnostics
import WeftNetwork

/// Answers other executors: shuffle blocks, pieces of broadcasts, persisted blocks.
///
/// Files are read on threads of its own, since those of the network must not wait for a disk.
final class BlockServer: ConnectionHandler {
    private let environment: ExecutorEnvironment
    private let broadcasts: BroadcastStore
    private let cachedBlocks: CachedBlockTransfer
    private let shuffleFiles = IncomingShuffleFiles()
    private let threads: TaskSlots

    init(environment: ExecutorEnvironment, broadcasts: BroadcastStore, cachedBlocks: CachedBlockTransfer) throws {
        self.environment = environment
        self.broadcasts = broadcasts
        self.cachedBlocks = cachedBlocks
        threads = try TaskSlots(count: 2, name: "weft-serve", stackSize: 512 << 10)
    }

    func close() { _ = threads.stop(waitingUpTo: .zero) }

    func opened(_ connection: Connection) {}
    func received(_ message: ByteBuffer, on connection: Connection) {}
    func closed(_ connection: Connection, _ error: WeftError?) {}

    func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {
        threads.run { [self] in
            do {
                reply.send(try answer(message))
            } catch {
                reply.fail(WeftError(wrapping: error))
            }
        }
    }

    private func answer(_ message: ByteBuffer) throws -> ByteBuffer {
        switch try MessageTag(of: message) {
        case .fetchShuffleBlocks:
            return try ShuffleBlocksReply.read(try FetchShuffleBlocks(message).request, from: environment.shuffles)
        case .putShuffleFile:
            return try shuffleFiles.take(try PutShuffleFile(message), into: environment.shuffles)
        case .fetchBroadcastPiece:
            let request = try FetchBroadcastPiece(message)
            return ByteBuffer(bytes: broadcasts.piece(request.index, of: request.id) ?? [])
        case .fetchCachedBlock:
            return try cachedBlocks.read(try FetchCachedBlock(message), from: environment.blocks)
        case .putCachedBlock:
            return try cachedBlocks.take(try PutCachedBlock(message), into: environment.blocks)
        default:
            throw WeftError("corrupt-data", "an executor was asked for something that it doesn't have")
        }
    }
}
