import WeftDiagnostics

/// Fetches map outputs of other executors for one task, ahead of their use: the thread-safe surroundings of
/// `ShuffleFetchState`. Answers are taken in on the fetcher's threads, so that fetching goes on while the task computes.
final class ShuffleFetchSession: Sendable {
    /// Bytes that are next in the order of an output.
    struct Delivery: Sendable {
        var output: Int
        var totalBytes: Int
        var bytes: any ShuffleBytes
        /// Where the piece is in the answer.
        var range: Range<Int>
    }

    /// What the task finds when it asks for bytes.
    enum Next: Sendable {
        case delivery(Delivery)
        /// Nothing has come yet.
        case pending
        /// All has been handed out.
        case finished
    }

    private struct Sending: Sendable {
        var request: Int
        var executorID: String
        var parts: [ShuffleBlockRequest.Part]
    }

    private struct Held {
        var totalBytes: Int
        var bytes: any ShuffleBytes
        var range: Range<Int>
    }

    private struct Core {
        var state: ShuffleFetchState
        var held: [ShuffleFetchState.Piece: Held] = [:]
        /// What can be used, from `readyHead` on.
        var ready: [Delivery] = []
        var readyHead = 0
        var failure: ShuffleFetchFailure?
        var toSend: [Sending] = []
        /// Whether a thread is sending; it also sends what others add meanwhile.
        var isSending = false
        var isCancelled = false
    }

    private let shuffleID: Int
    private let partition: Int
    private let fetcher: any ShuffleFetcher
    private let core: Condition<Core>

    init(
        shuffleID: Int,
        partition: Int,
        outputs: [ShuffleFetchState.Output],
        settings: ShuffleFetchSettings,
        fetcher: any ShuffleFetcher,
        seed: Int
    ) {
        self.shuffleID = shuffleID
        self.partition = partition
        self.fetcher = fetcher
        var generator = SampleGenerator(seed: 0, stream: seed)
        core = Condition(Core(state: ShuffleFetchState(outputs, settings: settings, using: &generator)))
    }

    func start() { change { $0.state.start(now: .now) } }

    /// The next bytes of any output.
    ///
    /// - Parameter limit: how long to wait for some.
    /// - Throws: `ShuffleFetchFailure`.
    func next(waitingUpTo limit: Duration) throws -> Next {
        let wakeUp = core.withLock { $0.state.nextWakeUp }
        if let wakeUp, wakeUp <= .now { change { $0.state.tick(now: .now) } }
        let untilWakeUp = wakeUp.map { max(.milliseconds(1), $0 - .now) } ?? limit
        let found = core.wait(upTo: min(limit, untilWakeUp)) { core -> Result<Next, ShuffleFetchFailure>? in
            if let failure = core.failure { return .failure(failure) }
            if core.readyHead < core.ready.count {
                let delivery = core.ready[core.readyHead]
                core.readyHead += 1
                // Cleared before it has grown long, and so that the bytes aren't kept.
                if core.readyHead == core.ready.count || core.readyHead > 64 {
                    core.ready.removeFirst(core.readyHead)
                    core.readyHead = 0
                }
                return .success(.delivery(delivery))
            }
            return core.state.isFinished || core.isCancelled ? .success(.finished) : nil
        }
        return try found?.get() ?? .pending
    }

    /// Says that the task has used a delivery.
    func consumed(_ delivery: Delivery) { change { $0.state.consumed(delivery.range.count, now: .now) } }

    /// Says that a delivery's bytes aren't what was written, and has them sent once more. The delivery counts as used.
    ///
    /// - Parameter offset: where the damaged block begins in the output's bytes.
    func damaged(_ delivery: Delivery, at offset: Int, _ error: WeftError) {
        change { core in
            let now = SchedulerTime.now
            let rest = core.ready[core.readyHead...]
            let stale = rest.filter { $0.output == delivery.output }
            core.ready = rest.filter { $0.output != delivery.output }
            core.readyHead = 0
            let thrownAway = stale.reduce(delivery.range.count) { $0 + $1.range.count }
            // First the damage: the bytes that become free must not go to chunks that are no longer wanted.
            let actions = core.state.damaged(delivery.output, at: offset, error, now: now)
            return actions + core.state.consumed(thrownAway, now: now)
        }
    }

    /// Ends it: nothing is sent any more, and what comes is dropped.
    func cancel() {
        core.withLock { core in
            core.isCancelled = true
            core.state.cancel()
            core.held = [:]
            core.ready = []
            core.readyHead = 0
            core.toSend = []
        }
    }

    private func arrived(_ request: Int, _ result: Result<ShuffleBlockResponse, WeftError>) {
        change { core in
            switch result {
            case .failure(let error):
                return core.state.failed(
                    request,
                    error,
                    isRetryable: fetcher.isRetryable(error),
                    now: .now
                )
            case .success(let response):
                var offset = 0
                for (index, part) in response.parts.enumerated() {
                    // A length that makes no sense is left to the state, which refuses it by the sum.
                    let count = max(0, min(part.byteCount, response.bytes.count - offset))
                    core.held[.init(request: request, part: index)] = Held(
                        totalBytes: part.totalBytes,
                        bytes: response.bytes,
                        range: offset..<(offset + count)
                    )
                    offset += count
                }
                return core.state.arrived(
                    request,
                    parts: response.parts,
                    byteCount: response.bytes.count,
                    now: .now
                )
            }
        }
    }

    /// Changes the state and does what it asks for.
    private func change(_ body: (inout Core) -> [ShuffleFetchState.Action]) {
        let isSender = core.withLock { core -> Bool in
            for action in body(&core) { note(action, in: &core) }
            guard !core.isSending, !core.toSend.isEmpty else { return false }
            core.isSending = true
            return true
        }
        core.broadcast()
        guard isSender else { return }
        // One at a time, and not from within `fetch`: a fetcher that answers at once would go ever deeper.
        while let sending = nextToSend() {
            let request = ShuffleBlockRequest(shuffleID: shuffleID, partition: partition, parts: sending.parts)
            fetcher.fetch(request, from: sending.executorID) { [self] in arrived(sending.request, $0) }
        }
    }

    private func nextToSend() -> Sending? {
        core.withLock { core in
            guard !core.toSend.isEmpty else {
                core.isSending = false
                return nil
            }
            return core.toSend.removeFirst()
        }
    }

    private func note(_ action: ShuffleFetchState.Action, in core: inout Core) {
        switch action {
        case .send(let request, let executorID, let parts):
            core.toSend.append(Sending(request: request, executorID: executorID, parts: parts))
        case .deliver(let piece, let output):
            guard let held = core.held.removeValue(forKey: piece) else { return }
            core.ready.append(
                Delivery(output: output, totalBytes: held.totalBytes, bytes: held.bytes, range: held.range)
            )
        case .drop(let piece):
            core.held[piece] = nil
        case .fail(let output, let error):
            let lost = core.state.outputs[output]
            core.failure = ShuffleFetchFailure(
                shuffleID: shuffleID,
                mapIndex: lost.mapIndex,
                executorID: lost.executorID,
                cause: error
            )
        }
    }
}
