import Logging
import NIOCore
import Synchronization
import WeftDiagnostics
import WeftNetwork

/// What executors send to the driver. All of it arrives on the network's thread, which must not wait.
extension ClusterBackend: ConnectionHandler {
    func opened(_ connection: Connection) {}

    func closed(_ connection: Connection, _ error: WeftError?) {
        guard let id = connection.tag as? String else { return }
        carryOut(
            state.withLock { state in
                // A connection that was replaced or dropped on purpose tells nothing new.
                guard state.connections[id] === connection else { return [] }
                return state.registry.disconnected(id, now: .now)
            }
        )
    }

    func received(_ message: ByteBuffer, on connection: Connection) {
        guard let id = connection.tag as? String else { return refuse(connection, "before it had registered") }
        do {
            switch try MessageTag(of: message) {
            case .taskEnded: try taskEnded(try TaskEnded(message))
            case .taskResultPart:
                let part = try TaskResultPart(message)
                state.withLock { $0.resultParts[part.taskID, default: []] += part.bytes }
            case .blockChanged:
                let change = try BlockChanged(message)
                services.blocks.changed(change.block, executorID: id, isStored: change.isStored)
                loop.post(.blockChanged(change.block, executorID: id, isStored: change.isStored))
            case .broadcastHeld:
                services.blocks.broadcastHeld(try BroadcastHeld(message).id, by: id)
            case .executorDecommissioning: loop.post(.executorDecommissioned(id: id))
            case .shuffleMoved:
                let moved = try ShuffleMoved(message)
                loop.post(
                    .mapOutputMoved(
                        shuffleID: moved.shuffleID,
                        mapIndex: moved.mapIndex,
                        attempt: moved.attempt,
                        from: id,
                        to: moved.to
                    )
                )
            case .executorLeaving:
                let leaving = try ExecutorLeaving(message)
                let end = ExecutorEnd(
                    status: leaving.status,
                    message: leaving.reason,
                    isExpected: leaving.isExpected
                )
                state.withLock { $0.registry.leaving(id, end) }
            default: refuse(connection, "of a kind that isn't for drivers")
            }
        } catch {
            refuse(connection, "that can't be read: \(WeftError(wrapping: error).message)")
        }
    }

    private func refuse(_ connection: Connection, _ what: String) {
        logger.warning("a message came \(what)", metadata: ["peer": "\(connection.remote)"])
        connection.close()
    }

    private func taskEnded(_ message: TaskEnded) throws {
        var result = message.result
        if message.sentBytes > 0, case .succeeded = result.outcome {
            let bytes = state.withLock { $0.resultParts.removeValue(forKey: result.taskID) } ?? []
            result.outcome =
                bytes.count == message.sentBytes
                ? .succeeded(bytes) : .failed(WeftError("corrupt-data", "a part of the task's result is missing"))
        }
        loop.post(.taskFinished(result))
    }

    func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {
        do {
            let tag = try MessageTag(of: message)
            if tag == .registerExecutor { return try register(try RegisterExecutor(message), connection, reply) }
            guard connection.tag is String else { return refuse(connection, "before it had registered") }
            switch tag {
            case .heartbeat:
                let heartbeat = try Heartbeat(message)
                let isKnown = state.withLock { $0.registry.heartbeat(heartbeat.executorID, now: .now) }
                reply.send(try ByteBuffer(reply: isKnown))
            case .getStageBinary:
                reply.send(ByteBuffer(bytes: try services.binaries.bytes(try GetStageBinary(message).id)))
            case .getMapStatuses:
                reply.send(try services.outputs.reply(shuffleID: try GetMapStatuses(message).shuffleID))
            case .getBroadcast: reply.send(try broadcast(try GetBroadcast(message).id))
            case .fetchBroadcastPiece:
                let request = try FetchBroadcastPiece(message)
                reply.send(ByteBuffer(bytes: services.broadcasts.piece(request.index, of: request.id) ?? []))
            case .getExecutors:
                let ids = try GetExecutors(message).ids
                // Those that leave are still asked for what they hold, but are given nothing any more.
                let addresses = state.withLock { state in
                    state.addresses.filter { ids.isEmpty ? state.registry.isWanted($0.key) : ids.contains($0.key) }
                }
                reply.send(try ByteBuffer(reply: addresses))
            case .getBlockHolders:
                reply.send(try ByteBuffer(reply: services.blocks.holders(of: try GetBlockHolders(message).block)))
            case .getFile, .fetchFilePart:
                services.threads.run { [self] in answerFromDisk(tag, message, reply) }
            default: refuse(connection, "of a kind that isn't for drivers")
            }
        } catch {
            reply.fail(WeftError(wrapping: error))
        }
    }

    private func register(_ message: RegisterExecutor, _ connection: Connection, _ reply: Reply) throws {
        let actions = state.withLock { state -> [ExecutorRegistry.Action] in
            let actions = state.registry.registered(message.executorID, now: .now)
            guard !actions.isEmpty, !state.isStopped else { return [] }
            connection.tag = message.executorID
            state.connections[message.executorID] = connection
            state.addresses[message.executorID] = message.address
            state.slots[message.executorID] = message.slots
            return actions
        }
        guard !actions.isEmpty else {
            throw WeftError(
                "executor-unwanted",
                "executor \(message.executorID) isn't expected, or is there already",
                remedy: "nothing: it was given up while it started"
            )
        }
        // Read after the connection is known: what comes later is sent over it.
        let bundle = services.credentials.bundle
        reply.send(
            try ByteBuffer(
                reply: RegisteredExecutor(
                    heartbeatInterval: heartbeatInterval,
                    credentials: bundle.version > message.credentialsVersion ? bundle : nil
                )
            )
        )
        carryOut(actions)
    }

    private func broadcast(_ id: Int) throws -> ByteBuffer {
        guard let info = services.broadcasts.info(id) else { throw BroadcastStore.destroyed(id) }
        return try ByteBuffer(
            reply: BroadcastInfo(
                byteCount: info.byteCount,
                pieceSize: info.pieceSize,
                checksums: info.checksums,
                holders: services.blocks.broadcastHolders(id)
            )
        )
    }

    private func answerFromDisk(_ tag: MessageTag, _ message: ByteBuffer, _ reply: Reply) {
        do {
            if tag == .getFile {
                reply.send(try ByteBuffer(reply: try services.files.info(of: try GetFile(message).name)))
            } else {
                let request = try FetchFilePart(message)
                reply.send(
                    ByteBuffer(
                        bytes: try services.files.part(
                            of: request.name,
                            offset: request.offset,
                            limit: request.limit
                        )
                    )
                )
            }
        } catch {
            reply.fail(WeftError(wrapping: error))
        }
    }
}
