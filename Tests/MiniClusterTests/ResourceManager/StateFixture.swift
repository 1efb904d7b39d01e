import HadoopProtos
import WeftDiagnostics
import YARN

@testable import MiniCluster

/// A ResourceManager's state with nodes and applications, and a clock that tests turn.
struct StateFixture {
    var state: ResourceManagerState
    var now: Int64 = 1_000_000
    private(set) var actions: [ResourceManagerState.Action] = []

    static let alice = RPCCaller(user: "alice")
    static let bob = RPCCaller(user: "bob")

    init(
        nodes: Int = 1,
        memory: Int64 = 8_192,
        labels: [Int: String] = [:],
        settings: ResourceManagerSettings = .init()
    ) {
        state = ResourceManagerState(settings: settings, clusterTimestamp: 1_700_000_000_000)
        for number in 1...max(1, nodes) where nodes > 0 { addNode(number, memory: memory, label: labels[number] ?? "") }
    }

    static func node(_ number: Int) -> NodeID { NodeID(host: "node\(number)", port: 1) }

    mutating func addNode(_ number: Int, memory: Int64 = 8_192, label: String = "") {
        state.addNode(
            ManagedNode(
                name: Self.node(number),
                httpAddress: "node\(number):8042",
                rack: number % 2 == 1 ? "/odd" : "/even",
                capacity: Capacity(memory: memory, vcores: 8),
                label: label,
                lastReport: now
            )
        )
        collect()
    }

    mutating func collect() { actions += state.takeActions() }

    mutating func takeActions() -> [ResourceManagerState.Action] {
        collect()
        defer { actions = [] }
        return actions
    }

    // MARK: Applications

    @discardableResult
    mutating func submit(
        _ user: String = "alice",
        change: (inout ApplicationSubmissionContextProto) -> Void = { _ in }
    ) throws -> ApplicationID {
        let id = state.newApplication()
        var context = ApplicationSubmissionContextProto(
            applicationId: id.message,
            applicationName: "test",
            amContainerSpec: ContainerLaunchContextProto(),
            resource: ResourceProto(memory: 1_024, virtualCores: 1)
        )
        change(&context)
        try state.submit(context, user: user, now: now)
        collect()
        return id
    }

    func current(_ id: ApplicationID) -> ManagedAttempt? { state.applications[id]?.attempts.last }

    /// An application whose master is registered.
    mutating func running(
        _ user: String = "alice",
        change: (inout ApplicationSubmissionContextProto) -> Void = { _ in }
    ) throws -> ApplicationAttemptID {
        let id = try submit(user, change: change)
        let attempt = try current(id).orThrow().name
        state.masterLaunched(attempt, now: now)
        if let master = current(id)?.masterContainer { state.started(master, on: Self.node(1)) }
        _ = try state.register(attempt, RegisterApplicationMasterRequestProto(host: "h", rpcPort: 1), now: now)
        return attempt
    }

    /// One heartbeat, with the id that is due.
    mutating func heartbeat(
        _ attempt: ApplicationAttemptID,
        _ asks: [ResourceRequestProto] = [],
        release: [ContainerID] = [],
        blacklist: [String] = []
    ) throws -> ResourceManagerState.Allocation {
        let request = AllocateRequestProto(
            ask: asks,
            release: release.map(\.message),
            blacklistRequest: blacklist.isEmpty ? nil : .init(blacklistAdditions: blacklist),
            responseId: state.attempt(attempt)?.responseID
        )
        defer { collect() }
        guard case .allocation(let allocation) = try state.allocate(attempt, request, now: now) else {
            throw WeftError("test-failed", "an answer came twice")
        }
        return allocation
    }

    /// Asks, and takes what the next heartbeat gives.
    mutating func get(
        _ attempt: ApplicationAttemptID,
        _ asks: [ResourceRequestProto]
    ) throws -> [ManagedContainer] {
        _ = try heartbeat(attempt, asks)
        return try heartbeat(attempt).given
    }

    static func ask(
        _ count: Int32,
        _ place: String = "*",
        memory: Int64 = 1_024,
        priority: Int32 = 1,
        relax: Bool = true,
        label: String? = nil
    ) -> ResourceRequestProto {
        ResourceRequestProto(
            priority: PriorityProto(priority: priority),
            resourceName: place,
            capability: ResourceProto(memory: memory, virtualCores: 1),
            numContainers: count,
            relaxLocality: relax,
            nodeLabelExpression: label
        )
    }
}
