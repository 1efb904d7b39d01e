import Foundation
import HDFS
import HadoopRPC
import Synchronization

/// A real HDFS on this machine, with its realm when it is secure.
final class TestBed: Sendable {
    /// A replica of a block on a DataNode's disk.
    struct Replica: Sendable, Hashable {
        var datanode: String
        var file: String
        var meta: String
    }

    /// A block of a file, as the NameNode has it.
    struct Block: Sendable, Hashable {
        var id: UInt64
        var generationStamp: UInt64
        var length: UInt64
        /// The DataNodes that have it, as `IP:port`.
        var datanodes: [String]
    }

    /// What `testbed start` says of a test bed in testbed.json.
    private struct Facts: Decodable {
        struct Server: Decodable {
            var port: Int
        }

        var uri: String
        var conf: String
        var namenodes: [String: Server]
        var datanodes: [String: Server]
        var realm: String?
        var krb5Conf: String?
        var keytabs: [String: String]?
        var tickets: [String: String]?
    }

    let directory: String
    let kind: TestBedKind
    private let facts: Facts
    private let consoles = Mutex<JavaConsole?>(nil)

    /// Reads what a test bed in a folder is like.
    init(directory: String, kind: TestBedKind) throws {
        self.directory = directory
        self.kind = kind
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        facts = try decoder.decode(
            Facts.self,
            from: Data(contentsOf: URL(fileURLWithPath: directory + "/testbed.json"))
        )
    }

    /// The test bed of a kind that this process has, started if need be. Don't break what other tests need.
    static func shared(_ kind: TestBedKind) throws -> TestBed { try TestBeds.shared.testBed(kind) }

    /// Starts a test bed for `body` alone, which may do with it what it likes, and stops it.
    static func withOwn<R>(_ kind: TestBedKind, _ body: (TestBed) throws -> R) throws -> R {
        let bed = try TestBeds.shared.start(kind, name: "own-\(UUID().uuidString)")
        defer { bed.stop() }
        return try body(bed)
    }

    // MARK: Where it is

    /// `hdfs://localhost:PORT`, or `hdfs://weft` of one with two NameNodes.
    var uri: String { facts.uri }
    /// The folder with the clients' core-site.xml and hdfs-site.xml.
    var configurationFolder: String { facts.conf }
    /// The port for clients of a NameNode (`namenode`) or DataNode (`datanode-1`).
    func port(of server: String) -> Int? { (facts.namenodes[server] ?? facts.datanodes[server])?.port }
    /// The DataNodes' names.
    var datanodes: [String] { facts.datanodes.keys.sorted() }

    /// The clients' configuration.
    ///
    /// - Parameters:
    ///   - changes: properties that are to differ.
    ///   - environment: the environment variables that the client sees.
    func configuration(
        _ changes: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws -> HadoopConfiguration {
        var configuration = try HadoopConfiguration(loadingFrom: [configurationFolder], environment: environment)
        for (key, value) in changes { configuration.set(key, to: value) }
        return configuration
    }

    /// A path under a user's home folder that no other test uses. Nothing is there.
    func newPath(_ user: String = "alice") -> String { "/user/\(user)/\(UUID().uuidString.lowercased())" }

    // MARK: Users

    /// The keytab of alice, bob, gateway or hdfs.
    func keytab(_ user: String) throws -> String { try required(facts.keytabs?[user], "keytab of \(user)") }
    /// The ticket cache of one of them.
    func ticketCache(_ user: String) throws -> String { try required(facts.tickets?[user], "ticket of \(user)") }
    /// Its `krb5.conf`.
    var krb5Configuration: String { get throws { try required(facts.krb5Conf, "krb5.conf") } }
    /// The user's full name.
    func principal(_ user: String) throws -> String { "\(user)@\(try required(facts.realm, "realm"))" }

    /// A user as a client: logged in by keytab, or just by name where there is no Kerberos.
    func user(_ name: String = "alice") throws -> UserGroupInformation {
        guard kind.isSecure else { return UserGroupInformation(simpleName: name, loginSource: nil) }
        let source = KerberosLogin.Source.keytab(path: try keytab(name), principal: try principal(name))
        return UserGroupInformation(simpleName: name, loginSource: source)
    }

    /// A user who has a ticket only.
    func ticketUser(_ name: String = "alice", cache: String? = nil) throws -> UserGroupInformation {
        let path = try cache ?? ticketCache(name)
        return UserGroupInformation(simpleName: name, loginSource: .ticketCache(path: path, principal: nil))
    }

    /// A client of the file system.
    ///
    /// - Parameters:
    ///   - user: who it is.
    ///   - changes: properties that are to differ from the test bed's.
    func client(_ user: String = "alice", _ changes: [String: String] = [:]) throws -> HDFSClient {
        try HDFSClient(configuration: configuration(changes), user: self.user(user))
    }

    /// The environment of a program that is a user by its ticket.
    func environment(_ user: String = "alice") throws -> [String: String] {
        var environment = ["HADOOP_CONF_DIR": configurationFolder]
        if kind.isSecure {
            environment["KRB5_CONFIG"] = try krb5Configuration
            environment["KRB5CCNAME"] = "FILE:\(try ticketCache(user))"
        } else {
            environment["HADOOP_USER_NAME"] = user
        }
        return environment
    }

    /// Runs a program that this package builds, `weft` for instance, as a user with a ticket.
    func run(
        _ program: String,
        _ arguments: [String],
        as user: String = "alice",
        environment: [String: String] = [:],
        input: String = "",
        limit: Duration = .seconds(120)
    ) throws -> ChildProgram.Outcome {
        try ChildProgram(
            command: [ChildProgram.built(program)] + arguments,
            environment: self.environment(user).merging(environment) { $1 },
            input: input,
            limit: limit
        ).run()
    }

    // MARK: Java's client

    /// Runs a command of Java's client; `deploy/testbed/java/HadoopConsole.java` has them: `fs -ls /` for instance.
    func java(_ user: String, _ command: [String], limit: Duration = .seconds(120)) throws -> JavaConsole.Answer {
        let console = try consoles.withLock { console in
            if let console, console.isRunning { return console }
            let made = try JavaConsole(testBed: directory)
            console = made
            return made
        }
        return try console.run(user, command, limit: limit)
    }

    /// Runs `hdfs dfs` by Java's client, which has to succeed.
    ///
    /// - Returns: its standard output.
    @discardableResult
    func javaShell(_ user: String, _ arguments: String..., limit: Duration = .seconds(120)) throws -> [UInt8] {
        let answer = try java(user, ["fs"] + arguments, limit: limit)
        guard answer.status == 0 else {
            throw ChildProgram.Failure(
                description:
                    "hdfs dfs \(arguments.joined(separator: " ")) ended with \(answer.status): \(answer.errors)"
            )
        }
        return answer.output
    }

    func makeHomes() throws {
        let users = ["alice", "bob", "gateway"]
        try javaShell("hdfs", "-mkdir", "-p", "/tmp", "/user/alice", "/user/bob", "/user/gateway")
        try javaShell("hdfs", "-chmod", "1777", "/tmp")
        for user in users { try javaShell("hdfs", "-chown", user, "/user/\(user)") }
    }

    // MARK: Faults

    /// Runs a command of `testbed` on this test bed, which has to succeed.
    ///
    /// - Returns: its standard output.
    @discardableResult
    func testbed(_ command: String, _ arguments: String...) throws -> String {
        try ChildProgram(command: [TestBeds.shared.program, command, "--dir", directory] + arguments).succeed()
    }

    /// Kills a server: `namenode`, `datanode-1` and so on.
    func kill(_ server: String) throws { try testbed("kill", server) }
    /// Restarts a server, or starts it, and waits until it does its work.
    func restart(_ server: String) throws { try testbed("restart", server) }
    /// Stops a server's process: connections stay, nothing answers.
    func pause(_ server: String) throws { try testbed("pause", server) }
    /// Lets a paused server go on.
    func resume(_ server: String) throws { try testbed("resume", server) }

    /// A file's blocks, as Java's client is told of them.
    func blocks(ofFile path: String) throws -> [Block] {
        let answer = try java("hdfs", ["blocks", path])
        guard answer.status == 0 else { throw ChildProgram.Failure(description: answer.errors) }
        return try answer.lines.map { line in
            let fields = line.split(separator: " ", omittingEmptySubsequences: false)
            guard fields.count == 4, let id = UInt64(fields[0]), let stamp = UInt64(fields[1]),
                let length = UInt64(fields[2])
            else { throw ChildProgram.Failure(description: "Java's console says: \(line)") }
            return Block(
                id: id,
                generationStamp: stamp,
                length: length,
                datanodes: fields[3].split(separator: ",").map(String.init)
            )
        }
    }

    /// The replicas of a block on disk.
    func replicas(ofBlock id: UInt64) throws -> [Replica] {
        try testbed("replica", "blk_\(id)").split(separator: "\n").map { line in
            let fields = line.split(separator: "\t").map(String.init)
            guard fields.count == 3 else { throw ChildProgram.Failure(description: "testbed replica says: \(line)") }
            return Replica(datanode: fields[0], file: fields[1], meta: fields[2])
        }
    }

    /// Gets a ticket into a new cache.
    ///
    /// - Parameters:
    ///   - user: whose.
    ///   - lifetime: how long it lasts: `30s` for instance; hours by default.
    ///   - renewable: for how long it can be renewed.
    /// - Returns: the cache's path.
    func newTicket(_ user: String = "alice", lifetime: String? = nil, renewable: String? = nil) throws -> String {
        let cache = "\(directory)/ticket-\(UUID().uuidString)"
        var arguments = ["ticket", "--dir", directory, user, "--cache", cache]
        if let lifetime { arguments += ["--lifetime", lifetime] }
        if let renewable { arguments += ["--renewable", renewable] }
        try ChildProgram(command: [TestBeds.shared.program] + arguments).succeed()
        return cache
    }

    /// Stops it, for a test bed that belongs to one test.
    func stop() {
        consoles.withLock { $0 = nil }
        _ = try? testbed("stop")
    }

    private func required<T>(_ value: T?, _ what: String) throws -> T {
        guard let value else { throw ChildProgram.Failure(description: "this test bed has no \(what)") }
        return value
    }
}
