import HadoopProtos

/// What a NodeManager can be told to do to a container's processes (SignalContainerCommand.java).
public struct ContainerSignal: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// SIGQUIT.
    public static let threadDump = Self(rawValue: 1)
    /// SIGTERM.
    public static let gracefulShutdown = Self(rawValue: 2)
    /// SIGKILL.
    public static let forcefulShutdown = Self(rawValue: 3)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "OUTPUT_THREAD_DUMP", 2: "GRACEFUL_SHUTDOWN", 3: "FORCEFUL_SHUTDOWN",
    ]
}

extension ContainerSignal {
    /// The value as messages have it.
    public init(_ message: SignalContainerCommandProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: SignalContainerCommandProto { SignalContainerCommandProto(rawValue: rawValue) }
}
