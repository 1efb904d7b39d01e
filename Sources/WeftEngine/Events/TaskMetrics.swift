/// What one attempt at a task measured.
///
/// Counts are exact; all are zero for what a task doesn't do.
public struct TaskMetrics: Codable, Hashable, Sendable {
    /// Time spent decoding the task before it ran, in nanoseconds.
    public var deserializeTimeNanoseconds: Int64 = 0
    /// Time spent running the task, in nanoseconds of the clock on the wall.
    public var runTimeNanoseconds: Int64 = 0
    /// Time spent running the task, in nanoseconds of the processor.
    public var cpuTimeNanoseconds: Int64 = 0
    /// Time spent encoding the result, in nanoseconds.
    public var resultSerializationTimeNanoseconds: Int64 = 0
    /// Size of the encoded result, in bytes.
    public var resultSizeBytes: Int64 = 0
    /// Records read from files and other input.
    public var inputRecords: Int64 = 0
    /// Bytes read from files and other input.
    public var inputBytes: Int64 = 0
    /// Records written to files and other output.
    public var outputRecords: Int64 = 0
    /// Bytes written to files and other output.
    public var outputBytes: Int64 = 0
    /// Records read from shuffles.
    public var shuffleReadRecords: Int64 = 0
    /// Bytes read from shuffles on the task's own executor.
    public var shuffleReadLocalBytes: Int64 = 0
    /// Bytes read from shuffles on other executors.
    public var shuffleReadRemoteBytes: Int64 = 0
    /// Map outputs of the task's own executor that it read.
    public var shuffleReadLocalBlocks: Int64 = 0
    /// Map outputs of other executors that it fetched.
    public var shuffleReadRemoteBlocks: Int64 = 0
    /// Time the task waited for shuffle data, in nanoseconds.
    public var shuffleFetchWaitNanoseconds: Int64 = 0
    /// Records written for a shuffle.
    public var shuffleWriteRecords: Int64 = 0
    /// Bytes written for a shuffle.
    public var shuffleWriteBytes: Int64 = 0
    /// Time spent writing for a shuffle, in nanoseconds.
    public var shuffleWriteTimeNanoseconds: Int64 = 0
    /// The most memory the task's sorts, maps and buffers held at once, in bytes.
    public var peakExecutionMemoryBytes: Int64 = 0
    /// What spilled data took in memory, in bytes.
    public var memorySpilledBytes: Int64 = 0
    /// What spilled data took on disk, in bytes.
    public var diskSpilledBytes: Int64 = 0

    /// Metrics of a task that has done nothing yet.
    public init() {}

    /// Bytes read from shuffles anywhere.
    public var shuffleReadBytes: Int64 { shuffleReadLocalBytes + shuffleReadRemoteBytes }

    /// Adds another task's metrics; of the peaks the higher one stays.
    public static func += (total: inout TaskMetrics, task: TaskMetrics) {
        total.deserializeTimeNanoseconds += task.deserializeTimeNanoseconds
        total.runTimeNanoseconds += task.runTimeNanoseconds
        total.cpuTimeNanoseconds += task.cpuTimeNanoseconds
        total.resultSerializationTimeNanoseconds += task.resultSerializationTimeNanoseconds
        total.resultSizeBytes += task.resultSizeBytes
        total.inputRecords += task.inputRecords
        total.inputBytes += task.inputBytes
        total.outputRecords += task.outputRecords
        total.outputBytes += task.outputBytes
        total.shuffleReadRecords += task.shuffleReadRecords
        total.shuffleReadLocalBytes += task.shuffleReadLocalBytes
        total.shuffleReadRemoteBytes += task.shuffleReadRemoteBytes
        total.shuffleReadLocalBlocks += task.shuffleReadLocalBlocks
        total.shuffleReadRemoteBlocks += task.shuffleReadRemoteBlocks
        total.shuffleFetchWaitNanoseconds += task.shuffleFetchWaitNanoseconds
        total.shuffleWriteRecords += task.shuffleWriteRecords
        total.shuffleWriteBytes += task.shuffleWriteBytes
        total.shuffleWriteTimeNanoseconds += task.shuffleWriteTimeNanoseconds
        total.peakExecutionMemoryBytes = max(total.peakExecutionMemoryBytes, task.peakExecutionMemoryBytes)
        total.memorySpilledBytes += task.memorySpilledBytes
        total.diskSpilledBytes += task.diskSpilledBytes
    }
}
