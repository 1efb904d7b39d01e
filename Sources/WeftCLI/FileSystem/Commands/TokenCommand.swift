import ArgumentParser
import HDFS
import HadoopRPC
import Weft
import WeftDiagnostics

/// `weft fs token`: delegation tokens (DelegationTokenFetcher.java).
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Get, renew, cancel and show delegation tokens.",
        discussion: """
            A delegation token lets programs in without a ticket, for a day at a time and a week at most unless the cluster
            has other limits. Files with tokens are those of Hadoop: set HADOOP_TOKEN_FILE_LOCATION to use one.

            Examples:
              weft fs token get --renewer yarn my.tokens
              weft fs token print my.tokens
              HADOOP_TOKEN_FILE_LOCATION=my.tokens weft fs ls /
              weft fs token cancel my.tokens
            """,
        subcommands: [Get.self, Renew.self, Cancel.self, Print.self]
    )

    struct Get: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Get a token and write it into a file.",
            discussion: """
                Tokens of other services that are in the file stay there. Only you can read the file.

                Example:
                  weft fs token get --renewer yarn my.tokens
                """
        )

        @Option(
            help: ArgumentHelp("Who may renew it, as a short name or a principal; you by default.", valueName: "name")
        )
        var renewer: String?

        @Flag(help: "Write the newer form of file, which Hadoop before 3.0 can't read.")
        var protobuf = false

        @Argument(help: "The file.")
        var file: String

        @OptionGroup var cluster: ClusterOptions

        func run() throws {
            let configuration = try cluster.configuration()
            try TokenCommand.attempt {
                let client = try HDFSClient(configuration: configuration, user: try cluster.user(configuration))
                guard let token = try client.delegationToken(renewer: renewer) else {
                    throw WeftError(
                        "token-invalid",
                        "the cluster gave no token: it has no security",
                        remedy: "use it without one"
                    )
                }
                var credentials = Credentials()
                do {
                    credentials = try Credentials(file: file)
                } catch let error as WeftError where error.code == "input-not-found" {}
                credentials.add(token)
                try credentials.write(file: file, format: protobuf ? .protobuf : .writable)
                print("Fetched \(token)")
                for line in TokenCommand.lines(token) { print("  \(line)") }
            }
        }
    }

    struct Renew: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Renew the tokens of a file.",
            discussion: """
                Only the renewer may do it. The file stays as it is.

                Example:
                  weft fs token renew my.tokens
                """
        )

        @Argument(help: "The file.")
        var file: String

        @OptionGroup var cluster: ClusterOptions

        func run() throws {
            try TokenCommand.forEach(file, cluster) { client, token in
                print("Renewed \(token) until \(TimeText.secondsUTC(try client.renew(token))) UTC")
            }
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the tokens of a file worthless.",
            discussion: """
                Example:
                  weft fs token cancel my.tokens
                """
        )

        @Argument(help: "The file.")
        var file: String

        @OptionGroup var cluster: ClusterOptions

        func run() throws {
            try TokenCommand.forEach(file, cluster) { client, token in
                try client.cancel(token)
                print("Cancelled \(token)")
            }
        }
    }

    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what is in a file with tokens; no passwords.",
            discussion: """
                Example:
                  weft fs token print my.tokens
                """
        )

        @Argument(help: "The file; that of HADOOP_TOKEN_FILE_LOCATION by default.")
        var file: String?

        func run() throws {
            try TokenCommand.attempt {
                guard let path = file ?? ProcessVariables.all[Credentials.fileVariable] else {
                    throw WeftError(
                        "input-not-found",
                        "there is no file to show: \(Credentials.fileVariable) is not set",
                        remedy: "name the file"
                    )
                }
                let credentials = try Credentials(file: path)
                for (alias, token) in credentials.tokens.sorted(by: { $0.key < $1.key }) {
                    print(token)
                    if alias != token.service { print("  alias: \(alias)") }
                    for line in TokenCommand.lines(token) { print("  \(line)") }
                }
                for alias in credentials.secrets.keys.sorted() { print("secret \(alias)") }
            }
        }
    }

    /// What a token's identifier says, as far as its form is known.
    static func lines(_ token: Token) -> [String] {
        func time(_ milliseconds: Int64) -> String { "\(TimeText.secondsUTC(milliseconds)) UTC" }
        switch token.kind {
        case .hdfsDelegation, .kmsDelegation, .resourceManagerDelegation, .timelineDelegation:
            guard let identifier = try? DelegationTokenIdentifier(token.identifier) else { break }
            var lines = ["owner: \(identifier.owner)"]
            if !identifier.realUser.isEmpty { lines.append("real user: \(identifier.realUser)") }
            return lines + [
                "renewer: \(identifier.renewer)", "issued: \(time(identifier.issueDate))",
                "ends at the latest: \(time(identifier.maxDate))\(identifier.maxDate < TimeText.now ? " (over)" : "")",
                "number: \(identifier.sequenceNumber), key: \(identifier.masterKeyID)",
            ]
        case .hdfsBlock:
            guard let identifier = try? BlockTokenIdentifier(token.identifier) else { break }
            return [
                "block: \(identifier.blockPoolID) \(identifier.blockID)",
                "allows: \(identifier.modes.joined(separator: ", "))",
                "ends: \(time(identifier.expiryDate))\(identifier.expiryDate < TimeText.now ? " (over)" : "")",
            ]
        default: break
        }
        return ["identifier: \(token.identifier.count) bytes"]
    }

    /// Does something, and ends with the status of a failure when it can't be done.
    static func attempt(_ body: () throws -> Void) throws {
        do { try body() } catch let error as WeftError where error.code != "hadoop-configuration" {
            StandardError.print("token: \(error)")
            throw ExitCode(1)
        }
    }

    /// Calls `body` for each token of a NameNode in a file, with a client of that NameNode.
    private static func forEach(
        _ file: String,
        _ cluster: ClusterOptions,
        _ body: (HDFSClient, Token) throws -> Void
    ) throws {
        let configuration = try cluster.configuration()
        try attempt {
            let tokens = try Credentials(file: file).tokens.sorted { $0.key < $1.key }.map(\.value)
            let ours = tokens.filter { $0.kind == .hdfsDelegation }
            guard !ours.isEmpty else {
                throw WeftError(
                    "token-invalid",
                    "there is no token of a NameNode in \(file)",
                    details: [.init("path", file)]
                )
            }
            let user = try cluster.user(configuration)
            for token in ours { try body(try client(for: token, configuration, user), token) }
        }
    }

    /// A client of the NameNode that a token is for. The service has a numeric address most often, and a server's Kerberos
    /// principal has its name; so the default file system is taken if the token is for that one.
    private static func client(
        for token: Token,
        _ configuration: HadoopConfiguration,
        _ user: UserGroupInformation
    ) throws -> HDFSClient {
        if let standard = try? HDFSClient(configuration: configuration, user: user),
            try standard.tokenService() == token.service
        {
            return standard
        }
        let prefix = TokenService.logical(scheme: "hdfs", authority: "")
        let authority = token.service.hasPrefix(prefix) ? String(token.service.dropFirst(prefix.count)) : token.service
        return try HDFSClient(configuration: configuration, authority: authority, user: user)
    }
}
