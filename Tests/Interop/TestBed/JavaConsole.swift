import Foundation
import Synchronization

/// Java's HDFS client in one process that runs many commands, so that each doesn't pay for the start of Java.
final class JavaConsole: Sendable {
    /// How a command ended.
    struct Answer: Sendable {
        var status: Int
        var output: [UInt8]
        var errors: String

        /// Standard output as text.
        var text: String { String(decoding: output, as: UTF8.self) }
        var lines: [String] { text.split(separator: "\n").map { String($0) } }
    }

    private struct Pipes {
        let process: Process
        let input: Pipe
        let output: Pipe
        let log: String
        var unread: [UInt8] = []
    }

    private let pipes: Mutex<Pipes>

    /// Starts Java.
    init(testBed directory: String) throws {
        // A Java process that has gone isn't this process's end.
        signal(SIGPIPE, SIG_IGN)
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        let log = "\(directory)/logs/console-\(UUID().uuidString).log"
        try Data().write(to: URL(fileURLWithPath: log))
        process.executableURL = URL(fileURLWithPath: TestBeds.shared.program)
        process.arguments = ["console", "--dir", directory]
        process.environment = ChildProgram(command: []).variables
        process.standardInput = input
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        try process.run()
        pipes = Mutex(Pipes(process: process, input: input, output: output, log: log))
    }

    deinit {
        // It ends when its input does.
        pipes.withLock { try? $0.input.fileHandleForWriting.close() }
    }

    var isRunning: Bool { pipes.withLock { $0.process.isRunning } }

    /// Runs a command as a user.
    ///
    /// - Throws: when Java isn't there or doesn't answer in time. It is ended then; the next command starts another.
    func run(_ user: String, _ command: [String], limit: Duration) throws -> Answer {
        let line = ([user] + command).map(Self.escaped).joined(separator: "\t") + "\n"
        return try pipes.withLock { pipes in
            do {
                try pipes.input.fileHandleForWriting.write(contentsOf: Data(line.utf8))
                let deadline = ContinuousClock.now + limit
                let head = String(decoding: try Self.line(&pipes, deadline), as: UTF8.self)
                let numbers = head.split(separator: " ").compactMap { Int($0) }
                guard numbers.count == 3 else {
                    throw ChildProgram.Failure(description: "Java's console says: \(head)")
                }
                let output = try Self.take(numbers[1], &pipes, deadline)
                let errors = try Self.take(numbers[2], &pipes, deadline)
                return Answer(status: numbers[0], output: output, errors: String(decoding: errors, as: UTF8.self))
            } catch {
                kill(pipes.process.processIdentifier, SIGTERM)
                pipes.process.waitUntilExit()
                let log = (try? String(contentsOfFile: pipes.log, encoding: .utf8)) ?? ""
                throw ChildProgram.Failure(
                    description: "\(error)\nin \(user): \(command.joined(separator: " "))\n\(log.suffix(4000))"
                )
            }
        }
    }

    private static func escaped(_ field: String) -> String {
        field.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\t", with: "\\t")
            .replacingOccurrences(of: "\n", with: "\\n")
    }

    private static func line(_ pipes: inout Pipes, _ deadline: ContinuousClock.Instant) throws -> [UInt8] {
        while true {
            if let end = pipes.unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(pipes.unread[..<end])
                pipes.unread.removeSubrange(...end)
                return line
            }
            try readMore(&pipes, deadline)
        }
    }

    private static func take(_ count: Int, _ pipes: inout Pipes, _ deadline: ContinuousClock.Instant) throws -> [UInt8]
    {
        while pipes.unread.count < count { try readMore(&pipes, deadline) }
        let taken = Array(pipes.unread[..<count])
        pipes.unread.removeSubrange(..<count)
        return taken
    }

    private static func readMore(_ pipes: inout Pipes, _ deadline: ContinuousClock.Instant) throws {
        let descriptor = pipes.output.fileHandleForReading.fileDescriptor
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw ChildProgram.Failure(description: "Java's console doesn't answer in time") }
            guard poll(&entry, 1, 100) > 0 else { continue }
            var block = [UInt8](repeating: 0, count: 64 << 10)
            let got = read(descriptor, &block, block.count)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { throw ChildProgram.Failure(description: "Java's console has ended") }
            pipes.unread += block[..<got]
            return
        }
    }
}
