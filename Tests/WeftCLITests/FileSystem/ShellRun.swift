import ArgumentParser
import Testing
import WeftDiagnostics

@testable import WeftCLI

/// What a command of `weft fs` printed on a file system in memory.
struct ShellRun {
    var output: String
    var errors: String
    var status: Int32

    /// Runs a command.
    ///
    /// - Parameters:
    ///   - line: the command and its arguments, with blanks between them.
    ///   - remote: the file system of paths without a scheme.
    ///   - local: that of local paths.
    static func run(
        _ line: String,
        on remote: MemoryFileSystem,
        local: MemoryFileSystem = MemoryFileSystem(name: "file://")
    ) throws
        -> ShellRun
    {
        let arguments = line.split(separator: " ").map { String($0.map { $0 == "·" ? " " : $0 }) }
        let normalized = Array(HadoopArguments.normalized(["fs"] + arguments).dropFirst())
        let command = try #require(FileSystemCommands.parseAsRoot(normalized) as? any FileSystemCommand)
        let fileSystems = ShellFileSystems(
            local: local,
            defaultName: { ("hdfs", "test") },
            makeRemote: { scheme, authority in
                guard authority == "test" else { throw WeftError("unknown-host", "there is no host \(authority)") }
                return remote
            }
        )
        let output = ShellOutput(descriptor: nil)
        let errors = ShellOutput(descriptor: nil)
        let shell = Shell(command: type(of: command).name, fileSystems: fileSystems, output: output, errors: errors)
        let status = try command.execute(in: shell)
        return ShellRun(
            output: String(decoding: output.collected, as: UTF8.self),
            errors: String(decoding: errors.collected, as: UTF8.self),
            status: status
        )
    }

    /// The error of a command line that isn't right; nil when it is.
    static func refusal(_ line: String) -> String? {
        do {
            let arguments = HadoopArguments.normalized(["fs"] + line.split(separator: " ").map(String.init))
            _ = try FileSystemCommands.parseAsRoot(Array(arguments.dropFirst()))
            return nil
        } catch {
            return FileSystemCommands.message(for: error)
        }
    }
}
