import ArgumentParser
import Glibc
import WeftDiagnostics
import WeftEngine
import WeftYARN

/// The `main` of every application's process.
enum ApplicationProcess {
    /// What this process is. Its launcher decides; the same executable can be each of them.
    private enum Role {
        /// Runs the user's `run(in:)`.
        case driver
        /// Runs tasks; what it is told at its start is in this file.
        case executor(launchFile: String)
        /// Runs in a container of YARN, which has what it is told.
        case container(ContainerRole)
    }

    /// The one place where the role is decided.
    private static var role: Role {
        if let launchFile = ExecutorProcess.launchFile { return .executor(launchFile: launchFile) }
        if let role = ContainerRole.of(CommandLine.arguments) { return .container(role) }
        return .driver
    }

    /// Runs the process and never returns.
    static func main(_ command: any AsyncParsableCommand.Type) async -> Never {
        WeftExtensions.register()
        switch role {
        case .driver: await driver(command)
        case .container(.executor): YARNExtension.runExecutor(startLogging: LogOutput.bootstrap)
        case .container(.applicationMaster): await applicationMaster(command)
        case .executor(let launchFile): ExecutorProcess.run(launchFile: launchFile, startLogging: LogOutput.bootstrap)
        }
    }

    /// An application master: with the driver in it, or for one elsewhere.
    private static func applicationMaster(_ type: any AsyncParsableCommand.Type) async -> Never {
        let process: ApplicationMasterProcess
        do {
            process = try ApplicationMasterProcess.launch(startLogging: LogOutput.bootstrap)
        } catch {
            StandardError.print("error: \(WeftError(wrapping: error))")
            end(ExitStatus.failed)
        }
        guard let arguments = process.arguments else { end(ClientModeMaster.run(process)) }
        process.watchStart()
        do {
            try process.configuration.handOver()
        } catch {
            process.finish(succeeded: false, diagnostics: WeftError(wrapping: error).description)
            end(ExitStatus.failed)
        }
        await driver(type, arguments: arguments) { end in
            // YARN may end the container as soon as it knows.
            fflush(nil)
            switch end {
            // A signal is the cluster's doing: another attempt may do better, and there is none once an end is told.
            case .interrupted: return
            case .succeeded: process.finish(succeeded: true, diagnostics: "")
            case .failed(let error): process.finish(succeeded: false, diagnostics: error.description)
            }
        }
    }

    /// How a driver ended.
    private enum DriverEnd {
        case succeeded
        /// With an error, or an exit status that says so, whatever its number is.
        case failed(WeftError)
        /// By a signal.
        case interrupted

        init(status: Int32, _ error: @autoclosure () -> WeftError) {
            self = status == ExitStatus.success ? .succeeded : .failed(error())
        }
    }

    /// - Parameters:
    ///   - arguments: the program's arguments; those of this process by default.
    ///   - finish: told how the driver ended, before the process does.
    private static func driver(
        _ type: any AsyncParsableCommand.Type,
        arguments: [String]? = nil,
        finish: (DriverEnd) -> Void = { _ in }
    ) async -> Never {
        let command: any ParsableCommand
        do {
            command = try type.parseAsRoot(arguments)
        } catch {
            // Also `--help` and `--version`: they need neither configuration nor context.
            let status = type.exitCode(for: error).rawValue
            finish(DriverEnd(status: status, WeftError("invalid-arguments", type.message(for: error))))
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
            finish(.interrupted)
            end(128 + signal)
        }
        switch result {
        case .success:
            finish(.succeeded)
            end(ExitStatus.success)
        case .failure(let error):
            let cause = (error as? StartFailure)?.cause ?? error
            let status = type.exitCode(for: cause).rawValue
            finish(DriverEnd(status: status, Self.failure(cause, status)))
            end(report(error, of: type))
        }
    }

    private static func failure(_ cause: any Error, _ status: Int32) -> WeftError {
        cause is ExitCode
            ? WeftError("exit-status", "the program ended with exit status \(status)") : WeftError(wrapping: cause)
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
