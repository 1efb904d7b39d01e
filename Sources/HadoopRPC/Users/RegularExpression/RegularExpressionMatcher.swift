/// One step of a compiled regular expression.
enum RegularExpressionInstruction: Sendable, Hashable {
    /// Takes a character of a set.
    case one(RegularExpressionNode.CharacterSet)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    /// Goes on in two places, the first one preferred.
    case split(Int, Int)
    case jump(Int)
    /// Notes the position: 2·n where group n starts, 2·n + 1 where it ends.
    case save(Int)
    case match
}

/// Turns the tree into instructions.
struct RegularExpressionCompiler {
    /// How many instructions an expression may have; `{m,n}` repeats what it counts.
    private static let maxLength = 20_000

    private(set) var program: [RegularExpressionInstruction] = []
    /// Counts what gives no instructions too: an empty group may be repeated.
    private var compiled = 0

    mutating func compileWhole(_ node: RegularExpressionNode) throws {
        try emit(.save(0))
        try compile(node)
        try emit(.save(1))
        try emit(.match)
    }

    private mutating func compile(_ node: RegularExpressionNode) throws {
        compiled += 1
        guard compiled <= Self.maxLength else { throw Self.tooLarge }
        switch node {
        case .empty: break
        case .one(let set): try emit(.one(set))
        case .start: try emit(.start)
        case .end: try emit(.end)
        case .wordBoundary(let isNegated): try emit(.wordBoundary(isNegated: isNegated))
        case .sequence(let parts): for part in parts { try compile(part) }
        case .group(let number, let inner):
            try emit(.save(2 * number))
            try compile(inner)
            try emit(.save(2 * number + 1))
        case .choice(let choices):
            var jumps: [Int] = []
            for (index, choice) in choices.enumerated() {
                guard index < choices.count - 1 else {
                    try compile(choice)
                    break
                }
                let split = program.count
                try emit(.split(split + 1, 0))
                try compile(choice)
                jumps.append(program.count)
                try emit(.jump(0))
                program[split] = .split(split + 1, program.count)
            }
            for jump in jumps { program[jump] = .jump(program.count) }
        case .repetition(let inner, let least, let most, let isLazy):
            for _ in 0..<least { try compile(inner) }
            guard let most else {
                let split = program.count
                try emit(.jump(0))
                try compile(inner)
                try emit(.jump(split))
                program[split] = branch(split + 1, program.count, isLazy)
                return
            }
            var splits: [Int] = []
            for _ in least..<max(least, most) {
                splits.append(program.count)
                try emit(.jump(0))
                try compile(inner)
            }
            for split in splits { program[split] = branch(split + 1, program.count, isLazy) }
        }
    }

    private func branch(_ inside: Int, _ behind: Int, _ isLazy: Bool) -> RegularExpressionInstruction {
        isLazy ? .split(behind, inside) : .split(inside, behind)
    }

    private mutating func emit(_ instruction: RegularExpressionInstruction) throws {
        guard program.count < Self.maxLength else { throw Self.tooLarge }
        program.append(instruction)
    }

    private static var tooLarge: RegularExpression.SyntaxError {
        .init(reason: "it is too large once its repetitions are written out")
    }
}

/// Runs a compiled expression over a text, all possibilities side by side (the Pike machine).
struct RegularExpressionMatcher {
    private struct Thread {
        var instruction: Int
        /// Where groups start and end; −1 where they don't yet.
        var places: [Int]
    }

    let text: [Unicode.Scalar]
    private let program: [RegularExpressionInstruction]
    private let groupCount: Int

    init(_ expression: RegularExpression, _ text: String) {
        self.text = Array(text.unicodeScalars)
        program = expression.program
        groupCount = expression.groupCount
    }

    /// The groups of the first place that fits, at `start` or later; the group 0 is all of it.
    func search(from start: Int) -> [Range<Int>?]? {
        run(from: start, isAnchored: false, mustEndAtEnd: false)
    }

    /// The groups if the expression fits at `start`.
    func match(at start: Int, mustEndAtEnd: Bool) -> [Range<Int>?]? {
        run(from: start, isAnchored: true, mustEndAtEnd: mustEndAtEnd)
    }

    private func run(from start: Int, isAnchored: Bool, mustEndAtEnd: Bool) -> [Range<Int>?]? {
        var threads: [Thread] = []
        var found: [Int]?
        // The last position at which an instruction was reached.
        var seen = [Int](repeating: -1, count: program.count)
        let fresh = [Int](repeating: -1, count: 2 * (groupCount + 1))
        for position in start...max(start, text.count) {
            // Later starts come after all threads of earlier ones, so the leftmost match wins.
            if found == nil, position == start || !isAnchored {
                add(Thread(instruction: 0, places: fresh), at: position, to: &threads, &seen)
            }
            if threads.isEmpty, found != nil || isAnchored { break }
            var next: [Thread] = []
            loop: for thread in threads {
                switch program[thread.instruction] {
                case .one(let set):
                    guard position < text.count, set.contains(text[position]) else { continue }
                    add(
                        Thread(instruction: thread.instruction + 1, places: thread.places),
                        at: position + 1,
                        to: &next,
                        &seen
                    )
                case .match:
                    guard !mustEndAtEnd || position == text.count else { continue }
                    found = thread.places
                    // What comes after is less preferred.
                    break loop
                default: continue
                }
            }
            threads = next
        }
        guard let found else { return nil }
        return stride(from: 0, to: found.count, by: 2).map { index in
            found[index] >= 0 && found[index + 1] >= found[index] ? found[index]..<found[index + 1] : nil
        }
    }

    /// Follows a thread to the instructions that take a character, each once for a position, in order of preference.
    private func add(_ first: Thread, at position: Int, to threads: inout [Thread], _ seen: inout [Int]) {
        var stack = [first]
        while var thread = stack.popLast() {
            guard seen[thread.instruction] != position else { continue }
            seen[thread.instruction] = position
            switch program[thread.instruction] {
            case .one, .match:
                threads.append(thread)
                continue
            case .jump(let target):
                thread.instruction = target
            case .split(let preferred, let other):
                stack.append(Thread(instruction: other, places: thread.places))
                thread.instruction = preferred
            case .save(let place):
                thread.places[place] = position
                thread.instruction += 1
            case .start:
                guard position == 0 else { continue }
                thread.instruction += 1
            case .end:
                guard isEnd(position) else { continue }
                thread.instruction += 1
            case .wordBoundary(let isNegated):
                guard isWordBoundary(position) != isNegated else { continue }
                thread.instruction += 1
            }
            stack.append(thread)
        }
    }

    /// Java's `$` also stands before a line end that is the last thing in the text.
    private func isEnd(_ position: Int) -> Bool {
        position == text.count || position == text.count - 1 && text[position] == "\n"
    }

    private func isWordBoundary(_ position: Int) -> Bool {
        let before = position > 0 && RegularExpressionNode.CharacterSet.word.contains(text[position - 1])
        let after = position < text.count && RegularExpressionNode.CharacterSet.word.contains(text[position])
        return before != after
    }
}
