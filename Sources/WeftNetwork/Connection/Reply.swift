import NIOCore
import Synchronization
import WeftDiagnostics

/// The answer to one request, given once. What is sent after the first answer is ignored.
///
/// When the last copy goes without an answer, the request fails with `no-reply` at the peer.
public struct Reply: Sendable {
    private let once: Once

    init(to id: UInt64, on connection: Connection) { once = Once(id: id, connection: connection) }

    /// Answers the request. From any thread.
    public func send(_ body: ByteBuffer) { once.answer(.response, body) }

    /// Answers that the request has failed: the error is thrown where the request was made. From any thread.
    public func fail(_ error: WeftError) { once.answer(.failure, ErrorCoding.encode(error)) }

    private final class Once: Sendable {
        private let id: UInt64
        private let connection: Connection
        private let answered = Atomic(false)

        init(id: UInt64, connection: Connection) {
            self.id = id
            self.connection = connection
        }

        func answer(_ kind: FrameKind, _ body: ByteBuffer) {
            guard !answered.exchange(true, ordering: .relaxed) else { return }
            connection.answer(kind, id: id, body)
        }

        deinit {
            answer(
                .failure,
                ErrorCoding.encode(
                    WeftError(
                        "no-reply",
                        "the peer dropped the request without an answer",
                        remedy: "see the peer's log"
                    )
                )
            )
        }
    }
}
