import WeftDiagnostics

/// The settings of one application: an immutable value in which every key knows where its value comes from.
///
/// Sources override one another in this order, whatever the order in which they are read: the application's code, flags
/// of the command line, environment variables, `weft-defaults.conf`, the keys' defaults. A later value from the same
/// kind of source replaces an earlier one.
public struct Configuration: Sendable, Hashable {
    struct Setting: Sendable, Hashable {
        var value: String
        var source: ConfigurationSource
    }

    private(set) var settings: [String: Setting] = [:]

    /// A configuration in which every key has its default.
    public init() {}

    /// The value of a key, or its default.
    public subscript<Value>(key: ConfigurationKey<Value>) -> Value {
        // Every text in `settings` was accepted by its key's format when it was set.
        settings[key.name].flatMap { key.format.parse($0.value) } ?? key.defaultValue
    }

    /// Where the value of a key comes from.
    public func source<Value>(of key: ConfigurationKey<Value>) -> ConfigurationSource {
        settings[key.name]?.source ?? .defaultValue
    }

    /// Whether anything sets the key.
    public func isSet<Value>(_ key: ConfigurationKey<Value>) -> Bool { settings[key.name] != nil }

    /// A copy of the configuration in which the application's code sets a key.
    ///
    /// - Throws: `WeftError` `invalid-configuration-value` when the value is out of the key's range.
    public func setting<Value>(_ key: ConfigurationKey<Value>, _ value: Value) throws -> Configuration {
        var copy = self
        try copy.set(key, to: value)
        return copy
    }

    /// Sets a key from the application's code, which no other source overrides.
    ///
    /// - Throws: `WeftError` `invalid-configuration-value` when the value is out of the key's range.
    public mutating func set<Value>(_ key: ConfigurationKey<Value>, to value: Value) throws {
        let text = key.format.format(value)
        guard key.format.parse(text) == value else {
            throw Self.invalidValue(text, of: AnyConfigurationKey(key), from: .code)
        }
        settings[key.name] = Setting(value: text, source: .code)
    }

    /// Sets a key by name from text.
    ///
    /// - Parameters:
    ///   - name: the key's name; it is matched exactly.
    ///   - value: the value as the key's format writes it; blanks around it don't count.
    ///   - source: where it comes from; a value from a source of higher precedence stays.
    /// - Throws: `WeftError` `unknown-configuration-key`, naming the nearest key, or `invalid-configuration-value`,
    ///   naming the range or the format. Both name the source.
    public mutating func set(_ name: String, _ value: String, source: ConfigurationSource) throws {
        guard let key = ConfigurationKeys.named(name) else { throw Self.unknownKey(name, from: source) }
        let value = String(value.trimmingBlanks())
        guard key.accepts(value) else { throw Self.invalidValue(value, of: key, from: source) }
        if let present = settings[name], present.source.precedence > source.precedence { return }
        settings[name] = Setting(value: value, source: source)
    }

    /// The settings without some keys, which then have their defaults.
    func removing(_ names: Set<String>) -> Configuration {
        var result = self
        for name in names { result.settings[name] = nil }
        return result
    }

    /// One key with its value and its source, as `--verbose` and `weft config list` print them.
    public struct Entry: Sendable, Hashable {
        /// The key's name.
        public let name: String
        /// The value; stars for a secret, and what the documentation says for a default.
        public let value: String
        /// Where it comes from.
        public let source: ConfigurationSource
    }

    /// Every key with its value and source, in the order of the documentation, then those of families that are set. Secrets
    /// are not shown.
    public var entries: [Entry] {
        let families = settings.keys.sorted().filter { name in
            ConfigurationKeys.prefixes.contains { name.hasPrefix($0.name) }
        }
        return (ConfigurationKeys.all + families.compactMap(ConfigurationKeys.named)).map {
            Self.entry($0, settings[$0.name])
        }
    }

    static func entry(_ key: AnyConfigurationKey, _ setting: Setting?) -> Entry {
        guard let setting else { return Entry(name: key.name, value: key.defaultText, source: .defaultValue) }
        return Entry(name: key.name, value: key.isSecret ? "********" : setting.value, source: setting.source)
    }
}

// MARK: - Errors

extension Configuration {
    static func unknownKey(_ name: String, from source: ConfigurationSource) -> WeftError {
        var remedy = "`weft config list` prints every key"
        // A Spark user's `spark.executor.memory` is nearest to the key that does the same here.
        let wanted = name.hasPrefix("spark.") ? "weft." + name.dropFirst(6) : name
        if let nearest = EditDistance.nearest(to: wanted, in: ConfigurationKeys.all.map(\.name)) {
            remedy = "the nearest key is \(nearest.name); " + remedy
        }
        return WeftError(
            "unknown-configuration-key",
            "there is no configuration key \(name)",
            remedy: remedy,
            details: [.init("from", source.description)]
        )
    }

    static func invalidValue(
        _ value: String,
        of key: AnyConfigurationKey,
        from source: ConfigurationSource
    ) -> WeftError {
        if var refusal = key.refusal(value) {
            refusal.details.append(.init("from", source.description))
            return refusal
        }
        let shown = key.isSecret ? "its value" : "\"\(value)\""
        return WeftError(
            "invalid-configuration-value",
            "\(key.name): \(shown) is not \(key.formatSummary)",
            remedy: "give \(key.formatSummary); the default is \(key.defaultText)",
            details: [.init("from", source.description)]
        )
    }
}

// MARK: - Codable and printing

extension Configuration: Codable {
    private struct Coded: Codable {
        var name: String
        var value: String
        var source: ConfigurationSource
    }

    /// Writes what is set, with its sources. Secrets are included: this is how an executor gets them.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for (name, setting) in settings.sorted(by: { $0.key < $1.key }) {
            try container.encode(Coded(name: name, value: setting.value, source: setting.source))
        }
    }

    /// Reads what `encode(to:)` wrote, with the same checks as `set(_:_:source:)`.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while !container.isAtEnd {
            let coded = try container.decode(Coded.self)
            try set(coded.name, coded.value, source: coded.source)
        }
    }
}

extension Configuration: CustomStringConvertible {
    /// What is set, one `key=value (source)` a line, without secrets.
    public var description: String {
        entries.filter { $0.source != .defaultValue }
            .map { "\($0.name)=\($0.value) (\($0.source))" }
            .joined(separator: "\n")
    }
}
