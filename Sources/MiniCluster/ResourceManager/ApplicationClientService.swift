import HadoopProtos
import HadoopRPC
import YARN

/// What clients call (ClientRMService.java).
struct ApplicationClientService: Sendable {
    static let protocolName = "org.apache.hadoop.yarn.api.ApplicationClientProtocolPB"

    let manager: ResourceManager

    var served: RPCServerProtocol {
        var served = RPCServerProtocol(name: Self.protocolName)
        addApplications(&served)
        addChanges(&served)
        addAttempts(&served)
        addCluster(&served)
        addTokens(&served)
        return served
    }

    // MARK: Applications

    private func addApplications(_ served: inout RPCServerProtocol) {
        served.add("getNewApplication") { (_: GetNewApplicationRequestProto, _) in
            GetNewApplicationResponseProto(
                applicationId: manager.change { $0.newApplication() }.message,
                maximumCapability: manager.settings.maximumAllocation.message
            )
        }
        served.add("submitApplication") { (request: SubmitApplicationRequestProto, caller) in
            guard let context = request.applicationSubmissionContext else {
                throw RPCServerError.yarn("there is no application in the request")
            }
            try manager.submit(context, user: caller.user)
            return SubmitApplicationResponseProto()
        }
        served.add("getApplicationReport") { (request: GetApplicationReportRequestProto, caller) in
            let id = ApplicationID(request.applicationId ?? .init())
            return GetApplicationReportResponseProto(applicationReport: try report(id, caller))
        }
        served.add("getApplications") { (request: GetApplicationsRequestProto, caller) in
            GetApplicationsResponseProto(
                applications: manager.read { $0.applications(request, for: caller, now: TimeText.now) }
            )
        }
    }

    /// A report with the tokens that only some callers get.
    private func report(_ id: ApplicationID, _ caller: RPCCaller) throws -> ApplicationReportProto {
        let (report, application, maySee) = try manager.read { state in
            let application = try state.application(id)
            return (
                state.report(application, for: caller, now: TimeText.now), application,
                state.mayAccess(.appaccessViewApp, application, caller)
            )
        }
        var made = report
        guard let attempt = application.attempts.last, attempt.isLive else { return made }
        if application.isUnmanaged, !attempt.isRegistered, caller.user == application.user {
            made.amRmToken = manager.tokens.masterToken(attempt.name).message
        }
        if manager.isSecure, attempt.isRegistered, maySee {
            made.clientToAmToken = manager.tokens.clientToken(attempt.name, client: caller.user).message
        }
        return made
    }

    private func addChanges(_ served: inout RPCServerProtocol) {
        served.add("forceKillApplication") { (request: KillApplicationRequestProto, caller) in
            let id = ApplicationID(request.applicationId ?? .init())
            let isKilled = try manager.change {
                try $0.kill(id, by: caller, diagnostics: request.diagnostics, now: TimeText.now)
            }
            return KillApplicationResponseProto(isKillCompleted: isKilled)
        }
        served.add("failApplicationAttempt") { (request: FailApplicationAttemptRequestProto, caller) in
            let attempt = ApplicationAttemptID(request.applicationAttemptId ?? .init())
            try manager.change { try $0.failAttempt(attempt, by: caller, now: TimeText.now) }
            return FailApplicationAttemptResponseProto()
        }
        served.add("moveApplicationAcrossQueues") { (request: MoveApplicationAcrossQueuesRequestProto, caller) in
            let id = ApplicationID(request.applicationId)
            try manager.change { try $0.move(id, to: request.targetQueue, by: caller, now: TimeText.now) }
            return MoveApplicationAcrossQueuesResponseProto()
        }
        served.add("updateApplicationPriority") { (request: UpdateApplicationPriorityRequestProto, caller) in
            let id = ApplicationID(request.applicationId)
            let given = try manager.change {
                try $0.setPriority(id, request.applicationPriority.priority ?? 0, by: caller, now: TimeText.now)
            }
            return UpdateApplicationPriorityResponseProto(applicationPriority: PriorityProto(priority: given))
        }
        served.add("updateApplicationTimeouts") { (request: UpdateApplicationTimeoutsRequestProto, caller) in
            let id = ApplicationID(request.applicationId)
            for timeout in request.applicationTimeouts {
                guard let time = timeout.expireTime.flatMap({ TimeText.time(iso8601: $0) }) else {
                    throw RPCServerError.yarn("Expire time is not in ISO8601 format.")
                }
                try manager.change { try $0.setExpiry(id, time, by: caller, now: TimeText.now) }
            }
            return UpdateApplicationTimeoutsResponseProto(applicationTimeouts: request.applicationTimeouts)
        }
        served.add("signalToContainer") { (request: SignalContainerRequestProto, caller) in
            let name = ContainerID(request.containerId)
            try manager.change { state in
                let application = try state.application(name.attempt.application)
                try state.checkAccess(.appaccessModifyApp, application, caller)
                _ = try state.container(name)
                // Thread dumps are for Java; the other two end the container.
                guard request.command != .outputThreadDump else { return }
                state.stop(
                    name,
                    status: ExitStatus.killedByResourceManager,
                    diagnostics: "Container killed by a signal of user \(caller.user)",
                    now: TimeText.now
                )
                state.schedule(now: TimeText.now)
            }
            return SignalContainerResponseProto()
        }
    }

    // MARK: Attempts and containers

    private func addAttempts(_ served: inout RPCServerProtocol) {
        served.add("getApplicationAttempts") { (request: GetApplicationAttemptsRequestProto, caller) in
            let application = try visible(ApplicationID(request.applicationId ?? .init()), caller)
            return GetApplicationAttemptsResponseProto(
                applicationAttempts: application.attempts.map {
                    $0.report(originalTrackingURL: $0.trackingURL.isEmpty ? "N/A" : $0.trackingURL)
                }
            )
        }
        served.add("getApplicationAttemptReport") { (request: GetApplicationAttemptReportRequestProto, caller) in
            let attempt = try visible(ApplicationAttemptID(request.applicationAttemptId ?? .init()), caller).1
            return GetApplicationAttemptReportResponseProto(
                applicationAttemptReport: attempt.report(
                    originalTrackingURL: attempt.trackingURL.isEmpty ? "N/A" : attempt.trackingURL
                )
            )
        }
        served.add("getContainers") { (request: GetContainersRequestProto, caller) in
            let (application, attempt) = try visible(
                ApplicationAttemptID(request.applicationAttemptId ?? .init()),
                caller
            )
            // Ended ones are known as long as the application runs, the way the ResourceManager itself answers.
            let containers = attempt.containers.merging(attempt.finished) { live, _ in live }.values
            return GetContainersResponseProto(
                containers: containers.sorted { $0.name < $1.name }.map { report($0, application) }
            )
        }
        served.add("getContainerReport") { (request: GetContainerReportRequestProto, caller) in
            let name = ContainerID(request.containerId ?? .init())
            let application = try visible(name.attempt.application, caller)
            let container = try manager.read { try $0.container(name) }
            return GetContainerReportResponseProto(containerReport: report(container, application))
        }
    }

    private func report(_ container: ManagedContainer, _ application: ManagedApplication) -> ContainerReportProto {
        let address = manager.read { $0.nodes[container.node]?.httpAddress ?? "" }
        return container.report(httpAddress: address, user: application.user)
    }

    private func visible(_ id: ApplicationID, _ caller: RPCCaller) throws -> ManagedApplication {
        try manager.read { state in
            let application = try state.application(id)
            try state.checkAccess(.appaccessViewApp, application, caller)
            return application
        }
    }

    private func visible(
        _ name: ApplicationAttemptID,
        _ caller: RPCCaller
    ) throws -> (ManagedApplication, ManagedAttempt) {
        let application = try visible(name.application, caller)
        guard let attempt = application.attempts.first(where: { $0.name == name }) else {
            throw RPCServerError.attemptNotFound("ApplicationAttempt with id '\(name)' doesn't exist in RM.")
        }
        return (application, attempt)
    }

    // MARK: The cluster

    private func addCluster(_ served: inout RPCServerProtocol) {
        served.add("getClusterMetrics") { (_: GetClusterMetricsRequestProto, _) in
            GetClusterMetricsResponseProto(clusterMetrics: manager.read { $0.metrics() })
        }
        served.add("getClusterNodes") { (request: GetClusterNodesRequestProto, _) in
            let nodes = manager.read { Array($0.nodes.values) }
            return GetClusterNodesResponseProto(
                nodeReports: nodes.filter { request.nodeStates.isEmpty || request.nodeStates.contains($0.state) }
                    .sorted { $0.name < $1.name }.map { $0.report() }
            )
        }
        served.add("getQueueInfo") { (request: GetQueueInfoRequestProto, caller) in
            GetQueueInfoResponseProto(
                queueInfo: manager.read { $0.queueInfo(request, for: caller, now: TimeText.now) }
            )
        }
        served.add("getQueueUserAcls") { (_: GetQueueUserAclsInfoRequestProto, caller) in
            let settings = manager.settings
            let rights: [QueueACLProto] = [.qaclSubmitApplications, .qaclAdministerQueue]
            let queues = settings.queues.map { ($0.name, settings.maySubmit(caller.user, to: $0)) }
            return GetQueueUserAclsInfoResponseProto(
                queueUserAcls: ([("root", queues.contains { $0.1 })] + queues).map {
                    QueueUserACLInfoProto(queueName: $0.0, userAcls: $0.1 ? rights : [])
                }
            )
        }
        served.add("getNodeToLabels") { (_: GetNodesToLabelsRequestProto, _) in
            let nodes = manager.read { $0.nodes.values.filter { !$0.label.isEmpty } }
            return GetNodesToLabelsResponseProto(
                nodeToLabels: nodes.sorted { $0.name < $1.name }.map {
                    NodeIdToLabelsProto(nodeId: $0.name.message, nodeLabels: [$0.label])
                }
            )
        }
        served.add("getClusterNodeLabels") { (_: GetClusterNodeLabelsRequestProto, _) in
            let labels = manager.read { Set($0.nodes.values.map(\.label)) }.filter { !$0.isEmpty }.sorted()
            return GetClusterNodeLabelsResponseProto(
                deprecatedNodeLabels: labels,
                nodeLabels: labels.map { NodeLabelProto(name: $0, isExclusive: true) }
            )
        }
        served.add("getResourceTypeInfo") { (_: GetAllResourceTypeInfoRequestProto, _) in
            GetAllResourceTypeInfoResponseProto(resourceTypeInfo: ApplicationMasterService.resourceTypes)
        }
    }

    // MARK: Delegation tokens

    private func addTokens(_ served: inout RPCServerProtocol) {
        served.add("getDelegationToken") { (request: GetDelegationTokenRequestProto, caller) in
            if manager.isSecure, caller.method != .kerberos {
                throw RPCServerError.io("Delegation Token can be issued only with kerberos authentication")
            }
            let token = manager.tokens.delegation.issue(
                owner: caller.user,
                realUser: caller.realUser,
                renewer: request.renewer,
                now: TimeText.now
            )
            return GetDelegationTokenResponseProto(token: token.message)
        }
        served.add("renewDelegationToken") { (request: RenewDelegationTokenRequestProto, caller) in
            try checkMayRenew(caller, "renewed")
            let expiry = try manager.tokens.delegation.renew(Token(request.token), by: caller.user, now: TimeText.now)
            return RenewDelegationTokenResponseProto(newExpiryTime: UInt64(clamping: expiry))
        }
        served.add("cancelDelegationToken") { (request: CancelDelegationTokenRequestProto, caller) in
            try checkMayRenew(caller, "cancelled")
            try manager.tokens.delegation.cancel(Token(request.token), by: caller.user, now: TimeText.now)
            return CancelDelegationTokenResponseProto()
        }
    }

    private func checkMayRenew(_ caller: RPCCaller, _ word: String) throws {
        guard !manager.isSecure || caller.method == .kerberos else {
            throw RPCServerError.io("Delegation Token can be \(word) only with kerberos authentication")
        }
    }
}
