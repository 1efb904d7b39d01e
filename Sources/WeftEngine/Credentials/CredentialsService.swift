import Logging
import Synchronization
import WeftDiagnostics

/// Keeps the credentials of an application's executors fresh: the driver's side.
final class CredentialsService: Sendable {
    private struct State {
        var schedule: CredentialsSchedule
        var bundle = CredentialsBundle()
        var isStopped = false
    }

    private let providers: [String: any CredentialsProvider]
    private let state: Condition<State>
    private let push = Mutex<(@Sendable (CredentialsBundle) -> Void)?>(nil)
    private let events: EventBus
    private let logger: Logger

    init(
        _ providers: [String: any CredentialsProvider],
        settings: CredentialsSchedule.Settings,
        events: EventBus,
        logger: Logger
    ) {
        self.providers = providers
        self.events = events
        self.logger = logger
        state = Condition(State(schedule: CredentialsSchedule(settings: settings)))
    }

    /// What an executor that starts now is given.
    var bundle: CredentialsBundle { state.withLock { $0.bundle } }

    /// How the credentials stand.
    var states: [CredentialsState] { state.withLock { $0.schedule.states(now: .now) } }

    /// Says who gives new credentials to the executors there are.
    func onUpdate(_ push: @escaping @Sendable (CredentialsBundle) -> Void) { self.push.withLock { $0 = push } }

    /// Gets the first credentials and begins to look after them.
    ///
    /// - Throws: why there are none.
    func start() throws {
        guard !providers.isEmpty else { return }
        for (name, provider) in providers.sorted(by: { $0.key < $1.key }) {
            provider.start { [weak self] in self?.publish(name, $0) }
            _ = try provider.obtain()
        }
        try DedicatedThread.start(name: "weft-renewal") { [weak self] in
            while let due = self?.waitForDue() { for name in due { self?.renew(name) } }
        }
    }

    /// Ends it. Credentials are revoked, since nobody needs them any more.
    func stop() {
        let wasStopped = state.withLock { state in
            defer { state.isStopped = true }
            return state.isStopped
        }
        guard !wasStopped else { return }
        state.broadcast()
        push.withLock { $0 = nil }
        guard !providers.isEmpty else { return }
        // A server that doesn't answer isn't waited for: what can't be revoked ends by itself.
        let isDone = Condition(false)
        let started: Void? = try? DedicatedThread.start(name: "weft-revoking") { [providers] in
            for provider in providers.values { provider.revoke() }
            isDone.withLock { $0 = true }
            isDone.broadcast()
        }
        if started != nil { _ = isDone.wait(upTo: Self.revocationPatience) { $0 } }
    }

    /// How long the end of an application waits for servers that are told so.
    private static let revocationPatience = Duration.seconds(3)

    private func publish(_ name: String, _ issued: IssuedCredentials) {
        let bundle = state.withLock { state -> CredentialsBundle? in
            guard !state.isStopped else { return nil }
            state.schedule.obtained(name, lifetime: issued.lifetime, now: .now)
            state.bundle.version += 1
            state.bundle.entries[name] = issued.bytes
            return state.bundle
        }
        guard let bundle else { return }
        // The thread may have to wake up earlier than it thought.
        state.broadcast()
        push.withLock { $0 }?(bundle)
        tell(name)
    }

    /// Waits until it is some provider's turn; nil when there is nothing to wait for any more.
    private func waitForDue() -> [String]? {
        // Not for ever, so that a service that nobody holds any more is let go.
        let patience = Duration.seconds(30)
        let (next, known) = state.withLock { ($0.schedule.nextWakeUp, $0.bundle.version) }
        let limit = next.map { min(patience, max(.milliseconds(1), $0 - .now)) } ?? patience
        let isOver = state.wait(upTo: limit) { state -> Bool? in
            if state.isStopped { return true }
            return state.bundle.version != known ? false : nil
        }
        if isOver == true { return nil }
        return state.withLock { $0.schedule.due(now: .now) }
    }

    private func renew(_ name: String) {
        guard let provider = providers[name] else { return }
        do {
            if try !provider.obtain() { state.withLock { $0.schedule.notNeeded(name) } }
        } catch {
            let error = WeftError(wrapping: error)
            let isStopped = state.withLock { state in
                state.schedule.failed(name, error, now: .now)
                return state.isStopped
            }
            guard !isStopped else { return }
            logger.error("can't get new credentials: \(error)", metadata: ["provider": "\(name)"])
            tell(name)
        }
    }

    private func tell(_ name: String) {
        guard let present = states.first(where: { $0.provider == name }) else { return }
        if present.lastError == nil {
            let words = present.renewsIn.map { "they are got anew in \(DurationWords.seconds($0))" } ?? "they never end"
            logger.info("new credentials; \(words)", metadata: ["provider": "\(name)"])
        }
        events.post(.credentialsUpdated(.init(time: .epochMilliseconds, state: present)))
    }
}
