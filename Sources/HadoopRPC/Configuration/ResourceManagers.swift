import WeftDiagnostics

extension HadoopConfiguration {
    /// One ResourceManager.
    public struct ResourceManager: Sendable, Hashable {
        /// Its name in `yarn.resourcemanager.ha.rm-ids`; nil when there is only one.
        public var id: String?
        /// Where it listens.
        public var address: HadoopAddress
    }

    /// The addresses of the ResourceManagers for one of their services.
    ///
    /// - Parameters:
    ///   - key: `yarn.resourcemanager.address` for clients, `yarn.resourcemanager.scheduler.address` for application masters,
    ///     and others of that form. With `yarn.resourcemanager.ha.enabled` it is `<key>.<id>`, or the port of `defaultPort`
    ///     on `yarn.resourcemanager.hostname.<id>` (HAUtil.java, YarnConfiguration.java).
    ///   - defaultPort: the service's port: 8032 for clients, 8030 for application masters.
    /// - Throws: `WeftError` of code `hadoop-configuration` when there is no address that can be connected to.
    public func resourceManagers(_ key: String, defaultPort: Int) throws -> [ResourceManager] {
        let purpose = "to connect to the ResourceManager"
        guard try bool("yarn.resourcemanager.ha.enabled", default: false) else {
            return [ResourceManager(id: nil, address: try address(key, defaultPort: defaultPort, purpose))]
        }
        let ids = try strings("yarn.resourcemanager.ha.rm-ids")
        guard !ids.isEmpty else {
            throw missing("yarn.resourcemanager.ha.rm-ids", "because yarn.resourcemanager.ha.enabled is true")
        }
        return try ids.map { id in
            let ownKey = "\(key).\(id)"
            if isSet(ownKey) {
                return ResourceManager(id: id, address: try address(ownKey, defaultPort: defaultPort, purpose))
            }
            var address = try address("yarn.resourcemanager.hostname.\(id)", defaultPort: defaultPort, purpose)
            address.port = defaultPort
            return ResourceManager(id: id, address: address)
        }
    }
}
