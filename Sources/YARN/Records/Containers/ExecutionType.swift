import HadoopProtos

/// What a container may count on (ExecutionType.java).
public struct ExecutionType: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Its resources are there when it is allocated.
    public static let guaranteed = Self(rawValue: 1)
    /// It waits at its node, and gives way to guaranteed ones.
    public static let opportunistic = Self(rawValue: 2)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "GUARANTEED", 2: "OPPORTUNISTIC",
    ]
}

extension ExecutionType {
    /// The value as messages have it.
    public init(_ message: ExecutionTypeProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: ExecutionTypeProto { ExecutionTypeProto(rawValue: rawValue) }
}
