import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite struct LeaseTests {
    @Test("a lease is renewed every 30 seconds")
    func renewal() {
        var schedule = LeaseSchedule(hardLimit: 1_200_000, now: 1_000)
        #expect(schedule.action(now: 1_000) == .wait)
        #expect(schedule.action(now: 30_999) == .wait)
        #expect(schedule.action(now: 31_000) == .renew)
        schedule.renewed(now: 31_000)
        #expect(schedule.action(now: 60_999) == .wait)
        #expect(schedule.action(now: 61_000) == .renew)
    }

    @Test("a renewal that failed is tried again soon, until the hard limit")
    func failures() {
        var schedule = LeaseSchedule(hardLimit: 100_000, now: 0)
        schedule.failed(now: 30_000)
        #expect(schedule.action(now: 31_999) == .wait)
        #expect(schedule.action(now: 32_000) == .renew)
        schedule.failed(now: 99_000)
        #expect(schedule.action(now: 99_999) == .wait)
        #expect(schedule.action(now: 100_000) == .giveUp)
        schedule.renewed(now: 99_500)
        #expect(schedule.action(now: 101_000) == .wait)
        #expect(schedule.action(now: 129_500) == .renew)
    }

    private func wait(until condition: () -> Bool) {
        let deadline = Deadline.after(milliseconds: 60_000)
        while !condition(), !deadline.hasPassed { Pause.sleep(milliseconds: 10) }
    }

    /// A stream of a client whose lease is renewed every 20 milliseconds.
    private func stream(_ cluster: WritingCluster, _ open: OpenStreams) -> HDFSOutputStream {
        let buffers = PacketBuffers(
            packetSize: 600,
            checksum: ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512)
        )
        let writer = cluster.writer()
        return HDFSOutputStream(
            path: "/f",
            initialLength: 0,
            driver: PipelineDriver(
                pipeline: WritePipeline(settings: PipelineScript.settings()),
                buffers: buffers,
                file: FileWriting(namenode: cluster, clientName: "c", path: "/f", fileID: 1, settings: WriteSettings()),
                connections: PipelineConnections(
                    connector: writer.connector,
                    clientName: "c",
                    checksum: ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512)
                ),
                interruption: StreamInterruption()
            ),
            assembler: PacketAssembler(buffers: buffers, blockSize: 4096),
            registry: open
        )
    }

    @Test("leases are renewed while files are open, and not any longer")
    func renewed() throws {
        let cluster = try WritingCluster(datanodes: 0)
        let open = OpenStreams(namenode: cluster, clientName: "c", hardLimit: 60_000, renewalInterval: 20)
        let first = stream(cluster, open)
        wait { cluster.calls("renewLease") >= 3 }
        #expect(cluster.calls("renewLease") >= 3)
        try first.close()
        #expect(open.count == 0)
        // One may be under way.
        Pause.sleep(milliseconds: 200)
        let calls = cluster.calls("renewLease")
        Pause.sleep(milliseconds: 200)
        #expect(cluster.calls("renewLease") == calls)
        let second = stream(cluster, open)
        wait { cluster.calls("renewLease") > calls + 2 }
        #expect(cluster.calls("renewLease") > calls + 2)
        try second.close()
    }

    @Test("when a lease can't be renewed up to the hard limit, its files are given up with the reason")
    func lost() throws {
        let cluster = try WritingCluster(datanodes: 0)
        let refusal = WritingCluster.remote("security.AccessControlException", "who are you?")
        cluster.state.withLock { $0.errors["renewLease"] = Array(repeating: refusal, count: 1000) }
        let open = OpenStreams(namenode: cluster, clientName: "c", hardLimit: 300, renewalInterval: 20)
        let stream = stream(cluster, open)
        wait { open.count == 0 }
        let error = #expect(throws: WeftError.self) { try stream.write([1]) }
        #expect(error?.code == "hdfs-lease-lost")
        #expect(throws: WeftError.self) { try stream.close() }
        #expect(cluster.calls("complete") == 0)
    }

    // MARK: Recovery

    @Test("a lease is recovered at once, or when the file is found closed")
    func recovery() throws {
        let cluster = try WritingCluster(datanodes: 0)
        var recovery = LeaseRecovery(namenode: cluster, clientName: "c")
        recovery.pollInterval = 1
        #expect(try recovery.recover("/f", deadline: .after(milliseconds: 60_000)))
        #expect(cluster.calls("recoverLease") == 1)
        cluster.state.withLock { $0.closedAfter = 3 }
        #expect(try recovery.recover("/f", deadline: .after(milliseconds: 60_000)))
        #expect(cluster.calls("recoverLease") == 2)
        #expect(cluster.calls("isFileClosed") == 3)
    }

    @Test("a recovery that takes long is asked for again, and given up at the deadline")
    func slowRecovery() throws {
        let cluster = try WritingCluster(datanodes: 0)
        var recovery = LeaseRecovery(namenode: cluster, clientName: "c")
        recovery.pollInterval = 1
        recovery.repeatInterval = 5
        cluster.state.withLock { $0.closedAfter = 1_000_000 }
        #expect(try !recovery.recover("/f", deadline: .after(milliseconds: 100)))
        #expect(cluster.calls("recoverLease") > 1)
        cluster.state.withLock { $0.errors["recoverLease"] = [WritingCluster.remote("java.io.FileNotFoundException")] }
        let error = #expect(throws: WeftError.self) {
            _ = try recovery.recover("/f", deadline: .after(milliseconds: 100))
        }
        #expect(error?.code == "input-not-found")
    }
}
