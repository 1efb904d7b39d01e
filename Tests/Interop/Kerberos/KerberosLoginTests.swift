import Foundation
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("Kerberos logins")
struct KerberosLoginTests {
    @Test("a keytab's ticket is one object for all until it is renewed")
    func keytab() async throws {
        let realm = try KerberosRealm.shared()
        let login = try KerberosLogin(.keytab(path: realm.keytab("alice"), principal: "alice"))
        #expect(login.principal == "alice@TEST.LOCAL")
        #expect(login.realm == "TEST.LOCAL")
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        #expect(login.expiry > now + 3_600_000 && login.expiry < now + 25 * 3_600_000)
        let first = try login.credential()
        #expect(try login.credential() === first)
        #expect(try !login.relogin())
        #expect(try login.credential() === first)
        #expect(try login.relogin(minimumGap: .zero))
        #expect(try login.credential() !== first)
    }

    @Test("a keytab's ticket is renewed before it ends, once for all threads")
    func renewal() async throws {
        let realm = try KerberosRealm.shared()
        let keytab = try realm.add("short@TEST.LOCAL", "--maxlife", "60s")
        let login = try KerberosLogin(.keytab(path: keytab, principal: "short@TEST.LOCAL"))
        let first = try login.credential()
        #expect(first.expiry - first.start == 60_000)
        #expect(try login.credential() === first)
        try await Task.sleep(for: .milliseconds(49_000))
        let found = try await withThrowingTaskGroup(of: GSSCredential.self) { group in
            for _ in 0..<8 { group.addTask { try login.credential() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let later = try login.credential()
        #expect(later !== first)
        #expect(later.expiry > first.expiry)
        // Those that asked while it was renewed got the old one, which still counts, or the new one.
        #expect(found.allSatisfy { $0 === first || $0 === later })
    }

    @Test("what kinit puts into the cache is noticed, also when the ticket had ended")
    func kinit() async throws {
        let realm = try KerberosRealm.shared()
        let cache = try realm.ticket(lifetime: "1h")
        let login = try KerberosLogin(.ticketCache(path: cache))
        let first = try login.credential()
        #expect(try login.credential() === first)
        try realm.ticket(cache: cache, lifetime: "2h")
        let second = try login.credential()
        #expect(second.expiry > first.expiry)
        #expect(login.expiry == second.expiry)
        try realm.ticket(cache: cache, lifetime: "1s")
        try await Task.sleep(for: .seconds(2))
        let error = #expect(throws: WeftError.self) { try login.credential() }
        #expect(error?.code == "kerberos-expired")
        try realm.ticket(cache: cache)
        #expect(try login.credential().expiry > first.expiry)
    }

    @Test("tickets for servers in the same cache are no new login")
    func serverTickets() throws {
        let realm = try KerberosRealm.shared()
        let cache = try realm.ticket()
        let login = try KerberosLogin(.ticketCache(path: cache))
        let first = try login.credential()
        let client = try GSSAPISaslClient(
            credential: first,
            serverPrincipal: realm.server,
            protections: [.authentication]
        )
        _ = try client.respond(to: [])
        #expect(try TicketCache.read(cache).tickets.contains { $0.server == realm.server })
        #expect(try login.credential() === first)
    }

    @Test("a cache that goes away or becomes somebody else's is an error, and is taken again when it is back")
    func otherUser() throws {
        let realm = try KerberosRealm.shared()
        let cache = try realm.ticket()
        let login = try KerberosLogin(.ticketCache(path: cache))
        try FileManager.default.removeItem(atPath: cache)
        #expect(throws: WeftError.self) { try login.credential() }
        try realm.ticket("bob", cache: cache)
        let error = #expect(throws: WeftError.self) { try login.credential() }
        #expect(error?.code == "kerberos-no-ticket")
        #expect(error?.message.contains("bob@TEST.LOCAL") == true)
        #expect(error?.remedy.contains("kinit alice@TEST.LOCAL") == true)
        try realm.ticket(cache: cache)
        #expect(try login.credential().principal == "alice@TEST.LOCAL")
        let wrong = #expect(throws: WeftError.self) { try KerberosLogin(.ticketCache(path: cache, principal: "bob")) }
        #expect(wrong?.message.contains("alice@TEST.LOCAL's, not bob@TEST.LOCAL") == true)
        #expect(throws: Never.self) { try KerberosLogin(.ticketCache(path: cache, principal: "alice")) }
    }

    @Test("a cache that is being written is read again, by one thread for all")
    func rewritten() throws {
        let realm = try KerberosRealm.shared()
        let cache = try realm.ticket(lifetime: "1h")
        let login = try KerberosLogin(.ticketCache(path: cache))
        let first = try login.credential()
        let whole = try Data(contentsOf: URL(fileURLWithPath: try realm.ticket(lifetime: "2h")))
        for length in [0, 3, 40, whole.count - 20] {
            try whole.prefix(length).write(to: URL(fileURLWithPath: cache))
            let writer = Thread {
                usleep(200_000)
                try? whole.write(to: URL(fileURLWithPath: cache))
            }
            writer.start()
            #expect(try login.credential().expiry > first.expiry, "\(length) bytes")
        }
    }

    @Test("a user and those it acts for share one login")
    func sharedLogin() throws {
        let realm = try KerberosRealm.shared()
        let user = UserGroupInformation(
            simpleName: "x",
            loginSource: .keytab(path: realm.keytab("alice"), principal: realm.principal("alice"))
        )
        let other = user.acting(for: "bob")
        let login = try #require(try other.kerberosLogin())
        #expect(try user.kerberosLogin() === login)
        #expect(try user.withoutTokens.kerberosLogin() === login)
        #expect(try other.effectiveUserName() == "bob")
    }

    @Test("rules for short names take the realm that krb5 takes")
    func defaultRealm() throws {
        let realm = try KerberosRealm.shared()
        let user = UserGroupInformation(simpleName: "x", loginSource: .ticketCache(path: realm.newPath("missing")))
        #expect(try user.acting(for: "bob@TEST.LOCAL").shortUserName(HadoopConfiguration(environment: [:])) == "bob")
        #expect(throws: WeftError.self) {
            try user.acting(for: "bob@OTHER.LOCAL").shortUserName(HadoopConfiguration(environment: [:]))
        }
    }

    @Test("with the KDC away a ticket that counts is used on, and no thread waits long for another's login")
    func kdcAway() async throws {
        let realm = try KerberosRealm.shared()
        let keytab = try realm.add("away@TEST.LOCAL", "--maxlife", "6s")
        let login = try KerberosLogin(.keytab(path: keytab, principal: "away@TEST.LOCAL"), kdcTimeout: .seconds(3))
        let first = try login.credential()
        // The KDC is another's too; the login fails all the same when its key is gone.
        try FileManager.default.removeItem(atPath: keytab)
        try await Task.sleep(for: .milliseconds(4900))
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(30) {
            do { #expect(try login.credential() === first) } catch {
                #expect(WeftError(wrapping: error).code == "kerberos-keytab")
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the ticket never ended")
    }
}

@Suite("Looking at Kerberos")
struct KerberosInspectionTests {
    @Test("a cache's tickets have all that klist shows")
    func tickets() throws {
        let realm = try KerberosRealm.shared()
        let cache = try TicketCache.read(try realm.ticket(lifetime: "1h"))
        #expect(cache.principal == "alice@TEST.LOCAL")
        #expect(cache.name.hasPrefix("FILE:\(realm.directory)"))
        let ticket = try #require(cache.ticketGrantingTicket)
        #expect(cache.tickets == [ticket])
        #expect(ticket.client == "alice@TEST.LOCAL")
        #expect(ticket.server == "krbtgt/TEST.LOCAL@TEST.LOCAL")
        #expect(ticket.end - ticket.start == 3_600_000)
        #expect(abs(ticket.start - cache.now) < 120_000)
        #expect(ticket.sessionEncryption == "aes256-cts-hmac-sha1-96")
        #expect(ticket.encryption == "aes256-cts-hmac-sha1-96")
        #expect(ticket.keyVersion == 1)
        #expect(ticket.flags.contains("initial"))
        #expect(ticket.flags.contains("forwardable"))
    }

    @Test("a keytab's entries, and whether the KDC takes its key")
    func keytab() throws {
        let realm = try KerberosRealm.shared()
        let entries = try Keytab.entries(of: realm.keytab("alice"))
        #expect(Set(entries.map(\.principal)) == ["alice@TEST.LOCAL"])
        #expect(entries.map(\.encryption).contains("aes128-cts-hmac-sha1-96"))
        #expect(entries.allSatisfy { $0.keyVersion >= 1 && $0.time > 1_600_000_000_000 })
        #expect(try Keytab.check(realm.keytab("alice"), principal: "alice").client == "alice@TEST.LOCAL")
        let error = #expect(throws: WeftError.self) { try Keytab.check(realm.keytab("alice"), principal: "bob") }
        #expect(error?.code == "kerberos-keytab")
    }

    @Test("the configuration, and the KDC's answer and clock")
    func kdc() throws {
        let realm = try KerberosRealm.shared()
        #expect(KerberosConfiguration.files == [realm.configuration])
        #expect(try KerberosConfiguration.defaultRealm() == "TEST.LOCAL")
        #expect(try KerberosConfiguration.realm(ofHost: "localhost") == "TEST.LOCAL")
        #expect(try !KerberosConfiguration.looksUpKDCs())
        #expect(try KerberosConfiguration.kdcs(realm: "NOWHERE.LOCAL") == [])
        let address = try #require(try KerberosConfiguration.kdcs(realm: "TEST.LOCAL").first)
        #expect(address == (try realm.kdc()))
        for transport in [KDCAddress.Transport.any, .tcp, .udp] {
            var one = address
            one.transport = transport
            let answer = try KDCProbe(one, realm: "TEST.LOCAL").run(timeout: .seconds(20))
            #expect(answer.transport == (transport == .udp ? "udp" : "tcp"))
            #expect(answer.errorCode == 6)
            let offset = try #require(answer.clockOffset)
            #expect(offset > .seconds(-5) && offset < .seconds(5))
        }
    }
}
