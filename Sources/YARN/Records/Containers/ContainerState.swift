import HadoopProtos

/// Where a container is in its life (ContainerState.java).
public struct ContainerState: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It isn't started.
    public static let new = Self(rawValue: 1)
    /// It is started, or about to be.
    public static let running = Self(rawValue: 2)
    /// It has ended.
    public static let complete = Self(rawValue: 3)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "NEW", 2: "RUNNING", 3: "COMPLETE",
    ]
}

extension ContainerState {
    /// The value as messages have it.
    public init(_ message: ContainerStateProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: ContainerStateProto { ContainerStateProto(rawValue: rawValue) }
}
