/// Requests that no container has been given for yet, in the order in which they were made.
struct OutstandingRequests: Sendable {
    private struct Group: Sendable, Hashable {
        var priority: Int32
        var allocationRequestID: Int64
        var executionType: ExecutionType
    }

    private struct Entry: Sendable {
        var request: ContainerRequest
        var count: Int
    }

    private var groups: [Group: [Entry]] = [:]

    /// All, with how many containers each is for.
    var all: [(request: ContainerRequest, count: Int)] {
        groups.sorted { ($0.key.priority, $0.key.allocationRequestID) < ($1.key.priority, $1.key.allocationRequestID) }
            .flatMap { $0.value.map { ($0.request, $0.count) } }
    }

    var count: Int { groups.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }

    mutating func add(_ request: ContainerRequest, count: Int) {
        let group = Self.group(request)
        if let index = groups[group]?.firstIndex(where: { $0.request == request }) {
            groups[group]?[index].count += count
        } else {
            groups[group, default: []].append(Entry(request: request, count: count))
        }
    }

    /// - Returns: how many there were to remove, at most `count`.
    mutating func remove(_ request: ContainerRequest, count: Int) -> Int {
        let group = Self.group(request)
        guard let index = groups[group]?.firstIndex(where: { $0.request == request }) else { return 0 }
        return take(group, index, count)
    }

    private mutating func take(_ group: Group, _ index: Int, _ count: Int) -> Int {
        guard var entries = groups[group] else { return 0 }
        let taken = min(max(0, count), entries[index].count)
        entries[index].count -= taken
        if entries[index].count == 0 { entries.remove(at: index) }
        groups[group] = entries.isEmpty ? nil : entries
        return taken
    }

    /// Finds the request that a container is the answer to: one that names its host, else one that names its rack, else one
    /// that names no place, else one that takes any.
    func match(_ container: Container, rack: String, rackOf: (String) -> String) -> (ContainerRequest, Locality)? {
        guard let entries = groups[Self.group(container)] else { return nil }
        let fitting = entries.map(\.request).filter { container.resource.satisfies($0.capability) }
        if let request = fitting.first(where: { $0.hosts.contains(container.node.host) }) { return (request, .host) }
        let onRack = fitting.first { request in
            if request.racks.contains(rack) { return true }
            return request.relaxLocality && request.hosts.contains { rackOf($0) == rack }
        }
        if let onRack { return (onRack, .rack) }
        let anywhere = fitting.first { $0.hosts.isEmpty && $0.racks.isEmpty } ?? fitting.first { $0.relaxLocality }
        return anywhere.map { ($0, .any) }
    }

    private static func group(_ request: ContainerRequest) -> Group {
        Group(
            priority: request.priority,
            allocationRequestID: request.allocationRequestID,
            executionType: request.executionType
        )
    }

    private static func group(_ container: Container) -> Group {
        Group(
            priority: container.priority,
            allocationRequestID: container.allocationRequestID,
            executionType: container.executionType
        )
    }
}

/// How near to what was asked for a container is.
public enum Locality: Sendable, Hashable {
    /// On a host that was named.
    case host
    /// On a rack that was named, or one of a host that was.
    case rack
    /// Elsewhere, or no place was named.
    case any
}
