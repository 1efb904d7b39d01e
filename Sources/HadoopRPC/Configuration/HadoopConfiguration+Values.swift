import WeftDiagnostics

extension HadoopConfiguration {
    /// A key's value with `${…}` expanded and without blanks at its ends; nil when it has none.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` when the expansion doesn't end.
    public func string(_ key: String) throws -> String? {
        guard let raw = raw(key) else { return nil }
        return String(try expanded(raw, of: key).trimmingWhitespace())
    }

    /// A key's value, or `default` when it has none.
    ///
    /// - Throws: as `string(_:)`.
    public func string(_ key: String, default: String) throws -> String { try string(key) ?? `default` }

    /// A key's value where there has to be one.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - purpose: what it is needed for, as the end of a sentence: `to know which NameNode to ask`.
    /// - Throws: `WeftError` of code `hadoop-configuration` when there is none or an empty one; as `string(_:)`.
    public func required(_ key: String, _ purpose: String) throws -> String {
        guard let value = try string(key), !value.isEmpty else {
            throw missing(key, purpose)
        }
        return value
    }

    /// A whole number, decimal or with `0x`.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for another text; as `string(_:)`.
    public func int(_ key: String, default: Int) throws -> Int {
        guard let text = try string(key) else { return `default` }
        guard let number = Self.number(text) else {
            throw error(key, "is \"\(text)\", not a whole number", remedy: "give a whole number, or leave the key out")
        }
        return number
    }

    /// A whole number within bounds.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for one outside of them; as `int(_:default:)`.
    public func int(_ key: String, default: Int, in bounds: ClosedRange<Int>) throws -> Int {
        let number = try int(key, default: `default`)
        guard bounds.contains(number) else {
            throw error(
                key,
                "is \(number), but must be from \(bounds.lowerBound) to \(bounds.upperBound)",
                remedy: "correct the value, or leave the key out"
            )
        }
        return number
    }

    /// `true` or `false`, in any case; an empty text gives the default.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for another text, which Java takes for the default without a
    ///   word; as `string(_:)`.
    public func bool(_ key: String, default: Bool) throws -> Bool {
        guard let text = try string(key), !text.isEmpty else { return `default` }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw error(key, "is \"\(text)\", not true or false", remedy: "write true or false")
        }
    }

    /// A time: a number with `ns`, `us`, `ms`, `s`, `m`, `h` or `d`, or a plain number of `unit`.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - default: what it is when the key has no value.
    ///   - unit: what a plain number counts.
    /// - Throws: `WeftError` of code `hadoop-configuration` for another text or a time that is too long; as `string(_:)`.
    public func duration(_ key: String, default: Duration, unit: DurationUnit) throws -> Duration {
        guard let text = try string(key) else { return `default` }
        guard let duration = unit.parse(text) else {
            throw error(
                key,
                "is \"\(text)\", not a time",
                remedy: "give a number with ms, s, m, h or d behind it; a plain number counts \(unit.name)"
            )
        }
        return duration
    }

    /// A number of bytes, with `k`, `m`, `g`, `t`, `p` or `e` for powers of 1024.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for another text or a number that is too large; as
    ///   `string(_:)`.
    public func size(_ key: String, default: Int) throws -> Int {
        guard let text = try string(key) else { return `default` }
        guard let size = Self.size(text) else {
            throw error(
                key,
                "is \"\(text)\", not a size",
                remedy: "give a number of bytes, or one with k, m, g or t behind it"
            )
        }
        return size
    }

    /// A fraction, with a decimal point.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` for another text; as `string(_:)`.
    public func double(_ key: String, default: Double) throws -> Double {
        guard let text = try string(key) else { return `default` }
        // Java allows an `f` at the end, and the default files use it.
        let digits = text.hasSuffix("f") || text.hasSuffix("d") ? String(text.dropLast()) : text
        guard let number = Double(digits), number.isFinite else {
            throw error(key, "is \"\(text)\", not a number", remedy: "give a number, or leave the key out")
        }
        return number
    }

    /// Words separated by commas, without the blanks around them and without empty words.
    ///
    /// - Throws: as `string(_:)`.
    public func strings(_ key: String) throws -> [String] {
        guard let text = try string(key) else { return [] }
        return text.split(separator: ",").map { String($0.trimmingWhitespace()) }.filter { !$0.isEmpty }
    }

    func missing(_ key: String, _ purpose: String) -> WeftError {
        error(
            key,
            "is not set, and is needed \(purpose)",
            remedy: files.isEmpty
                ? "set HADOOP_CONF_DIR to the folder that has the cluster's core-site.xml"
                : "set it in one of the files, or with -D \(key)=…"
        )
    }

    /// A decimal number or a hexadecimal one with `0x`, as Configuration.getInt has them.
    static func number(_ text: String) -> Int? {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? text.dropFirst() : text[...]
        guard digits.hasPrefix("0x") || digits.hasPrefix("0X") else { return Int(text) }
        return Int((isNegative ? "-" : "") + digits.dropFirst(2), radix: 16)
    }

    /// A number with a binary prefix, as StringUtils.TraditionalBinaryPrefix has them.
    static func size(_ text: String) -> Int? {
        guard let last = text.last else { return nil }
        guard let power = ["k", "m", "g", "t", "p", "e"].firstIndex(of: last.lowercased()) else { return Int(text) }
        guard let number = Int(text.dropLast()) else { return nil }
        let (size, overflow) = number.multipliedReportingOverflow(by: 1 << (10 * (power + 1)))
        return overflow ? nil : size
    }
}
