import Foundation
import Synchronization
import Weft

/// An application that shows what it was started with; the tests of `weft submit` run it.
@main struct TestApplication: ApplicationGroup {
    static let configuration = CommandConfiguration(
        commandName: "TestApplication",
        abstract: "Shows what it was started with.",
        subcommands: [
            Settings.self, Arguments.self, Surroundings.self, Code.self, BadCode.self, Fail.self, Wait.self,
            Single.self, Large.self, Files.self,
        ]
    )
}

/// Prints what is set, and the name.
struct Settings: Application {
    static let configuration = CommandConfiguration(commandName: "settings")

    func run(in context: Context) async throws {
        print(context.configuration)
        print("name: \(context.configuration[ConfigurationKeys.appName] ?? "none")")
    }
}

/// Prints what the driver and a task find under names of files and archives: a file's text, the names in a folder.
struct Files: Application {
    static let configuration = CommandConfiguration(commandName: "files")

    @Argument var names: [String]

    static func content(of name: String) throws -> String {
        let path = try WeftFiles.path(of: name)
        if let bytes = FileManager.default.contents(atPath: path) { return String(decoding: bytes, as: UTF8.self) }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().joined(separator: " ")
    }

    func run(in context: Context) async throws {
        for name in names { print("driver \(name) \(try Self.content(of: name))") }
        let seen = try await context.parallelize(names, partitions: 1).map { name in
            (try? Files.content(of: name)) ?? "nothing"
        }.collect()
        for (name, content) in zip(names, seen) { print("task \(name) \(content)") }
    }
}

/// Has no configuration of its own.
struct Single: Application {
    func run(in context: Context) async throws {}
}

/// Prints its arguments, one a line.
struct Arguments: Application {
    static let configuration = CommandConfiguration(commandName: "arguments")

    @Argument(parsing: .captureForPassthrough) var words: [String] = []

    func run(in context: Context) async throws {
        for word in words { print("<\(word)>") }
    }
}

/// Prints the WEFT variables and the pipes that a child of this process would inherit.
struct Surroundings: Application {
    static let configuration = CommandConfiguration(commandName: "surroundings")

    func run(in context: Context) async throws {
        for name in ProcessEnvironment.variables.keys.sorted() where name.hasPrefix("WEFT_") {
            print("variable \(name)")
        }
        for descriptor in 3..<256 where fcntl(Int32(descriptor), F_GETFD) == 0 {
            let target =
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) ?? ""
            if target.hasPrefix("pipe:"), fcntl(Int32(descriptor), F_GETFD) & FD_CLOEXEC == 0 {
                print("descriptor \(target)")
            }
        }
        print("arguments \(CommandLine.arguments.count)")
    }
}

/// Sets a key from code.
struct Code: Application {
    static let configuration = CommandConfiguration(commandName: "code")

    func configure(_ configuration: inout Configuration) throws {
        try configuration.set(ConfigurationKeys.executorCores, to: 7)
    }

    func run(in context: Context) async throws { print(context.configuration) }
}

/// Sets a key from code to what it can't be.
struct BadCode: Application {
    static let configuration = CommandConfiguration(commandName: "bad-code")

    func configure(_ configuration: inout Configuration) throws {
        try configuration.set(ConfigurationKeys.executorCores, to: 0)
    }

    func run(in context: Context) async throws { print("ran") }
}

/// Fails in several ways.
struct Fail: Application {
    static let configuration = CommandConfiguration(commandName: "fail")

    struct Plain: Error {}

    enum Way: String, ExpressibleByArgument {
        case weft
        case plain
        case code
        case usage
    }

    @Argument var way: Way

    func run(in context: Context) async throws {
        switch way {
        case .weft: throw WeftError("test-failure", "the test failed", remedy: "expect it")
        case .plain: throw Plain()
        case .code: throw ExitCode(7)
        case .usage: throw ValidationError("not so")
        }
    }
}

/// Says "ready" and waits for its end.
struct Wait: Application {
    static let configuration = CommandConfiguration(commandName: "wait")

    @Flag(help: "Don't mind being cancelled.") var deaf = false

    func run(in context: Context) async throws {
        FileHandle.standardOutput.write(Data("ready\n".utf8))
        defer { FileHandle.standardOutput.write(Data("cleaned up\n".utf8)) }
        repeat {
            do { try await Task.sleep(for: .seconds(60)) } catch { if !deaf { throw error } }
        } while true
    }
}
