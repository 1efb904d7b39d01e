import HadoopRPC
import Logging
import Synchronization
import Testing
import WeftDiagnostics
import WeftEngine
import YARN

@testable import WeftYARN

/// The ResourceManager and the NodeManagers of a test: heartbeats bring what the test has put in.
final class FakeNegotiator: ContainerNegotiator {
    struct State {
        var news: [Result<Negotiation, WeftError>] = []
        /// What every heartbeat fails with after the news.
        var failure: WeftError?
        var startFailure: WeftError?
        /// Done in the middle of a start, as what another thread does at that time.
        var onStart: (@Sendable () -> Void)?
        var heartbeats = 0
        /// What heartbeats said is done, each time something else.
        var progress: [Float] = []
        var asked: [ExecutorPlan.Place: Int] = [:]
        var released: [ContainerID] = []
        var excluded: [Set<String>] = []
        var started: [(container: Container, context: ContainerLaunchContext)] = []
        var stopped: [ContainerID] = []
        var finished: [String] = []
    }

    let state = Mutex(State())

    func change(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }
    func look<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value { state.withLock { body(&$0) } }

    func ask(_ count: Int, at place: ExecutorPlan.Place) { change { $0.asked[place, default: 0] += count } }
    func release(_ container: ContainerID) { change { $0.released.append(container) } }
    func exclude(_ hosts: Set<String>) { change { $0.excluded.append(hosts) } }

    func heartbeat(progress: Float) throws -> Negotiation {
        let next = state.withLock { state -> Result<Negotiation, WeftError> in
            state.heartbeats += 1
            if state.progress.last != progress { state.progress.append(progress) }
            if !state.news.isEmpty { return state.news.removeFirst() }
            return state.failure.map { .failure($0) } ?? .success(Negotiation())
        }
        return try next.get()
    }

    func start(_ container: Container, _ context: ContainerLaunchContext) throws {
        look({ $0.onStart })?()
        if let error = look({ $0.startFailure }) { throw error }
        change { $0.started.append((container, context)) }
    }

    func stop(_ container: ContainerID, on node: NodeID) { change { $0.stopped.append(container) } }
    func isFinal(_ error: WeftError) -> Bool { ["application-shutdown", "resourcemanager-lost"].contains(error.code) }

    func finish(_ status: FinalApplicationStatus, diagnostics: String) throws {
        change { $0.finished.append("\(status) \(diagnostics)") }
    }

    // MARK: What a test puts in

    static func container(_ number: Int64, on host: String) -> Container {
        Container(
            id: WeftYARNTests.container(number),
            node: NodeID(host: host, port: 45454),
            resource: Resource(memory: 1152, virtualCores: 1),
            priority: 1
        )
    }

    func grant(_ number: Int64, on host: String = "node1", for place: ExecutorPlan.Place = .anywhere) {
        change { $0.news.append(.success(Negotiation(granted: [(Self.container(number, on: host), place)]))) }
    }

    func complete(_ number: Int64, _ status: ContainerExitStatus, _ diagnostics: String = "") {
        let status = ContainerStatus(
            id: WeftYARNTests.container(number),
            state: .complete,
            exitStatus: status,
            diagnostics: diagnostics
        )
        change { $0.news.append(.success(Negotiation(completed: [status]))) }
    }
}

/// The driver of a test: executors are called after their containers' numbers.
final class FakeProvider: ExecutorProvider {
    struct State {
        var assignFailure: WeftError?
        /// Done before a container is given to an executor, as what another thread does at that time.
        var onAssign: (@Sendable () -> Void)?
        var progress: Float = 0
        var tokens: [UInt8] = []
        var launched: [String] = []
        var ended: [String: ExecutorEnd] = [:]
        /// How often an end was told.
        var endCount = 0
        var leaving: [String: String] = [:]
        var failed: [WeftError] = []
    }

    let state = Mutex(State())

    func change(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }
    func look<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value { state.withLock { body(&$0) } }

    func assign(host: String, container: ContainerID) throws -> ExecutorAssignment {
        look({ $0.onAssign })?()
        if let error = look({ $0.assignFailure }) { throw error }
        return ExecutorAssignment(
            executor: "e\(container.number)",
            launch: [UInt8(truncatingIfNeeded: container.number)],
            tokens: look { $0.tokens }
        )
    }

    func launched(_ executor: String, host: String) { change { $0.launched.append("\(executor) \(host)") } }

    func ended(_ executor: String, _ end: ExecutorEnd) {
        change { state in
            state.ended[executor] = end
            state.endCount += 1
        }
    }

    var progress: Float { look { $0.progress } }
    func leaving(_ executor: String, reason: String) { change { $0.leaving[executor] = reason } }
    func failed(_ error: WeftError) { change { $0.failed.append(error) } }
}
