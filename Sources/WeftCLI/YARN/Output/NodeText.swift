import YARN

/// Nodes as text.
enum NodeText {
    /// A line for each, below a heading.
    static func table(_ reports: [NodeReport]) -> [String] {
        var headings = ["NODE", "STATE", "RACK", "CONTAINERS", "MEMORY USED", "OF", "VCORES USED", "OF"]
        var alignments: [ColumnTable.Alignment] = [.left, .left, .left, .right, .right, .right, .right, .right]
        // Most clusters have no labels, and healthy nodes nothing to say.
        let hasLabels = reports.contains { !labels($0).isEmpty }
        let hasHealth = reports.contains { !$0.healthReport.isEmpty }
        headings += (hasLabels ? ["LABELS"] : []) + ["WEB ADDRESS"] + (hasHealth ? ["HEALTH"] : [])
        alignments += (hasLabels ? [.left] : []) + [.left] + (hasHealth ? [.left] : [])
        var table = ColumnTable(alignments)
        table.add(headings)
        for report in reports {
            var cells = [
                CellText.safe("\(report.id)"), "\(report.state)", CellText.safe(report.rack), "\(report.containers)",
                CellText.memory(report.used.memory), CellText.memory(report.capability.memory),
                "\(report.used.virtualCores)", "\(report.capability.virtualCores)",
            ]
            if hasLabels { cells.append(CellText.safe(labels(report).joined(separator: ","))) }
            cells.append(CellText.optional(report.httpAddress))
            if hasHealth { cells.append(CellText.safe(report.healthReport, limit: 200)) }
            table.add(cells)
        }
        return table.lines
    }

    /// Servers tell the label of nodes without one as an empty text.
    private static func labels(_ report: NodeReport) -> [String] { report.labels.filter { !$0.isEmpty } }

    /// `2 lost, 1 unhealthy`; empty for no nodes.
    static func counts(_ reports: [NodeReport]) -> String {
        let counts = Dictionary(grouping: reports, by: \.state).mapValues(\.count)
        return counts.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \("\($0.key)".lowercased())" }.joined(separator: ", ")
    }

    static func json(_ report: NodeReport) -> JSONText {
        .object([
            ("id", .string("\(report.id)")), ("state", .string("\(report.state)")), ("rack", .string(report.rack)),
            ("containers", .integer(Int64(report.containers))), ("usedMemoryMiB", .integer(report.used.memory)),
            ("memoryMiB", .integer(report.capability.memory)),
            ("usedVCores", .integer(Int64(report.used.virtualCores))),
            ("vcores", .integer(Int64(report.capability.virtualCores))),
            ("labels", .array(labels(report).map { .string($0) })), ("httpAddress", .string(report.httpAddress)),
            ("healthReport", .string(report.healthReport)),
            ("lastHealthReportTime", .time(report.lastHealthReportTime)),
        ])
    }
}
