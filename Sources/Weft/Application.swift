/// A distributed data application: a command line of its own and a body that runs in a `Context`.
///
///     import Weft
///
///     @main struct WordCount: Application {
///         @Argument var input: String
///
///         func run(in context: Context) async throws {
///             let counts = context.textFile(input).flatMap { $0.words() }.map { ($0, 1) }.reduceByKey(+)
///             for (word, count) in try await counts.top(10, by: \.1) { print(word, count) }
///         }
///     }
///
/// Arguments are declared as swift-argument-parser has them. The executable is started by `weft submit`, which hands
/// over its settings, or by itself: then its master is `WEFT_MASTER`, else `local[*]`.
///
/// The process ends with 0 when `run(in:)` returns; 1 when it throws; 2 when the configuration is wrong or the master is
/// refused; 64 when the arguments are wrong; 130 after Ctrl-C.
public protocol Application: AsyncParsableCommand {
    /// The application's body: builds RDDs and runs actions on them.
    ///
    /// - Parameter context: the way to the cluster; it is stopped after this method, however that ends.
    /// - Throws: whatever makes the application fail; it is printed on standard error.
    func run(in context: Context) async throws

    /// Changes settings from code, which no flag, variable or file overrides. Does nothing by default.
    ///
    /// - Parameter configuration: the settings from the command line, the environment and files.
    /// - Throws: `WeftError` when a value is out of its key's range.
    func configure(_ configuration: inout Configuration) throws
}

extension Application {
    /// Does nothing.
    public func configure(_ configuration: inout Configuration) throws {}

    /// Builds the context, runs `run(in:)` in it and stops it.
    ///
    /// - Throws: what `run(in:)` throws, or a `WeftError` when the configuration is wrong.
    public mutating func run() async throws {
        try await ApplicationRun.run(self)
    }

    /// Parses the command line, runs the application and ends the process with its exit code.
    public static func main() async {
        await ApplicationProcess.main(Self.self)
    }
}

/// Several applications in one executable, each a subcommand.
///
///     @main struct TeraSort: ApplicationGroup {
///         static let configuration = CommandConfiguration(subcommands: [Generate.self, Sort.self, Validate.self])
///     }
public protocol ApplicationGroup: AsyncParsableCommand {}

extension ApplicationGroup {
    /// Parses the command line, runs the subcommand that it names and ends the process with its exit code.
    public static func main() async {
        await ApplicationProcess.main(Self.self)
    }
}
