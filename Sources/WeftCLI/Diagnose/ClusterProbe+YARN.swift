import HadoopProtos
import HadoopRPC
import WeftDiagnostics
import YARN

extension ClusterProbe {
    /// How a ResourceManager authenticates this user, and whether it answers.
    func resourceManagerReport(_ server: HadoopAddress) -> DiagnosisReport {
        let subject = DiagnosisCheck.resourceManager(server).subject
        do {
            let (configuration, user) = try required()
            var options = try RPCOptions(configuration: configuration)
            options.connectTimeout = timeout
            options.callTimeout = timeout
            options.saslRetries = 0
            options.connectRetries = 0
            options.maximumFailovers = 0
            let usesIP = try configuration.security.tokenServiceUsesIP
            let clients = RPCProtocol(
                name: "org.apache.hadoop.yarn.api.ApplicationClientProtocolPB",
                principalKey: "yarn.resourcemanager.principal"
            ) { credentials, address, remote in
                credentials.token(
                    .resourceManagerDelegation,
                    for: TokenService.candidates(for: address, ips: [remote.ip], usesIP: usesIP)
                )
            }
            let client = try RPCClient(configuration: configuration, user: user, options: options)
            return DiagnosisReport(
                .ok(
                    subject,
                    try answer(of: server, client, clients) { service in
                        let _: GetClusterMetricsResponseProto = try service.call(
                            "getClusterMetrics",
                            GetClusterMetricsRequestProto(),
                            .idempotent
                        )
                    }
                )
            )
        } catch {
            return DiagnosisReport(.failure(subject, error))
        }
    }

    /// A call that whichever ResourceManager is active answers.
    func nodeManagersReport() -> DiagnosisReport {
        let subject = DiagnosisCheck.nodeManagers.subject
        do {
            var (configuration, user) = try required()
            for (key, value) in [
                "ipc.client.connect.timeout": timeout, "ipc.client.rpc-timeout.ms": timeout,
                "ipc.client.connect.max.retries.on.sasl": 0, "yarn.client.failover-max-attempts": 4,
                "yarn.client.failover-sleep-base-ms": 1,
            ] {
                configuration.set(key, to: "\(value)", by: "weft diagnose")
            }
            let client = try ResourceManagerClient(configuration: configuration, user: user, wait: 0)
            defer { client.close() }
            let metrics = try probed { try client.clusterMetrics() }
            return DiagnosisReport(Self.nodeManagersFinding(metrics, by: client.currentServer))
        } catch {
            return DiagnosisReport(.failure(subject, error))
        }
    }

    /// What the numbers of nodes mean.
    static func nodeManagersFinding(_ metrics: ClusterMetrics, by server: HadoopAddress) -> DiagnosisFinding {
        let subject = DiagnosisCheck.nodeManagers.subject
        let bad = [(metrics.unhealthy, "unhealthy"), (metrics.lost, "lost")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)" }
        guard metrics.active > 0 else {
            return .failure(
                subject,
                (["none takes containers"] + bad).joined(separator: ", "),
                remedy: bad.isEmpty
                    ? "start the NodeManagers, and look into their logs when they run"
                    : "see why with weft yarn nodes --all"
            )
        }
        let text = (["\(metrics.active) active"] + bad).joined(separator: ", ") + ", says the ResourceManager \(server)"
        return bad.isEmpty ? .ok(subject, text) : .warning(subject, text, remedy: "see why with weft yarn nodes --all")
    }
}
