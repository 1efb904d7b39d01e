import Weft

/// Spreads large rows that can't be compressed over all partitions.
struct MoveBytes: Application {
    static let configuration = CommandConfiguration(commandName: "shuffle", abstract: "Repartition large rows.")

    static let rowLength = 16 << 10
    /// Rows are parts of a block, a power of 2 of them: to make them must cost nothing.
    static let rowsOfBlock = 1024

    @Argument(help: "How many rows of 16 KiB.")
    var rows: Int

    @Option(help: "How many partitions.")
    var partitions = 16

    @Option(help: "How many times.")
    var repetitions = 1

    func run(in context: Context) async throws {
        for _ in 0..<repetitions {
            let start = ContinuousClock.now
            let blocks = context.range(0..<rows, partitions: partitions).mapPartitions { rows in
                let block = Self.block()
                return rows.lazy.map { row in
                    let place = Int(truncatingIfNeeded: SplitMix.mix(UInt64(row))) & (Self.rowsOfBlock - 1)
                    return block[(place * Self.rowLength)..<((place + 1) * Self.rowLength)]
                }
            }
            let moved = blocks.repartition(partitions)
            try await read(moved)
            Report.seconds(since: start)
            // The files are there: this time they are only fetched and read.
            let fetch = ContinuousClock.now
            try await read(moved)
            Report.seconds(since: fetch, as: "fetch seconds")
        }
    }

    private func read(_ moved: RDD<Bytes>) async throws {
        let parts = try await moved.mapPartitions { rows in
            var (bytes, sum) = (0, 0 as UInt64)
            for row in rows {
                bytes += row.count
                sum &+= Self.firstWord(row)
            }
            return [(bytes, sum)]
        }.collect()
        let bytes = parts.reduce(0) { $0 + $1.0 }
        Report.line("result", "bytes=\(bytes) sum=\(parts.reduce(0) { $0 &+ $1.1 })")
    }

    private static func block() -> Bytes {
        var random = SplitMix(state: 1)
        return Bytes(capacity: rowsOfBlock * rowLength) { buffer in
            for offset in stride(from: 0, to: buffer.count, by: 8) {
                buffer.storeBytes(of: random.next().littleEndian, toByteOffset: offset, as: UInt64.self)
            }
            return buffer.count
        }
    }

    private static func firstWord(_ row: Bytes) -> UInt64 {
        row.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    }
}
