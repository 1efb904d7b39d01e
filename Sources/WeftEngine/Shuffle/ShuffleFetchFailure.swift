import WeftDiagnostics

/// A map output that can't be read.
struct ShuffleFetchFailure: Error, Sendable, Hashable, Codable {
    var shuffleID: Int
    /// The map partition; nil when it isn't known which are missing.
    var mapIndex: Int?
    var executorID: String?
    var cause: WeftError
}
