import WeftDiagnostics
import WeftEngine

/// What a driver in the cluster gets of this machine's files, and the names that they have in its container.
struct StagedFiles: Sendable, Equatable {
    /// A local file to upload.
    struct Item: Sendable, Equatable {
        var path: String
        /// Its name in the staging folder and in the container.
        var name: String
    }

    /// What to upload.
    private(set) var items: [Item] = []
    /// `weft.files` and `weft.archives` as the driver reads them in its container; keys with nothing in them aren't there.
    private(set) var settings: [String: String] = [:]

    /// What NodeManagers and application masters put into a container's folder themselves.
    private static let taken = [
        "launch_container.sh", "container_tokens", "default_container_executor.sh",
        "default_container_executor_session.sh", "docker_container_executor.sh", "sysfs", "tmp", "weft-hadoop-conf",
    ]

    /// - Parameters:
    ///   - configuration: the settings.
    ///   - program: the names of the executable and of its libraries.
    ///   - keytab: the keytab's name, where one travels.
    /// - Throws: `invalid-configuration-value` when two files would have the same name.
    init(_ configuration: Configuration, program: [String], keytab: String?) throws {
        try Self.checkNames(configuration)
        var owners: [String: String] = [:]
        for name in Self.taken { owners[name] = "YARN's own" }
        for name in program { owners[name] = "the program's" }
        if let keytab { owners[keytab] = "the keytab's" }
        for key in [ConfigurationKeys.files, ConfigurationKeys.archives] {
            let isArchive = key.name == ConfigurationKeys.archives.name
            var entries: [String] = []
            for text in configuration[key] {
                let (path, link) = try Self.parts(text, key.name)
                guard path.scheme == nil || path.scheme == "file" else {
                    entries.append(text)
                    continue
                }
                // How an archive is unpacked its own name tells; any other file is there under the name it is found by.
                let name = !isArchive || link == path.name ? link : "\(link)-\(path.name)"
                if let owner = owners[name] {
                    throw WeftError(
                        "invalid-configuration-value",
                        "\(key.name): \(text) would be called \(name) in the driver's container, which is \(owner) name there",
                        remedy: "give it another name: \(path.path)#NAME"
                    )
                }
                owners[name] = "another file's"
                items.append(Item(path: path.path, name: name))
                entries.append(name == link ? name : "\(name)#\(link)")
            }
            if !entries.isEmpty { settings[key.name] = entries.joined(separator: ",") }
        }
    }

    /// Checks that each file and archive is found by a name of its own, as the driver will, which is too late after an
    /// upload.
    ///
    /// - Throws: `invalid-configuration-value`.
    static func checkNames(_ configuration: Configuration) throws {
        var seen: [String: String] = [:]
        for key in [ConfigurationKeys.files, ConfigurationKeys.archives] {
            for text in configuration[key] {
                let (path, link) = try parts(text, key.name)
                if let other = seen.updateValue(text, forKey: link) {
                    throw WeftError(
                        "invalid-configuration-value",
                        "\(key.name): \(other) and \(text) would both be found by the name \(link)",
                        remedy: "give one of them another name: \(path)#NAME"
                    )
                }
            }
        }
    }

    /// The path of an item and the name that it is found by.
    private static func parts(_ text: String, _ key: String) throws -> (path: ResourcePath, link: String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        let path = try ResourcePath(parts[0])
        let link = parts.count > 1 ? parts[1] : path.name
        guard !link.isEmpty, !link.contains("/"), link != ".", link != ".." else {
            throw WeftError(
                "invalid-configuration-value",
                "\(key): \(text) gives no name to find the file by",
                remedy: "write path#name, with a name without /"
            )
        }
        return (path, link)
    }
}
