import NIOCore
import Synchronization
import WeftDiagnostics

/// Where map outputs are, as tasks ask for it. The schedulers have the original.
final class MapOutputTable: MapOutputSource {
    private struct Shuffle {
        var statuses: [MapStatus?]
        /// The statuses as executors get them, until one changes.
        var coded: ByteBuffer?
    }

    private struct State {
        var epoch = 0
        var shuffles: [Int: Shuffle] = [:]
    }

    private let state = Mutex(State())

    func expect(shuffleID: Int, mapCount: Int) {
        state.withLock { state in
            if state.shuffles[shuffleID] == nil {
                state.shuffles[shuffleID] = Shuffle(statuses: Array(repeating: nil, count: mapCount))
            }
        }
    }

    func register(shuffleID: Int, mapIndex: Int, status: MapStatus) { set(shuffleID, [mapIndex], status) }

    func lose(shuffleID: Int, mapIndexes: [Int]) { set(shuffleID, mapIndexes, nil) }

    private func set(_ shuffleID: Int, _ mapIndexes: [Int], _ status: MapStatus?) {
        state.withLock { state in
            for index in mapIndexes { state.shuffles[shuffleID]?.statuses[index] = status }
            state.shuffles[shuffleID]?.coded = nil
        }
    }

    /// Whether the output that counts is that of an attempt, on an executor.
    func isHeld(shuffleID: Int, mapIndex: Int, attempt: Int, by executorID: String) -> Bool {
        state.withLock { state in
            guard let statuses = state.shuffles[shuffleID]?.statuses, statuses.indices.contains(mapIndex) else {
                return false
            }
            return statuses[mapIndex]?.attempt == attempt && statuses[mapIndex]?.executorID == executorID
        }
    }

    /// Another executor has the output now.
    func move(shuffleID: Int, mapIndex: Int, to executorID: String) {
        state.withLock { state in
            state.shuffles[shuffleID]?.statuses[mapIndex]?.executorID = executorID
            state.shuffles[shuffleID]?.coded = nil
        }
    }

    func remove(shuffleID: Int) {
        state.withLock { _ = $0.shuffles.removeValue(forKey: shuffleID) }
    }

    /// All that was lost before a task of this epoch was made is known here. Called before the task is launched.
    func reached(epoch: Int) {
        state.withLock { state in
            guard epoch > state.epoch else { return }
            state.epoch = epoch
            for id in state.shuffles.keys { state.shuffles[id]?.coded = nil }
        }
    }

    func locations(shuffleID: Int, partition: Int, epoch: Int) throws -> [MapOutputLocation] {
        // A shuffle without map partitions is known and has no outputs, which is not the same as an unknown one.
        let known = state.withLock { $0.shuffles[shuffleID]?.statuses }
        guard let known else { throw Self.missing(shuffleID, nil) }
        return try known.enumerated().map { index, status in
            guard let status else { throw Self.missing(shuffleID, index) }
            return status.location(partition: partition)
        }
    }

    /// What is known of a shuffle, as an executor gets it.
    func reply(shuffleID: Int) throws -> ByteBuffer {
        let (known, epoch) = state.withLock { ($0.shuffles[shuffleID], $0.epoch) }
        if let coded = known?.coded { return coded }
        guard let known else { throw WeftError("shuffle-missing", "shuffle \(shuffleID) isn't known any more") }
        let coded = try ByteBuffer(reply: MapStatuses(epoch: epoch, statuses: known.statuses))
        state.withLock { state in
            // Something may have changed while it was coded.
            if state.epoch == epoch, state.shuffles[shuffleID]?.statuses == known.statuses {
                state.shuffles[shuffleID]?.coded = coded
            }
        }
        return coded
    }

    private static func missing(_ shuffleID: Int, _ mapIndex: Int?) -> ShuffleFetchFailure {
        ShuffleFetchFailure(
            shuffleID: shuffleID,
            mapIndex: mapIndex,
            executorID: nil,
            cause: WeftError("shuffle-missing", "map outputs of shuffle \(shuffleID) are missing")
        )
    }
}

extension MapStatus {
    /// Where one partition's part of the output is.
    func location(partition: Int) -> MapOutputLocation {
        MapOutputLocation(executorID: executorID, attempt: attempt, bytes: sizes[partition])
    }
}
