import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import YARN

@Suite("Messages as Java makes them")
struct GoldenMessageTests {
    private static let delegationToken = Samples.token(.resourceManagerDelegation, "10.0.0.1:8032")

    private func decoded<Message: HadoopMessage>(_ name: String? = nil) throws -> Message {
        let bytes = GoldenMessages.bytes(name ?? Message.messageName.replacingSuffix("Proto", with: ""))
        try #require(!bytes.isEmpty)
        return try Message(serialized: bytes)
    }

    @Test("there are as many as were printed")
    func count() { #expect(GoldenMessages.all.count == 56) }

    @Test(
        "every request is byte for byte what Java sends",
        arguments: [
            (
                "RegisterApplicationMasterRequest",
                RegisterApplicationMasterRequestProto(
                    host: "am.example.com",
                    rpcPort: 4040,
                    trackingUrl: "http://am.example.com:4040"
                )
            ),
            (
                "FinishApplicationMasterRequest",
                FinishApplicationMasterRequestProto(
                    diagnostics: "no luck",
                    trackingUrl: "http://history/7",
                    finalApplicationStatus: FinalApplicationStatus.failed.message
                )
            ),
            (
                "AllocateRequest",
                AllocateRequestProto(
                    ask: [Samples.row.message],
                    release: [Samples.containerID.message],
                    blacklistRequest: ResourceBlacklistRequestProto(
                        blacklistAdditions: ["bad1"],
                        blacklistRemovals: ["good1"]
                    ),
                    responseId: 41,
                    progress: 0.5,
                    trackingUrl: "http://am.example.com:4041"
                )
            ),
            (
                "SubmitApplicationRequest",
                SubmitApplicationRequestProto(applicationSubmissionContext: Samples.submission.message)
            ),
            (
                "StartContainersRequest",
                StartContainersRequestProto(startContainerRequest: [
                    StartContainerRequestProto(
                        containerLaunchContext: Samples.launchContext.message,
                        containerToken: Samples.token(.container).message
                    )
                ])
            ),
            ("StopContainersRequest", StopContainersRequestProto(containerId: [Samples.containerID.message])),
            (
                "GetApplicationReportRequest",
                GetApplicationReportRequestProto(applicationId: Samples.application.message)
            ),
            (
                "KillApplicationRequest",
                KillApplicationRequestProto(
                    applicationId: Samples.application.message,
                    diagnostics: "no longer needed"
                )
            ),
            (
                "MoveApplicationAcrossQueuesRequest",
                MoveApplicationAcrossQueuesRequestProto(
                    applicationId: Samples.application.message,
                    targetQueue: "other"
                )
            ),
            ("GetClusterNodesRequest", GetClusterNodesRequestProto(nodeStates: [NodeState.running.message])),
            (
                "GetQueueInfoRequest",
                GetQueueInfoRequestProto(
                    queueName: "root",
                    includeApplications: false,
                    includeChildQueues: true,
                    recursive: true
                )
            ),
            (
                "UpdateApplicationPriorityRequest",
                UpdateApplicationPriorityRequestProto(
                    applicationId: Samples.application.message,
                    applicationPriority: PriorityProto(priority: 8)
                )
            ),
            (
                "SignalContainerRequest",
                SignalContainerRequestProto(
                    containerId: Samples.containerID.message,
                    command: ContainerSignal.gracefulShutdown.message
                )
            ),
            (
                "FailApplicationAttemptRequest",
                FailApplicationAttemptRequestProto(applicationAttemptId: Samples.attempt.message)
            ),
            (
                "GetApplicationAttemptsRequest",
                GetApplicationAttemptsRequestProto(applicationId: Samples.application.message)
            ),
            (
                "GetApplicationAttemptReportRequest",
                GetApplicationAttemptReportRequestProto(applicationAttemptId: Samples.attempt.message)
            ),
            ("GetContainersRequest", GetContainersRequestProto(applicationAttemptId: Samples.attempt.message)),
            ("GetContainerReportRequest", GetContainerReportRequestProto(containerId: Samples.containerID.message)),
            (
                "GetContainerStatusesRequest",
                GetContainerStatusesRequestProto(containerId: [Samples.containerID.message])
            ),
            ("GetDelegationTokenRequest", GetDelegationTokenRequestProto(renewer: "rm")),
            ("RenewDelegationTokenRequest", RenewDelegationTokenRequestProto(token: delegationToken.message)),
            ("CancelDelegationTokenRequest", CancelDelegationTokenRequestProto(token: delegationToken.message)),
        ] as [(String, any HadoopMessage)]
    )
    func requests(_ name: String, _ message: any HadoopMessage) {
        #expect(message.serialized() == GoldenMessages.bytes(name))
    }

    @Test("identifiers of tokens are byte for byte Java's, and are read")
    func identifiers() throws {
        let master = AMRMTokenIdentifier(attempt: Samples.attempt, keyID: 12345)
        #expect(master.bytes == GoldenMessages.bytes("AMRMTokenIdentifier"))
        #expect(try AMRMTokenIdentifier(master.bytes) == master)
        let node = NMTokenIdentifier(attempt: Samples.attempt, node: Samples.node, submitter: "alice", keyID: 12345)
        #expect(node.bytes == GoldenMessages.bytes("NMTokenIdentifier"))
        #expect(try NMTokenIdentifier(node.bytes) == node)
        var container = ContainerTokenIdentifier(
            container: Samples.containerID,
            node: "\(Samples.node)",
            submitter: "alice",
            resource: Resource(memory: 2048, virtualCores: 1),
            expiryTime: 1_700_000_006_000,
            keyID: 12345,
            resourceManagerIdentifier: 1_700_000_000_000
        )
        container.priority = 5
        container.creationTime = 1_700_000_005_000
        container.allocationRequestID = 9
        #expect(container.bytes == GoldenMessages.bytes("ContainerTokenIdentifier"))
        #expect(try ContainerTokenIdentifier(container.bytes) == container)
        let delegation = try DelegationTokenIdentifier(GoldenMessages.bytes("RMDelegationTokenIdentifier"))
        #expect(delegation.owner == "alice")
        #expect(delegation.renewer == "rm")
        #expect(delegation.realUser == "superuser")
        #expect(delegation.maxDate == 1_700_604_807_000)
    }

    @Test("a registration's answer is read")
    func registration() throws {
        let told = ApplicationMasterRegistration(try decoded())
        #expect(told.maximumCapability == Resource(memory: 8192, virtualCores: 4))
        #expect(told.queue == "etl")
        #expect(told.accessControl == [.modify: "*"])
        #expect(told.clientTokenKey == Samples.pattern(8, 2))
        #expect(told.recovered == [Samples.container])
        #expect(told.nmTokens == [Samples.node: Samples.token(.nodeManager)])
        #expect(told.countsVirtualCores)
        #expect(told.resourceTypes == [ResourceType(name: "memory-mb", units: "Mi"), ResourceType(name: "vcores")])
        var text = ""
        dump(told, to: &text)
        #expect(!text.contains("clientTokenKey"))
    }

    @Test("a heartbeat's answer is read")
    func allocation() throws {
        let message: AllocateResponseProto = try decoded()
        var state = AllocationState()
        try state.add(
            ContainerRequest(
                priority: 5,
                capability: Resource(memory: 1500, virtualCores: 2),
                allocationRequestID: 9
            )
        )
        // 41 heartbeats have been answered before.
        for id in 0..<41 {
            _ = state.nextRequest(progress: 0)
            _ = try state.answered(AllocateResponseProto(responseId: Int32(id + 1)))
        }
        _ = state.nextRequest(progress: 0)
        let events = try #require(try state.answered(message))
        #expect(events.allocated.map(\.container) == [Samples.container])
        #expect(events.completed == [Samples.status])
        #expect(events.updatedNodes == [Samples.nodeReport])
        #expect(events.headroom == Resource(memory: 4096, virtualCores: 4))
        #expect(events.clusterNodes == 3)
        #expect(events.preemption?.strict == [Samples.containerID])
        #expect(events.preemption?.negotiable == [])
        #expect(events.nmTokens == [Samples.node: Samples.token(.nodeManager)])
        #expect(events.masterToken == Samples.token(.applicationMaster, ""))
        #expect(events.priority == 4)
        let end: AllocateResponseProto = try decoded("AllocateResponse.shutdown")
        _ = state.nextRequest(progress: 0)
        #expect(try state.answered(end)?.mustShutDown == true)
    }

    @Test("applications' reports are read, and written so that the same is read again")
    func reports() throws {
        let list: GetApplicationsResponseProto = try decoded()
        #expect(list.applications.map { ApplicationReport($0) } == [Samples.applicationReport])
        #expect(ApplicationReport(Samples.applicationReport.message) == Samples.applicationReport)
        let new: GetNewApplicationResponseProto = try decoded()
        #expect(ApplicationID(try #require(new.applicationId)) == Samples.application)
        #expect(Resource(new.maximumCapability) == Resource(memory: 8192, virtualCores: 4))
        let submitted: SubmitApplicationRequestProto = try decoded()
        #expect(
            ApplicationSubmissionContext(try #require(submitted.applicationSubmissionContext)) == Samples.submission
        )
        let attempts: GetApplicationAttemptsResponseProto = try decoded()
        let attempt = ApplicationAttemptReport(try #require(attempts.applicationAttempts.first))
        #expect(attempt.id == Samples.attempt)
        #expect(attempt.state == .running)
        #expect(attempt.masterContainer == Samples.containerID)
        #expect(attempt.originalTrackingURL == "http://am")
        #expect(ApplicationAttemptReport(attempt.message) == attempt)
        let containers: GetContainersResponseProto = try decoded()
        let container = ContainerReport(try #require(containers.containers.first))
        #expect(container.id == Samples.containerID)
        #expect(container.state == .running)
        #expect(container.exitStatus == .notKnown)
        #expect(container.logURL == "http://log")
        #expect(ContainerReport(container.message) == container)
        let killed: KillApplicationResponseProto = try decoded()
        #expect(killed.isKillCompleted == true)
        let finished: FinishApplicationMasterResponseProto = try decoded()
        #expect(finished.isUnregistered == true)
    }

    @Test("what a cluster has is read, and written so that the same is read again")
    func cluster() throws {
        let nodes: GetClusterNodesResponseProto = try decoded()
        #expect(nodes.nodeReports.map { NodeReport($0) } == [Samples.nodeReport])
        #expect(NodeReport(Samples.nodeReport.message) == Samples.nodeReport)
        let metrics: GetClusterMetricsResponseProto = try decoded()
        let numbers = ClusterMetrics(try #require(metrics.clusterMetrics))
        #expect(numbers == ClusterMetrics(nodeManagers: 5, active: 3, decommissioned: 1, lost: 1))
        #expect(ClusterMetrics(numbers.message) == numbers)
        let queue: GetQueueInfoResponseProto = try decoded()
        let root = try QueueInfo(try #require(queue.queueInfo))
        #expect(root.name == "root")
        #expect(root.children.map(\.name) == ["etl"])
        #expect(root.children[0].maximumCapacity == 0.5)
        #expect(root.children[0].currentCapacity == 0.75)
        #expect(root.accessibleNodeLabels == ["*"])
        #expect(root.defaultNodeLabelExpression == "gpu")
        #expect(try QueueInfo(root.message) == root)
        let rights: GetQueueUserAclsInfoResponseProto = try decoded()
        #expect(
            rights.queueUserAcls.map { QueueUserACLs($0) }
                == [QueueUserACLs(queue: "etl", acls: [.submitApplications])]
        )
        let types: GetAllResourceTypeInfoResponseProto = try decoded()
        #expect(types.resourceTypeInfo.map { ResourceType($0) }.map(\.name) == ["memory-mb", "vcores"])
    }

    @Test("a NodeManager's answers are read, its exceptions with those below them")
    func containers() throws {
        let started: StartContainersResponseProto = try decoded()
        #expect(started.succeededRequests.map { ContainerID($0) } == [Samples.containerID])
        let failed = try #require(started.failedRequests.first)
        let exception = SerializedException(try #require(failed.exception))
        #expect(exception.className == "org.apache.hadoop.yarn.exceptions.YarnException")
        #expect(exception.message == "Expired token")
        #expect(exception.causes.map(\.message) == ["below"])
        #expect(exception.error().cause?.message == "below")
        #expect(!exception.error().description.contains("\tat "))
        let statuses: GetContainerStatusesResponseProto = try decoded()
        #expect(statuses.status.map { ContainerStatus($0) } == [Samples.status])
        #expect(ContainerStatus(Samples.status.message) == Samples.status)
        let request: StartContainersRequestProto = try decoded()
        let context = try #require(request.startContainerRequest.first?.containerLaunchContext)
        #expect(ContainerLaunchContext(context) == Samples.launchContext)
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String, with other: String) -> String {
        hasSuffix(suffix) ? dropLast(suffix.count) + other : self
    }
}
