import Glibc
import HDFS
import HadoopRPC
import Synchronization
import WeftDiagnostics
import WeftEngine

/// The delegation tokens of an application: got for each HDFS that is named or used, and anew when they grow old.
final class DriverTokens: CredentialsProvider {
    private struct Entry {
        var token: IssuedToken?
        var obtained: ContinuousClock.Instant
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var publish: (@Sendable (IssuedCredentials) -> Void)?
        var hasPublished = false
    }

    private let issuer: any TokenIssuer
    private let named: [String]
    /// Held while NameNodes are asked, so that what is published later is never older.
    private let state = Mutex(State())
    /// What needs no look at `state`, which may be held for long.
    private let known = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - issuer: what gets tokens.
    ///   - named: the authorities that tokens are got for from the start.
    init(issuer: any TokenIssuer, named: [String]) {
        self.issuer = issuer
        self.named = named
    }

    func start(publish: @escaping @Sendable (IssuedCredentials) -> Void) { state.withLock { $0.publish = publish } }

    func obtain() throws -> Bool {
        try state.withLock { state in
            for authority in Set(state.entries.keys).union(named).sorted() { try get(authority, &state) }
            guard !state.entries.isEmpty else { return false }
            try publish(&state)
            return state.entries.values.contains { $0.token != nil }
        }
    }

    /// Makes sure that executors can use an HDFS.
    ///
    /// - Throws: why there is no token for it.
    func use(_ authority: String) throws {
        if known.withLock({ $0.contains(authority) }) { return }
        try state.withLock { state in
            guard state.entries[authority] == nil else { return }
            try get(authority, &state)
            // Without security there is nothing new in it.
            if state.entries[authority]?.token != nil || !state.hasPublished { try publish(&state) }
        }
    }

    /// Cancels what was got for this application.
    func revoke() {
        let entries = state.withLock { state in
            defer { state.entries = [:] }
            return state.entries
        }
        for (authority, entry) in entries {
            guard let token = entry.token, token.isOwn else { continue }
            // It ends by itself if this fails.
            try? issuer.cancel(token.token, of: authority)
        }
    }

    func install(_ bytes: [UInt8]) throws {}

    private func get(_ authority: String, _ state: inout State) throws {
        let token = try issuer.issue(authority)
        state.entries[authority] = Entry(token: token, obtained: .now)
        _ = known.withLock { $0.insert(authority) }
    }

    private func publish(_ state: inout State) throws {
        let now = ContinuousClock.now
        let tokens = state.entries.sorted { $0.key < $1.key }.compactMap(\.value.token)
        let lifetimes = state.entries.values.compactMap { entry in
            entry.token.map { $0.lifetime - (now - entry.obtained) }
        }
        let handover = try issuer.handover(tokens.map(\.token))
        state.publish?(IssuedCredentials(bytes: handover.bytes, lifetime: lifetimes.min()))
        state.hasPublished = true
    }
}

/// A driver's clients, where executors are to use every HDFS that the driver uses.
struct TokenedClients: HDFSClients {
    private let session: DriverSession
    private let tokens: DriverTokens

    init(_ session: DriverSession, _ tokens: DriverTokens) {
        self.session = session
        self.tokens = tokens
    }

    func client(_ authority: String) throws -> HDFSClient {
        try tokens.use(authority)
        return try session.client(authority)
    }

    var defaultAuthority: String? { session.defaultAuthority }
    func explained(_ error: WeftError, authority: String) -> WeftError {
        session.explained(error, authority: authority)
    }
}

/// The time of day.
enum Clock {
    /// Milliseconds since 1970.
    static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
