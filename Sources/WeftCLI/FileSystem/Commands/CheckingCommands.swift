import ArgumentParser
import WeftDiagnostics

/// `weft fs checksum` (Display.java, Checksum).
struct ChecksumCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "checksum",
        abstract: "Print checksums of files.",
        discussion: """
            The DataNodes make them of the checksums that they keep. They depend on the block size and on how those are
            made, so equal files may have different ones; Java's client prints the same.

            Example:
              weft fs checksum -v '/data/part-*'
            """
    )

    @Flag(name: .customShort("v"), help: "Print the block size too.")
    var isVerbose = false

    @Argument(help: "Files; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        try shell.forEach(paths) { item in
            if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
            var line = "\(item.text)\t"
            if let checksum = try item.fileSystem.checksum(item.path) {
                line += "\(checksum.algorithm)\t\(Self.hexadecimal(checksum.bytes))"
            } else {
                line += "NONE\t"
            }
            if isVerbose { line += "\tBlockSize=\(item.status?.blockSize ?? 0)" }
            try shell.output.print(line)
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}

/// `weft fs test` (Test.java).
struct TestCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Answer a question about a file or folder by the exit status.",
        discussion: """
            The exit status is 0 for yes, 1 for no, 2 when it could not be found out.

            Example:
              weft fs test -e /data/_SUCCESS && weft submit Report /data
            """
    )

    @Flag(name: .customShort("e"), help: "Is there anything?")
    var exists = false

    @Flag(name: .customShort("d"), help: "Is it a folder?")
    var isDirectory = false

    @Flag(name: .customShort("f"), help: "Is it a file?")
    var isFile = false

    @Flag(name: .customShort("s"), help: "Is it a file that isn't empty?")
    var hasBytes = false

    @Flag(name: .customShort("z"), help: "Is it a file that is empty?")
    var isEmpty = false

    @Flag(name: .customShort("r"), help: "May I read it?")
    var isReadable = false

    @Flag(name: .customShort("w"), help: "May I write it?")
    var isWritable = false

    @Argument(help: "The file or folder.")
    var path: String

    @OptionGroup var cluster: ClusterOptions

    var failureStatus: Int32 { 2 }

    func validate() throws {
        let questions = [exists, isDirectory, isFile, hasBytes, isEmpty, isReadable, isWritable].filter { $0 }.count
        guard questions == 1 else {
            throw ValidationError(
                questions == 0 ? "Ask one question: -e, -d, -f, -s, -z, -r or -w." : "Ask one question only."
            )
        }
    }

    func run(in shell: Shell) throws {
        let items: [ShellItem]
        do {
            items = try shell.items(path)
        } catch let error as WeftError where error.code == "input-not-found" {
            throw ExitCode(1)
        }
        for item in items where try !answer(item) { throw ExitCode(1) }
    }

    private func answer(_ item: ShellItem) throws -> Bool {
        guard let status = item.status else { return false }
        if exists { return true }
        if isDirectory { return status.isDirectory }
        if isFile { return status.kind == .file }
        // Of a folder the length is 0.
        if hasBytes { return status.length > 0 }
        if isEmpty { return status.length == 0 }
        return try item.fileSystem.mayAccess(item.path, read: isReadable, write: isWritable)
    }
}
