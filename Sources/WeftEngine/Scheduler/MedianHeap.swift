/// The median of numbers that keep coming, in logarithmic time each.
struct MedianHeap: Sendable {
    /// The smaller half, negated so that its greatest is at the top of a least-first heap.
    private var lower: [Int64] = []
    /// The greater half.
    private var upper: [Int64] = []

    var count: Int { lower.count + upper.count }

    /// The median; of an even count the mean of the two in the middle; nil when there is no number.
    var median: Int64? {
        if lower.count > upper.count { return lower.first.map { -$0 } }
        if upper.count > lower.count { return upper.first }
        guard let low = lower.first, let high = upper.first else { return nil }
        return -low + (high + low) / 2
    }

    mutating func insert(_ number: Int64) {
        if let high = upper.first, number >= high {
            Self.push(number, to: &upper)
        } else {
            Self.push(-number, to: &lower)
        }
        if lower.count > upper.count + 1, let top = Self.pop(from: &lower) {
            Self.push(-top, to: &upper)
        } else if upper.count > lower.count + 1, let top = Self.pop(from: &upper) {
            Self.push(-top, to: &lower)
        }
    }

    private static func push(_ number: Int64, to heap: inout [Int64]) {
        heap.append(number)
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private static func pop(from heap: inout [Int64]) -> Int64? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return top }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            if least == parent { return top }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
