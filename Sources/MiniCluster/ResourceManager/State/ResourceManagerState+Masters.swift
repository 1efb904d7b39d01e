import HadoopProtos
import YARN

/// What application masters do (ApplicationMasterService.java, DefaultAMSProcessor.java).
extension ResourceManagerState {
    /// The attempt that calls, if it may.
    private func caller(_ name: ApplicationAttemptID) throws -> ManagedAttempt {
        guard let attempt = currentAttempt(name) else {
            throw RPCServerError.attemptNotFound(
                "Application attempt \(name) doesn't exist in ApplicationMasterService cache."
            )
        }
        return attempt
    }

    /// A master says where it is.
    ///
    /// - Returns: the containers that earlier attempts have left running.
    mutating func register(
        _ name: ApplicationAttemptID,
        _ request: RegisterApplicationMasterRequestProto,
        now: Int64
    ) throws -> [ManagedContainer] {
        let attempt = try caller(name)
        if attempt.isRegistered || attempt.hasUnregistered {
            throw RPCServerError.invalidMasterRequest(
                "Application Master is already registered : \(name.application)"
            )
        }
        change(name) { attempt in
            attempt.isRegistered = true
            attempt.state = .appAttemptRunning
            attempt.host = request.host ?? "N/A"
            attempt.rpcPort = request.rpcPort ?? -1
            attempt.trackingURL = request.trackingUrl ?? ""
            attempt.lastHeartbeat = now
            attempt.responseID = 0
            attempt.lastResponse = nil
        }
        applications[name.application]?.state = .running
        if applications[name.application]?.launchTime == 0 { applications[name.application]?.launchTime = now }
        guard let application = applications[name.application], application.keepsContainers else { return [] }
        return attempt.containers.values.filter { $0.name.attempt != name }.sorted { $0.name < $1.name }
    }

    /// What a heartbeat of a master comes to.
    enum Heartbeat {
        /// The answer to the same heartbeat again.
        case replay(AllocateResponseProto)
        case allocation(Allocation)
    }

    /// What a master is told.
    struct Allocation {
        var responseID: Int32
        var given: [ManagedContainer] = []
        var completed: [ContainerStatusProto] = []
        var nodes: [NodeReportProto] = []
        /// The nodes whose tokens the master hasn't got yet.
        var newNodes: [NodeID] = []
        var headroom: Capacity
        var nodeCount: Int32
        var priority: Int32
        var updateErrors: [UpdateContainerErrorProto] = []
    }

    /// A heartbeat: asks, releases, and what is to be told.
    mutating func allocate(_ name: ApplicationAttemptID, _ request: AllocateRequestProto, now: Int64) throws
        -> Heartbeat
    {
        let attempt = try caller(name)
        guard attempt.isRegistered, !attempt.hasUnregistered else {
            throw RPCServerError.masterNotRegistered(
                "AM is not registered for known application attempt: \(name)"
                    + " or RM had restarted after AM registered. AM should re-register."
            )
        }
        change(name) { $0.lastHeartbeat = now }
        let sent = request.responseId ?? 0
        if sent != attempt.responseID {
            if let last = attempt.lastResponse, Self.next(sent) == attempt.responseID { return .replay(last) }
            throw RPCServerError.invalidMasterRequest(
                "Invalid responseId in AllocateRequest from application attempt: \(name),"
                    + " expect responseId to be \(attempt.responseID), but get \(sent)"
            )
        }
        // Nothing is changed when something in the request is wrong.
        let asks = try checked(request.ask, attempt)
        try checkReleases(request.release, name)
        change(name) { attempt in
            attempt.progress = Self.progress(request.progress)
            if let url = request.trackingUrl, !url.isEmpty { attempt.trackingURL = url }
            if let changes = request.blacklistRequest {
                attempt.blacklist.formUnion(changes.blacklistAdditions)
                attempt.blacklist.subtract(changes.blacklistRemovals)
            }
            for ask in asks {
                attempt.asks.update(
                    ask.key,
                    place: ask.place,
                    capacity: ask.capacity,
                    count: ask.count,
                    relaxesLocality: ask.relaxesLocality,
                    label: ask.label
                )
            }
        }
        for container in request.release.map({ ContainerID($0) }) {
            stop(
                container,
                status: ExitStatus.aborted,
                diagnostics: "Container released by application",
                now: now
            )
        }
        // What is asked now is given with a later heartbeat, as a scheduler that waits for its nodes does.
        let allocation = tell(name, updates: request.updateRequests)
        schedule(now: now)
        return .allocation(allocation)
    }

    private mutating func tell(_ name: ApplicationAttemptID, updates: [UpdateContainerRequestProto]) -> Allocation {
        let application = applications[name.application]
        var allocation = Allocation(
            responseID: 0,
            headroom: application.map { headroom($0) } ?? .none,
            nodeCount: Int32(clamping: nodes.values.count(where: \.isUsable)),
            priority: application?.priority ?? 0,
            updateErrors: updates.map {
                UpdateContainerErrorProto(
                    reason: "containers can't be changed on this ResourceManager",
                    updateRequest: $0,
                    currentContainerVersion: 0
                )
            }
        )
        let reports = (attempt(name)?.changedNodes ?? []).compactMap { nodes[$0]?.report() }
        change(name) { attempt in
            attempt.responseID = Self.next(attempt.responseID)
            allocation.responseID = attempt.responseID
            for given in attempt.newContainers {
                guard let container = attempt.containers[given] else { continue }
                attempt.containers[given]?.state = .acquired
                allocation.given.append(container)
                if attempt.knownNodes.insert(container.node).inserted { allocation.newNodes.append(container.node) }
            }
            attempt.newContainers = []
            allocation.completed = attempt.completed
            attempt.completed = []
            attempt.changedNodes = []
        }
        allocation.nodes = reports
        return allocation
    }

    /// Keeps the answer, in case that the same heartbeat comes again.
    mutating func remember(_ response: AllocateResponseProto, for name: ApplicationAttemptID) {
        change(name) { $0.lastResponse = response }
    }

    /// A master says goodbye.
    ///
    /// - Returns: whether that is noted; a master asks until it is.
    mutating func finish(
        _ name: ApplicationAttemptID,
        _ request: FinishApplicationMasterRequestProto,
        now: Int64
    ) throws -> Bool {
        guard let attempt = attempt(name), let application = applications[name.application] else {
            throw RPCServerError.attemptNotFound(
                "Application attempt \(name) doesn't exist in ApplicationMasterService cache."
            )
        }
        if application.state == .finished || attempt.state == .appAttemptFinished { return true }
        _ = try caller(name)
        guard attempt.isRegistered || attempt.hasUnregistered else {
            throw RPCServerError.masterNotRegistered(
                "Application Master is trying to unregister before registering for: \(name.application)"
            )
        }
        if attempt.hasUnregistered { return true }
        let status = request.finalApplicationStatus ?? .appUndefined
        change(name) { attempt in
            attempt.hasUnregistered = true
            attempt.state = .appAttemptFinishing
            attempt.finalStatus = status
            attempt.diagnostics = request.diagnostics ?? ""
            if let url = request.trackingUrl { attempt.trackingURL = url }
            attempt.progress = 1
            attempt.lastHeartbeat = now
            attempt.asks.removeAll()
        }
        applications[name.application]?.diagnostics = request.diagnostics ?? ""
        applications[name.application]?.finalStatus = status
        applications[name.application]?.finishTime = now
        guard application.isUnmanaged else { return false }
        end(application.id, .finished, diagnostics: request.diagnostics ?? "", finalStatus: status, now: now)
        return true
    }

    // MARK: Checks

    private struct Ask {
        var key: AskKey
        var place: String
        var capacity: Capacity
        var count: Int32
        var relaxesLocality: Bool
        var label: String?
    }

    private func checked(_ asks: [ResourceRequestProto], _ attempt: ManagedAttempt) throws -> [Ask] {
        let labels = self.labels
        let usual = applications[attempt.name.application]?.context.nodeLabelExpression
        return try asks.map { ask in
            let capacity = Capacity(ask.capability)
            try settings.check(capacity)
            guard let count = ask.numContainers, count >= 0 else {
                throw RPCServerError.invalidResourceRequest(
                    "Invalid resource request, required numContainers has to be non-negative"
                )
            }
            let place = ask.resourceName ?? AskTable.anyPlace
            var label = ask.nodeLabelExpression
            if place == AskTable.anyPlace {
                label = label ?? usual ?? ""
                if let label, !label.isEmpty, !labels.contains(label) {
                    throw RPCServerError.invalidResourceRequest(
                        "Invalid resource request, queue=\(applications[attempt.name.application]?.queue ?? "")"
                            + " doesn't have permission to access all labels in resource request."
                            + " labelExpression of resource request=\(label)"
                    )
                }
            } else if let label, !label.isEmpty {
                throw RPCServerError.invalidResourceRequest(
                    "Invalid resource request, node label = \(label) specified node label expression in a resource"
                        + " request has resource name = \(place)"
                )
            }
            return Ask(
                key: AskKey(
                    priority: ask.priority?.priority ?? 0,
                    allocationRequestID: ask.allocationRequestId ?? -1
                ),
                place: place,
                capacity: settings.normalized(capacity),
                count: count,
                relaxesLocality: ask.relaxLocality ?? true,
                label: label
            )
        }
    }

    private func checkReleases(_ releases: [ContainerIdProto], _ name: ApplicationAttemptID) throws {
        let keeps = applications[name.application]?.keepsContainers ?? false
        for container in releases.map({ ContainerID($0) }) {
            let isOwn = keeps ? container.attempt.application == name.application : container.attempt == name
            guard isOwn else {
                throw RPCServerError.invalidContainerRelease(
                    "Cannot release container : \(container) not belonging to this application attempt : \(name)"
                )
            }
        }
    }

    private static func progress(_ value: Float?) -> Float {
        guard let value, !value.isNaN, value > 0 else { return 0 }
        return min(value, 1)
    }

    /// Response ids start at 0 again after the largest (AMRMClientUtils.java).
    static func next(_ id: Int32) -> Int32 { (id &+ 1) & Int32.max }
}
