import HadoopRPC
import Synchronization
import WeftDiagnostics

/// How another thread gives a stream up while one writes.
final class StreamInterruption: Sendable {
    private struct State {
        var error: WeftError?
        var connection: DataTransferConnection?
    }

    private let state = Mutex(State())

    /// Why the stream was given up.
    var error: WeftError? { state.withLock { $0.error } }

    /// The connection that whoever writes may wait on.
    var connection: DataTransferConnection? {
        get { state.withLock { $0.connection } }
        set { state.withLock { $0.connection = newValue } }
    }

    /// Gives the stream up; the first reason counts.
    func interrupt(_ error: WeftError) {
        let connection = state.withLock { state in
            state.error = state.error ?? error
            return state.connection
        }
        connection?.close()
    }

    /// Waits.
    ///
    /// - Throws: why the stream was given up in the meantime.
    func wait(_ milliseconds: Int) throws {
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            if let error { throw error }
            let left = deadline.remainingMilliseconds
            if left == 0 { return }
            Pause.sleep(milliseconds: min(left, 500))
        }
    }
}
