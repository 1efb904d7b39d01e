import BinaryCoding
import WeftDiagnostics

/// Reads one partition of a shuffle: its part of every map output, one after the other.
struct ShuffleReader<Row: Sendable> {
    let shuffleID: Int
    let partition: Int
    let task: TaskContext

    func batches() throws -> BatchIterator<Row> {
        let coder = try RowCoder<Row>()
        let locations = try task.environment.mapOutputs.locations(
            shuffleID: shuffleID,
            partition: partition,
            epoch: task.mapOutputEpoch
        ).map(\.executorID)
        var nextMap = 0
        var segments: [[UInt8]] = []
        var segment: [UInt8] = []
        var offset = 0
        return BatchIterator {
            while offset == segment.count {
                if let next = segments.popLast() {
                    segment = next
                    offset = 0
                    continue
                }
                guard nextMap < locations.count else { return nil }
                let map = nextMap
                nextMap += 1
                try task.checkCancelled()
                segments = try fetch(map, from: locations[map]).reversed()
            }
            return try segment.withUnsafeBytes { bytes in
                var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[offset...]))
                let rows: [Row]
                do {
                    rows = try coder.decode(from: &reader)
                } catch {
                    throw ShuffleFetchFailure(
                        shuffleID: shuffleID,
                        mapIndex: nextMap - 1,
                        executorID: locations[nextMap - 1],
                        cause: WeftError(wrapping: error)
                    )
                }
                offset += reader.offset
                task.metrics.shuffleReadRecords += Int64(rows.count)
                return rows
            }
        }
    }

    private func fetch(_ map: Int, from executorID: String) throws -> [[UInt8]] {
        do {
            let segments = try task.environment.shuffles.read(
                shuffleID: shuffleID,
                mapIndex: map,
                partition: partition
            )
            for segment in segments { task.metrics.shuffleReadLocalBytes += Int64(segment.count) }
            return segments
        } catch {
            throw ShuffleFetchFailure(
                shuffleID: shuffleID,
                mapIndex: map,
                executorID: executorID,
                cause: WeftError(wrapping: error)
            )
        }
    }
}
