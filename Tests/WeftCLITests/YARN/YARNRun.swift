import ArgumentParser
import Synchronization
import Testing
import WeftDiagnostics
import YARN

@testable import WeftCLI

/// A cluster in memory, which remembers what it was asked to do.
final class MemoryCluster: YARNCluster {
    struct State {
        var applications: [ApplicationReport] = []
        var nodes: [NodeReport] = []
        var queue = QueueInfo(name: "root", capacity: 1, maximumCapacity: 1)
        var attempts: [ApplicationAttemptReport] = []
        var containers: [ApplicationAttemptID: [ContainerReport]] = [:]
        var filters: [ResourceManagerClient.ApplicationFilter] = []
        var done: [String] = []
        /// What calls about an application fail with.
        var failures: [ApplicationID: WeftError] = [:]
    }

    let state = Mutex(State())

    func change(_ body: (inout sending State) -> Void) { state.withLock { body(&$0) } }

    var done: [String] { state.withLock { $0.done } }
    var filters: [ResourceManagerClient.ApplicationFilter] { state.withLock { $0.filters } }

    func applications(_ filter: ResourceManagerClient.ApplicationFilter) throws -> [ApplicationReport] {
        state.withLock { state in
            state.filters.append(filter)
            return state.applications.filter { filter.states.isEmpty || filter.states.contains($0.state) }
        }
    }

    func report(_ id: ApplicationID) throws -> ApplicationReport {
        let (failure, report) = state.withLock { state in
            (state.failures[id], state.applications.first { $0.id == id })
        }
        if let failure { throw failure }
        guard let report else {
            throw WeftError("application-not-found", "there is no \(id)", remedy: "check the id")
        }
        return report
    }

    func kill(_ id: ApplicationID, diagnostics: String) throws {
        change { $0.done.append("kill \(id) \(diagnostics)") }
    }

    func move(_ id: ApplicationID, to queue: String) throws { change { $0.done.append("move \(id) \(queue)") } }

    func allNodes() throws -> [NodeReport] { state.withLock { $0.nodes } }

    func queueTree(_ name: String) throws -> QueueInfo {
        let root = state.withLock { $0.queue }
        guard let queue = ([root] + root.children).first(where: { $0.name == name }) else {
            throw WeftError("queue-not-found", "the cluster has no queue \(name)")
        }
        return queue
    }

    func attempts(_ id: ApplicationID) throws -> [ApplicationAttemptReport] {
        state.withLock { state in state.attempts.filter { $0.id.application == id } }
    }

    func containers(_ id: ApplicationAttemptID) throws -> [ContainerReport] {
        state.withLock { $0.containers[id] ?? [] }
    }
}

/// What a command of `weft yarn` printed.
struct YARNRun {
    var output: [String]
    var errors: [String]
    var status: Int32

    /// Runs a command, its words divided by blanks.
    static func run(_ line: String, on cluster: MemoryCluster) throws -> YARNRun {
        try run(line) { cluster }
    }

    static func run(_ line: String, connect: () throws -> any YARNCluster) throws -> YARNRun {
        let parsed = try YARNCommands.parseAsRoot(line.split(separator: " ").map { String($0) })
        let command = try #require(parsed as? any YARNCommand)
        let output = ShellOutput(descriptor: nil)
        let errors = ShellOutput(descriptor: nil)
        let status = try command.execute(output, errors, connect: connect)
        func lines(_ output: ShellOutput) -> [String] {
            String(decoding: output.collected, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .map { String($0) }.dropLast()
        }
        return YARNRun(output: lines(output), errors: lines(errors), status: status)
    }

    /// The error of a command line that isn't right, and its exit status; nil when it is.
    static func refusal(_ line: String) -> (message: String, status: Int32)? {
        do {
            _ = try YARNCommands.parseAsRoot(line.split(separator: " ").map { String($0) })
            return nil
        } catch {
            return (YARNCommands.message(for: error), YARNCommands.exitCode(for: error).rawValue)
        }
    }
}
