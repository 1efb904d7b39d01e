import HadoopProtos
import YARN

/// Who gets what (a simple CapacityScheduler.java): the queue with the smallest part of its share first, in it the
/// application of the highest priority that came first.
extension ResourceManagerState {
    /// Gives all that can be given.
    mutating func schedule(now: Int64) {
        guard nodes.values.contains(where: \.isUsable) else { return }
        var waiting = applications.values.filter { !$0.isFinal && !($0.attempts.last?.asks.keys.isEmpty ?? true) }
            .map(\.id)
        while let id = next(of: waiting) {
            guard giveOne(id, now: now) else {
                // What this one can't get now, it won't get before something changes.
                waiting.removeAll { $0 == id }
                continue
            }
        }
    }

    private func next(of waiting: [ApplicationID]) -> ApplicationID? {
        guard !waiting.isEmpty else { return nil }
        let total = Double(max(1, total.memory))
        var used: [String: Double] = [:]
        for application in applications.values where !application.isFinal {
            used[application.queue, default: 0] += Double(application.used.memory) / total
        }
        return waiting.compactMap { applications[$0] }
            .min { left, right in
                if left.queue != right.queue {
                    let leftShare = (used[left.queue] ?? 0) / max(0.001, settings.queue(left.queue)?.capacity ?? 0)
                    let rightShare = (used[right.queue] ?? 0) / max(0.001, settings.queue(right.queue)?.capacity ?? 0)
                    return (leftShare, left.queue) < (rightShare, right.queue)
                }
                return (-left.priority, left.id) < (-right.priority, right.id)
            }?.id
    }

    /// Gives an application one container, the most urgent one that there is room for.
    private mutating func giveOne(_ id: ApplicationID, now: Int64) -> Bool {
        guard let application = applications[id], let attempt = application.attempts.last else { return false }
        for key in attempt.asks.keys {
            guard let asked = attempt.asks.asks[key], mayGrow(application, by: asked.capacity) else { continue }
            for locality in Locality.allCases {
                guard let node = node(for: key, locality, attempt, asked) else { continue }
                give(attempt.name, key, asked, locality, node, now: now)
                return true
            }
        }
        return false
    }

    /// The node with the most free memory of those that suit.
    private func node(
        for key: AskKey,
        _ locality: Locality,
        _ attempt: ManagedAttempt,
        _ asked: AskTable.Asks
    ) -> ManagedNode? {
        nodes.values.filter { node in
            node.label == asked.label && settings.fits(asked.capacity, in: node.free)
                && !attempt.blacklist.contains(node.name.host) && !attempt.blacklist.contains(node.rack)
                && attempt.asks.allows(key, locality, host: node.name.host, rack: node.rack)
        }
        .max { ($0.free.memory, $1.name) < ($1.free.memory, $0.name) }
    }

    private mutating func give(
        _ name: ApplicationAttemptID,
        _ key: AskKey,
        _ asked: AskTable.Asks,
        _ locality: Locality,
        _ node: ManagedNode,
        now: Int64
    ) {
        let epoch = epoch
        let isMaster = attempt(name)?.state == .appAttemptScheduled
        let made = change(name) { attempt in
            let container = ManagedContainer(
                name: attempt.newContainerID(epoch: epoch),
                node: node.name,
                capacity: asked.capacity,
                priority: key.priority,
                allocationRequestID: key.allocationRequestID,
                label: asked.label,
                isMaster: isMaster,
                creationTime: now
            )
            attempt.asks.gave(key, locality, host: node.name.host, rack: node.rack)
            attempt.containers[container.name] = container
            if isMaster {
                attempt.masterContainer = container.name
                attempt.state = .appAttemptAllocated
                attempt.containers[container.name]?.state = .acquired
            } else {
                attempt.newContainers.append(container.name)
            }
            return container.name
        }
        guard let made else { return }
        nodes[node.name]?.used += asked.capacity
        nodes[node.name]?.containers.insert(made)
        if isMaster { act(.launchMaster(name)) }
    }

    // MARK: Sums

    /// What all usable nodes have.
    var total: Capacity { nodes.values.filter(\.isUsable).reduce(.none) { $0 + $1.capacity } }

    /// What the applications of a queue have.
    func used(_ queue: String) -> Capacity {
        applications.values.filter { $0.queue == queue && !$0.isFinal }.reduce(.none) { $0 + $1.used }
    }

    private func mayGrow(_ application: ManagedApplication, by capacity: Capacity) -> Bool {
        guard let queue = settings.queue(application.queue) else { return false }
        if queue.maximumCapacity >= 1 { return true }
        let limit = Double(total.memory) * queue.maximumCapacity
        return Double((used(queue.name) + capacity).memory) <= limit
    }

    /// What an application could still get.
    func headroom(_ application: ManagedApplication) -> Capacity {
        let free = nodes.values.reduce(Capacity.none) { $0 + $1.free }
        guard let queue = settings.queue(application.queue), queue.maximumCapacity < 1 else { return free }
        let limit = Int64(Double(total.memory) * queue.maximumCapacity)
        return Capacity(memory: min(free.memory, max(0, limit - used(queue.name).memory)), vcores: free.vcores)
    }
}
