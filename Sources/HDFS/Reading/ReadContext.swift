import Glibc
import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What all files that one client reads have in common.
final class ReadContext: Sendable {
    /// Asks a DataNode how much of a block that is being written its readers see (ClientDatanodeProtocol,
    /// getReplicaVisibleLength). Throws `hdfs-replica-not-found` when the DataNode has no such replica.
    typealias VisibleLength = @Sendable (LocatedBlockProto, DatanodeInfoProto) throws -> UInt64

    let namenode: any NamenodeCalls
    let connector: DatanodeConnector
    let clientName: String
    let settings: ReadSettings
    let visibleLength: VisibleLength
    let hedging: HedgedThreads
    private let reports = BackgroundCalls()
    /// Addresses of this host, as DataNodes on it may have registered.
    let localAddresses: Set<String>

    /// Makes a context.
    ///
    /// - Parameters:
    ///   - namenode: who knows the blocks.
    ///   - connector: who connects to DataNodes.
    ///   - clientName: who reads, for the DataNodes' logs.
    ///   - settings: what the configuration says.
    ///   - localAddresses: addresses of this host.
    ///   - visibleLength: who asks DataNodes for lengths.
    init(
        namenode: any NamenodeCalls,
        connector: DatanodeConnector,
        clientName: String,
        settings: ReadSettings,
        localAddresses: Set<String> = LocalAddresses.all,
        visibleLength: @escaping VisibleLength
    ) {
        self.namenode = namenode
        self.connector = connector
        self.clientName = clientName
        self.settings = settings
        self.localAddresses = localAddresses
        self.visibleLength = visibleLength
        hedging = HedgedThreads(limit: settings.hedgedReadThreads)
    }

    /// Asks a DataNode for a range, over an idle connection when there is one.
    ///
    /// - Throws: what `DatanodeConnector.connect` and `BlockReader.init` throw.
    func open(
        _ block: LocatedBlockProto,
        on datanode: DatanodeIDProto,
        _ range: BlockReader.Range,
        verifies: Bool
    ) throws -> BlockReader {
        while let idle = try connector.takeIdle(to: datanode) {
            do {
                return try reader(idle, block, range, verifies)
            } catch let error as WeftError where error.code == "connection-lost" {
                // The DataNode ended it at the same moment; another one, or a new one, will do.
                continue
            }
        }
        return try reader(connector.connect(to: datanode, token: block.blockToken), block, range, verifies)
    }

    private func reader(
        _ connection: DataTransferConnection,
        _ block: LocatedBlockProto,
        _ range: BlockReader.Range,
        _ verifies: Bool
    ) throws -> BlockReader {
        try BlockReader(
            connection,
            block: block.b,
            token: block.blockToken,
            range: range,
            clientName: clientName,
            verifies: verifies && settings.verifiesChecksums,
            caching: .init(readahead: settings.readahead, dropsBehind: settings.dropsBehind)
        )
    }

    /// Keeps a reader's connection when it has read all of its range.
    func release(_ reader: BlockReader) {
        if let connection = reader.reusableConnection { connector.giveBack(connection) }
    }

    /// Tells the NameNode of replicas whose data doesn't match its checksums, on a thread of its own: that it can't be
    /// told is no reason to fail a read that has found another replica, or to hold it up.
    func report(_ corrupt: CorruptReplicas) {
        let blocks = corrupt.toReport()
        guard !blocks.isEmpty else { return }
        reports.run { [namenode] in
            for block in blocks {
                _ = try? namenode.call(
                    "reportBadBlocks",
                    ReportBadBlocksRequestProto(blocks: [block]),
                    .idempotent,
                    returning: ReportBadBlocksResponseProto.self
                )
            }
        }
    }

    /// Gives reports that are under way a moment, for a process that ends when it has read.
    func waitForReports() { reports.wait(until: .after(milliseconds: Self.reportTime)) }

    private static let reportTime = 2_000
}

/// Replicas that were found to be corrupt during one call of a reader.
struct CorruptReplicas: Sendable {
    private var found: [(block: LocatedBlockProto, datanodes: [DatanodeInfoProto])] = []

    mutating func add(_ datanode: DatanodeInfoProto, _ block: LocatedBlockProto) {
        if let index = found.firstIndex(where: { $0.block.b.blockId == block.b.blockId }) {
            if !found[index].datanodes.contains(where: { $0.id.identity == datanode.id.identity }) {
                found[index].datanodes.append(datanode)
            }
        } else {
            found.append((block, [datanode]))
        }
    }

    var isEmpty: Bool { found.isEmpty }

    /// What the NameNode is to be told. When all of several replicas seem corrupt, the fault is more likely at this end,
    /// and nothing is reported (DFSInputStream.reportCheckSumFailure).
    func toReport() -> [LocatedBlockProto] {
        found.filter { $0.datanodes.count < $0.block.locs.count || $0.block.locs.count == 1 }.map {
            LocatedBlockProto(
                b: $0.block.b,
                offset: $0.block.offset,
                locs: $0.datanodes,
                corrupt: true,
                blockToken: TokenProto(identifier: [], password: [], kind: "", service: "")
            )
        }
    }
}

/// Numeric addresses of this host.
enum LocalAddresses {
    /// All of them at the first use, loopback too.
    static let all: Set<String> = {
        var found: Set<String> = []
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return found }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            defer { next = entry.pointee.ifa_next }
            guard let address = entry.pointee.ifa_addr else { continue }
            let size: Int
            switch Int32(address.pointee.sa_family) {
            case AF_INET: size = MemoryLayout<sockaddr_in>.size
            case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
            default: continue
            }
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(address, socklen_t(size), &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
            if status == 0 {
                found.insert(name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" })
            }
        }
        return found
    }()
}
