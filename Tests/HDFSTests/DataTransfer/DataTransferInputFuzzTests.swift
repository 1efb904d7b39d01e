import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import HDFS

/// Seals by one byte of a sum, so that buffers are taken and refused without the time that ciphers need.
private final class SumCodec: SaslCodec {
    let protection = SaslProtection.integrity
    let maximumPlainLength = 200

    static func sum(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0) { $0 &+ $1 } }

    func seal(_ bytes: UnsafeRawBufferPointer, into sealed: inout [UInt8]) throws {
        sealed += bytes
        sealed.append(Self.sum(bytes))
    }

    func open(_ bytes: UnsafeRawBufferPointer, into plain: inout [UInt8]) throws {
        guard let last = bytes.last, Self.sum(bytes.dropLast()) == last else {
            throw WeftError("sasl-failed", "the sum is wrong")
        }
        plain += bytes.dropLast()
    }
}

@Suite("What protected DataNodes send, damaged")
struct DataTransferInputFuzzTests {
    private static let key = [UInt8](1...16)
    /// A message, a packet's beginning, and bytes that go straight to their reader.
    private static let plain: [UInt8] = {
        var bytes: [UInt8] = []
        BlockOpResponseProto(status: .success, message: "all is well").serializeDelimited(into: &bytes)
        return bytes + (0..<40).map { UInt8($0) }
    }()

    /// Reads as a block reader does, to the end or to an error.
    ///
    /// - Returns: the bytes behind the message.
    private func read(_ bytes: UnsafeRawBufferPointer, _ protection: StreamProtection, _ peer: Peer) throws -> [UInt8] {
        var ends: (Int32, Int32) = (-1, -1)
        let status = withUnsafeMutableBytes(of: &ends) {
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0.bindMemory(to: Int32.self).baseAddress)
        }
        try #require(status == 0)
        let socket = StreamSocket(adopting: ends.0, peer: peer.address, remote: peer.remote)
        defer { Glibc.close(ends.1) }
        try #require(send(ends.1, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
        shutdown(ends.1, Int32(SHUT_WR))
        let input = DataTransferInput(socket: socket, timeout: 20_000)
        try input.protect(with: protection)
        let message = try input.readDelimited(BlockOpResponseProto.self, limit: 1 << 12)
        #expect(message.message?.utf8.count ?? 0 <= 1 << 12)
        var read = try input.withNext(10) { Array($0) }
        try read += [UInt8](unsafeUninitializedCapacity: 30) { buffer, count in
            try input.readExactly(into: UnsafeMutableRawBufferPointer(buffer))
            count = 30
        }
        return read
    }

    private struct Peer {
        let address = HadoopAddress(host: "127.0.0.1", port: 1)
        let remote: ResolvedAddress

        init() throws { remote = try #require(try address.resolve().first) }
    }

    private func run(_ good: [[UInt8]], _ protection: () throws -> StreamProtection) throws {
        let peer = try Peer()
        var outcomes: [String: Int] = [:]
        Fuzzing.mutate(good) { bytes in
            do {
                let count = try read(bytes, protection(), peer).count
                #expect(count == 40)
                outcomes["whole", default: 0] += 1
            } catch let error as WeftError {
                outcomes[error.code.rawValue, default: 0] += 1
            }
        }
        // Otherwise the mutations would be too wild to get anywhere.
        if Fuzzing.inputs > 10_000 { #expect(outcomes.count > 2 && outcomes["whole", default: 0] > 10, "\(outcomes)") }
    }

    @Test("Sealed buffers give bytes or an error")
    func sealed() throws {
        func framed(_ pieces: [ArraySlice<UInt8>]) throws -> [UInt8] {
            try pieces.flatMap { piece in
                let sealed = try SumCodec().seal(Array(piece))
                return withUnsafeBytes(of: UInt32(sealed.count).bigEndian) { Array($0) } + sealed
            }
        }
        let plain = Self.plain
        try run([try framed([plain[...]]), try framed([plain[..<7], plain[7..<20], plain[20..<20], plain[20...]])]) {
            .sasl(SumCodec())
        }
    }

    @Test("A stream under AES gives bytes or an error")
    func aes() throws {
        let start = try AESCounterStream(key: Self.key, iv: Self.key)
        var bytes = Self.plain
        var stream = start
        try bytes.withUnsafeMutableBytes { try stream.apply($0) }
        try run([bytes]) { .aes(incoming: start, outgoing: start) }
    }
}
