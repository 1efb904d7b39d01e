import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// The bytes were written by Java's WritableUtils of Hadoop 3.3.4.
@Suite("Writable")
struct WritableTests {
    static let longs: [(Int64, String)] = [
        (0, "00"),
        (1, "01"),
        (-1, "ff"),
        (127, "7f"),
        (128, "8f80"),
        (-112, "90"),
        (-113, "8770"),
        (-128, "877f"),
        (255, "8fff"),
        (256, "8e0100"),
        (-256, "87ff"),
        (-257, "860100"),
        (65535, "8effff"),
        (65536, "8d010000"),
        (1700000000000, "8a018bcfe56800"),
        (-1700000000000, "82018bcfe567ff"),
        (2147483647, "8c7fffffff"),
        (-2147483648, "847fffffff"),
        (9223372036854775807, "887fffffffffffffff"),
        (Int64.min, "807fffffffffffffff"),
    ]

    @Test("Whole numbers have Java's bytes", arguments: longs)
    func javaBytes(_ value: Int64, _ hex: String) throws {
        var writer = WritableWriter()
        writer.long(value)
        #expect(writer.bytes == [UInt8](hex: hex))
        var reader = WritableReader([UInt8](hex: hex), subject: "it")
        #expect(try reader.long() == value)
        #expect(reader.remaining == 0)
    }

    @Test("A number that is cut off is refused", arguments: longs)
    func cutOff(_ value: Int64, _ hex: String) {
        let bytes = [UInt8](hex: hex)
        for count in 0..<bytes.count {
            var reader = WritableReader(Array(bytes[..<count]), subject: "it")
            let error = #expect(throws: WeftError.self) { try reader.long() }
            #expect(error?.code == "token-invalid")
        }
    }

    @Test("Every number comes back")
    func roundTrip() throws {
        for shift in 0..<64 {
            for delta: Int64 in -2...2 {
                for sign: Int64 in [1, -1] {
                    let value = (Int64(bitPattern: 1 << UInt64(shift)) &+ delta) &* sign
                    var writer = WritableWriter()
                    writer.long(value)
                    var reader = WritableReader(writer.bytes, subject: "it")
                    #expect(try reader.long() == value)
                }
            }
        }
    }

    @Test("Numbers that are too large for 32 bits are refused where there should be such")
    func ints() throws {
        for value in [Int64(Int32.max) + 1, Int64(Int32.min) - 1, .max, .min] {
            var writer = WritableWriter()
            writer.long(value)
            var reader = WritableReader(writer.bytes, subject: "it")
            #expect(throws: WeftError.self) { try reader.int() }
        }
    }

    @Test("A length beyond the end, a negative one and text that isn't UTF-8 are refused")
    func texts() throws {
        for hex in ["05 61 62", "8c 7f ff ff ff", "ff", "01 ff", ""] {
            var reader = WritableReader([UInt8](hex: hex), subject: "it")
            #expect(throws: WeftError.self) { try reader.text() }
        }
        var writer = WritableWriter()
        writer.text("Zürich")
        var reader = WritableReader(writer.bytes, subject: "it")
        #expect(try reader.text() == "Zürich")
    }
}
