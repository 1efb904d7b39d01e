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
    private var isRenewing = false

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
        while true {
            condition.lock()
            let now = BootClock.now
            let isValid = schedule.isValid(at: now)
            guard isDue(now) else {
                defer { condition.unlock() }
                return current
            }
            if isRenewing {
                if isValid, case .keytab = source {
                    defer { condition.unlock() }
                    return current
                }
                let deadline = Deadline.after(milliseconds: kdcTimeout.milliseconds)
                while isRenewing, condition.wait(until: deadline) {}
                let isStuck = isRenewing
                condition.unlock()
                if isStuck { throw stuck() }
                continue
            }
            isRenewing = true
            condition.unlock()
            do {
                return try renew()
            } catch {
                // A file that kinit is writing this moment can't be read, and a KDC may be away for a while.
                guard isValid, case .keytab = source else { throw error }
                return condition.withLock { current }
            }
        }
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
        if isRenewing {
            let deadline = Deadline.after(milliseconds: kdcTimeout.milliseconds)
            while isRenewing, condition.wait(until: deadline) {}
            defer { condition.unlock() }
            if isRenewing { throw stuck() }
            return current !== before
        }
        guard schedule.mayRelogin(at: BootClock.now, gap: minimumGap) else {
            condition.unlock()
            return false
        }
        isRenewing = true
        condition.unlock()
        return try renew() !== before
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

    /// Logs in for all threads. The caller has set `isRenewing`, and doesn't hold the lock.
    private func renew() throws -> GSSCredential {
        let result = Result { try Self.logIn(source, kdcTimeout) }
        return try condition.withLock {
            isRenewing = false
            condition.broadcast()
            let now = BootClock.now
            switch result {
            case .failure(let error):
                schedule.failed(at: now)
                throw error
            case .success(let found):
                guard found.credential.principal == principal else {
                    throw WeftError(
                        KerberosCause.noTicket.code,
                        "the ticket cache is \(found.credential.principal)'s by now, not \(principal)'s",
                        remedy: "run kinit \(principal), or start again as \(found.credential.principal)",
                        details: found.credential.parties.details
                    )
                }
                stamp = found.stamp
                schedule = RenewalSchedule(life: found.life, now: now)
                // Tickets for servers change a cache too; its user is the same as long as the first ticket is.
                if !found.credential.hasSameTicket(as: current) { current = found.credential }
                return current
            }
        }
    }

    private func stuck() -> WeftError {
        WeftError(
            KerberosCause.kdcUnreachable.code,
            "another thread's login hasn't ended within \(kdcTimeout.milliseconds) ms",
            remedy: KerberosCause.kdcUnreachable.remedy,
            details: [.init("principal", principal)]
        )
    }

    private static func logIn(
        _ source: Source,
        _ kdcTimeout: Duration
    ) throws -> (credential: GSSCredential, stamp: TicketCacheStamp?, life: RenewalSchedule.Life) {
        switch source {
        case .keytab(let path, let principal):
            let credential = try GSSCredential.keytab(path, principal: principal, kdcTimeout: kdcTimeout)
            let life = max(0, credential.expiry - credential.start)
            return (credential, nil, .init(whole: life, left: life))
        case .ticketCache(let name, let principal):
            let cache = try TicketCache.read(name, principal: principal)
            // Looked at before the tickets are, so that a change in between is seen next time.
            let stamp = TicketCacheStamp(cache.name)
            let parties = KerberosParties(principal: principal ?? cache.principal, origin: .ticketCache(cache.name))
            let again = try TicketCache.read(cache.name)
            let credential = try GSSCredential.of(again, wanted: principal, parties, kdcTimeout: kdcTimeout)
            let whole = max(0, credential.expiry - credential.start)
            return (credential, stamp, .init(whole: whole, left: max(0, credential.expiry - cache.now)))
        }
    }
}
