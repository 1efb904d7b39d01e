import Foundation
import NIOCore
import Testing
import WeftDiagnostics
import WeftNetwork

@testable import WeftEngine

/// Damaged messages of the driver–executor protocol: each decoder may refuse or give other values, but not crash.
///
/// `WEFT_FUZZ_INPUTS` asks for another number of inputs than a million for each side.
@Suite("Damaged messages")
struct MessageFuzzTests {
    private struct Sample {
        var bytes: [UInt8]
        var decode: (ByteBuffer) throws -> Void
    }

    private static func sample<M: ClusterMessage>(_ message: M) throws -> Sample {
        Sample(bytes: try message.encoded().allBytes) { buffer in
            guard try MessageTag(of: buffer) == M.tag else { return }
            _ = try M(buffer)
        }
    }

    private static func reply<Value: Codable>(_ value: Value) throws -> Sample {
        Sample(bytes: try ByteBuffer(reply: value).allBytes) { _ = try $0.reply(as: Value.self) }
    }

    private static var task: TaskDescription {
        TaskDescription(
            taskID: 1,
            stageID: 2,
            stageAttempt: 0,
            partition: 3,
            attemptNumber: 0,
            mapOutputEpoch: 7,
            binaryID: 4,
            properties: ["pool": "fast"],
            payloads: [PayloadKey(node: 0, partition: 3): [1, 2, 3]]
        )
    }

    private static var results: [TaskResult] {
        let error = WeftError("bad-task", "it failed", remedy: "try again", cause: WeftError("io-error", "disk"))
        let outcomes: [TaskResult.Outcome] = [
            .succeeded([1, 2, 3]), .failed(error), .killed(reason: "cancelled"),
            .fetchFailed(ShuffleFetchFailure(shuffleID: 1, mapIndex: 2, executorID: "3", cause: error)),
        ]
        return outcomes.map {
            TaskResult(
                taskID: 1,
                outcome: $0,
                metrics: TaskMetrics(),
                accumulators: [AccumulatorUpdate(id: 1, bytes: [9])]
            )
        }
    }

    private func fuzz(_ samples: [Sample]) throws {
        let environment = ProcessInfo.processInfo.environment
        let inputs = environment["WEFT_FUZZ_INPUTS"].flatMap { Int($0) } ?? 1_000_000
        let seed = environment["WEFT_FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for sample in samples { try sample.decode(ByteBuffer(bytes: sample.bytes)) }
        var refused = 0
        for round in 0..<inputs {
            let sample = samples[round % samples.count]
            var bytes = sample.bytes
            let choice = random.next()
            let place = Int(truncatingIfNeeded: choice >> 8) & 0x7fff_ffff
            switch choice % 4 {
            case 0: bytes.removeLast(place % (bytes.count + 1))
            case 1: bytes[place % bytes.count] ^= UInt8(truncatingIfNeeded: 1 << (choice >> 60 & 7))
            case 2: bytes[place % bytes.count] = UInt8(truncatingIfNeeded: choice >> 40)
            default:
                for index in bytes.indices where index > 0 { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
            }
            do { try sample.decode(ByteBuffer(bytes: bytes)) } catch {
                guard error is WeftError || error is DecodingError else {
                    Issue.record("seed \(seed), round \(round): \(error)")
                    return
                }
                refused += 1
            }
        }
        #expect(refused > inputs / 4)
    }

    @Test("what executors send to the driver")
    func toDriver() throws {
        try fuzz(
            try [
                Self.sample(
                    RegisterExecutor(
                        executorID: "1",
                        address: NetworkAddress(host: "localhost", port: 7),
                        slots: 2,
                        pid: 99,
                        credentialsVersion: 3
                    )
                ),
                Self.sample(
                    Heartbeat(
                        executorID: "1",
                        residentBytes: 1,
                        storageBytes: 2,
                        executionBytes: 3,
                        runningTasks: 4
                    )
                ),
                Self.sample(TaskResultPart(taskID: 1, bytes: [1, 2, 3])),
                Self.sample(BlockChanged(block: .rdd(1, partition: 2), isStored: true)),
                Self.sample(ShuffleMoved(shuffleID: 1, mapIndex: 2, attempt: 3, to: "2")),
                Self.sample(ExecutorLeaving(status: 50, reason: "why", isExpected: false)),
                Self.sample(GetFile(name: "words")), Self.sample(GetExecutors(ids: ["1", "2"])),
                Self.sample(FetchFilePart(name: "words", offset: 1, limit: 2)),
            ] + Self.results.map { try Self.sample(TaskEnded(result: $0, sentBytes: 0)) }
        )
    }

    @Test("what the driver sends to executors")
    func toExecutor() throws {
        try fuzz(
            try [
                Self.sample(LaunchTask(task: Self.task)), Self.sample(KillTask(taskID: 1, reason: "slow")),
                Self.sample(RemoveBlocks(rddID: 1)), Self.sample(Shutdown(reason: "over")),
                Self.sample(
                    UpdateCredentials(
                        bundle: CredentialsBundle(version: 2, entries: ["vault": [1, 2, 3], "safe": []])
                    )
                ),
                Self.reply(
                    RegisteredExecutor(
                        heartbeatInterval: .seconds(10),
                        credentials: CredentialsBundle(version: 1, entries: ["vault": [1]])
                    )
                ),
                Self.reply(
                    MapStatuses(
                        epoch: 3,
                        statuses: [
                            nil, MapStatus(executorID: "1", attempt: 2, sizes: CompressedSizes([0, 5, 1 << 30])),
                        ]
                    )
                ),
                Self.reply(BroadcastInfo(byteCount: 5, pieceSize: 4, checksums: [1, 2], holders: ["1"])),
                Self.reply(FileInfo(fileName: "a", byteCount: 5, isArchive: true, mode: 0o644)),
                Self.reply(["1": NetworkAddress(host: "localhost", port: 7)]),
            ]
        )
    }

    @Test("what executors send to one another")
    func betweenExecutors() throws {
        let part = ShuffleBlockRequest.Part(mapIndex: 1, attempt: 2, offset: 3, limit: 4)
        let answer = ShuffleBlockResponse.Part(
            mapIndex: 1,
            attempt: 2,
            offset: 3,
            totalBytes: 4,
            byteCount: 2,
            failure: WeftError("io-error", "disk")
        )
        let header = try ByteBuffer(reply: [answer]).allBytes
        let reply = [0, 0, 0, UInt8(header.count)] + header + [1, 2]
        try fuzz(
            try [
                Self.sample(
                    FetchShuffleBlocks(request: ShuffleBlockRequest(shuffleID: 1, partition: 2, parts: [part, part]))
                ),
                Sample(bytes: reply) { _ = try ShuffleBlocksReply.decode($0) },
                Self.sample(FetchBroadcastPiece(id: 1, index: 2)),
                Self.sample(FetchCachedBlock(block: .rdd(1, partition: 2), offset: 3, limit: 4)),
                Self.sample(
                    PutCachedBlock(
                        block: .rdd(1, partition: 2),
                        level: .memoryOnly2,
                        offset: 0,
                        total: 3,
                        bytes: [1, 2, 3]
                    )
                ),
                Self.sample(
                    PutShuffleFile(shuffleID: 1, mapIndex: 2, attempt: 3, offset: 0, total: 3, bytes: [1, 2, 3])
                ),
            ]
        )
    }
}
