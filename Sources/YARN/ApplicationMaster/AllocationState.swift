import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// An application master's side of the allocation of containers, without a connection: what to send next, and what answers
/// and failures mean (AMRMClientImpl.java, ApplicationMasterService.java).
///
/// One request is on its way at a time. One whose answer is lost must be sent again as it was: the ResourceManager that
/// had got it answers the same again, and would overlook anything new in it.
public struct AllocationState: Sendable {
    /// What to do about a failed heartbeat.
    public enum Reaction: Sendable, Hashable {
        /// Send what `nextRequest` gives: the same request again.
        case sendAgain
        /// Register again, then send what `nextRequest` gives: everything.
        case register
        /// End: another attempt has taken over, or the application was ended.
        case stop
        /// Tell the caller, who has asked for something that can't be; the rest isn't lost.
        case refuse
    }

    private struct InFlight: Sendable {
        var message: AllocateRequestProto
        /// The rows in it, and what the scheduler knew of them before.
        var rows: [AskTable.Key: Int?]
        var releases: Set<ContainerID>
        var excluded: Set<String>
    }

    private let resolveRack: @Sendable (String) -> String
    /// The racks that hosts were asked for with; kept, so that rows are taken back under the names they were made with.
    private var racks: [String: String] = [:]
    private var asks = AskTable()
    private var requests = OutstandingRequests()
    /// The number of the last answer; 0 after a registration.
    var responseID: Int32 = 0
    private var inFlight: InFlight?
    /// Containers that this attempt has, by their ids.
    private(set) var live: [ContainerID: NodeID] = [:]
    /// Given back, and not said to be gone.
    private var released: Set<ContainerID> = []
    private var releasesToSend: Set<ContainerID> = []
    private var completed = RecentSet<ContainerID>(limit: 16_384)
    private var excluded: Set<String> = []
    private var excludedAsTold: Set<String> = []
    private var trackingURL: String?
    private var heartbeatsWithoutAllocation = 0
    private var resynchronized = false

    /// After so many heartbeats without a container, all that is wanted is told once more.
    private static let refreshInterval = 100
    /// The rack of hosts that nobody knows a rack of (NetworkTopology.DEFAULT_RACK).
    public static let defaultRack = "/default-rack"

    /// A state right after registration, with nothing asked for.
    ///
    /// - Parameter rackOf: the rack of a host, as the ResourceManager knows it; it must not take long.
    public init(rackOf: @escaping @Sendable (String) -> String = { _ in AllocationState.defaultRack }) {
        resolveRack = rackOf
    }

    private var rackOf: (String) -> String { { [racks, resolveRack] in racks[$0] ?? resolveRack($0) } }

    // MARK: What the application master wants

    /// How many containers are asked for and not here.
    public var outstandingCount: Int { requests.count }

    /// What is asked for and not here: requests, and how many containers each is for.
    public var outstanding: [(request: ContainerRequest, count: Int)] { requests.all }

    /// The containers that this attempt has, without those that are being given back.
    public var containers: Set<ContainerID> { Set(live.keys).subtracting(released) }

    /// Hosts on which no containers are wanted.
    public var excludedHosts: Set<String> { excluded }

    /// Whether there is something that the ResourceManager hasn't been told.
    public var hasNews: Bool {
        inFlight != nil || !releasesToSend.isEmpty || excluded != excludedAsTold || trackingURL != nil
            || asks.hasChanges
    }

    /// Asks for containers.
    ///
    /// - Throws: `invalid-argument` for a request that no scheduler would take, or that contradicts another one.
    public mutating func add(_ request: ContainerRequest, count: Int = 1) throws {
        guard count > 0 else { return }
        try request.check()
        for host in request.hosts where racks[host] == nil { racks[host] = resolveRack(host) }
        try asks.add(request, count: count, rackOf: rackOf)
        requests.add(request, count: count)
        heartbeatsWithoutAllocation = 0
    }

    /// Takes requests back.
    ///
    /// - Returns: for how many containers there were such requests, at most `count`.
    @discardableResult
    public mutating func remove(_ request: ContainerRequest, count: Int = 1) -> Int {
        let removed = requests.remove(request, count: count)
        asks.remove(request, count: removed, rackOf: rackOf)
        return removed
    }

    /// Gives a container back. One that runs is ended.
    public mutating func release(_ id: ContainerID) {
        guard !completed.contains(id), released.insert(id).inserted else { return }
        releasesToSend.insert(id)
    }

    /// Says on which hosts no containers are wanted; those that aren't in the set any more are good again.
    public mutating func exclude(_ hosts: Set<String>) { excluded = hosts }

    /// Gives the application another web page.
    public mutating func update(trackingURL: String) { self.trackingURL = trackingURL }

    // MARK: Heartbeats

    /// The next request: the one on its way, if it wasn't answered.
    ///
    /// - Parameter progress: from 0 to 1; what isn't a number counts as 0.
    public mutating func nextRequest(progress: Float) -> AllocateRequestProto {
        if let inFlight { return inFlight.message }
        heartbeatsWithoutAllocation += 1
        if heartbeatsWithoutAllocation >= Self.refreshInterval {
            heartbeatsWithoutAllocation = 0
            asks.refresh()
        }
        let changes = asks.takeChanges()
        let additions = excluded.subtracting(excludedAsTold).sorted()
        let removals = excludedAsTold.subtracting(excluded).sorted()
        let message = AllocateRequestProto(
            ask: changes.rows.map(\.message),
            release: releasesToSend.sorted().map(\.message),
            blacklistRequest: ResourceBlacklistRequestProto(
                blacklistAdditions: additions,
                blacklistRemovals: removals
            ),
            responseId: responseID,
            progress: progress.isNaN ? 0 : min(1, max(0, progress)),
            trackingUrl: trackingURL
        )
        inFlight = InFlight(
            message: message,
            rows: changes.before,
            releases: releasesToSend,
            excluded: excluded
        )
        return message
    }

    /// Takes an answer.
    ///
    /// - Returns: what it brought; `nil` for an answer to an earlier request, which says nothing new: the one on its way is
    ///   unanswered still.
    /// - Throws: `application-master-not-registered` when the answer asks for that, after which `failed` says what to do;
    ///   `rpc-protocol` for an answer that fits no request.
    public mutating func answered(_ response: AllocateResponseProto) throws -> AllocationEvents? {
        if response.aMCommand == .amResync {
            throw WeftError(
                "application-master-not-registered",
                "the ResourceManager wants this application master to register again"
            )
        }
        let id = response.responseId ?? 0
        guard let sent = inFlight else {
            guard id == responseID else { throw unexpected(id) }
            return nil
        }
        // Numbers go on from 0 behind the largest one.
        guard id == (responseID &+ 1) & Int32.max else {
            // A server that has been told to end an application may answer without a number.
            if response.aMCommand == .amShutdown { return shutDown() }
            guard id == responseID else { throw unexpected(id) }
            return nil
        }
        inFlight = nil
        responseID = id
        releasesToSend.subtract(sent.releases)
        excludedAsTold = sent.excluded
        if trackingURL == sent.message.trackingUrl { trackingURL = nil }
        return events(response, sent)
    }

    private func shutDown() -> AllocationEvents {
        var events = AllocationEvents()
        events.mustShutDown = true
        return events
    }

    private func unexpected(_ id: Int32) -> WeftError {
        WeftError("rpc-protocol", "the ResourceManager sent the answer \(id) where \(responseID) was the last one")
    }

    private mutating func events(_ response: AllocateResponseProto, _ sent: InFlight) -> AllocationEvents {
        var events = AllocationEvents()
        events.hasResynchronized = resynchronized
        resynchronized = false
        events.mustShutDown = response.aMCommand == .amShutdown
        events.updatedNodes = response.updatedNodes.map { NodeReport($0) }
        events.preemption = response.preempt.map { .init($0) }
        events.headroom = response.limit.map { Resource($0) }
        events.clusterNodes = Int(response.numClusterNodes ?? 0)
        events.priority = response.applicationPriority?.priority
        events.masterToken = response.amRmToken.map { Token($0) }
        events.nmTokens = Self.tokens(response.nmTokens)
        for message in response.containersFromPreviousAttempts {
            let container = Container(message)
            if recover(container) { events.recovered.append(container) }
        }
        for message in response.allocatedContainers { take(Container(message), sent, &events) }
        for message in response.completedContainerStatuses { end(ContainerStatus(message), &events) }
        return events
    }

    private mutating func take(_ container: Container, _ sent: InFlight, _ events: inout AllocationEvents) {
        // The same container twice, or one that has ended: nothing new.
        guard live[container.id] == nil, !completed.contains(container.id), !released.contains(container.id) else {
            return
        }
        live[container.id] = container.node
        heartbeatsWithoutAllocation = 0
        let host = container.node.host
        let rack = rackOf(host)
        guard let (request, locality) = requests.match(container, rack: rack, rackOf: rackOf) else {
            release(container.id)
            events.surplus.append(container)
            return
        }
        asks.allocated(for: request, host: host, rack: rack, sent: Set(sent.rows.keys))
        guard !excluded.contains(host) else {
            // What it was for is asked for again, since the scheduler counts it as given.
            asks.resend(request, rackOf: rackOf)
            release(container.id)
            events.surplus.append(container)
            return
        }
        _ = requests.remove(request, count: 1)
        asks.remove(request, count: 1, rackOf: rackOf)
        events.allocated.append(.init(container: container, request: request, locality: locality))
    }

    private mutating func end(_ status: ContainerStatus, _ events: inout AllocationEvents) {
        guard completed.insert(status.id) else { return }
        live[status.id] = nil
        releasesToSend.remove(status.id)
        if released.remove(status.id) != nil {
            events.released.append(status)
        } else {
            events.completed.append(status)
        }
    }

    private mutating func recover(_ container: Container) -> Bool {
        guard live[container.id] == nil, !completed.contains(container.id) else { return false }
        live[container.id] = container.node
        return true
    }

    static func tokens(_ messages: [NMTokenProto]) -> [NodeID: Token] {
        var tokens: [NodeID: Token] = [:]
        for message in messages {
            if let node = message.nodeId, let token = message.token { tokens[NodeID(node)] = Token(token) }
        }
        return tokens
    }

    // MARK: Registration and failures

    /// Starts anew after a registration: answers are counted from 0, and everything is told again.
    ///
    /// - Parameter recovered: the containers of earlier attempts that the registration brought.
    /// - Returns: those of them that weren't known.
    @discardableResult
    public mutating func registered(recovered: [Container] = []) -> [Container] {
        // After the first registration nothing has been told, so nothing is told twice.
        resynchronized = inFlight != nil || responseID != 0
        responseID = 0
        inFlight = nil
        asks.forgetAll()
        releasesToSend = released
        excludedAsTold = []
        return recovered.filter { recover($0) }
    }

    /// Says what to do about a failed heartbeat.
    public mutating func failed(_ error: WeftError) -> Reaction {
        switch error.code {
        case "application-master-not-registered":
            return .register
        case "attempt-not-found", "application-not-found", "invalid-application-master-request", "token-invalid",
            "token-expired":
            return .stop
        case "invalid-resource-request", "invalid-container-release", "permission-denied":
            // Nothing of the request was taken; what it had is part of the next one.
            if let inFlight { asks.refused(inFlight.rows) }
            inFlight = nil
            // One that isn't ours would be refused for ever.
            if error.code == "invalid-container-release" {
                releasesToSend = releasesToSend.filter { live[$0] != nil }
            }
            return .refuse
        default:
            return .sendAgain
        }
    }
}

/// A set that forgets its oldest members.
struct RecentSet<Element: Hashable & Sendable>: Sendable {
    private let limit: Int
    private var members: Set<Element> = []
    private var order: [Element] = []
    private var oldest = 0

    init(limit: Int) { self.limit = max(1, limit) }

    func contains(_ element: Element) -> Bool { members.contains(element) }

    /// - Returns: whether it wasn't there.
    mutating func insert(_ element: Element) -> Bool {
        guard members.insert(element).inserted else { return false }
        if order.count < limit {
            order.append(element)
        } else {
            members.remove(order[oldest])
            order[oldest] = element
            oldest = (oldest + 1) % limit
        }
        return true
    }
}
