import NIOCore
import Synchronization
import WeftDiagnostics
import WeftNetwork

/// An executor's connection to its driver.
final class DriverLink: Sendable {
    let executorID: String
    private let connection: Connection
    private let timeout: Duration

    init(executorID: String, connection: Connection, timeout: Duration) {
        self.executorID = executorID
        self.connection = connection
        self.timeout = timeout
    }

    /// Asks the driver and waits for the answer.
    ///
    /// - Throws: what the driver answers as an error, `request-timeout`, or `connection-closed`.
    func ask(_ message: some ClusterMessage) throws -> ByteBuffer {
        try connection.requestAndWait(try message.encoded(), timeout: timeout)
    }

    /// Tells the driver something. What can't be told because the connection is gone doesn't matter: so is the executor.
    func tell(_ message: some ClusterMessage) {
        guard let buffer = try? message.encoded() else { return }
        connection.send(buffer)
    }

    /// How much of a result goes into one message.
    private static let partSize = 4 << 20

    /// Tells that a task has ended; a large result goes ahead in parts.
    func tell(_ result: TaskResult) {
        var result = result
        var sent = 0
        if case .succeeded(let bytes) = result.outcome, bytes.count > Self.partSize {
            while sent < bytes.count {
                let end = min(bytes.count, sent + Self.partSize)
                tell(TaskResultPart(taskID: result.taskID, bytes: Array(bytes[sent..<end])))
                sent = end
            }
            result.outcome = .succeeded([])
        }
        do {
            connection.send(try TaskEnded(result: result, sentBytes: sent).encoded())
        } catch {
            // What can't be coded is an error the user's code made; the driver must hear of the task's end all the same.
            result.outcome = .failed(WeftError(wrapping: error))
            result.accumulators = []
            tell(TaskEnded(result: result, sentBytes: 0))
        }
    }
}
