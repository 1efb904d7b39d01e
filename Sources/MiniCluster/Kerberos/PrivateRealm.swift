import Glibc
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// A Kerberos realm of its own: MIT's KDC on loopback, with principals, keytabs and tickets.
final class PrivateRealm: Sendable {
    /// The realm.
    static let name = "WEFT.LOCAL"

    /// The path of its `krb5.conf`.
    let configuration: String
    private let directory: String
    private let port: Int
    private let process = Mutex<pid_t?>(nil)

    /// - Parameter directory: where all its files go.
    init(directory: String) throws {
        self.directory = directory
        configuration = "\(directory)/krb5.conf"
        // Free again until the KDC takes it, which nobody else is likely to do before.
        let socket = try ServerSocket(address: "127.0.0.1", port: 0)
        port = socket.port
        socket.close()
    }

    func keytab(_ user: String) -> String { "\(directory)/keytabs/\(user).keytab" }

    func ticketCache(_ user: String) -> String { "\(directory)/tickets/\(user)" }

    /// Makes the realm, starts its KDC, and gets tickets for all users.
    func start(services: [String], users: [String]) throws {
        for folder in [directory, "\(directory)/keytabs", "\(directory)/tickets"] {
            try LocalDisk.makeFolder(folder, mode: 0o755)
        }
        try writeConfiguration()
        // Asked for twice. It isn't among the arguments, which every user of this host can read.
        var generator = SystemRandomNumberGenerator()
        let password = (0..<2).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 36) }
            .joined()
        let passwordFile = "\(directory)/password"
        try LocalDisk.write("\(password)\n\(password)\n".utf8, to: passwordFile, mode: 0o600)
        defer { unlink(passwordFile) }
        try run("kdb5_util", ["create", "-s", "-r", Self.name], input: passwordFile)
        var queries: [String] = []
        for service in services {
            let short = String(service.prefix { $0 != "/" })
            queries += ["addprinc -randkey \(service)", "ktadd -norandkey -k \(keytab(short)) \(service)"]
        }
        for user in users {
            queries += ["addprinc -randkey \(user)", "ktadd -norandkey -k \(keytab(user)) \(user)"]
        }
        try LocalDisk.write((queries.joined(separator: "\n") + "\n").utf8, to: "\(directory)/queries", mode: 0o600)
        try run("kadmin.local", ["-r", Self.name], input: "\(directory)/queries")
        for path in services.map({ String($0.prefix { $0 != "/" }) }) + users where access(keytab(path), R_OK) != 0 {
            throw failed("kadmin.local", "made no keytab for \(path)")
        }
        let pid = try start("krb5kdc", ["-n", "-r", Self.name], input: "/dev/null")
        process.withLock { $0 = pid }
        try waitForKDC()
        for user in users {
            try run("kinit", ["-k", "-t", keytab(user), "-c", "FILE:\(ticketCache(user))", user])
        }
    }

    /// Ends the KDC.
    func stop() {
        guard
            let pid = process.withLock({ process in
                defer { process = nil }
                return process
            })
        else { return }
        kill(pid, SIGTERM)
        if Spawn.wait(pid, milliseconds: 5_000) == nil {
            kill(pid, SIGKILL)
            _ = Spawn.wait(pid)
        }
    }

    private func writeConfiguration() throws {
        let client = """
            [libdefaults]
                default_realm = \(Self.name)
                dns_lookup_kdc = false
                dns_lookup_realm = false
                rdns = false
                dns_canonicalize_hostname = false
                udp_preference_limit = 1
                forwardable = true
                ticket_lifetime = 10h
                renew_lifetime = 7d
            [realms]
                \(Self.name) = {
                    kdc = 127.0.0.1:\(port)
                }
            [domain_realm]
                localhost = \(Self.name)

            """
        let server = """
            [realms]
                \(Self.name) = {
                    database_name = \(directory)/principal
                    key_stash_file = \(directory)/stash
                    acl_file = \(directory)/kadm5.acl
                    kdc_listen = 127.0.0.1:\(port)
                    kdc_tcp_listen = 127.0.0.1:\(port)
                    max_life = 24h
                    max_renewable_life = 7d
                    supported_enctypes = aes256-cts-hmac-sha1-96:normal aes128-cts-hmac-sha1-96:normal
                }

            """
        try LocalDisk.write(client.utf8, to: configuration, mode: 0o644)
        try LocalDisk.write(server.utf8, to: "\(directory)/kdc.conf", mode: 0o600)
    }

    private var environment: [String: String] {
        [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin",
            "KRB5_CONFIG": configuration,
            "KRB5_KDC_PROFILE": "\(directory)/kdc.conf",
            "KRB5CCNAME": "FILE:\(directory)/no-ticket-cache",
        ]
    }

    private func start(_ tool: String, _ arguments: [String], input: String) throws -> pid_t {
        for folder in ["/usr/sbin", "/usr/bin", "/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/sbin"] {
            guard access("\(folder)/\(tool)", X_OK) == 0 else { continue }
            return try Spawn.start(
                ["\(folder)/\(tool)"] + arguments,
                environment: environment,
                input: input,
                output: "\(directory)/\(tool).log"
            )
        }
        throw WeftError(
            "kerberos-failed",
            "\(tool) isn't installed, which a secure cluster with a realm of its own needs",
            remedy: "install MIT Kerberos (Debian: krb5-kdc, krb5-admin-server, krb5-user), or give an existing realm"
        )
    }

    /// How long one of the tools may take, in milliseconds.
    private static let toolLimit = 50_000

    private func run(_ tool: String, _ arguments: [String], input: String = "/dev/null") throws {
        let pid = try start(tool, arguments, input: input)
        guard let status = Spawn.wait(pid, milliseconds: Self.toolLimit) else {
            kill(pid, SIGKILL)
            _ = Spawn.wait(pid)
            throw failed(tool, "didn't end within \(Self.toolLimit / 1000) seconds")
        }
        guard status == 0 else { throw failed(tool, "ended with status \(status)") }
    }

    private func failed(_ tool: String, _ what: String) -> WeftError {
        let log = LocalDisk.tail("\(directory)/\(tool).log", 400)
        return WeftError(
            "kerberos-failed",
            "\(tool) \(what)",
            remedy: "see its output",
            details: [.init("output", String(decoding: log, as: UTF8.self))]
        )
    }

    private func waitForKDC() throws {
        let deadline = Deadline.after(milliseconds: 20_000)
        let address = HadoopAddress(host: "127.0.0.1", port: port)
        while true {
            do {
                try StreamSocket.connect(to: address, deadline: .after(milliseconds: 1_000)).close()
                return
            } catch {
                guard !deadline.hasPassed else { throw failed("krb5kdc", "doesn't answer") }
                Pause.sleep(milliseconds: 20)
            }
        }
    }
}
