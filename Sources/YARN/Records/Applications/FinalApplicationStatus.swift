import HadoopProtos

/// How an application ended, as its application master said (FinalApplicationStatus.java).
public struct FinalApplicationStatus: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It hasn't ended, or nobody said.
    public static let undefined = Self(rawValue: 0)
    /// Well.
    public static let succeeded = Self(rawValue: 1)
    /// Not well.
    public static let failed = Self(rawValue: 2)
    /// Somebody ended it.
    public static let killed = Self(rawValue: 3)
    /// It ended in parts that had different outcomes.
    public static let ended = Self(rawValue: 4)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        0: "UNDEFINED", 1: "SUCCEEDED", 2: "FAILED", 3: "KILLED", 4: "ENDED",
    ]
}

extension FinalApplicationStatus {
    /// The value as messages have it.
    public init(_ message: FinalApplicationStatusProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: FinalApplicationStatusProto { FinalApplicationStatusProto(rawValue: rawValue) }
}
