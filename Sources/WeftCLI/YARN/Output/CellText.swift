import YARN

/// Values as they are shown in columns and lists.
enum CellText {
    /// What stands for nothing.
    static let nothing = "-"

    /// Text that comes from other users: without what would move a terminal's cursor, and at most so long.
    static func safe(_ text: String, limit: Int = .max) -> String {
        let controls: Set<Unicode.GeneralCategory> = [
            .control, .format, .surrogate, .lineSeparator, .paragraphSeparator,
        ]
        let shown = String(
            text.prefix(limit).map { character in
                character.unicodeScalars.contains { controls.contains($0.properties.generalCategory) } ? "?" : character
            }
        )
        if text.count > limit { return shown.dropLast() + "…" }
        return shown.isEmpty ? nothing : shown
    }

    /// A text that may be missing, or be the word that Java has for that.
    static func optional(_ text: String?) -> String {
        guard let text, text != "N/A", text != "null" else { return nothing }
        return safe(text)
    }

    /// A part of 1 in percent, with one decimal where there is one; servers send -1 and worse for none.
    static func percent(part: Float) -> String { percent(part * 100) }

    static func percent(_ value: Float) -> String {
        guard value.isFinite, value >= 0, value < 1_000_000 else { return nothing }
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }

    /// An amount of memory that is given in MiB.
    static func memory(_ mebibytes: Int64) -> String {
        guard mebibytes >= 0, mebibytes < 1 << 40 else { return nothing }
        return mebibytes == 0 ? "0" : SizeText.human(UInt64(mebibytes) << 20)
    }

    /// `2 G, 1 vcore` and whatever else there is.
    static func resource(_ resource: Resource) -> String {
        let cores = resource.virtualCores
        var parts = [memory(resource.memory), "\(cores) \(cores == 1 ? "vcore" : "vcores")"]
        parts += resource.others.sorted { $0.key < $1.key }.map { "\($0.value) \(safe($0.key))" }
        return parts.joined(separator: ", ")
    }

    /// A time; nothing for 0.
    static func time(_ milliseconds: Int64) -> String {
        milliseconds > 0 ? TimeText.seconds(milliseconds) : nothing
    }

    /// How long something took: `45 s`, `3 min 20 s`, `5 h 3 min`, `2 d 4 h`.
    static func duration(milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        switch seconds {
        case ..<10: return "\(seconds).\(max(0, milliseconds) % 1000 / 100) s"
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        case ..<86400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86400) d \(seconds % 86400 / 3600) h"
        }
    }
}
