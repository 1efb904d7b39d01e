import NIOCore
import WeftDiagnostics

/// What an owner of connections is told about them.
///
/// All methods are called on the connection's event loop and must not block it: hand work to another thread.
public protocol ConnectionHandler: Sendable {
    /// Both sides have proved who they are. Called once, before anything else of this connection.
    func opened(_ connection: Connection)
    /// A one-way message has come.
    func received(_ message: ByteBuffer, on connection: Connection)
    /// A request has come. `reply` answers it, now or later, from any thread.
    func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply)
    /// The connection is closed. Called once, last. `error` is nil when one side closed it between two messages.
    func closed(_ connection: Connection, _ error: WeftError?)
}
