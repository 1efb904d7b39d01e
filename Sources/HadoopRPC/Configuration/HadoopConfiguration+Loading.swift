import WeftDiagnostics

/// A folder where configuration files were looked for.
public struct ConfigurationDirectory: Sendable, Hashable {
    /// The folder.
    public var path: String
    /// Why this one: `HADOOP_CONF_DIR` for instance.
    public var reason: String

    /// Makes one.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

extension HadoopConfiguration {
    /// The files that are read, in this order, from each folder that has them.
    public static let fileNames = ["core-site.xml", "hdfs-site.xml", "yarn-site.xml"]
    /// The longest configuration file, in bytes.
    static let maxFileLength = XMLParser.maxLength

    /// Reads the configuration files.
    ///
    /// - Parameters:
    ///   - directories: where to look. By default the folders of `HADOOP_CONF_DIR` and `YARN_CONF_DIR`, else
    ///     `$HADOOP_HOME/etc/hadoop`; without these variables there are the defaults only, and an error follows where a value
    ///     is needed.
    ///   - environment: the environment variables; this process's by default.
    ///   - overrides: `key=value`, as behind `-D`.
    /// - Throws: `WeftError` of code `hadoop-configuration` when a folder named isn't there or a file isn't right, of
    ///   `permission-denied` or `io-error` when it can't be read.
    public init(
        loadingFrom directories: [String]? = nil,
        environment: [String: String] = ProcessVariables.all,
        overrides: [String] = []
    ) throws {
        self.init(environment: environment)
        searched =
            directories?.map { ConfigurationDirectory(path: $0, reason: "given") } ?? Self.directories(environment)
        for directory in searched {
            guard LocalFile.isDirectory(directory.path) else {
                throw WeftError(
                    "hadoop-configuration",
                    "there is no folder \(directory.path)",
                    remedy: directory.reason == "given"
                        ? "give the folder that has the cluster's core-site.xml"
                        : "set \(directory.reason) to the folder that has the cluster's core-site.xml",
                    details: [.init("from", directory.reason)]
                )
            }
            for name in Self.fileNames {
                let path = directory.path.hasSuffix("/") ? directory.path + name : "\(directory.path)/\(name)"
                guard !files.contains(path), LocalFile.exists(path) else { continue }
                try load(file: path)
            }
        }
        for definition in overrides { try set(definition: definition) }
    }

    /// Reads one more file; it wins over those before it, but for what they marked as final.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` when the file isn't there or isn't right, of
    ///   `permission-denied` or `io-error` when it can't be read.
    public mutating func load(file path: String) throws {
        apply(try ConfigurationFile(path) { try LocalFile.read($0, limit: Self.maxFileLength + 1) })
    }

    /// Takes the text of a file that is there already.
    ///
    /// - Parameters:
    ///   - xml: the text. What it includes must be there.
    ///   - name: what errors call it.
    /// - Throws: as `load(file:)`.
    public mutating func load(xml: [UInt8], name: String) throws {
        apply(try ConfigurationFile(xml, path: name) { try LocalFile.read($0, limit: Self.maxFileLength + 1) })
    }

    /// Later values win, but not over final ones; a value that is missing changes nothing.
    private mutating func apply(_ file: ConfigurationFile) {
        for property in file.properties {
            let key = DeprecatedKeys.current(of: property.name)
            var entry = entries[key] ?? Entry(value: nil, origin: .defaultValue)
            if entry.isFinal { continue }
            if let value = property.value {
                entry.value = value
                entry.origin = .file(path: property.path, line: property.line)
            }
            entry.isFinal = property.isFinal
            entries[key] = entry
        }
        files += file.files
    }

    private static func directories(_ environment: [String: String]) -> [ConfigurationDirectory] {
        var found: [ConfigurationDirectory] = []
        for variable in ["HADOOP_CONF_DIR", "YARN_CONF_DIR"] {
            if let path = environment[variable], !path.isEmpty, !found.contains(where: { $0.path == path }) {
                found.append(ConfigurationDirectory(path: path, reason: variable))
            }
        }
        if found.isEmpty, let home = environment["HADOOP_HOME"], LocalFile.isDirectory("\(home)/etc/hadoop") {
            found = [ConfigurationDirectory(path: "\(home)/etc/hadoop", reason: "HADOOP_HOME")]
        }
        return found
    }
}
