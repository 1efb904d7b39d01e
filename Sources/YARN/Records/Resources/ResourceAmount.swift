/// An amount of one type of resource, with its unit (ResourceInformation.java).
public struct ResourceAmount: Sendable, Hashable, CustomStringConvertible {
    /// How many units.
    public var value: Int64
    /// The unit: nothing, or one of `p n u m k M G T P` (powers of 1000) and `Ki Mi Gi Ti Pi` (powers of 1024).
    public var units: String

    /// Makes an amount; without a unit it counts pieces.
    public init(_ value: Int64, units: String = "") {
        self.value = value
        self.units = units
    }

    /// Reads a number with a unit behind it, `2` or `512M`; `nil` when it is neither.
    public init?(text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let units = text[digits.endIndex...].filter { $0 != " " }
        guard let value = Int64(digits), Self.scales[units] != nil else { return nil }
        self.init(value, units: units)
    }

    /// The number, and the unit behind it.
    public var description: String { "\(value)\(units)" }

    enum Order {
        case less
        case same
        case more
    }

    /// What a unit is worth, as a fraction.
    private static let scales: [String: (numerator: Int128, denominator: Int128)] = [
        "p": (1, 1_000_000_000_000), "n": (1, 1_000_000_000), "u": (1, 1_000_000), "m": (1, 1000), "": (1, 1),
        "k": (1000, 1), "M": (1_000_000, 1), "G": (1_000_000_000, 1), "T": (1_000_000_000_000, 1),
        "P": (1_000_000_000_000_000, 1), "Ki": (1 << 10, 1), "Mi": (1 << 20, 1), "Gi": (1 << 30, 1),
        "Ti": (1 << 40, 1), "Pi": (1 << 50, 1),
    ]

    /// Compares two amounts whatever their units are; an unknown unit counts as pieces.
    static func compare(_ left: Self, _ right: Self) -> Order {
        let (one, other) = (scales[left.units] ?? (1, 1), scales[right.units] ?? (1, 1))
        let (a, aTooMuch) = (Int128(left.value) * one.numerator).multipliedReportingOverflow(by: other.denominator)
        let (b, bTooMuch) = (Int128(right.value) * other.numerator).multipliedReportingOverflow(by: one.denominator)
        // What is beyond 128 bits is more than anything that isn't; both can't be, since one of them is divided.
        if aTooMuch { return left.value > 0 ? .more : .less }
        if bTooMuch { return right.value > 0 ? .less : .more }
        return a < b ? .less : a == b ? .same : .more
    }
}
