/// Names and values below a heading, the values in one column.
struct DescriptionList {
    private let heading: String
    private var entries: [(name: String, lines: [String])] = []

    init(_ heading: String) { self.heading = heading }

    /// Adds a value; nil is left out.
    mutating func add(_ name: String, _ value: String?) { if let value { entries.append((name, [value])) } }

    /// Adds a text of several lines, which is left out when there is none.
    mutating func add(_ name: String, lines text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map {
            CellText.safe(String($0).replacing("\t", with: "    "))
        }
        if !lines.isEmpty { entries.append((name, lines)) }
    }

    var lines: [String] {
        let width = (entries.map(\.name.count).max() ?? 0) + 1
        return [heading]
            + entries.flatMap { name, lines in
                lines.enumerated().map { index, line in
                    "  " + (index == 0 ? "\(name):" : "").padded(toRight: width) + "  " + line
                }
            }
    }
}
