/// Runs a task.
struct LaunchTask: ClusterMessage {
    static let tag = MessageTag.launchTask
    var task: TaskDescription
}

/// Asks a task to stop; its end is still told.
struct KillTask: ClusterMessage {
    static let tag = MessageTag.killTask
    var taskID: Int
    var reason: String
}

/// Drops an RDD's blocks.
struct RemoveBlocks: ClusterMessage {
    static let tag = MessageTag.removeBlocks
    var rddID: Int
}

/// Deletes a shuffle's files.
struct RemoveShuffle: ClusterMessage {
    static let tag = MessageTag.removeShuffle
    var shuffleID: Int
}

/// Drops a broadcast.
struct RemoveBroadcast: ClusterMessage {
    static let tag = MessageTag.removeBroadcast
    var id: Int
}

/// Drops the work of a stage that is over.
struct RemoveStageBinary: ClusterMessage {
    static let tag = MessageTag.removeStageBinary
    var id: Int
}

/// Asks the executor to give what it holds to others and to end.
struct Decommission: ClusterMessage {
    static let tag = MessageTag.decommission
    var reason: String
}

/// Asks the executor to tell all blocks it has as if they had just come.
struct ReportBlocks: ClusterMessage {
    static let tag = MessageTag.reportBlocks
}

/// Gives the executor new credentials in place of those it has.
struct UpdateCredentials: ClusterMessage {
    static let tag = MessageTag.updateCredentials
    var bundle: CredentialsBundle
}

/// Asks the executor to end now.
struct Shutdown: ClusterMessage {
    static let tag = MessageTag.shutdown
    var reason: String
}
