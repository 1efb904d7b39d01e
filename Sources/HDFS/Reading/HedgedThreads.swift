import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// The threads that a client's hedged reads may use together (`dfs.client.hedged.read.threadpool.size`).
final class HedgedThreads: Sendable {
    let limit: Int
    private let running = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// Runs a closure on a thread of its own, or on the calling one when too many run already.
    func run(_ body: @escaping @Sendable () -> Void) {
        let isFree = running.withLock { running in
            if running < limit { running += 1 } else { return false }
            return true
        }
        let started =
            isFree
            && Pause.startThread { [self] in
                body()
                running.withLock { $0 -= 1 }
            }
        if !started {
            if isFree { running.withLock { $0 -= 1 } }
            body()
        }
    }
}

/// Several readers of the same range, of which the first one to succeed is taken.
final class HedgedRace: Sendable {
    /// How one reader ended.
    struct Finish: Sendable {
        let block: LocatedBlockProto
        let datanode: DatanodeInfoProto
        let result: Result<[UInt8], WeftError>
    }

    private struct State {
        var isOver = false
        var finished: [Finish] = []
        var connections: [DataTransferConnection] = []
    }

    private let changed = Condition()
    private let state = Mutex(State())

    /// Reads a range as one of the race.
    ///
    /// - Throws: what the reader throws; `connection-lost` when the race ended before.
    func run(_ reader: BlockReader, _ count: Int) throws -> [UInt8] {
        let connection = reader.connection
        let takesPart = state.withLock { state in
            if !state.isOver { state.connections.append(connection) }
            return !state.isOver
        }
        guard takesPart else { throw WeftError("connection-lost", "another replica was faster") }
        // Behind this the end of the race doesn't touch the connection any more: it may serve somebody else.
        defer { state.withLock { $0.connections.removeAll { $0 === connection } } }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// A reader has ended.
    func finish(_ finish: Finish) {
        changed.withLock {
            state.withLock { $0.finished.append(finish) }
            changed.signal()
        }
    }

    /// Waits for the next reader to end.
    ///
    /// - Returns: `nil` when the deadline has passed.
    func next(until deadline: Deadline) -> Finish? {
        changed.withLock {
            while true {
                if let finish = state.withLock({ $0.finished.isEmpty ? nil : $0.finished.removeFirst() }) {
                    return finish
                }
                if deadline.hasPassed { return nil }
                _ = changed.wait(until: deadline)
            }
        }
    }

    /// Ends the race: readers that are still at work lose their connections.
    func end() {
        state.withLock { state in
            state.isOver = true
            for connection in state.connections { connection.close() }
            state.connections = []
        }
    }
}
