import ArgumentParser
import Glibc
import HadoopRPC
import MiniCluster
import WeftDiagnostics

/// `weft minicluster`: an embedded YARN cluster on this host.
struct MiniClusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minicluster",
        abstract: "Run a small YARN cluster on this host: a ResourceManager and NodeManagers, without Hadoop and Java.",
        discussion: """
            The cluster speaks Hadoop's protocols on ports of loopback that are free, so Hadoop's own clients and Spark run on
            it too. With --secure it has a Kerberos realm of its own, for which MIT's KDC must be installed.

            Examples:
              weft minicluster start --nodes 2
              . ~/.weft/minicluster/env
              weft submit --master yarn PiEstimate
              weft minicluster stop
            """,
        subcommands: [Start.self, Stop.self, Status.self, Run.self]
    )

    /// Where a cluster is.
    struct Folder: ParsableArguments {
        @Option(help: ArgumentHelp("The cluster's folder; ~/.weft/minicluster by default.", valueName: "folder"))
        var dir: String?

        func daemon() throws -> MiniClusterDaemon {
            guard let dir else {
                guard let home = ProcessVariables.all["HOME"], home.hasPrefix("/") else {
                    throw WeftError("invalid-argument", "there is no home folder", remedy: "give --dir")
                }
                return MiniClusterDaemon(directory: "\(home)/.weft/minicluster")
            }
            if dir.hasPrefix("/") { return MiniClusterDaemon(directory: dir) }
            guard let here = getcwd(nil, 0) else {
                throw WeftError("io-error", "the current folder isn't there any more")
            }
            defer { free(here) }
            return MiniClusterDaemon(directory: "\(String(cString: here))/\(dir)")
        }
    }

    struct Start: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start a cluster in the background, and print how to use it."
        )

        @OptionGroup var folder: Folder
        @OptionGroup var cluster: MiniClusterArguments

        func run() throws {
            _ = try cluster.options()
            let daemon = try folder.daemon()
            // This very program, in whatever way it was found.
            let arguments = ["/proc/self/exe", "minicluster", "run", "--dir", daemon.directory] + cluster.words
            try daemon.start(arguments)
            print(
                """
                A cluster of \(cluster.nodes) \(cluster.nodes == 1 ? "node" : "nodes") runs, as process \(daemon.pid ?? 0). \
                To use it:
                  . \(daemon.environmentFile)
                To stop it:
                  weft minicluster stop\(folder.dir == nil ? "" : " --dir \(daemon.directory)")
                """
            )
        }
    }

    struct Stop: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the cluster, its containers and its KDC. Logs stay."
        )

        @OptionGroup var folder: Folder

        func run() throws {
            let daemon = try folder.daemon()
            print(daemon.stop() ? "The cluster is stopped." : "No cluster runs in \(daemon.directory).")
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a cluster runs: exit status 0 when it takes applications, 1 when not."
        )

        @OptionGroup var folder: Folder

        func run() throws {
            let daemon = try folder.daemon()
            guard let pid = daemon.pid else {
                print("No cluster runs in \(daemon.directory).")
                throw ExitCode(1)
            }
            guard daemon.isReady else {
                print("A cluster in \(daemon.directory) starts, as process \(pid).")
                throw ExitCode(1)
            }
            print("A cluster runs in \(daemon.directory), as process \(pid).\n  . \(daemon.environmentFile)")
        }
    }

    /// What `start` starts.
    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a cluster in the foreground, until SIGTERM or SIGINT.",
            shouldDisplay: false
        )

        @OptionGroup var folder: Folder
        @OptionGroup var cluster: MiniClusterArguments

        func run() throws {
            try folder.daemon().run(cluster.options(), owner: cluster.owner) { line in
                print(line)
                fflush(nil)
            }
        }
    }
}
