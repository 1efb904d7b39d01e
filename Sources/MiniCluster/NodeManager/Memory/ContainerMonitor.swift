import Glibc
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// Looks every now and then at what a node's containers have in memory, and ends those that have more than they were given
/// (ContainersMonitorImpl.java). While there are none, there is no thread either.
final class ContainerMonitor: Sendable {
    private struct Watched {
        var container: NodeContainer
        var memory: MemoryWatch
    }
    private struct State {
        var watched: [ContainerID: Watched] = [:]
        var isRunning = false
    }

    private let interval: Int
    private let virtualRatio: Double
    private let state = Mutex(State())

    /// Reads how a node does it; nil where it doesn't (`yarn.nodemanager.pmem-check-enabled`).
    ///
    /// - Throws: `hadoop-configuration` when a property says nothing.
    init?(_ configuration: HadoopConfiguration) throws {
        guard try configuration.bool("yarn.nodemanager.pmem-check-enabled", default: true) else { return nil }
        let usual = try configuration.int("yarn.nodemanager.resource-monitor.interval-ms", default: 3_000)
        interval = max(10, try configuration.int("yarn.nodemanager.container-monitor.interval-ms", default: usual))
        virtualRatio = try configuration.double("yarn.nodemanager.vmem-pmem-ratio", default: 2.1)
    }

    /// Looks at a container from now on, until it is done.
    func watch(_ container: NodeContainer) {
        let limit = container.plan.capacity.memory.multipliedSaturated(by: 1 << 20)
        guard limit > 0 else { return }
        let starts = state.withLock { state in
            state.watched[container.plan.name] = Watched(container: container, memory: MemoryWatch(limit: limit))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard starts else { return }
        let isStarted = Pause.startThread { [weak self, interval] in
            repeat { Pause.sleep(milliseconds: interval) } while self?.check() ?? false
        }
        // The next container tries again.
        if !isStarted { state.withLock { $0.isRunning = false } }
    }

    /// - Returns: whether there is something to look at still.
    private func check() -> Bool {
        let running = state.withLock { state -> [(ContainerID, NodeContainer)] in
            state.watched = state.watched.filter { !$0.value.container.isDone }
            state.isRunning = !state.watched.isEmpty
            return state.watched.map { ($0.key, $0.value.container) }
        }
        // Their files may still be on the way.
        let roots = running.compactMap { name, container in container.processID.map { (name, container, $0) } }
        guard !roots.isEmpty else { return !running.isEmpty }
        let table = ProcessTable.read()
        for (name, container, root) in roots {
            let tree = table.tree(of: root)
            let watch = state.withLock { state -> MemoryWatch? in
                state.watched[name]?.memory.observe(tree) == nil ? nil : state.watched[name]?.memory
            }
            guard let watch else { continue }
            container.stop(
                status: ExitStatus.exceededMemory,
                diagnostics: watch.diagnostics(
                    name.description,
                    root: root,
                    tree: tree,
                    virtualLimit: Int64(Double(watch.limit) * virtualRatio),
                    command: Self.command
                )
            )
        }
        return true
    }

    private static func command(_ pid: pid_t) -> String {
        let bytes = (try? LocalDisk.read("/proc/\(pid)/cmdline", limit: 64 << 10)) ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
