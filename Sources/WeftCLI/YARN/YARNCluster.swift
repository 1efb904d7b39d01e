import YARN

/// What the commands of `weft yarn` ask of a cluster.
protocol YARNCluster: Sendable {
    func applications(_ filter: ResourceManagerClient.ApplicationFilter) throws -> [ApplicationReport]
    func report(_ id: ApplicationID) throws -> ApplicationReport
    func kill(_ id: ApplicationID, diagnostics: String) throws
    func move(_ id: ApplicationID, to queue: String) throws
    func allNodes() throws -> [NodeReport]
    func queueTree(_ name: String) throws -> QueueInfo
    func attempts(_ id: ApplicationID) throws -> [ApplicationAttemptReport]
    func containers(_ id: ApplicationAttemptID) throws -> [ContainerReport]
}

extension ResourceManagerClient: YARNCluster {
    func kill(_ id: ApplicationID, diagnostics: String) throws {
        try kill(id, diagnostics: diagnostics, timeout: 120_000)
    }

    func allNodes() throws -> [NodeReport] { try nodes() }

    func queueTree(_ name: String) throws -> QueueInfo { try queue(name, isRecursive: true) }
}
