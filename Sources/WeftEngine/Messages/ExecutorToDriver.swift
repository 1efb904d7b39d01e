import WeftDiagnostics
import WeftNetwork

/// An executor is ready. Answered by `RegisteredExecutor`, or by an error when the driver doesn't want it.
struct RegisterExecutor: ClusterMessage {
    static let tag = MessageTag.registerExecutor
    var executorID: String
    /// Where other executors reach it for blocks.
    var address: NetworkAddress
    var slots: Int
    var pid: Int
    /// Which version of the application's credentials it has.
    var credentialsVersion: Int
}

/// The driver takes an executor.
struct RegisteredExecutor: Codable, Sendable {
    var heartbeatInterval: Duration
    /// What replaces the executor's credentials; nil when it has the present ones.
    var credentials: CredentialsBundle?
}

/// A task is over.
struct TaskEnded: ClusterMessage {
    static let tag = MessageTag.taskEnded
    var result: TaskResult
    /// How many bytes of the result have come before in `TaskResultPart`s.
    var sentBytes: Int
}

/// A part of a result that is too large for one message. Parts come in order, before `TaskEnded`.
struct TaskResultPart: ClusterMessage {
    static let tag = MessageTag.taskResultPart
    var taskID: Int
    var bytes: [UInt8]
}

/// An executor lives. Answered by whether the driver knows it.
struct Heartbeat: ClusterMessage {
    static let tag = MessageTag.heartbeat
    var executorID: String
    var residentBytes: Int
    var storageBytes: Int
    var executionBytes: Int
    var runningTasks: Int
}

/// A persisted block has come or gone.
struct BlockChanged: ClusterMessage {
    static let tag = MessageTag.blockChanged
    var block: BlockID
    var isStored: Bool
}

/// The executor has pieces of a broadcast that others may fetch from it.
struct BroadcastHeld: ClusterMessage {
    static let tag = MessageTag.broadcastHeld
    var id: Int
}

/// A leaving executor has given a map output to another one.
struct ShuffleMoved: ClusterMessage {
    static let tag = MessageTag.shuffleMoved
    var shuffleID: Int
    var mapIndex: Int
    var attempt: Int
    var to: String
}

/// The executor's host is to be taken away: it wants to be decommissioned.
struct ExecutorDecommissioning: ClusterMessage {
    static let tag = MessageTag.executorDecommissioning
}

/// The executor ends in a moment, and why.
struct ExecutorLeaving: ClusterMessage {
    static let tag = MessageTag.executorLeaving
    var status: Int32
    var reason: String
    var isExpected: Bool
}

/// Asks for a stage's coded work; answered by its bytes.
struct GetStageBinary: ClusterMessage {
    static let tag = MessageTag.getStageBinary
    var id: Int
}

/// Asks where a shuffle's outputs are; answered by `MapStatuses`.
struct GetMapStatuses: ClusterMessage {
    static let tag = MessageTag.getMapStatuses
    var shuffleID: Int
}

/// Where a shuffle's outputs are, by map index, as of an epoch.
struct MapStatuses: Codable, Sendable {
    var epoch: Int
    var statuses: [MapStatus?]
}

/// Asks for a broadcast's size and holders; answered by `BroadcastInfo`.
struct GetBroadcast: ClusterMessage {
    static let tag = MessageTag.getBroadcast
    var id: Int
}

/// What is known of a broadcast.
struct BroadcastInfo: Codable, Sendable {
    var byteCount: Int
    var pieceSize: Int
    /// CRC-32C of each piece.
    var checksums: [UInt32]
    /// Executors that have pieces of it.
    var holders: [String]
}

/// Asks for an added file or archive; answered by `FileInfo`.
struct GetFile: ClusterMessage {
    static let tag = MessageTag.getFile
    var name: String
}

/// What is known of an added file.
struct FileInfo: Codable, Sendable {
    /// The name of the file that is sent: for archives that of the packed one, whose ending tells what packed it.
    var fileName: String
    var byteCount: Int
    var isArchive: Bool
    /// The permission bits.
    var mode: UInt32
}

/// Asks where executors are; answered by their addresses by id. No ids ask for all.
struct GetExecutors: ClusterMessage {
    static let tag = MessageTag.getExecutors
    var ids: [String]
}

/// Asks which executors hold a persisted block; answered by their ids.
struct GetBlockHolders: ClusterMessage {
    static let tag = MessageTag.getBlockHolders
    var block: BlockID
}
