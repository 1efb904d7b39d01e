import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Reading a file")
struct InputStreamTests {
    private func error(_ body: () throws -> Void) -> WeftError? {
        do {
            try body()
            return nil
        } catch { return error as? WeftError }
    }

    /// A file of blocks of 10,000 bytes on three DataNodes each, which hold their block alone.
    private struct File {
        let data: [UInt8]
        let nodes: [[FakeDatanode]]
        let namenode: FakeNamenode

        init(blocks: Int = 3, replicas: Int = 3, lastLength: Int = 7_000, dataPerPacket: Int = 4096) {
            let data = Fixtures.data((blocks - 1) * 10_000 + lastLength)
            self.data = data
            nodes = (0..<blocks).map { block in
                (0..<replicas).map { replica in
                    FakeDatanode(
                        Array(data[block * 10_000..<min(data.count, (block + 1) * 10_000)]),
                        name: "dn\(block)-\(replica)",
                        dataPerPacket: dataPerPacket
                    )
                }
            }
            let located = nodes.enumerated().map { index, nodes in
                Fixtures.block(UInt64(index + 1), at: index * 10_000, length: nodes[0].data.count, on: nodes)
            }
            namenode = FakeNamenode(located)
        }

        func open(
            _ settings: ReadSettings = Fixtures.quick(),
            timeout: Int = 20_000,
            verifiesChecksums: Bool = true
        ) throws -> HDFSInputStream {
            var transfer = DataTransferSettings()
            transfer.socketTimeout = timeout
            return try HDFSInputStream(
                path: "/f",
                context: Fixtures.context(namenode, settings: settings, transfer: transfer),
                verifiesChecksums: verifiesChecksums
            )
        }

        func fault(_ block: Int, _ replica: Int, _ fault: FakeDatanode.Fault) {
            nodes[block][replica].faults.withLock { $0.append(fault) }
        }
    }

    @Test("All blocks come in their order, whatever the buffer", arguments: [100, 4096, 10_000, 10_001, 1 << 20])
    func sequential(bufferSize: Int) throws {
        let file = File()
        let stream = try file.open()
        #expect(stream.length == 27_000)
        #expect(try stream.readAll(bufferSize: bufferSize) == file.data)
        #expect(stream.position == 27_000)
        // One reader for a block: the stream stays open between calls.
        for nodes in file.nodes { #expect(nodes[0].log.withLock { $0.requests.count } == 1) }
    }

    @Test("Positioned reads give their bytes, across blocks and up to the end")
    func positioned() throws {
        let file = File()
        let stream = try file.open()
        for (place, count) in [(0, 10), (9_990, 20), (5, 26_990), (26_999, 1), (26_990, 100), (0, 27_000)] {
            let expected = Array(file.data[place..<min(27_000, place + count)])
            #expect(try stream.bytes(at: UInt64(place), count: count) == expected)
        }
        #expect(try stream.bytes(at: 27_000, count: 5) == [])
        #expect(try stream.bytes(at: .max, count: 5) == [])
        #expect(stream.position == 0)
    }

    @Test("Positioned reads from several threads don't disturb each other")
    func concurrent() async throws {
        let file = File()
        let stream = try file.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for round in 0..<10 {
                        let place = (number * 3_001 + round * 997) % 20_000
                        let bytes = try stream.bytes(at: UInt64(place), count: 7_000)
                        #expect(bytes == Array(file.data[place..<place + 7_000]))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("Seeking forward within what is near goes on, elsewhere it asks anew; behind the end it is an error")
    func seeking() throws {
        let file = File()
        let stream = try file.open()
        func next(_ count: Int) throws -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: count)
            let read = try bytes.withUnsafeMutableBytes { try stream.read(into: $0) }
            return Array(bytes[..<read])
        }
        #expect(try next(100) == Array(file.data[..<100]))
        try stream.seek(to: 5_000)
        #expect(try next(100) == Array(file.data[5_000..<5_100]))
        #expect(file.nodes[0][0].log.withLock { $0.requests.count } == 1)
        try stream.seek(to: 10)
        #expect(try next(100) == Array(file.data[10..<110]))
        #expect(file.nodes[0][0].log.withLock { $0.requests.count } == 2)
        #expect(try stream.skip(20_000) == 20_000)
        #expect(try next(10) == Array(file.data[20_110..<20_120]))
        #expect(try stream.skip(.max) == 27_000 - 20_120)
        #expect(try next(10) == [])
        #expect(error { try stream.seek(to: 27_001) }?.code == "invalid-argument")
        try stream.seek(to: 27_000)
        stream.close()
        #expect(error { _ = try next(1) }?.code == "stream-closed")
        #expect(error { try stream.seek(to: 0) }?.code == "stream-closed")
    }

    @Test("Blocks are located as they are needed, with the prefetch size")
    func prefetch() throws {
        let file = File(blocks: 5, replicas: 1)
        file.namenode.state.withLock { $0.blocksPerAnswer = 2 }
        var settings = Fixtures.quick()
        settings.prefetchSize = 20_000
        let stream = try file.open(settings)
        #expect(try stream.readAll() == file.data)
        let ranges = file.namenode.state.withLock { $0.ranges }
        #expect(ranges.map(\.offset) == [0, 20_000, 40_000])
        #expect(ranges.allSatisfy { $0.length == 20_000 })
    }

    @Test(
        "A DataNode that fails is left for another one, from the same byte on",
        arguments: [
            FakeDatanode.Fault.hangUp, .cutIn(packet: 1), .wrongNumberIn(packet: 0), .lengthIn(packet: 2, .max),
            .status(.error, "disk"), .status(.error, "ReplicaNotFoundException"), .silentAfter(packets: 1),
            .lastBefore(packet: 1),
        ]
    )
    func failing(fault: FakeDatanode.Fault) throws {
        for usesPositions in [false, true] {
            let file = File()
            for block in 0..<3 { file.fault(block, 0, fault) }
            let stream = try file.open(timeout: 300)
            let bytes = usesPositions ? try stream.bytes(at: 0, count: 27_000) : try stream.readAll()
            #expect(bytes == file.data)
            #expect(file.namenode.count(of: "getBlockLocations") == 1)
            #expect(file.namenode.count(of: "reportBadBlocks") == 0)
            for nodes in file.nodes { #expect(nodes[2].log.withLock { $0.requests.isEmpty }) }
        }
    }

    @Test("A DataNode that has died is left for another one, and not asked again")
    func dead() throws {
        let file = File(blocks: 1)
        file.nodes[0][0].stop()
        let stream = try file.open()
        for _ in 0..<3 { #expect(try stream.bytes(at: 0, count: 7_000) == file.data) }
        #expect(file.nodes[0][1].log.withLock { $0.requests.count } == 3)
    }

    @Test("Wrong data is read from another replica, and reported", arguments: [false, true])
    func corrupt(usesPositions: Bool) throws {
        let file = File()
        file.fault(1, 0, .flipIn(packet: 1))
        let stream = try file.open()
        let bytes = usesPositions ? try stream.bytes(at: 0, count: 27_000) : try stream.readAll()
        #expect(bytes == file.data)
        stream.close()
        let reported = file.namenode.state.withLock { $0.badBlocks }
        #expect(reported.map(\.b.blockId) == [2])
        #expect(reported.first?.locs.map(\.id) == [file.nodes[1][0].identifier])
    }

    @Test("Wrong data of the only replica is reported, and is an error that says so")
    func onlyReplicaCorrupt() throws {
        let file = File(blocks: 1, replicas: 1)
        file.fault(0, 0, .flipIn(packet: 0))
        var settings = Fixtures.quick()
        settings.maximumBlockAcquireFailures = 1
        let stream = try file.open(settings)
        let failure = error { _ = try stream.readAll() }
        #expect(failure?.code == "hdfs-block-missing")
        #expect(failure?.cause?.code == "hdfs-checksum")
        stream.close()
        #expect(file.namenode.state.withLock { $0.badBlocks.map(\.b.blockId) } == [1])
    }

    @Test("Wrong data is read as it is when the file was opened without comparing", arguments: [false, true])
    func unverified(isHedged: Bool) throws {
        let file = File(blocks: 1, replicas: 1)
        file.fault(0, 0, .flipIn(packet: 0))
        var settings = Fixtures.quick()
        settings.hedgedReadThreads = isHedged ? 2 : 0
        let stream = try file.open(settings, verifiesChecksums: false)
        let bytes = isHedged ? try stream.bytes(at: 0, count: 7_000) : try stream.readAll()
        #expect(bytes.count == 7_000 && bytes != file.data)
        stream.close()
        #expect(file.namenode.count(of: "reportBadBlocks") == 0)
        #expect(file.nodes[0][0].log.withLock { $0.requests.map(\.sendChecksums) } == [false])
    }

    @Test("Wrong data of all of several replicas is not reported: the fault may be here")
    func allCorrupt() throws {
        let file = File(blocks: 1, replicas: 2)
        for replica in 0..<2 { file.fault(0, replica, .flipIn(packet: 0)) }
        var settings = Fixtures.quick()
        settings.maximumBlockAcquireFailures = 0
        #expect(error { _ = try file.open(settings).readAll() }?.code == "hdfs-block-missing")
        #expect(file.namenode.count(of: "reportBadBlocks") == 0)
    }

    @Test("When no replica can be read, locations are fetched again three times before it is an error")
    func nothingLeft() throws {
        let file = File(blocks: 1, replicas: 2)
        for node in file.nodes[0] { node.stop() }
        let stream = try file.open()
        let failure = error { _ = try stream.readAll() }
        #expect(failure?.code == "hdfs-block-missing")
        #expect(failure?.cause?.code == "hdfs-datanode-unreachable")
        #expect(file.namenode.count(of: "getBlockLocations") == 4)
    }

    @Test("Fresh locations save a read whose DataNodes have all gone")
    func moved() throws {
        let file = File(blocks: 1, replicas: 1)
        let stream = try file.open()
        file.nodes[0][0].stop()
        let other = FakeDatanode(file.data, name: "other")
        file.namenode.state.withLock { $0.blocks[0].locs = [other.info] }
        #expect(try stream.readAll() == file.data)
    }

    @Test("An expired token is fetched again, and the DataNode stays in use", arguments: [false, true])
    func expiredToken(usesPositions: Bool) throws {
        let file = File(blocks: 1, replicas: 2)
        file.namenode.state.withLock {
            $0.blocks[0].blockToken = Fixtures.token([1])
            $0.afterLocating = { $0.blocks[0].blockToken = Fixtures.token([2]) }
        }
        for replica in 0..<2 { file.fault(0, replica, .wants(tokenPassword: [2])) }
        let stream = try file.open()
        let bytes = usesPositions ? try stream.bytes(at: 0, count: 7_000) : try stream.readAll()
        #expect(bytes == file.data)
        #expect(file.namenode.count(of: "getBlockLocations") == 2)
        #expect(file.nodes[0][0].log.withLock { $0.requests.count } == 2)
        #expect(file.nodes[0][1].log.withLock { $0.requests.isEmpty })
    }

    @Test("A token that is refused again and again is an error in the end")
    func badToken() throws {
        let file = File(blocks: 1, replicas: 2)
        for replica in 0..<2 { file.fault(0, replica, .wants(tokenPassword: [2])) }
        let failure = error { _ = try file.open().readAll() }
        #expect(failure?.cause?.code == "hdfs-block-token")
    }

    @Test("A stream that lay idle until the DataNode closed it goes on without a word")
    func idle() throws {
        let file = File(blocks: 1, replicas: 1, lastLength: 10_000)
        file.fault(0, 0, .silentAfter(packets: 1))
        let stream = try file.open()
        var buffer = [UInt8](repeating: 0, count: 4096)
        #expect(try buffer.withUnsafeMutableBytes { try stream.read(into: $0) } == 4096)
        // The DataNode has nothing more to say on this connection; a later one is well.
        file.nodes[0][0].faults.withLock { $0 = [] }
        file.nodes[0][0].hangUpAll()
        #expect(Array(buffer) + (try stream.readAll()) == file.data)
        #expect(file.namenode.count(of: "getBlockLocations") == 1)
    }

    @Test("Files that Weft can't read are refused by the name of what they need")
    func unsupported() throws {
        let file = File(blocks: 1)
        file.namenode.state.withLock {
            $0.erasureCoding = ErasureCodingPolicyProto(name: "RS-6-3-1024k", id: 1)
        }
        let coded = error { _ = try file.open() }
        #expect(coded?.code == "hdfs-unsupported")
        #expect(coded?.message.contains("RS-6-3-1024k") == true)
        file.namenode.state.withLock {
            $0.erasureCoding = nil
            $0.fileEncryption = FileEncryptionInfoProto(
                suite: .aesCtrNopadding,
                cryptoProtocolVersion: .encryptionZones,
                key: [],
                iv: [],
                keyName: "k1",
                ezKeyVersionName: "k1@0"
            )
        }
        let encrypted = error { _ = try file.open() }
        #expect(encrypted?.code == "hdfs-unsupported")
        #expect(encrypted?.message.contains("k1") == true)
    }

    @Test("A file that isn't there is an error")
    func missing() throws {
        let namenode = FakeNamenode()
        namenode.state.withLock { $0.exists = false }
        let failure = error { _ = try HDFSInputStream(path: "/no", context: Fixtures.context(namenode)) }
        #expect(failure?.code == "input-not-found")
        #expect(failure?.details.contains(.init("path", "/no")) == true)
    }

    @Test("A file that is being written is read as far as a DataNode shows it, and further after a refresh")
    func growing() throws {
        let data = Fixtures.data(16_000)
        let first = FakeDatanode(Array(data[..<10_000]))
        let second = FakeDatanode(Array(data[10_000...]))
        let namenode = FakeNamenode([Fixtures.block(1, length: 10_000, on: [first])])
        namenode.state.withLock {
            $0.isUnderConstruction = true
            $0.lastBlock = Fixtures.block(2, at: 10_000, length: 0, on: [first, second])
        }
        let visible = Mutex<UInt64>(2_000)
        let stream = try HDFSInputStream(
            path: "/f",
            context: Fixtures.context(namenode) { _, datanode in
                if datanode.id == first.identifier { throw WeftError("hdfs-replica-not-found", "not here") }
                return visible.withLock { $0 }
            }
        )
        namenode.state.withLock { $0.lastBlock?.locs = [second.info] }
        #expect(stream.isUnderConstruction)
        #expect(stream.length == 12_000)
        try stream.refresh()
        #expect(try stream.readAll() == Array(data[..<12_000]))
        visible.withLock { $0 = 6_000 }
        #expect(try stream.readAll() == [])
        try stream.refresh()
        #expect(stream.length == 16_000)
        #expect(try stream.readAll() == Array(data[12_000...]))
    }

    @Test("A last block that no DataNode has yet is empty; one that none is known to have is asked for again")
    func lastBlock() throws {
        let first = FakeDatanode([])
        let namenode = FakeNamenode()
        namenode.state.withLock { $0.lastBlock = Fixtures.block(1, length: 0, on: [first]) }
        let empty = try HDFSInputStream(
            path: "/f",
            context: Fixtures.context(namenode) { _, _ in throw WeftError("hdfs-replica-not-found", "not yet") }
        )
        #expect(empty.length == 0)
        namenode.state.withLock { $0.lastBlock = Fixtures.block(1, length: 5, on: []) }
        let before = namenode.count(of: "getBlockLocations")
        let lost = error { _ = try HDFSInputStream(path: "/f", context: Fixtures.context(namenode)) }
        #expect(lost?.code == "hdfs-block-missing")
        #expect(namenode.count(of: "getBlockLocations") - before == 4)
        namenode.state.withLock { $0.lastBlock = Fixtures.block(1, length: 5, on: [first]) }
        let silent = error {
            _ = try HDFSInputStream(
                path: "/f",
                context: Fixtures.context(namenode) { _, _ in throw WeftError("timed-out", "nothing") }
            )
        }
        #expect(silent?.code == "hdfs-block-missing")
        #expect(silent?.cause?.code == "timed-out")
    }

    @Test("A replica on this host is read first")
    func local() throws {
        let file = File(blocks: 1)
        file.namenode.state.withLock { state in
            for index in 0..<2 { state.blocks[0].locs[index].id.ipAddr = "127.0.0.2" }
        }
        let stream = try HDFSInputStream(
            path: "/f",
            context: Fixtures.context(file.namenode, local: ["127.0.0.1"])
        )
        #expect(try stream.readAll() == file.data)
        #expect(file.nodes[0][2].log.withLock { $0.requests.count } == 1)
    }
}

@Suite("Hedged reads")
struct HedgedReadTests {
    private func stream(_ datanodes: [FakeDatanode], _ namenode: FakeNamenode, threads: Int = 4) throws
        -> HDFSInputStream
    {
        namenode.state.withLock {
            $0.blocks = [Fixtures.block(1, length: datanodes[0].data.count, on: datanodes)]
        }
        var settings = Fixtures.quick()
        settings.hedgedReadThreads = threads
        settings.hedgedReadThreshold = 30
        return try HDFSInputStream(path: "/f", context: Fixtures.context(namenode, settings: settings))
    }

    @Test("When a replica is slow, another one is asked, and the first to answer wins")
    func slow() throws {
        let data = Fixtures.data(50_000)
        let slow = FakeDatanode(data, name: "slow", faults: [.slow(30_000)])
        let fast = FakeDatanode(data, name: "fast")
        let stream = try stream([slow, fast], FakeNamenode())
        let start = Deadline.now
        #expect(try stream.bytes(at: 100, count: 40_000) == Array(data[100..<40_100]))
        #expect(Deadline.now.nanoseconds - start.nanoseconds < 20_000_000_000)
        #expect(fast.log.withLock { $0.requests.count } == 1)
    }

    @Test("A replica that answers in time is the only one that is asked")
    func fast() throws {
        let data = Fixtures.data(5_000)
        let datanodes = (0..<2).map { FakeDatanode(data, name: "dn\($0)") }
        var settings = Fixtures.quick()
        settings.hedgedReadThreads = 2
        settings.hedgedReadThreshold = 60_000
        let namenode = FakeNamenode([Fixtures.block(1, length: 5_000, on: datanodes)])
        let stream = try HDFSInputStream(path: "/f", context: Fixtures.context(namenode, settings: settings))
        #expect(try stream.bytes(at: 0, count: 5_000) == data)
        #expect(datanodes[1].log.withLock { $0.requests.isEmpty })
    }

    @Test("Failures and wrong data lead to the next replica, and wrong data is reported")
    func failures() throws {
        let data = Fixtures.data(5_000)
        let namenode = FakeNamenode()
        let datanodes = [
            FakeDatanode(data, name: "gone", faults: [.hangUp]),
            FakeDatanode(data, name: "wrong", faults: [.flipIn(packet: 0)]), FakeDatanode(data, name: "good"),
        ]
        let stream = try stream(datanodes, namenode)
        #expect(try stream.bytes(at: 0, count: 5_000) == data)
        stream.close()
        #expect(namenode.state.withLock { $0.badBlocks.first?.locs.map(\.id) } == [datanodes[1].identifier])
    }

    @Test("When all replicas fail it is an error, not a wait without end")
    func allFail() throws {
        let datanodes = (0..<2).map { FakeDatanode(Fixtures.data(500), name: "dn\($0)", faults: [.hangUp]) }
        let stream = try stream(datanodes, FakeNamenode())
        do {
            _ = try stream.bytes(at: 0, count: 500)
            Issue.record("nothing failed")
        } catch { #expect((error as? WeftError)?.code == "hdfs-block-missing") }
    }

    @Test("With fewer threads than reads, reads are made by the callers themselves")
    func fewThreads() async throws {
        let data = Fixtures.data(20_000)
        let datanodes = (0..<2).map { FakeDatanode(data, name: "dn\($0)") }
        let stream = try stream(datanodes, FakeNamenode(), threads: 1)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let bytes = try stream.bytes(at: UInt64(number * 100), count: 10_000)
                    #expect(bytes == Array(data[number * 100..<number * 100 + 10_000]))
                }
            }
            try await group.waitForAll()
        }
    }
}
