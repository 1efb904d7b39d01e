import HadoopProtos

/// What others may be allowed to do with an application (ApplicationAccessType.java).
public struct ApplicationAccess: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// See it, and its logs.
    public static let view = Self(rawValue: 1)
    /// End it.
    public static let modify = Self(rawValue: 2)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "VIEW_APP", 2: "MODIFY_APP",
    ]
}

extension ApplicationAccess {
    /// The value as messages have it.
    public init(_ message: ApplicationAccessTypeProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: ApplicationAccessTypeProto { ApplicationAccessTypeProto(rawValue: rawValue) }
}
