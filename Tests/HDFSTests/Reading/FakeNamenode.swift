import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

@testable import HDFS

/// A NameNode that knows one file.
final class FakeNamenode: NamenodeCalls {
    struct State: Sendable {
        var blocks: [LocatedBlockProto] = []
        var lastBlock: LocatedBlockProto?
        var isUnderConstruction = false
        var fileEncryption: FileEncryptionInfoProto?
        var erasureCoding: ErasureCodingPolicyProto?
        var exists = true
        /// How many blocks an answer has at most.
        var blocksPerAnswer = 10
        var encryptsDataTransfer = false
        var encryptionKeys: [DataEncryptionKeyProto] = []
        var calls: [String] = []
        var ranges: [(offset: UInt64, length: UInt64)] = []
        var badBlocks: [LocatedBlockProto] = []
        /// Called before bad blocks are taken, while nothing is locked.
        var beforeReport: (@Sendable () -> Void)?
        /// Called after each question for locations, so that later answers differ.
        var afterLocating: (@Sendable (inout State) -> Void)?
    }

    let state: Mutex<State>

    init(_ blocks: [LocatedBlockProto] = []) {
        var state = State()
        state.blocks = blocks
        self.state = Mutex(state)
    }

    func count(of method: String) -> Int { state.withLock { $0.calls.filter { $0 == method }.count } }

    func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        returning: Response.Type
    ) throws -> Response {
        if request is ReportBadBlocksRequestProto { state.withLock { $0.beforeReport }?() }
        let answer: any HadoopMessage = try state.withLock { state in
            state.calls.append(method)
            switch request {
            case let request as GetBlockLocationsRequestProto:
                defer { state.afterLocating?(&state) }
                return Self.locate(request, &state)
            case is GetServerDefaultsRequestProto:
                return GetServerDefaultsResponseProto(
                    serverDefaults: FsServerDefaultsProto(
                        blockSize: 1,
                        bytesPerChecksum: 512,
                        writePacketSize: 65_536,
                        replication: 1,
                        fileBufferSize: 4096,
                        encryptDataTransfer: state.encryptsDataTransfer
                    )
                )
            case is GetDataEncryptionKeyRequestProto:
                let key = state.encryptionKeys.first
                if state.encryptionKeys.count > 1 { state.encryptionKeys.removeFirst() }
                return GetDataEncryptionKeyResponseProto(dataEncryptionKey: key)
            case let request as ReportBadBlocksRequestProto:
                state.badBlocks += request.blocks
                return ReportBadBlocksResponseProto()
            default: throw WeftError("rpc-remote", "no such method \(method)")
            }
        }
        guard let answer = answer as? Response else { throw WeftError("rpc-protocol", "wrong kind of answer") }
        return answer
    }

    private static func locate(_ request: GetBlockLocationsRequestProto, _ state: inout State)
        -> GetBlockLocationsResponseProto
    {
        state.ranges.append((request.offset, request.length))
        guard state.exists else { return GetBlockLocationsResponseProto() }
        let end = request.offset + request.length
        let blocks = state.blocks.filter { $0.end > request.offset && $0.offset < end }.prefix(state.blocksPerAnswer)
        return GetBlockLocationsResponseProto(
            locations: LocatedBlocksProto(
                fileLength: state.blocks.last?.end ?? 0,
                blocks: Array(blocks),
                underConstruction: state.isUnderConstruction,
                lastBlock: state.lastBlock ?? state.blocks.last,
                isLastBlockComplete: state.lastBlock == nil,
                fileEncryptionInfo: state.fileEncryption,
                ecPolicy: state.erasureCoding
            )
        )
    }
}

/// A file of some blocks, each on some DataNodes.
enum Fixtures {
    static func data(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SplitMix(state: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    static func block(
        _ number: UInt64,
        at offset: Int = 0,
        length: Int,
        on datanodes: [FakeDatanode],
        tokenPassword: [UInt8] = []
    ) -> LocatedBlockProto {
        LocatedBlockProto(
            b: ExtendedBlockProto(poolId: "BP-1", blockId: number, generationStamp: 1, numBytes: UInt64(length)),
            offset: UInt64(offset),
            locs: datanodes.map(\.info),
            corrupt: false,
            blockToken: token(tokenPassword)
        )
    }

    static func token(_ password: [UInt8] = []) -> TokenProto {
        TokenProto(
            identifier: password.isEmpty ? [] : [1, 2, 3],
            password: password,
            kind: "HDFS_BLOCK_TOKEN",
            service: ""
        )
    }

    static func context(
        _ namenode: FakeNamenode,
        settings: ReadSettings = quick(),
        transfer: DataTransferSettings = DataTransferSettings(),
        local: Set<String> = [],
        visibleLength: @escaping ReadContext.VisibleLength = { _, _ in 0 }
    ) -> ReadContext {
        ReadContext(
            namenode: namenode,
            connector: DatanodeConnector(settings: transfer, namenode: namenode),
            clientName: "test",
            settings: settings,
            localAddresses: local,
            visibleLength: visibleLength
        )
    }

    /// Settings that wait little.
    static func quick() -> ReadSettings {
        var settings = ReadSettings()
        settings.retryWindow = 2
        settings.lastBlockLengthInterval = 2
        return settings
    }
}

extension HDFSInputStream {
    /// All that comes from where the stream is.
    func readAll(bufferSize: Int = 10_000) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: bufferSize)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try read(into: $0) }
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }

    func bytes(at position: UInt64, count: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let read = try buffer.withUnsafeMutableBytes { try pread(into: $0, at: position) }
        return Array(buffer[..<read])
    }
}
