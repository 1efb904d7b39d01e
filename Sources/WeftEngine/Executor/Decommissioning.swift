import Glibc
import Synchronization
import WeftDiagnostics

/// Gives what a leaving executor holds to others: shuffle files first, since losing one costs a stage, then blocks.
struct Decommissioning {
    let environment: ExecutorEnvironment
    let driver: DriverLink
    let peers: PeerNetwork
    let cachedBlocks: CachedBlockTransfer
    let movesShuffles: Bool
    let movesBlocks: Bool

    /// Returns when all has been given away that could be, and no task runs any more. What running tasks still write is given
    /// away too.
    func run(whileTasksRun: () -> Bool) {
        var done: Set<ShuffleOutputID> = []
        var given: Set<BlockID> = []
        while true {
            let isBusy = whileTasksRun()
            if movesShuffles {
                for output in environment.shuffles.allOutputs() where done.insert(output).inserted { move(output) }
            }
            if movesBlocks {
                for block in environment.blocks.storedBlocks where given.insert(block).inserted {
                    // Of a block that others have too, nothing is lost with this copy.
                    let level = environment.blocks.level(of: block) ?? .diskOnly
                    _ = try? cachedBlocks.give(block, level: level, copies: 1, from: environment.blocks)
                }
            }
            if !isBusy { return }
            usleep(100_000)
        }
    }

    /// Gives a shuffle file to one of the others. What can't be given is computed again when it is needed.
    private func move(_ output: ShuffleOutputID) {
        guard let others = try? peers.others().shuffled() else { return }
        for peer in others.prefix(3) {
            do {
                try give(output, to: peer)
                driver.tell(
                    ShuffleMoved(
                        shuffleID: output.shuffleID,
                        mapIndex: output.mapIndex,
                        attempt: output.attempt,
                        to: peer
                    )
                )
                return
            } catch {
                continue
            }
        }
    }

    private func give(_ output: ShuffleOutputID, to peer: String) throws {
        let size = try environment.shuffles.fileSize(of: output)
        var offset = 0
        repeat {
            let count = min(CachedBlockTransfer.partSize, size - offset)
            let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
                try environment.shuffles.readFile(output, at: offset, into: target)
                initialized = count
            }
            _ = try peers.ask(
                peer,
                PutShuffleFile(
                    shuffleID: output.shuffleID,
                    mapIndex: output.mapIndex,
                    attempt: output.attempt,
                    offset: offset,
                    total: size,
                    bytes: bytes
                )
            )
            offset += count
        } while offset < size
    }
}
