/// Why an executor is gone.
struct ExecutorLossReason: Hashable, Sendable {
    /// The kinds of ways to go.
    enum Kind: Hashable, Sendable {
        /// Its process ended.
        case exited(ExecutorExit)
        /// It was silent for too long.
        case unresponsive
        /// Its connection broke, and how its process fares isn't known.
        case disconnected
        /// It was started, and never registered.
        case neverRegistered
        /// Its host is gone.
        case hostLost
        /// The driver let it go: it idled, or was to be replaced.
        case released
        /// It was decommissioned, and is done.
        case decommissioned
        /// The cluster manager gave its place to somebody else.
        case preempted
        /// Anything else.
        case other
    }

    var kind: Kind
    var message: String
    /// What to do about it; empty when nothing is known.
    var remedy: String
    /// Whether the tasks on it may have brought it down; then its loss counts as a failure of each of them.
    var causedByApplication: Bool
    /// Whether the map outputs it wrote are gone with it.
    var shuffleFilesLost: Bool

    init(
        _ message: String,
        kind: Kind = .other,
        remedy: String? = nil,
        causedByApplication: Bool = true,
        shuffleFilesLost: Bool = true
    ) {
        self.kind = kind
        self.message = message
        self.remedy = remedy ?? (causedByApplication ? "look into the executor's log for what ended it" : "")
        self.causedByApplication = causedByApplication
        self.shuffleFilesLost = shuffleFilesLost
    }

    /// Its process ended.
    ///
    /// - Parameter output: where its standard error is kept, for the remedy.
    static func exited(_ exit: ExecutorExit, output: String? = nil) -> Self {
        let meaning = exit.meaning
        return Self(
            exit.description,
            kind: .exited(exit),
            remedy: output.map { "\(meaning.remedy); its standard error is in \($0)" } ?? meaning.remedy,
            causedByApplication: meaning.isCausedByApplication
        )
    }

    /// It didn't show that it lives.
    static func unresponsive(for duration: Duration) -> Self {
        Self(
            "no heartbeat for \(DurationWords.seconds(duration))",
            kind: .unresponsive,
            remedy: "check its host and the network; where tasks keep all processors busy for long, raise "
                + "weft.network.timeout",
            causedByApplication: true
        )
    }

    /// Its connection broke.
    static func disconnected(_ why: String) -> Self {
        Self("its connection broke: \(why)", kind: .disconnected)
    }

    /// It was started and didn't register in time.
    static func neverRegistered(after duration: Duration) -> Self {
        Self(
            "it didn't register within \(DurationWords.seconds(duration))",
            kind: .neverRegistered,
            remedy: "check that its host reaches the driver's (weft.driver.host, weft.driver.port, firewalls)",
            causedByApplication: false
        )
    }

    /// Its host is gone.
    static func hostLost(_ host: String) -> Self {
        Self("its host \(host) was lost", kind: .hostLost, causedByApplication: false)
    }

    /// The driver let it go.
    static func released(_ why: String) -> Self { Self(why, kind: .released, causedByApplication: false) }

    /// It was decommissioned and is done.
    static var decommissioned: Self {
        Self("it was decommissioned", kind: .decommissioned, causedByApplication: false)
    }

    /// The cluster manager took it away.
    static func preempted(_ why: String) -> Self { Self(why, kind: .preempted, causedByApplication: false) }

    /// Whether it counts as a failed executor of the application.
    var countsAsFailure: Bool {
        switch kind {
        case .released, .decommissioned, .preempted: false
        case .exited, .unresponsive, .disconnected, .neverRegistered, .hostLost, .other: true
        }
    }
}

/// Durations in messages.
enum DurationWords {
    /// `120 s`, `1.5 s`.
    static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.wholeNanoseconds / 1_000_000
        if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
        return "\(Double(milliseconds) / 1000) s"
    }
}
