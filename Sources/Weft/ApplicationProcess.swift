import ArgumentParser
import Glibc
import WeftDiagnostics
import WeftEngine

/// The `main` of every application's process.
enum ApplicationProcess {
    /// What this process is. Its launcher decides; the same executable can be each of them.
    private enum Role {
        /// Runs the user's `run(in:)`.
        case driver
        /// Runs tasks; what it is told at its start is in this file.
        case executor(launchFile: String)
    }

    /// The one place where the role is decided.
    private static var role: Role {
        if let launchFile = ExecutorProcess.launchFile { return .executor(launchFile: launchFile) }
        return .driver
    }

    /// Runs the process and never returns.
    static func main(_ command: any AsyncParsableCommand.Type) async -> Never {
        WeftExtensions.register()
        switch role {
        case .driver: await driver(command)
        case .executor(let launchFile): ExecutorProcess.run(launchFile: launchFile, startLogging: LogOutput.bootstrap)
        }
    }

    private static func driver(_ type: any AsyncParsableCommand.Type) async -> Never {
        let command: any ParsableCommand
        do {
            command = try type.parseAsRoot()
        } catch {
            // Also `--help` and `--version`: they need neither configuration nor context.
            type.exit(withError: error)
        }
        let interrupts = Interrupts.install()
        let body = Task { () async throws in
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        }
        interrupts?.cancel(onInterrupt: body)
        let result = await body.result
        if let signal = interrupts?.received {
            // The failure is the cancellation that the user asked for; there is nothing to tell about it.
            end(128 + signal)
        }
        switch result {
        case .success: end(ExitStatus.success)
        case .failure(let error): end(report(error, of: type))
        }
    }

    /// Prints an error and gives the exit status that belongs to it.
    private static func report(_ error: any Error, of type: any AsyncParsableCommand.Type) -> Int32 {
        // Help, usage errors and exit codes that the body throws are the argument parser's to print; it has 1 for any
        // error that it doesn't know.
        if error is ExitCode || type.exitCode(for: error) != .failure { type.exit(withError: error) }
        var failure = error
        var status = ExitStatus.failed
        if let error = error as? StartFailure {
            failure = error.cause
            status = ExitStatus.badConfiguration
        }
        StandardError.print("error: \(WeftError(wrapping: failure))")
        return status
    }

    private static func end(_ status: Int32) -> Never {
        exit(status)
    }
}

/// The exit statuses of an application and of `weft submit`.
package enum ExitStatus {
    package static let success: Int32 = 0
    package static let failed: Int32 = 1
    package static let badConfiguration: Int32 = 2
}

/// An error from before the application's body: the configuration, the master, the context.
struct StartFailure: Error, CustomStringConvertible {
    var cause: any Error
    var description: String { WeftError(wrapping: cause).description }
}

/// Standard error, written at once.
package enum StandardError {
    /// Prints one line.
    package static func print(_ line: String) { write(line + "\n") }

    /// Writes a text; what can't be written is lost, since there is nowhere to say so.
    package static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
