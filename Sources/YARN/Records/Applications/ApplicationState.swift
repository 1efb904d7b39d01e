import HadoopProtos

/// Where an application is in its life (YarnApplicationState.java).
public struct ApplicationState: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It has an id.
    public static let new = Self(rawValue: 1)
    /// The ResourceManager stores it.
    public static let newSaving = Self(rawValue: 2)
    /// It is handed to the scheduler.
    public static let submitted = Self(rawValue: 3)
    /// The scheduler has taken it, and its application master hasn't registered yet.
    public static let accepted = Self(rawValue: 4)
    /// Its application master has registered.
    public static let running = Self(rawValue: 5)
    /// It has ended; its final status says how.
    public static let finished = Self(rawValue: 6)
    /// It ended without a final status of its own: refused, or its attempts failed.
    public static let failed = Self(rawValue: 7)
    /// Somebody ended it.
    public static let killed = Self(rawValue: 8)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "NEW", 2: "NEW_SAVING", 3: "SUBMITTED", 4: "ACCEPTED", 5: "RUNNING", 6: "FINISHED", 7: "FAILED",
        8: "KILLED",
    ]

    /// Whether it has ended, in whatever way.
    public var isFinal: Bool { self == .finished || self == .failed || self == .killed }
}

extension ApplicationState {
    /// The value as messages have it.
    public init(_ message: YarnApplicationStateProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: YarnApplicationStateProto { YarnApplicationStateProto(rawValue: rawValue) }
}
