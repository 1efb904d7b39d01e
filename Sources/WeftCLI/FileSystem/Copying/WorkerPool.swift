import HadoopRPC
import WeftDiagnostics

/// Some threads that take work from a queue of limited length. One thread hands work in; it waits while the queue is full.
final class WorkerPool: @unchecked Sendable {
    typealias Work = @Sendable () throws -> Void

    private static let queueLength = 1024

    private let condition = Condition()
    // Everything below is guarded by `condition`.
    private var queue: [Work] = []
    private var running = 0
    private var threads = 0
    private var isClosed = false
    private var failure: (any Error)?
    private let limit: Int

    /// - Parameter threads: how many; with one, work is done where it is handed in.
    init(threads: Int) { limit = threads }

    /// Hands work in. An error that it throws ends the pool: no more work is begun.
    ///
    /// - Throws: what work has thrown before, or this one.
    func run(_ work: @escaping Work) throws {
        guard limit > 1 else {
            try work()
            return
        }
        condition.lock()
        defer { condition.unlock() }
        while queue.count >= Self.queueLength, failure == nil { _ = condition.wait(until: .after(milliseconds: 1000)) }
        if let failure { throw failure }
        queue.append(work)
        if threads < limit, queue.count > threads - running { startThread() }
        condition.broadcast()
    }

    /// Waits until all work is done.
    ///
    /// - Throws: what work has thrown.
    func wait() throws {
        condition.lock()
        defer { condition.unlock() }
        while running > 0 || !queue.isEmpty && failure == nil { _ = condition.wait(until: .after(milliseconds: 1000)) }
        if let failure { throw failure }
    }

    /// Waits until work that has begun is done, and ends the threads.
    func close() {
        condition.lock()
        defer { condition.unlock() }
        isClosed = true
        queue = []
        condition.broadcast()
        while threads > 0 { _ = condition.wait(until: .after(milliseconds: 1000)) }
    }

    private func startThread() {
        threads += 1
        if Pause.startThread({ self.serve() }) { return }
        threads -= 1
        if threads == 0 {
            failure = WeftError(
                "io-error",
                "no thread could be started",
                remedy: "raise the limit with ulimit -u, or use -t 1"
            )
        }
    }

    private func serve() {
        condition.lock()
        while true {
            while queue.isEmpty || failure != nil {
                if isClosed || failure != nil {
                    threads -= 1
                    condition.broadcast()
                    condition.unlock()
                    return
                }
                _ = condition.wait(until: .after(milliseconds: 1000))
            }
            let work = queue.removeFirst()
            running += 1
            condition.broadcast()
            condition.unlock()
            var thrown: (any Error)?
            do { try work() } catch { thrown = error }
            condition.lock()
            running -= 1
            if let thrown, failure == nil { failure = thrown }
            condition.broadcast()
        }
    }
}
