import Glibc
import WeftDiagnostics

/// The connections of one client, by server and protocol.
final class ConnectionPool: Sendable {
    struct Key: Hashable {
        var server: HadoopAddress
        var protocolName: String
    }

    private enum Entry {
        /// Somebody is connecting; others wait for the outcome.
        case connecting
        case open(RPCConnection)
    }

    private let changed = Condition()
    /// Both belong to `changed`'s lock.
    nonisolated(unsafe) private var entries: [Key: Entry] = [:]
    nonisolated(unsafe) private var hasSweeper = false

    /// The connection of a key, made if there is none that is good.
    func connection(_ key: Key, maximumIdleTime: Int, connect: () throws -> RPCConnection) throws -> RPCConnection {
        changed.lock()
        while let entry = entries[key] {
            switch entry {
            case .open(let connection):
                if connection.isUsable {
                    changed.unlock()
                    return connection
                }
                connection.close()
                entries[key] = nil
            case .connecting:
                _ = changed.wait(until: .after(milliseconds: 1_000))
            }
        }
        entries[key] = .connecting
        changed.unlock()
        do {
            let made = try connect()
            changed.withLock {
                entries[key] = .open(made)
                startSweeper(maximumIdleTime)
                changed.broadcast()
            }
            return made
        } catch {
            changed.withLock {
                entries[key] = nil
                changed.broadcast()
            }
            throw error
        }
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
        changed.withLock {
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
        changed.withLock {
            for (key, entry) in entries {
                guard case .open(let connection) = entry else { continue }
                entries[key] = nil
                connection.close()
            }
        }
    }
}
