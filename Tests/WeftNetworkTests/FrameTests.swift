import Crypto
import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

@Suite struct FrameTests {
    private static let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))

    private static func body(_ count: Int) -> ByteBuffer {
        ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) })
    }

    private static let frames: [Frame] = [
        Frame(kind: .message, id: 0, body: body(0)),
        Frame(kind: .request, id: 1, body: body(1)),
        Frame(kind: .response, id: .max, body: body(100)),
        Frame(kind: .failure, id: 2, body: body(FrameEncoder.directBytes - 1)),
        Frame(kind: .message, id: 0, body: body(FrameEncoder.directBytes)),
        Frame(kind: .request, id: 3, body: body(Record.maxPlainBytes)),
        Frame(kind: .request, id: 4, body: body(Record.maxPlainBytes + 1)),
        Frame(kind: .response, id: 5, body: body(3 * Record.maxPlainBytes)),
        Frame(kind: .message, id: 0, body: body(0)),
    ]

    private func encode(_ frames: [Frame], encrypt: Bool) throws -> ByteBuffer {
        var encoder = FrameEncoder(sealer: encrypt ? RecordSealer(key: Self.key) : nil)
        var bytes = ByteBuffer()
        for frame in frames { try encoder.add(frame) { bytes.writeImmutableBuffer($0) } }
        try encoder.finish { bytes.writeImmutableBuffer($0) }
        return bytes
    }

    @Test("Frames come out as they went in, in whatever pieces", arguments: [1, 13, 1000, 70_000, .max])
    func pieces(piece: Int) throws {
        for encrypt in [true, false] {
            // Byte by byte only the small ones.
            let frames: [Frame] = piece == 1 ? Array(Self.frames.prefix(3)) : Self.frames
            var bytes = try encode(frames, encrypt: encrypt)
            var decoder = StreamDecoder(
                opener: encrypt ? RecordOpener(key: Self.key) : nil,
                maxBodyBytes: 3 * Record.maxPlainBytes
            )
            var decoded: [Frame] = []
            while let part = bytes.readSlice(length: min(piece, bytes.readableBytes)), part.readableBytes > 0 {
                try decoder.receive(part) {
                    decoded.append($0)
                    return true
                }
            }
            #expect(decoded == frames)
            #expect(decoder.isBetweenFrames)
        }
    }

    @Test("A stream that ends within a frame is known to")
    func half() throws {
        for encrypt in [true, false] {
            let bytes = try encode([Self.frames[2]], encrypt: encrypt)
            for count in 1..<bytes.readableBytes {
                var decoder = StreamDecoder(opener: encrypt ? RecordOpener(key: Self.key) : nil, maxBodyBytes: 1000)
                try decoder.receive(ByteBuffer(bytes: bytes.readableBytesView.prefix(count))) { _ in
                    Issue.record("half a frame was delivered")
                    return true
                }
                #expect(!decoder.isBetweenFrames)
            }
        }
    }

    @Test("Receiving stops when it is told to")
    func stops() throws {
        for encrypt in [true, false] {
            var decoder = StreamDecoder(opener: encrypt ? RecordOpener(key: Self.key) : nil, maxBodyBytes: 1000)
            var count = 0
            try decoder.receive(try encode(Array(repeating: Self.frames[1], count: 5), encrypt: encrypt)) { _ in
                count += 1
                return count < 2
            }
            #expect(count == 2)
        }
    }

    @Test("A frame with a length, a kind or a size that can't be is refused by its header alone")
    func badHeaders() {
        let cases: [(length: UInt32, kind: UInt8, code: WeftError.Code)] = [
            (0, 1, "broken-stream"), (8, 1, "broken-stream"), (9, 0, "broken-stream"), (9, 5, "broken-stream"),
            (9 + 1001, 1, "frame-too-large"), (.max, 1, "frame-too-large"), (.max, 9, "broken-stream"),
        ]
        for (length, kind, code) in cases {
            var decoder = FrameDecoder(maxBodyBytes: 1000)
            var header = ByteBuffer()
            header.writeMultipleIntegers(length, kind, UInt64(1))
            #expect(thrown { _ = try decoder.next(from: &header) }?.code == code, "length \(length), kind \(kind)")
        }
    }

    @Test("A small message doesn't keep a big buffer in memory")
    func pinning() throws {
        var bytes = try encode([Self.frames[2], Self.frames[4]], encrypt: false)
        var decoder = FrameDecoder(maxBodyBytes: 1 << 20)
        let small = try #require(try decoder.next(from: &bytes))
        #expect(small.body.storageCapacity <= 4096)
        let big = try #require(try decoder.next(from: &bytes))
        #expect(big.body.storageCapacity == bytes.storageCapacity)
    }

    @Test("Small frames are joined, bodies of big ones aren't copied")
    func joined() throws {
        var encoder = FrameEncoder(sealer: nil)
        var written: [ByteBuffer] = []
        for _ in 0..<100 { try encoder.add(Self.frames[2]) { written.append($0) } }
        #expect(written.isEmpty)
        try encoder.add(Self.frames[4]) { written.append($0) }
        try encoder.finish { written.append($0) }
        #expect(written.count == 2)
        let addresses = [Self.frames[4].body, written[1]].map { $0.withUnsafeReadableBytes(\.baseAddress) }
        #expect(addresses[0] == addresses[1])
    }
}

@Suite struct ErrorCodingTests {
    @Test("An error comes back with its causes")
    func roundTrip() throws {
        let inner = WeftError("inner", "below", details: [.init("path", "/tmp/é")])
        let middle = WeftError("middle", "between", remedy: "do it", location: "A/b.swift:3", cause: inner)
        for error in [WeftError("plain", ""), inner, middle, WeftError("outer", "top", cause: middle)] {
            #expect(try ErrorCoding.decode(ErrorCoding.encode(error)) == error)
        }
    }

    @Test("What is too much is cut")
    func cut() throws {
        var error = WeftError("deep", String(repeating: "x", count: 100_000))
        error.details = (0..<1000).map { .init("n", "\($0)") }
        for level in 0..<100 { error = WeftError(.init(rawValue: "level-\(level)"), "text", cause: error) }
        let decoded = try ErrorCoding.decode(ErrorCoding.encode(error))
        #expect(decoded.code == "level-99")
        var depth = 1
        var cause = decoded.cause
        while let next = cause {
            depth += 1
            cause = next.cause
        }
        #expect(depth == ErrorCoding.maxChain)
    }

    @Test("Half an error, or one with more behind it, is refused")
    func broken() {
        let bytes = ErrorCoding.encode(WeftError("a", "b", details: [.init("c", "d")]))
        for count in 0..<bytes.readableBytes {
            let half = ByteBuffer(bytes: bytes.readableBytesView.prefix(count))
            #expect(thrown { _ = try ErrorCoding.decode(half) }?.code == "broken-stream")
        }
        var longer = bytes
        longer.writeInteger(UInt8(0))
        #expect(thrown { _ = try ErrorCoding.decode(longer) }?.code == "broken-stream")
    }
}
