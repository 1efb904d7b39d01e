import HadoopProtos
import WeftDiagnostics

/// Which replica of a block is read next, and what a failure means, for one call of a reader (DFSInputStream.java:
/// chooseDataNode, refetchLocations, tokenRefetchNeeded). Without clock, network or chance of its own.
struct BlockAttempts: Sendable {
    /// What to do next.
    enum Action: Sendable, Hashable {
        /// Read from this DataNode.
        case read(DatanodeInfoProto)
        /// Wait, forget which DataNodes failed, and fetch the locations again.
        case refetch(afterMilliseconds: Int)
        /// Nothing more can be tried.
        case fail
    }

    /// What to do about a failure before the next choice.
    enum Verdict: Sendable, Hashable {
        /// The DataNode is well; fetch the block's locations again for a fresh token.
        case refetchToken
        /// The DataNode is well; the connection was too old.
        case tryAgain
        /// Read from others from now on.
        case avoid
        /// The same, and the replica is to be reported as corrupt.
        case avoidCorrupt
    }

    private let maximumFailures: Int
    private let retryWindow: Int
    private var failures = 0
    private var hasRefetchedToken = false
    private var hasTriedAgain = false
    /// Why the last replica couldn't be read.
    private(set) var lastError: WeftError?

    init(_ settings: ReadSettings) {
        maximumFailures = settings.maximumBlockAcquireFailures
        retryWindow = settings.retryWindow
    }

    /// Chooses.
    ///
    /// - Parameters:
    ///   - block: the block with its locations, in the NameNode's order.
    ///   - avoided: identities of DataNodes that have failed.
    ///   - local: addresses of this host; replicas on it come first.
    ///   - chance: a random number from 0 up to 1.
    mutating func next(
        _ block: LocatedBlockProto,
        avoided: Set<String>,
        local: Set<String>,
        chance: Double
    ) -> Action {
        if let datanode = Self.choose(block, avoided: avoided, local: local) { return .read(datanode) }
        guard failures < maximumFailures else { return .fail }
        // The first wait is somewhere in one window, the next one somewhere in two behind one, and so on: readers that
        // failed together don't come back together.
        let wait = Double(retryWindow) * (Double(failures) + Double(failures + 1) * chance)
        failures += 1
        return .refetch(afterMilliseconds: Int(wait))
    }

    /// The best DataNode that isn't avoided.
    static func choose(
        _ block: LocatedBlockProto,
        avoided: Set<String>,
        local: Set<String>
    ) -> DatanodeInfoProto? {
        let usable = block.locs.filter { !avoided.contains($0.id.identity) }
        return usable.first { local.contains($0.id.ipAddr) } ?? usable.first
    }

    /// Judges a failure.
    ///
    /// - Parameters:
    ///   - error: what happened.
    ///   - wasIdle: whether the connection had been opened by an earlier call, so that the DataNode may have ended it.
    mutating func failed(_ error: WeftError, wasIdle: Bool = false) -> Verdict {
        lastError = error
        switch error.code {
        case .blockToken where !hasRefetchedToken:
            hasRefetchedToken = true
            return .refetchToken
        case .checksum:
            return .avoidCorrupt
        case "connection-lost" where wasIdle && !hasTriedAgain:
            hasTriedAgain = true
            return .tryAgain
        default:
            return .avoid
        }
    }

    /// The error when nothing more can be tried.
    func failure(path: String, block: LocatedBlockProto) -> WeftError {
        let nodes = block.locs.map { $0.id.name }
        return WeftError(
            "hdfs-block-missing",
            nodes.isEmpty
                ? "no DataNode has a replica of a block of \(path)" : "no replica of a block of \(path) can be read",
            remedy: lastError?.remedy.isEmpty == false
                ? lastError?.remedy ?? ""
                : "check with hdfs fsck \(path) -files -blocks -locations, and that the DataNodes run",
            details: [
                .init("path", path), .init("block", block.b.name),
                .init("DataNodes", nodes.isEmpty ? "none" : nodes.joined(separator: ", ")),
            ],
            cause: lastError
        )
    }
}
