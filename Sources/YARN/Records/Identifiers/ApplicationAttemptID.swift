import HadoopProtos
import WeftDiagnostics

/// What names one attempt to run an application: the first application master, or one that took its place.
///
/// Its text is `appattempt_<cluster timestamp>_<application, at least four digits>_<attempt, at least six>`
/// (ApplicationAttemptId.java). It is also the user name of an application master towards NodeManagers.
public struct ApplicationAttemptID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The application.
    public var application: ApplicationID
    /// Counts from 1.
    public var attempt: Int32

    /// Makes an id of its two parts.
    public init(application: ApplicationID, attempt: Int32) {
        self.application = application
        self.attempt = attempt
    }

    /// Reads the text form.
    ///
    /// - Throws: `WeftError` with code `invalid-argument` when the text isn't an attempt's name.
    public init(_ text: String) throws {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "appattempt", let timestamp: Int64 = IdentifierText.number(parts[1]),
            let id: Int32 = IdentifierText.number(parts[2]), let attempt: Int32 = IdentifierText.number(parts[3])
        else {
            throw IdentifierText.invalid(
                text,
                "an application attempt's id",
                example: "appattempt_1700000000000_0001_000001"
            )
        }
        self.init(application: ApplicationID(clusterTimestamp: timestamp, id: id), attempt: attempt)
    }

    /// `appattempt_1700000000000_0001_000001`.
    public var description: String {
        let id = IdentifierText.padded(Int64(application.id), digits: 4)
        return "appattempt_\(application.clusterTimestamp)_\(id)_\(IdentifierText.padded(Int64(attempt), digits: 6))"
    }

    /// The older one is less.
    public static func < (left: Self, right: Self) -> Bool {
        (left.application, left.attempt) < (right.application, right.attempt)
    }
}

extension ApplicationAttemptID {
    /// An id as messages have it.
    public init(_ message: ApplicationAttemptIdProto) {
        self.init(
            application: ApplicationID(message.applicationId ?? ApplicationIdProto()),
            attempt: message.attemptId ?? 0
        )
    }

    /// The id for a message.
    public var message: ApplicationAttemptIdProto {
        ApplicationAttemptIdProto(applicationId: application.message, attemptId: attempt)
    }
}
