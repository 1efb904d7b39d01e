import HadoopProtos

/// What a NodeManager does with a file that it fetches (LocalResourceType.java).
public struct LocalResourceType: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Unpack it: `.jar`, `.zip`, `.tar`, `.tar.gz`, `.tgz` by the name; others are copied.
    public static let archive = Self(rawValue: 1)
    /// Nothing.
    public static let file = Self(rawValue: 2)
    /// Unpack what a pattern matches.
    public static let pattern = Self(rawValue: 3)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "ARCHIVE", 2: "FILE", 3: "PATTERN",
    ]
}

extension LocalResourceType {
    /// The value as messages have it.
    public init(_ message: LocalResourceTypeProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: LocalResourceTypeProto { LocalResourceTypeProto(rawValue: rawValue) }
}
