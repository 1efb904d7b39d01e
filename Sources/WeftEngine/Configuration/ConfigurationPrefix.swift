/// A family of settings whose names nobody can list beforehand: all that begin with a text.
public struct ConfigurationPrefix: Sendable {
    /// What the names begin with, with the last dot.
    public let name: String
    /// The part of the documentation it stands in.
    public let group: ConfigurationGroup
    /// What a value looks like.
    let formatSummary: String
    /// What the family does, in whole sentences.
    public let meaning: String
    /// The first version of Weft that has it.
    public let since: String

    init(_ name: String, _ group: ConfigurationGroup, _ formatSummary: String, since: String = "0.1", _ meaning: String)
    {
        self.name = name
        self.group = group
        self.formatSummary = formatSummary
        self.meaning = meaning
        self.since = since
    }

    /// The key of a name; nil when it isn't of this family.
    func key(_ name: String) -> AnyConfigurationKey? {
        guard name.hasPrefix(self.name), name.utf8.count > self.name.utf8.count else { return nil }
        let format = ConfigurationFormat<String>(formatSummary, parse: { $0 }, format: { $0 })
        return AnyConfigurationKey(ConfigurationKey(name, group, format, default: "", since: since, meaning))
    }
}

extension Configuration {
    /// The settings of a family, without its prefix.
    public func values(below prefix: ConfigurationPrefix) -> [String: String] {
        var values: [String: String] = [:]
        for (name, setting) in settings where name.hasPrefix(prefix.name) {
            values[String(name.dropFirst(prefix.name.count))] = setting.value
        }
        return values
    }
}
