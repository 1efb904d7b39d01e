/// An amount of memory or of data in bytes, written as Spark writes it: `512m`, `2g`.
///
/// Units are powers of 1024: `b`, `k`, `m`, `g`, `t`, `p`, each with an optional `b` after it, in either case.
/// A number without a unit counts bytes.
public struct MemorySize: Sendable, Hashable, Codable, Comparable {
    /// The number of bytes, never negative.
    public let bytes: Int

    /// Makes a size from a number of bytes; a negative number counts as zero.
    public init(bytes: Int) { self.bytes = max(0, bytes) }

    /// A size in units of 1024² bytes.
    public static func mebibytes(_ count: Int) -> MemorySize { scaled(count, 20) }

    /// A size in units of 1024³ bytes.
    public static func gibibytes(_ count: Int) -> MemorySize { scaled(count, 30) }

    /// Reads a size such as `512m`; `nil` when the text has another form, or more bytes than an `Int` holds.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits) else { return nil }
        var unit = text[digits.endIndex...].lowercased()
        if unit.count == 2, unit.hasSuffix("b") { unit.removeLast() }
        guard let shift = Self.units.first(where: { $0.name == unit || (unit.isEmpty && $0.name == "b") })?.shift,
            count <= Int.max >> shift
        else { return nil }
        self.bytes = count << shift
    }

    /// Orders sizes by their bytes.
    public static func < (left: MemorySize, right: MemorySize) -> Bool { left.bytes < right.bytes }

    private static let units: [(name: String, shift: Int)] = [
        ("b", 0), ("k", 10), ("m", 20), ("g", 30), ("t", 40), ("p", 50),
    ]

    private static func scaled(_ count: Int, _ shift: Int) -> MemorySize {
        MemorySize(bytes: count > Int.max >> shift ? Int.max : count << shift)
    }
}

extension MemorySize: CustomStringConvertible {
    /// The size in the largest unit that divides it: `512m`, `1536b`.
    public var description: String {
        let unit = Self.units.last { bytes != 0 && bytes & ((1 << $0.shift) - 1) == 0 } ?? ("b", 0)
        return "\(bytes >> unit.shift)\(unit.name)"
    }
}
