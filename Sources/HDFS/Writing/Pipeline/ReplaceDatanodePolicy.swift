/// Whether a pipeline that lost a DataNode gets another one (ReplaceDatanodeOnFailure.java).
public struct ReplaceDatanodePolicy: Sendable, Hashable {
    /// When a DataNode is replaced.
    public enum Condition: Sendable, Hashable {
        /// Never: the write goes on with the DataNodes that are left.
        case never
        /// With three replicas or more, when at most half of them are left, or when the file is appended to or was
        /// flushed.
        case standard
        /// Whenever one is lost.
        case always
    }

    /// When a DataNode is replaced; `standard` by default.
    public var condition: Condition
    /// Whether the write goes on without a replacement when there is none; off by default.
    public var isBestEffort: Bool
    /// With how many DataNodes the write goes on when there is no replacement; 0, the default, stands for all of them.
    public var minimumReplication: Int

    /// Makes a policy.
    public init(_ condition: Condition = .standard, isBestEffort: Bool = false, minimumReplication: Int = 0) {
        self.condition = condition
        self.isBestEffort = isBestEffort
        self.minimumReplication = minimumReplication
    }

    /// Whether a DataNode is wanted.
    ///
    /// - Parameters:
    ///   - replication: how many replicas the file should have.
    ///   - nodes: how many DataNodes the pipeline has left.
    ///   - isAppend: whether the block existed before the stream was opened.
    ///   - isFlushed: whether somebody may have been told that the data is safe.
    public func wantsReplacement(replication: Int, nodes: Int, isAppend: Bool, isFlushed: Bool) -> Bool {
        guard nodes > 0, nodes < replication else { return false }
        switch condition {
        case .never: return false
        case .always: return true
        case .standard: return replication >= 3 && (nodes <= replication / 2 || isAppend || isFlushed)
        }
    }
}
