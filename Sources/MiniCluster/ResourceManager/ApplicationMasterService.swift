import HadoopProtos
import HadoopRPC
import YARN

/// What application masters call (ApplicationMasterService.java). They are known by their tokens.
struct ApplicationMasterService: Sendable {
    static let protocolName = "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB"

    let manager: ResourceManager

    var served: RPCServerProtocol {
        var served = RPCServerProtocol(name: Self.protocolName)
        served.add("registerApplicationMaster", register)
        served.add("allocate", allocate)
        served.add("finishApplicationMaster", finish)
        return served
    }

    private static func attempt(_ caller: RPCCaller) throws -> (ApplicationAttemptID, AMRMTokenIdentifierProto) {
        guard let bytes = caller.tokenIdentifier else {
            throw RPCServerError.accessControl("application masters are known by their tokens only")
        }
        let identifier = try AMRMTokenIdentifierProto(serialized: bytes)
        return (ApplicationAttemptID(identifier.appAttemptId ?? .init()), identifier)
    }

    @Sendable private func register(
        _ request: RegisterApplicationMasterRequestProto,
        _ caller: RPCCaller
    ) throws -> RegisterApplicationMasterResponseProto {
        let (attempt, _) = try Self.attempt(caller)
        return try manager.change { state in
            let previous = try state.register(attempt, request, now: TimeText.now)
            let nodes = Set(previous.map(\.node))
            state.change(attempt) { $0.knownNodes.formUnion(nodes) }
            let application = try state.application(attempt.application)
            return RegisterApplicationMasterResponseProto(
                maximumCapability: manager.settings.maximumAllocation.message,
                clientToAmTokenMasterKey: manager.isSecure ? manager.tokens.clientKey(attempt) : nil,
                applicationACLs: application.context.amContainerSpec?.applicationACLs ?? [],
                containersFromPreviousAttempts: previous.map {
                    manager.message($0, application: application, in: state)
                },
                queue: application.queue,
                nmTokensFromPreviousAttempts: nodes.sorted().map {
                    manager.message($0, for: attempt, submitter: application.user)
                },
                schedulerResourceTypes: manager.settings.calculator == .memory ? [.memory] : [.memory, .cpu],
                resourceTypes: Self.resourceTypes
            )
        }
    }

    static let resourceTypes = [
        ResourceTypeInfoProto(name: "memory-mb", units: "Mi", type: .countable),
        ResourceTypeInfoProto(name: "vcores", units: "", type: .countable),
    ]

    @Sendable private func allocate(
        _ request: AllocateRequestProto,
        _ caller: RPCCaller
    ) throws -> AllocateResponseProto {
        let (attempt, identifier) = try Self.attempt(caller)
        // At once: the same heartbeat again, which may come at any time, is answered with the same.
        return try manager.change { state in
            switch try state.allocate(attempt, request, now: TimeText.now) {
            case .replay(let response): return response
            case .allocation(let allocation):
                let application = try state.application(attempt.application)
                let response = answer(allocation, attempt, application, key: identifier.keyId, in: state)
                state.remember(response, for: attempt)
                return response
            }
        }
    }

    private func answer(
        _ allocation: ResourceManagerState.Allocation,
        _ attempt: ApplicationAttemptID,
        _ application: ManagedApplication,
        key: Int32?,
        in state: ResourceManagerState
    ) -> AllocateResponseProto {
        // A token of an older key is replaced, in good time before that key is forgotten.
        let isOld = key != manager.tokens.masters.current
        return AllocateResponseProto(
            responseId: allocation.responseID,
            allocatedContainers: allocation.given.map {
                manager.message($0, application: application, in: state)
            },
            completedContainerStatuses: allocation.completed,
            limit: allocation.headroom.message,
            updatedNodes: allocation.nodes,
            numClusterNodes: allocation.nodeCount,
            nmTokens: allocation.newNodes.map { manager.message($0, for: attempt, submitter: application.user) },
            amRmToken: isOld ? manager.tokens.masterToken(attempt).message : nil,
            applicationPriority: PriorityProto(priority: allocation.priority),
            updateErrors: allocation.updateErrors
        )
    }

    @Sendable private func finish(
        _ request: FinishApplicationMasterRequestProto,
        _ caller: RPCCaller
    ) throws -> FinishApplicationMasterResponseProto {
        let (attempt, _) = try Self.attempt(caller)
        let isNoted = try manager.change { try $0.finish(attempt, request, now: TimeText.now) }
        return FinishApplicationMasterResponseProto(isUnregistered: isNoted)
    }
}
