import CHadoopCoding
import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

@testable import HDFS

/// The end of the connection that a test's DataNode has.
final class FakePeer: @unchecked Sendable {
    private let descriptor: Int32
    private var protection: StreamProtection = .none
    private var incoming: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    struct Gone: Error {}

    func close() { _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Waits until the client hangs up, or a time has passed that no test should take.
    func waitForEnd() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var byte: UInt8 = 0
        while poll(&entry, 1, 60_000) > 0, recv(descriptor, &byte, 1, 0) > 0 {}
    }

    private func raw(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let part = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + done }, count - done, 0)
            }
            if part <= 0 { throw Gone() }
            done += part
        }
        return bytes
    }

    func read(_ count: Int) throws -> [UInt8] {
        switch protection {
        case .none: return try raw(count)
        case .aes(var incoming, let outgoing):
            var bytes = try raw(count)
            try bytes.withUnsafeMutableBytes { try incoming.apply($0) }
            protection = .aes(incoming: incoming, outgoing: outgoing)
            return bytes
        case .sasl(let codec):
            while incoming.count < count {
                let length = try raw(4).reduce(0) { $0 << 8 | Int($1) }
                let sealed = try raw(length)
                try sealed.withUnsafeBytes { try codec.open($0, into: &incoming) }
            }
            defer { incoming.removeFirst(count) }
            return Array(incoming[..<count])
        }
    }

    func readDelimited<Message: HadoopMessage>(_: Message.Type) throws -> Message {
        var length = 0
        var shift = 0
        while true {
            let byte = try read(1)[0]
            length |= Int(byte & 0x7f) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        return try Message(serialized: read(length))
    }

    func write(_ bytes: [UInt8]) throws {
        var bytes = bytes
        switch protection {
        case .none: break
        case .aes(let incoming, var outgoing):
            try bytes.withUnsafeMutableBytes { try outgoing.apply($0) }
            protection = .aes(incoming: incoming, outgoing: outgoing)
        case .sasl(let codec):
            var framed: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: codec.maximumPlainLength) {
                let sealed = try codec.seal(Array(bytes[start..<min(bytes.count, start + codec.maximumPlainLength)]))
                framed += withUnsafeBytes(of: UInt32(sealed.count).bigEndian) { Array($0) } + sealed
            }
            bytes = framed
        }
        var done = 0
        while done < bytes.count {
            let part = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            if part <= 0 { throw Gone() }
            done += part
        }
    }

    func writeDelimited(_ message: some HadoopMessage) throws {
        var bytes: [UInt8] = []
        message.serializeDelimited(into: &bytes)
        try write(bytes)
    }

    /// Makes the DataNode's side of a handshake that a client has just begun (SaslDataTransferServer.java).
    func shakeHands(_ server: DigestMD5SaslServer, aes: Bool) throws {
        guard try raw(4) == [0xde, 0xad, 0xbe, 0xef] else { throw Gone() }
        _ = try readDelimited(DataTransferEncryptorMessageProto.self)
        try writeDelimited(DataTransferEncryptorMessageProto(status: .success, payload: try server.challenge()))
        let response = try readDelimited(DataTransferEncryptorMessageProto.self)
        let proof: [UInt8]
        do {
            proof = try server.evaluate(response.payload ?? [])
        } catch {
            try writeDelimited(
                DataTransferEncryptorMessageProto(
                    status: .error,
                    message: "DIGEST-MD5: IO error acquiring password [Caused by InvalidToken]"
                )
            )
            throw Gone()
        }
        var last = DataTransferEncryptorMessageProto(status: .success, payload: proof)
        let codec = try server.makeCodec()
        guard let codec else { return try writeDelimited(last) }
        if aes, codec.protection == .privacy, !response.cipherOption.isEmpty {
            let keys = (0..<4).map { number in (0..<16).map { UInt8($0 * 4 + number) } }
            last.cipherOption = [
                CipherOptionProto(
                    suite: .aesCtrNopadding,
                    inKey: try codec.seal(keys[0]),
                    inIv: keys[1],
                    outKey: try codec.seal(keys[2]),
                    outIv: keys[3]
                )
            ]
            try writeDelimited(last)
            protection = .aes(
                incoming: try AESCounterStream(key: keys[0], iv: keys[1]),
                outgoing: try AESCounterStream(key: keys[2], iv: keys[3])
            )
        } else {
            try writeDelimited(last)
            protection = .sasl(codec)
        }
    }
}

/// A DataNode on loopback that serves one block, and misbehaves as a test wants.
final class FakeDatanode: Sendable {
    /// What is wrong with it.
    enum Fault: Sendable, Hashable {
        /// The answer to a request is this.
        case status(DataTransferStatus, String?)
        /// The connection ends instead of an answer.
        case hangUp
        /// Nothing comes any more once so many packets were sent.
        case silentAfter(packets: Int)
        /// The bytes of this packet come one by one, each some milliseconds after the one before.
        case dripsFrom(packet: Int, milliseconds: Int)
        /// The connection ends in the middle of this packet.
        case cutIn(packet: Int)
        /// A bit of this packet's data is wrong.
        case flipIn(packet: Int)
        /// This packet has another number.
        case wrongNumberIn(packet: Int)
        /// This packet is for another place.
        case wrongPlaceIn(packet: Int)
        /// This packet says that it has so many bytes.
        case lengthIn(packet: Int, Int32)
        /// This packet's header says that there are so many bytes of data.
        case dataLengthIn(packet: Int, Int)
        /// The last packet comes before this one.
        case lastBefore(packet: Int)
        /// Bytes go through this before they are sent: the answer and the packets.
        case garbled(seed: UInt64)
        /// So many milliseconds pass before the answer.
        case slow(Int)
        /// Only requests with this token's password are taken.
        case wants(tokenPassword: [UInt8])
        /// The answer's checksum information is this.
        case checksum(ChecksumProto, chunkOffset: UInt64)
    }

    /// What clients asked for.
    struct Log: Sendable {
        var connections = 0
        var requests: [OpReadBlockProto] = []
        var statuses: [DataTransferStatus] = []
    }

    let identifier: DatanodeIDProto
    let data: [UInt8]
    let checksumType: ChecksumTypeProto
    let faults: Mutex<[Fault]>
    let log = Mutex(Log())
    private let peers = Mutex<[FakePeer]>([])
    private let listener: Int32
    private let dataPerPacket: Int
    private let handshake: (@Sendable (FakePeer) throws -> Void)?
    private let chunk = 512

    init(
        _ data: [UInt8],
        name: String = "dn",
        checksumType: ChecksumTypeProto = .checksumCrc32c,
        dataPerPacket: Int = 4096,
        faults: [Fault] = [],
        handshake: (@Sendable (FakePeer) throws -> Void)? = nil
    ) {
        self.data = data
        self.checksumType = checksumType
        self.dataPerPacket = dataPerPacket
        self.faults = Mutex(faults)
        self.handshake = handshake
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(listener, address, size)
                _ = listen(listener, 64)
                _ = getsockname(listener, address, &size)
            }
        }
        self.listener = listener
        identifier = DatanodeIDProto(
            ipAddr: "127.0.0.1",
            hostName: "localhost",
            datanodeUuid: "\(name)-\(UInt16(bigEndian: address.sin_port))",
            xferPort: UInt32(UInt16(bigEndian: address.sin_port)),
            infoPort: 0,
            ipcPort: 0
        )
        Pause.startThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0, let self else { break }
                self.log.withLock { $0.connections += 1 }
                Pause.startThread {
                    let peer = FakePeer(descriptor: descriptor)
                    self.peers.withLock { $0.append(peer) }
                    try? self.serve(peer)
                    self.peers.withLock { $0.removeAll { $0 === peer } }
                    Glibc.close(descriptor)
                }
            }
            Glibc.close(listener)
        }
    }

    deinit { stop() }

    /// Ends the connections that are open.
    func hangUpAll() { peers.withLock { for peer in $0 { peer.close() } } }

    /// Refuses connections from now on.
    func stop() { _ = shutdown(listener, Int32(SHUT_RDWR)) }

    var info: DatanodeInfoProto { DatanodeInfoProto(id: identifier) }

    private func serve(_ peer: FakePeer) throws {
        try handshake?(peer)
        while true {
            let start = try peer.read(3)
            guard start == [0, 28, 81] else { return }
            let request = try peer.readDelimited(OpReadBlockProto.self)
            log.withLock { $0.requests.append(request) }
            guard try answer(request, peer) else { return }
            let status = try peer.readDelimited(ClientReadStatusProto.self).status
            log.withLock { $0.statuses.append(status) }
        }
    }

    /// - Returns: whether the connection goes on.
    private func answer(_ request: OpReadBlockProto, _ peer: FakePeer) throws -> Bool {
        let faults = faults.withLock { $0 }
        var garbler: SplitMix?
        for fault in faults {
            switch fault {
            case .status(let status, let message):
                try peer.writeDelimited(BlockOpResponseProto(status: status, message: message))
                return false
            case .hangUp: return false
            case .slow(let milliseconds): Pause.sleep(milliseconds: milliseconds)
            case .wants(let password):
                guard request.header.baseHeader.token?.password == password else {
                    try peer.writeDelimited(BlockOpResponseProto(status: .errorAccessToken))
                    return false
                }
            case .garbled(let seed): garbler = SplitMix(state: seed)
            default: break
            }
        }
        if var garbler {
            var out = wholeAnswer(offset: Int(request.offset), length: Int(request.len))
            for _ in 0..<1 + garbler.below(4) { out[garbler.below(out.count)] ^= UInt8(1 << garbler.below(8)) }
            if garbler.below(4) == 0 { out.removeLast(garbler.below(out.count)) }
            try peer.write(out)
            return true
        }
        var out: [UInt8] = []
        let begin = Int(request.offset) / chunk * chunk
        let end = min(data.count, (Int(request.offset + request.len) + chunk - 1) / chunk * chunk)
        var information = ReadOpChecksumInfoProto(
            checksum: ChecksumProto(type: checksumType, bytesPerChecksum: UInt32(chunk)),
            chunkOffset: UInt64(begin)
        )
        for case .checksum(let checksum, let offset) in faults {
            information = ReadOpChecksumInfoProto(checksum: checksum, chunkOffset: offset)
        }
        BlockOpResponseProto(status: .success, readOpChecksumInfo: information).serializeDelimited(into: &out)
        var number = 0
        var place = begin
        while place < end {
            if faults.contains(.silentAfter(packets: number)) {
                try peer.write(out)
                peer.waitForEnd()
                return false
            }
            if faults.contains(.lastBefore(packet: number)) { break }
            let count = min(dataPerPacket, end - place)
            out += packet(number, place, Array(data[place..<place + count]), faults)
            if faults.contains(.cutIn(packet: number)) {
                try peer.write(Array(out.dropLast(count / 2)))
                return false
            }
            for case .dripsFrom(number, let milliseconds) in faults {
                for byte in out {
                    try peer.write([byte])
                    Pause.sleep(milliseconds: milliseconds)
                }
                out = []
            }
            number += 1
            place += count
            try peer.write(out)
            out = []
        }
        Self.appendLast(number, place, to: &out)
        try peer.write(out)
        return true
    }

    /// All that a DataNode without a fault answers to a request.
    func wholeAnswer(offset: Int, length: Int) -> [UInt8] {
        var out: [UInt8] = []
        let begin = offset / chunk * chunk
        let end = min(data.count, (offset + length + chunk - 1) / chunk * chunk)
        let information = ReadOpChecksumInfoProto(
            checksum: ChecksumProto(type: checksumType, bytesPerChecksum: UInt32(chunk)),
            chunkOffset: UInt64(begin)
        )
        BlockOpResponseProto(status: .success, readOpChecksumInfo: information).serializeDelimited(into: &out)
        var number = 0
        for place in stride(from: begin, to: end, by: dataPerPacket) {
            out += packet(number, place, Array(data[place..<min(end, place + dataPerPacket)]), [])
            number += 1
        }
        Self.appendLast(number, end, to: &out)
        return out
    }

    private static func appendLast(_ number: Int, _ place: Int, to out: inout [UInt8]) {
        PacketHeader(
            offsetInBlock: Int64(place),
            sequenceNumber: Int64(number),
            isLastInBlock: true,
            dataLength: 0
        ).append(checksumLength: 0, to: &out)
    }

    private func packet(_ number: Int, _ place: Int, _ data: [UInt8], _ faults: [Fault]) -> [UInt8] {
        let type = weft_checksum_type(UInt32(checksumType.rawValue))
        let checksumLength = checksumType == .checksumNull ? 0 : (data.count + chunk - 1) / chunk * 4
        var sums = [UInt8](repeating: 0, count: checksumLength)
        weft_compute_chunks(type, data, data.count, chunk, &sums)
        var data = data
        var header = PacketHeader(
            offsetInBlock: Int64(place),
            sequenceNumber: Int64(number),
            isLastInBlock: false,
            dataLength: data.count
        )
        if faults.contains(.flipIn(packet: number)) { data[data.count / 2] ^= 1 }
        if faults.contains(.wrongNumberIn(packet: number)) { header.sequenceNumber += 1 }
        if faults.contains(.wrongPlaceIn(packet: number)) { header.offsetInBlock += 512 }
        var bytes: [UInt8] = []
        header.append(checksumLength: checksumLength, to: &bytes)
        for case .dataLengthIn(number, let length) in faults {
            bytes = []
            header.dataLength = length
            header.append(checksumLength: checksumLength, to: &bytes)
            withUnsafeBytes(of: Int32(4 + checksumLength + data.count).bigEndian) {
                bytes.replaceSubrange(0..<4, with: $0)
            }
        }
        for case .lengthIn(number, let length) in faults {
            withUnsafeBytes(of: length.bigEndian) { bytes.replaceSubrange(0..<4, with: $0) }
        }
        return bytes + sums + data
    }
}
