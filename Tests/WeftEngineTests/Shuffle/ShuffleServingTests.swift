import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Serving and moving shuffle files")
struct ShuffleServingTests {
    private func part(_ map: Int, _ offset: Int, _ limit: Int, attempt: Int = 0) -> ShuffleBlockRequest.Part {
        .init(mapIndex: map, attempt: attempt, offset: offset, limit: limit)
    }

    @Test("any range of a partition's bytes is given, across segments, with how many there are in all")
    func ranges() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(.none, flushLimit: 50)
            try store.write([rowLikeBytes(400, seed: 1), rowLikeBytes(300, seed: 2)], batch: 40)
            let request = ShuffleBlockRequest(shuffleID: 3, partition: 0, parts: [part(0, 0, 1 << 20)])
            let whole = try store.response(to: request).bytes.withUnsafeBytes { Array($0) }
            #expect(whole.count > 400)
            for offset in stride(from: 0, through: whole.count + 30, by: 23) {
                for limit in [0, 1, 17, 100, 5000] {
                    let request = ShuffleBlockRequest(shuffleID: 3, partition: 0, parts: [part(0, offset, limit)])
                    let response = try store.response(to: request)
                    #expect(response.parts[0].totalBytes == whole.count)
                    let bytes = response.bytes.withUnsafeBytes { Array($0) }
                    #expect(bytes == Array(whole.dropFirst(offset).prefix(limit)))
                    #expect(response.parts[0].byteCount == bytes.count)
                }
            }
        }
    }

    @Test("one request takes several outputs; what can't be read of them is said beside the others' bytes")
    func several() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(.none)
            for map in 0..<3 { try store.write(map: map, [[UInt8(map)]]) }
            let parts = [part(2, 0, 100), part(9, 0, 100), part(0, 0, 100), part(1, 0, 100, attempt: 4)]
            let response = try store.response(to: .init(shuffleID: 3, partition: 0, parts: parts))
            #expect(response.parts.map(\.mapIndex) == [2, 9, 0, 1])
            #expect(response.parts.map { $0.failure?.code } == [nil, "input-not-found", nil, "input-not-found"])
            #expect(response.parts.map(\.byteCount) == [17, 0, 17, 0])
            let bytes = response.bytes.withUnsafeBytes { Array($0) }
            #expect(bytes[16] == 2 && bytes[33] == 0)
        }
    }

    @Test("a request for too much, or for less than nothing, is refused")
    func refusals() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store()
            try store.write([[1]])
            let wrong = [
                [part(0, -1, 1)], [part(0, 0, -1)], [part(0, 0, .max)], [part(0, .min, .max)],
                Array(repeating: part(0, 0, 1 << 20), count: 17), Array(repeating: part(0, 0, 1), count: 4097),
            ]
            for parts in wrong {
                let error = #expect(throws: WeftError.self) {
                    try store.serve(.init(shuffleID: 3, partition: 0, parts: parts))
                }
                #expect(error?.code == "bad-request")
            }
            // Beyond the end there are no bytes, which is no error.
            let far = try store.serve(.init(shuffleID: 3, partition: 0, parts: [part(0, .max, 10)]))
            #expect(far.byteCount == 0 && far.parts[0].totalBytes > 0)
            for (shuffle, partition, map) in [(3, 1, 0), (3, -1, 0), (-1, 0, 0), (.min, 0, .max)] {
                let answer = try store.serve(.init(shuffleID: shuffle, partition: partition, parts: [part(map, 0, 9)]))
                #expect(answer.parts[0].failure != nil)
            }
        }
    }

    private func move(
        _ id: ShuffleOutputID,
        from source: ShuffleStore,
        to target: ShuffleStore,
        piece: Int = 1000,
        _ change: (inout [UInt8]) -> Void = { _ in }
    ) throws -> ShuffleMapOutput {
        var bytes = [UInt8](repeating: 0, count: try source.fileSize(of: id))
        for offset in stride(from: 0, to: bytes.count, by: piece) {
            let end = min(bytes.count, offset + piece)
            try bytes.withUnsafeMutableBytes { buffer in
                try source.readFile(id, at: offset, into: .init(rebasing: buffer[offset..<end]))
            }
        }
        change(&bytes)
        let adoption = target.adopt(id)
        for offset in stride(from: 0, to: bytes.count, by: piece) {
            try bytes[offset..<min(bytes.count, offset + piece)].withUnsafeBytes { try adoption.append($0) }
        }
        #expect(adoption.byteCount == bytes.count)
        return try adoption.commit()
    }

    @Test("a file moves to another executor and is read there; what the map task said of it is the same")
    func adoption() throws {
        try ShuffleFixture.with { first in
            try ShuffleFixture.with { second in
                let source = first.store(flushLimit: 2000)
                let target = second.store()
                let parts = [rowLikeBytes(5000, seed: 1), [], randomBytes(3000, seed: 2)]
                let output = try source.write(attempt: 4, parts, batch: 500)
                let id = ShuffleOutputID(shuffleID: 3, mapIndex: 0, attempt: 4)
                #expect(try move(id, from: source, to: target) == output)
                #expect(target.allOutputs() == [id])
                for (partition, bytes) in parts.enumerated() {
                    #expect(try target.raw(attempt: 4, partition: partition) == bytes)
                }
                source.remove(id)
                #expect(try first.names().isEmpty && source.allOutputs().isEmpty)
                #expect(throws: WeftError.self) { try source.fileSize(of: id) }
                var one = [UInt8](repeating: 0, count: 1)
                for offset in [-1, Int.max, try target.fileSize(of: id)] {
                    #expect(throws: WeftError.self) {
                        try one.withUnsafeMutableBytes { try target.readFile(id, at: offset, into: $0) }
                    }
                }
            }
        }
    }

    @Test("a file with any byte changed, its end missing or under another name isn't taken over, and nothing stays")
    func badAdoption() throws {
        try ShuffleFixture.with { first in
            try ShuffleFixture.with { second in
                let source = first.store(flushLimit: 60)
                let target = second.store()
                try source.write([rowLikeBytes(100, seed: 1), [1, 2, 3]], batch: 40)
                let id = ShuffleOutputID(shuffleID: 3, mapIndex: 0, attempt: 0)
                let size = try source.fileSize(of: id)
                for index in 0..<size {
                    #expect(throws: WeftError.self) {
                        try move(id, from: source, to: target) { $0[index] ^= 0x10 }
                    }
                    #expect(throws: WeftError.self) {
                        try move(id, from: source, to: target) { $0.removeLast($0.count - index) }
                    }
                }
                #expect(throws: WeftError.self) { try move(id, from: source, to: target) { $0.insert(0, at: 0) } }
                #expect(try second.names().isEmpty && target.allOutputs().isEmpty)
                let given = target.adopt(id)
                try [UInt8](repeating: 1, count: 10).withUnsafeBytes { try given.append($0) }
                given.abort()
                #expect(try second.names().isEmpty)
            }
        }
    }
}
