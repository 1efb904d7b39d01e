extension StringProtocol {
    /// The text without blanks, tabs and line ends at both ends.
    func trimmingWhitespace() -> SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }

    /// Where `part` is in the text first. The library's own needs the regex library.
    func firstTextRange(of part: some StringProtocol) -> Range<Index>? {
        var start = startIndex
        while start != endIndex {
            if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return part.isEmpty ? start..<start : nil
    }

    /// Whether the text has `part` in it. `contains(_: String)` is Foundation's or needs the regex library.
    func containsText(_ part: some StringProtocol) -> Bool { firstTextRange(of: part) != nil }
}
