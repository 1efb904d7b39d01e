import Synchronization
import WeftDiagnostics

/// The connections of one client, by server and protocol.
final class ConnectionPool: Sendable {
    struct Key: Hashable {
        var server: HadoopAddress
        var protocolName: String
    }

    private enum Entry {
        /// Somebody is connecting; others wait for the outcome.
        case connecting(PendingOutcome<RPCConnection>)
        case open(RPCConnection)
    }

    private let lock = Mutex<Void>(())
    /// Both belong to the lock.
    nonisolated(unsafe) private var entries: [Key: Entry] = [:]
    nonisolated(unsafe) private var hasSweeper = false

    /// The connection of a key, made if there is none that is good. When several threads ask at once, one of them connects,
    /// and its failure is everybody's.
    ///
    /// - Parameters:
    ///   - key: what for.
    ///   - maximumIdleTime: how long a connection may be unused, in milliseconds.
    ///   - deadline: when to give up waiting for another thread.
    ///   - connect: connects.
    func connection(
        _ key: Key,
        maximumIdleTime: Int,
        deadline: Deadline,
        connect: () throws -> RPCConnection
    ) throws -> RPCConnection {
        if let connection = usableConnection(key) { return connection }
        let (entry, isMine) = lock.withLock { _ -> (Entry, Bool) in
            if let entry = entries[key] { return (entry, false) }
            let entry = Entry.connecting(PendingOutcome())
            entries[key] = entry
            return (entry, true)
        }
        let made: PendingOutcome<RPCConnection>
        switch entry {
        case .open(let connection): return connection
        case .connecting(let pending): made = pending
        }
        guard isMine else {
            guard let outcome = made.wait(until: deadline) else { throw Self.stuck(key) }
            return try outcome.get()
        }
        let outcome = Result { try connect() }
        lock.withLock { _ in
            entries[key] = (try? outcome.get()).map { .open($0) }
            if entries[key] != nil { startSweeper(maximumIdleTime) }
        }
        made.finish(outcome)
        return try outcome.get()
    }

    /// The connection of a key if it is good; one that isn't leaves the pool.
    private func usableConnection(_ key: Key) -> RPCConnection? {
        guard case .open(let connection)? = lock.withLock({ _ in entries[key] }) else { return nil }
        // Looking at a connection may take its lock; other threads shouldn't stand at the pool's meanwhile.
        if connection.isUsable { return connection }
        connection.retire()
        lock.withLock { _ in
            if case .open(let present)? = entries[key], present === connection { entries[key] = nil }
        }
        return nil
    }

    private static func stuck(_ key: Key) -> WeftError {
        WeftError(
            "connect-timeout",
            "another thread hasn't connected to \(key.server) in the time that a call may take",
            remedy: "check the server and the KDC; ipc.client.rpc-timeout.ms sets the time for calls in milliseconds",
            details: [.init("server", "\(key.server)")]
        )
    }

    /// Starts a thread that closes idle connections and ends with the last one.
    private func startSweeper(_ maximumIdleTime: Int) {
        guard !hasSweeper else { return }
        hasSweeper = true
        let interval = max(100, min(maximumIdleTime, 10_000) / 2)
        // It holds the pool weakly: a client that is dropped ends its connections.
        Pause.everyNow(and: interval) { [weak self] in self?.sweep(maximumIdleTime) ?? false }
    }

    private func sweep(_ maximumIdleTime: Int) -> Bool {
        lock.withLock { _ in
            for (key, entry) in entries {
                guard case .open(let connection) = entry, connection.isIdle(longerThan: maximumIdleTime) else {
                    continue
                }
                entries[key] = nil
                connection.close()
            }
            if entries.isEmpty { hasSweeper = false }
            return hasSweeper
        }
    }

    func closeAll() {
        lock.withLock { _ in
            for (key, entry) in entries {
                guard case .open(let connection) = entry else { continue }
                entries[key] = nil
                connection.close()
            }
        }
    }
}
