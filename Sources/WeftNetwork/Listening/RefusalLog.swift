import NIOCore

/// Decides which refused peers are worth a line in the log, so that one that comes again and again doesn't fill it.
struct RefusalLog {
    /// Why and who.
    struct Key: Hashable, Sendable {
        var reason: String
        var host: String
    }

    /// How long refusals are counted before they are summed up: a minute.
    static let interval = TimeAmount.minutes(1)
    /// Pairs beyond that are only counted.
    static let maxKeys = 1000

    private var known: Set<Key> = []
    private var counts: [Key: Int] = [:]
    private var others = 0

    /// A peer is refused. Says whether that is worth a warning of its own, and when to ask for a summary unless that has
    /// been said already.
    mutating func refused(_ key: Key, now: NIODeadline) -> (warn: Bool, summary: NIODeadline?) {
        if !known.contains(key), known.count < Self.maxKeys {
            known.insert(key)
            return (true, nil)
        }
        let isFirst = counts.isEmpty && others == 0
        if known.contains(key) { counts[key, default: 0] += 1 } else { others += 1 }
        guard isFirst else { return (false, nil) }
        return (false, now + Self.interval)
    }

    /// What has been refused since the last summary, most often first; empty when nothing was.
    mutating func summary() -> [String] {
        guard !counts.isEmpty || others > 0 else { return [] }
        var lines =
            counts
            .sorted { ($1.value, $0.key.host, $0.key.reason) < ($0.value, $1.key.host, $1.key.reason) }
            .prefix(10)
            .map { "\($0.value) from \($0.key.host): \($0.key.reason)" }
        let rest = counts.values.reduce(others, +) - counts.values.sorted(by: >).prefix(10).reduce(0, +)
        if rest > 0 { lines.append("\(rest) more") }
        counts = [:]
        others = 0
        return lines
    }
}
