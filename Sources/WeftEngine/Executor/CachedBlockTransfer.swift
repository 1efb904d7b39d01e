import NIOCore
import Synchronization
import WeftDiagnostics

/// Gives persisted blocks to other executors and gets them from there, a part at a time.
final class CachedBlockTransfer: Sendable {
    /// How much goes into one message.
    static let partSize = 1 << 20
    /// How many blocks are kept open, on either side.
    private static let openLimit = 8

    /// A block being read, by one thread at a time.
    private final class OpenBlock: @unchecked Sendable {
        let source: BlockByteSource
        let size: Int
        init(_ source: BlockByteSource) throws {
            self.source = source
            size = try source.size()
        }
    }

    /// A block being received, by one thread at a time.
    private final class IncomingBlock: @unchecked Sendable {
        let file: SpillFile
        init(_ file: SpillFile) { self.file = file }
    }

    private let directories: LocalDirectories
    private let driver: DriverLink
    private let peers: PeerNetwork
    private let outgoing = Mutex<[(block: BlockID, open: OpenBlock)]>([])
    private let incoming = Mutex<[(block: BlockID, file: IncomingBlock)]>([])

    init(directories: LocalDirectories, driver: DriverLink, peers: PeerNetwork) {
        self.directories = directories
        self.driver = driver
        self.peers = peers
    }

    // MARK: - Reading a block that another executor has

    /// A copy of a block that other executors have; nil when none does.
    ///
    /// - Throws: what reaching them throws.
    func fetch(_ block: BlockID) throws -> BlockByteSource? {
        let holders: [String] = try driver.ask(GetBlockHolders(block: block)).reply()
        for holder in holders.filter({ $0 != driver.executorID }).shuffled() {
            if let copy = try? fetch(block, from: holder) { return copy }
        }
        return nil
    }

    private func fetch(_ block: BlockID, from holder: String) throws -> BlockByteSource? {
        let file = try SpillFile(in: directories)
        while true {
            let part = try peers.ask(
                holder,
                FetchCachedBlock(block: block, offset: file.count, limit: Self.partSize)
            )
            guard part.readableBytes > 0 else { return file.count > 0 ? SpillFileInput(file) : nil }
            _ = try part.withUnsafeReadableBytes { try file.append($0) }
        }
    }

    /// Answers `FetchCachedBlock`.
    func read(_ request: FetchCachedBlock, from blocks: BlockStore) throws -> ByteBuffer {
        let open = try outgoing.withLock { list -> OpenBlock? in
            // From the front it is opened anew: the block may be another one by now.
            if request.offset > 0, let known = list.first(where: { $0.block == request.block }) { return known.open }
            list.removeAll { $0.block == request.block }
            guard let source = try blocks.codedBytes(of: request.block) else { return nil }
            let open = try OpenBlock(source)
            list.append((request.block, open))
            if list.count > Self.openLimit { list.removeFirst() }
            return open
        }
        guard let open else {
            throw WeftError("block-missing", "block \(request.block.fileName) isn't here any more")
        }
        let count = max(0, min(request.limit, Self.partSize, open.size - request.offset))
        if count == 0 { outgoing.withLock { $0.removeAll { $0.block == request.block } } }
        var buffer = ByteBuffer()
        _ = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            try open.source.readFully(
                into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]),
                at: request.offset
            )
        }
        return buffer
    }

    // MARK: - Giving a block to another executor

    /// Gives a block that is here to other executors.
    ///
    /// - Parameters:
    ///   - copies: to how many.
    /// - Returns: to how many it was given; fewer when there are no more.
    func give(_ block: BlockID, level: StorageLevel, copies: Int, from blocks: BlockStore) throws -> Int {
        guard copies > 0, let source = try blocks.codedBytes(of: block) else { return 0 }
        defer { source.close() }
        let holders: [String] = try driver.ask(GetBlockHolders(block: block)).reply()
        var given = 0
        for peer in try peers.others().filter({ !holders.contains($0) }).shuffled() where given < copies {
            if (try? give(block, level, source, to: peer)) == true { given += 1 }
        }
        return given
    }

    private func give(_ block: BlockID, _ level: StorageLevel, _ source: BlockByteSource, to peer: String) throws
        -> Bool
    {
        let size = try source.size()
        var offset = 0
        var isKept = false
        repeat {
            let count = min(Self.partSize, size - offset)
            let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
                initialized = try source.readFully(into: target, at: offset)
            }
            guard bytes.count == count else { return false }
            let part = PutCachedBlock(block: block, level: level, offset: offset, total: size, bytes: bytes)
            isKept = try peers.ask(peer, part).reply()
            offset += count
        } while offset < size
        return isKept
    }

    /// Answers `PutCachedBlock`: whether the block is stored now.
    func take(_ part: PutCachedBlock, into blocks: BlockStore) throws -> ByteBuffer {
        let file = try incoming.withLock { list -> IncomingBlock? in
            if part.offset == 0 {
                list.removeAll { $0.block == part.block }
                list.append((part.block, IncomingBlock(try SpillFile(in: directories))))
                // Of a peer that died in the middle, nothing more comes.
                if list.count > Self.openLimit { list.removeFirst() }
            }
            guard let file = list.first(where: { $0.block == part.block })?.file, file.file.count == part.offset else {
                return nil
            }
            _ = try part.bytes.withUnsafeBytes { try file.file.append($0) }
            if file.file.count >= part.total { list.removeAll { $0.block == part.block } }
            return file
        }
        guard let file else {
            throw WeftError("corrupt-data", "a part of block \(part.block.fileName) came out of order")
        }
        guard file.file.count >= part.total else { return try ByteBuffer(reply: false) }
        return try ByteBuffer(
            reply: try blocks.store(coded: SpillFileInput(file.file), as: part.block, level: part.level)
        )
    }
}
