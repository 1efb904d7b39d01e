import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Drives a `ShuffleFetchState` and notes what it asks for.
private struct FetchScript {
    var state: ShuffleFetchState
    var now = SchedulerTime.zero
    /// Requests that aren't answered, in the order in which they were sent.
    var open: [(id: Int, executorID: String, parts: [ShuffleBlockRequest.Part])] = []
    /// What was delivered, as output and the offset at which it should follow.
    var delivered: [Int: Int] = [:]
    /// Delivered bytes that aren't used.
    var unused: [Int] = []
    var dropped = 0
    var failure: (output: Int, code: String)?
    /// The sizes of pieces by request and part.
    private var sizes: [ShuffleFetchState.Piece: Int] = [:]
    /// What outputs really have.
    var totals: [Int: Int]
    var settings: ShuffleFetchSettings

    init(_ outputs: [(executor: String, bytes: Int)], _ change: (inout ShuffleFetchSettings) -> Void = { _ in }) {
        settings = ShuffleFetchSettings(maxBytesInFlight: 1000, maxRequestsPerPeer: 2, chunkBytes: 100)
        change(&settings)
        var generator = SampleGenerator(seed: 1)
        let wanted = outputs.enumerated().map { index, output in
            ShuffleFetchState.Output(
                executorID: output.executor,
                mapIndex: index,
                attempt: 10 + index,
                bytes: output.bytes
            )
        }
        totals = Dictionary(uniqueKeysWithValues: outputs.enumerated().map { ($0, $1.bytes) })
        state = ShuffleFetchState(wanted, settings: settings, using: &generator)
        note(state.start(now: now))
    }

    mutating func note(_ actions: [ShuffleFetchState.Action]) {
        for action in actions {
            switch action {
            case .send(let id, let executorID, let parts):
                #expect(failure == nil)
                open.append((id, executorID, parts))
            case .deliver(let piece, let output):
                let size = sizes.removeValue(forKey: piece) ?? -1
                delivered[output, default: 0] += size
                unused.append(size)
            case .drop(let piece):
                sizes[piece] = nil
                dropped += 1
            case .fail(let output, let error):
                failure = (output, error.code.rawValue)
            }
        }
    }

    func rightParts(_ request: (id: Int, executorID: String, parts: [ShuffleBlockRequest.Part]))
        -> [ShuffleBlockResponse.Part]
    {
        request.parts.map { part in
            let total = totals[part.mapIndex] ?? 0
            return .init(
                mapIndex: part.mapIndex,
                attempt: part.attempt,
                offset: part.offset,
                totalBytes: total,
                byteCount: min(part.limit, total - part.offset),
                failure: nil
            )
        }
    }

    /// Answers the open request at a place in the order of sending.
    mutating func answer(at index: Int = 0, _ change: (inout [ShuffleBlockResponse.Part]) -> Void = { _ in }) {
        let request = open.remove(at: index)
        var parts = rightParts(request)
        change(&parts)
        answer(request.id, parts)
    }

    mutating func answer(_ id: Int, _ parts: [ShuffleBlockResponse.Part], byteCount: Int? = nil) {
        for (index, part) in parts.enumerated() { sizes[.init(request: id, part: index)] = part.byteCount }
        let sum = parts.reduce(0) { $0 &+ $1.byteCount }
        note(state.arrived(id, parts: parts, byteCount: byteCount ?? sum, now: now))
    }

    mutating func fail(at index: Int = 0, isRetryable: Bool = true) {
        let request = open.remove(at: index)
        note(state.failed(request.id, WeftError("connection-lost", "lost"), isRetryable: isRetryable, now: now))
    }

    mutating func use() {
        guard !unused.isEmpty else { return }
        note(state.consumed(unused.removeFirst(), now: now))
    }

    mutating func wait(_ duration: Duration) {
        now = now + duration
        note(state.tick(now: now))
    }

    /// Answers and uses until nothing is left to answer.
    mutating func run(choosing choose: (FetchScript) -> Int = { _ in 0 }) {
        var steps = 0
        while !open.isEmpty, failure == nil, steps < 100_000 {
            steps += 1
            answer(at: choose(self))
            while !unused.isEmpty { use() }
        }
    }
}

@Suite("Fetching map outputs")
struct ShuffleFetchStateTests {
    @Test("all bytes of all outputs are delivered, each output from front to back, and no limit is passed")
    func everything() {
        for seed in 0..<50 {
            var generator = SampleGenerator(seed: UInt64(seed))
            let outputs = (0..<40).map { _ in
                (executor: "\(generator.next() % 4)", bytes: 1 + Int(generator.next() % 700))
            }
            var script = FetchScript(outputs)
            script.run { script in
                let perPeer = Dictionary(grouping: script.open, by: \.executorID).mapValues(\.count)
                #expect(perPeer.values.allSatisfy { $0 <= 2 })
                #expect(script.state.bytesInFlight <= 1000)
                return Int(generator.next() % UInt64(script.open.count))
            }
            #expect(script.state.isFinished)
            #expect(script.state.bytesInFlight == 0)
            for (index, output) in outputs.enumerated() { #expect(script.delivered[index] == output.bytes) }
        }
    }

    @Test("small outputs of one executor are asked for together, up to the size of a chunk")
    func grouping() {
        let script = FetchScript([("a", 30), ("a", 30), ("a", 30), ("b", 99), ("a", 30)])
        #expect(script.open.filter { $0.executorID == "a" }.map(\.parts.count) == [3, 1])
        #expect(script.open.filter { $0.executorID == "b" }.map(\.parts.count) == [1])
    }

    @Test("a large output is asked for chunk by chunk, several at once, and its end comes before other outputs begin")
    func chunks() {
        var script = FetchScript([("a", 450)]) { $0.maxRequestsPerPeer = 3 }
        #expect(script.open.map { $0.parts[0].offset } == [0])
        script.answer()
        #expect(script.open.map { $0.parts[0].offset } == [100, 200, 300])
        script.answer(at: 2)
        script.answer(at: 1)
        #expect(script.delivered[0] == 100)
        script.answer(at: 0)
        #expect(script.delivered[0] == 400)
        #expect(script.open.map { $0.parts[0].offset } == [400])
        #expect(script.open[0].parts[0].limit == 50)
        script.answer()
        #expect(script.state.isFinished)
    }

    @Test("no more is asked for than the bytes in flight allow, until some are used; one chunk may always go")
    func limit() {
        var script = FetchScript([("a", 100), ("b", 100), ("c", 100), ("d", 100)]) { $0.maxBytesInFlight = 250 }
        #expect(script.open.count == 2)
        script.answer()
        #expect(script.open.count == 1)
        script.use()
        #expect(script.open.count == 2)
        let tight = FetchScript([("a", 100), ("b", 100)]) { $0.maxBytesInFlight = 10 }
        #expect(tight.open.count == 1)
    }

    @Test("an output that is larger or smaller than was guessed comes whole", arguments: [1, 99, 100, 101, 150, 1000])
    func otherSize(total: Int) {
        var script = FetchScript([("a", 100)])
        script.totals[0] = total
        script.run()
        #expect(script.delivered[0] == total)
        #expect(script.state.isFinished && script.state.bytesInFlight == 0)
    }

    @Test("an answer that brings less than was asked for is followed by a request for the rest")
    func shortAnswers() {
        var script = FetchScript([("a", 250)])
        var steps = 0
        while !script.open.isEmpty, steps < 1000 {
            steps += 1
            script.answer { $0[0].byteCount = min(7, $0[0].byteCount) }
            while !script.unused.isEmpty { script.use() }
        }
        #expect(script.delivered[0] == 250)
        #expect(script.state.isFinished && script.state.bytesInFlight == 0)
    }

    @Test("after an error of the way, the request is repeated when the wait is over; then it succeeds")
    func retry() {
        var script = FetchScript([("a", 50), ("b", 50)])
        let index = script.open.firstIndex { $0.executorID == "a" } ?? 0
        script.fail(at: index)
        #expect(script.open.map(\.executorID) == ["b"])
        #expect(script.state.nextWakeUp == .zero + .seconds(1))
        script.wait(.milliseconds(999))
        #expect(script.open.count == 1)
        script.wait(.milliseconds(1))
        #expect(script.open.count == 2)
        script.run()
        #expect(script.state.isFinished && script.state.bytesInFlight == 0)
    }

    @Test("an executor that stays away makes its output fail after the last repetition; the others' aren't blamed")
    func deadPeer() {
        var script = FetchScript([("a", 50), ("b", 50)])
        for _ in 0..<3 {
            script.fail(at: script.open.firstIndex { $0.executorID == "a" } ?? 0)
            #expect(script.failure == nil)
            script.wait(.seconds(1))
        }
        script.fail(at: script.open.firstIndex { $0.executorID == "a" } ?? 0)
        #expect(script.failure?.output == 0)
        #expect(script.failure?.code == "connection-lost")
        // What comes afterwards is dropped, and nothing is asked for.
        let open = script.open.count
        let dropped = script.dropped
        script.answer()
        #expect(script.open.count == open - 1 && script.dropped == dropped + 1)
    }

    @Test("an error that no repetition helps against fails at once")
    func hopeless() {
        var script = FetchScript([("a", 50)])
        script.fail(isRetryable: false)
        #expect(script.failure?.output == 0)
    }

    @Test("while an executor is waited for, nothing else is asked of it, and the others go on")
    func patience() {
        var script = FetchScript((0..<10).map { ($0 % 2 == 0 ? "a" : "b", 100) })
        script.fail(at: script.open.firstIndex { $0.executorID == "a" } ?? 0)
        while let index = script.open.firstIndex(where: { $0.executorID == "b" }) {
            script.answer(at: index)
            while !script.unused.isEmpty { script.use() }
        }
        #expect(script.delivered.count == 5)
        #expect(script.open.count == 1)
        script.wait(.seconds(1))
        script.run()
        #expect(script.state.isFinished)
    }

    @Test("an executor that doesn't answer in time is asked again; its late answer is dropped")
    func slowPeer() {
        var script = FetchScript([("a", 50)])
        let late = script.open[0]
        script.wait(.seconds(119))
        #expect(script.open.count == 1)
        script.wait(.seconds(1))
        script.wait(.seconds(1))
        #expect(script.open.count == 2)
        script.open.removeFirst()
        script.answer(late.id, script.rightParts(late))
        #expect(script.delivered.isEmpty && script.dropped == 1)
        script.run()
        #expect(script.state.isFinished && script.delivered[0] == 50)
        #expect(script.state.bytesInFlight == 0)
    }

    @Test("repetitions hold their share of the bytes in flight, so that chunks after them can't block them")
    func noStarvation() {
        var script = FetchScript([("a", 1000)]) {
            $0.maxBytesInFlight = 300
            $0.maxRequestsPerPeer = 3
        }
        script.answer()
        script.use()
        #expect(script.open.count == 3)
        let first = script.open.firstIndex { $0.parts[0].offset == 100 } ?? 0
        script.fail(at: first)
        while !script.open.isEmpty { script.answer() }
        #expect(script.state.bytesInFlight == 300)
        script.wait(.seconds(1))
        #expect(script.open.map { $0.parts[0].offset } == [100])
        script.run()
        #expect(script.state.isFinished)
    }

    @Test("a part that the executor can't read fails at once, and is named")
    func missingFile() {
        var script = FetchScript([("a", 30), ("a", 30), ("a", 30)])
        script.answer { parts in
            parts[1].failure = WeftError("input-not-found", "gone")
            parts[1].byteCount = 0
        }
        #expect(script.failure?.code == "input-not-found")
        #expect(script.dropped + script.unused.count == 3)
    }

    @Test("an answer that doesn't fit is asked for once more, and then refused", arguments: Wrongness.allCases)
    func wrongAnswers(_ wrongness: Wrongness) {
        var script = FetchScript([("a", 250)])
        script.answer()
        script.use()
        let wrong = script.open.removeFirst()
        var parts = script.rightParts(wrong)
        let byteCount = wrongness.apply(&parts)
        script.answer(wrong.id, parts, byteCount: byteCount)
        #expect(script.failure == nil)
        let again = script.open.first { $0.parts == wrong.parts }
        #expect(again != nil)
        var once = script
        once.run()
        #expect(once.state.isFinished && once.state.bytesInFlight == 0 && once.delivered[0] == 250)
        guard let again else { return }
        script.open.removeAll { $0.id == again.id }
        script.answer(again.id, parts, byteCount: byteCount)
        #expect(script.failure?.code == "bad-answer")
    }

    enum Wrongness: String, CaseIterable {
        case otherMap, otherAttempt, otherOffset, moreBytes, noBytes, negativeBytes, otherTotal, lowestTotal, noParts
        case twoParts, hugeCount, lessThanSaid, moreThanSaid

        /// Makes the answer wrong and gives the number of bytes that come with it.
        func apply(_ parts: inout [ShuffleBlockResponse.Part]) -> Int? {
            switch self {
            case .otherMap: parts[0].mapIndex += 1
            case .otherAttempt: parts[0].attempt += 1
            case .otherOffset: parts[0].offset = 0
            case .moreBytes: parts[0].byteCount = 101
            case .noBytes: parts[0].byteCount = 0
            case .negativeBytes: parts[0].byteCount = -1
            case .otherTotal: parts[0].totalBytes = 1 << 62
            case .lowestTotal: parts[0].totalBytes = .min
            case .noParts: parts = []
            case .twoParts: parts += parts
            case .hugeCount: parts[0].byteCount = .max
            case .lessThanSaid: return 50
            case .moreThanSaid: return 150
            }
            return nil
        }
    }

    @Test("a length that somebody made up costs no memory and ends with the first answer without bytes")
    func hugeTotal() {
        var script = FetchScript([("a", 50)])
        script.totals[0] = 1 << 61
        script.answer()
        #expect(script.open.count == 2)
        script.answer { $0[0].byteCount = 0 }
        script.answer(at: script.open.count - 1) { $0[0].byteCount = 0 }
        #expect(script.failure != nil)
    }

    @Test("a damaged block makes the rest of its output come once more, from where it begins; a second time it fails")
    func damage() {
        var script = FetchScript([("a", 450)]) { $0.maxRequestsPerPeer = 3 }
        script.answer()
        script.answer(at: 1)
        script.answer(at: 1)
        // 0..<100 was delivered and 200..<400 came early; 100..<200 is on its way, and then 400..<450.
        #expect(script.open.map { $0.parts[0].offset } == [100, 400])
        let error = WeftError("corrupt-data", "damaged")
        script.note(script.state.damaged(0, at: 60, error, now: script.now))
        script.use()
        #expect(script.dropped == 2)
        script.delivered[0] = 60
        #expect(script.open.map { $0.parts[0].offset } == [100, 400, 60])
        script.answer()
        #expect(script.delivered[0] == 60)
        script.answer()
        script.run()
        #expect(script.delivered[0] == 450)
        #expect(script.state.isFinished && script.state.bytesInFlight == 0)
        script.note(script.state.damaged(0, at: 80, error, now: script.now))
        #expect(script.failure?.code == "corrupt-data" && script.failure?.output == 0)
    }

    @Test("a damaged last block reopens an output that had come whole")
    func lateDamage() {
        var script = FetchScript([("a", 80)])
        script.answer()
        #expect(script.state.isFinished)
        script.note(script.state.damaged(0, at: 30, WeftError("corrupt-data", "damaged"), now: script.now))
        #expect(!script.state.isFinished)
        script.use()
        script.delivered[0] = 30
        script.run()
        #expect(script.delivered[0] == 80)
        #expect(script.state.isFinished && script.state.bytesInFlight == 0)
    }

    @Test("after cancelling, nothing is sent and what comes is dropped")
    func cancelled() {
        var script = FetchScript((0..<20).map { ("\($0 % 3)", 100) })
        script.state.cancel()
        let open = script.open.count
        script.answer()
        script.fail()
        script.wait(.seconds(1000))
        #expect(script.open.count == open - 2)
        #expect(script.delivered.isEmpty && script.dropped == 1 && script.failure == nil)
    }

    @Test("tasks begin with different executors")
    func randomOrder() {
        let outputs = (0..<20).map {
            ShuffleFetchState.Output(executorID: "\($0)", mapIndex: $0, attempt: 0, bytes: 100)
        }
        let first = Set(
            (0..<30).compactMap { stream -> String? in
                var generator = SampleGenerator(seed: 0, stream: stream)
                var state = ShuffleFetchState(outputs, settings: ShuffleFetchSettings(), using: &generator)
                guard case .send(_, let executorID, _)? = state.start(now: .zero).first else { return nil }
                return executorID
            }
        )
        #expect(first.count > 5)
    }

    @Test("whatever goes wrong and comes late, the bytes in flight stay within the limit and come back to nothing")
    func chaos() {
        for seed in 0..<200 {
            var generator = SampleGenerator(seed: UInt64(seed))
            let outputs = (0..<12).map { _ in
                (executor: "\(generator.next() % 3)", bytes: 1 + Int(generator.next() % 500))
            }
            var script = FetchScript(outputs) {
                $0.maxBytesInFlight = 300
                $0.maxRetries = 1000
            }
            for (index, output) in outputs.enumerated() where index % 3 == 0 {
                script.totals[index] = output.bytes + index * 20
            }
            var steps = 0
            while !script.state.isFinished, steps < 20_000, script.failure == nil {
                steps += 1
                let pick = script.open.isEmpty ? 0 : Int(generator.next() % UInt64(script.open.count))
                switch generator.next() % 8 {
                case 0 where !script.open.isEmpty: script.fail(at: pick)
                case 1: script.wait(.milliseconds(Int(generator.next() % 1500)))
                case 2 where !script.open.isEmpty:
                    script.answer(at: pick) { $0[0].byteCount = max(1, $0[0].byteCount / 3) }
                case 3, 4: script.use()
                case 5 where generator.next() % 50 == 0: script.wait(.seconds(130))
                default: if !script.open.isEmpty { script.answer(at: pick) }
                }
                #expect(script.state.bytesInFlight <= 300 && script.state.bytesInFlight >= 0)
            }
            while !script.unused.isEmpty { script.use() }
            #expect(script.failure == nil)
            #expect(script.state.isFinished, "seed \(seed)")
            #expect(script.state.bytesInFlight == 0)
            for index in outputs.indices { #expect(script.delivered[index] == script.totals[index]) }
        }
    }
}
