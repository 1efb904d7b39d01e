import ArgumentParser
import HadoopRPC
import WeftDiagnostics

/// `weft fs cat` (Display.java).
struct CatCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Print the content of files.",
        discussion: """
            Checksums are compared while reading; a replica that is damaged is left for another one. -ignoreCrc prints
            what there is.

            Examples:
              weft fs cat /data/part-00000
              weft fs cat -ignoreCrc /data/damaged
              weft fs cat '/data/part-*' | sort | uniq -c
            """
    )

    @OptionGroup var checksums: ChecksumOptions

    @Argument(help: "Files; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        try shell.forEach(paths) { item in
            if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
            try FileOutput.print(item, from: 0, upTo: .max, verifiesChecksums: !checksums.ignores, to: shell)
        }
    }
}

/// What commands that read files have in common.
struct ChecksumOptions: ParsableArguments {
    @Flag(
        name: [.customLong("ignoreCrc", withSingleDash: true), .customLong("ignore-crc")],
        help: "Don't compare what is read with its checksums: what is left of a damaged file can be read."
    )
    var ignores = false
}

/// `weft fs head` (Head.java).
struct HeadCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "head",
        abstract: "Print the first bytes of a file.",
        discussion: """
            Example:
              weft fs head -c 200 /data/part-00000
            """
    )

    @Option(name: .customShort("c"), help: ArgumentHelp("How many bytes.", valueName: "bytes"))
    var count: UInt64 = 1024

    @Argument(help: "Files; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        try shell.forEach(paths) { item in
            if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
            try FileOutput.print(item, from: 0, upTo: count, to: shell)
        }
    }
}

/// `weft fs tail` (Tail.java).
struct TailCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the last bytes of a file.",
        discussion: """
            Examples:
              weft fs tail /logs/today
              weft fs tail -f -s 1000 /logs/today
            """
    )

    @Flag(name: .customShort("f"), help: "Go on as the file grows, until Ctrl-C.")
    var follows = false

    @Option(
        name: .customShort("s"),
        help: ArgumentHelp("With -f, how long to wait before looking again.", valueName: "ms")
    )
    var interval = 5000

    @Option(name: .customShort("c"), help: ArgumentHelp("How many bytes.", valueName: "bytes"))
    var count: UInt64 = 1024

    @Argument(help: "The file.")
    var path: String

    @OptionGroup var cluster: ClusterOptions

    func validate() throws {
        guard interval > 0 else { throw ValidationError("-s must be more than 0 milliseconds") }
    }

    func run(in shell: Shell) throws {
        try shell.forEach([path]) { item in
            if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
            let length = item.status?.length ?? 0
            var position = try FileOutput.print(item, from: length > count ? length - count : 0, upTo: .max, to: shell)
            while follows {
                try shell.output.flush()
                var left = interval
                while left > 0 {
                    try Interruption.check()
                    Pause.sleep(milliseconds: min(left, 200))
                    left -= 200
                }
                var now = item
                try now.refresh()
                guard now.status != nil else { throw ShellFailure.notFound(item.text) }
                // A file that was cut off, or is another one now, starts again.
                if let length = now.status?.length, length < position { position = 0 }
                position = try FileOutput.print(item, from: position, upTo: .max, to: shell)
            }
        }
    }
}

/// The content of files on standard output.
enum FileOutput {
    private static let bufferSize = 256 << 10

    /// Prints a part of a file.
    ///
    /// - Returns: the position behind what was printed.
    @discardableResult
    static func print(
        _ item: ShellItem,
        from start: UInt64,
        upTo count: UInt64,
        verifiesChecksums: Bool = true,
        to shell: Shell
    ) throws -> UInt64 {
        let reader = try item.fileSystem.open(item.path, verifiesChecksums: verifiesChecksums)
        defer { reader.close() }
        // A file that is being written may be shorter for readers than it was said to be.
        var position = min(start, reader.length)
        if position > 0 { try reader.seek(to: position) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 64)
        defer { buffer.deallocate() }
        var left = count
        while left > 0 {
            try Interruption.check()
            let wanted = Int(clamping: min(left, UInt64(bufferSize)))
            let got = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            guard got > 0 else { break }
            try shell.output.write(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            position += UInt64(got)
            left -= UInt64(got)
        }
        return position
    }
}
