import HadoopProtos
import WeftDiagnostics

/// What the ResourceManager says of a queue (QueueInfo.java).
public struct QueueInfo: Sendable, Hashable {
    /// Its name; newer servers give its last part only.
    public var name: String
    /// Which part of its parent it is sure of, from 0 to 1; −1 where the scheduler has none.
    public var capacity: Float
    /// Which part of its parent it may have at most, from 0 to 1; −1 where the scheduler has none.
    public var maximumCapacity: Float
    /// How much of what it is sure of it uses, from 0 up.
    public var currentCapacity: Float
    /// Whether it takes applications.
    public var state: QueueState
    /// The queues in it.
    public var children: [QueueInfo]
    /// Its applications, where they were asked for.
    public var applications: [ApplicationReport]
    /// The labels of nodes that it may use; `*` for all.
    public var accessibleNodeLabels: [String]
    /// The label that its applications get when they ask for none.
    public var defaultNodeLabelExpression: String?
    /// What goes on in it; `nil` where it isn't told.
    public var statistics: QueueStatistics?
    /// Whether its containers are safe from preemption; `nil` where it isn't told.
    public var isPreemptionDisabled: Bool?

    /// Makes a queue; the rest is set afterwards.
    public init(name: String, capacity: Float, maximumCapacity: Float, state: QueueState = .running) {
        self.name = name
        self.capacity = capacity
        self.maximumCapacity = maximumCapacity
        self.state = state
        currentCapacity = 0
        children = []
        applications = []
        accessibleNodeLabels = []
    }

    /// How deep queues may be in each other. Nobody has a tenth of it; a message that has more wants to do harm.
    static let maximumDepth = 64
}

extension QueueInfo {
    /// A queue as messages have it.
    ///
    /// - Throws: `rpc-protocol` when the queues in it aren't messages, or are too deep in each other.
    public init(_ message: QueueInfoProto) throws { try self.init(message, depth: 0) }

    private init(_ message: QueueInfoProto, depth: Int) throws {
        guard depth < Self.maximumDepth else {
            throw WeftError("rpc-protocol", "queues are more than \(Self.maximumDepth) deep in each other")
        }
        self.init(
            name: message.queueName ?? "",
            capacity: message.capacity ?? 0,
            maximumCapacity: message.maximumCapacity ?? 0,
            state: QueueState(message.state ?? .qRunning)
        )
        currentCapacity = message.currentCapacity ?? 0
        children = try message.childQueues.map { try QueueInfo(QueueInfoProto(serialized: $0), depth: depth + 1) }
        applications = message.applications.map { ApplicationReport($0) }
        accessibleNodeLabels = message.accessibleNodeLabels
        defaultNodeLabelExpression = message.defaultNodeLabelExpression
        statistics = message.queueStatistics.map { QueueStatistics($0) }
        isPreemptionDisabled = message.preemptionDisabled
    }

    /// The queue for a message.
    public var message: QueueInfoProto {
        QueueInfoProto(
            queueName: name,
            capacity: capacity,
            maximumCapacity: maximumCapacity,
            currentCapacity: currentCapacity,
            state: state.message,
            childQueues: children.map { $0.message.serialized() },
            applications: applications.map(\.message),
            accessibleNodeLabels: accessibleNodeLabels,
            defaultNodeLabelExpression: defaultNodeLabelExpression,
            queueStatistics: statistics?.message,
            preemptionDisabled: isPreemptionDisabled
        )
    }
}

/// What a user may do in a queue (QueueUserACLInfo.java).
public struct QueueUserACLs: Sendable, Hashable {
    /// The queue's name.
    public var queue: String
    /// What the user may do.
    public var acls: [QueueACL]

    /// Makes an entry.
    public init(queue: String, acls: [QueueACL]) {
        self.queue = queue
        self.acls = acls
    }

    /// An entry as messages have it.
    public init(_ message: QueueUserACLInfoProto) {
        self.init(queue: message.queueName ?? "", acls: message.userAcls.map { QueueACL($0) })
    }

    /// The entry for a message.
    public var message: QueueUserACLInfoProto {
        QueueUserACLInfoProto(queueName: queue, userAcls: acls.map(\.message))
    }
}
