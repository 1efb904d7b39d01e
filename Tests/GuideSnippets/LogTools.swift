import Weft

// The code of docs/programming-guide.md, compiled and run by GuideTests: change both together.

@main struct LogTools: ApplicationGroup {
    static let configuration = CommandConfiguration(
        commandName: "LogTools",
        subcommands: [LongLines.self, Tour.self]
    )
}

/// Runs the guide's code, part after part, and prints what comes out.
struct Tour: Application {
    @Argument(help: "An empty folder.")
    var folder: String

    func configure(_ configuration: inout Configuration) throws {
        try configuration.set(ConfigurationKeys.defaultParallelism, to: 4)
        try configuration.set(ConfigurationKeys.checkpointDir, to: "\(folder)/checkpoints")
    }

    func run(in context: Context) async throws {
        do {
            // Takes `self` with it, which is an application.
            _ = try await context.range(0..<2).map { "\(self.folder)/\($0)" }.collect()
        } catch let error as WeftError {
            print(error.code.rawValue, error.message)
        }
        try await datasets(context, folder)
        try await closures(context)
        try await bytes(context, folder)
        try await sharing(context)
        try await persisting(context, folder)
        try await shuffling(context)
        try await files(context, folder)
        try await jobs(context)
    }
}
