/// The executors, their slots, and where they are.
struct ExecutorTable: Sendable {
    struct Executor: Sendable {
        let id: String
        let host: String
        let slots: Int
        var freeSlots: Int
        var runningTaskIDs: Set<Int> = []
    }

    private(set) var executors: [String: Executor] = [:]
    /// In the order of their arrival, so that what is decided doesn't depend on hashing.
    private var order: [String] = []
    private(set) var executorsOnHost: [String: Set<String>] = [:]
    private var rackOfHost: [String: String] = [:]
    private var hostsOnRack: [String: Set<String>] = [:]
    /// Where the next round of offers begins, lest the first executor gets every single task.
    private var firstOffered = 0
    /// The free slots of all executors.
    private(set) var freeSlots = 0

    subscript(id: String) -> Executor? { executors[id] }

    var count: Int { executors.count }

    mutating func add(id: String, host: String, rack: String?, slots: Int) {
        executors[id] = Executor(id: id, host: host, slots: slots, freeSlots: slots)
        order.append(id)
        freeSlots += slots
        executorsOnHost[host, default: []].insert(id)
        if let rack = rack ?? rackOfHost[host] { setRack(rack, ofHost: host) }
    }

    mutating func remove(_ id: String) -> Executor? {
        guard let executor = executors.removeValue(forKey: id) else { return nil }
        order.removeAll { $0 == id }
        freeSlots -= executor.freeSlots
        executorsOnHost[executor.host]?.remove(id)
        if executorsOnHost[executor.host]?.isEmpty == true {
            executorsOnHost[executor.host] = nil
            if let rack = rackOfHost[executor.host] {
                hostsOnRack[rack]?.remove(executor.host)
                if hostsOnRack[rack]?.isEmpty == true { hostsOnRack[rack] = nil }
            }
        }
        return executor
    }

    mutating func taskLaunched(_ taskID: Int, on id: String) {
        executors[id]?.freeSlots -= 1
        freeSlots -= 1
        executors[id]?.runningTaskIDs.insert(taskID)
    }

    mutating func taskEnded(_ taskID: Int, on id: String) {
        guard executors[id]?.runningTaskIDs.remove(taskID) != nil else { return }
        executors[id]?.freeSlots += 1
        freeSlots += 1
    }

    /// The executors with a free slot, starting with another one each time.
    mutating func executorsWithFreeSlots() -> [String] {
        guard !order.isEmpty else { return [] }
        firstOffered = (firstOffered + 1) % order.count
        var free: [String] = []
        for offset in order.indices {
            let id = order[(firstOffered + offset) % order.count]
            if let executor = executors[id], executor.freeSlots > 0 { free.append(id) }
        }
        return free
    }

    /// The executor's host, if it has a free slot.
    func host(ofExecutorWithFreeSlot id: String) -> String? {
        guard let executor = executors[id], executor.freeSlots > 0 else { return nil }
        return executor.host
    }

    func isAlive(_ id: String) -> Bool { executors[id] != nil }

    func hasExecutor(onHost host: String) -> Bool { executorsOnHost[host] != nil }

    func hasExecutor(onRack rack: String) -> Bool { hostsOnRack[rack] != nil }

    /// Makes the rack of a host known, also of one without an executor.
    mutating func setRack(_ rack: String, ofHost host: String) {
        rackOfHost[host] = rack
        if executorsOnHost[host] != nil { hostsOnRack[rack, default: []].insert(host) }
    }

    /// The rack of a host, as far as it is known.
    func rack(ofHost host: String) -> String? { rackOfHost[host] }
}
