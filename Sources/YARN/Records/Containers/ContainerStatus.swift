import HadoopProtos

/// How a container is, or how it ended (ContainerStatus.java).
public struct ContainerStatus: Sendable, Hashable {
    /// The container.
    public var id: ContainerID
    /// Where it is in its life.
    public var state: ContainerState
    /// The exit status of its process, or a reason of YARN's own.
    public var exitStatus: ContainerExitStatus
    /// What YARN has to say about its end; empty when there is nothing.
    public var diagnostics: String
    /// How much it had; `nil` where it isn't told.
    public var resource: Resource?
    /// What it could count on.
    public var executionType: ExecutionType

    /// Makes a status.
    public init(
        id: ContainerID,
        state: ContainerState,
        exitStatus: ContainerExitStatus = .notKnown,
        diagnostics: String = "",
        resource: Resource? = nil,
        executionType: ExecutionType = .guaranteed
    ) {
        self.id = id
        self.state = state
        self.exitStatus = exitStatus
        self.diagnostics = diagnostics
        self.resource = resource
        self.executionType = executionType
    }
}

extension ContainerStatus {
    /// A status as messages have it.
    public init(_ message: ContainerStatusProto) {
        self.init(
            id: ContainerID(message.containerId ?? ContainerIdProto()),
            state: ContainerState(message.state ?? .cNew),
            exitStatus: ContainerExitStatus(rawValue: message.exitStatus ?? ContainerExitStatus.notKnown.rawValue),
            diagnostics: Diagnostics.text(message.diagnostics),
            resource: message.capability.map { Resource($0) },
            executionType: ExecutionType(message.executionType ?? .guaranteed)
        )
    }

    /// The status for a message.
    public var message: ContainerStatusProto {
        ContainerStatusProto(
            containerId: id.message,
            state: state.message,
            diagnostics: diagnostics,
            exitStatus: exitStatus.rawValue,
            capability: resource?.message,
            executionType: executionType.message
        )
    }
}

/// What servers say in words.
enum Diagnostics {
    /// A text without the word that stands for none (yarn_protos.proto).
    static func text(_ text: String?) -> String { text == "N/A" ? "" : text ?? "" }
}
