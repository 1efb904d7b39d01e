import WeftDiagnostics

/// Something that holds memory for a task and can do with less.
protocol MemoryConsumer: AnyObject {
    /// What it could give back, in bytes.
    var spillableBytes: Int { get }
    /// Writes what it holds to disk and gives its memory back.
    func spill() throws
}

/// One task's part of its executor's memory, and where it spills. It belongs to the task's thread.
public final class TaskMemory: @unchecked Sendable {
    let manager: MemoryManager
    private let taskID: Int
    private let directories: LocalDirectories?
    private let checkCancelled: @Sendable () throws -> Void
    private var held = 0
    private var consumers: [ObjectIdentifier: Weak] = [:]
    /// The most that the task held at once, in bytes.
    private(set) var peak = 0
    /// What was spilled, as it was in memory, in bytes.
    private(set) var memorySpilled = 0
    /// What was spilled, as it was written, in bytes.
    private(set) var diskSpilled = 0

    private struct Weak { weak var consumer: (any MemoryConsumer)? }

    /// Begins a task's part.
    ///
    /// - Parameters:
    ///   - manager: the executor's memory.
    ///   - taskID: unique among the tasks that run.
    ///   - directories: where to spill; nil for a task that never does.
    ///   - checkCancelled: throws when the task was told to stop; called while much is written or read.
    init(
        _ manager: MemoryManager,
        taskID: Int,
        directories: LocalDirectories?,
        checkCancelled: @escaping @Sendable () throws -> Void = {}
    ) {
        self.manager = manager
        self.taskID = taskID
        self.directories = directories
        self.checkCancelled = checkCancelled
        manager.start(task: taskID)
    }

    deinit { end() }

    /// The part of the task that the calling thread runs; outside of tasks, one without bounds.
    @usableFromInline
    static func current() -> TaskMemory {
        if let task = TaskContext.current { return task.memory }
        return TaskMemory(MemoryManager(budget: .max, slots: 1, storageFraction: 0), taskID: 0, directories: nil)
    }

    /// Ends the part: all that is still held is free again.
    func end() {
        manager.end(task: taskID)
        held = 0
        consumers.removeAll()
    }

    /// Asks for memory.
    ///
    /// - Returns: whether the task has it; if not, whoever asks spills what it holds.
    func reserve(_ bytes: Int) -> Bool {
        guard manager.reserve(bytes, task: taskID) else { return false }
        book(bytes)
        return true
    }

    /// Takes memory that the task can't go on without.
    func force(_ bytes: Int) {
        manager.force(bytes, task: taskID)
        book(bytes)
    }

    private func book(_ bytes: Int) {
        held += bytes
        peak = max(peak, held)
    }

    /// Gives memory back.
    func release(_ bytes: Int) {
        manager.release(bytes, task: taskID)
        held -= min(held, bytes)
    }

    /// Whether the process has more in memory than it may.
    func isPressed() -> Bool { manager.isPressed(adding: manager.quantum) }

    /// A consumer can be asked to spill from now on.
    func register(_ consumer: any MemoryConsumer) {
        consumers[ObjectIdentifier(consumer)] = Weak(consumer: consumer)
    }

    func unregister(_ consumer: any MemoryConsumer) { consumers.removeValue(forKey: ObjectIdentifier(consumer)) }

    /// Makes other consumers of the same task spill, the largest first, until `bytes` could be had.
    ///
    /// - Returns: whether anything was given back.
    func spillOthers(for bytes: Int) throws -> Bool {
        var given = 0
        while given < bytes {
            let others = consumers.values.compactMap(\.consumer).filter { $0.spillableBytes >= manager.minimum }
            guard let largest = others.max(by: { $0.spillableBytes < $1.spillableBytes }) else { break }
            given += largest.spillableBytes
            unregister(largest)
            try largest.spill()
        }
        return given > 0
    }

    /// A new file to spill to.
    ///
    /// - Throws: `local-dir` when the task has no folder for it, and what the disk throws.
    func makeSpillFile() throws -> SpillFile {
        try checkCancelled()
        guard let directories else {
            throw WeftError("local-dir", "there is no folder to spill to", remedy: "run this in a task of a context")
        }
        return try SpillFile(in: directories)
    }

    /// Something that took `memory` bytes has been written as `disk` bytes.
    func noteSpill(memory: Int, disk: Int) {
        memorySpilled += memory
        diskSpilled += disk
    }

    /// Throws when the task was told to stop.
    func check() throws { try checkCancelled() }

    /// Adds what was measured to the task's metrics.
    func report(to metrics: inout TaskMetrics) {
        metrics.peakExecutionMemoryBytes = max(metrics.peakExecutionMemoryBytes, Int64(peak))
        metrics.memorySpilledBytes += Int64(memorySpilled)
        metrics.diskSpilledBytes += Int64(diskSpilled)
    }
}

/// What one consumer has of its task's memory.
@usableFromInline
final class MemoryReservation {
    @usableFromInline let memory: TaskMemory
    /// What is reserved, in bytes.
    @usableFromInline private(set) var bytes = 0

    @usableFromInline
    init(_ memory: TaskMemory) { self.memory = memory }

    deinit { release() }

    /// Makes sure that an estimate is covered, and the process within its limit.
    ///
    /// - Parameters:
    ///   - estimate: what the consumer holds or is about to hold.
    /// - Returns: false when the consumer has to spill.
    func cover(_ estimate: Int) throws -> Bool {
        let manager = memory.manager
        if estimate <= bytes { return estimate < manager.minimum || !memory.isPressed() }
        let shortage = estimate - bytes
        // By the whole quantum where there is plenty; the exact need may still fit.
        let wanted = max(shortage, manager.quantum)
        if memory.reserve(wanted) { return add(wanted) }
        if estimate <= manager.minimum {
            memory.force(shortage)
            return add(shortage)
        }
        if try memory.spillOthers(for: wanted), memory.reserve(wanted) { return add(wanted) }
        return false
    }

    private func add(_ more: Int) -> Bool {
        bytes += more
        return true
    }

    /// Takes what an estimate needs although it was refused.
    func force(_ estimate: Int) {
        guard estimate > bytes else { return }
        memory.force(estimate - bytes)
        bytes = estimate
    }

    /// Gives back all but `kept` bytes.
    func shrink(to kept: Int) {
        guard kept < bytes else { return }
        memory.release(bytes - kept)
        bytes = kept
    }

    /// Gives everything back.
    @usableFromInline
    func release() { shrink(to: 0) }
}
