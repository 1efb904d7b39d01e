import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Files that are lost while they are written")
struct LostFileTests {
    private func bytes(_ count: Int) -> [UInt8] { [UInt8](repeating: 7, count: count) }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return WeftError(wrapping: error).code.rawValue
        }
    }

    @Test(
        "leases that are lost and files that are deleted are told as such",
        arguments: [
            ("hdfs.server.namenode.LeaseExpiredException", "No lease on /f: somebody else", "hdfs-lease-lost"),
            ("hdfs.server.namenode.LeaseExpiredException", "No lease on /f: File does not exist.", "hdfs-file-deleted"),
            ("java.io.FileNotFoundException", "File does not exist: /f (inode 77)", "hdfs-file-deleted"),
            ("java.io.FileNotFoundException", "File is deleted: /f (inode 77) Holder a", "hdfs-file-deleted"),
        ]
    )
    func lostLease(exception: String, message: String, expected: String) throws {
        for method in ["addBlock", "complete", "fsync"] {
            let cluster = try WritingCluster(datanodes: 1)
            defer { cluster.stop() }
            cluster.state.withLock { $0.errors[method] = [WritingCluster.remote(exception, message)] }
            let stream = try cluster.writer().create("/f", CreateOptions())
            let failure = code {
                try stream.write(bytes(10))
                try stream.hflush()
                try stream.close()
            }
            #expect(failure == expected)
            #expect(code { try stream.write([1]) } == expected)
            #expect(cluster.calls("complete") == (method == "complete" ? 1 : 0))
        }
    }

    @Test(
        "what a NameNode says of a block that is written no longer is told as such",
        arguments: [
            // Hadoop 2.7.
            ("BP-1:blk_1_2 does not exist or is not under Constructionnull", "hdfs-lease-lost"),
            // Hadoop 3.3.
            ("Unexpected BlockUCState: BP-1:blk_1_2 is COMPLETE but not UNDER_CONSTRUCTION", "hdfs-lease-lost"),
            ("Unexpected BlockUCState: BP-1:blk_1_2 is UNDER_RECOVERY but not UNDER_CONSTRUCTION", "hdfs-lease-lost"),
            ("The file blk_1_2 belonged to does not exist or it is not under construction.", "hdfs-lease-lost"),
            ("BP-1:blk_1_2 does not exist.", "hdfs-file-deleted"),
            ("the disk is full", "hdfs-write-failed"),
        ],
        [1, 2]
    )
    func lostBlock(said: (message: String, expected: String), datanodes: Int) throws {
        let cluster = try WritingCluster(datanodes: datanodes, replication: datanodes)
        defer { cluster.stop() }
        let error = WeftError("remote-exception", said.message, details: [.init("exception", "java.io.IOException")])
        cluster.state.withLock { $0.errors["updateBlockForPipeline"] = Array(repeating: error, count: 10) }
        let stream = try cluster.writer { $0.packetSize = 600 }.create("/f", CreateOptions())
        try stream.write(bytes(1000))
        try stream.hflush()
        // With another one left, the pipeline is to be set up again; with none, the reason is asked for.
        cluster.datanodes[0].setFault(.dead, stays: true)
        let failure = code {
            for _ in 0..<100 { try stream.write(bytes(1000)) }
            try stream.close()
        }
        let isOther = said.expected == "hdfs-write-failed" && datanodes == 2
        #expect(failure == (isOther ? "remote-exception" : said.expected))
        #expect(cluster.calls("complete") == 0)
    }
}
