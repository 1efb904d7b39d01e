import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Which replica is read next")
struct BlockAttemptsTests {
    private static func datanode(_ name: String, _ address: String) -> DatanodeInfoProto {
        DatanodeInfoProto(
            id: DatanodeIDProto(
                ipAddr: address,
                hostName: name,
                datanodeUuid: name,
                xferPort: 9866,
                infoPort: 0,
                ipcPort: 0
            )
        )
    }

    private static func block(_ locations: [DatanodeInfoProto]) -> LocatedBlockProto {
        LocatedBlockProto(
            b: ExtendedBlockProto(poolId: "BP", blockId: 1, generationStamp: 1, numBytes: 10),
            offset: 0,
            locs: locations,
            corrupt: false,
            blockToken: TokenProto(identifier: [], password: [], kind: "", service: "")
        )
    }

    private static let a = datanode("a", "10.0.0.1")
    private static let b = datanode("b", "10.0.0.2")
    private static let c = datanode("c", "10.0.0.3")

    @Test(
        "The NameNode's order, replicas on this host first, failed DataNodes never",
        arguments: [
            ([], [], "a"), (["a"], [], "b"), (["a", "b"], [], "c"), ([], ["10.0.0.3"], "c"),
            (["c"], ["10.0.0.3"], "a"), ([], ["10.0.0.2", "10.0.0.3"], "b"), (["a", "b", "c"], ["10.0.0.3"], nil),
        ] as [(Set<String>, Set<String>, String?)]
    )
    func order(avoided: Set<String>, local: Set<String>, chosen: String?) {
        let choice = BlockAttempts.choose(Self.block([Self.a, Self.b, Self.c]), avoided: avoided, local: local)
        #expect(choice?.id.hostName == chosen)
    }

    @Test("When none is left, locations are fetched again after waits whose window grows, three times")
    func windows() {
        var settings = ReadSettings()
        settings.retryWindow = 3000
        for (chance, waits) in [(0.0, [0, 3000, 6000]), (0.5, [1500, 6000, 10_500]), (0.999, [2997, 8994, 14_991])] {
            var attempts = BlockAttempts(settings)
            for wait in waits {
                let action = attempts.next(Self.block([Self.a]), avoided: ["a"], local: [], chance: chance)
                #expect(action == .refetch(afterMilliseconds: wait))
            }
            #expect(attempts.next(Self.block([Self.a]), avoided: ["a"], local: [], chance: chance) == .fail)
            // A replica that appears is read all the same.
            #expect(attempts.next(Self.block([Self.b]), avoided: ["a"], local: [], chance: 0) == .read(Self.b))
        }
    }

    @Test("A block without locations is fetched again, too")
    func noLocations() {
        var attempts = BlockAttempts(ReadSettings())
        #expect(attempts.next(Self.block([]), avoided: [], local: [], chance: 0) == .refetch(afterMilliseconds: 0))
    }

    @Test(
        "Only an expired token is fetched again, once, and only an idle connection is tried again, once",
        arguments: [
            (
                WeftError.Code("hdfs-block-token"), false, BlockAttempts.Verdict.refetchToken,
                BlockAttempts.Verdict.avoid
            ),
            ("hdfs-checksum", false, .avoidCorrupt, .avoidCorrupt),
            ("connection-lost", true, .tryAgain, .avoid),
            ("connection-lost", false, .avoid, .avoid),
            ("timed-out", true, .avoid, .avoid),
            ("hdfs-protocol", false, .avoid, .avoid),
            ("hdfs-replica-not-found", false, .avoid, .avoid),
            ("hdfs-datanode-unreachable", false, .avoid, .avoid),
            ("sasl-failed", false, .avoid, .avoid),
        ]
    )
    func verdicts(
        code: WeftError.Code,
        wasIdle: Bool,
        first: BlockAttempts.Verdict,
        second: BlockAttempts.Verdict
    ) {
        var attempts = BlockAttempts(ReadSettings())
        #expect(attempts.failed(WeftError(code, "x"), wasIdle: wasIdle) == first)
        #expect(attempts.failed(WeftError(code, "y"), wasIdle: wasIdle) == second)
        #expect(attempts.lastError?.message == "y")
    }

    @Test("The final error names file, block and DataNodes, and why the last one failed")
    func failure() {
        var attempts = BlockAttempts(ReadSettings())
        _ = attempts.failed(WeftError("timed-out", "b sent nothing", remedy: "check b"))
        let error = attempts.failure(path: "/f", block: Self.block([Self.a, Self.b]))
        #expect(error.code == "hdfs-block-missing")
        #expect(error.details.contains(.init("block", "BP:blk_1_1")))
        #expect(error.details.contains(.init("DataNodes", "a (10.0.0.1:9866), b (10.0.0.2:9866)")))
        #expect(error.cause?.message == "b sent nothing")
        #expect(error.remedy == "check b")
        let none = BlockAttempts(ReadSettings()).failure(path: "/f", block: Self.block([]))
        #expect(none.message.contains("no DataNode has"))
        #expect(none.remedy.contains("fsck"))
    }

    @Test("Corrupt replicas are reported, but not when all of several seem corrupt")
    func reports() {
        let three = Self.block([Self.a, Self.b, Self.c])
        var corrupt = CorruptReplicas()
        #expect(corrupt.toReport().isEmpty)
        corrupt.add(Self.a, three)
        corrupt.add(Self.a, three)
        corrupt.add(Self.b, three)
        #expect(corrupt.toReport().map { $0.locs.map(\.id.hostName) } == [["a", "b"]])
        #expect(corrupt.toReport().first?.b == three.b)
        corrupt.add(Self.c, three)
        #expect(corrupt.toReport().isEmpty)
        var single = CorruptReplicas()
        single.add(Self.a, Self.block([Self.a]))
        #expect(single.toReport().count == 1)
    }
}
