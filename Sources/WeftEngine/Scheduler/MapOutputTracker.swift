/// Which executor holds which map output of which shuffle.
///
/// The epoch grows with every loss: a task that was made in an older epoch may not know of it, and what it says of an
/// executor lost since isn't believed.
struct MapOutputTracker: Sendable {
    private struct Shuffle: Sendable {
        var executors: [String?]
        var availableCount = 0
    }

    private var shuffles: [Int: Shuffle] = [:]
    /// The map indexes by executor and shuffle, so that the loss of an executor costs no walk over all outputs.
    private var outputsByExecutor: [String: [Int: Set<Int>]] = [:]
    private(set) var epoch = 0

    /// Makes a shuffle known, unless it is.
    mutating func registerShuffle(_ shuffleID: Int, mapCount: Int) {
        guard shuffles[shuffleID] == nil else { return }
        shuffles[shuffleID] = Shuffle(executors: Array(repeating: nil, count: mapCount))
    }

    func contains(_ shuffleID: Int) -> Bool { shuffles[shuffleID] != nil }

    /// How many map outputs the shuffle has when it is complete; nil when it isn't known.
    func mapCount(of shuffleID: Int) -> Int? { shuffles[shuffleID]?.executors.count }

    func availableCount(of shuffleID: Int) -> Int { shuffles[shuffleID]?.availableCount ?? 0 }

    /// Whether every map output of the shuffle has a place.
    func isAvailable(_ shuffleID: Int) -> Bool {
        guard let shuffle = shuffles[shuffleID] else { return false }
        return shuffle.availableCount == shuffle.executors.count
    }

    func executor(of shuffleID: Int, mapIndex: Int) -> String? {
        guard let shuffle = shuffles[shuffleID], shuffle.executors.indices.contains(mapIndex) else { return nil }
        return shuffle.executors[mapIndex]
    }

    /// The executors that hold the shuffle's outputs, by map index.
    func executors(of shuffleID: Int) -> [String?] { shuffles[shuffleID]?.executors ?? [] }

    func missingMapIndexes(of shuffleID: Int) -> [Int] {
        guard let shuffle = shuffles[shuffleID], shuffle.availableCount < shuffle.executors.count else { return [] }
        return shuffle.executors.indices.filter { shuffle.executors[$0] == nil }
    }

    /// Notes an output; false when one is known already, which then stays, or when there is no such map partition.
    mutating func register(shuffleID: Int, mapIndex: Int, executorID: String) -> Bool {
        // No copy of the shuffle may be held here: writing to it would then copy all its outputs.
        guard mapIndex >= 0, mapIndex < mapCount(of: shuffleID) ?? 0,
            executor(of: shuffleID, mapIndex: mapIndex) == nil
        else { return false }
        shuffles[shuffleID]?.executors[mapIndex] = executorID
        shuffles[shuffleID]?.availableCount += 1
        outputsByExecutor[executorID, default: [:]][shuffleID, default: []].insert(mapIndex)
        return true
    }

    /// Forgets an output if it is still where the caller couldn't find it.
    mutating func unregister(shuffleID: Int, mapIndex: Int, executorID: String?) -> Bool {
        guard let holder = executor(of: shuffleID, mapIndex: mapIndex), executorID == nil || executorID == holder else {
            return false
        }
        remove(shuffleID, mapIndex, from: holder)
        epoch += 1
        return true
    }

    /// Notes that an output is on another executor now; false when it isn't where it is said to have been.
    mutating func move(shuffleID: Int, mapIndex: Int, from: String, to executorID: String) -> Bool {
        guard from != executorID, executor(of: shuffleID, mapIndex: mapIndex) == from else { return false }
        remove(shuffleID, mapIndex, from: from)
        _ = register(shuffleID: shuffleID, mapIndex: mapIndex, executorID: executorID)
        epoch += 1
        return true
    }

    /// The shuffles of which an executor holds outputs.
    func shuffles(onExecutor executorID: String) -> [Int] { outputsByExecutor[executorID].map { Array($0.keys) } ?? [] }

    /// Forgets all outputs of an executor, and returns them by shuffle in ascending order.
    mutating func removeOutputs(onExecutor executorID: String) -> [(shuffleID: Int, mapIndexes: [Int])] {
        let lost = outputsByExecutor.removeValue(forKey: executorID) ?? [:]
        epoch += 1
        for (shuffleID, mapIndexes) in lost {
            for mapIndex in mapIndexes { shuffles[shuffleID]?.executors[mapIndex] = nil }
            shuffles[shuffleID]?.availableCount -= mapIndexes.count
        }
        return lost.map { ($0.key, $0.value.sorted()) }.sorted { $0.0 < $1.0 }
    }

    /// Forgets a shuffle; false when it wasn't known.
    mutating func unregisterShuffle(_ shuffleID: Int) -> Bool {
        guard let shuffle = shuffles.removeValue(forKey: shuffleID) else { return false }
        for executorID in Set(shuffle.executors.compactMap { $0 }) {
            outputsByExecutor[executorID]?[shuffleID] = nil
            if outputsByExecutor[executorID]?.isEmpty == true { outputsByExecutor[executorID] = nil }
        }
        return true
    }

    mutating func incrementEpoch() { epoch += 1 }

    private mutating func remove(_ shuffleID: Int, _ mapIndex: Int, from executorID: String) {
        shuffles[shuffleID]?.executors[mapIndex] = nil
        shuffles[shuffleID]?.availableCount -= 1
        outputsByExecutor[executorID]?[shuffleID]?.remove(mapIndex)
        if outputsByExecutor[executorID]?[shuffleID]?.isEmpty == true {
            outputsByExecutor[executorID]?[shuffleID] = nil
        }
        if outputsByExecutor[executorID]?.isEmpty == true { outputsByExecutor[executorID] = nil }
    }
}
