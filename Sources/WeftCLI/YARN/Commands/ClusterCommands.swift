import ArgumentParser
import WeftDiagnostics
import YARN

/// `weft yarn nodes` (NodeCLI.java, -list).
struct NodesCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "List nodes.",
        discussion: """
            Those that run, unless options say otherwise, with what their containers have of their memory and virtual cores.

            Examples:
              weft yarn nodes
              weft yarn nodes --all
              weft yarn nodes --state unhealthy,lost
            """
    )

    @Flag(help: "List nodes in all states.")
    var all = false

    @Option(help: ArgumentHelp("In this state: running, unhealthy, lost, …", valueName: "state"))
    var state: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var hadoop: HadoopOptions

    func validate() throws {
        guard !all || state.isEmpty else { throw ValidationError("give --all or --state, not both") }
        _ = try states
    }

    /// In which states; empty for all.
    private var states: [NodeState] {
        get throws { all ? [] : state.isEmpty ? [.running] : try YARNArgument.states(state) }
    }

    func run(in shell: YARNShell) throws {
        let (present, states) = (try shell.cluster.allNodes(), try states)
        let nodes = present.filter { states.isEmpty || states.contains($0.state) }
        if json { return try shell.print(JSONText.array(nodes.map { NodeText.json($0) }).lines) }
        if !nodes.isEmpty { try shell.print(NodeText.table(nodes)) }
        let others = NodeText.counts(present.filter { !nodes.contains($0) })
        if nodes.isEmpty {
            try shell.note("no such nodes" + (others.isEmpty ? "" : "; there are: \(others)"))
        } else if state.isEmpty, !others.isEmpty {
            try shell.note("others: \(others); --all lists them")
        }
    }
}

/// `weft yarn queues` (QueueCLI.java).
struct QueuesCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues",
        abstract: "Show queues, and what goes on in them.",
        discussion: """
            The capacity is the part of the queue above that a queue is sure of, the maximum what it may have while others
            leave it unused, and used is what it has of its capacity.

            Examples:
              weft yarn queues
              weft yarn queues etl
            """
    )

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: "The queue to show, with those in it; all by default.")
    var name: String?

    @OptionGroup var hadoop: HadoopOptions

    func run(in shell: YARNShell) throws {
        let queue = try shell.cluster.queueTree(name ?? "root")
        if json { return try shell.print(QueueText.json(queue).lines) }
        try shell.print(QueueText.table(queue))
        if name != nil { try shell.print([""] + QueueText.details(queue)) }
    }
}
