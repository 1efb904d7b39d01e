import HadoopProtos
import HadoopRPC
import WeftDiagnostics
import YARN

/// What application masters call on a NodeManager (ContainerManagerImpl.java). They are known by their NM tokens.
struct ContainerManagementService: Sendable {
    static let protocolName = "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB"

    let manager: NodeManager

    var served: RPCServerProtocol {
        var served = RPCServerProtocol(name: Self.protocolName)
        served.add("startContainers", start)
        served.add("stopContainers", stop)
        served.add("getContainerStatuses", statuses)
        return served
    }

    private static func attempt(_ caller: RPCCaller) throws -> ApplicationAttemptID {
        guard let bytes = caller.tokenIdentifier else {
            throw RPCServerError.accessControl("NodeManagers take NMTokens only")
        }
        return ApplicationAttemptID(try NMTokenIdentifierProto(serialized: bytes).appAttemptId ?? .init())
    }

    @Sendable private func start(
        _ request: StartContainersRequestProto,
        _ caller: RPCCaller
    ) throws -> StartContainersResponseProto {
        let attempt = try Self.attempt(caller)
        var response = StartContainersResponseProto()
        for container in request.startContainerRequest {
            guard let token = container.containerToken else {
                throw RPCServerError.yarn("a container can't be started without its token")
            }
            // A token that isn't valid fails the whole request; all else only its container.
            let identifier = try manager.tokens.containerIdentifier(token)
            let name = ContainerID(identifier.containerId ?? .init())
            do {
                try check(identifier, name, attempt)
                try manager.start(name, identifier, container.containerLaunchContext ?? .init())
                response.succeededRequests.append(name.message)
            } catch let error as RPCServerError where error.exceptionClass.hasSuffix("$InvalidToken") {
                throw error
            } catch {
                response.failedRequests.append(Self.failed(name, error))
            }
        }
        return response
    }

    private func check(
        _ identifier: ContainerTokenIdentifierProto,
        _ name: ContainerID,
        _ attempt: ApplicationAttemptID
    ) throws {
        guard identifier.nmHostAddr == manager.name.description else {
            throw RPCServerError.invalidToken(
                "Invalid container token used for starting container on : \(manager.name)"
            )
        }
        guard name.attempt.application == attempt.application else {
            throw RPCServerError.yarn(
                "Unauthorized request to start container.\nNMToken for application attempt : \(attempt) was used for"
                    + " starting container with container token issued for application attempt : \(name.attempt)"
            )
        }
        guard (identifier.expiryTimeStamp ?? 0) >= TimeText.now else {
            throw RPCServerError.yarn(
                "Unauthorized request to start container.\nThis token is expired. current time is \(TimeText.now)"
                    + " found \(identifier.expiryTimeStamp ?? 0)"
            )
        }
        // A master's comes from the ResourceManager itself, not by way of somebody who may have it from an earlier one.
        guard
            identifier.containerType == .applicationMaster
                || identifier.rmIdentifier == manager.resourceManagerIdentifier
        else {
            throw RPCServerError.yarn("Container \(name) rejected as it is allocated by a previous RM")
        }
    }

    @Sendable private func stop(
        _ request: StopContainersRequestProto,
        _ caller: RPCCaller
    ) throws -> StopContainersResponseProto {
        let attempt = try Self.attempt(caller)
        var response = StopContainersResponseProto()
        for id in request.containerId {
            let name = ContainerID(id)
            do {
                try checkOwner(name, attempt, "stop")
                // One that has ended is stopped already.
                manager.container(name)?.stop(
                    status: ExitStatus.killedByMaster,
                    diagnostics: "Container killed by the ApplicationMaster."
                )
                response.succeededRequests.append(id)
            } catch {
                response.failedRequests.append(Self.failed(name, error))
            }
        }
        return response
    }

    @Sendable private func statuses(
        _ request: GetContainerStatusesRequestProto,
        _ caller: RPCCaller
    ) throws -> GetContainerStatusesResponseProto {
        let attempt = try Self.attempt(caller)
        var response = GetContainerStatusesResponseProto()
        for id in request.containerId {
            let name = ContainerID(id)
            do {
                try checkOwner(name, attempt, "get status of")
                if let container = manager.container(name) { response.status.append(container.status) }
            } catch {
                response.failedRequests.append(Self.failed(name, error))
            }
        }
        return response
    }

    private func checkOwner(_ name: ContainerID, _ attempt: ApplicationAttemptID, _ word: String) throws {
        guard name.attempt.application == attempt.application else {
            throw RPCServerError.yarn("\(attempt) attempted to \(word) non-application container : \(name)")
        }
        guard manager.container(name) != nil else {
            throw RPCServerError.invalidContainer("Container \(name) is not handled by this NodeManager")
        }
    }

    private static func failed(_ name: ContainerID, _ error: any Error) -> ContainerExceptionMapProto {
        let error = RPCServerError(wrapping: error)
        return ContainerExceptionMapProto(
            containerId: name.message,
            exception: SerializedExceptionProto(
                message: error.message,
                trace: "",
                className: error.exceptionClass,
                cause: nil
            )
        )
    }
}
