import HadoopProtos

/// Who shares a file that a NodeManager has fetched (LocalResourceVisibility.java).
public struct LocalResourceVisibility: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// All users of the node. The file must be readable by all, and all folders above it enterable by all.
    public static let everybody = Self(rawValue: 1)
    /// All applications of the user.
    public static let user = Self(rawValue: 2)
    /// The application alone; removed when it ends.
    public static let application = Self(rawValue: 3)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "PUBLIC", 2: "PRIVATE", 3: "APPLICATION",
    ]
}

extension LocalResourceVisibility {
    /// The value as messages have it.
    public init(_ message: LocalResourceVisibilityProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: LocalResourceVisibilityProto { LocalResourceVisibilityProto(rawValue: rawValue) }
}
