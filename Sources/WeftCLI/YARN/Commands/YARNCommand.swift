import ArgumentParser
import Glibc
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// `weft yarn`: applications, nodes and queues of a YARN cluster (ApplicationCLI.java, NodeCLI.java, QueueCLI.java).
struct YARNCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yarn",
        abstract: "Look at the applications, nodes and queues of a YARN cluster.",
        discussion: """
            HADOOP_CONF_DIR names the folder with the cluster's core-site.xml and yarn-site.xml. Lists go to standard
            output, what else there is to say to standard error; with --json, lists are for programs.

            The exit status is 0, 1 when something could not be done, 2 when the configuration is wrong, 64 when the
            command line is.

            Examples:
              weft yarn apps
              weft yarn apps --all --user alice --limit 20
              weft yarn app application_1700000000000_0001
              weft yarn kill application_1700000000000_0001
              weft yarn nodes -D yarn.resourcemanager.hostname=rm.example.com
            """,
        subcommands: [
            ApplicationsCommand.self, ApplicationCommand.self, KillCommand.self, MoveApplicationCommand.self,
            NodesCommand.self, QueuesCommand.self, AttemptsCommand.self, ContainersCommand.self,
        ]
    )
}

/// A command that asks a ResourceManager.
protocol YARNCommand: ParsableCommand {
    var hadoop: HadoopOptions { get }

    /// What its messages start with.
    static var name: String { get }

    /// Does the work.
    func run(in shell: YARNShell) throws
}

extension YARNCommand {
    static var name: String { configuration.commandName ?? "yarn" }

    func run() throws {
        let output = ShellOutput(descriptor: STDOUT_FILENO)
        let errors = ShellOutput(descriptor: STDERR_FILENO, isBuffered: false)
        let status = try execute(output, errors) { try connect(errors) }
        if status != 0 { throw ExitCode(status) }
    }

    /// A client of the configured cluster, which tells of retries once.
    private func connect(_ errors: ShellOutput) throws -> any YARNCluster {
        let configuration = try hadoop.configuration()
        let keys = ["yarn.resourcemanager.address", "yarn.resourcemanager.hostname", "yarn.resourcemanager.ha.rm-ids"]
        guard keys.contains(where: configuration.isSet) else {
            throw WeftError(
                "hadoop-configuration",
                "nothing says where the ResourceManager is",
                remedy: "set HADOOP_CONF_DIR to the folder that has the cluster's core-site.xml and yarn-site.xml",
                details: [.init("configuration", configuration.searchReport)]
            )
        }
        let isTold = RetryNotice()
        return try ResourceManagerClient(configuration: configuration, user: hadoop.user(configuration)) { error, _ in
            guard isTold.isFirst else { return }
            try? errors.print("\(Self.name): \(error.message); trying again")
        }
    }

    /// Does the work and prints what ended it early.
    ///
    /// - Returns: the exit status.
    /// - Throws: errors of the configuration, for which `weft` has an exit status of its own, and of the command line.
    func execute(
        _ output: ShellOutput,
        _ errors: ShellOutput,
        connect: () throws -> any YARNCluster
    ) throws -> Int32 {
        var shell: YARNShell?
        return try CommandRun.status(Self.name, output, errors, hasFailed: { shell?.hasFailed ?? false }) {
            let made = YARNShell(Self.name, cluster: try connect(), output: output, errors: errors)
            shell = made
            try run(in: made)
        }
    }
}

/// Says a thing once.
private final class RetryNotice: Sendable {
    private let isTold = Atomic(false)

    var isFirst: Bool { !isTold.exchange(true, ordering: .relaxed) }
}

/// Arguments that aren't texts.
enum YARNArgument {
    /// An application's id.
    static func application(_ text: String) throws -> ApplicationID {
        try refused { try ApplicationID(text) }
    }

    /// A state by its name, in small or capital letters; several with commas between them.
    static func states<State: NumberedValue>(_ texts: [String]) throws -> [State] {
        try list(texts).map { text in
            guard let state = State(name: text) else {
                let names = State.allKnown.map { "\($0)".lowercased() }.joined(separator: ", ")
                throw ValidationError("there is no state \(text): give one of \(names)")
            }
            return state
        }
    }

    /// What options give, several of them or one with commas.
    static func list(_ texts: [String]) -> [String] {
        texts.flatMap { $0.split(separator: ",") }.map { $0.split(separator: " ").joined(separator: " ") }
            .filter { !$0.isEmpty }
    }

    /// Errors as those of a command line.
    static func refused<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as WeftError {
            throw ValidationError(error.remedy.isEmpty ? error.message : "\(error.message): \(error.remedy)")
        }
    }
}
