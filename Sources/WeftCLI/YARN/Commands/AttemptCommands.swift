import ArgumentParser
import WeftDiagnostics
import YARN

/// `weft yarn attempts` (ApplicationCLI.java, applicationattempt -list).
struct AttemptsCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "attempts",
        abstract: "List the attempts to run an application.",
        discussion: """
            Each application master that was started for it is one, the first one first.

            Example:
              weft yarn attempts application_1700000000000_0001
            """
    )

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The application.", valueName: "id"), transform: YARNArgument.application)
    var id: ApplicationID

    @OptionGroup var hadoop: HadoopOptions

    func run(in shell: YARNShell) throws {
        let attempts = try shell.cluster.attempts(id)
        if json { return try shell.print(JSONText.array(attempts.map { AttemptText.json($0) }).lines) }
        guard !attempts.isEmpty else { return try shell.note("\(id) has no attempts yet") }
        try shell.print(AttemptText.table(attempts))
    }
}

/// `weft yarn containers` (ApplicationCLI.java, container -list).
struct ContainersCommand: YARNCommand {
    static let configuration = CommandConfiguration(
        commandName: "containers",
        abstract: "List the containers of an application or an attempt.",
        discussion: """
            Those that run: the ResourceManager forgets ended ones. Of an application, those of its current attempt.

            Examples:
              weft yarn containers application_1700000000000_0001
              weft yarn containers appattempt_1700000000000_0001_000001
            """
    )

    /// Whose containers.
    enum Owner: Equatable {
        case application(ApplicationID)
        case attempt(ApplicationAttemptID)

        init(_ text: String) throws {
            self = try YARNArgument.refused {
                try text.hasPrefix("appattempt_")
                    ? .attempt(ApplicationAttemptID(text)) : .application(ApplicationID(text))
            }
        }
    }

    @Flag(help: "Print JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The application or the attempt.", valueName: "id"), transform: Owner.init)
    var owner: Owner

    @OptionGroup var hadoop: HadoopOptions

    func run(in shell: YARNShell) throws {
        let attempt: ApplicationAttemptID?
        switch owner {
        case .application(let id): attempt = try shell.cluster.report(id).currentAttempt
        case .attempt(let id): attempt = id
        }
        let containers = try attempt.map { try shell.cluster.containers($0) } ?? []
        if json { return try shell.print(JSONText.array(containers.map { ContainerText.json($0) }).lines) }
        guard !containers.isEmpty else { return try shell.note("no containers run") }
        try shell.print(ContainerText.table(containers))
    }
}
