import Glibc
import HadoopRPC
import WeftDiagnostics

/// The configuration folder of a cluster: what its clients are told.
struct ClusterConfiguration {
    let options: MiniClusterOptions
    let settings: ResourceManagerSettings
    let clientPort: Int
    let schedulerPort: Int
    let directory: String
    let principal: String?

    /// Writes `core-site.xml`, `yarn-site.xml`, and `hdfs-site.xml` where there is an HDFS.
    func write(to folder: String) throws {
        try LocalDisk.makeFolder(folder)
        var base: [UInt8]?
        var protections = [options.protection.rawValue]
        if let other = options.hdfsConfiguration {
            let bytes = try LocalDisk.read("\(other)/core-site.xml")
            protections += try Self.protections(bytes).filter { !protections.contains($0) }
            base = bytes
            try LocalDisk.write(LocalDisk.read("\(other)/hdfs-site.xml"), to: "\(folder)/hdfs-site.xml", mode: 0o644)
        }
        try LocalDisk.write(Self.site(core(protections), after: base), to: "\(folder)/core-site.xml", mode: 0o644)
        try LocalDisk.write(Self.site(yarn, after: nil), to: "\(folder)/yarn-site.xml", mode: 0o644)
    }

    /// What an HDFS wants of its clients. They choose what each server has, so both lists together serve both.
    private static func protections(_ core: [UInt8]) throws -> [String] {
        var configuration = HadoopConfiguration(environment: [:])
        try configuration.load(xml: core, name: "core-site.xml")
        return try configuration.string("hadoop.rpc.protection", default: SaslProtection.authentication.rawValue)
            .split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    }

    private func core(_ protections: [String]) -> [(String, String)] {
        var properties: [(String, String)] = []
        if options.hdfsConfiguration == nil { properties.append(("fs.defaultFS", "file:///")) }
        properties += [
            ("hadoop.security.authentication", options.isSecure ? "kerberos" : "simple"),
            ("hadoop.security.authorization", "false"),
            ("hadoop.rpc.protection", protections.joined(separator: ",")),
        ]
        for user in options.proxyUsers.sorted() {
            properties += [("hadoop.proxyuser.\(user).hosts", "*"), ("hadoop.proxyuser.\(user).groups", "*")]
        }
        return properties
    }

    private var yarn: [(String, String)] {
        let nodes = (1...max(1, options.nodes)).map { "\(directory)/nodes/\($0)" }
        var properties = [
            ("yarn.resourcemanager.hostname", "localhost"),
            ("yarn.resourcemanager.address", "localhost:\(clientPort)"),
            ("yarn.resourcemanager.scheduler.address", "localhost:\(schedulerPort)"),
            ("yarn.resourcemanager.webapp.address", settings.webAddress),
            ("yarn.resourcemanager.am.max-attempts", "\(settings.maximumAttempts)"),
            ("yarn.am.liveness-monitor.expiry-interval-ms", "\(settings.masterExpiry)"),
            ("yarn.scheduler.minimum-allocation-mb", "\(settings.minimumMemory)"),
            ("yarn.scheduler.maximum-allocation-mb", "\(settings.maximumMemory)"),
            ("yarn.scheduler.maximum-allocation-vcores", "\(settings.maximumVcores)"),
            ("yarn.nodemanager.resource.memory-mb", "\(options.nodeMemory)"),
            ("yarn.nodemanager.resource.cpu-vcores", "\(options.nodeVcores)"),
            ("yarn.nodemanager.local-dirs", nodes.map { "\($0)/local" }.joined(separator: ",")),
            ("yarn.nodemanager.log-dirs", nodes.map { "\($0)/logs" }.joined(separator: ",")),
            ("yarn.acl.enable", settings.checksAccess ? "true" : "false"),
            ("yarn.log-aggregation-enable", "false"),
            ("yarn.timeline-service.enabled", "false"),
        ]
        if let principal {
            properties += [
                ("yarn.resourcemanager.principal", principal),
                ("yarn.nodemanager.principal", principal),
            ]
        }
        return properties + options.properties.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// A configuration file; with the properties of another one, which these override.
    static func site(_ properties: [(String, String)], after base: [UInt8]?) throws -> [UInt8] {
        var text = base.map { String(decoding: $0, as: UTF8.self) } ?? "<?xml version=\"1.0\"?>\n<configuration>\n"
        if base != nil {
            let end = "</configuration>"
            guard let place = text.range(endingWith: end) else {
                throw WeftError("hadoop-configuration", "the HDFS's core-site.xml has no \(end)")
            }
            text = String(text[..<place])
        }
        for (name, value) in properties {
            text += "  <property><name>\(escaped(name))</name><value>\(escaped(value))</value></property>\n"
        }
        return Array((text + "</configuration>\n").utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { made, character in
            switch character {
            case "&": made += "&amp;"
            case "<": made += "&lt;"
            case ">": made += "&gt;"
            default: made.append(character)
            }
        }
    }
}

extension String {
    /// Where the last occurrence of a text starts; nil when there is none.
    fileprivate func range(endingWith part: String) -> Index? {
        let bytes = Array(utf8)
        let wanted = Array(part.utf8)
        guard bytes.count >= wanted.count else { return nil }
        for start in stride(from: bytes.count - wanted.count, through: 0, by: -1)
        where bytes[start...].starts(with: wanted) {
            return utf8.index(startIndex, offsetBy: start)
        }
        return nil
    }
}
