import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.protobuf.ProtobufRpcEngine2Protos.RequestHeaderProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcRequestHeaderProto.OperationProto;
import org.apache.hadoop.ipc.protobuf.RpcHeaderProtos.RpcResponseHeaderProto;
import org.apache.hadoop.util.ProtoUtil;
import org.apache.hadoop.yarn.api.protocolrecords.*;
import org.apache.hadoop.yarn.api.protocolrecords.impl.pb.*;
import org.apache.hadoop.yarn.api.records.*;
import org.apache.hadoop.yarn.api.records.impl.pb.*;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.apache.hadoop.yarn.security.ContainerTokenIdentifier;
import org.apache.hadoop.yarn.security.NMTokenIdentifier;
import org.apache.hadoop.yarn.security.client.RMDelegationTokenIdentifier;
import org.apache.hadoop.yarn.server.api.ContainerType;
import org.apache.hadoop.yarn.util.Records;

/** Prints messages of YARN as Java's record classes make them: a name and bytes in hex on each line. */
public final class YARNMessages {
    private static final ApplicationId APPLICATION = ApplicationId.newInstance(1700000000000L, 7);
    private static final ApplicationAttemptId ATTEMPT = ApplicationAttemptId.newInstance(APPLICATION, 2);
    private static final ContainerId CONTAINER = ContainerId.newContainerId(ATTEMPT, 17L << 40 | 3);
    private static final NodeId NODE = NodeId.newInstance("node1.example.com", 45454);

    private static void print(String name, byte[] bytes) {
        StringBuilder text = new StringBuilder(name).append(' ');
        for (byte one : bytes) {
            text.append(String.format("%02x", one));
        }
        System.out.println(text);
    }

    private static Token token(String kind, String service) {
        return Token.newInstance(pattern(40, 3), kind, pattern(20, 77), service);
    }

    /** Bytes that a test makes too: (index * 31 + seed) mod 256. */
    private static byte[] pattern(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int index = 0; index < length; index++) {
            bytes[index] = (byte) (index * 31 + seed);
        }
        return bytes;
    }

    private static ContainerLaunchContext launchContext() {
        LocalResource resource = LocalResource.newInstance(
            URL.fromURI(java.net.URI.create("hdfs://nn.example.com:8020/user/alice/.weft/app")),
            LocalResourceType.FILE, LocalResourceVisibility.PRIVATE, 123456789L, 1700000001234L);
        ContainerLaunchContext context = ContainerLaunchContext.newInstance(
            Collections.singletonMap("app", resource),
            Collections.singletonMap("WEFT_MODE", "executor"),
            Arrays.asList("./app", "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"),
            Collections.singletonMap("weft_shuffle", ByteBuffer.wrap(pattern(5, 1))),
            ByteBuffer.wrap(pattern(30, 9)),
            Collections.singletonMap(ApplicationAccessType.VIEW_APP, "alice,bob admins"));
        return context;
    }

    private static Container container() {
        Container container = Container.newInstance(
            CONTAINER, NODE, "node1.example.com:8042", Resource.newInstance(2048, 1), Priority.newInstance(5),
            token("ContainerToken", "10.0.0.1:45454"), ExecutionType.GUARANTEED);
        container.setAllocationRequestId(9L);
        return container;
    }

    private static ContainerStatus status() {
        ContainerStatus status = ContainerStatus.newInstance(
            CONTAINER, ExecutionType.GUARANTEED, ContainerState.COMPLETE, "Container killed on request.", 143);
        status.setCapability(Resource.newInstance(2048, 1));
        return status;
    }

    private static NodeReport node() {
        NodeReport report = NodeReport.newInstance(
            NODE, NodeState.DECOMMISSIONING, "node1.example.com:8042", "/rack1", Resource.newInstance(1024, 1),
            Resource.newInstance(8192, 8), 3, "fine", 1700000002345L, Collections.singleton("gpu"), 60, null);
        return report;
    }

    private static ApplicationReport report() {
        ApplicationReport report = ApplicationReport.newInstance(
            APPLICATION, ATTEMPT, "alice", "etl", "word count", "am.example.com", 4040, null,
            YarnApplicationState.RUNNING, "waiting", "http://rm:8088/proxy/application_1700000000000_0007/",
            1700000003000L, 1700000004000L, 0L, FinalApplicationStatus.UNDEFINED,
            ApplicationResourceUsageReport.newInstance(
                2, 1, Resource.newInstance(3072, 3), Resource.newInstance(512, 1), Resource.newInstance(3584, 4),
                java.util.Map.of("memory-mb", 1000L, "vcores", 20L), 12.5f, 6.25f,
                java.util.Map.of("memory-mb", 0L, "vcores", 0L)),
            "http://am.example.com:4040", 0.5f, "WEFT", token("YARN_AM_RM_TOKEN", ""));
        report.setApplicationTags(Collections.singleton("nightly"));
        report.setPriority(Priority.newInstance(3));
        report.setSubmitTime(1700000002999L);
        report.setLogAggregationStatus(LogAggregationStatus.NOT_START);
        report.setUnmanagedApp(true);
        report.setAppNodeLabelExpression("gpu");
        report.setAmNodeLabelExpression("cpu");
        return report;
    }

    private static QueueInfo queue(String name, List<QueueInfo> children) {
        QueueInfo queue = QueueInfo.newInstance(
            name, 0.25f, 0.5f, 0.75f, children, Collections.emptyList(), QueueState.RUNNING,
            Collections.singleton("*"), "gpu", null, false);
        return queue;
    }

    private static void identifier(String name, org.apache.hadoop.security.token.TokenIdentifier id) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        id.write(new DataOutputStream(bytes));
        print(name, bytes.toByteArray());
    }

    public static void main(String[] arguments) throws Exception {
        print("RegisterApplicationMasterRequest", ((RegisterApplicationMasterRequestPBImpl)
            RegisterApplicationMasterRequest.newInstance("am.example.com", 4040, "http://am.example.com:4040"))
            .getProto().toByteArray());

        RegisterApplicationMasterResponse registered = RegisterApplicationMasterResponse.newInstance(
            Resource.newInstance(1024, 1), Resource.newInstance(8192, 4),
            Collections.singletonMap(ApplicationAccessType.MODIFY_APP, "*"), ByteBuffer.wrap(pattern(8, 2)),
            Collections.singletonList(container()), "etl",
            Collections.singletonList(NMToken.newInstance(NODE, token("NMToken", "10.0.0.1:45454"))));
        registered.setSchedulerResourceTypes(EnumSet.of(
            org.apache.hadoop.yarn.proto.YarnServiceProtos.SchedulerResourceTypes.MEMORY,
            org.apache.hadoop.yarn.proto.YarnServiceProtos.SchedulerResourceTypes.CPU));
        registered.setResourceTypes(Arrays.asList(
            ResourceTypeInfo.newInstance("memory-mb", "Mi"), ResourceTypeInfo.newInstance("vcores", "")));
        print("RegisterApplicationMasterResponse",
            ((RegisterApplicationMasterResponsePBImpl) registered).getProto().toByteArray());

        ResourceRequest row = ResourceRequest.newBuilder().priority(Priority.newInstance(5)).resourceName("*")
            .capability(Resource.newInstance(1500, 2)).numContainers(3).relaxLocality(true).nodeLabelExpression("gpu")
            .executionTypeRequest(ExecutionTypeRequest.newInstance(ExecutionType.GUARANTEED, false))
            .allocationRequestId(9L).build();
        AllocateRequest allocate = AllocateRequest.newBuilder().responseId(41).progress(0.5f)
            .askList(Collections.singletonList(row)).releaseList(Collections.singletonList(CONTAINER))
            .resourceBlacklistRequest(ResourceBlacklistRequest.newInstance(
                Collections.singletonList("bad1"), Collections.singletonList("good1")))
            .trackingUrl("http://am.example.com:4041").build();
        print("AllocateRequest", ((AllocateRequestPBImpl) allocate).getProto().toByteArray());

        PreemptionMessage preemption = Records.newRecord(PreemptionMessage.class);
        StrictPreemptionContract strict = Records.newRecord(StrictPreemptionContract.class);
        PreemptionContainer preempted = Records.newRecord(PreemptionContainer.class);
        preempted.setId(CONTAINER);
        strict.setContainers(Collections.singleton(preempted));
        preemption.setStrictContract(strict);
        AllocateResponse allocated = AllocateResponse.newBuilder().responseId(42)
            .completedContainersStatuses(Collections.singletonList(status()))
            .allocatedContainers(Collections.singletonList(container()))
            .updatedNodes(Collections.singletonList(node())).availableResources(Resource.newInstance(4096, 4))
            .numClusterNodes(3).preemptionMessage(preemption)
            .nmTokens(Collections.singletonList(NMToken.newInstance(NODE, token("NMToken", "10.0.0.1:45454"))))
            .amRmToken(token("YARN_AM_RM_TOKEN", "")).applicationPriority(Priority.newInstance(4)).build();
        print("AllocateResponse", ((AllocateResponsePBImpl) allocated).getProto().toByteArray());
        AllocateResponse shutdown = AllocateResponse.newBuilder().responseId(43).amCommand(AMCommand.AM_SHUTDOWN)
            .completedContainersStatuses(Collections.emptyList()).allocatedContainers(Collections.emptyList()).build();
        print("AllocateResponse.shutdown", ((AllocateResponsePBImpl) shutdown).getProto().toByteArray());

        print("FinishApplicationMasterRequest", ((FinishApplicationMasterRequestPBImpl)
            FinishApplicationMasterRequest.newInstance(FinalApplicationStatus.FAILED, "no luck", "http://history/7"))
            .getProto().toByteArray());
        print("FinishApplicationMasterResponse", ((FinishApplicationMasterResponsePBImpl)
            FinishApplicationMasterResponse.newInstance(true)).getProto().toByteArray());

        print("GetNewApplicationResponse", ((GetNewApplicationResponsePBImpl) GetNewApplicationResponse.newInstance(
            APPLICATION, Resource.newInstance(1024, 1), Resource.newInstance(8192, 4))).getProto().toByteArray());

        ApplicationSubmissionContext context = ApplicationSubmissionContext.newInstance(
            APPLICATION, "word count", "etl", Priority.newInstance(3), launchContext(), false, true, 2,
            Resource.newInstance(1024, 1), "WEFT", true, null, null);
        context.setApplicationTags(Collections.singleton("nightly"));
        context.setAttemptFailuresValidityInterval(3600000L);
        context.setLogAggregationContext(LogAggregationContext.newInstance("a.*", "b.*", "c.*", "d.*"));
        context.setNodeLabelExpression("gpu");
        context.setAMContainerResourceRequests(Collections.singletonList(row));
        context.setApplicationTimeouts(Collections.singletonMap(ApplicationTimeoutType.LIFETIME, 600L));
        context.setApplicationSchedulingPropertiesMap(Collections.singletonMap("k", "v"));
        print("SubmitApplicationRequest", ((SubmitApplicationRequestPBImpl)
            SubmitApplicationRequest.newInstance(context)).getProto().toByteArray());

        GetApplicationsRequest applications = GetApplicationsRequest.newInstance(
            Collections.singleton("WEFT"), EnumSet.of(YarnApplicationState.RUNNING));
        applications.setUsers(Collections.singleton("alice"));
        applications.setQueues(Collections.singleton("etl"));
        applications.setLimit(10);
        applications.setApplicationTags(Collections.singleton("nightly"));
        applications.setStartRange(1000L, 2000L);
        applications.setFinishRange(3000L, 4000L);
        applications.setName("word count");
        print("GetApplicationsRequest", ((GetApplicationsRequestPBImpl) applications).getProto().toByteArray());
        print("GetApplicationsResponse", ((GetApplicationsResponsePBImpl)
            GetApplicationsResponse.newInstance(Collections.singletonList(report()))).getProto().toByteArray());
        print("GetApplicationReportRequest", ((GetApplicationReportRequestPBImpl)
            GetApplicationReportRequest.newInstance(APPLICATION)).getProto().toByteArray());
        KillApplicationRequest kill = KillApplicationRequest.newInstance(APPLICATION);
        kill.setDiagnostics("no longer needed");
        print("KillApplicationRequest", ((KillApplicationRequestPBImpl) kill).getProto().toByteArray());
        print("KillApplicationResponse", ((KillApplicationResponsePBImpl)
            KillApplicationResponse.newInstance(true)).getProto().toByteArray());
        print("GetApplicationReportResponse", ((GetApplicationReportResponsePBImpl)
            GetApplicationReportResponse.newInstance(report())).getProto().toByteArray());
        print("FailApplicationAttemptRequest", ((FailApplicationAttemptRequestPBImpl)
            FailApplicationAttemptRequest.newInstance(ATTEMPT)).getProto().toByteArray());
        print("MoveApplicationAcrossQueuesRequest", ((MoveApplicationAcrossQueuesRequestPBImpl)
            MoveApplicationAcrossQueuesRequest.newInstance(APPLICATION, "other")).getProto().toByteArray());
        print("GetClusterMetricsResponse", ((GetClusterMetricsResponsePBImpl)
            GetClusterMetricsResponse.newInstance(metrics())).getProto().toByteArray());
        print("GetClusterNodesRequest", ((GetClusterNodesRequestPBImpl)
            GetClusterNodesRequest.newInstance(EnumSet.of(NodeState.RUNNING))).getProto().toByteArray());
        print("GetClusterNodesResponse", ((GetClusterNodesResponsePBImpl)
            GetClusterNodesResponse.newInstance(Collections.singletonList(node()))).getProto().toByteArray());
        print("GetQueueInfoRequest", ((GetQueueInfoRequestPBImpl)
            GetQueueInfoRequest.newInstance("root", false, true, true)).getProto().toByteArray());
        print("GetQueueInfoResponse", ((GetQueueInfoResponsePBImpl) GetQueueInfoResponse.newInstance(
            queue("root", Collections.singletonList(queue("etl", Collections.emptyList())))))
            .getProto().toByteArray());
        print("GetQueueUserAclsInfoResponse", ((GetQueueUserAclsInfoResponsePBImpl)
            GetQueueUserAclsInfoResponse.newInstance(Collections.singletonList(
                QueueUserACLInfo.newInstance("etl", Collections.singletonList(QueueACL.SUBMIT_APPLICATIONS)))))
            .getProto().toByteArray());
        ApplicationAttemptReport attempt = ApplicationAttemptReport.newInstance(
            ATTEMPT, "am.example.com", 4040, "http://proxy", "http://am", "fine",
            YarnApplicationAttemptState.RUNNING, CONTAINER, 1700000003000L, 0L);
        print("GetApplicationAttemptsRequest", ((GetApplicationAttemptsRequestPBImpl)
            GetApplicationAttemptsRequest.newInstance(APPLICATION)).getProto().toByteArray());
        print("GetApplicationAttemptsResponse", ((GetApplicationAttemptsResponsePBImpl)
            GetApplicationAttemptsResponse.newInstance(Collections.singletonList(attempt))).getProto().toByteArray());
        print("GetApplicationAttemptReportRequest", ((GetApplicationAttemptReportRequestPBImpl)
            GetApplicationAttemptReportRequest.newInstance(ATTEMPT)).getProto().toByteArray());
        print("GetApplicationAttemptReportResponse", ((GetApplicationAttemptReportResponsePBImpl)
            GetApplicationAttemptReportResponse.newInstance(attempt)).getProto().toByteArray());
        ContainerReport container = ContainerReport.newInstance(
            CONTAINER, Resource.newInstance(2048, 1), NODE, Priority.newInstance(5), 1700000005000L, 0L, "fine",
            "http://log", -1000, ContainerState.RUNNING, "http://node1.example.com:8042", ExecutionType.GUARANTEED);
        print("GetContainersRequest", ((GetContainersRequestPBImpl)
            GetContainersRequest.newInstance(ATTEMPT)).getProto().toByteArray());
        print("GetContainersResponse", ((GetContainersResponsePBImpl)
            GetContainersResponse.newInstance(Collections.singletonList(container))).getProto().toByteArray());
        print("GetContainerReportRequest", ((GetContainerReportRequestPBImpl)
            GetContainerReportRequest.newInstance(CONTAINER)).getProto().toByteArray());
        print("GetContainerReportResponse", ((GetContainerReportResponsePBImpl)
            GetContainerReportResponse.newInstance(container)).getProto().toByteArray());
        print("UpdateApplicationPriorityRequest", ((UpdateApplicationPriorityRequestPBImpl)
            UpdateApplicationPriorityRequest.newInstance(APPLICATION, Priority.newInstance(8))).getProto()
            .toByteArray());
        print("UpdateApplicationPriorityResponse", ((UpdateApplicationPriorityResponsePBImpl)
            UpdateApplicationPriorityResponse.newInstance(Priority.newInstance(8))).getProto().toByteArray());
        print("GetClusterNodeLabelsResponse", ((GetClusterNodeLabelsResponsePBImpl)
            GetClusterNodeLabelsResponse.newInstance(Collections.singletonList(NodeLabel.newInstance("gpu", false))))
            .getProto().toByteArray());
        Token delegated = token("RM_DELEGATION_TOKEN", "10.0.0.1:8032");
        print("GetDelegationTokenRequest", ((GetDelegationTokenRequestPBImpl)
            GetDelegationTokenRequest.newInstance("rm")).getProto().toByteArray());
        print("GetDelegationTokenResponse", ((GetDelegationTokenResponsePBImpl)
            GetDelegationTokenResponse.newInstance(delegated)).getProto().toByteArray());
        print("RenewDelegationTokenRequest", ((RenewDelegationTokenRequestPBImpl)
            RenewDelegationTokenRequest.newInstance(delegated)).getProto().toByteArray());
        print("RenewDelegationTokenResponse", ((RenewDelegationTokenResponsePBImpl)
            RenewDelegationTokenResponse.newInstance(1700086407000L)).getProto().toByteArray());
        print("CancelDelegationTokenRequest", ((CancelDelegationTokenRequestPBImpl)
            CancelDelegationTokenRequest.newInstance(delegated)).getProto().toByteArray());
        print("CancelDelegationTokenResponse", ((CancelDelegationTokenResponsePBImpl)
            CancelDelegationTokenResponse.newInstance()).getProto().toByteArray());
        print("SignalContainerRequest", ((SignalContainerRequestPBImpl) SignalContainerRequest.newInstance(
            CONTAINER, SignalContainerCommand.GRACEFUL_SHUTDOWN)).getProto().toByteArray());
        print("GetAllResourceTypeInfoResponse", ((GetAllResourceTypeInfoResponsePBImpl) types()).getProto()
            .toByteArray());

        print("StartContainersRequest", ((StartContainersRequestPBImpl) StartContainersRequest.newInstance(
            Collections.singletonList(StartContainerRequest.newInstance(
                launchContext(), token("ContainerToken", "10.0.0.1:45454"))))).getProto().toByteArray());
        SerializedException exception = SerializedException.newInstance(
            new YarnException("Expired token", new java.io.IOException("below")));
        print("StartContainersResponse", ((StartContainersResponsePBImpl) StartContainersResponse.newInstance(
            Collections.singletonMap("weft_shuffle", ByteBuffer.wrap(pattern(5, 1))),
            Collections.singletonList(CONTAINER),
            Collections.singletonMap(ContainerId.newContainerId(ATTEMPT, 4), exception))).getProto().toByteArray());
        print("StopContainersRequest", ((StopContainersRequestPBImpl)
            StopContainersRequest.newInstance(Collections.singletonList(CONTAINER))).getProto().toByteArray());
        print("StopContainersResponse", ((StopContainersResponsePBImpl) StopContainersResponse.newInstance(
            Collections.singletonList(CONTAINER),
            Collections.singletonMap(ContainerId.newContainerId(ATTEMPT, 4), exception))).getProto().toByteArray());
        print("GetContainerStatusesRequest", ((GetContainerStatusesRequestPBImpl)
            GetContainerStatusesRequest.newInstance(Collections.singletonList(CONTAINER))).getProto().toByteArray());
        print("GetContainerStatusesResponse", ((GetContainerStatusesResponsePBImpl)
            GetContainerStatusesResponse.newInstance(Collections.singletonList(status()), Collections.emptyMap()))
            .getProto().toByteArray());

        // What is around them on the wire.
        print("RpcRequestHeader", ProtoUtil.makeRpcRequestHeader(
            RPC.RpcKind.RPC_PROTOCOL_BUFFER, OperationProto.RPC_FINAL_PACKET, 41, 2, pattern(16, 5)).toByteArray());
        print("RequestHeader", RequestHeaderProto.newBuilder().setMethodName("allocate")
            .setDeclaringClassProtocolName("org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB")
            .setClientProtocolVersion(1).build().toByteArray());
        RpcResponseHeaderProto.Builder response = RpcResponseHeaderProto.newBuilder().setCallId(41)
            .setServerIpcVersionNum(9).setRetryCount(2)
            .setClientId(ProtoUtil.makeRpcRequestHeader(RPC.RpcKind.RPC_PROTOCOL_BUFFER,
                OperationProto.RPC_FINAL_PACKET, 41, 2, pattern(16, 5)).getClientId());
        print("RpcResponseHeader", response.setStatus(RpcResponseHeaderProto.RpcStatusProto.SUCCESS).build()
            .toByteArray());
        print("RpcResponseHeader.error", response.setStatus(RpcResponseHeaderProto.RpcStatusProto.ERROR)
            .setExceptionClassName("org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException")
            .setErrorMsg("doesn't exist in RM")
            .setErrorDetail(RpcResponseHeaderProto.RpcErrorCodeProto.ERROR_APPLICATION).build().toByteArray());

        identifier("AMRMTokenIdentifier", new AMRMTokenIdentifier(ATTEMPT, 12345));
        identifier("NMTokenIdentifier", new NMTokenIdentifier(ATTEMPT, NODE, "alice", 12345));
        identifier("ContainerTokenIdentifier", new ContainerTokenIdentifier(
            CONTAINER, 0, "node1.example.com:45454", "alice", Resource.newInstance(2048, 1), 1700000006000L, 12345,
            1700000000000L, Priority.newInstance(5), 1700000005000L, null, "", ContainerType.TASK,
            ExecutionType.GUARANTEED, 9L, Collections.emptySet()));
        RMDelegationTokenIdentifier delegation = new RMDelegationTokenIdentifier(
            new Text("alice"), new Text("rm"), new Text("superuser"));
        delegation.setIssueDate(1700000007000L);
        delegation.setMaxDate(1700604807000L);
        delegation.setSequenceNumber(6);
        delegation.setMasterKeyId(2);
        identifier("RMDelegationTokenIdentifier", delegation);
    }

    private static YarnClusterMetrics metrics() {
        YarnClusterMetrics metrics = YarnClusterMetrics.newInstance(5);
        metrics.setNumActiveNodeManagers(3);
        metrics.setNumDecommissionedNodeManagers(1);
        metrics.setNumLostNodeManagers(1);
        return metrics;
    }

    private static GetAllResourceTypeInfoResponse types() {
        GetAllResourceTypeInfoResponse response = GetAllResourceTypeInfoResponse.newInstance();
        response.setResourceTypeInfo(Arrays.asList(
            ResourceTypeInfo.newInstance("memory-mb", "Mi"), ResourceTypeInfo.newInstance("vcores", "")));
        return response;
    }
}
