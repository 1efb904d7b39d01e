/// Every configuration key of Weft.
///
/// Keys are declared by topic in the files beside this one, each with the list of its topic.
public enum ConfigurationKeys {
    /// All keys, in the order of the documentation.
    public static let all: [AnyConfigurationKey] = [
        applicationKeys, resourcesKeys, executorsKeys, dynamicAllocationKeys, schedulingKeys, speculationKeys,
        exclusionKeys, networkKeys, securityKeys, yarnKeys, shuffleKeys, storageKeys, outputKeys,
    ].flatMap { $0 }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The families of keys that go by what their names begin with.
    public static let prefixes: [ConfigurationPrefix] = [
        hadoopPrefix, yarnAMEnvironmentPrefix, executorEnvironmentPrefix,
    ]

    /// The key of a name.
    public static func named(_ name: String) -> AnyConfigurationKey? {
        byName[name] ?? prefixes.lazy.compactMap { $0.key(name) }.first
    }
}
