import HadoopProtos
import HadoopRPC
import YARN

/// What a ResourceManager would answer.
enum Answers {
    static let attempt = ApplicationAttemptID(
        application: ApplicationID(clusterTimestamp: 1_700_000_000_000, id: 7),
        attempt: 1
    )

    static func container(
        _ number: Int64,
        host: String = "a",
        memory: Int64 = 1024,
        cores: Int32 = 1,
        priority: Int32 = 1
    ) -> Container {
        Container(
            id: ContainerID(attempt: attempt, id: number),
            node: NodeID(host: host, port: 1),
            resource: Resource(memory: memory, virtualCores: cores),
            priority: priority
        )
    }

    static func status(_ number: Int64, _ exit: Int32 = 0) -> ContainerStatus {
        ContainerStatus(
            id: ContainerID(attempt: attempt, id: number),
            state: .complete,
            exitStatus: ContainerExitStatus(rawValue: exit)
        )
    }

    static func answer(
        _ id: Int32,
        allocated: [Container] = [],
        completed: [ContainerStatus] = []
    ) -> AllocateResponseProto {
        AllocateResponseProto(
            responseId: id,
            allocatedContainers: allocated.map(\.message),
            completedContainerStatuses: completed.map(\.message)
        )
    }

    static func request(
        _ memory: Int64 = 1024,
        cores: Int32 = 1,
        priority: Int32 = 1,
        hosts: [String] = [],
        racks: [String] = [],
        relax: Bool = true,
        label: String? = nil
    ) -> ContainerRequest {
        ContainerRequest(
            priority: priority,
            capability: Resource(memory: memory, virtualCores: cores),
            hosts: hosts,
            racks: racks,
            relaxLocality: relax,
            nodeLabelExpression: label
        )
    }

    /// Hosts `a` and `b` are on rack `/r1`, all others on `/r2`.
    static let rackOf: @Sendable (String) -> String = { ["a", "b"].contains($0) ? "/r1" : "/r2" }
}

extension AllocateRequestProto {
    /// The rows: how many containers at which place.
    var rows: [String: Int32] {
        Dictionary(
            ask.map { row in (row.resourceName ?? "", row.numContainers ?? 0) },
            uniquingKeysWith: { $0 + $1 }
        )
    }

    var releases: [Int64] { release.map { ContainerID($0).id } }
}

/// A state, and the ResourceManager's numbers for it.
struct Conversation {
    var state = AllocationState(rackOf: Answers.rackOf)
    var id: Int32 = 0

    /// A heartbeat that is answered.
    mutating func heartbeat(
        allocated: [Container] = [],
        completed: [ContainerStatus] = []
    ) throws -> (sent: AllocateRequestProto, events: AllocationEvents) {
        let sent = state.nextRequest(progress: 0)
        id = id == .max ? 0 : id + 1
        let answer = Answers.answer(id, allocated: allocated, completed: completed)
        guard let events = try state.answered(answer) else { throw UnexpectedlyOld() }
        return (sent, events)
    }

    struct UnexpectedlyOld: Error {}
}
