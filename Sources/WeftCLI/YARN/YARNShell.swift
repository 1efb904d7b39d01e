import Glibc
import Synchronization
import WeftDiagnostics

/// What a command of `weft yarn` works with: a cluster, where text goes, and whether something failed so far.
final class YARNShell: Sendable {
    let cluster: any YARNCluster
    let output: ShellOutput
    let errors: ShellOutput
    /// The command's name, before its messages.
    private let command: String
    private let failures = Mutex(0)

    init(_ command: String, cluster: any YARNCluster, output: ShellOutput, errors: ShellOutput) {
        self.command = command
        self.cluster = cluster
        self.output = output
        self.errors = errors
    }

    var hasFailed: Bool { failures.withLock { $0 > 0 } }

    /// Prints lines.
    func print(_ lines: [String]) throws { for line in lines { try output.print(line) } }

    /// Says something that isn't part of what programs read.
    func note(_ text: String) throws {
        try output.flush()
        try errors.print(text)
    }

    /// Does something for each, and reports what fails.
    ///
    /// - Throws: an error that would come again for the next one.
    func forEach<Element>(_ elements: [Element], _ body: (Element) throws -> Void) throws {
        for element in elements {
            do {
                try body(element)
            } catch {
                let error = WeftError(wrapping: error)
                if error.code == "resourcemanager-unreachable" || ShellFailure.endsCommand(error) { throw error }
                failures.withLock { $0 += 1 }
                try output.flush()
                try errors.print("\(command): \(error)")
            }
        }
    }
}
