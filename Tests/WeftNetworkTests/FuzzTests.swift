import Crypto
import FoundationEssentials
import Glibc
import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

/// A small generator whose seed reproduces a failure.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }
}

/// Feeds decoders with bytes that were good once. A decoder must throw or give nil, never crash, and never keep more
/// than a little memory; what it may accept, each test says.
///
/// WEFT_FUZZ_INPUTS in the environment asks for another number of inputs than the million of each test, WEFT_FUZZ_SEED for the seed
/// of a failure.
@Suite struct FuzzTests {
    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }

    private static let inputs = number("WEFT_FUZZ_INPUTS").map(Int.init(clamping:)) ?? 1_000_000

    /// Calls `body` with mutations of `good`: bits flipped, bytes overwritten, ends cut and appended, and pure noise.
    private func fuzz(_ good: [UInt8], inputs: Int = FuzzTests.inputs, _ body: ([UInt8]) throws -> Void) {
        let seed = Self.number("WEFT_FUZZ_SEED") ?? UInt64.random(in: 0 ... .max)
        var random = SplitMix(state: seed)
        var bytes = good
        for _ in 0..<inputs {
            let choice = random.next()
            switch choice & 7 {
            case 0: bytes.removeLast(random.below(bytes.count + 1))
            case 1: bytes.append(UInt8(truncatingIfNeeded: choice >> 8))
            case 2 where !bytes.isEmpty: bytes.removeFirst()
            case 3:
                bytes.withUnsafeMutableBytes { memory in
                    for index in memory.indices { memory[index] = UInt8(truncatingIfNeeded: random.next()) }
                }
            default:
                if !bytes.isEmpty {
                    bytes[random.below(bytes.count)] ^= UInt8(truncatingIfNeeded: 1 << (choice >> 8 & 7))
                }
            }
            do { try body(bytes) } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
            // Mostly one change, sometimes several on top of each other.
            if choice >> 16 & 3 != 0 { bytes = good }
        }
    }

    private struct Accepted: Error {}

    @Test("Hellos")
    func hellos() {
        let nonce = [UInt8](repeating: 1, count: 32)
        let client = ClientHello(flags: 1, nonce: nonce, publicKey: nonce).bytes
        fuzz(client) { bytes in
            if let hello = ClientHello(bytes), hello.bytes != bytes { throw Accepted() }
        }
        let server = ServerHello(status: .accepted, flags: 1, nonce: nonce, publicKey: nonce, mac: nonce).bytes
        fuzz(server) { bytes in
            if let hello = ServerHello(bytes), hello.bytes != bytes { throw Accepted() }
        }
    }

    @Test("Identities")
    func identities() {
        let good = PeerIdentity(applicationID: "app-1", buildID: [1, 2, 3, 4, 5, 6, 7, 8]).bytes
        fuzz(Array(good.readableBytesView)) { bytes in
            if let identity = PeerIdentity(ByteBuffer(bytes: bytes)), Array(identity.bytes.readableBytesView) != bytes {
                throw Accepted()
            }
        }
    }

    @Test("Proofs: the server's state with whatever comes behind a good hello")
    func proofs() throws {
        let input = HandshakeInput(
            identity: PeerIdentity(applicationID: "a", buildID: [1]),
            secret: sharedSecret,
            encrypt: true
        )
        var server = HandshakeServer(input)
        var hello = ByteBuffer(
            bytes: HandshakeClient(input).opened().flatMap { action -> [UInt8] in
                if case .send(let bytes) = action { bytes } else { [] }
            }
        )
        _ = server.received(&hello)
        let waiting = server
        fuzz([UInt8](repeating: 7, count: 32 + 4 + 30), inputs: FuzzTests.inputs / 20) { bytes in
            var server = waiting
            var buffer = ByteBuffer(bytes: bytes)
            for action in server.received(&buffer) {
                if case .refuse(let error) = action, error.code == "authentication-failed" { continue }
                throw Accepted()
            }
        }
        fuzz([UInt8](repeating: 7, count: 32)) { bytes in
            if KeySchedule.equal(bytes, [UInt8](repeating: 7, count: 32)) != (bytes == [UInt8](repeating: 7, count: 32))
            {
                throw Accepted()
            }
        }
    }

    @Test("Records")
    func records() throws {
        let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
        var sealer = RecordSealer(key: key)
        var record = ByteBuffer()
        try [UInt8](repeating: 9, count: 40).withUnsafeBytes { try sealer.seal($0, into: &record) }
        let good = Array(record.readableBytesView)
        let opener = RecordOpener(key: key)
        fuzz(good) { bytes in
            var opener = opener
            var buffer = ByteBuffer(bytes: bytes)
            do {
                if try opener.open(from: &buffer) != nil, !bytes.starts(with: good) { throw Accepted() }
            } catch is WeftError {}
        }
    }

    @Test("Frames, in random pieces")
    func frames() {
        var good = ByteBuffer()
        for (index, kind) in [FrameKind.message, .request, .response, .failure].enumerated() {
            let frame = Frame(kind: kind, id: UInt64(index), body: ByteBuffer(repeating: 1, count: index * 5))
            frame.writeHeader(to: &good)
            good.writeImmutableBuffer(frame.body)
        }
        var random = SplitMix(state: 1)
        fuzz(Array(good.readableBytesView)) { bytes in
            var decoder = StreamDecoder(opener: nil, maxBodyBytes: 1000)
            var buffer = ByteBuffer(bytes: bytes)
            do {
                while let part = buffer.readSlice(length: min(buffer.readableBytes, 1 + random.below(64))),
                    part.readableBytes > 0
                {
                    try decoder.receive(part) { frame in
                        if frame.body.readableBytes > bytes.count { throw Accepted() }
                        return true
                    }
                }
            } catch is WeftError {}
        }
    }

    @Test("Errors")
    func errors() {
        let good = ErrorCoding.encode(
            WeftError("a", "b", remedy: "c", details: [.init("d", "e")], location: "f", cause: WeftError("g", "h"))
        )
        fuzz(Array(good.readableBytesView)) { bytes in
            do { _ = try ErrorCoding.decode(ByteBuffer(bytes: bytes)) } catch is WeftError {}
        }
    }
}
