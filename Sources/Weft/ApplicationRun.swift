import Logging
import Synchronization
import WeftDiagnostics
import WeftEngine
import WeftYARN

/// One run of an application's body, with everything around it.
enum ApplicationRun {
    static func run<A: Application>(_ application: A) async throws {
        let context: Context
        do {
            let configuration = try configuration(of: application)
            LogOutput.bootstrap(level: configuration[ConfigurationKeys.logLevel])
            context = try Context(configuration: configuration)
        } catch {
            throw StartFailure(cause: error)
        }
        Interrupts.installed?.watch(context)
        do {
            try await application.run(in: context)
        } catch {
            YARNExtension.noteFailure(of: context.applicationID, "\(WeftError(wrapping: error).message)")
            await context.stop()
            throw error
        }
        await context.stop()
    }

    /// The settings of `weft submit` or, without it, of the environment and `weft-defaults.conf`; then the code's own.
    private static func configuration<A: Application>(of application: A) throws -> Configuration {
        var configuration = try Configuration.inherited() ?? Configuration.load()
        try application.configure(&configuration)
        try configuration.set(ConfigurationKeys.appName.name, "\(A.self)", source: .defaultValue)
        return configuration
    }
}

/// Log lines on standard error.
enum LogOutput {
    private static let done = Mutex(false)

    /// Starts logging; swift-log allows that once in a process, so later calls change nothing.
    static func bootstrap(level: Logger.Level) {
        done.withLock { done in
            guard !done else { return }
            done = true
            LoggingSystem.bootstrap { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        }
    }
}
