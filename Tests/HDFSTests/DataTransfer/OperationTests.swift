import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Operations and what a DataNode answers")
struct OperationTests {
    static let block = ExtendedBlockProto(poolId: "BP-1", blockId: 1, generationStamp: 2, numBytes: 3)
    private static let base = BaseHeaderProto(
        block: block,
        token: TokenProto(identifier: [], password: [], kind: "", service: "")
    )

    @Test("An operation is the version, its byte, and the message with its length")
    func golden() {
        let operation = DataTransferOperation.readBlock(
            OpReadBlockProto(
                header: ClientOperationHeaderProto(baseHeader: Self.base, clientName: "c"),
                offset: 5,
                len: 6,
                sendChecksums: true
            )
        )
        #expect(
            operation.serialized
                == bytes(
                    "001c 51 25"  // version 28, operation 81, 37 bytes
                        + "0a1d 0a18 0a0c 0a0442502d31 1001 1802 2003"  // header, base header, block
                        + "1208 0a00 1200 1a00 2200"  // token
                        + "1201 63"  // client name
                        + "1005 1806 2001"  // offset, length, checksums
                )
        )
    }

    @Test("Each operation has its byte")
    func codes() {
        let header = ClientOperationHeaderProto(baseHeader: Self.base, clientName: "c")
        let checksum = ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512)
        let write = OpWriteBlockProto(
            header: header,
            stage: .pipelineSetupCreate,
            pipelineSize: 1,
            minBytesRcvd: 0,
            maxBytesRcvd: 0,
            latestGenerationStamp: 0,
            requestedChecksum: checksum
        )
        let operations: [(DataTransferOperation, UInt8)] = [
            (.writeBlock(write), 80), (.readBlock(OpReadBlockProto(header: header, offset: 0, len: 0)), 81),
            (.blockChecksum(OpBlockChecksumProto(header: Self.base)), 85),
            (.transferBlock(OpTransferBlockProto(header: header)), 86),
        ]
        for (operation, code) in operations { #expect(Array(operation.serialized[..<3]) == [0, 28, code]) }
    }

    @Test(
        "A refusal is an error of its kind",
        arguments: [
            (DataTransferStatus.errorAccessToken, nil, "hdfs-block-token"),
            (.errorChecksum, nil, "hdfs-checksum"),
            (.error, nil, "hdfs-datanode"),
            (.error, "java.io.IOException: disk", "hdfs-datanode"),
            (
                .error,
                "opReadBlock x received exception org.apache.hadoop.hdfs.server.datanode.ReplicaNotFoundException: Replica"
                    + " not found for BP-1:blk_1_2\n\tat java", "hdfs-replica-not-found"
            ),
            (.error, "Replica gen stamp < block genstamp, block=BP-1:blk_1_2", "hdfs-replica-not-found"),
            (.errorInvalid, nil, "hdfs-datanode"),
            (.errorExists, nil, "hdfs-datanode"),
            (.errorUnsupported, nil, "hdfs-datanode"),
            (.oobRestart, nil, "hdfs-datanode-restarting"),
            (.inProgress, nil, "hdfs-datanode"),
            (DataTransferStatus(rawValue: 77), nil, "hdfs-datanode"),
        ]
    )
    func statuses(status: DataTransferStatus, message: String?, code: String) throws {
        let response = BlockOpResponseProto(status: status, firstBadLink: "dn2:50010", message: message)
        do {
            try response.check("READ_BLOCK", block: Self.block, datanode: "dn1 (10.0.0.1:50010)")
            Issue.record("accepted")
        } catch {
            let error = try #require(error as? WeftError)
            #expect(error.code.rawValue == code)
            #expect(!error.remedy.isEmpty)
            #expect(error.details.contains(.init("DataNode", "dn1 (10.0.0.1:50010)")))
            #expect(error.details.contains(.init("block", "BP-1:blk_1_2")))
            #expect(error.details.contains(.init("failed DataNode", "dn2:50010")))
            // Java's stack trace stays out of it.
            #expect(!error.description.contains("at java"))
        }
        try BlockOpResponseProto(status: .success).check("READ_BLOCK", block: Self.block, datanode: "dn1")
    }
}
