import BinaryCoding
import Testing
import WeftDiagnostics

private struct NotCodable {}

private final class Cycle: Codable {
    var next: Cycle?
}

/// Two values in one single value container.
private struct WritesTwice: Codable {
    init() {}
    init(from decoder: any Decoder) throws {}
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(1)
        try container.encode(2)
    }
}

/// Keeps its decoder, which must not read bytes that are gone.
private final class KeepsDecoder: Codable {
    let decoder: (any Decoder)?
    init() { decoder = nil }
    init(from decoder: any Decoder) throws { self.decoder = decoder }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(1)
    }
}

@Suite struct RefusalTests {
    @Test(
        arguments: [
            NotCodable.self, [NotCodable].self, (Int, NotCodable).self, [String: NotCodable?].self, (() -> Void).self,
            Any.self,
            (any Codable).self,
        ] as [Any.Type]
    )
    func aTypeWithoutCoderIsNamed(_ type: Any.Type) throws {
        let error = #expect(throws: WeftError.self) { try ColumnCoder.of(type) }
        #expect(error?.code == "not-codable")
        #expect(error?.message.contains("unknown context") == false)
        #expect(error?.remedy.contains("Codable") == true)
    }

    @Test func theNameOfAPrivateTypeIsReadable() throws {
        let error = #expect(throws: WeftError.self) { try ColumnCoder.of([(Int, NotCodable)].self) }
        #expect(error?.message.contains("BinaryCodingTests.NotCodable") == true)
    }

    @Test func aCycleOfObjectsIsRefused() throws {
        let cycle = Cycle()
        cycle.next = cycle
        defer { cycle.next = nil }
        let error = #expect(throws: WeftError.self) { try BinaryCoding.encode(cycle) }
        #expect(error?.code == "nested-too-deep")
    }

    @Test func aValueThatWritesTwiceIsRefused() throws {
        #expect(throws: WeftError.self) { try BinaryCoding.encode(WritesTwice()) }
    }

    @Test func aDecoderThatWasKeptThrows() throws {
        let value = try BinaryCoding.decode(KeepsDecoder.self, from: BinaryCoding.encode(KeepsDecoder()))
        #expect(throws: (any Error).self) {
            var container = try #require(value.decoder).unkeyedContainer()
            _ = try container.decode(Int.self)
        }
    }

    @Test func bytesThatAreLeftOverAreAnError() throws {
        let error = #expect(throws: WeftError.self) {
            try BinaryCoding.decode(Int.self, from: BinaryCoding.encode(1) + [0])
        }
        #expect(error?.code == "corrupt-data")
    }

    /// 2^60 elements are announced, and none follows.
    @Test func aHugeCountAllocatesNothing() throws {
        let writer = ByteWriter()
        writer.writeVarint(1 << 60)
        let bytes = writer.toArray()
        func check<T>(_ type: T.Type) {
            #expect(throws: WeftError.self) { try BinaryCoding.decode([T].self, from: bytes) }
        }
        check(Int.self)
        check(Void.self)
        check(Bool?.self)
        check((Void, Void).self)
        check([Void].self)
        check(Cycle.self)
        #expect(throws: WeftError.self) { try BinaryCoding.decode([Int: Void].self, from: bytes) }
        #expect(throws: WeftError.self) { try BinaryCoding.decode(String.self, from: bytes) }
    }
}
