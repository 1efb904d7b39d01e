import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Reading a block from a DataNode")
struct BlockReaderTests {
    private func settings(timeout: Int = 20_000) -> DataTransferSettings {
        var settings = DataTransferSettings()
        settings.socketTimeout = timeout
        return settings
    }

    private func reader(
        _ datanode: FakeDatanode,
        _ range: BlockReader.Range,
        settings: DataTransferSettings? = nil,
        verifies: Bool = true
    ) throws -> BlockReader {
        let connection = try DataTransferConnection(
            to: datanode.identifier,
            security: .none(.insecure),
            token: Fixtures.token(),
            settings: settings ?? self.settings()
        )
        let block = Fixtures.block(1, length: datanode.data.count, on: [])
        return try BlockReader(
            connection,
            block: block.b,
            token: block.blockToken,
            range: range,
            clientName: "test",
            verifies: verifies
        )
    }

    private func all(_ reader: BlockReader, bufferSize: Int) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: bufferSize)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }

    private func error(_ body: () throws -> Void) -> WeftError? {
        do {
            try body()
            return nil
        } catch { return error as? WeftError }
    }

    @Test(
        "Every range comes whole, whatever the buffer, and the DataNode hears that all was right",
        arguments: [1, 100, 4096, 4097, 10_000, 100_000]
    )
    func ranges(bufferSize: Int) throws {
        let data = Fixtures.data(20_000)
        let datanode = FakeDatanode(data)
        let ranges = [
            (0, 20_000), (0, 1), (19_999, 1), (511, 2), (512, 512), (700, 10_000), (4096, 4096), (4000, 16_000),
        ]
        for (offset, length) in ranges {
            let reader = try reader(datanode, .init(offset: UInt64(offset), length: UInt64(length)))
            #expect(try all(reader, bufferSize: bufferSize) == Array(data[offset..<offset + length]))
            #expect(reader.isFinished)
            #expect(reader.reusableConnection != nil)
        }
    }

    @Test("Two blocks may follow each other on one connection")
    func reuse() throws {
        let data = Fixtures.data(10_000)
        let datanode = FakeDatanode(data)
        let first = try reader(datanode, .init(offset: 0, length: 5000))
        #expect(try all(first, bufferSize: 1 << 20).count == 5000)
        let connection = try #require(first.reusableConnection)
        let block = Fixtures.block(1, length: data.count, on: [])
        let second = try BlockReader(
            connection,
            block: block.b,
            token: block.blockToken,
            range: .init(offset: 5000, length: 5000),
            clientName: "test"
        )
        #expect(try all(second, bufferSize: 1 << 20) == Array(data[5000...]))
        let log = datanode.log.withLock { $0 }
        #expect(log.connections == 1)
        #expect(log.requests.count == 2)
        #expect(log.statuses.first == .checksumOk)
    }

    @Test("What is asked for is in the request")
    func request() throws {
        let datanode = FakeDatanode(Fixtures.data(1000))
        _ = try all(reader(datanode, .init(offset: 3, length: 900)), bufferSize: 1000)
        let request = try #require(datanode.log.withLock { $0.requests.first })
        #expect(request.offset == 3)
        #expect(request.len == 900)
        #expect(request.header.clientName == "test")
        #expect(request.header.baseHeader.block.blockId == 1)
        #expect(request.sendChecksums == true)
        #expect(request.cachingStrategy == nil)
    }

    @Test(
        "CRC32, CRC32C and no checksums are read",
        arguments: [ChecksumTypeProto.checksumCrc32, .checksumCrc32c, .checksumNull]
    )
    func types(type: ChecksumTypeProto) throws {
        let data = Fixtures.data(9000)
        let reader = try reader(FakeDatanode(data, checksumType: type), .init(offset: 10, length: 8000))
        #expect(try all(reader, bufferSize: 3000) == Array(data[10..<8010]))
    }

    @Test(
        "Data that doesn't match its checksum is an error, and what came before it is right",
        arguments: [ChecksumTypeProto.checksumCrc32, .checksumCrc32c],
        [1, 5000, 100_000]
    )
    func checksums(type: ChecksumTypeProto, bufferSize: Int) throws {
        let data = Fixtures.data(20_000)
        let datanode = FakeDatanode(data, checksumType: type, faults: [.flipIn(packet: 2)])
        let reader = try reader(datanode, .init(offset: 0, length: 20_000))
        let failure = error { _ = try all(reader, bufferSize: bufferSize) }
        #expect(failure?.code == "hdfs-checksum")
        #expect(failure?.details.contains { $0.name == "DataNode" } == true)
        // The flipped byte is the third packet's 2048th.
        #expect(failure?.details.contains(.init("byte of the block", "\(2 * 4096 + 2048)")) == true)
        #expect(reader.position == 2 * 4096)
        #expect(reader.reusableConnection == nil)
    }

    @Test("Without checking, wrong data passes, as it was asked for")
    func unchecked() throws {
        let datanode = FakeDatanode(Fixtures.data(9000), faults: [.flipIn(packet: 0)])
        let reader = try reader(datanode, .init(offset: 0, length: 9000), verifies: false)
        #expect(try all(reader, bufferSize: 9000).count == 9000)
        #expect(datanode.log.withLock { $0.requests.first?.sendChecksums } == false)
    }

    @Test(
        "Bytes that can't be right are refused, and what came before them is right",
        arguments: [
            (FakeDatanode.Fault.cutIn(packet: 1), "connection-lost"),
            (.wrongNumberIn(packet: 1), "hdfs-protocol"),
            (.wrongPlaceIn(packet: 1), "hdfs-protocol"),
            (.lengthIn(packet: 1, 0x7fff_ffff), "hdfs-protocol"),
            (.lengthIn(packet: 1, -5), "hdfs-protocol"),
            (.lengthIn(packet: 1, 2), "hdfs-protocol"),
            (.lengthIn(packet: 1, 4133), "hdfs-protocol"),
            (.dataLengthIn(packet: 1, 0), "hdfs-protocol"),
            (.dataLengthIn(packet: 1, 4095), "hdfs-protocol"),
            (.dataLengthIn(packet: 1, 1 << 30), "hdfs-protocol"),
            (.lastBefore(packet: 1), "hdfs-protocol"),
        ]
    )
    func damaged(fault: FakeDatanode.Fault, code: String) throws {
        for bufferSize in [64, 4096, 50_000] {
            let datanode = FakeDatanode(Fixtures.data(20_000), faults: [fault])
            let reader = try reader(datanode, .init(offset: 0, length: 20_000))
            #expect(error { _ = try all(reader, bufferSize: bufferSize) }?.code.rawValue == code)
            #expect(reader.position == 4096)
        }
    }

    @Test("A DataNode that falls silent is given up at the deadline")
    func silent() throws {
        let datanode = FakeDatanode(Fixtures.data(20_000), faults: [.silentAfter(packets: 2)])
        let reader = try reader(datanode, .init(offset: 0, length: 20_000), settings: settings(timeout: 100))
        let start = Deadline.now
        #expect(error { _ = try all(reader, bufferSize: 50_000) }?.code == "timed-out")
        #expect(reader.position == 2 * 4096)
        #expect(Deadline.now.nanoseconds - start.nanoseconds < 30_000_000_000)
    }

    @Test("A DataNode that sends a byte now and then is given up at the deadline, too", arguments: [0, 2])
    func dripping(packet: Int) throws {
        let datanode = FakeDatanode(
            Fixtures.data(20_000),
            faults: [.dripsFrom(packet: packet, milliseconds: 20)]
        )
        // Each byte is in time; all of them would take more than a minute.
        let failure = error {
            let reader = try reader(datanode, .init(offset: 0, length: 20_000), settings: settings(timeout: 1_000))
            _ = try all(reader, bufferSize: 50_000)
        }
        #expect(failure?.code == "timed-out")
    }

    @Test(
        "Answers that can't be right are refused",
        arguments: [
            (ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 0), 512),
            (ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: .max), 512),
            (ChecksumProto(type: ChecksumTypeProto(rawValue: 3), bytesPerChecksum: 512), 512),
            (ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512), 0),
            (ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512), 1024),
            (ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512), .max),
        ] as [(ChecksumProto, UInt64)]
    )
    func answers(checksum: ChecksumProto, chunkOffset: UInt64) throws {
        let datanode = FakeDatanode(Fixtures.data(2000), faults: [.checksum(checksum, chunkOffset: chunkOffset)])
        #expect(error { _ = try reader(datanode, .init(offset: 600, length: 100)) }?.code == "hdfs-protocol")
    }

    @Test("A DataNode that hangs up instead of answering is explained")
    func hangUp() throws {
        let datanode = FakeDatanode(Fixtures.data(2000), faults: [.hangUp])
        let failure = error { _ = try reader(datanode, .init(offset: 0, length: 100)) }
        #expect(failure?.code == "connection-lost")
        #expect(failure?.remedy.contains("hadoop.security.authentication") == true)
    }

    @Test("A DataNode that isn't there is named by both of its names, with what to try")
    func unreachable() {
        let datanode = FakeDatanode([])
        datanode.stop()
        for usesHostname in [false, true] {
            var settings = settings()
            settings.usesDatanodeHostname = usesHostname
            let failure = error {
                _ = try DataTransferConnection(
                    to: datanode.identifier,
                    security: .none(.insecure),
                    token: Fixtures.token(),
                    settings: settings
                )
            }
            #expect(failure?.code == "hdfs-datanode-unreachable")
            #expect(failure?.details.contains { $0.value.hasPrefix("127.0.0.1:") } == true)
            #expect(failure?.details.contains { $0.value.hasPrefix("localhost:") } == true)
            #expect(failure?.remedy.contains("dfs.client.use.datanode.hostname") == true)
        }
    }

    @Test("Whatever a DataNode sends gives the right bytes or an error")
    func fuzz() throws {
        let data = Fixtures.data(1100)
        let datanode = FakeDatanode(data, dataPerPacket: 512)
        let address = HadoopAddress(host: "127.0.0.1", port: 1)
        let remote = try #require(try address.resolve().first)
        let block = Fixtures.block(1, length: data.count, on: [])
        var buffer = [UInt8](repeating: 0, count: 400)
        var outcomes: [String: Int] = [:]
        Fuzzing.mutate([datanode.wholeAnswer(offset: 100, length: 900)]) { bytes in
            var ends: (Int32, Int32) = (-1, -1)
            let status = withUnsafeMutableBytes(of: &ends) {
                socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0.bindMemory(to: Int32.self).baseAddress)
            }
            try #require(status == 0)
            defer { Glibc.close(ends.1) }
            try #require(send(ends.1, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
            shutdown(ends.1, Int32(SHUT_WR))
            let socket = StreamSocket(adopting: ends.0, peer: address, remote: remote)
            var read: [UInt8] = []
            do {
                let reader = try BlockReader(
                    DataTransferConnection(to: datanode.identifier, over: socket, settings: settings()),
                    block: block.b,
                    token: block.blockToken,
                    range: .init(offset: 100, length: 900),
                    clientName: "fuzz"
                )
                while case let count = try buffer.withUnsafeMutableBytes({ try reader.read(into: $0) }), count > 0 {
                    read += buffer[..<count]
                }
                outcomes["whole", default: 0] += 1
            } catch let error as WeftError {
                outcomes[error.code.rawValue, default: 0] += 1
            }
            #expect(data[100...].starts(with: read))
        }
        // Otherwise the mutations would be too wild to get anywhere.
        if Fuzzing.inputs > 10_000 { #expect(outcomes.count > 3 && outcomes["whole", default: 0] > 10, "\(outcomes)") }
    }

    @Test("Streams damaged anywhere never make a reader hang")
    func fuzzSockets() throws {
        let data = Fixtures.data(3000)
        let seed = Fuzzing.seed()
        for round in 0..<max(1, Fuzzing.inputs / 1000) {
            let datanode = FakeDatanode(
                data,
                dataPerPacket: 1024,
                faults: [.garbled(seed: seed &+ UInt64(round))]
            )
            let failure = error {
                let reader = try reader(datanode, .init(offset: 100, length: 2800), settings: settings(timeout: 20))
                let bytes = try all(reader, bufferSize: 1000)
                #expect(bytes == Array(data[100..<2900]), "seed \(seed), round \(round)")
            }
            if let failure { #expect(!failure.message.isEmpty) }
        }
    }
}
