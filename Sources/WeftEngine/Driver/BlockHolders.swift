import Synchronization

/// Which executors hold which persisted blocks and broadcasts, as executors ask for it. For placing tasks, the schedulers
/// keep the former themselves.
final class BlockHolders: Sendable {
    private struct State {
        var blocks: [BlockID: Set<String>] = [:]
        var broadcasts: [Int: Set<String>] = [:]
    }

    private let state = Mutex(State())

    func changed(_ block: BlockID, executorID: String, isStored: Bool) {
        state.withLock { state in
            if isStored {
                state.blocks[block, default: []].insert(executorID)
            } else {
                state.blocks[block]?.remove(executorID)
                if state.blocks[block]?.isEmpty == true { state.blocks[block] = nil }
            }
        }
    }

    func holders(of block: BlockID) -> [String] { state.withLock { $0.blocks[block]?.sorted() ?? [] } }

    func remove(rddID: Int) {
        state.withLock { state in
            state.blocks = state.blocks.filter { if case .rdd(rddID, _) = $0.key { false } else { true } }
        }
    }

    func remove(executorID: String) {
        state.withLock { state in
            for block in state.blocks.keys { state.blocks[block]?.remove(executorID) }
            state.blocks = state.blocks.filter { !$0.value.isEmpty }
            for id in state.broadcasts.keys { state.broadcasts[id]?.remove(executorID) }
        }
    }

    func broadcastHeld(_ id: Int, by executorID: String) {
        _ = state.withLock { $0.broadcasts[id, default: []].insert(executorID) }
    }

    func broadcastHolders(_ id: Int) -> [String] { state.withLock { $0.broadcasts[id]?.sorted() ?? [] } }

    func remove(broadcast id: Int) { _ = state.withLock { $0.broadcasts.removeValue(forKey: id) } }
}
