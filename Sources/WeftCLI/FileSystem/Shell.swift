import ArgumentParser
import Glibc
import Synchronization
import WeftDiagnostics

/// What a command of `weft fs` works with: file systems, where text goes, and whether something failed so far.
final class Shell: Sendable {
    /// The command's name, before its messages.
    let command: String
    let fileSystems: ShellFileSystems
    let output: ShellOutput
    let errors: ShellOutput
    let progress: ProgressBar
    private let failures = Mutex(0)

    init(
        command: String,
        fileSystems: ShellFileSystems,
        output: ShellOutput = ShellOutput(descriptor: STDOUT_FILENO),
        errors: ShellOutput = ShellOutput(descriptor: STDERR_FILENO, isBuffered: false),
        progress: ProgressBar = ProgressBar(write: nil)
    ) {
        self.command = command
        self.fileSystems = fileSystems
        self.output = output
        self.errors = errors
        self.progress = progress
    }

    var hasFailed: Bool { failures.withLock { $0 > 0 } }

    /// Prints an error and remembers that there was one.
    ///
    /// - Throws: the error when it would come again for whatever is tried next.
    func report(_ error: any Error) throws {
        let error = WeftError(wrapping: error)
        failures.withLock { $0 += 1 }
        guard !ShellFailure.endsCommand(error) else { throw error }
        progress.clear()
        try output.flush()
        try errors.print("\(command): \(error)")
    }

    /// Does something, and reports the error if there is one.
    func attempt(_ body: () throws -> Void) throws {
        do { try body() } catch { try report(error) }
    }

    // MARK: - Paths

    /// What a path that was typed stands for, patterns expanded; one that isn't there has no status.
    func items(_ text: String) throws -> [ShellItem] {
        let path = ShellPath(text)
        return try GlobExpansion.items(path, on: fileSystems.fileSystem(for: path))
    }

    /// Calls `body` for each thing that paths stand for, and reports what fails, or isn't there.
    func forEach(_ paths: [String], _ body: (ShellItem) throws -> Void) throws {
        for path in paths {
            try attempt {
                for item in try items(path) {
                    try Interruption.check()
                    try attempt {
                        guard item.status != nil else { throw ShellFailure.notFound(item.text) }
                        try body(item)
                    }
                }
            }
        }
    }

    /// Goes through a folder and all folders in it; each comes before what is in it.
    ///
    /// - Parameter body: called for each entry, not for the folder itself.
    func walk(_ folder: ShellItem, _ body: (ShellItem) throws -> Void) throws {
        // The stack holds folders only: a recursion of functions could go too deep.
        var open: [[ShellItem]] = [try folder.children().reversed()]
        while var level = open.popLast() {
            guard let item = level.popLast() else { continue }
            open.append(level)
            try Interruption.check()
            try attempt {
                try body(item)
                if item.isDirectory { open.append(try item.children().reversed()) }
            }
        }
    }

    /// What is at a path of this machine.
    func localItem(_ text: String) throws -> ShellItem {
        let path = ShellPath(text)
        guard path.scheme == nil || path.scheme == "file" else {
            throw WeftError("invalid-argument", "\(text) is not a local path", remedy: "name a file of this machine")
        }
        return try ShellItem(path, on: fileSystems.localFiles)
    }
}
