import Foundation
import Testing

@Suite struct TeraSortTests {
    @Test(arguments: Example.masters)
    func recordsAreGeneratedSortedAndFoundGood(master: String) throws {
        let folder = try TemporaryFolder()
        let records = TeraRecords.first(20_000)
        let generated = try Example.run(
            on: master,
            "TeraSort",
            "gen",
            "20000",
            folder / "unsorted",
            "--partitions",
            "3"
        )
        #expect(generated.status == 0, "\(generated.errors)")
        #expect(generated.lines == ["20000 records in \(folder / "unsorted")"])
        #expect(try folder.parts(of: "unsorted").count == 3)
        #expect(try Data(folder.parts(of: "unsorted").joined()) == Data(records.joined()))

        let sorted = try Example.run(
            on: master,
            "TeraSort",
            "sort",
            folder / "unsorted",
            folder / "sorted",
            "--partitions",
            "4"
        )
        #expect(sorted.status == 0, "\(sorted.errors)")
        let parts = try folder.parts(of: "sorted")
        #expect(parts.count == 4)
        // A sample of the keys chose the bounds: even enough that no task has most of the work.
        for part in parts { #expect(part.count > 200_000 && part.count < 900_000, "\(parts.map(\.count))") }
        let expected = records.sorted { $0.prefix(10).lexicographicallyPrecedes($1.prefix(10)) }
        #expect(Data(parts.joined()) == Data(expected.joined()))

        let valid = try Example.run(
            on: master,
            "TeraSort",
            "validate",
            folder / "sorted",
            "--against",
            folder / "unsorted"
        )
        #expect(valid.status == 0, "\(valid.errors)")
        #expect(
            valid.lines == [
                "records    20000", "duplicates 0", "checksum   \(TeraRecords.checksum(records))",
                "the records are in order",
            ]
        )
    }

    /// The first record of gensort and of Hadoop's TeraGen, from their documentation.
    @Test func theFirstRecordIsGensorts() throws {
        let folder = try TemporaryFolder()
        #expect(try Example.run("TeraSort", "gen", "1", folder / "one").status == 0)
        let record = try Data(folder.parts(of: "one").joined())
        #expect(record.prefix(10) == Data("JimGrayRIP".utf8))
        #expect(record.dropFirst(12).prefix(32) == Data(repeating: UInt8(ascii: "0"), count: 32))
        #expect(record.count == 100)
    }

    @Test(arguments: Example.masters)
    func noRecordsAreInOrder(master: String) throws {
        let folder = try TemporaryFolder()
        #expect(try Example.run(on: master, "TeraSort", "gen", "0", folder / "none").status == 0)
        #expect(try Example.run(on: master, "TeraSort", "sort", folder / "none", folder / "sorted").status == 0)
        let outcome = try Example.run(
            on: master,
            "TeraSort",
            "validate",
            folder / "sorted",
            "--against",
            folder / "none"
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["records    0", "duplicates 0", "checksum   0", "the records are in order"])
    }

    /// Sorted files and what was done to them.
    enum Damage: String, CaseIterable {
        case swappedWithinAFile
        case swappedFiles
        case lostRecord
        case changedByte
        case cutRecord
        case duplicate
    }

    @Test(arguments: Damage.allCases)
    func damageIsFound(damage: Damage) throws {
        let folder = try TemporaryFolder()
        let records = TeraRecords.first(300).sorted { $0.lexicographicallyPrecedes($1) }
        var files = [Array(records[..<100]), Array(records[100..<200]), Array(records[200...])]
        var message = ""
        switch damage {
        case .swappedWithinAFile:
            files[1].swapAt(40, 41)
            message = "record 141 of \(folder / "sorted") has a smaller key than the record before it"
        case .swappedFiles:
            files.swapAt(1, 2)
            message = "record 200 of \(folder / "sorted") has a smaller key than the record before it"
        case .lostRecord:
            files[2].removeLast()
            message = "\(folder / "sorted") doesn't have the records of \(folder / "unsorted")"
        case .changedByte:
            files[0][7][99] ^= 1
            message = "\(folder / "sorted") doesn't have the records of \(folder / "unsorted")"
        case .cutRecord:
            files[1][99].removeLast()
            message = "part-1"
        case .duplicate:
            files[1][50] = files[1][49]
            message = "\(folder / "sorted") doesn't have the records of \(folder / "unsorted")"
        }
        for (name, content) in [("sorted", files), ("unsorted", [records.reversed()])] {
            try FileManager.default.createDirectory(atPath: folder / name, withIntermediateDirectories: false)
            for (index, file) in content.enumerated() {
                try Data(file.joined()).write(to: URL(fileURLWithPath: folder / name + "/part-\(index)"))
            }
        }
        let outcome = try Example.run("TeraSort", "validate", folder / "sorted", "--against", folder / "unsorted")
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("error: "))
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.errors.contains("to do: "), "\(outcome.errors)")
        #expect(!outcome.output.contains("in order"))
        if damage == .duplicate { #expect(outcome.lines.contains("duplicates 1")) }
    }
}

/// Hadoop's TeraGen, one record after the other.
private enum TeraRecords {
    static func first(_ count: Int) -> [[UInt8]] {
        var random: UInt128 = 0
        return (0..<count).map { row in
            random = random &* 0x2360_ED05_1FC6_5DA4_4385_DF64_9FCC_F645 &+ 0x4A69_6D47_7261_7952_4950_2020_2020_2001
            let digits = hexadecimal(random)
            var record = stride(from: 0, to: 20, by: 2).map { UInt8(String(digits[$0..<$0 + 2]), radix: 16) ?? 0 }
            record += [0x00, 0x11]
            record += hexadecimal(UInt128(row)).map { $0.asciiValue ?? 0 }
            record += [0x88, 0x99, 0xAA, 0xBB]
            record += digits[20...].flatMap { [UInt8](repeating: $0.asciiValue ?? 0, count: 4) }
            record += [0xCC, 0xDD, 0xEE, 0xFF]
            return record
        }
    }

    /// The 32 digits of a number.
    private static func hexadecimal(_ value: UInt128) -> [Character] {
        let digits = String(value, radix: 16, uppercase: true)
        return Array(String(repeating: "0", count: 32 - digits.count) + digits)
    }

    /// The sum of the CRC-32 of the records, bit by bit.
    static func checksum(_ records: [[UInt8]]) -> String {
        var sum: UInt64 = 0
        for record in records {
            var crc = UInt32.max
            for byte in record {
                crc ^= UInt32(byte)
                for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
            }
            sum += UInt64(~crc)
        }
        return String(sum, radix: 16)
    }
}
