public import HadoopProtos
public import WeftDiagnostics

/// What names an application: when its ResourceManager started, and a number that counts from 1.
///
/// Its text is `application_<cluster timestamp>_<id, at least four digits>` (ApplicationId.java).
public struct ApplicationID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// When the ResourceManager started, in milliseconds since 1970.
    public var clusterTimestamp: Int64
    /// Counts from 1.
    public var id: Int32

    public init(clusterTimestamp: Int64, id: Int32) {
        self.clusterTimestamp = clusterTimestamp
        self.id = id
    }

    /// - Throws: `WeftError` with code `invalid-argument` when the text isn't an application's name.
    public init(_ text: String) throws {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "application", let timestamp = Int64(parts[1]), let id = Int32(parts[2]),
            timestamp >= 0, id >= 0
        else {
            throw WeftError(
                "invalid-argument", "\"\(text)\" is not an application id.",
                remedy: "Application ids look like application_1700000000000_0001; `weft yarn apps` lists them.")
        }
        self.init(clusterTimestamp: timestamp, id: id)
    }

    public var description: String { "application_\(clusterTimestamp)_\(paddedNumber(Int64(id), digits: 4))" }

    public static func < (left: Self, right: Self) -> Bool {
        (left.clusterTimestamp, left.id) < (right.clusterTimestamp, right.id)
    }
}

extension ApplicationID {
    public init(_ message: ApplicationIdProto) {
        self.init(clusterTimestamp: message.clusterTimestamp ?? 0, id: message.id ?? 0)
    }

    public var message: ApplicationIdProto { ApplicationIdProto(id: id, clusterTimestamp: clusterTimestamp) }
}

/// A number with zeroes in front, as Hadoop's ids have it.
func paddedNumber(_ number: Int64, digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
