import HadoopProtos

/// Whether a queue takes applications (QueueState.java).
public struct QueueState: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It takes none.
    public static let stopped = Self(rawValue: 1)
    /// It takes them.
    public static let running = Self(rawValue: 2)
    /// It takes none, and waits for those it has to end.
    public static let draining = Self(rawValue: 3)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "STOPPED", 2: "RUNNING", 3: "DRAINING",
    ]
}

extension QueueState {
    /// The value as messages have it.
    public init(_ message: QueueStateProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: QueueStateProto { QueueStateProto(rawValue: rawValue) }
}
