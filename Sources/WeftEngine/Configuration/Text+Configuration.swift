extension StringProtocol {
    /// The text without blanks, tabs and line ends at both ends.
    func trimmingBlanks() -> SubSequence {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }

    /// Whether the text has `part` in it. `contains(_: String)` is Foundation's or needs the regex library.
    func containsText(_ part: String) -> Bool {
        var start = startIndex
        while start != endIndex {
            if self[start...].hasPrefix(part) { return true }
            start = index(after: start)
        }
        return part.isEmpty
    }
}

/// How far apart two words are, for "did you mean".
enum EditDistance {
    /// The number of letters to insert, delete, replace or swap with their neighbour to turn one text into the other.
    static func between(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased()), right = Array(right.lowercased())
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var best = min(previous[column + 1], current[column]) + 1
                best = min(best, previous[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforePrevious[column - 1] + 1)
                }
                current.append(best)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }

    /// The candidate nearest to a word, the first of several equally near.
    static func nearest(to word: String, in candidates: [String]) -> (name: String, distance: Int)? {
        candidates.map { (name: $0, distance: between(word, $0)) }.min { $0.distance < $1.distance }
    }
}
