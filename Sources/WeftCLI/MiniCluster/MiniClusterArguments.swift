import ArgumentParser
import HadoopRPC
import MiniCluster
import WeftDiagnostics

/// What a cluster is like, on the command line.
struct MiniClusterArguments: ParsableArguments {
    @Option(help: "How many NodeManagers.")
    var nodes: Int = 1

    @Option(help: ArgumentHelp("The memory of each node.", valueName: "MiB"))
    var memory: Int64 = 8_192

    @Option(help: "The virtual cores of each node.")
    var vcores: Int32 = 8

    @Option(help: ArgumentHelp("The queues, with equal shares.", valueName: "a,b"))
    var queues: String = "default"

    @Option(help: ArgumentHelp("Labels of nodes by their numbers.", valueName: "2=gpu,3=gpu"))
    var labels: String?

    @Flag(help: "Clients need Kerberos tickets.")
    var secure = false

    @Option(help: ArgumentHelp("authentication, integrity or privacy.", valueName: "level"))
    var protection: String = SaslProtection.authentication.rawValue

    @Option(
        help: ArgumentHelp("The configuration of an HDFS that is to be the cluster's file system.", valueName: "folder")
    )
    var hdfs: String?

    @Option(
        help: ArgumentHelp("Use the realm of this krb5.conf instead of one of the cluster's own.", valueName: "file")
    )
    var krb5Conf: String?

    @Option(help: ArgumentHelp("With --krb5-conf: the ResourceManager's keytab.", valueName: "file"))
    var keytab: String?

    @Option(help: ArgumentHelp("With --krb5-conf: the ResourceManager's principal.", valueName: "name"))
    var principal: String?

    /// For tests, whose process may be killed: the cluster ends with it.
    @Option(help: .hidden)
    var owner: Int32?

    /// The options, checked.
    func options() throws -> MiniClusterOptions {
        var options = MiniClusterOptions()
        guard (1...1_000).contains(nodes) else { throw ValidationError("--nodes is from 1 to 1000") }
        // The smallest container has 128 MiB.
        guard memory >= 128 else { throw ValidationError("--memory is at least 128") }
        guard vcores >= 1 else { throw ValidationError("--vcores is at least 1") }
        options.nodes = nodes
        options.nodeMemory = memory
        options.nodeVcores = vcores
        let names = queues.split(separator: ",").map { String($0) }
        guard !names.isEmpty, Set(names).count == names.count else {
            throw ValidationError("--queues takes names with commas between them, each once")
        }
        options.resourceManager.queues = names.map { .init(name: $0, capacity: 1 / Double(names.count)) }
        // Small nodes take small containers, and large ones the largest that fit.
        options.resourceManager.minimumMemory = min(1_024, max(128, memory / 8))
        options.resourceManager.maximumMemory = memory
        options.resourceManager.maximumVcores = vcores
        for pair in labels?.split(separator: ",") ?? [] {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Int(parts[0]), (1...nodes).contains(number), !parts[1].isEmpty else {
                throw ValidationError("--labels takes pairs of a node's number and its label: 1=gpu,2=gpu")
            }
            options.labels[number] = String(parts[1])
        }
        guard let level = SaslProtection(rawValue: protection) else {
            throw ValidationError("--protection is authentication, integrity or privacy")
        }
        options.protection = level
        options.isSecure = secure
        options.hdfsConfiguration = hdfs
        if let krb5Conf {
            guard secure, let keytab, let principal else {
                throw ValidationError("--krb5-conf needs --secure, --keytab and --principal")
            }
            options.realm = .existing(configuration: krb5Conf, keytab: keytab, principal: principal)
        }
        return options
    }

    /// The same again as words of a command line.
    var words: [String] {
        var words = [
            "--nodes", "\(nodes)", "--memory", "\(memory)", "--vcores", "\(vcores)", "--queues", queues, "--protection",
            protection,
        ]
        if secure { words.append("--secure") }
        let others = [
            ("--labels", labels), ("--hdfs", hdfs), ("--krb5-conf", krb5Conf), ("--keytab", keytab),
            ("--principal", principal), ("--owner", owner.map { "\($0)" }),
        ]
        for (name, value) in others { if let value { words += [name, value] } }
        return words
    }
}
