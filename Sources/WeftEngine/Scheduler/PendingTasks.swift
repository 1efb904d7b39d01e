/// The tasks of a set that wait for a slot, by where they would like to run.
///
/// A task stands in as many lists as it has preferences, and isn't taken out of the others when it is launched: an
/// entry that is out of date is dropped when it comes up. So taking a task costs, over the life of a set, a constant.
/// Lists are taken from their ends.
struct PendingTasks: Sendable {
    var forExecutor: [String: [Int]] = [:]
    var forHost: [String: [Int]] = [:]
    var forRack: [String: [Int]] = [:]
    var withoutPreference: [Int] = []
    var all: [Int] = []

    mutating func add(_ index: Int, preferences: [TaskLocation], rackOfHost: (String) -> String?) {
        if preferences.isEmpty { withoutPreference.append(index) }
        for location in preferences {
            if let executorID = location.executorID { append(index, to: &forExecutor[executorID, default: []]) }
            append(index, to: &forHost[location.host, default: []])
            if let rack = rackOfHost(location.host) { append(index, to: &forRack[rack, default: []]) }
        }
        all.append(index)
    }

    /// Two locations may share a host or a rack: one entry will do.
    private func append(_ index: Int, to list: inout [Int]) {
        if list.last != index { list.append(index) }
    }

    /// Takes the last entry of the list that may run, dropping those out of date.
    ///
    /// - Parameters:
    ///   - isStale: whether an entry will never be wanted from this list.
    ///   - mayRun: whether the entry may run where it is offered; if not it stays.
    static func take(_ list: inout [Int], isStale: (Int) -> Bool, mayRun: (Int) -> Bool) -> Int? {
        var offset = list.count
        while offset > 0 {
            offset -= 1
            let index = list[offset]
            if isStale(index) {
                list.remove(at: offset)
            } else if mayRun(index) {
                list.remove(at: offset)
                return index
            }
        }
        return nil
    }

    /// Whether any list has an entry that isn't out of date; drops what is.
    static func hasTasks(_ lists: inout [String: [Int]], isStale: (Int) -> Bool) -> Bool {
        while let position = lists.indices.first {
            let key = lists[position].key
            while let last = lists[key]?.last, isStale(last) { lists[key]?.removeLast() }
            if lists[key]?.isEmpty == false { return true }
            lists[key] = nil
        }
        return false
    }

    static func hasTasks(_ list: inout [Int], isStale: (Int) -> Bool) -> Bool {
        while let last = list.last, isStale(last) { list.removeLast() }
        return !list.isEmpty
    }
}
