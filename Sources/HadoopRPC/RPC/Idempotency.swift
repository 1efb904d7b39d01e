/// What may be done when a call was sent and its answer is lost (Hadoop's annotations `@Idempotent` and `@AtMostOnce`).
public enum Idempotency: Sendable, Hashable {
    /// Doing it twice is the same as doing it once: it is sent again.
    case idempotent
    /// The server keeps the answers of such calls by client id and call id: it is sent again with the same ids.
    case atMostOnce
    /// It must not be sent again, since it may have been done.
    case once
}
