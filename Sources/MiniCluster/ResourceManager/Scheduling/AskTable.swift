import HadoopProtos

/// Where a container may run, seen from a request.
enum Locality: Int, CaseIterable {
    case node
    case rack
    case any
}

/// Requests that belong together: their priority and the id that the application gave them (SchedulerRequestKey.java).
struct AskKey: Hashable, Comparable {
    /// Less is more urgent.
    var priority: Int32
    var allocationRequestID: Int64

    static func < (left: Self, right: Self) -> Bool {
        (left.priority, left.allocationRequestID) < (right.priority, right.allocationRequestID)
    }
}

/// What an attempt has asked for and not got yet.
///
/// Asks are absolute: each one takes the place of the one before it for the same key and place.
struct AskTable {
    /// The word for any place.
    static let anyPlace = "*"

    struct Row: Hashable {
        var count: Int32
        var relaxesLocality: Bool
    }

    struct Asks: Hashable {
        var capacity: Capacity
        var label: String
        var rows: [String: Row]
    }

    private(set) var asks: [AskKey: Asks] = [:]

    /// The keys with something to give, the most urgent first.
    var keys: [AskKey] { asks.filter { ($0.value.rows[Self.anyPlace]?.count ?? 0) > 0 }.keys.sorted() }

    /// How much is waited for.
    var pending: (count: Int64, capacity: Capacity) {
        asks.values.reduce(into: (0, Capacity.none)) { sum, asks in
            let count = Int64(max(0, asks.rows[Self.anyPlace]?.count ?? 0))
            sum.0 = sum.0.addingSaturated(count)
            sum.1.memory = sum.1.memory.addingSaturated(asks.capacity.memory.multipliedSaturated(by: count))
            let vcores = Int64(asks.capacity.vcores).multipliedSaturated(by: count)
            sum.1.vcores = Int32(clamping: Int64(sum.1.vcores).addingSaturated(vcores))
        }
    }

    /// Takes an ask, already normalized.
    mutating func update(
        _ key: AskKey,
        place: String,
        capacity: Capacity,
        count: Int32,
        relaxesLocality: Bool,
        label: String?
    ) {
        var entry = asks[key] ?? Asks(capacity: capacity, label: "", rows: [:])
        entry.capacity = capacity
        if place == Self.anyPlace { entry.label = label ?? "" }
        if count > 0 {
            entry.rows[place] = Row(count: count, relaxesLocality: relaxesLocality)
        } else if place == Self.anyPlace {
            // Without a container to give anywhere, the other rows mean nothing.
            entry.rows = [:]
        } else {
            entry.rows[place] = nil
        }
        asks[key] = entry.rows.isEmpty ? nil : entry
    }

    /// Whether a node can serve a key at a level of locality.
    func allows(_ key: AskKey, _ locality: Locality, host: String, rack: String) -> Bool {
        guard let asks = asks[key], let any = asks.rows[Self.anyPlace], any.count > 0 else { return false }
        switch locality {
        case .node: return (asks.rows[host]?.count ?? 0) > 0
        case .rack:
            guard let row = asks.rows[rack], row.count > 0 else { return false }
            return row.relaxesLocality
        case .any: return any.relaxesLocality
        }
    }

    /// Notes that a container was given: at its node, its rack and everywhere, as far as that was the level.
    mutating func gave(_ key: AskKey, _ locality: Locality, host: String, rack: String) {
        guard var entry = asks[key] else { return }
        var places = [Self.anyPlace]
        if locality != .any { places.append(rack) }
        if locality == .node { places.append(host) }
        for place in places {
            guard var row = entry.rows[place] else { continue }
            row.count -= 1
            entry.rows[place] = row.count > 0 ? row : nil
        }
        if entry.rows[Self.anyPlace] == nil { entry.rows = [:] }
        asks[key] = entry.rows.isEmpty ? nil : entry
    }

    mutating func removeAll() { asks = [:] }
}
