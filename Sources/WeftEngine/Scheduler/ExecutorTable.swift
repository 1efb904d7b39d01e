/// The executors, their slots, and where they are.
struct ExecutorTable: Sendable {
    struct Executor: Sendable {
        let id: String
        let host: String
        let slots: Int
        var freeSlots: Int
        var runningTaskIDs: Set<Int> = []
        /// Whether it is on its way out: what runs there goes on, and nothing more is launched.
        var isDecommissioned = false
        /// Whether the application avoids it.
        var isExcluded = false
        /// Whether it can't be reached.
        var isSilent = false
        fileprivate var position: Int

        /// Whether tasks may be launched there.
        var isUsable: Bool { !isDecommissioned && !isExcluded && !isSilent }
    }

    private(set) var executors: [String: Executor] = [:]
    /// In the order of their arrival, so that what is decided doesn't depend on hashing; nil for those that are gone.
    private var order: [String?] = []
    /// The places in `order` of usable executors with a free slot.
    private var free = PositionSet()
    private var executorsOnHost: [String: Set<String>] = [:]
    private var usableCountOnHost: [String: Int] = [:]
    private var rackOfHost: [String: String] = [:]
    private var usableHostsOnRack: [String: Set<String>] = [:]
    /// Where the next round of offers begins, lest the first executor gets every single task.
    private var firstOffered = 0
    /// The free slots of all usable executors.
    private(set) var freeSlots = 0
    /// How many executors tasks may be launched on.
    private(set) var usableCount = 0

    subscript(id: String) -> Executor? { executors[id] }

    var count: Int { executors.count }

    mutating func add(id: String, host: String, rack: String?, slots: Int) {
        if order.count > 64, order.count > 2 * executors.count { closeGaps() }
        executors[id] = Executor(id: id, host: host, slots: slots, freeSlots: slots, position: order.count)
        order.append(id)
        executorsOnHost[host, default: []].insert(id)
        countIn(id)
        if let rack { setRack(rack, ofHost: host) }
    }

    mutating func remove(_ id: String) -> Executor? {
        guard let executor = executors[id] else { return nil }
        if executor.isUsable { countOut(executor) }
        executors[id] = nil
        order[executor.position] = nil
        executorsOnHost[executor.host]?.remove(id)
        if executorsOnHost[executor.host]?.isEmpty == true { executorsOnHost[executor.host] = nil }
        return executor
    }

    /// The loss of many executors leaves holes in the order of arrival.
    private mutating func closeGaps() {
        let ids = order.compactMap { $0 }
        order = ids
        free = PositionSet()
        firstOffered = 0
        for (position, id) in ids.enumerated() {
            executors[id]?.position = position
            if offer(of: id) != nil { free.insert(position) }
        }
    }

    mutating func taskLaunched(_ taskID: Int, on id: String) {
        change(id) { executor in
            executor.freeSlots -= 1
            executor.runningTaskIDs.insert(taskID)
            return -1
        }
    }

    mutating func taskEnded(_ taskID: Int, on id: String) {
        change(id) { executor in
            guard executor.runningTaskIDs.remove(taskID) != nil else { return 0 }
            executor.freeSlots += 1
            return 1
        }
    }

    /// Changes an executor's free slots; `body` returns by how many.
    private mutating func change(_ id: String, _ body: (inout Executor) -> Int) {
        guard let index = executors.index(forKey: id) else { return }
        let difference = body(&executors.values[index])
        let executor = executors.values[index]
        guard executor.isUsable, difference != 0 else { return }
        freeSlots += difference
        if executor.freeSlots > 0 { free.insert(executor.position) } else { free.remove(executor.position) }
    }

    /// Notes that nothing more is launched on an executor; false when it isn't known or was so before.
    mutating func decommission(_ id: String) -> Bool {
        guard let executor = executors[id], !executor.isDecommissioned else { return false }
        if executor.isUsable { countOut(executor) }
        executors[id]?.isDecommissioned = true
        return true
    }

    /// Notes that an executor can't be reached; false when it isn't known or was so before.
    mutating func silence(_ id: String) -> Bool {
        guard let executor = executors[id], !executor.isSilent else { return false }
        if executor.isUsable { countOut(executor) }
        executors[id]?.isSilent = true
        return true
    }

    /// Notes whether the application avoids an executor; false when nothing changes.
    mutating func setExcluded(_ isExcluded: Bool, _ id: String) -> Bool {
        guard let executor = executors[id], executor.isExcluded != isExcluded else { return false }
        if executor.isUsable { countOut(executor) }
        executors[id]?.isExcluded = isExcluded
        countIn(id)
        return true
    }

    private mutating func countIn(_ id: String) {
        guard let executor = executors[id], executor.isUsable else { return }
        usableCount += 1
        freeSlots += executor.freeSlots
        if executor.freeSlots > 0 { free.insert(executor.position) }
        usableCountOnHost[executor.host, default: 0] += 1
        if usableCountOnHost[executor.host] == 1, let rack = rackOfHost[executor.host] {
            usableHostsOnRack[rack, default: []].insert(executor.host)
        }
    }

    private mutating func countOut(_ executor: Executor) {
        usableCount -= 1
        freeSlots -= executor.freeSlots
        free.remove(executor.position)
        usableCountOnHost[executor.host, default: 1] -= 1
        guard usableCountOnHost[executor.host] == 0 else { return }
        usableCountOnHost[executor.host] = nil
        guard let rack = rackOfHost[executor.host] else { return }
        usableHostsOnRack[rack]?.remove(executor.host)
        if usableHostsOnRack[rack]?.isEmpty == true { usableHostsOnRack[rack] = nil }
    }

    /// The usable executors with a free slot, starting with another one each time.
    mutating func executorsWithFreeSlots() -> [String] {
        guard !order.isEmpty else { return [] }
        firstOffered = (firstOffered + 1) % order.count
        return free.positions(from: firstOffered).compactMap { order[$0] }
    }

    /// The executor's host and free slots, if tasks may be launched there now.
    func offer(of id: String) -> (host: String, freeSlots: Int)? {
        guard let executor = executors[id], executor.freeSlots > 0, executor.isUsable else { return nil }
        return (executor.host, executor.freeSlots)
    }

    func isUsable(_ id: String) -> Bool { executors[id]?.isUsable == true }

    /// The executors of a host, in ascending order of their ids.
    func executors(onHost host: String) -> [String] { executorsOnHost[host]?.sorted() ?? [] }

    func hasUsableExecutor(onHost host: String) -> Bool { usableCountOnHost[host] != nil }

    /// Whether all executors that tasks may be launched on are on one host.
    var isOneHost: Bool { usableCountOnHost.count == 1 }

    func hasUsableExecutor(onRack rack: String) -> Bool { usableHostsOnRack[rack] != nil }

    /// Makes the rack of a host known, also of one without an executor.
    mutating func setRack(_ rack: String, ofHost host: String) {
        rackOfHost[host] = rack
        if usableCountOnHost[host] != nil { usableHostsOnRack[rack, default: []].insert(host) }
    }

    /// The rack of a host, as far as it is known.
    func rack(ofHost host: String) -> String? { rackOfHost[host] }
}

/// A set of small numbers as bits: to find the few executors with a free slot among thousands.
struct PositionSet: Sendable {
    private var words: [UInt64] = []

    mutating func insert(_ position: Int) {
        while words.count <= position >> 6 { words.append(0) }
        words[position >> 6] |= 1 << UInt64(position & 63)
    }

    mutating func remove(_ position: Int) {
        guard words.indices.contains(position >> 6) else { return }
        words[position >> 6] &= ~(1 << UInt64(position & 63))
    }

    /// The numbers from `start` on in ascending order, then those before it.
    func positions(from start: Int) -> [Int] {
        var before: [Int] = []
        var after: [Int] = []
        for (index, word) in words.enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                let position = index << 6 + rest.trailingZeroBitCount
                if position < start { before.append(position) } else { after.append(position) }
                rest &= rest - 1
            }
        }
        return after + before
    }
}
