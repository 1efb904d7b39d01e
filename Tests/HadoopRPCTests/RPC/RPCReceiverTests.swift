import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// Seals with a number and a checksum, so that what is changed or out of order is noticed. For one thread.
private final class NumberedCodec: SaslCodec, @unchecked Sendable {
    let protection = SaslProtection.privacy
    let maximumPlainLength = 1 << 16
    private var sealed: UInt8 = 0
    private var opened: UInt8 = 0

    private func checksum(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let sum = bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return withUnsafeBytes(of: sum) { Array($0) }
    }

    func seal(_ bytes: UnsafeRawBufferPointer, into result: inout [UInt8]) throws {
        let body = [sealed] + bytes.map { $0 ^ 0x5a }
        sealed &+= 1
        result += checksum(body) + body
    }

    func open(_ bytes: UnsafeRawBufferPointer, into plain: inout [UInt8]) throws {
        let body = bytes.dropFirst(4)
        guard bytes.count > 4, checksum(body) == Array(bytes.prefix(4)), body.first == opened else {
            throw WeftError("sasl-failed", "not sealed by the peer")
        }
        opened &+= 1
        plain += body.dropFirst().map { $0 ^ 0x5a }
    }
}

@Suite("The receiving half of an RPC connection")
struct RPCReceiverTests {
    private static let client: [UInt8] = Array(1...16)

    private static func response(
        _ id: Int32,
        client: [UInt8]? = nil,
        status: RpcResponseHeaderProto.RpcStatusProto = .success,
        body: [UInt8] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        RpcResponseHeaderProto(
            callId: UInt32(bitPattern: id),
            status: status,
            exceptionClassName: status == .success ? nil : "java.io.IOException",
            errorMsg: status == .success ? nil : "no more",
            clientId: client
        ).serializeDelimited(into: &bytes)
        return RPCFrames.frame([bytes + body])
    }

    private static func sasl(_ state: RpcSaslProto.SaslState, _ token: [UInt8]?) -> [UInt8] {
        var bytes: [UInt8] = []
        RpcResponseHeaderProto(callId: UInt32(bitPattern: -33), status: .success).serializeDelimited(into: &bytes)
        RpcSaslProto(state: state, token: token).serializeDelimited(into: &bytes)
        return RPCFrames.frame([bytes])
    }

    private static func wrapped(_ bytes: some Collection<UInt8>, _ codec: NumberedCodec) throws -> [UInt8] {
        sasl(.wrap, try codec.seal(Array(bytes)))
    }

    private func receiver(sealed: Bool, maximumLength: Int = 1 << 16) -> RPCReceiver {
        RPCReceiver(
            clientID: Self.client,
            codec: sealed ? NumberedCodec() : nil,
            frames: FrameReader(maximumLength: 100),
            maximumLength: maximumLength
        )
    }

    /// The ids of the responses in some bytes, and how it ended.
    private func ids(_ receiver: inout RPCReceiver, _ bytes: [UInt8]) -> (ids: [Int32], error: WeftError?) {
        receiver.append(bytes)
        var ids: [Int32] = []
        do {
            while let response = try receiver.next() { ids.append(response.callID) }
            return (ids, nil)
        } catch {
            return (ids, WeftError(wrapping: error))
        }
    }

    @Test("a sealed buffer may hold several responses, a part of one, or none")
    func sealedFrames() throws {
        let codec = NumberedCodec()
        var receiver = receiver(sealed: true)
        let three = (1...3).flatMap { Self.response(Int32($0), client: Self.client) }
        #expect(ids(&receiver, try Self.wrapped(three, codec)).ids == [1, 2, 3])
        let one = Self.response(4)
        #expect(ids(&receiver, try Self.wrapped(one.prefix(2), codec)).ids.isEmpty)
        #expect(ids(&receiver, try Self.wrapped([], codec)).ids.isEmpty)
        #expect(ids(&receiver, try Self.wrapped(one.dropFirst(2).prefix(5), codec)).ids.isEmpty)
        let rest = try Self.wrapped(Array(one.dropFirst(7)) + Self.response(5) + Self.response(6).prefix(3), codec)
        #expect(ids(&receiver, rest).ids == [4, 5])
        #expect(ids(&receiver, try Self.wrapped(Self.response(6).dropFirst(3), codec)).ids == [6])
    }

    @Test("what was read with the end of the handshake counts, and longer frames are taken from then on")
    func takenOver() throws {
        var frames = FrameReader(maximumLength: 40)
        let long = Self.response(7, body: [UInt8](repeating: 0, count: 1000))
        frames.append(long.prefix(10))
        var receiver = RPCReceiver(clientID: Self.client, codec: nil, frames: frames, maximumLength: 2000)
        #expect(ids(&receiver, Array(long.dropFirst(10))).ids == [7])
    }

    @Test("nothing comes unsealed on a sealed connection but a fatal error, which ends it")
    func unsealed() throws {
        var plain = receiver(sealed: true)
        #expect(ids(&plain, Self.response(1)).error?.code == "rpc-protocol")
        var failed = receiver(sealed: true)
        #expect(ids(&failed, Self.response(1, status: .error)).error?.code == "rpc-protocol")
        var fatal = receiver(sealed: true)
        let end = ids(&fatal, Self.response(-1, status: .fatal))
        #expect(end.ids.isEmpty)
        #expect(end.error?.message == "no more")
    }

    @Test(
        "the handshake doesn't begin again",
        arguments: [RpcSaslProto.SaslState.negotiate, .success, .challenge, .initiate, .response]
    )
    func noHandshake(_ state: RpcSaslProto.SaslState) {
        var receiver = receiver(sealed: true)
        #expect(ids(&receiver, Self.sasl(state, [1])).error?.code == "rpc-protocol")
        var empty = self.receiver(sealed: true)
        #expect(ids(&empty, Self.sasl(.wrap, nil)).error?.code == "rpc-protocol")
    }

    @Test("a response for another client is refused, sealed or not; one that names none isn't")
    func otherClient() throws {
        var plain = receiver(sealed: false)
        let bytes = Self.response(1, client: []) + Self.response(2, client: [9])
        let found = ids(&plain, bytes + Self.response(3))
        #expect(found.ids == [1])
        #expect(found.error?.message.contains("another client") == true)
        var sealed = receiver(sealed: true)
        #expect(ids(&sealed, try Self.wrapped(bytes, NumberedCodec())).ids == [1])
    }

    @Test("nothing behind a failure is believed")
    func afterFailure() {
        var receiver = receiver(sealed: false)
        let first = ids(&receiver, [0xff, 0xff, 0xff, 0xff])
        #expect(first.error?.code == "rpc-protocol")
        #expect(ids(&receiver, Self.response(1)).error == first.error)
    }

    @Test("whatever comes, in whatever pieces: responses that were sent, in their order, or an error")
    func fuzz() throws {
        let plain = (0..<6).map { Self.response(Int32($0), client: $0 % 2 == 0 ? Self.client : nil, body: [0]) }
        let strangers = [
            Self.response(90, client: [7]), Self.response(-1, status: .fatal), Self.sasl(.negotiate, nil),
            Self.sasl(.success, [1]), Self.response(91, status: .error), [0, 0, 0, 0], [0xff, 0, 0, 0],
        ]
        var random = SystemRandomNumberGenerator()
        func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &random) }
        var inputs = 0
        while inputs < InputFuzzer.inputs() {
            let isSealed = below(2) == 0
            var stream = plain.flatMap { $0 }
            if isSealed {
                let codec = NumberedCodec()
                let cuts = ([0, stream.count] + (0..<below(5)).map { _ in below(stream.count) }).sorted()
                stream = try zip(cuts, cuts.dropFirst()).flatMap { try Self.wrapped(stream[$0..<$1], codec) }
            }
            let damage = below(4)
            switch damage {
            case 1: stream[below(stream.count)] ^= UInt8(1 << below(8))
            case 2: stream.insert(contentsOf: strangers[below(strangers.count)], at: below(stream.count + 1))
            case 3: stream.removeSubrange(below(stream.count / 2)..<stream.count / 2 + below(stream.count / 2))
            default: break
            }
            var receiver = receiver(sealed: isSealed)
            var found: [Int32] = []
            var failure: WeftError?
            var place = 0
            while place < stream.count, failure == nil {
                let end = min(stream.count, place + 1 + below(120))
                inputs += 1
                let (some, error) = ids(&receiver, Array(stream[place..<end]))
                found += some
                failure = error
                place = end
            }
            let isRight =
                damage == 0
                ? found == Array(0..<6) && failure == nil : !isSealed || found == Array(0..<Int32(found.count))
            if !isRight {
                Issue.record("damage \(damage), sealed \(isSealed): \(found), \(failure as Any) of \(stream)")
                return
            }
        }
    }
}
