import HadoopProtos

/// Where an attempt is in its life (YarnApplicationAttemptState.java).
public struct ApplicationAttemptState: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It has an id.
    public static let new = Self(rawValue: 1)
    /// It is handed to the scheduler.
    public static let submitted = Self(rawValue: 2)
    /// It waits for a container.
    public static let scheduled = Self(rawValue: 3)
    /// It has a container, and the ResourceManager stores that.
    public static let allocatedSaving = Self(rawValue: 4)
    /// It has a container.
    public static let allocated = Self(rawValue: 5)
    /// Its container was started, and the application master hasn't registered yet.
    public static let launched = Self(rawValue: 6)
    /// It failed.
    public static let failed = Self(rawValue: 7)
    /// Its application master has registered.
    public static let running = Self(rawValue: 8)
    /// The application master has unregistered, and its container is about to end.
    public static let finishing = Self(rawValue: 9)
    /// It has ended.
    public static let finished = Self(rawValue: 10)
    /// Somebody ended it.
    public static let killed = Self(rawValue: 11)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "NEW", 2: "SUBMITTED", 3: "SCHEDULED", 4: "ALLOCATED_SAVING", 5: "ALLOCATED", 6: "LAUNCHED", 7: "FAILED",
        8: "RUNNING", 9: "FINISHING", 10: "FINISHED", 11: "KILLED",
    ]
}

extension ApplicationAttemptState {
    /// The value as messages have it.
    public init(_ message: YarnApplicationAttemptStateProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: YarnApplicationAttemptStateProto { YarnApplicationAttemptStateProto(rawValue: rawValue) }
}
