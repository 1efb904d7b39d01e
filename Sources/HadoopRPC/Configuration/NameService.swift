import WeftDiagnostics

/// A file system's name, and the NameNodes that serve it.
public struct NameService: Sendable, Hashable {
    /// One NameNode of it.
    public struct Member: Sendable, Hashable {
        /// Its name in `dfs.ha.namenodes`; nil when there is only one.
        public var id: String?
        /// Where it listens for clients.
        public var address: HadoopAddress

        /// Makes a member.
        public init(id: String? = nil, address: HadoopAddress) {
            self.id = id
            self.address = address
        }
    }

    /// What stands in paths: a name of `dfs.nameservices`, or `host:port`.
    public var authority: String
    /// The NameNodes in the order of the configuration, at least one.
    public var members: [Member]
    /// Whether the authority is a name for several NameNodes, of which one is active.
    public var isHighlyAvailable: Bool

    /// Makes a name service.
    public init(authority: String, members: [Member], isHighlyAvailable: Bool) {
        self.authority = authority
        self.members = members
        self.isHighlyAvailable = isHighlyAvailable
    }
}

extension HadoopConfiguration {
    /// The port of a NameNode when none is named.
    public static let defaultNameNodePort = 8020

    /// The scheme and the authority of paths that have none (`fs.defaultFS`).
    ///
    /// - Returns: `hdfs` and `ns1`, for instance; the authority is empty where the scheme needs none, as `file`.
    /// - Throws: `WeftError` of code `hadoop-configuration` when no file sets it, and when it isn't a URI.
    public var defaultFileSystem: (scheme: String, authority: String) {
        get throws {
            let key = "fs.defaultFS"
            guard isSet(key) else {
                throw missing(key, "for paths without a file system")
            }
            let text = try required(key, "for paths without a file system")
            // `host:port` alone is what Hadoop 0.x took.
            guard let colon = text.firstTextRange(of: "://") else {
                guard let address = HadoopAddress(text, defaultPort: nil) else {
                    throw error(key, "is \"\(text)\", not a URI", remedy: "write it as hdfs://name-or-host:port")
                }
                return ("hdfs", address.description)
            }
            let scheme = text[..<colon.lowerBound].lowercased()
            let authority = String(text[colon.upperBound...].prefix { $0 != "/" })
            guard !scheme.isEmpty, scheme == "file" || !authority.isEmpty else {
                throw error(key, "is \"\(text)\", not a URI", remedy: "write it as hdfs://name-or-host:port")
            }
            return (scheme, authority)
        }
    }

    /// The NameNodes behind the authority of a path: those of a name service, or the one host that it names.
    ///
    /// - Parameter authority: a name of `dfs.nameservices`, or `host` or `host:port`.
    /// - Throws: `WeftError` of code `hadoop-configuration` when a name service has no NameNodes or one of them no address,
    ///   and when the authority is an address that nobody can connect to.
    public func nameService(_ authority: String) throws -> NameService {
        let key = "dfs.ha.namenodes.\(authority)"
        let ids = try strings(key)
        let rpcAddress = "dfs.namenode.rpc-address.\(authority)"
        if !ids.isEmpty {
            let members = try ids.map { id in
                NameService.Member(
                    id: id,
                    address: try address(
                        "\(rpcAddress).\(id)",
                        defaultPort: Self.defaultNameNodePort,
                        "to connect to the NameNode \(id) of \(authority)"
                    )
                )
            }
            return NameService(authority: authority, members: members, isHighlyAvailable: true)
        }
        if try strings("dfs.nameservices").contains(authority) {
            guard isSet(rpcAddress) else {
                throw missing(rpcAddress, "to know the NameNodes of the name service \(authority)")
            }
            let address = try address(
                rpcAddress,
                defaultPort: Self.defaultNameNodePort,
                "to connect to the NameNode of \(authority)"
            )
            return NameService(authority: authority, members: [.init(address: address)], isHighlyAvailable: false)
        }
        return try single(authority)
    }

    private func single(_ authority: String) throws -> NameService {
        guard let address = HadoopAddress(authority, defaultPort: Self.defaultNameNodePort), !address.isUnspecified
        else {
            throw WeftError(
                "hadoop-configuration",
                "\"\(authority)\" is not an address to connect to",
                remedy: "name a host, or host:port, or a name service of dfs.nameservices",
                details: [.init("configuration", searchReport)]
            )
        }
        let logical = address.host
        guard try strings("dfs.ha.namenodes.\(logical)").isEmpty else {
            throw WeftError(
                "hadoop-configuration",
                "\(authority) has a port, but \(logical) is the name of several NameNodes",
                remedy: "leave the port out",
                details: [.init("configuration", searchReport)]
            )
        }
        return NameService(authority: authority, members: [.init(address: address)], isHighlyAvailable: false)
    }
}
