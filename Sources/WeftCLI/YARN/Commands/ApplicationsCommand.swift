import ArgumentParser
import WeftDiagnostics
import YARN

/// `weft yarn apps` (ApplicationCLI.java, -list).
struct ApplicationsCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "apps",
        abstract: "List applications.",
        discussion: """
            Those that are submitted, accepted or running, unless options say otherwise; the newest first. Options that
            may be given several times take commas too, and mean one of these.

            Examples:
              weft yarn apps
              weft yarn apps --all --limit 10
              weft yarn apps --state failed,killed --user alice
              weft yarn apps --type WEFT --queue etl
              weft yarn apps --json | jq -r '.[].id'
            """
    )

    @Flag(help: "List those that have ended too.")
    var all = false

    @Option(help: ArgumentHelp("In this state: running, finished, failed, …", valueName: "state"))
    var state: [String] = []

    @Option(help: ArgumentHelp("Of this type: WEFT, SPARK, MAPREDUCE, …", valueName: "type"))
    var type: [String] = []

    @Option(help: ArgumentHelp("With this tag.", valueName: "tag"))
    var tag: [String] = []

    @Option(help: ArgumentHelp("Of this user.", valueName: "name"))
    var user: [String] = []

    @Option(help: ArgumentHelp("In this queue.", valueName: "name"))
    var queue: [String] = []

    @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var hadoop: HadoopOptions

    func validate() throws {
        guard !all || state.isEmpty else { throw ValidationError("give --all or --state, not both") }
        guard limit ?? 1 > 0 else { throw ValidationError("--limit is 1 or more") }
        _ = try filter
    }

    /// What the ResourceManager is asked for. Its own limit takes any of them, so that the newest ones have to be found
    /// here.
    var filter: ResourceManagerClient.ApplicationFilter {
        get throws {
            var filter = all ? ResourceManagerClient.ApplicationFilter() : .active
            if !state.isEmpty { filter.states = try YARNArgument.states(state) }
            filter.types = YARNArgument.list(type)
            filter.tags = YARNArgument.list(tag)
            filter.users = YARNArgument.list(user)
            filter.queues = YARNArgument.list(queue)
            return filter
        }
    }

    func run(in shell: YARNShell) throws {
        let found = try shell.cluster.applications(filter).sorted { $0.id > $1.id }
        let applications = Array(found.prefix(limit ?? .max))
        if json { return try shell.print(JSONText.array(applications.map { ApplicationText.json($0) }).lines) }
        guard !applications.isEmpty else {
            let isPlain = try filter == .active
            return try shell.note(
                isPlain
                    ? "no applications are submitted, accepted or running; --all lists ended ones"
                    : "no such applications"
            )
        }
        try shell.print(ApplicationText.table(applications))
        if found.count > applications.count {
            try shell.note("… and \(found.count - applications.count) older ones")
        }
    }
}

/// `weft yarn app` (ApplicationCLI.java, -status).
struct ApplicationCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "Show all there is to say about an application.",
        discussion: """
            Times are in the time zone of this machine.

            Examples:
              weft yarn app application_1700000000000_0001
              weft yarn app application_1700000000000_0001 --json | jq -r .diagnostics
            """
    )

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The application.", valueName: "id"), transform: YARNArgument.application)
    var id: ApplicationID

    @OptionGroup var hadoop: HadoopOptions

    func run(in shell: YARNShell) throws {
        let report = try shell.cluster.report(id)
        try shell.print(
            json ? ApplicationText.json(report).lines : ApplicationText.details(report, now: TimeText.now)
        )
    }
}

/// `weft yarn kill` (ApplicationCLI.java, -kill).
struct KillCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "End applications.",
        discussion: """
            Waits until they have ended. One that has ended before stays as it is, and is no failure.

            Examples:
              weft yarn kill application_1700000000000_0001
              weft yarn kill application_1700000000000_0001 application_1700000000000_0002
              weft yarn kill --reason 'wrong input' application_1700000000000_0001
            """
    )

    @Option(help: ArgumentHelp("Why, as their diagnostics will say.", valueName: "text"))
    var reason = ""

    @Argument(help: ArgumentHelp("The applications.", valueName: "id"), transform: YARNArgument.application)
    var ids: [ApplicationID]

    @OptionGroup var hadoop: HadoopOptions

    func run(in shell: YARNShell) throws {
        try shell.forEach(ids) { id in
            let report = try shell.cluster.report(id)
            guard !report.state.isFinal else {
                return try shell.note("\(id) has already ended: \(ApplicationText.outcome(report))")
            }
            try shell.cluster.kill(id, diagnostics: reason)
            try shell.output.print("killed \(id)")
        }
    }
}

/// `weft yarn move` (ApplicationCLI.java, -changeQueue).
struct MoveApplicationCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move an application to another queue.",
        discussion: """
            Its containers move with it.

            Example:
              weft yarn move application_1700000000000_0001 --queue etl
            """
    )

    @Option(help: ArgumentHelp("Where to.", valueName: "name"))
    var queue: String

    @Argument(help: ArgumentHelp("The application.", valueName: "id"), transform: YARNArgument.application)
    var id: ApplicationID

    @OptionGroup var hadoop: HadoopOptions

    func run(in shell: YARNShell) throws {
        try shell.cluster.move(id, to: queue)
        try shell.output.print("moved \(id) to the queue \(queue)")
    }
}
