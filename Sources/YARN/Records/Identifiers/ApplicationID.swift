import HadoopProtos
import WeftDiagnostics

/// What names an application: when its ResourceManager started, and a number that counts from 1.
///
/// Its text is `application_<cluster timestamp>_<id, at least four digits>` (ApplicationId.java).
public struct ApplicationID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// When the ResourceManager started, in milliseconds since 1970.
    public var clusterTimestamp: Int64
    /// Counts from 1.
    public var id: Int32

    /// Makes an id of its two parts.
    public init(clusterTimestamp: Int64, id: Int32) {
        self.clusterTimestamp = clusterTimestamp
        self.id = id
    }

    /// Reads the text form.
    ///
    /// - Throws: `WeftError` with code `invalid-argument` when the text isn't an application's name.
    public init(_ text: String) throws {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "application", let timestamp: Int64 = IdentifierText.number(parts[1]),
            let id: Int32 = IdentifierText.number(parts[2])
        else {
            throw IdentifierText.invalid(
                text,
                "an application id",
                example: "application_1700000000000_0001; `weft yarn apps` lists them"
            )
        }
        self.init(clusterTimestamp: timestamp, id: id)
    }

    /// `application_1700000000000_0001`.
    public var description: String {
        "application_\(clusterTimestamp)_\(IdentifierText.padded(Int64(id), digits: 4))"
    }

    /// The older one is less.
    public static func < (left: Self, right: Self) -> Bool {
        (left.clusterTimestamp, left.id) < (right.clusterTimestamp, right.id)
    }
}

extension ApplicationID {
    /// An id as messages have it.
    public init(_ message: ApplicationIdProto) {
        self.init(clusterTimestamp: message.clusterTimestamp ?? 0, id: message.id ?? 0)
    }

    /// The id for a message.
    public var message: ApplicationIdProto { ApplicationIdProto(id: id, clusterTimestamp: clusterTimestamp) }
}
