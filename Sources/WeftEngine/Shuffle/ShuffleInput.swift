import WeftDiagnostics

/// One partition of a shuffle as the task's thread takes it in: block after block, of local and fetched map outputs.
///
/// What has been fetched is used first, since it holds memory; local files are read while more is on its way.
final class ShuffleInput {
    private let shuffleID: Int
    private let partition: Int
    private let task: TaskContext
    private let locations: [MapOutputLocation]
    /// The coded rows of the present block.
    let block = ScratchBuffer(capacity: ShuffleBlock.targetSize)

    private enum Current {
        case nothing
        case local(LocalShuffleOutput)
        case fetched(ShuffleFetchSession.Delivery, used: Int)
    }

    private var current = Current.nothing
    private var currentMap: Int?
    /// Map indexes of outputs of this executor, the next one last.
    private var localMaps: [Int] = []
    private var nextLocal: LocalShuffleOutput?
    /// Map indexes by the numbers that outputs have in the session.
    private var fetchedMaps: [Int] = []
    private var session: ShuffleFetchSession?
    private var cutters: [Int: ShuffleBlockCutter] = [:]

    init(shuffleID: Int, partition: Int, task: TaskContext) throws {
        self.shuffleID = shuffleID
        self.partition = partition
        self.task = task
        let environment = task.environment
        locations = try environment.mapOutputs.locations(
            shuffleID: shuffleID,
            partition: partition,
            epoch: task.mapOutputEpoch
        )
        var outputs: [ShuffleFetchState.Output] = []
        for (map, location) in locations.enumerated() where location.bytes > 0 {
            if location.executorID == environment.executorID {
                localMaps.append(map)
            } else {
                fetchedMaps.append(map)
                outputs.append(
                    .init(
                        executorID: location.executorID,
                        mapIndex: map,
                        attempt: location.attempt,
                        bytes: location.bytes
                    )
                )
            }
        }
        localMaps.reverse()
        guard !outputs.isEmpty else { return }
        guard let fetcher = environment.shuffleFetcher else {
            throw failure(fetchedMaps[0], WeftError("no-fetcher", "this executor can't fetch from other executors"))
        }
        let session = ShuffleFetchSession(
            shuffleID: shuffleID,
            partition: partition,
            outputs: outputs,
            settings: environment.fetchSettings,
            fetcher: fetcher,
            seed: task.taskID
        )
        session.start()
        self.session = session
    }

    deinit { session?.cancel() }

    /// Puts the coded rows of the next block into `block`.
    ///
    /// - Returns: false at the end.
    /// - Throws: `ShuffleFetchFailure`, `TaskKilled`.
    func nextBlock() throws -> Bool {
        while true {
            try task.checkCancelled()
            switch current {
            case .local(let output):
                if try nextBlock(of: output) { return true }
            case .fetched(let delivery, let used):
                if try nextBlock(of: delivery, used) { return true }
            case .nothing:
                guard try advance() else { return false }
            }
        }
    }

    /// The error for a block that was whole but isn't rows.
    func failure(decoding error: any Error) -> ShuffleFetchFailure { failure(currentMap, WeftError(wrapping: error)) }

    private func failure(_ map: Int?, _ cause: WeftError) -> ShuffleFetchFailure {
        ShuffleFetchFailure(
            shuffleID: shuffleID,
            mapIndex: map,
            executorID: map.map { locations[$0].executorID },
            cause: cause
        )
    }

    private func id(_ map: Int) -> ShuffleOutputID {
        ShuffleOutputID(shuffleID: shuffleID, mapIndex: map, attempt: locations[map].attempt)
    }

    /// Goes to the next local output or fetched piece.
    private func advance() throws -> Bool {
        if let session {
            switch try session.next(waitingUpTo: .zero) {
            case .delivery(let delivery):
                take(delivery)
                return true
            case .finished:
                try finishFetching()
            case .pending:
                break
            }
        }
        if try advanceLocally() { return true }
        guard let session else { return false }
        let clock = ContinuousClock()
        let start = clock.now
        defer { task.metrics.shuffleFetchWaitNanoseconds += (clock.now - start).wholeNanoseconds }
        while true {
            try task.checkCancelled()
            switch try session.next(waitingUpTo: .milliseconds(100)) {
            case .delivery(let delivery):
                take(delivery)
                return true
            case .finished:
                try finishFetching()
                return false
            case .pending:
                continue
            }
        }
    }

    // MARK: Local outputs

    private func advanceLocally() throws -> Bool {
        guard let output = try nextLocal ?? openLocal() else { return false }
        nextLocal = nil
        currentMap = output.map
        current = .local(output)
        task.metrics.shuffleReadLocalBytes += Int64(output.totalBytes)
        task.metrics.shuffleReadLocalBlocks += 1
        // The disk reads the next output while this one is computed with.
        nextLocal = try openLocal()
        nextLocal?.prefetch()
        return true
    }

    private func openLocal() throws -> LocalShuffleOutput? {
        guard let map = localMaps.popLast() else { return nil }
        do {
            let file = try task.environment.shuffles.file(id(map))
            let segments = try file.segments(of: partition)
            return LocalShuffleOutput(
                map: map,
                file: file,
                segments: segments,
                partition: partition,
                buffer: localBuffers[(localMaps.count) % 2]
            )
        } catch {
            throw failure(map, WeftError(wrapping: error))
        }
    }

    /// Two, as the next output is opened while the present one is read.
    private let localBuffers = [ScratchBuffer(), ScratchBuffer()]

    private func nextBlock(of output: LocalShuffleOutput) throws -> Bool {
        do {
            if try output.next(into: block) { return true }
        } catch {
            throw failure(output.map, WeftError(wrapping: error))
        }
        current = .nothing
        return false
    }

    // MARK: Fetched outputs

    private func take(_ delivery: ShuffleFetchSession.Delivery) {
        currentMap = fetchedMaps[delivery.output]
        current = .fetched(delivery, used: 0)
    }

    private func nextBlock(of delivery: ShuffleFetchSession.Delivery, _ used: Int) throws -> Bool {
        let map = fetchedMaps[delivery.output]
        let cutter = cutter(delivery, map)
        var used = used
        do {
            let isBlock = try delivery.bytes.withUnsafeBytes { bytes in
                try cutter.next(UnsafeRawBufferPointer(rebasing: bytes[delivery.range]), used: &used, into: block)
            }
            if isBlock {
                current = .fetched(delivery, used: used)
                return true
            }
        } catch {
            current = .nothing
            cutter.restartBlock()
            session?.damaged(delivery, at: cutter.position, WeftError(wrapping: error))
            return false
        }
        current = .nothing
        task.metrics.shuffleReadRemoteBytes += Int64(delivery.range.count)
        if cutter.isFinished {
            task.metrics.shuffleReadRemoteBlocks += 1
            cutters[delivery.output] = nil
        }
        session?.consumed(delivery)
        return false
    }

    private func cutter(_ delivery: ShuffleFetchSession.Delivery, _ map: Int) -> ShuffleBlockCutter {
        if let present = cutters[delivery.output] { return present }
        let new = ShuffleBlockCutter(id(map), partition: partition, totalBytes: delivery.totalBytes)
        cutters[delivery.output] = new
        return new
    }

    private func finishFetching() throws {
        session = nil
        // The cutter checks that no block reaches beyond the output's end, so each has come to an end here.
        if let (output, cutter) = cutters.first(where: { !$0.value.isFinished }) {
            let cause = ShuffleBlock.damaged("is cut short at \(cutter.position) of \(cutter.totalBytes)")
            throw failure(fetchedMaps[output], cause)
        }
    }
}

/// One partition of a map output in a file of this executor.
private final class LocalShuffleOutput {
    let map: Int
    let totalBytes: Int
    private let file: ShuffleFile
    private let segments: [ShuffleSegment]
    private let cutter: ShuffleBlockCutter
    private let piece: ScratchBuffer
    private var used = 0
    private var nextSegment = 0
    private var offsetInSegment = 0

    /// How many bytes are read at once.
    private static let pieceSize = 1 << 20

    init(map: Int, file: ShuffleFile, segments: [ShuffleSegment], partition: Int, buffer: ScratchBuffer) {
        self.map = map
        self.file = file
        self.segments = segments
        totalBytes = segments.reduce(0) { $0 + $1.length }
        cutter = ShuffleBlockCutter(file.output, partition: partition, totalBytes: totalBytes)
        piece = buffer
    }

    func prefetch() { for segment in segments where segment.length >= 64 << 10 { file.prefetch(segment) } }

    func next(into block: ScratchBuffer) throws -> Bool {
        if cutter.position == 0, used == 0 {
            // The driver was told that there is something.
            guard totalBytes > 0 else { throw ShuffleFileIndex.corrupt("has nothing for the partition") }
            piece.count = 0
        }
        while true {
            if try cutter.next(piece.bytes, used: &used, into: block) { return true }
            guard try fill() else {
                guard cutter.isFinished else { throw ShuffleBlock.damaged("is cut short") }
                return false
            }
        }
    }

    /// Reads the next bytes, across segments, so that small ones aren't handled one by one.
    private func fill() throws -> Bool {
        piece.count = 0
        used = 0
        piece.reserve(min(Self.pieceSize, totalBytes))
        while nextSegment < segments.count, piece.count < piece.capacity {
            let segment = segments[nextSegment]
            let count = min(segment.length - offsetInSegment, piece.capacity - piece.count)
            let target = UnsafeMutableRawBufferPointer(start: piece.base + piece.count, count: count)
            try file.read(into: target, at: segment.offset + offsetInSegment)
            piece.count += count
            offsetInSegment += count
            if offsetInSegment == segment.length {
                nextSegment += 1
                offsetInSegment = 0
            }
        }
        return piece.count > 0
    }
}
