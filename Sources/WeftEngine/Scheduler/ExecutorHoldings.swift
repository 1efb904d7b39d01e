/// What an executor holds that would be lost with it.
struct ExecutorHoldings: Hashable, Sendable {
    /// Partitions of persisted RDDs.
    var hasCachedBlocks = false
    /// Map outputs of shuffles that something still refers to.
    var hasShuffleOutputs = false
    /// Map outputs of shuffles that jobs under way read.
    var hasActiveShuffleOutputs = false
}
