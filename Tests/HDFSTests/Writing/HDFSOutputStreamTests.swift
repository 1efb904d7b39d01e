import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

private func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SplitMix(state: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
}

private func code(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return WeftError(wrapping: error).code.rawValue
    }
}

@Suite struct HDFSOutputStreamTests {
    @Test(
        "what is written is on all DataNodes of its blocks",
        arguments: [
            ChecksumTypeProto.checksumCrc32c, .checksumCrc32, .checksumNull,
        ]
    )
    func write(checksum: ChecksumTypeProto) throws {
        let cluster = try WritingCluster(datanodes: 3, checksum: checksum)
        defer { cluster.stop() }
        let data = bytes(4096 * 3 + 777)
        let stream = try cluster.writer().create("/f", CreateOptions())
        var place = 0
        for length in [1, 511, 512, 513, 5000, 100, 4096] {
            try stream.write(Array(data[place..<place + length]))
            place += length
        }
        try stream.write(Array(data[place...]))
        #expect(stream.position == UInt64(data.count))
        try stream.close()
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.state.withLock { $0.file.blocks.count } == 4)
        #expect(cluster.state.withLock { $0.file.isClosed })
        #expect(code { try stream.write([1]) } == "hdfs-stream-closed")
    }

    @Test("an empty file, and one that ends with its block, have no empty block")
    func blockEnds() throws {
        for length in [0, 4096] {
            let cluster = try WritingCluster(datanodes: 1)
            defer { cluster.stop() }
            let data = bytes(length)
            let stream = try cluster.writer().create("/f", CreateOptions())
            try stream.write(data)
            try stream.close()
            #expect(cluster.contents() == data)
            #expect(cluster.state.withLock { $0.file.blocks.count } == length / 4096)
            #expect(cluster.calls("complete") == 1)
        }
    }

    @Test("what a file is created with comes from the options, the configuration, the server, in this order")
    func creation() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let writer = cluster.writer { $0.replication = 2 }
        try writer.create("/f", CreateOptions(overwrites: true, permission: 0o777, blockSize: 1024)).close()
        let request = try #require(cluster.state.withLock { $0.created })
        #expect(request.masked.perm == 0o755)
        #expect(request.unmasked?.perm == 0o777)
        // CREATE, OVERWRITE, and SHOULD_REPLICATE, so that no file is replaced in vain in an erasure-coded folder.
        #expect(request.createFlag == 131)
        #expect(request.createParent)
        #expect(request.replication == 2)
        #expect(request.blockSize == 1024)
        #expect(request.clientName == "writer")
        try writer.create("/f", CreateOptions(makesParents: false, replication: 5)).close()
        let second = try #require(cluster.state.withLock { $0.created })
        #expect(second.createFlag == 129)
        #expect(!second.createParent)
        #expect(second.replication == 5)
        #expect(second.blockSize == 4096)
        try writer.create("/f", CreateOptions(lazilyPersists: true)).close()
        // LAZY_PERSIST.
        #expect(cluster.state.withLock { $0.created?.createFlag } == 145)
    }

    @Test("files that can't be written are refused with the reason")
    func refusals() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let writer = cluster.writer()
        #expect(code { _ = try writer.create("/f", CreateOptions(blockSize: 1000)) } == "invalid-argument")
        #expect(code { _ = try writer.create("/f", CreateOptions(replication: 0)) } == "invalid-argument")
        #expect(cluster.calls("create") == 0)
        cluster.state.withLock { $0.status.ecPolicy = ErasureCodingPolicyProto(id: 1) }
        #expect(code { _ = try writer.create("/f", CreateOptions()) } == "hdfs-unsupported")
        #expect(cluster.calls("delete") == 1, "the empty file is removed")
        cluster.state.withLock {
            $0.status.ecPolicy = nil
            $0.status.flags = 2
        }
        #expect(code { _ = try writer.append("/f", newBlock: false) } == "hdfs-unsupported")
        #expect(cluster.calls("append") == 0, "the file wasn't opened")
        let remote = WritingCluster.remote("hdfs.protocol.AlreadyBeingCreatedException")
        cluster.state.withLock { $0.errors["create"] = [remote] }
        #expect(code { _ = try writer.create("/f", CreateOptions()) } == "hdfs-file-in-use")
    }

    // MARK: Flushing

    @Test("flushed bytes are on the DataNodes, and chunks that weren't full are written again")
    func hflush() throws {
        let cluster = try WritingCluster(datanodes: 2)
        defer { cluster.stop() }
        let data = bytes(3000)
        let stream = try cluster.writer().create("/f", CreateOptions())
        var place = 0
        for length in [10, 500, 2, 0, 700, 812, 24] {
            try stream.write(Array(data[place..<place + length]))
            place += length
            try stream.hflush()
            #expect(cluster.datanodes[1].replica(1)?.bytes == Array(data[..<place]))
        }
        #expect(cluster.calls("fsync") == 1, "the block is persisted once")
        #expect(cluster.state.withLock { $0.syncedLength } == 10)
        try stream.write(Array(data[place...]))
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.datanodes.allSatisfy { $0.state.withLock { $0.failure } == nil })
    }

    @Test("hsync reaches the disks even when there is nothing new, and tells the length when asked")
    func hsync() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let stream = try cluster.writer().create("/f", CreateOptions())
        try stream.hsync()
        #expect(cluster.datanodes[0].state.withLock { $0.syncs } == 0)
        try stream.write(bytes(100))
        try stream.hsync()
        try stream.hsync()
        #expect(cluster.datanodes[0].state.withLock { $0.syncs } == 2)
        try stream.write(bytes(50))
        try stream.hsync(updatesLength: true)
        #expect(cluster.state.withLock { $0.syncedLength } == 150)
        #expect(cluster.calls("fsync") == 2)
        try stream.close()
        #expect(cluster.contents()?.count == 150)
    }

    @Test("a flush at the end of a block waits for the block")
    func flushAtBlockEnd() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let data = bytes(4096 + 5)
        let stream = try cluster.writer().create("/f", CreateOptions())
        try stream.write(Array(data[..<4096]))
        try stream.hflush()
        #expect(cluster.datanodes[0].replica(1)?.isFinalized == true)
        try stream.hsync()
        try stream.write(Array(data[4096...]))
        try stream.close()
        #expect(cluster.contents() == data)
    }

    // MARK: Appending

    private func appending(_ length: Int, datanodes: Int = 2) throws -> (WritingCluster, [UInt8]) {
        let cluster = try WritingCluster(datanodes: datanodes, replication: 2)
        let existing = bytes(length, seed: 5)
        for datanode in cluster.datanodes.prefix(2) {
            datanode.state.withLock {
                $0.replicas[1] = .init(
                    bytes: existing,
                    acknowledged: length,
                    generationStamp: 1000,
                    isFinalized: true
                )
            }
        }
        let block = ExtendedBlockProto(poolId: "BP-1", blockId: 1, generationStamp: 1000, numBytes: UInt64(length))
        let infos = cluster.datanodes.prefix(2).map(\.info)
        cluster.state.withLock { state in
            state.nextBlock = 2
            state.file.blocks = [(block, [0, 1])]
            state.status.length = UInt64(length)
            state.appended = LocatedBlockProto(
                b: block,
                offset: 0,
                locs: infos,
                corrupt: false,
                blockToken: TokenProto(identifier: [], password: [], kind: "", service: ""),
                storageTypes: [.disk, .disk],
                storageIDs: ["DS-0", "DS-1"]
            )
        }
        return (cluster, existing)
    }

    @Test(
        "an append goes on in the middle of a chunk, of a block, and over its end",
        arguments: [
            (700, [1, 10, 4000]), (512, [600, 600]), (4095, [1, 1]), (4000, [96]), (1, [0, 511, 1]), (700, []),
            (700, [324]), (700, [325]),
        ]
    )
    func append(length: Int, pieces: [Int]) throws {
        for flushes in [false, true] {
            let (cluster, existing) = try appending(length)
            defer { cluster.stop() }
            let stream = try cluster.writer().append("/f", newBlock: false)
            #expect(stream.initialLength == UInt64(length))
            var expected = existing
            for (number, piece) in pieces.enumerated() {
                let data = bytes(piece, seed: UInt64(number))
                try stream.write(data)
                expected += data
                if flushes { try stream.hflush() }
            }
            try stream.close()
            #expect(stream.position == UInt64(expected.count))
            #expect(cluster.contents() == expected)
            #expect(cluster.datanodes.allSatisfy { $0.state.withLock { $0.failure } == nil })
            #expect(cluster.datanodes[0].state.withLock { $0.stages.first } == .pipelineSetupAppend)
        }
    }

    @Test("a file that turns out after all to be none to append to is closed as it was")
    func refusedAppend() throws {
        let (cluster, existing) = try appending(700)
        defer { cluster.stop() }
        cluster.state.withLock {
            $0.earlierStatuses = [$0.status]
            $0.status.flags = 2
        }
        #expect(code { _ = try cluster.writer().append("/f", newBlock: false) } == "hdfs-unsupported")
        #expect(cluster.calls("append") == 1)
        #expect(cluster.calls("complete") == 1)
        #expect(cluster.state.withLock { $0.file.isClosed })
        #expect(cluster.contents() == existing)
    }

    @Test("an append to a full block, or to a new block, begins one")
    func appendNewBlock() throws {
        let (cluster, existing) = try appending(700)
        defer { cluster.stop() }
        let data = bytes(100)
        let stream = try cluster.writer().append("/f", newBlock: true)
        try stream.write(data)
        try stream.close()
        #expect(cluster.contents() == existing + data)
        #expect(cluster.state.withLock { $0.file.blocks.count } == 2)

        let (full, before) = try appending(4096)
        defer { full.stop() }
        let second = try full.writer().append("/f", newBlock: false)
        try second.write(data)
        try second.close()
        #expect(full.contents() == before + data)
    }

    // MARK: The NameNode says no

    @Test("a block and the end of the file are asked for again while replicas are missing")
    func notReplicatedYet() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let missing = WritingCluster.remote("hdfs.server.namenode.NotReplicatedYetException")
        let started = WritingCluster.remote(
            "IOException",
            "File /f could only be replicated to 0 nodes.  There are 0 datanode(s) running and no node(s) are excluded"
        )
        cluster.state.withLock {
            $0.errors["addBlock"] = [missing, started, missing]
            $0.incomplete = 4
        }
        let stream = try cluster.writer().create("/f", CreateOptions())
        try stream.write(bytes(10))
        try stream.close()
        #expect(cluster.calls("addBlock") == 4)
        #expect(cluster.calls("complete") == 5)
        #expect(cluster.contents()?.count == 10)
    }

    @Test("a file that can't be completed in time isn't closed")
    func closeTimeout() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        cluster.state.withLock { $0.incomplete = 100 }
        let stream = try cluster.writer { $0.followingBlockRetries = 2 }.create("/f", CreateOptions())
        try stream.write(bytes(10))
        #expect(code { try stream.close() } == "hdfs-close-timeout")
        #expect(cluster.calls("complete") == 3)
        #expect(code { try stream.close() } == "hdfs-close-timeout")
        #expect(cluster.calls("complete") == 3)
    }

    // MARK: DataNodes fail

    @Test("a DataNode that fails in the middle is left out, wherever it stands", arguments: [0, 1, 2], [1, 3, 7])
    func datanodeFails(index: Int, packets: Int) throws {
        let cluster = try WritingCluster(datanodes: 3)
        defer { cluster.stop() }
        cluster.datanodes[index].setFault(.fails(after: packets))
        let data = bytes(4096 * 2 + 100)
        let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
        try stream.write(data)
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.calls("updatePipeline") == 1)
        #expect(cluster.datanodes.allSatisfy { $0.state.withLock { $0.failure } == nil })
        let nodes = try #require(cluster.state.withLock { $0.file.blocks.first?.nodes })
        #expect(!nodes.contains(index))
    }

    @Test(
        "faults of the first DataNode are recovered from",
        arguments: [
            PipelineDatanode.Fault.sends([0x81], after: 2), .sends([5, 1, 2, 3, 4, 5], after: 2), .sends([0], after: 3),
            .sends([0xff, 0xff, 0xff, 0xff, 0x7f, 1, 1], after: 2), .sends([], after: 4), .restarts(after: 2),
            .sends(Array(repeating: 0xff, count: 20), after: 1),
        ]
    )
    func firstDatanode(fault: PipelineDatanode.Fault) throws {
        let cluster = try WritingCluster(datanodes: 3)
        defer { cluster.stop() }
        cluster.datanodes[0].setFault(fault)
        let data = bytes(4000)
        let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
        try stream.write(data)
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.datanodes.allSatisfy { $0.state.withLock { $0.failure } == nil })
    }

    @Test("the only DataNode may restart")
    func restart() throws {
        let cluster = try WritingCluster(datanodes: 1, replication: 1)
        defer { cluster.stop() }
        cluster.datanodes[0].setFault(.restarts(after: 3))
        let data = bytes(4000)
        let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
        try stream.write(data)
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(
            cluster.datanodes[0].state.withLock { $0.stages } == [
                .pipelineSetupCreate, .pipelineSetupStreamingRecovery,
            ]
        )
    }

    @Test(
        "a DataNode that acknowledges nothing, or reads nothing, is given up after the time-out",
        arguments: [
            PipelineDatanode.Fault.silent(after: 3), .stuck(after: 3),
        ]
    )
    func silence(fault: PipelineDatanode.Fault) throws {
        let cluster = try WritingCluster(datanodes: 2, replication: 2, checksum: .checksumNull)
        defer { cluster.stop() }
        cluster.datanodes[0].setFault(fault)
        // More than the kernel takes, so that a write gets stuck in sending.
        let data = [UInt8](repeating: 7, count: 24 << 20)
        let writer = cluster.writer {
            $0.blockSize = 32 << 20
            $0.packetSize = 256 << 10
            $0.maxPackets = 1000
            $0.extensionForEachNode = 100
        }
        let stream = try writer.create("/f", CreateOptions())
        try stream.write(data)
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.state.withLock { $0.file.blocks.first?.nodes } == [1])
    }

    @Test(
        "set-ups that fail are tried with other nodes",
        arguments: [
            PipelineDatanode.Fault.dead, .refusesSetUp(.error), .refusesSetUp(.errorAccessToken), .garbageSetUp,
            .silentSetUp,
        ],
        [0, 1]
    )
    func setUpFails(fault: PipelineDatanode.Fault, index: Int) throws {
        let cluster = try WritingCluster(datanodes: 4, replication: 2)
        defer { cluster.stop() }
        // Only the first node of a pipeline speaks to the client.
        let index = fault == .garbageSetUp || fault == .silentSetUp ? 0 : index
        cluster.datanodes[index].setFault(fault, stays: true)
        let data = bytes(5000)
        let stream = try cluster.writer { $0.extensionForEachNode = 100 }.create("/f", CreateOptions())
        try stream.write(data)
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.calls("abandonBlock") == 1, "the second block doesn't get the node")
    }

    @Test("when no DataNode takes a block, the write fails and the file isn't completed")
    func noDatanode() throws {
        let cluster = try WritingCluster(datanodes: 2, replication: 2)
        defer { cluster.stop() }
        for datanode in cluster.datanodes { datanode.setFault(.refusesSetUp(.error), stays: true) }
        let stream = try cluster.writer().create("/f", CreateOptions())
        let failure = code {
            try stream.write(bytes(10))
            try stream.close()
        }
        #expect(failure == "hdfs-write-failed")
        #expect(cluster.calls("complete") == 0)
        #expect(cluster.calls("abandonBlock") == cluster.calls("addBlock") - 1)
    }

    @Test("when all DataNodes of a pipeline fail, the write fails and the file isn't completed")
    func allFail() throws {
        let cluster = try WritingCluster(datanodes: 2, replication: 2)
        defer { cluster.stop() }
        let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
        try stream.write(bytes(1000))
        try stream.hflush()
        for datanode in cluster.datanodes { datanode.setFault(.dead, stays: true) }
        let failure = code {
            for _ in 0..<100 { try stream.write(bytes(1000)) }
            try stream.close()
        }
        #expect(failure == "hdfs-write-failed")
        #expect(cluster.calls("complete") == 0)
    }

    @Test("a lost DataNode is replaced by another one, which gets a copy")
    func replacement() throws {
        let cluster = try WritingCluster(datanodes: 5, replication: 3)
        defer { cluster.stop() }
        let data = bytes(4000)
        let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
        try stream.write(Array(data[..<700]))
        try stream.hflush()
        cluster.datanodes[1].setFault(.fails(after: 3))
        cluster.datanodes[3].setFault(.failsTransfer)
        try stream.write(Array(data[700...]))
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.state.withLock { $0.file.blocks.first?.nodes } == [0, 2, 4])
        #expect(cluster.calls("getAdditionalDatanode") == 2)
    }

    @Test("a pipeline that fails while the block is closed loses nothing")
    func failureWhileClosing() throws {
        for index in 0..<2 {
            let cluster = try WritingCluster(datanodes: 2, replication: 2)
            defer { cluster.stop() }
            let data = bytes(1000)
            // Two packets of data, then the one that ends the block.
            cluster.datanodes[index].setFault(.fails(after: 3))
            let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
            try stream.write(data)
            try stream.close()
            #expect(cluster.contents() == data)
            let survivor = cluster.datanodes[1 - index]
            #expect(survivor.state.withLock { $0.stages.last } == .pipelineCloseRecovery)
            #expect(survivor.replica(1)?.isFinalized == true)
        }
    }

    // MARK: Looking after streams

    @Test("heartbeats keep the pipeline of a stream that nobody writes to")
    func heartbeats() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let data = bytes(100)
        let stream = try cluster.writer().create("/f", CreateOptions())
        try stream.write(data)
        try stream.hflush()
        let deadline = Deadline.after(milliseconds: 60_000)
        while cluster.datanodes[0].state.withLock({ $0.heartbeats }) < 3, !deadline.hasPassed {
            Pause.sleep(milliseconds: 20)
        }
        #expect(cluster.datanodes[0].state.withLock { $0.heartbeats } >= 3)
        try stream.close()
        #expect(cluster.contents() == data)
        #expect(cluster.calls("updatePipeline") == 0)
    }

    @Test("a stream that is given up while it waits ends soon, and isn't completed")
    func abort() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        cluster.datanodes[0].setFault(.silent(after: 1))
        let stream = try cluster.writer { $0.extensionForEachNode = 100_000 }.create("/f", CreateOptions())
        try stream.write(bytes(10))
        Pause.startThread {
            Pause.sleep(milliseconds: 100)
            stream.abort()
        }
        #expect(code { try stream.hflush() } == "hdfs-write-aborted")
        #expect(code { try stream.close() } == "hdfs-write-aborted")
        #expect(cluster.calls("complete") == 0)
    }

    @Test("a stream that is dropped is given up, and isn't looked after any longer")
    func dropped() throws {
        let cluster = try WritingCluster(datanodes: 1)
        defer { cluster.stop() }
        let writer = cluster.writer()
        do {
            let stream = try writer.create("/f", CreateOptions())
            try stream.write(bytes(10))
            #expect(writer.openStreams.count == 1)
        }
        let deadline = Deadline.after(milliseconds: 60_000)
        while writer.openStreams.count > 0, !deadline.hasPassed { Pause.sleep(milliseconds: 20) }
        #expect(writer.openStreams.count == 0)
        #expect(cluster.calls("complete") == 0)
    }

    @Test("streams of one client don't disturb each other")
    func independent() throws {
        let first = try WritingCluster(datanodes: 2, replication: 2)
        let second = try WritingCluster(datanodes: 2, replication: 2)
        defer {
            first.stop()
            second.stop()
        }
        let data = bytes(9000)
        let a = try first.writer().create("/a", CreateOptions())
        let b = try second.writer().create("/b", CreateOptions())
        first.datanodes[0].setFault(.fails(after: 1))
        for start in stride(from: 0, to: data.count, by: 300) {
            try a.write(Array(data[start..<start + 300]))
            try b.write(Array(data[start..<start + 300]))
        }
        try a.close()
        try b.close()
        #expect(first.contents() == data)
        #expect(second.contents() == data)
    }
}
