import WeftDiagnostics

/// Which bytes of other executors' map outputs a task asks for next, and which of those that came are next to be used.
///
/// Pure state: it knows sizes and places, not bytes. Each map output is cut into chunks; small outputs of one executor are
/// asked for together. The bytes that were asked for and aren't used yet stay below a limit. A chunk holds its share of the
/// limit from when it is first asked for until it is used, whatever goes wrong on the way: were it given back before a
/// repetition, later chunks that can't be used without it might take it.
struct ShuffleFetchState {
    /// The part of a map output that is wanted.
    struct Output: Hashable, Sendable {
        var executorID: String
        var mapIndex: Int
        var attempt: Int
        /// About how many bytes it has.
        var bytes: Int
    }

    /// One part of one answer.
    struct Piece: Hashable, Sendable {
        var request: Int
        var part: Int
    }

    enum Action: Hashable, Sendable {
        /// Ask an executor.
        case send(request: Int, executorID: String, parts: [ShuffleBlockRequest.Part])
        /// The piece's bytes are the next ones of the output.
        case deliver(Piece, output: Int)
        /// The piece's bytes aren't wanted.
        case drop(Piece)
        /// The output can't be had; nothing more comes.
        case fail(output: Int, WeftError)
    }

    /// A range of an output that is to be asked for, or was. One that waits may be longer than a request: it is cut when its
    /// turn comes, so that a length that somebody made up costs nothing.
    private struct Chunk {
        var output: Int
        var offset: Int
        var limit: Int
        /// Whether it holds its share of the bytes in flight.
        var isReserved = false
        var failures = 0
        /// What the output's generation was.
        var generation: Int
    }

    private struct Progress {
        var totalBytes: Int?
        /// How many bytes were delivered.
        var delivered = 0
        /// Chunks that came before their turn, by offset.
        var early: [Int: (piece: Piece, byteCount: Int)] = [:]
        /// Grows when the output is asked for anew; what was asked for before isn't wanted then.
        var generation = 0
        /// Whether something damaged has come already.
        var wasDamaged = false
    }

    private struct Peer {
        /// What is to be asked for, the next one last.
        var queue: [Chunk] = []
        var requestCount = 0
        var blockedUntil: SchedulerTime?
    }

    private struct Request {
        var executorID: String
        var chunks: [Chunk]
        var deadline: SchedulerTime
    }

    let outputs: [Output]
    private let settings: ShuffleFetchSettings
    private var progress: [Progress]
    private var peers: [String: Peer] = [:]
    /// The executors in the order in which they get their turns.
    private var turns: [String] = []
    private var nextTurn = 0
    private var requests: [Int: Request] = [:]
    private var nextRequest = 0
    private var incomplete: Int
    private var isOver = false
    /// The bytes that were asked for and not yet used.
    private(set) var bytesInFlight = 0

    /// Makes the state; outputs are asked for in a random order, so that not all tasks begin with the same executor.
    init(
        _ outputs: [Output],
        settings: ShuffleFetchSettings,
        using generator: inout some RandomNumberGenerator
    ) {
        self.outputs = outputs
        self.settings = settings
        progress = Array(repeating: Progress(), count: outputs.count)
        incomplete = outputs.count
        for index in outputs.indices.shuffled(using: &generator) {
            let output = outputs[index]
            if peers[output.executorID] == nil { turns.append(output.executorID) }
            let chunk = Chunk(
                output: index,
                offset: 0,
                limit: max(1, min(settings.chunkBytes, output.bytes)),
                generation: 0
            )
            peers[output.executorID, default: Peer()].queue.append(chunk)
        }
    }

    /// Whether all bytes of all outputs were delivered.
    var isFinished: Bool { incomplete == 0 }

    /// When `tick` has something to do.
    var nextWakeUp: SchedulerTime? {
        let retries = peers.values.compactMap { $0.queue.isEmpty ? nil : $0.blockedUntil }
        return (retries + requests.values.map(\.deadline)).min()
    }

    // MARK: Events

    /// Begins, or goes on where a limit has kept something back.
    mutating func start(now: SchedulerTime) -> [Action] { send(now: now) }

    /// An answer has come.
    mutating func arrived(
        _ id: Int,
        parts: [ShuffleBlockResponse.Part],
        byteCount: Int,
        now: SchedulerTime
    ) -> [Action] {
        let pieces = parts.indices.map { Piece(request: id, part: $0) }
        guard !isOver, let request = requests.removeValue(forKey: id) else { return pieces.map { .drop($0) } }
        peers[request.executorID]?.requestCount -= 1
        var actions: [Action] = []
        let sum = parts.reduce(0) { sum, part in
            // Added up with care: nothing says that the numbers make sense.
            part.byteCount >= 0 && sum >= 0 && part.byteCount <= byteCount - sum ? sum + part.byteCount : -1
        }
        if parts.count != request.chunks.count || sum != byteCount {
            actions += pieces.map { .drop($0) }
            for chunk in request.chunks.reversed() where !isOver {
                actions += repeatDamaged(chunk, Self.wrongAnswer("has another length than its parts"))
            }
            return actions + send(now: now)
        }
        // Back to front: what is to be asked again is put before what waits, and the first one has to come out first.
        for index in parts.indices.reversed() where !isOver {
            actions += take(parts[index], as: pieces[index], request.chunks[index])
        }
        if isOver { actions += pieces.filter { piece in !actions.contains { $0.piece == piece } }.map { .drop($0) } }
        return actions + send(now: now)
    }

    /// A request has failed on the way.
    mutating func failed(_ id: Int, _ error: WeftError, isRetryable: Bool, now: SchedulerTime) -> [Action] {
        guard !isOver, let request = requests.removeValue(forKey: id) else { return [] }
        peers[request.executorID]?.requestCount -= 1
        for var chunk in request.chunks.reversed() {
            guard isCurrent(chunk) else {
                give(back: chunk)
                continue
            }
            chunk.failures += 1
            guard isRetryable, chunk.failures <= settings.maxRetries else { return fail(chunk.output, error) }
            peers[request.executorID]?.queue.append(chunk)
        }
        peers[request.executorID]?.blockedUntil = now + settings.retryWait
        return send(now: now)
    }

    /// The task has used delivered bytes, or has thrown them away.
    mutating func consumed(_ byteCount: Int, now: SchedulerTime) -> [Action] {
        bytesInFlight -= byteCount
        return isOver ? [] : send(now: now)
    }

    /// Bytes that were delivered aren't what was written: asks for the rest of the output once more, from where the damaged
    /// block begins. The second time it is the output that is damaged, not what was sent.
    mutating func damaged(_ output: Int, at offset: Int, _ error: WeftError, now: SchedulerTime) -> [Action] {
        guard !isOver else { return [] }
        guard !progress[output].wasDamaged, offset <= progress[output].delivered else { return fail(output, error) }
        if progress[output].delivered == progress[output].totalBytes { incomplete += 1 }
        progress[output].wasDamaged = true
        progress[output].generation += 1
        progress[output].delivered = offset
        var actions: [Action] = []
        for (_, early) in progress[output].early.sorted(by: { $0.key < $1.key }) {
            bytesInFlight -= early.byteCount
            actions.append(.drop(early.piece))
        }
        progress[output].early = [:]
        let executorID = outputs[output].executorID
        let stale = peers[executorID]?.queue.filter { $0.output == output } ?? []
        for chunk in stale { give(back: chunk) }
        peers[executorID]?.queue.removeAll { $0.output == output }
        queueRest(of: output, from: offset)
        return actions + send(now: now)
    }

    /// Time has passed.
    mutating func tick(now: SchedulerTime) -> [Action] {
        var actions: [Action] = []
        for id in requests.filter({ $0.value.deadline <= now }).keys.sorted() where !isOver {
            let seconds = settings.requestTimeout.wholeNanoseconds / 1_000_000_000
            let error = WeftError(
                "timed-out",
                "the executor hasn't answered for \(seconds) seconds",
                remedy: "look at the executor's log and at the network between the two machines"
            )
            actions += failed(id, error, isRetryable: true, now: now)
        }
        return isOver ? actions : actions + send(now: now)
    }

    /// Nothing is wanted any more.
    mutating func cancel() { isOver = true }

    // MARK: Steps

    private func isCurrent(_ chunk: Chunk) -> Bool { progress[chunk.output].generation == chunk.generation }

    private mutating func give(back chunk: Chunk) { if chunk.isReserved { bytesInFlight -= chunk.limit } }

    private mutating func fail(_ output: Int, _ error: WeftError) -> [Action] {
        isOver = true
        return [.fail(output: output, error)]
    }

    private mutating func take(_ part: ShuffleBlockResponse.Part, as piece: Piece, _ chunk: Chunk) -> [Action] {
        guard isCurrent(chunk) else {
            give(back: chunk)
            return [.drop(piece)]
        }
        if let failure = part.failure { return [.drop(piece)] + fail(chunk.output, failure) }
        if let wrong = wrongness(of: part, chunk) { return [.drop(piece)] + repeatDamaged(chunk, wrong) }
        let executorID = outputs[chunk.output].executorID
        bytesInFlight -= chunk.limit - part.byteCount
        let isFirst = progress[chunk.output].totalBytes == nil
        progress[chunk.output].totalBytes = part.totalBytes
        let end = chunk.offset + part.byteCount
        if isFirst {
            // What is known by now to be left; the first chunk was as long as was guessed.
            queueRest(of: chunk.output, from: end)
        } else if part.byteCount < chunk.limit, end < part.totalBytes {
            var rest = chunk
            rest.offset = end
            rest.limit = min(chunk.limit - part.byteCount, part.totalBytes - end)
            bytesInFlight += rest.limit
            peers[executorID]?.queue.append(rest)
        }
        guard chunk.offset == progress[chunk.output].delivered else {
            progress[chunk.output].early[chunk.offset] = (piece, part.byteCount)
            return []
        }
        var actions: [Action] = [.deliver(piece, output: chunk.output)]
        progress[chunk.output].delivered = end
        while let next = progress[chunk.output].early.removeValue(forKey: progress[chunk.output].delivered) {
            actions.append(.deliver(next.piece, output: chunk.output))
            progress[chunk.output].delivered += next.byteCount
        }
        if progress[chunk.output].delivered == part.totalBytes { incomplete -= 1 }
        return actions
    }

    /// What is wrong with an answer's part, if anything.
    private func wrongness(of part: ShuffleBlockResponse.Part, _ chunk: Chunk) -> WeftError? {
        let output = outputs[chunk.output]
        guard part.mapIndex == output.mapIndex, part.attempt == output.attempt, part.offset == chunk.offset else {
            return Self.wrongAnswer("is about another block than the one asked for")
        }
        guard part.byteCount <= chunk.limit else { return Self.wrongAnswer("brings more bytes than were asked for") }
        guard part.byteCount > 0 else { return Self.wrongAnswer("brings no bytes") }
        guard part.totalBytes >= chunk.offset, part.byteCount <= part.totalBytes - chunk.offset,
            progress[chunk.output].totalBytes ?? part.totalBytes == part.totalBytes
        else { return Self.wrongAnswer("gives another length of the block than before") }
        return nil
    }

    private static func wrongAnswer(_ what: String) -> WeftError {
        WeftError(
            "bad-answer",
            "an executor's answer \(what)",
            remedy: "run all processes of the application from the same build"
        )
    }

    /// Asks again, once, for what came wrong.
    private mutating func repeatDamaged(_ chunk: Chunk, _ error: WeftError) -> [Action] {
        guard isCurrent(chunk) else {
            give(back: chunk)
            return []
        }
        guard !progress[chunk.output].wasDamaged else { return fail(chunk.output, error) }
        progress[chunk.output].wasDamaged = true
        peers[outputs[chunk.output].executorID]?.queue.append(chunk)
        return []
    }

    /// Puts an output's chunks from an offset on before all else that its executor is to be asked for, so that it comes to
    /// its end before others begin.
    private mutating func queueRest(of output: Int, from offset: Int) {
        guard let totalBytes = progress[output].totalBytes else { return }
        guard offset < totalBytes else { return }
        let rest = Chunk(
            output: output,
            offset: offset,
            limit: totalBytes - offset,
            generation: progress[output].generation
        )
        peers[outputs[output].executorID]?.queue.append(rest)
    }

    /// The most map outputs that one request asks for.
    private static let maximumPartCount = 256

    /// Asks for as much as the limits allow, one request to each executor in turn.
    private mutating func send(now: SchedulerTime) -> [Action] {
        var actions: [Action] = []
        var idle = 0
        while !isOver, idle < turns.count {
            let executorID = turns[nextTurn]
            nextTurn = (nextTurn + 1) % turns.count
            if let action = sendNext(to: executorID, now: now) {
                actions.append(action)
                idle = 0
            } else {
                idle += 1
            }
        }
        return actions
    }

    private mutating func sendNext(to executorID: String, now: SchedulerTime) -> Action? {
        // Taken out while it changes: a second reference would make each change a copy of the queue.
        guard var peer = peers.removeValue(forKey: executorID) else { return nil }
        defer { peers[executorID] = peer }
        if let blocked = peer.blockedUntil {
            if blocked > now { return nil }
            peer.blockedUntil = nil
        }
        guard peer.requestCount < settings.maxRequestsPerPeer else { return nil }
        var chunks: [Chunk] = []
        var size = 0
        while var next = peer.queue.last, chunks.count < Self.maximumPartCount {
            let limit = min(next.limit, settings.chunkBytes)
            guard chunks.isEmpty || size + limit <= settings.chunkBytes else { break }
            if !next.isReserved {
                guard bytesInFlight == 0 || bytesInFlight + limit <= settings.maxBytesInFlight else { break }
                bytesInFlight += limit
            }
            peer.queue.removeLast()
            if limit < next.limit {
                var rest = next
                rest.offset += limit
                rest.limit -= limit
                peer.queue.append(rest)
            }
            next.limit = limit
            next.isReserved = true
            chunks.append(next)
            size += limit
        }
        guard !chunks.isEmpty else { return nil }
        peer.requestCount += 1
        let id = nextRequest
        nextRequest += 1
        requests[id] = Request(executorID: executorID, chunks: chunks, deadline: now + settings.requestTimeout)
        let parts = chunks.map { chunk in
            ShuffleBlockRequest.Part(
                mapIndex: outputs[chunk.output].mapIndex,
                attempt: outputs[chunk.output].attempt,
                offset: chunk.offset,
                limit: chunk.limit
            )
        }
        return .send(request: id, executorID: executorID, parts: parts)
    }
}

extension ShuffleFetchState.Action {
    /// The piece that the action is about.
    fileprivate var piece: ShuffleFetchState.Piece? {
        switch self {
        case .deliver(let piece, _), .drop(let piece): piece
        case .send, .fail: nil
        }
    }
}
