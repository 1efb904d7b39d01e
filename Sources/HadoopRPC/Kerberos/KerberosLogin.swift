import WeftDiagnostics

/// A user who is logged in to Kerberos and stays so: by a keytab, which it logs in with again in time, or by a ticket
/// cache that somebody else fills. Several threads may use one at once; one of them renews it for all.
public final class KerberosLogin: @unchecked Sendable {
    /// Where the tickets come from.
    public enum Source: Sendable, Hashable {
        /// A cache that `kinit` fills: its name or path, nil for the default one; and whose, nil for the cache's own.
        case ticketCache(path: String? = nil, principal: String? = nil)
        /// A keytab and the principal whose key in it to use.
        case keytab(path: String, principal: String)
    }

    /// Where the tickets come from.
    public let source: Source
    /// The principal, `alice@EXAMPLE.COM` for instance.
    public let principal: String
    /// How long a call may wait for the KDC.
    public let kdcTimeout: Duration

    private let condition = Condition()
    // Behind the condition's lock.
    private var schedule: RenewalSchedule
    private var current: GSSCredential
    private var stamp: TicketCacheStamp?
    /// The login that a thread makes, which others wait for.
    private var renewal: PendingOutcome<GSSCredential>?
    /// How long a cache that can't be read is read again: kinit and others write a file in several steps.
    private static let cachePatience = 1_000

    /// Logs in, or finds the ticket that is there.
    ///
    /// - Parameters:
    ///   - source: where the tickets come from.
    ///   - kdcTimeout: how long this and later calls may wait for the KDC.
    /// - Throws: `kerberos-no-ticket`, `kerberos-expired`, `kerberos-keytab`, `kerberos-kdc-unreachable` or another code
    ///   of the `kerberos-` family.
    public init(_ source: Source, kdcTimeout: Duration = GSSCredential.defaultKDCTimeout) throws {
        self.source = source
        self.kdcTimeout = kdcTimeout
        let found = try Self.logIn(source, kdcTimeout)
        current = found.credential
        stamp = found.stamp
        principal = found.credential.principal
        schedule = RenewalSchedule(life: found.life, now: BootClock.now)
    }

    /// The principal's realm.
    public var realm: String { principal.realmOfPrincipal }

    /// When the present ticket ends, in milliseconds since 1970.
    public var expiry: Int64 { condition.withLock { current.expiry } }

    /// The credential for a new connection: with a keytab one that has a fifth of its life left at least, with a ticket
    /// cache the one that is in the cache now.
    ///
    /// Where a keytab's ticket can't be renewed, the old one is given as long as it counts.
    ///
    /// - Throws: a code of the `kerberos-` family.
    public func credential() throws -> GSSCredential {
        condition.lock()
        let now = BootClock.now
        let old = current
        guard isDue(now) else {
            condition.unlock()
            return old
        }
        // Where a keytab's ticket still counts, nothing depends on the new one.
        var isOldGood = false
        if case .keytab = source { isOldGood = schedule.isValid(at: now) }
        if let renewal {
            condition.unlock()
            return isOldGood ? old : try outcome(of: renewal)
        }
        let mine = PendingOutcome<GSSCredential>()
        renewal = mine
        condition.unlock()
        do { return try renew(mine) } catch {
            // A KDC may be away for a while.
            guard isOldGood else { throw error }
            return old
        }
    }

    private func outcome(of renewal: PendingOutcome<GSSCredential>) throws -> GSSCredential {
        guard let outcome = renewal.wait(until: .after(milliseconds: kdcTimeout.milliseconds)) else { throw stuck() }
        return try outcome.get()
    }

    /// Logs in again although the ticket looks fine, because a server refused it; does nothing when the last try is
    /// younger than `minimumGap`.
    ///
    /// - Parameter minimumGap: how far apart logins are at least (`hadoop.kerberos.min.seconds.before.relogin`).
    /// - Returns: whether there is another ticket now.
    /// - Throws: a code of the `kerberos-` family.
    @discardableResult
    public func relogin(minimumGap: Duration = .seconds(60)) throws -> Bool {
        condition.lock()
        let before = current
        if let renewal {
            condition.unlock()
            return try outcome(of: renewal) !== before
        }
        guard schedule.mayRelogin(at: BootClock.now, gap: minimumGap) else {
            condition.unlock()
            return false
        }
        let mine = PendingOutcome<GSSCredential>()
        renewal = mine
        condition.unlock()
        return try renew(mine) !== before
    }

    /// Whether to look for another ticket. The lock is held.
    private func isDue(_ now: Int64) -> Bool {
        switch source {
        case .keytab:
            return schedule.isDue(at: now)
        case .ticketCache:
            if !schedule.isValid(at: now) { return true }
            // Caches that aren't files show no change from outside: one looks into them every now and then.
            guard let stamp else { return schedule.isOld(at: now) }
            return stamp != TicketCacheStamp(current.origin.name)
        }
    }

    /// Logs in for all threads. The caller has set `renewal`, and doesn't hold the lock.
    private func renew(_ renewal: PendingOutcome<GSSCredential>) throws -> GSSCredential {
        let found = Result { try Self.logIn(source, kdcTimeout, cachePatience: Self.cachePatience) }
        let outcome = condition.withLock { () -> Result<GSSCredential, any Error> in
            self.renewal = nil
            let taken = Result { try take(found.get()) }
            if case .failure = taken { schedule.failed(at: BootClock.now) }
            return taken
        }
        renewal.finish(outcome)
        return try outcome.get()
    }

    /// Makes what was found the present ticket. The lock is held.
    private func take(_ found: Found) throws -> GSSCredential {
        guard found.credential.principal == principal else {
            throw WeftError(
                KerberosCause.noTicket.code,
                "the ticket cache is \(found.credential.principal)'s by now, not \(principal)'s",
                remedy: "run kinit \(principal), or start again as \(found.credential.principal)",
                details: found.credential.parties.details
            )
        }
        stamp = found.stamp
        schedule = RenewalSchedule(life: found.life, now: BootClock.now)
        // Tickets for servers change a cache too; its user is the same as long as the first ticket is.
        if !found.credential.hasSameTicket(as: current) { current = found.credential }
        return current
    }

    private func stuck() -> WeftError {
        WeftError(
            KerberosCause.kdcUnreachable.code,
            "another thread's login hasn't ended within \(kdcTimeout.milliseconds) ms",
            remedy: KerberosCause.kdcUnreachable.remedy,
            details: [.init("principal", principal)]
        )
    }

    private typealias Found = (credential: GSSCredential, stamp: TicketCacheStamp?, life: RenewalSchedule.Life)

    private static func logIn(_ source: Source, _ kdcTimeout: Duration, cachePatience: Int = 0) throws -> Found {
        switch source {
        case .keytab(let path, let principal):
            let credential = try GSSCredential.keytab(path, principal: principal, kdcTimeout: kdcTimeout)
            let life = max(0, credential.expiry - credential.start)
            return (credential, nil, .init(whole: life, left: life))
        case .ticketCache(let name, let principal):
            let cache = try readable(within: cachePatience) { try TicketCache.read(name, principal: principal) }
            // Looked at before the tickets are, so that a change in between is seen next time.
            let stamp = TicketCacheStamp(cache.name)
            let parties = KerberosParties(principal: principal ?? cache.principal, origin: .ticketCache(cache.name))
            let credential = try readable(within: cachePatience) {
                let again = try TicketCache.read(cache.name)
                // One that has no ticket yet is being written too.
                return try GSSCredential.of(again, wanted: principal, parties, kdcTimeout: kdcTimeout)
            }
            let whole = max(0, credential.expiry - credential.start)
            return (credential, stamp, .init(whole: whole, left: max(0, credential.expiry - cache.now)))
        }
    }

    /// Reads a cache, again and again for a while where it holds no ticket: it may be written this moment.
    private static func readable<Value>(within milliseconds: Int, _ read: () throws -> Value) throws -> Value {
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            do { return try read() } catch let error as WeftError {
                guard error.code == KerberosCause.noTicket.code, !deadline.hasPassed else { throw error }
                Pause.sleep(milliseconds: 20)
            }
        }
    }
}
