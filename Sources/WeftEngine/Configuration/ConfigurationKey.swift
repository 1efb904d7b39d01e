import WeftDiagnostics

/// A configuration key: declared once, in `ConfigurationKeys`, with everything there is to know about it.
///
/// Reading (`configuration[key]`), checking, the command line, the documentation and the template of
/// `weft-defaults.conf` all come from this declaration.
public struct ConfigurationKey<Value: Sendable & Equatable>: Sendable {
    /// The name, Spark's with `weft` for `spark`: `weft.executor.memory`.
    public let name: String
    /// The part of the documentation it stands in.
    public let group: ConfigurationGroup
    /// How values are written and which are allowed.
    public let format: ConfigurationFormat<Value>
    /// The value when nothing sets the key.
    public let defaultValue: Value
    /// What the key does, in whole sentences.
    public let meaning: String
    /// The first version of Weft that has the key.
    public let since: String
    private let defaultNote: String?

    /// The default as the documentation shows it.
    public var defaultText: String {
        let text = format.format(defaultValue)
        return defaultNote ?? (text.isEmpty ? "none" : text)
    }

    /// - Parameter defaultNote: what stands for the default in the documentation when it isn't a constant.
    init(
        _ name: String,
        _ group: ConfigurationGroup,
        _ format: ConfigurationFormat<Value>,
        default defaultValue: Value,
        defaultNote: String? = nil,
        since: String = "0.1",
        _ meaning: String
    ) {
        self.name = name
        self.group = group
        self.format = format
        self.defaultValue = defaultValue
        self.defaultNote = defaultNote
        self.since = since
        self.meaning = meaning
    }
}

/// The parts of the configuration's documentation.
public enum ConfigurationGroup: String, Sendable, CaseIterable {
    /// What runs, where and under which name.
    case application = "Application"
    /// How much of the machine or of the cluster it gets.
    case resources = "Resources"
    /// Executors as processes: how they come, are watched and go.
    case executors = "Executors"
    /// The number of executors following the work.
    case dynamicAllocation = "Dynamic allocation"
    /// Jobs, stages and tasks.
    case scheduling = "Scheduling"
    /// Slow tasks, and places where tasks fail.
    case speculation = "Speculation and exclusion"
    /// Addresses, ports, connections.
    case network = "Network"
    /// Logins and credentials for other services.
    case security = "Security"
    /// What Hadoop's own configuration files would say.
    case hadoop = "Hadoop"
    /// How applications run on YARN.
    case yarn = "YARN"
    /// Data on its way between tasks.
    case shuffle = "Shuffle and broadcast"
    /// Input, persisted partitions, temporary files.
    case storage = "Input and storage"
    /// What the user sees while it runs.
    case output = "Progress and logs"
}

/// A configuration key without its value's type: what listings, checks and documentation need.
public struct AnyConfigurationKey: Sendable {
    /// The key's name.
    public let name: String
    /// The part of the documentation it stands in.
    public let group: ConfigurationGroup
    /// What a value looks like.
    public let formatSummary: String
    /// The default as the documentation shows it.
    public let defaultText: String
    /// The default as a configuration file writes it.
    let defaultValueText: String
    /// What the key does.
    public let meaning: String
    /// The first version of Weft that has the key.
    public let since: String
    /// Tells whether a text is a value of this key.
    let accepts: @Sendable (String) -> Bool
    /// The error for a text that isn't a value, where the format has one of its own.
    let refusal: @Sendable (String) -> WeftError?

    init<Value>(_ key: ConfigurationKey<Value>) {
        name = key.name
        group = key.group
        formatSummary = key.format.summary
        defaultText = key.defaultText
        defaultValueText = key.format.format(key.defaultValue)
        meaning = key.meaning
        since = key.since
        accepts = { [parse = key.format.parse] in parse($0) != nil }
        refusal = key.format.refusal
    }

    /// The environment variable that sets the key: `WEFT_EXECUTOR_MEMORY` for `weft.executor.memory`.
    public var environmentVariable: String {
        var variable = ""
        for character in name {
            if character == "." {
                variable += "_"
            } else {
                if character.isUppercase { variable += "_" }
                variable += character.uppercased()
            }
        }
        return variable
    }

    /// Whether the value must not be shown.
    public var isSecret: Bool { Self.isSecret(name) }

    /// Whether a key of this name holds something that must not be shown.
    static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["secret", "password", "token", "keytab"].contains { name.containsText($0) }
    }
}
