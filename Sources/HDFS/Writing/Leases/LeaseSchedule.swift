/// When a lease is renewed, and when it is lost (LeaseRenewer.java): without a clock.
struct LeaseSchedule: Sendable, Hashable {
    enum Action: Sendable, Hashable {
        /// Nothing yet.
        case wait
        /// Renew it now.
        case renew
        /// It wasn't renewed for so long that the NameNode has given it away.
        case giveUp
    }

    /// How long after a renewal the next one comes, in milliseconds: half of the soft limit, after which others may take
    /// the lease.
    var interval = 30_000
    /// How long after a renewal that failed the next try comes, in milliseconds.
    var retryInterval = 2_000
    /// How long after the last renewal the lease is lost, in milliseconds.
    var hardLimit: Int
    private var renewedAt: Int
    private var triedAt: Int

    /// - Parameter now: when the lease was taken, in milliseconds.
    init(hardLimit: Int, now: Int) {
        self.hardLimit = hardLimit
        renewedAt = now
        triedAt = now
    }

    /// What to do now.
    func action(now: Int) -> Action {
        if now - renewedAt >= hardLimit { return .giveUp }
        if triedAt > renewedAt { return now - triedAt >= retryInterval ? .renew : .wait }
        return now - renewedAt >= interval ? .renew : .wait
    }

    /// It was renewed.
    ///
    /// - Parameter now: when the call was made, since the NameNode counts from somewhere behind it.
    mutating func renewed(now: Int) {
        renewedAt = now
        triedAt = now
    }

    /// It couldn't be renewed.
    mutating func failed(now: Int) { triedAt = max(now, renewedAt + 1) }
}
