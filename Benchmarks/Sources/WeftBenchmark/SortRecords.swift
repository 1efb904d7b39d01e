import Weft

/// Sorts records of 100 bytes by their first 10 and looks at all of them in their order.
struct SortRecords: Application {
    static let configuration = CommandConfiguration(commandName: "sort", abstract: "Sort records of 100 bytes.")

    @Argument(help: "The records, as `TeraSort gen` writes them.")
    var input: String

    @Option(help: "How many partitions to sort into.")
    var partitions = 16

    @Option(help: "How many times.")
    var repetitions = 1

    func run(in context: Context) async throws {
        for _ in 0..<repetitions {
            let start = ContinuousClock.now
            let sorted = context.binaryRecords(input, recordLength: 100).sortBy(partitions: partitions) {
                $0.prefix(RecordRun.keyLength)
            }
            let runs = try await sorted.mapPartitions { [RecordRun($0)] }.collect()
            Report.line("result", runs.reduce(into: RecordRun()) { $0.append($1) })
            Report.seconds(since: start)
        }
    }
}

/// What a run of sorted records looks like from outside.
struct RecordRun: Codable, Sendable, CustomStringConvertible {
    static let keyLength = 10

    private var count = 0
    private var isOrdered = true
    /// The sum of the records' hashes, modulo 2^64.
    private var checksum: UInt64 = 0
    private var first = Bytes()
    private var last = Bytes()

    init() {}

    init(_ records: some Sequence<Bytes>) {
        for record in records {
            let key = record.prefix(Self.keyLength)
            if count == 0 { first = key }
            if key < last { isOrdered = false }
            last = key
            count += 1
            checksum &+= Self.hash(record)
        }
    }

    /// Adds the run that follows.
    mutating func append(_ next: RecordRun) {
        guard next.count > 0 else { return }
        if count == 0 { first = next.first }
        isOrdered = isOrdered && next.isOrdered && !(next.first < last)
        last = next.last
        count += next.count
        checksum &+= next.checksum
    }

    /// A hash of all bytes of a record, cheap enough not to count beside the sorting.
    private static func hash(_ record: Bytes) -> UInt64 {
        record.withUnsafeBytes { bytes in
            func word(_ offset: Int) -> UInt64 {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
            var hash: UInt64 = 0
            for offset in stride(from: 0, to: bytes.count - 8, by: 8) { hash = (hash ^ word(offset)) &* Hash.factor }
            return (hash ^ word(bytes.count - 8)) &* Hash.factor
        }
    }

    var description: String {
        "count=\(count) ordered=\(isOrdered) checksum=\(checksum) first=\(Self.hex(first)) last=\(Self.hex(last))"
    }

    private static func hex(_ key: Bytes) -> String { key.map { "\($0)" }.joined(separator: ".") }
}

/// How results are hashed.
enum Hash {
    static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15
}
