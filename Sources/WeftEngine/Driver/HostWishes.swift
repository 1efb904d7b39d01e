/// On which hosts executors that are still to come would serve waiting tasks best: told when there is news.
struct HostWishes: Sendable {
    private var told: [String: Int] = [:]

    /// Notes how many tasks wait for which hosts, as it is told now.
    ///
    /// - Returns: whether that is something else than was told before.
    @discardableResult
    mutating func note(_ hosts: [String: Int]) -> Bool {
        defer { told = hosts }
        return hosts != told
    }

    /// How many tasks of a job that isn't submitted yet would like to run on which hosts.
    static func tasksByHost(_ stages: [StageSpec], partitions: [Int]) -> [String: Int] {
        var counts: [String: Int] = [:]
        for stage in stages where !stage.preferredLocations.isEmpty {
            let wanted = stage.key == .result ? Array(Set(partitions)) : Array(stage.preferredLocations.indices)
            for partition in wanted where stage.preferredLocations.indices.contains(partition) {
                for host in Set(stage.preferredLocations[partition].map(\.host)) { counts[host, default: 0] += 1 }
            }
        }
        return counts
    }
}
