import Foundation
import HadoopRPC

/// A private KDC with its principals.
final class KerberosRealm: Sendable {
    let directory: String
    private let isOwn: Bool

    private init(directory: String, isOwn: Bool) {
        self.directory = directory
        self.isOwn = isOwn
    }

    /// The realm that all test beds share and that krb5 in this process knows. Don't break it.
    static func shared() throws -> KerberosRealm {
        KerberosRealm(directory: try TestBeds.shared.sharedRealm(), isOwn: false)
    }

    /// Starts a realm for `body` alone. krb5 in this process doesn't know it: see `inOwnProcess`.
    static func withOwn<R>(_ flags: String..., body: (KerberosRealm) async throws -> R) async throws -> R {
        let directory = "\(TestBeds.shared.folder)/realm-\(UUID().uuidString)"
        let start = ["start", "--dir", directory, "--owner", String(getpid()), "--realm-only"] + flags
        try ChildProgram(command: [TestBeds.shared.program] + start).succeed()
        let realm = KerberosRealm(directory: directory, isOwn: true)
        defer { _ = try? realm.testbed("stop") }
        return try await body(realm)
    }

    /// Its krb5.conf.
    var configuration: String { "\(directory)/kerberos/krb5.conf" }
    /// The server's principal.
    var server: String { "nn/localhost@TEST.LOCAL" }

    func principal(_ user: String) -> String { "\(user)@TEST.LOCAL" }

    func keytab(_ user: String) -> String { "\(directory)/keytabs/\(user).keytab" }

    /// A path in the realm's folder that nothing is at.
    func newPath(_ name: String) -> String { "\(directory)/\(name)-\(UUID().uuidString)" }

    /// Runs a command of `testbed` on it.
    @discardableResult
    func testbed(_ command: String, _ arguments: String...) throws -> String {
        try ChildProgram(command: [TestBeds.shared.program, command, "--dir", directory] + arguments).succeed()
    }

    /// Gets a ticket.
    ///
    /// - Returns: the cache's path, a new one if none is given.
    @discardableResult
    func ticket(_ user: String = "alice", cache: String? = nil, lifetime: String? = nil) throws -> String {
        let cache = cache ?? newPath("ticket")
        var arguments = ["ticket", "--dir", directory, principal(user), "--cache", cache]
        if let lifetime { arguments += ["--lifetime", lifetime] }
        try ChildProgram(command: [TestBeds.shared.program] + arguments).succeed()
        return cache
    }

    /// Its KDC's address, as its krb5.conf names it.
    func kdc() throws -> KDCAddress {
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        let values = text.split(separator: "\n").map {
            $0.split(separator: "=").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        guard let value = values.first(where: { $0.first == "kdc" })?.last, let address = KDCAddress(value) else {
            throw ChildProgram.Failure(description: "\(configuration) names no KDC")
        }
        return address
    }

    /// Adds a principal.
    ///
    /// - Returns: the path of its keytab.
    func add(_ principal: String, _ flags: String...) throws -> String {
        let keytab = newPath("keytab")
        let command = ["principal", "--dir", directory, principal, "--keytab", keytab] + flags
        try ChildProgram(command: [TestBeds.shared.program] + command).succeed()
        return keytab
    }
}
