import ArgumentParser
import HDFS
import HadoopRPC
import WeftDiagnostics

/// `weft fs`: files and folders of HDFS, as `hdfs dfs` has them.
struct FileSystemCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fs",
        abstract: "Work with files and folders of HDFS.",
        discussion: """
            The commands and their flags are those of `hdfs dfs`. HADOOP_CONF_DIR names the folder with the cluster's
            core-site.xml and hdfs-site.xml. Paths are hdfs://host:port/path, file:///path, or without a scheme on the
            file system of fs.defaultFS; relative ones start at /user/NAME. They may have patterns: * ? [a-z] {a,b}.

            The exit status is 0, 1 when something could not be done, 2 when the configuration is wrong, 64 when the
            command line is. Errors go to standard error, one for each path.

            Examples:
              weft fs ls -h /data
              weft fs put -t 8 logs/ /data/logs
              weft fs cat '/data/logs/2024-*/part-*' | head
              weft fs ls -D dfs.client.use.datanode.hostname=true hdfs://nn.example.com:8020/
            """,
        subcommands: [
            ListCommand.self, CatCommand.self, HeadCommand.self, TailCommand.self, PutCommand.self, GetCommand.self,
            CopyCommand.self, MoveCommand.self, RemoveCommand.self, RemoveDirectoryCommand.self,
            MakeDirectoryCommand.self, TouchCommand.self, TouchEmptyCommand.self, DiskUsageCommand.self,
            CapacityCommand.self, CountCommand.self, StatCommand.self, FindCommand.self, ChangeModeCommand.self,
            ChangeOwnerCommand.self, ChangeGroupCommand.self, SetReplicationCommand.self, TruncateCommand.self,
            AppendCommand.self, ChecksumCommand.self, TestCommand.self, TokenCommand.self,
        ],
        // -h asks for sizes that people can read.
        helpNames: .long
    )
}

/// How to reach a cluster; the same for all commands.
struct ClusterOptions: ParsableArguments {
    @OptionGroup var hadoop: HadoopOptions

    @Option(help: ArgumentHelp("The file system of paths without a scheme.", valueName: "uri"))
    var fs: String?

    /// The configuration that these options ask for.
    func configuration() throws -> HadoopConfiguration {
        var configuration = try hadoop.configuration()
        if let fs { configuration.set("fs.defaultFS", to: fs, by: "--fs") }
        return configuration
    }

    func user(_ configuration: HadoopConfiguration) throws -> UserGroupInformation { try hadoop.user(configuration) }
}

/// A command that works on files.
protocol FileSystemCommand: ParsableCommand {
    var cluster: ClusterOptions { get }

    /// What its messages start with.
    static var name: String { get }

    /// The exit status when something could not be done; 1 but for commands whose 1 says something else.
    var failureStatus: Int32 { get }

    /// Does the work. What failed for one path only is reported to the shell, and the next path is tried.
    func run(in shell: Shell) throws
}

extension FileSystemCommand {
    static var name: String { configuration.commandName ?? "fs" }

    func run() throws {
        let configuration = try cluster.configuration()
        let user = try cluster.user(configuration)
        Interruption.watch()
        let shell = Shell(
            command: Self.name,
            fileSystems: ShellFileSystems(configuration: configuration, user: user),
            progress: .standard()
        )
        let status = try execute(in: shell)
        if status != 0 { throw ExitCode(status) }
    }

    /// Does the work and prints what ended it early.
    ///
    /// - Returns: the exit status.
    /// - Throws: errors of the configuration, for which `weft` has an exit status of its own, and of the command line.
    func execute(in shell: Shell) throws -> Int32 {
        try CommandRun.status(
            Self.name,
            shell.output,
            shell.errors,
            onFailure: failureStatus,
            hasFailed: { shell.hasFailed }
        ) {
            try run(in: shell)
        }
    }

    var failureStatus: Int32 { 1 }
}
