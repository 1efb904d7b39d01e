import WeftDiagnostics

/// Asks an executor for stored bytes of one partition from some of its map outputs.
struct ShuffleBlockRequest: Sendable, Hashable, Codable {
    /// A range of the bytes that one map output has for the partition.
    struct Part: Sendable, Hashable, Codable {
        var mapIndex: Int
        var attempt: Int
        /// Where to begin in the partition's bytes.
        var offset: Int
        /// The most bytes to give.
        var limit: Int
    }

    var shuffleID: Int
    var partition: Int
    var parts: [Part]

    /// The most bytes that an answer to it has.
    var limit: Int { parts.reduce(0) { $0 + $1.limit } }
}

/// What an executor answers to a `ShuffleBlockRequest`.
struct ShuffleBlockResponse: Sendable {
    /// What there is for one part of the request.
    struct Part: Sendable, Hashable, Codable {
        var mapIndex: Int
        var attempt: Int
        var offset: Int
        /// How many bytes the map output has for the partition in all.
        var totalBytes: Int
        /// How many of them this answer brings, from `offset` on.
        var byteCount: Int
        /// Why this part can't be read; it then brings no bytes.
        var failure: WeftError?
    }

    /// One for each part of the request, in its order.
    var parts: [Part]
    /// The bytes of all parts, one after the other.
    var bytes: any ShuffleBytes
}

/// Bytes in one piece, wherever they lie: in an array, or in the buffer that a network library read them into.
protocol ShuffleBytes: Sendable {
    var count: Int { get }
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension [UInt8]: ShuffleBytes {}

/// How a task gets map outputs of other executors.
protocol ShuffleFetcher: Sendable {
    /// Asks an executor. Doesn't wait.
    ///
    /// - Parameter completion: called once, on any thread, from within this call too. A failure is one of the way to the
    ///   executor; what the executor can't read, it says in the answer's parts.
    func fetch(
        _ request: ShuffleBlockRequest,
        from executorID: String,
        _ completion: @escaping @Sendable (Result<ShuffleBlockResponse, WeftError>) -> Void
    )

    /// Whether asking again may help.
    func isRetryable(_ error: WeftError) -> Bool
}

extension ShuffleFetcher {
    /// Whether the error is one of a connection or of time.
    func isRetryable(_ error: WeftError) -> Bool {
        let code = error.code.rawValue
        return code.hasPrefix("connection") || code.hasPrefix("time") || code == "host-unreachable"
    }
}

/// How much a task fetches at once, and how patient it is.
struct ShuffleFetchSettings: Sendable, Hashable {
    /// The most bytes that are asked for and not yet used, `weft.reducer.maxSizeInFlight`.
    var maxBytesInFlight = 48 << 20
    /// The most requests to one executor that aren't answered.
    var maxRequestsPerPeer = 5
    /// The most bytes that one request asks for. With what stands around them they stay below half a MiB: from 1 MiB on, the
    /// allocator takes fresh pages for each buffer, and the kernel clears them.
    var chunkBytes = 480 << 10
    /// How often a request is repeated after errors of the network, `weft.shuffle.io.maxRetries`.
    var maxRetries = 3
    /// How long to wait before that, `weft.shuffle.io.retryWait`.
    var retryWait: Duration = .seconds(1)
    /// How long an answer may take.
    var requestTimeout: Duration = .seconds(120)
}
