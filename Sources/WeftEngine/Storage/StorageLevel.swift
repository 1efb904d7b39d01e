/// Where `persist` keeps an RDD's partitions.
public struct StorageLevel: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Kept in memory, as long as there is room.
    public let useMemory: Bool
    /// Kept on disk; with `useMemory`, what doesn't fit in memory.
    public let useDisk: Bool
    /// Kept in memory as Swift values, ready to use; otherwise in coded form, which is smaller and slower.
    public let deserialized: Bool
    /// On how many executors each partition is kept, at least 1. In `local` there is one executor, hence one copy.
    public let replication: Int

    /// Makes a level.
    public init(useMemory: Bool, useDisk: Bool, deserialized: Bool, replication: Int = 1) {
        self.useMemory = useMemory
        self.useDisk = useDisk
        self.deserialized = deserialized
        self.replication = max(1, replication)
    }

    /// Not persisted.
    public static let none = StorageLevel(useMemory: false, useDisk: false, deserialized: false)
    /// In memory as Swift values; what doesn't fit is computed again. The level of `cache()`.
    public static let memoryOnly = StorageLevel(useMemory: true, useDisk: false, deserialized: true)
    /// In memory in coded form; what doesn't fit is computed again.
    public static let memoryOnlySer = StorageLevel(useMemory: true, useDisk: false, deserialized: false)
    /// In memory as Swift values; what doesn't fit is on disk.
    public static let memoryAndDisk = StorageLevel(useMemory: true, useDisk: true, deserialized: true)
    /// In memory in coded form; what doesn't fit is on disk.
    public static let memoryAndDiskSer = StorageLevel(useMemory: true, useDisk: true, deserialized: false)
    /// On disk.
    public static let diskOnly = StorageLevel(useMemory: false, useDisk: true, deserialized: false)

    /// `memoryOnly` on two executors.
    public static let memoryOnly2 = memoryOnly.replicated(2)
    /// `memoryOnlySer` on two executors.
    public static let memoryOnlySer2 = memoryOnlySer.replicated(2)
    /// `memoryAndDisk` on two executors.
    public static let memoryAndDisk2 = memoryAndDisk.replicated(2)
    /// `memoryAndDiskSer` on two executors.
    public static let memoryAndDiskSer2 = memoryAndDiskSer.replicated(2)
    /// `diskOnly` on two executors.
    public static let diskOnly2 = diskOnly.replicated(2)

    /// The same level on so many executors; fewer than 1 is 1.
    public func replicated(_ count: Int) -> StorageLevel {
        StorageLevel(useMemory: useMemory, useDisk: useDisk, deserialized: deserialized, replication: count)
    }

    /// Whether partitions are kept at all.
    public var isPersistent: Bool { useMemory || useDisk }

    /// Spark's name of the level, `MEMORY_AND_DISK` for instance.
    public var description: String {
        guard isPersistent else { return "NONE" }
        var name =
            switch (useMemory, useDisk) {
            case (true, true): "MEMORY_AND_DISK"
            case (true, false): "MEMORY_ONLY"
            default: "DISK_ONLY"
            }
        if useMemory, !deserialized { name += "_SER" }
        if replication > 1 { name += "_\(replication)" }
        return name
    }
}
