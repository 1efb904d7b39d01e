import WeftDiagnostics

/// What an application master asks for, row by row, and what the ResourceManager believes that it asks for.
///
/// Counts are absolute: a row that is sent replaces what was there (AMRMClientImpl.java, RemoteRequestsTable). A container
/// that is allocated makes the scheduler's own counts smaller, so rows that only shrank because of that aren't sent again:
/// a repeated count would be a new request to a scheduler that has meanwhile allocated what it was for.
struct AskTable: Sendable {
    struct Key: Sendable, Hashable {
        var priority: Int32
        var allocationRequestID: Int64
        var executionType: ExecutionType
        var capability: Resource
        var location: String
    }

    private struct Row: Sendable {
        var wanted: Int
        /// What the scheduler's count is; `nil` when nobody knows.
        var believed: Int?
        var relaxLocality: Bool
        var label: String?
    }

    private var rows: [Key: Row] = [:]

    /// The rows of a request: its hosts, its racks, those of its hosts, and `*` (each host's row needs the other two).
    private static func places(
        _ request: ContainerRequest,
        rackOf: (String) -> String
    ) -> [(location: String, relaxLocality: Bool)] {
        let hosts = Set(request.hosts)
        let racks = Set(request.racks)
        let inferred = Set(hosts.map(rackOf)).subtracting(racks)
        return hosts.map { ($0, true) } + racks.map { ($0, true) }
            + inferred.map { ($0, request.relaxLocality) } + [(ResourceRequest.any, request.relaxLocality)]
    }

    private static func key(_ request: ContainerRequest, _ location: String) -> Key {
        Key(
            priority: request.priority,
            allocationRequestID: request.allocationRequestID,
            executionType: request.executionType,
            capability: request.capability,
            location: location
        )
    }

    /// Makes the counts of a request's rows larger.
    ///
    /// - Throws: `invalid-argument` when another request of its priority wants its place the other way, or another label.
    mutating func add(_ request: ContainerRequest, count: Int, rackOf: (String) -> String) throws {
        let places = Self.places(request, rackOf: rackOf)
        for (location, relaxLocality) in places {
            guard let row = rows[Self.key(request, location)], row.wanted > 0 else { continue }
            guard row.relaxLocality == relaxLocality else {
                throw conflict(request, "one insists on its place and another doesn't, at \(location)")
            }
            guard location != ResourceRequest.any || row.label == request.nodeLabelExpression else {
                throw conflict(request, "one wants another node label than another")
            }
        }
        for (location, relaxLocality) in places {
            var row =
                rows[Self.key(request, location)]
                ?? Row(wanted: 0, believed: 0, relaxLocality: relaxLocality, label: nil)
            row.wanted = row.wanted.addingClamped(count)
            row.relaxLocality = relaxLocality
            // A label stands on rows for `*` only.
            row.label = location == ResourceRequest.any ? request.nodeLabelExpression : nil
            rows[Self.key(request, location)] = row
        }
    }

    private func conflict(_ request: ContainerRequest, _ what: String) -> WeftError {
        WeftError(
            "invalid-argument",
            "requests for containers of priority \(request.priority) contradict each other: \(what)",
            remedy: "use different priorities"
        )
    }

    /// Makes the counts of a request's rows smaller.
    mutating func remove(_ request: ContainerRequest, count: Int, rackOf: (String) -> String) {
        for (location, _) in Self.places(request, rackOf: rackOf) {
            let key = Self.key(request, location)
            guard var row = rows[key] else { continue }
            row.wanted = max(0, row.wanted - count)
            update(key, row)
        }
    }

    /// Follows the scheduler, which makes its counts smaller with each container: those of host, rack and `*` for one on
    /// a host that was asked for, of rack and `*` for one on such a rack, else of `*` (LocalityAppPlacementAllocator.java).
    ///
    /// - Parameters:
    ///   - request: the request that the container is taken for.
    ///   - host: where the container is.
    ///   - rack: the host's rack.
    ///   - sent: the rows that were sent with the heartbeat that brought it. It was allocated before they arrived, and they
    ///     replaced the smaller counts.
    mutating func allocated(for request: ContainerRequest, host: String, rack: String, sent: Set<Key>) {
        func isAsked(_ location: String) -> Bool { rows[Self.key(request, location)]?.believed ?? 0 > 0 }
        var locations = [ResourceRequest.any]
        if isAsked(host) { locations += [rack, host] } else if isAsked(rack) { locations.append(rack) }
        for location in locations {
            let key = Self.key(request, location)
            guard var row = rows[key], let believed = row.believed, !sent.contains(key) else { continue }
            row.believed = max(0, believed - 1)
            update(key, row)
        }
    }

    private mutating func update(_ key: Key, _ row: Row) {
        rows[key] = row.wanted == 0 && row.believed == 0 ? nil : row
    }

    /// The rows that the scheduler has to be told, which then are as good as told: those taken back first, because a row
    /// of another size at the same place replaces them.
    ///
    /// - Returns: the rows, and what the scheduler knew of them before.
    mutating func takeChanges() -> (rows: [ResourceRequest], before: [Key: Int?]) {
        var changes: [ResourceRequest] = []
        var before: [Key: Int?] = [:]
        for (key, row) in rows where row.wanted != row.believed {
            changes.append(
                ResourceRequest(
                    priority: key.priority,
                    location: key.location,
                    capability: key.capability,
                    count: Int32(clamping: row.wanted),
                    relaxLocality: row.relaxLocality,
                    nodeLabelExpression: row.label,
                    executionType: key.executionType,
                    enforcesExecutionType: key.executionType != .guaranteed,
                    allocationRequestID: key.allocationRequestID
                )
            )
            before.updateValue(row.believed, forKey: key)
            var told = row
            told.believed = row.wanted
            update(key, told)
        }
        return (changes.sorted { Self.order($0) < Self.order($1) }, before)
    }

    private static func order(_ row: ResourceRequest) -> (Int, Int32, Int64, String, Int64) {
        (row.count == 0 ? 0 : 1, row.priority, row.allocationRequestID, row.location, row.capability.memory)
    }

    /// The scheduler has refused what was sent, and knows what it knew before. (A row that it has never taken mustn't be
    /// taken back either: it would be refused again.)
    mutating func refused(_ before: [Key: Int?]) {
        for (key, believed) in before {
            // A row that was taken back has gone from here.
            var row = rows[key] ?? Row(wanted: 0, believed: 0, relaxLocality: true, label: nil)
            row.believed = believed
            update(key, row)
        }
    }

    /// The rows of a request are sent again.
    mutating func resend(_ request: ContainerRequest, rackOf: (String) -> String) {
        for (location, _) in Self.places(request, rackOf: rackOf) { rows[Self.key(request, location)]?.believed = nil }
    }

    /// Whether the scheduler has to be told something.
    var hasChanges: Bool { rows.values.contains { $0.wanted != $0.believed } }

    /// A scheduler that knows nothing: all that is wanted is sent, and nothing has to be taken back.
    mutating func forgetAll() {
        rows = rows.filter { $0.value.wanted > 0 }
        for key in rows.keys { rows[key]?.believed = 0 }
    }

    /// Sends all that is wanted once more.
    mutating func refresh() {
        for (key, row) in rows where row.wanted > 0 { rows[key]?.believed = nil }
    }
}

extension Int {
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
