import Synchronization

/// Gives blocks that should be on several executors to others, beside the tasks.
final class Replicator: Sendable {
    private let transfer: CachedBlockTransfer
    private let threads: TaskSlots
    private let blocks = Mutex<BlockStore?>(nil)

    init(_ transfer: CachedBlockTransfer) throws {
        self.transfer = transfer
        threads = try TaskSlots(count: 1, name: "weft-replicate", stackSize: 512 << 10)
    }

    /// Says whose blocks these are; the store is made after the replicator that it tells.
    func attach(_ blocks: BlockStore) { self.blocks.withLock { $0 = blocks } }

    /// A block was stored here that should be elsewhere too. A copy that can't be made is only one copy less.
    func stored(_ block: BlockID, _ level: StorageLevel) {
        threads.run { [self] in
            guard let blocks = blocks.withLock({ $0 }) else { return }
            _ = try? transfer.give(block, level: level, copies: level.replication - 1, from: blocks)
        }
    }
}
