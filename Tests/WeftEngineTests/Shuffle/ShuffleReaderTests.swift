import BinaryCoding
import Glibc
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Executors in one process: each has a store, and asking one is a thread's work.
private final class FakeExecutors: ShuffleFetcher {
    enum Fault: Sendable {
        /// The connection breaks this often.
        case breaking(Int)
        /// A byte is changed in this many answers.
        case flipping(Int)
        /// No answer ever comes.
        case silent
        /// It answers on the thread that asks.
        case atOnce
        /// Each answer has at most this many bytes a part.
        case stingy(Int)
        /// Each part has another map's bytes.
        case confused
    }

    private struct State {
        var faults: [String: Fault]
        var requests = 0
        var running = 0
        var mostRunning: [String: Int] = [:]
        var runningAt: [String: Int] = [:]
    }

    let stores: [String: ShuffleStore]
    private let state: Mutex<State>

    init(_ stores: [String: ShuffleStore], faults: [String: Fault] = [:]) {
        self.stores = stores
        state = Mutex(State(faults: faults))
    }

    var requestCount: Int { state.withLock { $0.requests } }
    var mostRunning: Int { state.withLock { $0.mostRunning.values.max() ?? 0 } }

    func fetch(
        _ request: ShuffleBlockRequest,
        from executorID: String,
        _ completion: @escaping @Sendable (Result<ShuffleBlockResponse, WeftError>) -> Void
    ) {
        let fault = state.withLock { state -> Fault? in
            state.requests += 1
            state.runningAt[executorID, default: 0] += 1
            let running = state.runningAt[executorID] ?? 0
            state.mostRunning[executorID] = max(running, state.mostRunning[executorID] ?? 0)
            let fault = state.faults[executorID]
            switch fault {
            case .breaking(let left): state.faults[executorID] = left > 1 ? .breaking(left - 1) : nil
            case .flipping(let left): state.faults[executorID] = left > 1 ? .flipping(left - 1) : nil
            default: break
            }
            return fault
        }
        if case .silent = fault { return }
        let answer: @Sendable () -> Void = { [self] in
            let result = result(request, executorID, fault)
            state.withLock { $0.runningAt[executorID, default: 0] -= 1 }
            completion(result)
        }
        if case .atOnce = fault { return answer() }
        do {
            try DedicatedThread.start(name: "fake-executor", answer)
        } catch {
            completion(.failure(WeftError(wrapping: error)))
        }
    }

    private func result(
        _ request: ShuffleBlockRequest,
        _ executorID: String,
        _ fault: Fault?
    ) -> Result<ShuffleBlockResponse, WeftError> {
        var request = request
        if case .breaking = fault { return .failure(WeftError("connection-lost", "the connection broke")) }
        if case .stingy(let limit) = fault {
            for index in request.parts.indices { request.parts[index].limit = min(limit, request.parts[index].limit) }
        }
        if case .confused = fault { for index in request.parts.indices { request.parts[index].mapIndex ^= 1 } }
        guard let store = stores[executorID] else {
            return .failure(WeftError("connection-refused", "nobody is there"))
        }
        return Result {
            var response = try store.response(to: request)
            if case .flipping = fault {
                var bytes = response.bytes.withUnsafeBytes { Array($0) }
                bytes[bytes.count / 2] ^= 4
                response.bytes = bytes
            }
            return response
        }.mapError { WeftError(wrapping: $0) }
    }
}

private struct FixedLocations: MapOutputSource {
    var all: [MapStatus]

    func locations(shuffleID: Int, partition: Int, epoch: Int) throws -> [MapOutputLocation] {
        all.map { .init(executorID: $0.executorID, attempt: $0.attempt, bytes: $0.sizes[partition]) }
    }
}

/// A shuffle that several executors have written, and a task on one of them that reads it.
private struct WrittenShuffle {
    let folder: ScratchFolder
    var stores: [String: ShuffleStore] = [:]
    var statuses: [MapStatus] = []
    let partitionCount: Int
    /// The rows by partition, in no order.
    var expected: [[Int: Int]]

    init(
        _ folder: ScratchFolder,
        executors: Int,
        maps: Int,
        partitionCount: Int,
        rowsPerMap: Int,
        flushLimit: Int = 1 << 20
    ) throws {
        self.folder = folder
        self.partitionCount = partitionCount
        expected = Array(repeating: [:], count: partitionCount)
        for executor in 0..<executors {
            let directories = try LocalDirectories(bases: [folder.root], name: "executor-\(executor)")
            stores["\(executor)"] = ShuffleStore(directories: directories, flushLimit: flushLimit)
        }
        for map in 0..<maps {
            let executor = "\(map % executors)"
            guard let store = stores[executor] else { continue }
            let output = store.output(shuffleID: 1, mapIndex: map, attempt: 100 + map, partitionCount: partitionCount)
            let buckets = try ShuffleBuckets<(Int, String)>(
                count: partitionCount,
                mapPartition: map,
                output: output
            )
            for row in 0..<rowsPerMap {
                let value = map * rowsPerMap + row
                let partition = value &* 31 % partitionCount
                try buckets.append((value, "row \(value)"), to: partition)
                expected[partition][value] = map
            }
            try buckets.finish()
            let written = try output.commit()
            statuses.append(MapStatus(executorID: executor, attempt: written.attempt, sizes: written.sizes))
        }
    }

    func task(
        on executorID: String = "0",
        _ fetcher: FakeExecutors?,
        cancellation: TaskCancellation = TaskCancellation(),
        _ change: (inout ShuffleFetchSettings) -> Void = { _ in }
    ) throws -> TaskContext {
        var settings = ShuffleFetchSettings()
        settings.retryWait = .milliseconds(20)
        change(&settings)
        let directories = try LocalDirectories(
            bases: [folder.root],
            name: "task-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        )
        let store = stores[executorID] ?? ShuffleStore(directories: directories, flushLimit: 1 << 20)
        let memory = MemoryManager(budget: 64 << 20, slots: 1, storageFraction: 0.5)
        let environment = ExecutorEnvironment(
            executorID: executorID,
            memory: memory,
            directories: directories,
            blocks: BlockStore(memory: memory, directories: directories) { _, _ in },
            shuffles: store,
            mapOutputs: FixedLocations(all: statuses),
            fileSystems: FileSystems(),
            files: TaskFiles(),
            shuffleFetcher: fetcher,
            fetchSettings: settings,
            binarySource: { _ in [] }
        )
        let description = TaskDescription(
            taskID: 5,
            stageID: 0,
            stageAttempt: 0,
            partition: 0,
            attemptNumber: 0,
            mapOutputEpoch: 0,
            binaryID: 0,
            properties: [:],
            payloads: [:]
        )
        return TaskContext(description, environment: environment, cancellation: cancellation)
    }

    /// Reads a partition and checks that it is what was written, each map's rows in their order.
    func check(partition: Int, _ task: TaskContext) throws {
        let batches = try ShuffleReader<(Int, String)>(shuffleID: 1, partition: partition, task: task).batches()
        var found: [Int: Int] = [:]
        var last: [Int: Int] = [:]
        while let rows = try batches.next() {
            for (value, text) in rows {
                #expect(text == "row \(value)")
                let map = expected[partition][value] ?? -1
                #expect(last[map, default: -1] < value)
                last[map] = value
                found[value] = map
            }
        }
        #expect(found == expected[partition])
    }

    func failure(partition: Int, _ task: TaskContext) throws -> ShuffleFetchFailure? {
        do {
            let batches = try ShuffleReader<(Int, String)>(shuffleID: 1, partition: partition, task: task).batches()
            while try batches.next() != nil {}
        } catch let error as ShuffleFetchFailure {
            return error
        }
        Issue.record("nothing was thrown")
        return nil
    }
}

private func withShuffle(
    executors: Int = 3,
    maps: Int = 9,
    partitionCount: Int = 4,
    rowsPerMap: Int = 5000,
    flushLimit: Int = 1 << 20,
    _ body: (WrittenShuffle) throws -> Void
) throws {
    let folder = try ScratchFolder.make()
    defer { folder.remove() }
    try body(
        try WrittenShuffle(
            folder,
            executors: executors,
            maps: maps,
            partitionCount: partitionCount,
            rowsPerMap: rowsPerMap,
            flushLimit: flushLimit
        )
    )
}

@Suite("Reading a shuffle of several executors")
struct ShuffleReaderTests {
    @Test("gives all rows, local and fetched ones, each map's in their order")
    func all() throws {
        try withShuffle { shuffle in
            let fetcher = FakeExecutors(shuffle.stores)
            for partition in 0..<4 {
                let task = try shuffle.task(fetcher)
                try shuffle.check(partition: partition, task)
                #expect(task.metrics.shuffleReadRecords == Int64(shuffle.expected[partition].count))
                #expect(task.metrics.shuffleReadLocalBlocks == 3)
                #expect(task.metrics.shuffleReadRemoteBlocks == 6)
                #expect(task.metrics.shuffleReadLocalBytes > 0 && task.metrics.shuffleReadRemoteBytes > 0)
            }
        }
    }

    @Test("works with tiny chunks, many segments and few bytes in flight")
    func tinyChunks() throws {
        try withShuffle(rowsPerMap: 2000, flushLimit: 3000) { shuffle in
            let fetcher = FakeExecutors(shuffle.stores)
            let task = try shuffle.task(fetcher) {
                $0.chunkBytes = 777
                $0.maxBytesInFlight = 2000
                $0.maxRequestsPerPeer = 2
            }
            try shuffle.check(partition: 1, task)
            #expect(fetcher.mostRunning <= 2)
            #expect(fetcher.requestCount > 20)
        }
    }

    @Test("needs few requests for many tiny blocks")
    func manyTinyBlocks() throws {
        try withShuffle(executors: 2, maps: 300, partitionCount: 50, rowsPerMap: 40) { shuffle in
            let fetcher = FakeExecutors(shuffle.stores)
            for partition in 0..<3 { try shuffle.check(partition: partition, try shuffle.task(fetcher)) }
            #expect(fetcher.requestCount <= 6)
        }
    }

    @Test("an executor that answers at once, on the asking thread, nests nothing")
    func atOnce() throws {
        try withShuffle { shuffle in
            let fetcher = FakeExecutors(shuffle.stores, faults: ["1": .atOnce, "2": .atOnce])
            try shuffle.check(partition: 0, try shuffle.task(fetcher) { $0.chunkBytes = 50 })
        }
    }

    @Test("a broken connection and a short answer delay it only")
    func retry() throws {
        try withShuffle { shuffle in
            let fetcher = FakeExecutors(shuffle.stores, faults: ["1": .breaking(2), "2": .stingy(1000)])
            try shuffle.check(partition: 2, try shuffle.task(fetcher))
        }
    }

    @Test("damage on the way is fetched again; damage that stays is a fetch failure that names the map")
    func damage() throws {
        try withShuffle { shuffle in
            let once = FakeExecutors(shuffle.stores, faults: ["1": .flipping(1)])
            try shuffle.check(partition: 0, try shuffle.task(once))
            let always = FakeExecutors(shuffle.stores, faults: ["2": .flipping(1000)])
            let failure = try shuffle.failure(partition: 0, try shuffle.task(always))
            #expect(failure?.executorID == "2")
            #expect(failure?.shuffleID == 1)
            #expect((failure?.mapIndex ?? 0) % 3 == 2)
            #expect(failure?.cause.code == "corrupt-data")
        }
    }

    @Test("an executor that is gone, or gives another map's bytes, is a fetch failure in the end")
    func gone() throws {
        try withShuffle { shuffle in
            var stores = shuffle.stores
            stores["1"] = nil
            let dead = try shuffle.failure(partition: 0, try shuffle.task(FakeExecutors(stores)))
            #expect(dead?.executorID == "1" && dead?.cause.code == "connection-refused")
            let confused = FakeExecutors(shuffle.stores, faults: ["2": .confused])
            let wrong = try shuffle.failure(partition: 0, try shuffle.task(confused))
            #expect(wrong?.executorID == "2")
            let none = try shuffle.failure(partition: 0, try shuffle.task(nil))
            #expect(none?.cause.code == "no-fetcher")
        }
    }

    @Test("a file that isn't there any more fails at once, local or not", arguments: ["0", "1"])
    func missingFile(executor: String) throws {
        try withShuffle { shuffle in
            shuffle.stores[executor]?.remove(shuffleID: 1)
            let fetcher = FakeExecutors(shuffle.stores)
            let failure = try shuffle.failure(partition: 0, try shuffle.task(fetcher))
            #expect(failure?.executorID == executor)
            #expect(failure?.cause.code == "input-not-found")
            #expect(fetcher.requestCount < 5)
        }
    }

    @Test("a flipped byte of a local file is a fetch failure of this executor's map")
    func localDamage() throws {
        try withShuffle(executors: 1) { shuffle in
            guard let store = shuffle.stores["0"] else { return }
            let path = store.directories.path(of: "shuffle_1_4_104").path
            var bytes = try ScratchFolder(root: "/").bytes(path)
            bytes[100] ^= 1
            try ScratchFolder(root: "/").write(path, bytes)
            let failures = try (0..<4).compactMap { partition -> ShuffleFetchFailure? in
                do {
                    try shuffle.check(partition: partition, try shuffle.task(nil))
                    return nil
                } catch let error as ShuffleFetchFailure {
                    return error
                }
            }
            #expect(failures.count == 1)
            #expect(failures.first?.mapIndex == 4 && failures.first?.executorID == "0")
            #expect(failures.first?.cause.code == "corrupt-data")
        }
    }

    @Test("a task that is told to stop doesn't wait for an executor that never answers")
    func cancelled() async throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let shuffle = try WrittenShuffle(folder, executors: 2, maps: 4, partitionCount: 2, rowsPerMap: 100)
        let cancellation = TaskCancellation()
        let task = try shuffle.task(FakeExecutors(shuffle.stores, faults: ["1": .silent]), cancellation: cancellation)
        // A thread of its own: the pool's may all be blocked by tests like this one.
        try DedicatedThread.start(name: "canceller", stackSize: 128 << 10) {
            usleep(50_000)
            cancellation.cancel(reason: "enough")
        }
        #expect(throws: TaskKilled.self) { try shuffle.check(partition: 0, task) }
        #expect(task.metrics.shuffleFetchWaitNanoseconds > 0)
    }

    @Test("an executor that never answers is a fetch failure when time and repetitions are over")
    func silent() throws {
        try withShuffle(executors: 2, maps: 4, partitionCount: 2, rowsPerMap: 100) { shuffle in
            let fetcher = FakeExecutors(shuffle.stores, faults: ["1": .silent])
            let task = try shuffle.task(fetcher) { $0.requestTimeout = .milliseconds(30) }
            let failure = try shuffle.failure(partition: 0, task)
            #expect(failure?.executorID == "1" && failure?.cause.code == "timed-out")
            #expect(fetcher.requestCount == 4)
        }
    }

    @Test("rows of many sizes come through: a batch of large rows is cut into several")
    func largeRows() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let store = ShuffleStore(
            directories: try LocalDirectories(bases: [folder.root], name: "app"),
            flushLimit: 1 << 20
        )
        let output = store.output(shuffleID: 1, mapIndex: 0, attempt: 0, partitionCount: 3)
        let buckets = try ShuffleBuckets<String>(count: 3, mapPartition: 0, output: output)
        let sizes = (0..<300).map { [10, 1000, 200_000, 0, 70_000][$0 % 5] }
        for (index, size) in sizes.enumerated() {
            try buckets.append(String(repeating: "x", count: size) + "\(index)", to: index % 3)
        }
        try buckets.finish()
        let written = try output.commit()
        var shuffle = try WrittenShuffle(folder, executors: 0, maps: 0, partitionCount: 3, rowsPerMap: 0)
        shuffle.stores["0"] = store
        shuffle.statuses = [MapStatus(executorID: "0", attempt: 0, sizes: written.sizes)]
        var lengths: [Int] = []
        for partition in 0..<3 {
            let task = try shuffle.task(nil)
            let rows = try ShuffleReader<String>(shuffleID: 1, partition: partition, task: task).batches().collect()
            lengths += rows.map(\.utf8.count)
        }
        #expect(lengths.sorted() == sizes.enumerated().map { $1 + "\($0)".count }.sorted())
    }
}
