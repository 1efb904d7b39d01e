import Weft

/// The layout of a record: a key, the row's number in hexadecimal, filler, and marks between them.
enum TeraRecord {
    static let length = 100
    static let keyLength = 10

    /// The part that records are sorted by; so short that it needs no memory of its own.
    static func key(of record: Bytes) -> Bytes { record.prefix(keyLength) }
}

/// The records of Hadoop's TeraGen, which are those of gensort 1.1: any row can be made without those before it.
struct TeraRecordGenerator {
    /// The generator's state is 128 bits wide, and a step is `state * factor + increment`.
    private static let factor: UInt128 = 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645
    private static let increment: UInt128 = 0x4A69_6D47_7261_7952_4950_2020_2020_2001

    private var state: UInt128 = 0
    private var nextRow = 0

    /// The record of a row, from 0. Rows that follow each other cost one step each.
    mutating func record(_ row: Int) -> Bytes {
        if row != nextRow { state = Self.state(before: row) }
        nextRow = row + 1
        state = state &* Self.factor &+ Self.increment
        return Bytes(capacity: TeraRecord.length) { buffer in
            for index in 0..<TeraRecord.keyLength {
                buffer[index] = UInt8(truncatingIfNeeded: state >> (120 - 8 * index))
            }
            buffer[10] = 0x00
            buffer[11] = 0x11
            let number = UInt64(row)
            for index in 0..<16 {
                buffer[12 + index] = Self.digit(0)
                buffer[28 + index] = Self.digit(number >> (60 - 4 * index))
            }
            for (index, byte) in ([0x88, 0x99, 0xAA, 0xBB] as [UInt8]).enumerated() { buffer[44 + index] = byte }
            let low = UInt64(truncatingIfNeeded: state)
            for index in 0..<12 {
                let digit = Self.digit(low >> (44 - 4 * index))
                for copy in 0..<4 { buffer[48 + 4 * index + copy] = digit }
            }
            for (index, byte) in ([0xCC, 0xDD, 0xEE, 0xFF] as [UInt8]).enumerated() { buffer[96 + index] = byte }
            return TeraRecord.length
        }
    }

    /// The state after as many steps as there are rows before this one, in as many multiplications as its number has bits.
    private static func state(before row: Int) -> UInt128 {
        var (factor, increment) = (Self.factor, Self.increment)
        var state: UInt128 = 0
        var steps = row
        while steps > 0 {
            if steps & 1 == 1 { state = state &* factor &+ increment }
            // Two of these steps are one of the next.
            increment = increment &* factor &+ increment
            factor = factor &* factor
            steps >>= 1
        }
        return state
    }

    /// The lowest four bits as a hexadecimal digit.
    private static func digit(_ value: UInt64) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: value & 15)
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}

/// The CRC-32 of zip and gzip.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func checksum(of bytes: Bytes) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            table.withUnsafeBufferPointer { table in
                ~bytes.reduce(~0 as UInt32) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
            }
        }
    }
}

extension Bytes {
    /// The bytes as pairs of hexadecimal digits.
    var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
