import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What a client's configuration says about writing (HdfsClientConfigKeys.java).
public struct WriteSettings: Sendable {
    /// `dfs.blocksize` in bytes; the server's default without it.
    public var blockSize: Int?
    /// `dfs.replication`; the server's default without it.
    public var replication: Int?
    /// `dfs.bytes-per-checksum`; the server's default without it.
    public var bytesPerChecksum: Int?
    /// `dfs.checksum.type`; the server's default without it.
    public var checksumType: ChecksumTypeProto?
    /// `dfs.client-write-packet-size` in bytes: the most that a packet has, with its header and checksums.
    ///
    /// Hadoop's own default is 64 KiB. Longer packets cost a DataNode, which does most of the work, a fifth less.
    public var packetSize = 256 << 10
    /// `dfs.client.write.max-packets-in-flight`: how many packets may be unacknowledged; with the packet's size, the
    /// most memory that a stream takes. By default that is as much as with Hadoop's 80 packets of 64 KiB.
    public var maxPackets = 20
    /// `dfs.client.block.write.retries`: how often a new block is asked for after its pipeline couldn't be set up.
    public var blockWriteRetries = 3
    /// `dfs.client.block.write.locateFollowingBlock.retries`: how often the NameNode is asked again for the next block,
    /// or to complete a file, while it knows too few replicas of the last block.
    public var followingBlockRetries = 5
    /// `dfs.client.block.write.locateFollowingBlock.initial.delay.ms`: how long the first of these waits is; each is
    /// twice as long as the one before.
    public var followingBlockDelay = 400
    /// `dfs.client.block.write.locateFollowingBlock.max.delay.ms`.
    public var followingBlockMaxDelay = 60_000
    /// `dfs.client.datanode-restart.timeout` in milliseconds: how long a DataNode that restarts is waited for.
    public var restartTimeout = 30_000
    /// `dfs.client.write.exclude.nodes.cache.expiry.interval.millis`: how long a DataNode that failed isn't offered new
    /// blocks.
    public var exclusion = 600_000
    /// `dfs.client.block.write.replace-datanode-on-failure.*`.
    public var replaceDatanode = ReplaceDatanodePolicy()
    /// `dfs.namenode.lease-hard-limit-sec` in milliseconds: how long a lease lives that isn't renewed.
    public var leaseHardLimit = 20 * 60_000

    // Hadoop has no key for it (HdfsConstants.READ_TIMEOUT_EXTENSION); tests wait less.
    var extensionForEachNode = 5_000

    /// The settings of a client without configuration.
    public init() {}

    /// Reads the settings.
    ///
    /// - Throws: `hadoop-configuration` for a value that isn't one.
    public init(_ configuration: HadoopConfiguration) throws {
        blockSize = try configuration.writtenSize("dfs.blocksize", in: 1...Int.max)
        replication = try configuration.writtenSize("dfs.replication", in: 1...Int(Int16.max))
        bytesPerChecksum = try configuration.writtenSize(
            "dfs.bytes-per-checksum",
            in: 1...PacketHeader.maximumPacketLength / 2
        )
        checksumType = try Self.checksumType(configuration)
        let packet = try configuration.writtenSize(
            "dfs.client-write-packet-size",
            in: 1...PacketHeader.maximumPacketLength
        )
        packetSize = packet ?? packetSize
        maxPackets =
            try configuration.writtenSize("dfs.client.write.max-packets-in-flight", in: 1...100_000)
            ?? (packet == nil ? maxPackets : 80)
        blockWriteRetries = try configuration.int("dfs.client.block.write.retries", default: 3, in: 0...1000)
        let following = "dfs.client.block.write.locateFollowingBlock"
        followingBlockRetries = try configuration.int("\(following).retries", default: 5, in: 0...1000)
        followingBlockDelay = try configuration.milliseconds("\(following).initial.delay.ms", default: 400)
        followingBlockMaxDelay = try configuration.milliseconds("\(following).max.delay.ms", default: 60_000)
        restartTimeout = try configuration.secondsInMilliseconds("dfs.client.datanode-restart.timeout", default: 30)
        exclusion = try configuration.milliseconds(
            "dfs.client.write.exclude.nodes.cache.expiry.interval.millis",
            default: 600_000
        )
        replaceDatanode = try Self.replacement(configuration)
        leaseHardLimit = try configuration.secondsInMilliseconds("dfs.namenode.lease-hard-limit-sec", default: 20 * 60)
    }

    private static func checksumType(_ configuration: HadoopConfiguration) throws -> ChecksumTypeProto? {
        let key = "dfs.checksum.type"
        guard configuration.isSet(key), let text = try configuration.string(key), !text.isEmpty else { return nil }
        switch text {
        case "CRC32C": return .checksumCrc32c
        case "CRC32": return .checksumCrc32
        case "NULL": return .checksumNull
        default:
            throw configuration.error(key, "is \"\(text)\", which is no checksum", remedy: "use CRC32C, CRC32 or NULL")
        }
    }

    private static func replacement(_ configuration: HadoopConfiguration) throws -> ReplaceDatanodePolicy {
        let key = "dfs.client.block.write.replace-datanode-on-failure"
        var policy = ReplaceDatanodePolicy(
            isBestEffort: try configuration.bool("\(key).best-effort", default: false),
            minimumReplication: try configuration.int(
                "\(key).min-replication",
                default: 0,
                in: Int(Int16.min)...Int(Int16.max)
            )
        )
        guard try configuration.bool("\(key).enable", default: true) else {
            policy.condition = .never
            return policy
        }
        let text = try configuration.string("\(key).policy", default: "DEFAULT")
        switch text.uppercased() {
        case "DEFAULT", "": policy.condition = .standard
        case "NEVER": policy.condition = .never
        case "ALWAYS": policy.condition = .always
        default:
            throw configuration.error(
                "\(key).policy",
                "is \"\(text)\", which is no policy",
                remedy: "use DEFAULT, NEVER or ALWAYS"
            )
        }
        return policy
    }
}

extension HadoopConfiguration {
    /// A number that a file or a caller has given, `nil` where only Hadoop's default would be left.
    fileprivate func writtenSize(_ key: String, in bounds: ClosedRange<Int>) throws -> Int? {
        guard isSet(key), let text = try string(key), !text.isEmpty else { return nil }
        let size = try size(key, default: 0)
        guard bounds.contains(size) else {
            throw error(
                key,
                "is \(size), not from \(bounds.lowerBound) to \(bounds.upperBound)",
                remedy: "correct it, or remove it for the default"
            )
        }
        return size
    }

    /// A time in milliseconds, whole numbers without a unit being seconds.
    fileprivate func secondsInMilliseconds(_ key: String, default standard: Int) throws -> Int {
        let seconds = try duration(key, default: .seconds(standard), unit: .seconds).components.seconds
        guard (0...10_000_000).contains(seconds) else {
            throw error(key, "is out of range", remedy: "give a time from 0 to 100 days")
        }
        return Int(seconds) * 1000
    }
}
