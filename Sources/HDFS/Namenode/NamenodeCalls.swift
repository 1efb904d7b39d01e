import HadoopProtos
import HadoopRPC

/// A way to call a NameNode: the real one goes over Hadoop RPC with retries and failover; tests have their own.
public protocol NamenodeCalls: Sendable {
    /// Calls a method of `ClientProtocol` and waits for the answer.
    ///
    /// - Parameters:
    ///   - method: its name, `getFileInfo` for instance.
    ///   - request: what it is given.
    ///   - idempotency: what may be done when the answer is lost.
    /// - Throws: what the NameNode threw as a `WeftError` (`RemoteException.error`), or why it couldn't be asked.
    func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        returning: Response.Type
    ) throws -> Response
}
