import Weft

/// What a run of records looks like from outside; runs that follow each other can be joined.
struct RunSummary: Codable, Sendable {
    /// Two neighbours in the wrong order.
    struct Disorder: Codable, Sendable {
        /// The second one's position in the run, from 0.
        var position: Int
        var before: Bytes
        var key: Bytes
    }

    private(set) var count = 0
    /// How many records have the key of the one before.
    private(set) var duplicates = 0
    /// The sum of the records' CRC-32, modulo 2^64.
    private(set) var checksum: UInt64 = 0
    /// The first place where the order is wrong.
    private(set) var disorder: Disorder?
    private var first: Bytes?
    private var last: Bytes?

    /// Adds the record that follows.
    mutating func add(_ record: Bytes) {
        let key = TeraRecord.key(of: record)
        meet(key)
        if first == nil { first = key }
        last = key
        count += 1
        checksum &+= UInt64(CRC32.checksum(of: record))
    }

    /// Adds the run that follows.
    mutating func append(_ next: RunSummary) {
        guard let key = next.first else { return }
        meet(key)
        if disorder == nil, var later = next.disorder {
            later.position += count
            disorder = later
        }
        if first == nil { first = key }
        last = next.last
        count += next.count
        duplicates += next.duplicates
        checksum &+= next.checksum
    }

    private mutating func meet(_ key: Bytes) {
        guard let last else { return }
        if key == last { duplicates += 1 }
        if key < last, disorder == nil { disorder = Disorder(position: count, before: last, key: key) }
    }
}
