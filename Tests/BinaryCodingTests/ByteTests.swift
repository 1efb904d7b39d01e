import BinaryCoding
import Testing
import WeftDiagnostics

@Suite struct ByteTests {
    private func read<T>(_ writer: ByteWriter, _ body: (inout ByteReader) throws -> T) throws -> T {
        try writer.withUnsafeBytes {
            var reader = ByteReader($0)
            let value = try body(&reader)
            try reader.expectEnd()
            return value
        }
    }

    @Test(arguments: [0, 1, 127, 128, 300, 1 << 14, 1 << 35, UInt64.max - 1, .max])
    func varints(_ value: UInt64) throws {
        let writer = ByteWriter(capacity: 0)
        writer.writeVarint(value)
        #expect(try read(writer) { try $0.readVarint() } == value)
        #expect(writer.count == max(1, (70 - value.leadingZeroBitCount) / 7))
    }

    @Test(arguments: [0, 1, -1, 63, -64, 64, Int64.max, .min])
    func zigzag(_ value: Int64) throws {
        let writer = ByteWriter()
        writer.writeZigzag(value)
        #expect(try read(writer) { try $0.readZigzag() } == value)
        if (-64..<64).contains(value) { #expect(writer.count == 1) }
    }

    @Test(
        arguments: [[0x80], [0xff, 0xff], Array(repeating: 0xff, count: 10), Array(repeating: 0x80, count: 11)]
            as [[UInt8]]
    )
    func aVarintWithoutEndIsAnErrorAndMovesNothing(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes {
            var reader = ByteReader($0)
            #expect(throws: WeftError.self) { try reader.readVarint() }
            #expect(reader.offset == 0)
        }
    }

    @Test func fixedWidthValuesAreLittleEndian() throws {
        let writer = ByteWriter()
        writer.write(UInt32(0x0102_0304))
        #expect(writer.toArray() == [4, 3, 2, 1])
        writer.overwrite(UInt16(0xffff), at: 1)
        #expect(writer.toArray() == [4, 255, 255, 1])
    }

    @Test func theBufferGrowsAndKeepsWhatItHolds() throws {
        let writer = ByteWriter(capacity: 1)
        for i in 0..<10_000 { writer.write(i) }
        writer.write("end")
        try read(writer) { reader in
            for i in 0..<10_000 {
                let value = try reader.read(Int.self)
                #expect(value == i)
            }
            let text = try reader.readString()
            #expect(text == "end")
        }
        writer.removeAll(keepingCapacity: false)
        #expect(writer.count == 0 && writer.toArray().isEmpty)
    }

    @Test func readsBeyondTheEndAreErrors() {
        let bytes: [UInt8] = [1, 2, 3]
        bytes.withUnsafeBytes {
            var reader = ByteReader($0)
            #expect(throws: WeftError.self) { try reader.read(UInt32.self) }
            #expect(throws: WeftError.self) { try reader.readDouble() }
            #expect(throws: WeftError.self) { try reader.readBytes(count: 4) }
            #expect(throws: WeftError.self) { try reader.readBytes(count: -1) }
            #expect(throws: WeftError.self) { try reader.readBytes(count: .max) }
            #expect(reader.offset == 0 && reader.remaining == 3)
        }
    }
}
