import HadoopProtos
import YARN

/// What clients are told.
extension ResourceManagerState {
    /// The state of an application as clients see it: one whose master has said goodbye counts as finished
    /// (RMServerUtils.java, createApplicationState).
    func visibleState(_ application: ManagedApplication) -> YarnApplicationStateProto {
        if !application.isFinal, application.attempts.last?.hasUnregistered == true { return .finished }
        return application.state
    }

    /// The report of an application, with less in it for those who may not see it.
    func report(_ application: ManagedApplication, for caller: RPCCaller, now: Int64) -> ApplicationReportProto {
        let attempt = application.attempts.last
        let maySee = mayAccess(.appaccessViewApp, application, caller)
        let state = visibleState(application)
        var report = ApplicationReportProto(
            applicationId: application.id.message,
            user: application.user,
            queue: application.queue,
            name: application.name,
            host: "N/A",
            rpcPort: -1,
            yarnApplicationState: state,
            trackingUrl: "N/A",
            diagnostics: "",
            startTime: application.submitTime,
            finishTime: application.finishTime,
            finalApplicationStatus: application.finalStatus,
            originalTrackingUrl: "N/A",
            currentApplicationAttemptId: attempt?.name.message
                ?? ApplicationAttemptID(application: application.id, attempt: -1).message,
            progress: 0,
            applicationType: application.type,
            applicationTags: application.context.applicationTags,
            logAggregationStatus: .logDisabled,
            unmanagedApplication: application.isUnmanaged,
            priority: PriorityProto(priority: application.priority),
            appNodeLabelExpression: label(application.context.nodeLabelExpression),
            amNodeLabelExpression: label(application.masterLabel),
            appTimeouts: [timeout(application, now: now)],
            launchTime: application.launchTime,
            submitTime: application.submitTime
        )
        guard maySee else { return report }
        report.appResourceUsage = usage(application, now: now)
        report.diagnostics = application.diagnostics
        if let attempt {
            report.host = attempt.host
            report.rpcPort = attempt.rpcPort
            report.progress = application.isFinal ? 1 : attempt.progress
            let url = trackingURL(application)
            report.trackingUrl = url
            report.originalTrackingUrl = url
            if application.diagnostics.isEmpty { report.diagnostics = waiting(application, attempt) }
        }
        return report
    }

    /// Where the application's own pages are; nobody forwards to them here.
    func trackingURL(_ application: ManagedApplication) -> String {
        if let url = application.attempts.last?.trackingURL, !url.isEmpty { return url }
        return "N/A"
    }

    private func label(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "<Not set>" }
        return text
    }

    /// Why an application doesn't run yet (RMAppImpl and the scheduler's diagnostics).
    private func waiting(_ application: ManagedApplication, _ attempt: ManagedAttempt) -> String {
        switch attempt.state {
        case .appAttemptScheduled:
            "AM container is waiting for room: it needs \(application.masterCapacity), "
                + "and the cluster has \(headroom(application)) free in queue \(application.queue)."
        case .appAttemptAllocated, .appAttemptLaunched:
            "AM container is launched, waiting for AM container to Register with RM"
        default: ""
        }
    }

    private func timeout(_ application: ManagedApplication, now: Int64) -> AppTimeoutsMapProto {
        let expiry = application.expiryTime
        return AppTimeoutsMapProto(
            applicationTimeoutType: .appTimeoutLifetime,
            applicationTimeout: ApplicationTimeoutProto(
                applicationTimeoutType: .appTimeoutLifetime,
                expireTime: expiry.map { TimeText.iso8601($0) } ?? "UNLIMITED",
                remainingTime: expiry.map { application.isFinal ? 0 : max(0, ($0 - now) / 1000) } ?? -1
            )
        )
    }

    private func usage(_ application: ManagedApplication, now: Int64) -> ApplicationResourceUsageReportProto {
        let live = application.attempts.flatMap(\.containers.values)
        let used = application.used
        var memorySeconds = application.memorySeconds
        var vcoreSeconds = application.vcoreSeconds
        for container in live {
            let seconds = Double(max(0, now - container.creationTime)) / 1000
            memorySeconds += seconds * Double(container.capacity.memory)
            vcoreSeconds += seconds * Double(container.capacity.vcores)
        }
        let total = max(1, total.memory)
        let share = Float(used.memory) / Float(total) * 100
        let queueShare = share / Float(max(0.001, settings.queue(application.queue)?.capacity ?? 1))
        let isLive = !application.isFinal
        return ApplicationResourceUsageReportProto(
            numUsedContainers: isLive ? Int32(clamping: live.count) : -1,
            numReservedContainers: isLive ? 0 : -1,
            usedResources: isLive ? used.message : nil,
            reservedResources: isLive ? Capacity.none.message : nil,
            neededResources: isLive ? used.message : nil,
            memorySeconds: Int64(memorySeconds),
            vcoreSeconds: Int64(vcoreSeconds),
            queueUsagePercentage: isLive ? queueShare : 0,
            clusterUsagePercentage: isLive ? share : 0,
            preemptedMemorySeconds: 0,
            preemptedVcoreSeconds: 0,
            applicationResourceUsageMap: [
                StringLongMapProto(key: "memory-mb", value: Int64(memorySeconds)),
                StringLongMapProto(key: "vcores", value: Int64(vcoreSeconds)),
            ]
        )
    }

    // MARK: Lists

    /// The applications that a request asks for, the newest first.
    func applications(_ request: GetApplicationsRequestProto, for caller: RPCCaller, now: Int64)
        -> [ApplicationReportProto]
    {
        let found = applications.values.filter { application in
            let state = visibleState(application)
            let tags = Set(application.context.applicationTags)
            if request.scope == .own, application.user != caller.user { return false }
            if request.scope == .viewable, !mayAccess(.appaccessViewApp, application, caller) { return false }
            return
                (request.applicationTypes.isEmpty
                || request.applicationTypes.contains { $0.lowercased() == application.type.lowercased() })
                && (request.applicationStates.isEmpty || request.applicationStates.contains(state))
                && (request.users.isEmpty || request.users.contains(application.user))
                && (request.queues.isEmpty
                    || request.queues.contains { settings.queue($0)?.name == application.queue })
                && (request.applicationTags.isEmpty || request.applicationTags.contains { tags.contains($0) })
                && (request.name ?? application.name) == application.name
                && (request.startBegin ?? 0)...max(request.startBegin ?? 0, request.startEnd ?? .max)
                    ~= application.submitTime
                && (request.finishBegin ?? 0)...max(request.finishBegin ?? 0, request.finishEnd ?? .max)
                    ~= application.finishTime
        }
        let limit = Int(clamping: max(0, request.limit ?? .max))
        return found.sorted { $0.id > $1.id }.prefix(limit).map { report($0, for: caller, now: now) }
    }

    /// A container of an application, running or not.
    func container(_ name: ContainerID) throws -> ManagedContainer {
        for attempt in try application(name.attempt.application).attempts.reversed() {
            if let container = attempt.containers[name] ?? attempt.finished[name] { return container }
        }
        throw RPCServerError.containerNotFound("Container with id '\(name)' doesn't exist in RM.")
    }

    func metrics() -> YarnClusterMetricsProto {
        func count(_ state: NodeStateProto) -> Int32 { Int32(clamping: nodes.values.count { $0.state == state }) }
        return YarnClusterMetricsProto(
            numNodeManagers: count(.nsRunning) + count(.nsUnhealthy) + count(.nsDecommissioning),
            numDecommissionedNms: count(.nsDecommissioned),
            numActiveNms: count(.nsRunning),
            numLostNms: count(.nsLost),
            numUnhealthyNms: count(.nsUnhealthy),
            numRebootedNms: count(.nsRebooted)
        )
    }

    /// A queue's report; nil for an unknown one, as YARN has it.
    func queueInfo(_ request: GetQueueInfoRequestProto, for caller: RPCCaller, now: Int64) -> QueueInfoProto? {
        let name = request.queueName ?? "root"
        guard name == "root" else { return settings.queue(name).map { queueInfo($0, request, caller, now: now) } }
        let used = nodes.values.reduce(Capacity.none) { $0 + $1.used }
        return QueueInfoProto(
            queueName: "root",
            capacity: 1,
            maximumCapacity: 1,
            currentCapacity: Float(used.memory) / Float(max(1, total.memory)),
            state: .qRunning,
            childQueues: request.includeChildQueues ?? true
                ? settings.queues.map { queueInfo($0, request, caller, now: now).serialized() } : [],
            accessibleNodeLabels: ["*"],
            queueStatistics: statistics { _ in true },
            preemptionDisabled: true,
            intraQueuePreemptionDisabled: true
        )
    }

    private func queueInfo(
        _ queue: ResourceManagerSettings.Queue,
        _ request: GetQueueInfoRequestProto,
        _ caller: RPCCaller,
        now: Int64
    ) -> QueueInfoProto {
        let share = Double(used(queue.name).memory) / Double(max(1, total.memory))
        let members = applications.values.filter { $0.queue == queue.name }.sorted { $0.id < $1.id }
        return QueueInfoProto(
            queueName: queue.name,
            capacity: Float(queue.capacity),
            maximumCapacity: Float(queue.maximumCapacity),
            currentCapacity: Float(share / max(0.001, queue.capacity)),
            state: .qRunning,
            applications: request.includeApplications ?? false
                ? members.map { report($0, for: caller, now: now) } : [],
            accessibleNodeLabels: ["*"],
            queueStatistics: statistics { $0.queue == queue.name },
            preemptionDisabled: true,
            intraQueuePreemptionDisabled: true
        )
    }

    private func statistics(_ isMember: (ManagedApplication) -> Bool) -> QueueStatisticsProto {
        let members = applications.values.filter(isMember)
        let live = members.filter { !$0.isFinal }
        let used = live.reduce(Capacity.none) { $0 + $1.used }
        let pending = live.compactMap(\.attempts.last?.asks.pending)
        let free = nodes.values.reduce(Capacity.none) { $0 + $1.free }
        let containers = live.flatMap(\.attempts).reduce(0) { $0 + $1.containers.count }
        func count(_ state: YarnApplicationStateProto) -> Int64 { Int64(members.count { $0.state == state }) }
        var statistics = QueueStatisticsProto()
        statistics.numAppsSubmitted = Int64(members.count)
        statistics.numAppsRunning = count(.running)
        statistics.numAppsPending = count(.accepted)
        statistics.numAppsCompleted = count(.finished)
        statistics.numAppsKilled = count(.killed)
        statistics.numAppsFailed = count(.failed)
        statistics.numActiveUsers = Int64(Set(live.map(\.user)).count)
        statistics.availableMemoryMB = free.memory
        statistics.allocatedMemoryMB = used.memory
        statistics.pendingMemoryMB = pending.reduce(0) { $0.addingSaturated($1.capacity.memory) }
        statistics.reservedMemoryMB = 0
        statistics.availableVCores = Int64(free.vcores)
        statistics.allocatedVCores = Int64(used.vcores)
        statistics.pendingVCores = pending.reduce(0) { $0 + Int64($1.capacity.vcores) }
        statistics.reservedVCores = 0
        statistics.allocatedContainers = Int64(containers)
        statistics.pendingContainers = pending.reduce(0) { $0.addingSaturated($1.count) }
        statistics.reservedContainers = 0
        return statistics
    }
}
