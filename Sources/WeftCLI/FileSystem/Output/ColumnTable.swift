/// Lines of columns as wide as their widest text.
struct ColumnTable {
    enum Alignment {
        case left
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameter alignments: one for each column.
    init(_ alignments: [Alignment]) { self.alignments = alignments }

    mutating func add(_ row: [String]) { rows.append(row) }

    var isEmpty: Bool { rows.isEmpty }

    /// The lines, with two blanks between columns and none at the end.
    var lines: [String] {
        let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - text.count)
                if column > 0 { line += "  " }
                switch alignments[column] {
                case .left: line += column == row.count - 1 ? text : text + padding
                case .right: line += padding + text
                }
            }
            return line
        }
    }
}

extension String {
    /// The text with blanks before it up to a width.
    func padded(toLeft width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// The text with blanks behind it up to a width.
    func padded(toRight width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
