import WeftDiagnostics

/// The file that `weft.scheduler.allocation.file` names: the FAIR pools, in the XML of Spark's `fairscheduler.xml`.
///
///     <allocations>
///       <pool name="production">
///         <schedulingMode>FAIR</schedulingMode>
///         <weight>2</weight>
///         <minShare>3</minShare>
///       </pool>
///     </allocations>
struct AllocationFile {
    private var scanner: MarkupScanner
    private let path: String

    /// The pools that the configuration declares; none without `weft.scheduler.allocation.file`.
    ///
    /// - Throws: `WeftError` `configuration-file-unreadable` or `invalid-allocation-file`, naming file and line.
    static func pools(_ configuration: Configuration) throws -> [PoolSpec] {
        guard let path = configuration[ConfigurationKeys.schedulerAllocationFile] else { return [] }
        return try pools(in: try PropertiesFile.text(path), path: path)
    }

    static func pools(in text: String, path: String) throws -> [PoolSpec] {
        var file = AllocationFile(scanner: MarkupScanner(text), path: path)
        return try file.allocations()
    }

    private mutating func allocations() throws -> [PoolSpec] {
        guard case .open("allocations", _) = try nextMark() else {
            throw failure("it doesn't start with <allocations>")
        }
        var pools: [PoolSpec] = []
        while true {
            switch try nextMark() {
            case .open("pool", let attributes):
                guard let name = attributes["name"], !name.isEmpty else { throw failure("a pool has no name") }
                guard !pools.contains(where: { $0.name == name }) else { throw failure("pool \(name) stands twice") }
                pools.append(try pool(name))
            case .close("allocations"):
                guard case .end = try nextMark() else { throw failure("something follows </allocations>") }
                return pools
            case .open(let name, _): throw failure("<\(name)> stands in <allocations>, which has <pool> only")
            case .text, .close, .end: throw failure("<allocations> has something other than <pool> in it, or no end")
            }
        }
    }

    private mutating func pool(_ name: String) throws -> PoolSpec {
        var pool = PoolSpec(name: name)
        while true {
            switch try nextMark() {
            case .open("schedulingMode", _):
                let value = try content("schedulingMode")
                switch ConfigurationFormat<SchedulerMode>.choice.parse(value) {
                case .fair: pool.mode = .fair
                case .fifo: pool.mode = .fifo
                case nil: throw failure("the schedulingMode of pool \(name) is \(value), not FIFO or FAIR")
                }
            case .open("weight", _): pool.weight = try number("weight", of: name, 1...1_000_000)
            case .open("minShare", _): pool.minShare = try number("minShare", of: name, 0...1_000_000)
            case .close("pool"): return pool
            case .open(let other, _):
                throw failure("pool \(name) has <\(other)>; pools have schedulingMode, weight and minShare")
            case .text, .close, .end: throw failure("pool \(name) has text in it, or no end")
            }
        }
    }

    private mutating func number(_ element: String, of pool: String, _ range: ClosedRange<Int>) throws -> Int {
        let text = try content(element)
        guard let number = Int(text), range.contains(number) else {
            throw failure(
                "the \(element) of pool \(pool) is \(text), not a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// The text up to the end of an element.
    private mutating func content(_ element: String) throws -> String {
        guard case .text(let text) = try nextMark(), case .close(element) = try nextMark() else {
            throw failure("<\(element)> has no value, or no end")
        }
        return text
    }

    private mutating func nextMark() throws -> MarkupScanner.Mark {
        guard let mark = scanner.next() else { throw failure("it is no XML of elements, attributes and text") }
        return mark
    }

    private func failure(_ what: String) -> WeftError {
        WeftError(
            "invalid-allocation-file",
            "the file of scheduler pools is wrong: \(what)",
            remedy: "write it as Spark's fairscheduler.xml: <allocations><pool name=\"a\"><weight>2</weight></pool>…",
            details: [.init("from", "\(path):\(scanner.line)")]
        )
    }
}

/// Takes XML apart as far as lists of settings need it: elements, attributes, text, the five predefined entities; comments,
/// declarations and blanks between elements are passed over. No other entities, no CDATA.
private struct MarkupScanner {
    enum Mark {
        case open(String, [String: String])
        case close(String)
        case text(String)
        case end
    }

    private(set) var line = 1
    private var rest: Substring
    /// The element of `<a/>`, whose end comes after its beginning.
    private var closing: String?

    init(_ text: String) { rest = text[...] }

    /// The next part; `nil` when the text isn't of this form.
    mutating func next() -> Mark? {
        if let name = closing {
            closing = nil
            return .close(name)
        }
        while true {
            if rest.hasPrefix("<!--") {
                guard skip(through: "-->") else { return nil }
            } else if rest.hasPrefix("<?") {
                guard skip(through: "?>") else { return nil }
            } else if rest.hasPrefix("</") {
                take(2)
                let name = takeName()
                skipBlanks()
                guard !name.isEmpty, rest.first == ">" else { return nil }
                take(1)
                return .close(name)
            } else if rest.first == "<" {
                take(1)
                return element()
            } else {
                let raw = take(while: { $0 != "<" })
                guard let text = Self.unescaped(raw) else { return nil }
                if !text.isEmpty { return .text(text) }
                if rest.isEmpty { return .end }
            }
        }
    }

    private mutating func element() -> Mark? {
        let name = takeName()
        guard !name.isEmpty else { return nil }
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if rest.hasPrefix("/>") {
                take(2)
                closing = name
                return .open(name, attributes)
            }
            if rest.first == ">" {
                take(1)
                return .open(name, attributes)
            }
            let attribute = takeName()
            skipBlanks()
            guard !attribute.isEmpty, rest.first == "=" else { return nil }
            take(1)
            skipBlanks()
            guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
            take(1)
            guard let value = Self.unescaped(take(while: { $0 != quote })), rest.first == quote else { return nil }
            take(1)
            attributes[attribute] = value
        }
    }

    private static func unescaped(_ raw: Substring) -> String? {
        var text = ""
        var rest = raw.trimmingBlanks()
        while let character = rest.first {
            guard character == "&" else {
                text.append(character)
                rest = rest.dropFirst()
                continue
            }
            let entities = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")]
            guard let (name, value) = entities.first(where: { rest.hasPrefix($0.0) }) else { return nil }
            text += value
            rest = rest.dropFirst(name.count)
        }
        return text
    }

    private mutating func takeName() -> String {
        String(take(while: { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." || $0 == ":" }))
    }

    private mutating func skipBlanks() { _ = take(while: \.isWhitespace) }

    private mutating func skip(through end: String) -> Bool {
        while !rest.isEmpty {
            if rest.hasPrefix(end) {
                take(end.count)
                return true
            }
            take(1)
        }
        return false
    }

    private mutating func take(_ count: Int) {
        for character in rest.prefix(count) where character.isNewline { line += 1 }
        rest = rest.dropFirst(count)
    }

    private mutating func take(while isPart: (Character) -> Bool) -> Substring {
        let part = rest.prefix(while: isPart)
        for character in part where character.isNewline { line += 1 }
        rest = rest[part.endIndex...]
        return part
    }
}
