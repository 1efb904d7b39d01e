import YARN

/// Attempts as text.
enum AttemptText {
    /// A line for each, below a heading, and its diagnostics below that.
    static func table(_ reports: [ApplicationAttemptReport]) -> [String] {
        var table = ColumnTable([.left, .left, .left, .left, .left, .left])
        table.add(["ID", "STATE", "STARTED", "ENDED", "MASTER'S CONTAINER", "TRACKING URL"])
        for report in reports {
            table.add([
                "\(report.id)", "\(report.state)", CellText.time(report.startTime), CellText.time(report.finishTime),
                report.masterContainer.map { "\($0)" } ?? CellText.nothing, CellText.optional(report.trackingURL),
            ])
        }
        var lines = table.lines
        for report in reports {
            var list = DescriptionList("")
            list.add("diagnostics", lines: report.diagnostics)
            let text = list.lines.dropFirst()
            if !text.isEmpty { lines += ["", "\(report.id)"] + text }
        }
        return lines
    }

    static func json(_ report: ApplicationAttemptReport) -> JSONText {
        .object([
            ("id", .string("\(report.id)")), ("state", .string("\(report.state)")),
            ("masterContainer", .optional(report.masterContainer.map { "\($0)" })),
            ("host", report.host == "N/A" ? .null : .string(report.host)),
            ("startTime", .time(report.startTime)), ("finishTime", .time(report.finishTime)),
            ("trackingUrl", .string(report.trackingURL)), ("diagnostics", .string(report.diagnostics)),
        ])
    }
}

/// Containers as text.
enum ContainerText {
    /// A line for each, below a heading.
    static func table(_ reports: [ContainerReport]) -> [String] {
        var table = ColumnTable([.left, .left, .left, .right, .right, .left, .left])
        table.add(["ID", "STATE", "NODE", "MEMORY", "VCORES", "STARTED", "LOGS"])
        for report in reports {
            table.add([
                "\(report.id)", "\(report.state)", report.node.map { CellText.safe("\($0)") } ?? CellText.nothing,
                CellText.memory(report.resource.memory), "\(report.resource.virtualCores)",
                CellText.time(report.creationTime), CellText.optional(report.logURL),
            ])
        }
        return table.lines
    }

    static func json(_ report: ContainerReport) -> JSONText {
        .object([
            ("id", .string("\(report.id)")), ("state", .string("\(report.state)")),
            ("node", .optional(report.node.map { "\($0)" })), ("nodeHttpAddress", .string(report.nodeHTTPAddress)),
            ("memoryMiB", .integer(report.resource.memory)),
            ("vcores", .integer(Int64(report.resource.virtualCores))),
            ("priority", .integer(Int64(report.priority))), ("creationTime", .time(report.creationTime)),
            ("finishTime", .time(report.finishTime)), ("logUrl", .string(report.logURL)),
            ("diagnostics", .string(report.diagnostics)),
        ])
    }
}
