import HadoopProtos

/// What a node is good for (NodeState.java).
public struct NodeState: NumberedValue {
    /// The number on the wire.
    public var rawValue: Int32

    /// Makes a value of its number, also one that isn't known here.
    public init(rawValue: Int32) { self.rawValue = rawValue }

    /// It has just come.
    public static let new = Self(rawValue: 1)
    /// It takes containers.
    public static let running = Self(rawValue: 2)
    /// It says that it isn't well: its disks, or its health script.
    public static let unhealthy = Self(rawValue: 3)
    /// It was taken out of service.
    public static let decommissioned = Self(rawValue: 4)
    /// It hasn't been heard of for long.
    public static let lost = Self(rawValue: 5)
    /// It has been started anew.
    public static let rebooted = Self(rawValue: 6)
    /// It takes no new containers and is about to go.
    public static let decommissioning = Self(rawValue: 7)
    /// It was shut down in order.
    public static let shutdown = Self(rawValue: 8)

    /// The names that Java has for them.
    public static let names: [Int32: String] = [
        1: "NEW", 2: "RUNNING", 3: "UNHEALTHY", 4: "DECOMMISSIONED", 5: "LOST", 6: "REBOOTED", 7: "DECOMMISSIONING",
        8: "SHUTDOWN",
    ]

    /// Whether containers on it are lost, or about to be (NodeState.isUnusable).
    public var isUnusable: Bool {
        [.unhealthy, .decommissioned, .lost, .decommissioning, .shutdown].contains(self)
    }
}

extension NodeState {
    /// The value as messages have it.
    public init(_ message: NodeStateProto) { self.init(rawValue: message.rawValue) }

    /// The value for a message.
    public var message: NodeStateProto { NodeStateProto(rawValue: rawValue) }
}
