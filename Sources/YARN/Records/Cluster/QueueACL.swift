import HadoopProtos

/// What a user may do in a queue (QueueACL.java).
public struct QueueACL: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// Submit applications to it.
    public static let submitApplications = Self(rawValue: 1)
    /// End and move the applications of others.
    public static let administer = Self(rawValue: 2)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "SUBMIT_APPLICATIONS", 2: "ADMINISTER_QUEUE",
    ]
}

extension QueueACL {
    /// The value as messages have it.
    public init(_ message: QueueACLProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: QueueACLProto { QueueACLProto(rawValue: rawValue) }
}
