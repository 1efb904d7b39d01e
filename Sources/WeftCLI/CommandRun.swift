import ArgumentParser
import WeftDiagnostics

/// How commands on a cluster end.
enum CommandRun {
    /// Does a command's work, and prints what ended it early.
    ///
    /// - Parameters:
    ///   - name: what messages start with.
    ///   - failureStatus: the exit status when something could not be done.
    ///   - hasFailed: whether something failed that was told already.
    ///   - body: does the work.
    /// - Returns: the exit status.
    /// - Throws: errors of the configuration, for which `weft` has an exit status of its own, and of the command line.
    static func status(
        _ name: String,
        _ output: ShellOutput,
        _ errors: ShellOutput,
        onFailure failureStatus: Int32 = 1,
        hasFailed: () -> Bool,
        _ body: () throws -> Void
    ) throws -> Int32 {
        var status: Int32 = 0
        do {
            try body()
        } catch let code as ExitCode {
            status = code.rawValue
        } catch let error as WeftError where error.code == "hadoop-configuration" {
            try? output.flush()
            throw error
        } catch let error as WeftError {
            try? output.flush()
            if error.code == "interrupted" { return 130 }
            try? errors.print("\(name): \(error)")
            return failureStatus
        }
        do { try output.flush() } catch {
            try? errors.print("\(name): \(error)")
            return failureStatus
        }
        return hasFailed() ? failureStatus : status
    }
}
