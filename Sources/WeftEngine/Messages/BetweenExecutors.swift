/// Asks for a piece of a broadcast, of an executor or the driver; answered by its bytes, none when it isn't there.
struct FetchBroadcastPiece: ClusterMessage {
    static let tag = MessageTag.fetchBroadcastPiece
    var id: Int
    var index: Int
}

/// Asks the driver for a part of an added file; answered by its bytes, none at the end.
struct FetchFilePart: ClusterMessage {
    static let tag = MessageTag.fetchFilePart
    var name: String
    var offset: Int
    var limit: Int
}

/// Asks for a part of a persisted block in the form of `BlockFile`; answered by its bytes, none at the end.
struct FetchCachedBlock: ClusterMessage {
    static let tag = MessageTag.fetchCachedBlock
    var block: BlockID
    var offset: Int
    var limit: Int
}

/// Gives a part of a persisted block, in the form of `BlockFile`, to be kept; answered by nothing.
struct PutCachedBlock: ClusterMessage {
    static let tag = MessageTag.putCachedBlock
    var block: BlockID
    var level: StorageLevel
    var offset: Int
    var total: Int
    var bytes: [UInt8]
}

/// Gives a part of a shuffle file to be kept; answered by nothing.
struct PutShuffleFile: ClusterMessage {
    static let tag = MessageTag.putShuffleFile
    var shuffleID: Int
    var mapIndex: Int
    var attempt: Int
    var offset: Int
    var total: Int
    var bytes: [UInt8]
}
