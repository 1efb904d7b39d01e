import HadoopProtos
import HadoopRPC
import Testing

@testable import YARN

@Suite("Further messages as Java makes them")
struct GoldenAnswerTests {
    private let token = Samples.token(.resourceManagerDelegation, "10.0.0.1:8032")

    private func bytes(_ name: String) throws -> [UInt8] {
        let bytes = GoldenMessages.bytes(name)
        try #require(!bytes.isEmpty)
        return bytes
    }

    @Test("what is around a call on the wire is byte for byte Java's, and is read")
    func headers() throws {
        let request = RpcRequestHeaderProto(
            rpcKind: .rpcProtocolBuffer,
            rpcOp: .rpcFinalPacket,
            callId: 41,
            clientId: Samples.pattern(16, 5),
            retryCount: 2
        )
        #expect(request.serialized() == (try bytes("RpcRequestHeader")))
        #expect(try RpcRequestHeaderProto(serialized: bytes("RpcRequestHeader")) == request)
        let call = RequestHeaderProto(
            methodName: "allocate",
            declaringClassProtocolName: "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB",
            clientProtocolVersion: 1
        )
        #expect(call.serialized() == (try bytes("RequestHeader")))
        var response = RpcResponseHeaderProto(
            callId: 41,
            status: .success,
            serverIpcVersionNum: 9,
            clientId: Samples.pattern(16, 5),
            retryCount: 2
        )
        #expect(response.serialized() == (try bytes("RpcResponseHeader")))
        #expect(try RpcResponseHeaderProto(serialized: bytes("RpcResponseHeader")) == response)
        response.status = .error
        response.exceptionClassName = "org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException"
        response.errorMsg = "doesn't exist in RM"
        response.errorDetail = .errorApplication
        #expect(response.serialized() == (try bytes("RpcResponseHeader.error")))
    }

    @Test("answers about delegation tokens are read, and are byte for byte Java's")
    func delegationTokens() throws {
        let given = try GetDelegationTokenResponseProto(serialized: bytes("GetDelegationTokenResponse"))
        #expect(given.token.map { Token($0) } == token)
        #expect(given.serialized() == (try bytes("GetDelegationTokenResponse")))
        let renewed = try RenewDelegationTokenResponseProto(serialized: bytes("RenewDelegationTokenResponse"))
        #expect(renewed.newExpiryTime == 1_700_086_407_000)
        #expect(renewed.serialized() == (try bytes("RenewDelegationTokenResponse")))
        // It has no fields.
        #expect(
            GoldenMessages.all["CancelDelegationTokenResponse"] == CancelDelegationTokenResponseProto().serialized()
        )
    }

    @Test("reports of one application, attempt and container are read as in lists")
    func reports() throws {
        let application = try GetApplicationReportResponseProto(serialized: bytes("GetApplicationReportResponse"))
        #expect(application.applicationReport.map { ApplicationReport($0) } == Samples.applicationReport)
        let attempt = try GetApplicationAttemptReportResponseProto(
            serialized: bytes("GetApplicationAttemptReportResponse")
        )
        let attempts = try GetApplicationAttemptsResponseProto(serialized: bytes("GetApplicationAttemptsResponse"))
        #expect(attempt.applicationAttemptReport != nil)
        #expect(attempt.applicationAttemptReport == attempts.applicationAttempts.first)
        #expect(attempt.serialized() == (try bytes("GetApplicationAttemptReportResponse")))
        let container = try GetContainerReportResponseProto(serialized: bytes("GetContainerReportResponse"))
        let containers = try GetContainersResponseProto(serialized: bytes("GetContainersResponse"))
        #expect(container.containerReport != nil)
        #expect(container.containerReport == containers.containers.first)
        #expect(container.serialized() == (try bytes("GetContainerReportResponse")))
    }

    @Test("priorities, labels and the ends of containers are read")
    func others() throws {
        let priority = try UpdateApplicationPriorityResponseProto(
            serialized: bytes("UpdateApplicationPriorityResponse")
        )
        #expect(priority.applicationPriority?.priority == 8)
        #expect(priority.serialized() == (try bytes("UpdateApplicationPriorityResponse")))
        let labels = try GetClusterNodeLabelsResponseProto(serialized: bytes("GetClusterNodeLabelsResponse"))
        #expect(labels.nodeLabels.map(\.name) == ["gpu"])
        #expect(labels.nodeLabels.map(\.isExclusive) == [false])
        let stopped = try StopContainersResponseProto(serialized: bytes("StopContainersResponse"))
        #expect(stopped.succeededRequests.map { ContainerID($0) } == [Samples.containerID])
        let failed = try #require(stopped.failedRequests.first)
        #expect(SerializedException(try #require(failed.exception)).message == "Expired token")
        #expect(stopped.serialized() == (try bytes("StopContainersResponse")))
    }
}
