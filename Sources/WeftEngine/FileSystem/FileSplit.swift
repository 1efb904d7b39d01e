/// A part of a file that one task reads.
public struct FileSplit: Sendable, Hashable, Codable {
    /// The file.
    public var path: ResourcePath
    /// Where the part starts, in bytes.
    public var offset: Int
    /// How many bytes it has.
    public var length: Int
    /// How long the file was when it was split; what is appended later isn't read.
    public var fileLength: Int
    /// The hosts that have most of it, best first.
    public var hosts: [String]

    /// Makes a split.
    public init(path: ResourcePath, offset: Int, length: Int, fileLength: Int, hosts: [String] = []) {
        self.path = path
        self.offset = offset
        self.length = length
        self.fileLength = fileLength
        self.hosts = hosts
    }

    /// A whole file as one split.
    public init(whole file: FileStatus, hosts: [String] = []) {
        self.init(path: file.path, offset: 0, length: file.length, fileLength: file.length, hosts: hosts)
    }

    /// Where the part ends, in bytes.
    public var end: Int {
        let (end, overflow) = offset.addingReportingOverflow(length)
        return overflow ? .max : end
    }

    /// Whether the file is compressed with gzip, by its name: it can then only be read from its start.
    public var isGzip: Bool { path.name.hasSuffix(".gz") }
}

extension InputFiles {
    /// Splits files for tasks, as Hadoop does: each split has about total ÷ `minPartitions` bytes, at most
    /// `maxSplitBytes` and at most a block; the last of a file may be 1.1 times that. Compressed files stay whole, empty
    /// files give no split.
    ///
    /// - Parameters:
    ///   - files: the files.
    ///   - minPartitions: how many splits there should be, at least 1. There are more with many files, fewer with few bytes.
    ///   - maxSplitBytes: the longest split, at least 1; 128 MiB by default.
    ///   - multipleOf: splits start at multiples of this many bytes, for records of fixed length; 1 by default.
    ///   - fileSystems: where schemes are looked up, to ask for hosts.
    public static func splits(
        _ files: [FileStatus],
        minPartitions: Int = 1,
        maxSplitBytes: Int = 128 << 20,
        multipleOf: Int = 1,
        fileSystems: FileSystems
    ) throws -> [FileSplit] {
        let total = files.reduce(0) { sum($0, $1.length) }
        let goal = max(1, total / max(1, minPartitions))
        var splits: [FileSplit] = []
        for file in files where file.length > 0 {
            let locations = try fileSystems.fileSystem(for: file.path).blockLocations(file)
            let whole = FileSplit(whole: file)
            if whole.isGzip {
                splits.append(FileSplit(whole: file, hosts: hosts(of: 0..<file.length, locations)))
                continue
            }
            let limit = min(goal, max(1, maxSplitBytes), max(1, file.blockSize))
            let size = max(1, limit / max(1, multipleOf)) * max(1, multipleOf)
            var offset = 0
            while offset < file.length {
                let left = file.length - offset
                // A tail of a tenth isn't worth a task of its own.
                let length = left - size > size / 10 ? size : left
                splits.append(
                    FileSplit(
                        path: file.path,
                        offset: offset,
                        length: length,
                        fileLength: file.length,
                        hosts: hosts(of: offset..<(offset + length), locations)
                    )
                )
                offset += length
            }
        }
        return splits
    }

    /// The sum, or the largest number: lengths are a server's.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// The hosts of a range, those with most bytes of it first.
    static func hosts(of range: Range<Int>, _ locations: [BlockLocation]) -> [String] {
        var bytes: [String: Int] = [:]
        for location in locations {
            let common = location.range.clamped(to: range).count
            if common > 0 { for host in location.hosts { bytes[host] = sum(bytes[host] ?? 0, common) } }
        }
        return bytes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map(\.key)
    }
}
