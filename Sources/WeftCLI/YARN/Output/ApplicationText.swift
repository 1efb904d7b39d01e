import YARN

/// Applications as text.
enum ApplicationText {
    private static let longestName = 40

    /// A line for each, below a heading.
    static func table(_ reports: [ApplicationReport]) -> [String] {
        var table = ColumnTable([.left, .left, .left, .left, .left, .left, .left, .right, .left])
        table.add(["ID", "NAME", "TYPE", "USER", "QUEUE", "STATE", "FINAL STATUS", "PROGRESS", "TRACKING URL"])
        for report in reports {
            table.add([
                "\(report.id)", CellText.safe(report.name, limit: longestName), CellText.safe(report.type),
                CellText.safe(report.user), CellText.safe(report.queue), "\(report.state)", "\(report.finalStatus)",
                CellText.percent(part: report.progress), CellText.optional(report.trackingURL),
            ])
        }
        return table.lines
    }

    /// How an application ended, in a word or two.
    static func outcome(_ report: ApplicationReport) -> String {
        report.state == .finished ? "\(report.state), \(report.finalStatus)" : "\(report.state)"
    }

    /// Everything there is to say.
    ///
    /// - Parameter now: the time, in milliseconds since 1970.
    static func details(_ report: ApplicationReport, now: Int64) -> [String] {
        var list = DescriptionList("\(report.id)")
        list.add("name", CellText.safe(report.name))
        list.add("type", CellText.safe(report.type))
        list.add("user", CellText.safe(report.user))
        list.add("queue", CellText.safe(report.queue))
        list.add("priority", "\(report.priority)")
        list.add("tags", report.tags.isEmpty ? nil : report.tags.map { CellText.safe($0) }.joined(separator: ", "))
        list.add("state", "\(report.state)")
        list.add("final status", "\(report.finalStatus)")
        list.add("progress", CellText.percent(part: report.progress))
        addTimes(report, now, &list)
        list.add("tracking URL", CellText.optional(report.trackingURL))
        if report.originalTrackingURL != report.trackingURL,
            CellText.optional(report.originalTrackingURL) != CellText.nothing
        {
            list.add("its own URL", CellText.optional(report.originalTrackingURL))
        }
        list.add("current attempt", report.currentAttempt.map { "\($0)" })
        list.add("application master", master(report))
        if let usage = report.usage { add(usage, &list) }
        list.add("node label", label(report.nodeLabelExpression))
        list.add("master's label", label(report.masterNodeLabelExpression))
        list.add("log aggregation", "\(report.logAggregation)".lowercased())
        list.add("diagnostics", lines: report.diagnostics)
        return list.lines
    }

    private static func addTimes(_ report: ApplicationReport, _ now: Int64, _ list: inout DescriptionList) {
        let began = report.submitTime > 0 ? report.submitTime : report.startTime
        list.add("submitted", CellText.time(began))
        if report.launchTime > 0 { list.add("master launched", CellText.time(report.launchTime)) }
        if report.finishTime > 0 { list.add("ended", CellText.time(report.finishTime)) }
        if began > 0 {
            let end = report.finishTime > 0 ? report.finishTime : now
            // The subtraction of what servers say can't be trusted.
            let (taken, overflow) = end.subtractingReportingOverflow(began)
            if !overflow {
                list.add(report.finishTime > 0 ? "took" : "until now", CellText.duration(milliseconds: taken))
            }
        }
    }

    /// A node label; nil for Java's `<Not set>` and `<DEFAULT_PARTITION>`.
    private static func label(_ text: String?) -> String? {
        text.flatMap { $0.isEmpty || $0.hasPrefix("<") ? nil : CellText.safe($0) }
    }

    private static func master(_ report: ApplicationReport) -> String {
        if report.isUnmanaged { return "not started by YARN" }
        let host = CellText.optional(report.host)
        return report.rpcPort > 0 ? "\(host):\(report.rpcPort)" : host
    }

    private static func add(_ usage: ResourceUsage, _ list: inout DescriptionList) {
        // Java's -1 for what this user may not see, or the scheduler doesn't tell.
        if usage.containers >= 0 {
            let reserved = usage.reservedContainers > 0 ? ", \(usage.reservedContainers) more reserved" : ""
            list.add("containers", "\(usage.containers)\(reserved)")
        }
        if usage.used.memory >= 0 { list.add("they have", CellText.resource(usage.used)) }
        if usage.queuePercentage > 0 || usage.clusterPercentage > 0 {
            list.add(
                "share",
                "\(CellText.percent(usage.queuePercentage)) of the queue, "
                    + "\(CellText.percent(usage.clusterPercentage)) of the cluster"
            )
        }
        list.add("used so far", "\(usage.memorySeconds) MiB-seconds, \(usage.virtualCoreSeconds) vcore-seconds")
    }

    static func json(_ report: ApplicationReport) -> JSONText {
        .object([
            ("id", .string("\(report.id)")), ("name", .string(report.name)), ("type", .string(report.type)),
            ("user", .string(report.user)), ("queue", .string(report.queue)),
            ("priority", .integer(Int64(report.priority))), ("tags", .array(report.tags.map { .string($0) })),
            ("state", .string("\(report.state)")), ("finalStatus", .string("\(report.finalStatus)")),
            ("progress", .number(Double(report.progress))), ("submitTime", .time(report.submitTime)),
            ("startTime", .time(report.startTime)), ("launchTime", .time(report.launchTime)),
            ("finishTime", .time(report.finishTime)), ("trackingUrl", url(report.trackingURL)),
            ("originalTrackingUrl", url(report.originalTrackingURL)),
            ("currentAttempt", .optional(report.currentAttempt.map { "\($0)" })), ("host", url(report.host)),
            ("rpcPort", report.rpcPort > 0 ? .integer(Int64(report.rpcPort)) : .null),
            ("containers", report.usage.map { .integer(Int64($0.containers)) } ?? .null),
            ("usedMemoryMiB", report.usage.map { .integer($0.used.memory) } ?? .null),
            ("usedVCores", report.usage.map { .integer(Int64($0.used.virtualCores)) } ?? .null),
            ("memorySeconds", report.usage.map { .integer($0.memorySeconds) } ?? .null),
            ("vcoreSeconds", report.usage.map { .integer($0.virtualCoreSeconds) } ?? .null),
            ("logAggregation", .string("\(report.logAggregation)")), ("diagnostics", .string(report.diagnostics)),
        ])
    }

    /// What may be Java's word for nothing.
    private static func url(_ text: String) -> JSONText { text.isEmpty || text == "N/A" ? .null : .string(text) }
}
