import YARN

/// Which containers an application master wants, from what the engine asks for and what it has: pure state.
///
/// Each executor that is missing is asked for once: on a host where tasks wait for their data, or anywhere. A container that
/// comes is given to an executor, or, when none is missing any more, handed back.
struct ExecutorPlan: Sendable {
    /// Where a container is wanted.
    enum Place: Hashable, Sendable {
        case host(String)
        case anywhere
    }

    /// An executor that runs or is being started.
    struct Executor: Hashable, Sendable {
        var id: String
        var host: String
    }

    /// Task slots of an executor: so many tasks are served by one.
    let slots: Int
    /// Whether containers may be asked for by host. YARN takes a node label or places, not both.
    let usesHosts: Bool
    /// How many executors there shall be.
    private(set) var target = 0
    /// How many waiting tasks would like to be on which hosts.
    private(set) var waiting: [String: Int] = [:]
    /// Hosts that get no executor.
    private(set) var excluded: Set<String> = []
    /// Containers that hold an executor, or will in a moment.
    private(set) var taken: [ContainerID: Executor] = [:]
    /// What the ResourceManager has been asked for and hasn't given.
    private(set) var asked: [Place: Int] = [:]
    /// What is released or told to stop; its end is expected.
    private(set) var leaving: Set<ContainerID> = []

    init(slots: Int, usesHosts: Bool = true) {
        self.slots = max(1, slots)
        self.usesHosts = usesHosts
    }

    /// How many executors are missing.
    var missing: Int { max(0, target - taken.keys.count { !leaving.contains($0) }) }

    /// Whether nothing can come any more: executors are missing, none runs, and there are no more nodes than excluded hosts.
    func isHopeless(clusterNodes: Int) -> Bool {
        missing > 0 && taken.isEmpty && clusterNodes > 0 && excluded.count >= clusterNodes
    }

    mutating func request(total: Int, hosts: [String: Int]) {
        target = max(0, total)
        waiting = hosts
    }

    mutating func exclude(_ hosts: Set<String>) { excluded = hosts }

    /// What has to be asked for more (positive) or less (negative), which then counts as asked for.
    mutating func changes() -> [Place: Int] {
        let wanted = wishes
        var changes: [Place: Int] = [:]
        for place in Set(wanted.keys).union(asked.keys) {
            let difference = wanted[place, default: 0] - asked[place, default: 0]
            if difference != 0 { changes[place] = difference }
        }
        asked = wanted
        return changes
    }

    /// The places of the executors that are missing. Hosts get their share of those that waiting tasks can keep busy, in
    /// proportion to the tasks that wait for them, less what is there already; the rest goes anywhere.
    private var wishes: [Place: Int] {
        let missing = missing
        guard missing > 0 else { return [:] }
        guard usesHosts else { return [.anywhere: missing] }
        let hosts = waiting.filter { $0.value > 0 && !excluded.contains($0.key) }
        let tasks = hosts.values.reduce(0, +)
        guard tasks > 0 else { return [.anywhere: missing] }
        var present: [String: Int] = [:]
        for (id, executor) in taken where !leaving.contains(id) { present[executor.host, default: 0] += 1 }
        let useful = min(target, (tasks + slots - 1) / slots)
        var wishes: [Place: Int] = [:]
        var left = missing
        for (host, count) in hosts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let share = (useful * count + tasks - 1) / tasks
            let here = min(left, max(0, share - present[host, default: 0]))
            guard here > 0 else { continue }
            wishes[.host(host)] = here
            left -= here
        }
        if left > 0 { wishes[.anywhere] = left }
        return wishes
    }

    /// A container has come.
    ///
    /// - Parameters:
    ///   - id: the container.
    ///   - host: where it is.
    ///   - place: where it was asked for, which may be another host that had no room.
    /// - Returns: whether it is wanted; if not, it goes back.
    mutating func granted(_ id: ContainerID, host: String, for place: Place) -> Bool {
        if let count = asked[place] { asked[place] = count > 1 ? count - 1 : nil }
        guard missing > 0, taken[id] == nil, !excluded.contains(host) else { return false }
        taken[id] = Executor(id: "", host: host)
        return true
    }

    /// The container has been given to an executor.
    ///
    /// - Returns: whether it is still there.
    mutating func assigned(_ id: ContainerID, executor: String) -> Bool {
        taken[id]?.id = executor
        return taken[id] != nil
    }

    /// The containers of executors.
    func containers(of executors: [String]) -> [ContainerID] {
        taken.filter { executors.contains($0.value.id) }.map(\.key)
    }

    /// The executor in a container.
    func executor(in id: ContainerID) -> Executor? { taken[id] }

    /// The executors on a host.
    func executors(on host: String) -> [Executor] { taken.values.filter { $0.host == host && !$0.id.isEmpty } }

    /// A container is told to stop.
    mutating func stopping(_ id: ContainerID) { if taken[id] != nil { leaving.insert(id) } }

    /// A container is gone.
    ///
    /// - Returns: its executor, and whether it was told to go; nil when it had none, or when it has been told before.
    mutating func ended(_ id: ContainerID) -> (executor: Executor, isExpected: Bool)? {
        guard let executor = taken.removeValue(forKey: id) else { return nil }
        return (executor, leaving.remove(id) != nil)
    }
}
