/// Who may have how much of an executor's memory: Spark's unified model, as pure state.
///
/// There is one budget. Execution (tables, sorts, buffers of running tasks) and storage (persisted blocks) each may use what
/// the other doesn't. Execution may have blocks evicted until storage is down to its protected part; storage never takes
/// anything from execution. Of N running tasks, each may hold one Nth of what execution can reach and is refused more; up to
/// half of that it is never refused, so that a task which comes late can work while the others still hold theirs.
///
/// Nobody ever waits for memory: whoever is refused spills what it has. What may exceed the budget for a moment is the half
/// share of a late task, until the tasks before it ask again, are refused and spill.
struct MemoryPolicy: Sendable {
    /// What is to be done about a request.
    enum Decision: Hashable, Sendable {
        /// The bytes are booked.
        case granted
        /// Nothing is booked: this much of storage has to go first, then ask again.
        case evict(Int)
        /// Nothing is booked.
        case refused
    }

    /// All the bytes there are.
    let budget: Int
    /// What storage keeps when execution asks.
    let protectedStorage: Int
    /// What blocks hold.
    private(set) var storageUsed = 0
    /// What all tasks hold.
    private(set) var executionUsed = 0
    /// The most that blocks and tasks held together at once.
    private(set) var peakUsed = 0
    private var held: [Int: Int] = [:]

    /// Makes the state with nothing in use.
    ///
    /// - Parameters:
    ///   - budget: all the bytes; less than 0 is 0.
    ///   - storageFraction: the part, from 0 to 1, that execution can't take from storage.
    init(budget: Int, storageFraction: Double) {
        self.budget = max(0, budget)
        let share = (Double(self.budget) * min(1, max(0, storageFraction))).rounded(.down)
        // Of the largest budget, the product may round to one more than an Int holds.
        protectedStorage = min(self.budget, Int(exactly: share) ?? self.budget)
    }

    /// How many tasks run.
    var taskCount: Int { held.count }

    /// The bytes that nobody uses.
    var free: Int { max(0, budget - executionUsed - storageUsed) }

    /// What one task may hold at the most, now.
    var taskLimit: Int { (budget - min(storageUsed, protectedStorage)) / max(1, held.count) }

    /// What a task holds; 0 for one that isn't running.
    func held(by task: Int) -> Int { held[task] ?? 0 }

    /// A task begins; until it ends, the others' shares are smaller.
    mutating func start(task: Int) { held[task] = held[task] ?? 0 }

    /// A task ends, and all that it held is free.
    mutating func end(task: Int) { executionUsed -= held.removeValue(forKey: task) ?? 0 }

    /// A task wants more.
    ///
    /// - Parameters:
    ///   - bytes: how much more.
    ///   - task: one that has started; any other is refused.
    ///   - canEvict: false when evicting was tried and gave nothing more.
    mutating func reserve(_ bytes: Int, task: Int, canEvict: Bool = true) -> Decision {
        guard let present = held[task], bytes >= 0 else { return .refused }
        let (wanted, overflow) = present.addingReportingOverflow(bytes)
        guard !overflow, wanted <= taskLimit else { return .refused }
        let isWithinHalfShare = wanted <= taskLimit / 2
        if bytes > free, canEvict {
            let evictable = max(0, storageUsed - protectedStorage)
            let shortage = bytes - free
            if evictable > 0, shortage <= evictable || isWithinHalfShare { return .evict(min(shortage, evictable)) }
        }
        guard bytes <= free || isWithinHalfShare else { return .refused }
        book(bytes, task: task)
        return .granted
    }

    /// A task takes what it can't do without, whatever there is.
    mutating func force(_ bytes: Int, task: Int) {
        guard held[task] != nil, bytes > 0 else { return }
        book(bytes, task: task)
    }

    private mutating func book(_ bytes: Int, task: Int) {
        held[task, default: 0] += bytes
        executionUsed += bytes
        peakUsed = max(peakUsed, executionUsed + storageUsed)
    }

    /// A task gives back a part of what it holds.
    mutating func release(_ bytes: Int, task: Int) {
        guard let present = held[task] else { return }
        let given = min(present, max(0, bytes))
        held[task] = present - given
        executionUsed -= given
    }

    /// A block wants room. `evict` says how much of the other blocks has to go for it.
    mutating func acquireStorage(_ bytes: Int) -> Decision {
        guard bytes >= 0, bytes <= budget - executionUsed else { return .refused }
        if bytes > free { return .evict(bytes - free) }
        storageUsed += bytes
        peakUsed = max(peakUsed, executionUsed + storageUsed)
        return .granted
    }

    /// A block has gone, or has become smaller.
    mutating func releaseStorage(_ bytes: Int) { storageUsed -= min(storageUsed, max(0, bytes)) }
}
