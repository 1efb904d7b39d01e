import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// Reads that know how much is sure to come, and wait for much at once.
@Suite("Reading promised bytes")
struct PromisedBytesTests {
    /// What the server waits for before it goes on.
    private final class Gate: Sendable {
        private let opened = PendingOutcome<Void>()

        func open() { opened.finish(.success(())) }

        func wait() { _ = opened.wait(until: .after(milliseconds: 60_000)) }
    }

    private func connect(_ server: FakeServer) throws -> StreamSocket {
        try .connect(to: server.address, deadline: .after(milliseconds: 60_000))
    }

    private func read(_ socket: StreamSocket, milliseconds: Int, promised: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = try socket.read(
                into: UnsafeMutableRawBufferPointer(buffer),
                deadline: .after(milliseconds: milliseconds),
                promised: promised
            )
        }
    }

    @Test("All that was promised comes, however small the pieces are that the peer writes")
    func smallPieces() throws {
        let server = try FakeServer { peer, _, _ in
            for number in 0..<100 { peer.write([UInt8](repeating: UInt8(number), count: 1_000)) }
            _ = peer.read(1)
        }
        let socket = try connect(server)
        defer { socket.close() }
        var received: [UInt8] = []
        while received.count < 100_000 {
            let rest = 100_000 - received.count
            let piece = try read(socket, milliseconds: 60_000, promised: rest)
            #expect(!piece.isEmpty)
            received += piece
        }
        #expect(received == (0..<100).flatMap { [UInt8](repeating: $0, count: 1_000) })
    }

    @Test("A peer that breaks its promise is heard when it closes")
    func closed() throws {
        let server = try FakeServer { peer, _, _ in peer.write([1, 2, 3]) }
        let socket = try connect(server)
        var received: [UInt8] = []
        while true {
            let piece = try read(socket, milliseconds: 60_000, promised: 50_000)
            if piece.isEmpty { break }
            received += piece
        }
        #expect(received == [1, 2, 3])
    }

    @Test("A slow peer's bytes are taken, though fewer than were waited for")
    func late() throws {
        let gate = Gate()
        defer { gate.open() }
        let server = try FakeServer { peer, _, _ in
            peer.write([1, 2, 3])
            gate.wait()
        }
        let socket = try connect(server)
        defer { socket.close() }
        #expect(try read(socket, milliseconds: 60_000, promised: 50_000) == [1, 2, 3])
        #expect(throws: WeftError.self) { try read(socket, milliseconds: 100, promised: 50_000) }
    }

    @Test("Who waits for little isn't held up by what was waited for before")
    func markIsTakenBack() throws {
        let gate = Gate()
        defer { gate.open() }
        let server = try FakeServer { peer, _, _ in
            _ = peer.read(1)
            peer.write([7])
            gate.wait()
        }
        let socket = try connect(server)
        defer { socket.close() }
        #expect(throws: WeftError.self) { try read(socket, milliseconds: 20, promised: 50_000) }
        #expect(socket.isIdleAndOpen)
        try socket.write([1], deadline: .after(milliseconds: 60_000))
        #expect(try socket.waitReadable(until: .after(milliseconds: 60_000)))
        #expect(!socket.isIdleAndOpen)
        #expect(try read(socket, milliseconds: 60_000, promised: 1) == [7])
    }
}
