import HadoopProtos

/// An enumeration of YARN: each value has a number on the wire, and a name that Java and its tools print. A number that a
/// newer Hadoop sends is kept as it is.
public protocol NumberedValue: HadoopEnumeration {
    /// Makes a value of its number, also one that isn't known here.
    init(rawValue: Int32)
}

extension NumberedValue {
    /// The value of a name, in small or capital letters; `nil` when there is none.
    public init?(name: String) {
        let name = name.uppercased()
        guard let number = Self.names.first(where: { $0.value == name })?.key else { return nil }
        self.init(rawValue: number)
    }

    /// All that are known, in the order of their numbers.
    public static var allKnown: [Self] { names.keys.sorted().map { Self(rawValue: $0) } }
}
