import WeftDiagnostics

/// What Hadoop's configuration files say, as Hadoop's own clients read them (Configuration.java).
///
/// Values come from core-site.xml, hdfs-site.xml and yarn-site.xml, and from `set`, which wins over all files. Keys that
/// have none of these have the default in `defaults`, if they are there. A deprecated key stands for the one that
/// replaced it, for reading and for writing.
///
/// One difference from Java is meant: there a key in core-site.xml loses against the default in hdfs-default.xml, because
/// that is read later; here a file always wins over a default.
public struct HadoopConfiguration: Sendable {
    /// Where a value comes from.
    public enum Origin: Sendable, Hashable {
        /// From `HadoopConfiguration.defaults`.
        case defaultValue
        /// From a file.
        case file(path: String, line: Int)
        /// From `set`: who set it, `-D` for instance.
        case set(by: String)
    }

    struct Entry: Sendable {
        var value: String?
        var origin: Origin
        var isFinal = false
    }

    var entries: [String: Entry] = [:]
    /// The files that were read, in that order, included ones too.
    public internal(set) var files: [String] = []
    /// Where files were looked for.
    public internal(set) var searched: [ConfigurationDirectory] = []
    /// What `${env.NAME}` stands for, and where the user's name and home folder are taken from.
    public var environment: [String: String]

    /// A configuration without files.
    ///
    /// - Parameter environment: what `${env.NAME}` stands for.
    public init(environment: [String: String]) { self.environment = environment }

    /// Sets a key. This wins over every file, also over values marked as final.
    ///
    /// - Parameters:
    ///   - key: the key; a deprecated one sets the key that replaced it.
    ///   - value: the value; `${…}` in it is expanded when it is read.
    ///   - origin: who sets it, for errors.
    public mutating func set(_ key: String, to value: String, by origin: String = "-D") {
        entries[DeprecatedKeys.current(of: key)] = Entry(value: value, origin: .set(by: origin), isFinal: true)
    }

    /// Sets a key as a command line has it.
    ///
    /// - Parameter definition: `key=value`.
    /// - Throws: `WeftError` of code `hadoop-configuration` without a key or an equals sign.
    public mutating func set(definition: String) throws {
        guard let equals = definition.firstIndex(of: "="), equals != definition.startIndex else {
            throw WeftError(
                "hadoop-configuration",
                "-D \(definition) is not key=value",
                remedy: "write it as -D dfs.replication=2"
            )
        }
        set(String(definition[..<equals]), to: String(definition[definition.index(after: equals)...]))
    }

    /// Takes a key away, so that it has its default again.
    public mutating func unset(_ key: String) { entries[DeprecatedKeys.current(of: key)] = nil }

    /// Where a key's value comes from; nil when it has none.
    public func origin(of key: String) -> Origin? {
        let key = DeprecatedKeys.current(of: key)
        if let entry = entries[key], entry.value != nil { return entry.origin }
        return Self.defaults[key] == nil ? nil : .defaultValue
    }

    /// Whether a file or `set` gave a key a value.
    public func isSet(_ key: String) -> Bool { entries[DeprecatedKeys.current(of: key)]?.value != nil }

    /// The keys that files or `set` gave a value, sorted.
    public var keys: [String] { entries.filter { $0.value.value != nil }.keys.sorted() }

    /// A key's value as it was written, without `${…}` expanded.
    public func raw(_ key: String) -> String? {
        let key = DeprecatedKeys.current(of: key)
        return entries[key]?.value ?? Self.defaults[key]
    }
}

extension HadoopConfiguration.Origin: CustomStringConvertible {
    /// `core-site.xml:12` with its folder, `default`, or who set it.
    public var description: String {
        switch self {
        case .defaultValue: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .set(let by): by
        }
    }
}
