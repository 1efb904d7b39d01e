import HadoopProtos

/// How far the collecting of an application's logs is (LogAggregationStatus.java).
public struct LogAggregationStatus: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// The cluster doesn't collect logs.
    public static let disabled = Self(rawValue: 1)
    /// It hasn't begun.
    public static let notStarted = Self(rawValue: 2)
    /// It goes on.
    public static let running = Self(rawValue: 3)
    /// All logs are there.
    public static let succeeded = Self(rawValue: 4)
    /// A node failed to hand in its logs.
    public static let failed = Self(rawValue: 5)
    /// A node hasn't said in time how it went.
    public static let timedOut = Self(rawValue: 6)
    /// It goes on, and a node has failed.
    public static let runningWithFailure = Self(rawValue: 7)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "DISABLED", 2: "NOT_START", 3: "RUNNING", 4: "SUCCEEDED", 5: "FAILED", 6: "TIME_OUT",
        7: "RUNNING_WITH_FAILURE",
    ]
}

extension LogAggregationStatus {
    /// The value as messages have it.
    public init(_ message: LogAggregationStatusProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: LogAggregationStatusProto { LogAggregationStatusProto(rawValue: rawValue) }
}
