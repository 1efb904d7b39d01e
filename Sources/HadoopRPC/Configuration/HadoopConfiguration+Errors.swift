import WeftDiagnostics

extension HadoopConfiguration {
    /// The error of a key whose value can't be right, or that is missing: with the value, and where it comes from or
    /// where it was looked for.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - message: what is wrong, as the end of a sentence that starts with the key: `is not a number`.
    ///   - remedy: what to do.
    public func error(_ key: String, _ message: String, remedy: String) -> WeftError {
        var details: [WeftError.Detail] = []
        if let value = raw(key), let origin = origin(of: key) {
            details.append(.init("value", Self.isSecret(key) ? "(not shown)" : value))
            details.append(.init("from", origin.description))
        }
        if origin(of: key) == nil || origin(of: key) == .defaultValue {
            details.append(.init("configuration", searchReport))
        }
        return WeftError("hadoop-configuration", "\(key) \(message)", remedy: remedy, details: details)
    }

    /// Which files the configuration comes from, in one line; or why there are none.
    public var searchReport: String {
        if !files.isEmpty { return files.joined(separator: ", ") }
        if searched.isEmpty { return "HADOOP_CONF_DIR is not set" }
        return searched.map { "no core-site.xml, hdfs-site.xml or yarn-site.xml in \($0.path) (\($0.reason))" }
            .joined(separator: "; ")
    }

    /// Whether a key's value should not be printed.
    static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return ["secret", "password", "keystore.pass", "credential", "access.key", "token"].contains { word in
            key.hasSuffix(word)
        }
    }
}
