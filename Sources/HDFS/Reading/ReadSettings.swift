import HadoopRPC
import WeftDiagnostics

/// What a client's configuration says about reading (HdfsClientConfigKeys.java).
public struct ReadSettings: Sendable {
    /// `dfs.client.max.block.acquire.failures`: how often the locations of a block are fetched again when none of its
    /// replicas can be read, before the read fails.
    public var maximumBlockAcquireFailures = 3
    /// `dfs.client.retry.window.base`, milliseconds: the wait before that is random, and grows by this with each try.
    public var retryWindow = 3_000
    /// `dfs.client.read.prefetch.size`, bytes of a file whose blocks are located at once; 10 times `dfs.blocksize`.
    public var prefetchSize: UInt64 = 10 * (128 << 20)
    /// `dfs.client.hedged.read.threadpool.size`: how many threads read for positioned reads, 0 for no hedged reads.
    public var hedgedReadThreads = 0
    /// `dfs.client.hedged.read.threshold.millis`: how long a replica may take before another one is asked too.
    public var hedgedReadThreshold = 500
    /// `dfs.client.cache.readahead`, bytes that a DataNode reads ahead; `nil` for its own default.
    public var readahead: Int64?
    /// `dfs.client.cache.drop.behind.reads`: whether a DataNode drops from its cache what it has sent; `nil` for its own
    /// default.
    public var dropsBehind: Bool?
    /// `dfs.client.retry.times.get-last-block-length`: how often the locations of a block that is being written are
    /// fetched again when there are none.
    public var lastBlockLengthRetries = 3
    /// `dfs.client.retry.interval-ms.get-last-block-length`, milliseconds: the wait before that.
    public var lastBlockLengthInterval = 4_000
    /// Whether what is read is compared with its checksums.
    public var verifiesChecksums = true

    /// The settings of a client without configuration.
    public init() {}

    /// Reads the settings.
    ///
    /// - Throws: `hadoop-configuration` for a value that isn't one.
    public init(_ configuration: HadoopConfiguration) throws {
        let counts = 0...10_000
        maximumBlockAcquireFailures = try configuration.int(
            "dfs.client.max.block.acquire.failures",
            default: 3,
            in: counts
        )
        retryWindow = try configuration.milliseconds("dfs.client.retry.window.base", default: 3_000)
        let blockSize = try Self.size("dfs.blocksize", configuration) ?? 128 << 20
        let (tenBlocks, overflow) = blockSize.multipliedReportingOverflow(by: 10)
        prefetchSize = UInt64(
            try Self.size("dfs.client.read.prefetch.size", configuration) ?? (overflow ? blockSize : tenBlocks)
        )
        hedgedReadThreads = try configuration.int("dfs.client.hedged.read.threadpool.size", default: 0, in: counts)
        hedgedReadThreshold = try configuration.milliseconds("dfs.client.hedged.read.threshold.millis", default: 500)
        readahead = try Self.size("dfs.client.cache.readahead", configuration).map { Int64($0) }
        if let text = try configuration.string("dfs.client.cache.drop.behind.reads"), !text.isEmpty {
            dropsBehind = try configuration.bool("dfs.client.cache.drop.behind.reads", default: false)
        }
        lastBlockLengthRetries = try configuration.int(
            "dfs.client.retry.times.get-last-block-length",
            default: 3,
            in: counts
        )
        lastBlockLengthInterval = try configuration.milliseconds(
            "dfs.client.retry.interval-ms.get-last-block-length",
            default: 4_000
        )
    }

    /// A number of bytes, `nil` when it isn't set.
    private static func size(_ key: String, _ configuration: HadoopConfiguration) throws -> Int? {
        guard let text = try configuration.string(key), !text.isEmpty else { return nil }
        let size = try configuration.size(key, default: 0)
        guard size >= 0 else {
            throw WeftError("hadoop-configuration", "\(key) is negative", remedy: "give a number of bytes")
        }
        return size
    }
}
