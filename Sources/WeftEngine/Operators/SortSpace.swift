import BinaryCoding

/// The memory of a sorter and the runs that it has written.
@usableFromInline
final class SortSpace<Row> {
    @usableFromInline let reservation: MemoryReservation
    private let memory: TaskMemory
    private var runs: [SpillBuckets<Row>] = []
    private var file: SpillFile?
    private var fileRuns = 0
    /// What the rows that were added hold, but for their places.
    private var held = 0
    private var rowBytes = 0
    private var batchCount = 0

    /// How many runs are merged at once: each has a segment of the file and the rows made of it in memory.
    @usableFromInline let mergeLimit: Int

    /// What the place of a row takes while rows are sorted.
    private let placeBytes: Int
    /// What a run takes while it is merged.
    private let runBytes: Int

    /// Makes an empty space.
    ///
    /// - Parameters:
    ///   - memory: the task's.
    ///   - placeBytes: what is needed for each row, while rows are sorted, besides the row itself.
    @usableFromInline
    init(_ memory: TaskMemory, placeBytes: Int) {
        self.memory = memory
        self.placeBytes = placeBytes
        reservation = MemoryReservation(memory)
        let manager = memory.manager
        // The bytes of a segment, the rows made of them, and room for both to be larger.
        runBytes = 4 * max(4 << 10, min(64 << 10, manager.minimum / 32))
        mergeLimit = max(8, min(64, manager.budget / (2 * manager.slots) / runBytes))
    }

    /// How many runs there are.
    @usableFromInline var runCount: Int { runs.count }

    /// Whether a batch may be added.
    ///
    /// - Parameters:
    ///   - batch: the rows.
    ///   - count: how many rows there are already.
    /// - Returns: false when the rows so far have to be written before.
    @usableFromInline
    func hasRoom(for batch: [Row], count: Int) throws -> Bool {
        batchCount &+= 1
        if !_isPOD(Row.self), batchCount & 15 == 1 || batch.count < 64 {
            let some = batch.prefix(16)
            let writer = ByteWriter(capacity: 1024)
            try RowCoder<Row>().encode(Array(some), into: writer)
            let size = writer.count / max(1, some.count)
            rowBytes = size >= rowBytes ? size : (7 * rowBytes + size) / 8
        }
        let more = batch.count * (MemoryLayout<Row>.stride + rowBytes)
        let wanted = held + more + (count + batch.count) * placeBytes
        if batchCount & 15 != 0, wanted <= reservation.bytes {
            held += more
            return true
        }
        if try reservation.cover(wanted) {
            held += more
            return true
        }
        held = more
        if count == 0 {
            reservation.force(wanted)
            return true
        }
        return false
    }

    /// Writes rows that are in order as a run.
    ///
    /// - Parameter first: whether they come before all others, as the rows of several runs that were merged do.
    @usableFromInline
    func write(_ rows: BatchIterator<Row>, first: Bool = false) throws {
        // The rows of a file's runs are dead once those have been merged, but only the whole file can be given back.
        if file == nil || fileRuns >= mergeLimit || first {
            file = try memory.makeSpillFile()
            fileRuns = 0
        }
        fileRuns += 1
        let run = try SpillBuckets<Row>(
            count: 1,
            memory: memory,
            bytesPerUnit: MemoryLayout<Row>.stride + rowBytes,
            file: file
        )
        while let batch = try rows.next() { try run.append(contentsOf: batch) }
        try run.finish()
        if first {
            runs.insert(run, at: 0)
            file = nil
        } else {
            runs.append(run)
            memory.noteSpill(memory: reservation.bytes, disk: 0)
            reservation.release()
        }
    }

    /// Books the batch for which there was no room, after the rows before it were written.
    @usableFromInline
    func forceBatch() { reservation.force(held) }

    /// Whether the runs can be merged beside the rows that are in memory.
    @usableFromInline
    func hasRoomToMerge() throws -> Bool { try reservation.cover(reservation.bytes + runs.count * runBytes) }

    /// The first runs, which are then no longer here.
    @usableFromInline
    func takeRuns(_ count: Int) -> [BatchIterator<Row>] {
        let taken = runs.prefix(count)
        runs.removeFirst(min(count, runs.count))
        return taken.map { $0.read(0) }
    }
}
