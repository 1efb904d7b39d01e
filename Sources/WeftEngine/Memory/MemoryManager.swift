import Synchronization

/// The memory of one executor, shared by its tasks and its persisted blocks.
///
/// What each has is booked by estimate (`MemoryPolicy`). Because estimates err, the manager also looks, every few megabytes
/// that are booked, at what the process really has in memory: above `residentLimit`, tasks that hold more than a little are
/// refused whatever was booked, and so spill.
public final class MemoryManager: Sendable {
    /// What is in use.
    struct Metrics: Hashable, Sendable {
        /// What running tasks hold, in bytes.
        var executionUsed: Int
        /// What persisted blocks hold, in bytes.
        var storageUsed: Int
        /// The most that both held at once, in bytes.
        var peakUsed: Int
        /// How often the process was found above its limit.
        var pressureCount: Int
    }

    private struct State {
        var policy: MemoryPolicy
        /// Bytes booked since the process was last looked at.
        var unmeasured = 0
        var isPressed = false
        var pressureCount = 0
        /// When the allocator may be asked again to give back what is free.
        var nextTrim: ContinuousClock.Instant?
    }

    /// Frees about as many bytes of storage as it is told, and gives how many it freed. It gives them back through
    /// `releaseStorage` itself.
    typealias Evictor = @Sendable (_ bytes: Int) -> Int

    /// All the bytes there are.
    let budget: Int
    /// How many tasks run at once.
    let slots: Int
    /// The anonymous resident memory of the process in bytes from which on tasks have to spill.
    let residentLimit: Int
    /// What a consumer (a table, a sort) always gets, however short memory is, so that it can go on: spilling less at a time
    /// would only make more files.
    let minimum: Int
    /// How much a consumer asks for at a time.
    let quantum: Int

    private let state: Mutex<State>
    private let evictor = Mutex<Evictor?>(nil)
    private let resident = ResidentMemory()
    private let measureStep: Int

    /// Makes a manager of memory of which nothing is used.
    ///
    /// - Parameters:
    ///   - budget: what tasks and blocks may have together, in bytes.
    ///   - slots: how many tasks run at once.
    ///   - storageFraction: the part of the budget that tasks can't take from persisted blocks.
    ///   - residentLimit: what the process may have in memory, in bytes.
    init(budget: Int, slots: Int, storageFraction: Double, residentLimit: Int = .max) {
        self.budget = max(0, budget)
        self.slots = max(1, slots)
        self.residentLimit = residentLimit
        minimum = max(64 << 10, min(4 << 20, budget / (16 * self.slots)))
        quantum = max(16 << 10, min(1 << 20, budget / (64 * self.slots)))
        measureStep = max(256 << 10, min(4 << 20, budget / 64))
        state = Mutex(State(policy: MemoryPolicy(budget: budget, storageFraction: storageFraction)))
    }

    /// The memory of an executor's process: what is left of `weft.executor.memory` after a reserve for the runtime, threads
    /// and connections, a tenth and at least 24 MiB; blocks and tasks together.
    ///
    /// - Parameters:
    ///   - memory: `weft.executor.memory` in bytes: what the cluster manager gives the process.
    ///   - mapped: what the process has mapped from files in bytes, the program itself above all: it is resident too, and the
    ///     cluster manager counts it.
    static func executor(memory: Int, slots: Int, storageFraction: Double, mapped: Int) -> MemoryManager {
        let reserve = max(24 << 20, memory / 10)
        return MemoryManager(
            budget: max(memory / 4, memory - reserve),
            slots: slots,
            storageFraction: storageFraction,
            residentLimit: max(memory / 2, memory - reserve / 2 - mapped)
        )
    }

    /// The memory of tasks that run in the driver's process, as on local masters.
    ///
    /// The process is the user's, and what was in it when the context was made isn't the engine's business:
    /// `weft.driver.memory` is what may come on top. What the program gathers later counts: `collect()` of a large RDD leaves
    /// less for tasks, which then spill earlier, but never fails them.
    static func local(memory: Int, slots: Int, storageFraction: Double) -> MemoryManager {
        let base = ResidentMemory().anonymousBytes
        // An eighth is for what isn't booked: batches of rows, buffers of files, free memory that the allocator keeps.
        let budget = memory - memory / 8
        let (limit, overflow) = base.addingReportingOverflow(budget)
        return MemoryManager(
            budget: budget,
            slots: slots,
            storageFraction: storageFraction,
            residentLimit: overflow ? .max : limit
        )
    }

    /// How many coded bytes a task gathers for a file before it writes them, which isn't booked: a sixteenth of its share, and
    /// no more than 16 MiB.
    var bufferLimit: Int { max(256 << 10, min(16 << 20, budget / (16 * slots))) }

    /// What is in use now.
    var metrics: Metrics {
        state.withLock {
            Metrics(
                executionUsed: $0.policy.executionUsed,
                storageUsed: $0.policy.storageUsed,
                peakUsed: $0.policy.peakUsed,
                pressureCount: $0.pressureCount
            )
        }
    }

    /// Sets who frees storage when tasks need it.
    func setEvictor(_ evictor: @escaping Evictor) { self.evictor.withLock { $0 = evictor } }

    func start(task: Int) { state.withLock { $0.policy.start(task: task) } }

    func end(task: Int) { state.withLock { $0.policy.end(task: task) } }

    /// Books memory for a task, evicting blocks for it where it must.
    ///
    /// - Returns: whether it is booked; if not, the task spills.
    func reserve(_ bytes: Int, task: Int) -> Bool {
        var canEvict = true
        while true {
            switch state.withLock({ $0.policy.reserve(bytes, task: task, canEvict: canEvict) }) {
            case .refused: return false
            case .evict(let wanted): canEvict = evict(wanted) > 0
            case .granted:
                guard isPressed(adding: bytes), state.withLock({ $0.policy.held(by: task) }) > bytes + minimum else {
                    return true
                }
                release(bytes, task: task)
                return false
            }
        }
    }

    private func evict(_ bytes: Int) -> Int {
        guard let evictor = evictor.withLock({ $0 }) else { return 0 }
        return evictor(bytes)
    }

    func force(_ bytes: Int, task: Int) { state.withLock { $0.policy.force(bytes, task: task) } }

    func release(_ bytes: Int, task: Int) { state.withLock { $0.policy.release(bytes, task: task) } }

    /// Books memory for a block.
    func acquireStorage(_ bytes: Int) -> MemoryPolicy.Decision { state.withLock { $0.policy.acquireStorage(bytes) } }

    func releaseStorage(_ bytes: Int) { state.withLock { $0.policy.releaseStorage(bytes) } }

    /// Whether the process has more in memory than it may, as far as is known.
    ///
    /// - Parameter bytes: what is about to be used. The process is looked at after every few megabytes of it, and each time
    ///   while it is above its limit.
    func isPressed(adding bytes: Int) -> Bool {
        let isDue = state.withLock { state in
            state.unmeasured += bytes
            guard state.unmeasured >= measureStep || state.isPressed else { return false }
            state.unmeasured = 0
            return true
        }
        return isDue && measure()
    }

    private func measure() -> Bool {
        guard residentLimit < .max else { return false }
        if resident.anonymousBytes <= residentLimit {
            state.withLock { $0.isPressed = false }
            return false
        }
        let start = ContinuousClock().now
        let mayTrim = state.withLock { state in
            if let next = state.nextTrim, start < next { return false }
            state.nextTrim = start + .seconds(1)
            return true
        }
        if mayTrim {
            // Most of what is too much may be free already, and only kept by the allocator. Asking for it takes time and makes
            // the next allocations dearer: a tenth of the time at the most.
            ResidentMemory.trim()
            let end = ContinuousClock().now
            state.withLock { $0.nextTrim = end + max(.milliseconds(50), (end - start) * 10) }
        }
        let isAbove = resident.anonymousBytes > residentLimit
        if isAbove {
            // Blocks above their protected part go before tasks have to write theirs.
            let excess = state.withLock { max(0, $0.policy.storageUsed - $0.policy.protectedStorage) }
            if excess > 0 { _ = evict(min(excess, resident.anonymousBytes - residentLimit)) }
        }
        state.withLock { state in
            state.isPressed = isAbove
            if isAbove { state.pressureCount += 1 }
        }
        return isAbove
    }
}
