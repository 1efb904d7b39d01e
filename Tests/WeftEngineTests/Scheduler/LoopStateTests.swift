import Logging
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Executors that run nothing, and remember what is asked for.
private final class RecordingBackend: ExecutorBackend {
    struct Wish: Equatable {
        var count: Int
        var hosts: [String: Int]
    }

    let target: Int
    let defaultParallelism = 1
    private let wishes = Mutex<[Wish]>([])
    private let launched = Mutex<[String]>([])

    init(target: Int) { self.target = target }

    /// What was asked for since this was looked at.
    func takeWishes() -> [Wish] {
        wishes.withLock { wishes in
            defer { wishes = [] }
            return wishes
        }
    }

    /// `executor:partition` of all tasks so far.
    var tasks: [String] { launched.withLock { $0.sorted() } }

    func setTarget(_ count: Int, hosts: [String: Int]) {
        wishes.withLock { $0.append(Wish(count: count, hosts: hosts)) }
    }
    func launch(_ task: TaskDescription, on executorID: String) {
        launched.withLock { $0.append("\(executorID):\(task.partition)") }
    }
    func kill(taskID: Int, on executorID: String, reason: String) {}
    func removeBlocks(rddID: Int) {}
    func removeShuffle(_ shuffleID: Int) {}
    func removeBroadcast(_ id: Int) {}
    func removeBinary(_ id: Int) {}
    func stop() {}
}

@Suite("What the scheduler's loop tells the cluster manager of hosts on which tasks wait")
struct LoopStateTests {
    private let backend = RecordingBackend(target: 2)
    private let services = DriverServices(
        configuration: Configuration(),
        fileSystems: FileSystems(),
        cleaner: Cleaner()
    )

    private func makeLoop() -> LoopState {
        LoopState(
            scheduler: SchedulerState(),
            backend: backend,
            outputs: MapOutputTable(),
            binaries: StageBinaries(),
            events: EventBus(),
            accumulators: AccumulatorRegistry(),
            progressBar: nil,
            // The first tasks are placed when all executors are there.
            minimum: MinimumResources(slots: 2, patience: .seconds(3_600)),
            logger: Logger(label: "test")
        )
    }

    /// A job whose partitions have their data on one host each.
    private func submit(
        _ id: Int,
        on hosts: [String],
        completion: @escaping @Sendable (Result<[[UInt8]], WeftError>) -> Void = { _ in }
    ) async throws -> LoopEvent {
        let node = LineageNode(
            operation: "read",
            callSite: CallSite("Tests/Job.swift", 1),
            parents: [],
            services: services,
            buildError: nil
        ) { _ in
            ResolvedNode(
                partitionCount: hosts.count,
                operation: try ErasedCode(ParallelizedRows<Int>()),
                preferredHosts: { [hosts[$0]] }
            )
        }
        let plan = try await JobPlan(
            of: node,
            action: try ErasedCode(ParallelizedRows<Int>()),
            partitions: Array(hosts.indices),
            name: "count",
            callSite: node.callSite
        )
        return .submit(JobRequest(id: id, plan: plan, group: nil, description: "", properties: [:]), completion)
    }

    private func added(_ id: String, host: String = "a") -> LoopEvent { .executorAdded(id: id, host: host, slots: 1) }

    @Test("while executors are still to come, they are told with each job that changes them, and their number stays")
    func beforeTheFirst() async throws {
        var loop = makeLoop()
        loop.handle([try await submit(0, on: ["a", "a", "b"])])
        #expect(backend.takeWishes() == [.init(count: 2, hosts: ["a": 2, "b": 1])])
        loop.handle([try await submit(1, on: ["b", "c"])])
        #expect(backend.takeWishes() == [.init(count: 2, hosts: ["a": 2, "b": 2, "c": 1])])
        // One that died on its way changes nothing of it.
        loop.handle([.executorNeverCame(id: "1", reason: .released("its node went"))])
        #expect(backend.takeWishes() == [])
        loop.handle([.cancelJob(0, reason: "not wanted"), try await submit(2, on: ["c"])])
        #expect(backend.takeWishes() == [.init(count: 2, hosts: ["b": 1, "c": 2])])
        #expect(backend.tasks == [])
    }

    @Test("when all executors are there nothing is told, and when one is lost, where tasks wait now")
    func afterALoss() async throws {
        var loop = makeLoop()
        loop.handle([try await submit(0, on: ["a", "a", "b"]), added("1"), added("2")])
        #expect(backend.tasks == ["1:0", "2:1"] || backend.tasks == ["1:1", "2:0"])
        #expect(backend.takeWishes() == [.init(count: 2, hosts: ["a": 2, "b": 1])])
        loop.handle([try await submit(1, on: ["c"])])
        #expect(backend.takeWishes() == [])
        // Its task waits again.
        loop.handle([.executorLost(id: "2", reason: .released("its node went"))])
        #expect(backend.takeWishes() == [.init(count: 2, hosts: ["a": 1, "b": 1, "c": 1])])
    }

    @Test("a cluster that has failed is told nothing more, and jobs end with its error")
    func failed() async throws {
        var loop = makeLoop()
        let error = WeftError("cluster-failed", "no executor will come")
        loop.handle([.clusterFailed(error)])
        let outcome = Mutex<WeftError?>(nil)
        let job = try await submit(0, on: ["a"]) { result in
            if case .failure(let error) = result { outcome.withLock { $0 = error } }
        }
        loop.handle([job])
        #expect(outcome.withLock { $0 } == error)
        #expect(backend.takeWishes() == [])
    }
}
