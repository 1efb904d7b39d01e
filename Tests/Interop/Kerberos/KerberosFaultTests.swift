import Foundation
import HadoopRPC
import Testing
import WeftDiagnostics

/// What a process of its own tries, with a krb5.conf of its own.
private struct Attempt: Codable, Sendable {
    enum Action: String, Codable, Sendable {
        /// Log in with the keytab.
        case login
        /// Take the ticket of the cache.
        case cache
        /// Log in with the keytab, and ask for a ticket for the server.
        case server
        /// The same with the ticket of the cache.
        case serverByCache
    }

    var action: Action
    var configuration: String
    var principal = "alice@TEST.LOCAL"
    var keytab = ""
    var cache = ""
    var target = "nn/localhost@TEST.LOCAL"
    var timeoutSeconds = 20

    /// The error, in a process whose environment it may change.
    func run() -> WeftError? {
        setenv("KRB5_CONFIG", configuration, 1)
        setenv("KRB5CCNAME", cache.isEmpty ? "/nowhere/at-all" : cache, 1)
        do {
            let timeout = Duration.seconds(timeoutSeconds)
            let credential =
                switch action {
                case .login, .server: try GSSCredential.keytab(keytab, principal: principal, kdcTimeout: timeout)
                case .cache, .serverByCache: try GSSCredential.ticketCache(kdcTimeout: timeout)
                }
            if action == .server || action == .serverByCache {
                let client = try GSSAPISaslClient(
                    credential: credential,
                    serverPrincipal: target,
                    protections: [.authentication]
                )
                _ = try client.respond(to: [])
            }
            return nil
        } catch {
            return WeftError(wrapping: error)
        }
    }
}

@Suite("Faults of Kerberos")
struct KerberosFaultTests {
    /// What an attempt has to end with: its code, and something that the error says.
    private struct Expectation: Codable, Sendable {
        var attempt: Attempt
        var code: String
        var text: String
    }

    /// Runs attempts in one process: starting it takes longer than they do.
    private func attempt(
        _ expectations: [(attempt: Attempt, code: String, text: String)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let list = expectations.map { Expectation(attempt: $0.attempt, code: $0.code, text: $0.text) }
        await #expect(processExitsWith: .success, sourceLocation: sourceLocation) {
            [list = list as [Expectation]] in
            for expectation in list {
                let error = expectation.attempt.run()
                let said = error.map { "[\($0.code.rawValue)] \($0)" } ?? "no error"
                #expect(error?.code.rawValue == expectation.code, "\(said)")
                #expect(error?.remedy.isEmpty == false)
                #expect(said.contains(expectation.text), "\(said)")
            }
        }
    }

    /// A krb5.conf that differs from the realm's in some lines.
    private func configuration(_ realm: KerberosRealm, _ replacing: String, with text: String) throws -> String {
        let path = realm.newPath("krb5.conf")
        let whole = try String(contentsOfFile: realm.configuration, encoding: .utf8)
        try #require(whole.contains(replacing))
        try whole.replacingOccurrences(of: replacing, with: text).write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("a cache that isn't there, is empty of bytes or isn't one: no ticket")
    func noTicket() async throws {
        let realm = try KerberosRealm.shared()
        let broken = realm.newPath("cache")
        try Data("no cache".utf8).write(to: URL(fileURLWithPath: broken))
        let empty = realm.newPath("cache")
        try Data().write(to: URL(fileURLWithPath: empty))
        await attempt(
            [realm.newPath("missing"), broken, empty, "WHAT:ever"].map { cache in
                (
                    Attempt(action: .cache, configuration: realm.configuration, cache: cache), "kerberos-no-ticket",
                    "kinit"
                )
            }
        )
    }

    @Test("a ticket that has ended, before it is taken and after")
    func expired() async throws {
        let realm = try KerberosRealm.shared()
        let later = try realm.ticket(lifetime: "3s")
        let credential = try GSSCredential.ticketCache(later)
        try await Task.sleep(for: .seconds(4))
        let client = try GSSAPISaslClient(
            credential: credential,
            serverPrincipal: realm.server,
            protections: [.authentication]
        )
        let error = #expect(throws: WeftError.self) { try client.respond(to: []) }
        #expect(error?.code == "kerberos-expired")
        #expect(error?.details.contains { $0.name == "ticket cache" && $0.value.contains(later) } == true)
        let second = #expect(throws: WeftError.self) { try GSSCredential.ticketCache(later) }
        #expect(second?.code == "kerberos-expired")
        #expect(second?.message.contains("alice@TEST.LOCAL") == true)
    }

    @Test("a KDC whose clock is an hour ahead")
    func clockSkew() async throws {
        try await KerberosRealm.withOwn("--kdc-skew", "3600") { realm in
            // krb5 goes by the KDC's clock unless it is told not to.
            let strict = try configuration(realm, "[libdefaults]", with: "[libdefaults]\n    kdc_timesync = 0")
            try realm.testbed("kadmin", "modprinc +requires_preauth bob")
            await attempt(
                ["alice", "bob"].map { user in
                    var login = Attempt(action: .login, configuration: strict, principal: realm.principal(user))
                    login.keytab = realm.keytab(user)
                    return (login, "kerberos-clock-skew", "clock")
                }
            )
            let answer = try KDCProbe(try realm.kdc(), realm: "TEST.LOCAL").run(timeout: .seconds(20))
            let offset = try #require(answer.clockOffset)
            #expect(offset > .seconds(3590) && offset < .seconds(3610))
        }
    }

    @Test("a KDC that is there but never answers, and one that is down")
    func unreachableKDC() async throws {
        try await KerberosRealm.withOwn { realm in
            let cache = try realm.ticket()
            let kdc = try realm.kdc()
            try realm.testbed("pause", "kdc")
            var login = Attempt(action: .login, configuration: realm.configuration, keytab: realm.keytab("alice"))
            login.timeoutSeconds = 3
            let start = ContinuousClock.now
            await attempt([(login, "kerberos-kdc-unreachable", "3000 ms")])
            #expect(throws: WeftError.self) { try KDCProbe(kdc, realm: "TEST.LOCAL").run(timeout: .seconds(2)) }
            #expect(ContinuousClock.now - start < .seconds(400))
            try realm.testbed("resume", "kdc")
            try realm.testbed("kill", "kdc")
            let server = Attempt(action: .serverByCache, configuration: realm.configuration, cache: cache)
            await attempt([
                (login, "kerberos-kdc-unreachable", realm.configuration),
                (server, "kerberos-kdc-unreachable", "nn/localhost@TEST.LOCAL"),
            ])
            let error = #expect(throws: WeftError.self) { try KDCProbe(kdc, realm: "TEST.LOCAL").run() }
            #expect(error?.code == "kerberos-kdc-unreachable")
            #expect(error?.message.contains("\(kdc)") == true)
        }
    }

    @Test("keytabs: missing, not one, of somebody else, with an old key")
    func keytabs() async throws {
        try await KerberosRealm.withOwn { realm in
            let broken = realm.newPath("keytab")
            try Data("no keytab".utf8).write(to: URL(fileURLWithPath: broken))
            func login(_ keytab: String) -> Attempt {
                Attempt(action: .login, configuration: realm.configuration, keytab: keytab)
            }
            try realm.testbed("kadmin", "cpw -randkey alice")
            await attempt([
                (login(realm.newPath("missing")), "kerberos-keytab", "No such file"),
                (login(broken), "kerberos-keytab", broken),
                (login(realm.keytab("bob")), "kerberos-keytab", "bob@TEST.LOCAL"),
                (login(realm.keytab("alice")), "kerberos-wrong-key", "keytab anew"),
            ])
            try realm.testbed("kadmin", "modprinc +requires_preauth alice")
            await attempt([(login(realm.keytab("alice")), "kerberos-wrong-key", "keytab anew")])
        }
    }

    @Test("principals that the KDC doesn't know, or gives nothing")
    func clients() async throws {
        try await KerberosRealm.withOwn { realm in
            var carol = Attempt(action: .login, configuration: realm.configuration, principal: "carol@TEST.LOCAL")
            carol.keytab = try realm.add("carol@TEST.LOCAL")
            var dave = Attempt(action: .login, configuration: realm.configuration, principal: "dave@TEST.LOCAL")
            dave.keytab = try realm.add("dave@TEST.LOCAL")
            try realm.testbed("kadmin", "modprinc -expire yesterday carol")
            try realm.testbed("kadmin", "delprinc -force dave")
            await attempt([
                (carol, "kerberos-client-revoked", "carol@TEST.LOCAL"),
                (dave, "kerberos-unknown-client", "dave@TEST.LOCAL"),
            ])
        }
    }

    @Test("servers that the KDC doesn't know, by name, by address and by realm")
    func servers() async throws {
        let realm = try KerberosRealm.shared()
        await attempt(
            [
                ("dn/localhost@TEST.LOCAL", "kerberos-unknown-server", "dn/localhost@TEST.LOCAL"),
                ("nn/127.0.0.1@TEST.LOCAL", "kerberos-host-name", "full host name"),
                ("nn/localhost@ELSEWHERE.LOCAL", "kerberos-realm", "ELSEWHERE.LOCAL"),
            ].map { target, code, text in
                var ask = Attempt(action: .server, configuration: realm.configuration, keytab: realm.keytab("alice"))
                ask.target = target
                return (ask, code, text)
            }
        )
    }

    @Test("encryption types that the KDC doesn't have for the user, or the keytab doesn't have")
    func encryptionTypes() async throws {
        try await KerberosRealm.withOwn { realm in
            let strict = try configuration(
                realm,
                "[libdefaults]",
                with: "[libdefaults]\n    permitted_enctypes = aes256-cts-hmac-sha1-96"
            )
            var old = Attempt(action: .login, configuration: strict, principal: "old@TEST.LOCAL")
            old.keytab = try realm.add("old@TEST.LOCAL", "--enctypes", "aes128-cts-hmac-sha1-96:normal")
            var new = Attempt(action: .login, configuration: realm.configuration, principal: "new@TEST.LOCAL")
            new.keytab = try realm.add("new@TEST.LOCAL", "--enctypes", "aes256-cts-hmac-sha1-96:normal")
            // The keytab keeps a type that the KDC has no key of any more.
            try realm.testbed("kadmin", "cpw -randkey -e aes128-cts-hmac-sha1-96:normal new")
            await attempt([
                (old, "kerberos-enctype", "aes256"), (new, "kerberos-enctype", "aes256-cts-hmac-sha1-96"),
            ])
        }
    }

    @Test("krb5.conf that is missing, can't be read, or doesn't know the realm")
    func configurations() async throws {
        let realm = try KerberosRealm.shared()
        let broken = realm.newPath("krb5.conf")
        try "[libdefaults\n}".write(toFile: broken, atomically: true, encoding: .utf8)
        func login(_ configuration: String, _ principal: String) -> Attempt {
            Attempt(
                action: .login,
                configuration: configuration,
                principal: principal,
                keytab: realm.keytab("alice")
            )
        }
        let missing = "/nowhere/krb5.conf"
        let otherRealm = try self.configuration(realm, "    TEST.LOCAL = {", with: "    OTHER.LOCAL = {")
        let noDefault = try self.configuration(realm, "default_realm = TEST.LOCAL", with: "")
        await attempt([
            (login(missing, "alice@TEST.LOCAL"), "kerberos-configuration", "\(missing) (can't be read)"),
            (login(missing, "alice"), "kerberos-configuration", "\(missing) (can't be read)"),
            (login(broken, "alice"), "kerberos-configuration", broken),
            (login(otherRealm, "alice@TEST.LOCAL"), "kerberos-realm", otherRealm),
            (login(noDefault, "alice"), "kerberos-realm", "default"),
        ])
    }
}
