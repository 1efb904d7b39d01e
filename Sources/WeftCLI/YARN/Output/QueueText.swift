import YARN

/// Queues as text.
enum QueueText {
    /// A line for each, those in another below it and further right.
    static func table(_ queue: QueueInfo) -> [String] {
        var table = ColumnTable([.left, .left, .right, .right, .right, .right, .right, .right])
        table.add(["QUEUE", "STATE", "CAPACITY", "MAXIMUM", "USED", "RUNNING", "WAITING", "CONTAINERS"])
        add(queue, "", &table)
        return table.lines
    }

    private static func add(_ queue: QueueInfo, _ indent: String, _ table: inout ColumnTable) {
        func count(_ path: KeyPath<QueueStatistics, Int64>) -> String {
            queue.statistics.map { $0[keyPath: path] >= 0 ? "\($0[keyPath: path])" : CellText.nothing }
                ?? CellText.nothing
        }
        table.add([
            indent + CellText.safe(queue.name), "\(queue.state)", CellText.percent(part: queue.capacity),
            CellText.percent(part: queue.maximumCapacity), CellText.percent(part: queue.currentCapacity),
            count(\.running), count(\.pending), count(\.allocatedContainers),
        ])
        for child in queue.children { add(child, indent + "  ", &table) }
    }

    /// What there is to say of one queue beside its line.
    static func details(_ queue: QueueInfo) -> [String] {
        var list = DescriptionList(CellText.safe(queue.name))
        if let statistics = queue.statistics {
            list.add(
                "applications",
                "\(statistics.submitted) submitted, \(statistics.running) running, \(statistics.pending) waiting, "
                    + "\(statistics.completed) completed, \(statistics.killed) killed, \(statistics.failed) failed"
            )
            list.add("active users", "\(statistics.activeUsers)")
            list.add("allocated", CellText.resource(statistics.allocated))
            list.add("available", CellText.resource(statistics.available))
            list.add("asked for", CellText.resource(statistics.waiting))
            list.add("reserved", CellText.resource(statistics.reserved))
        }
        let labels = queue.accessibleNodeLabels.map { CellText.safe($0) }.joined(separator: ", ")
        list.add("node labels", labels.isEmpty ? CellText.nothing : labels)
        list.add("default node label", CellText.optional(queue.defaultNodeLabelExpression))
        list.add(
            "preemption",
            queue.isPreemptionDisabled.map { $0 ? "off" : "on" }
        )
        return list.lines
    }

    static func json(_ queue: QueueInfo) -> JSONText {
        let statistics = queue.statistics
        func count(_ path: KeyPath<QueueStatistics, Int64>) -> JSONText {
            statistics.map { .integer($0[keyPath: path]) } ?? .null
        }
        func part(_ value: Float) -> JSONText { value >= 0 ? .number(Double(value)) : .null }
        return .object([
            ("name", .string(queue.name)), ("state", .string("\(queue.state)")), ("capacity", part(queue.capacity)),
            ("maximumCapacity", part(queue.maximumCapacity)), ("currentCapacity", part(queue.currentCapacity)),
            ("applicationsRunning", count(\.running)), ("applicationsWaiting", count(\.pending)),
            ("containers", count(\.allocatedContainers)),
            ("allocatedMemoryMiB", statistics.map { .integer($0.allocated.memory) } ?? .null),
            ("allocatedVCores", statistics.map { .integer(Int64($0.allocated.virtualCores)) } ?? .null),
            ("queues", .array(queue.children.map { json($0) })),
        ])
    }
}
