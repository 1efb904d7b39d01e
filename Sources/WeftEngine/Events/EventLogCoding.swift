import FoundationEssentials
import WeftDiagnostics

/// Events as lines of JSON: `{"event":"jobEnd","data":{…}}`, for an event log.
public enum EventLogCoding {
    /// The event's line, without a line end. Keys are sorted, so that equal events give equal lines.
    ///
    /// - Throws: `WeftError` with code `event-not-codable` if a number in it has no JSON form.
    public static func line(for event: WeftEvent) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(event))
        } catch {
            throw WeftError("event-not-codable", "an event can't be written to the event log", cause: error)
        }
    }

    /// The event of a line.
    ///
    /// - Throws: `WeftError` with code `corrupt-data` when the line isn't an event this version knows.
    public static func event(from line: some Sequence<UInt8>) throws -> WeftEvent {
        do {
            return try JSONDecoder().decode(WeftEvent.self, from: Data(line))
        } catch {
            throw WeftError(
                "corrupt-data",
                "a line of the event log can't be read",
                remedy: "read the log with the version that wrote it; a line cut short by a crash may be left out",
                cause: error
            )
        }
    }
}
