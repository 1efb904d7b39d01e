import Glibc

/// The sizes of a map output's partitions, roughly: a byte each on a logarithmic scale, so that a driver with thousands
/// of maps and partitions stays small.
///
/// A size of 0 is exactly 0; any other is told as at least what it is and at most a tenth more.
struct CompressedSizes: Sendable, Hashable, Codable {
    private var codes: [UInt8]

    init(_ sizes: [Int]) { codes = sizes.map { Self.code(of: $0) } }

    /// How many partitions there are.
    var count: Int { codes.count }

    /// About how many bytes a partition has; 0 for a partition that there isn't.
    subscript(partition: Int) -> Int {
        guard codes.indices.contains(partition) else { return 0 }
        return Self.sizes[Int(codes[partition])]
    }

    /// What each code stands for. A size grows to a tenth more from one code to the next, and up to 1 the codes are exact.
    private static let sizes: [Int] = (0...255).map { code in code == 0 ? 0 : Int(pow(1.1, Double(code)).rounded(.up)) }

    private static func code(of size: Int) -> UInt8 {
        if size <= 0 { return 0 }
        // The first code that stands for enough; computing it by a logarithm would need the same correction.
        var low = 1
        var high = 255
        while low < high {
            let middle = (low + high) / 2
            if sizes[middle] >= size { high = middle } else { low = middle + 1 }
        }
        return UInt8(low)
    }
}

/// What a map task tells the driver of its output.
struct ShuffleMapOutput: Sendable, Hashable, Codable {
    /// The attempt that wrote it, which is part of the file's name.
    var attempt: Int
    /// The bytes that are stored, without the file's index.
    var byteCount: Int
    /// About how many of them each partition of the shuffle has.
    var sizes: CompressedSizes
}

/// Where a map output is, and how it is spread over the partitions.
struct MapStatus: Sendable, Hashable, Codable {
    var executorID: String
    /// The attempt that wrote the output: another one may have left a file too.
    var attempt: Int
    var sizes: CompressedSizes
}

/// Where one partition's part of a map output is.
struct MapOutputLocation: Sendable, Hashable, Codable {
    var executorID: String
    var attempt: Int
    /// About how many stored bytes the output has for the partition; 0 exactly when it has none.
    var bytes: Int
}

/// Where the map outputs of a shuffle are.
protocol MapOutputSource: Sendable {
    /// Where one partition's part of every map output is, by map index.
    ///
    /// - Parameter epoch: the map output epoch that the asking task was made in: what is known from an older one is stale.
    /// - Throws: `ShuffleFetchFailure` when an output is missing.
    func locations(shuffleID: Int, partition: Int, epoch: Int) throws -> [MapOutputLocation]
}
