import HDFS
import HadoopRPC
import WeftDiagnostics

/// Does the checks of a diagnosis.
final class ClusterProbe {
    let options: ClusterOptions
    /// The longest that a step may wait for a server, in milliseconds.
    let timeout: Int
    /// The file to read.
    let file: String?

    // What one check finds and the next ones need.
    var configuration: HadoopConfiguration?
    var user: UserGroupInformation?
    var isSecure = false
    var realm: String?
    var foundFile: String?
    private var madeClient: HDFSClient?

    init(options: ClusterOptions, timeout: Int, file: String?) {
        self.options = options
        self.timeout = timeout
        self.file = file
    }

    func run(_ check: DiagnosisCheck) -> DiagnosisReport {
        switch check {
        case .configuration: configurationReport()
        case .localName: localNameReport()
        case .name(let host): nameReport(host)
        case .kerberosConfiguration: kerberosReport()
        case .kdc(let address): DiagnosisReport(kdcFinding(address))
        case .login: loginReport()
        case .port(let server): portReport(server)
        case .nameNode(let server): nameNodeReport(server)
        case .fileSystem: fileSystemReport()
        case .data: dataReport()
        case .resourceManager(let server): resourceManagerReport(server)
        case .nodeManagers: nodeManagersReport()
        }
    }

    var patience: Duration { .milliseconds(timeout) }

    /// What needs the configuration comes after it.
    func required() throws -> (configuration: HadoopConfiguration, user: UserGroupInformation) {
        guard let configuration, let user else {
            throw WeftError("hadoop-configuration", "there is no configuration", remedy: "set HADOOP_CONF_DIR")
        }
        return (configuration, user)
    }

    /// A client that gives up after one try.
    func client() throws -> HDFSClient {
        if let madeClient { return madeClient }
        var (configuration, user) = try required()
        for (key, value) in [
            "ipc.client.connect.timeout": timeout, "ipc.client.rpc-timeout.ms": timeout,
            "ipc.client.connect.max.retries": 0, "ipc.client.connect.max.retries.on.sasl": 0,
            "dfs.client.failover.max.attempts": 4, "dfs.client.failover.sleep.base.millis": 0,
            "dfs.client.socket-timeout": timeout, "dfs.client.max.block.acquire.failures": 1,
        ] {
            configuration.set(key, to: "\(value)", by: "weft diagnose")
        }
        let made = try HDFSClient(configuration: configuration, user: user)
        madeClient = made
        return made
    }
}
