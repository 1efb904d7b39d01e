import Glibc
import Weft
import WeftYARN

/// `weft submit`: checks everything, then becomes the application.
struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Run an application.",
        discussion: """
            APP is the path of an executable, or a name without a slash: that is looked for beside weft, then on the PATH.
            Everything after APP goes to the application as it is, flags too. weft's own flags stand before APP.

            Masters: local (one task at a time), local[N] (N task slots), local[*] (one for every processor);
            local[N,F] and local[*,F] let each task fail F times before its job does. local-cluster[N,C,M] starts N
            executors as processes on this machine, each with C task slots and M MiB of memory. yarn runs
            executors in containers of the cluster that HADOOP_CONF_DIR describes; in cluster mode the driver too.

            Flags win over environment variables (WEFT_MASTER, WEFT_EXECUTOR_MEMORY, ...), these over weft-defaults.conf.
            The exit status is the application's; 2 when settings or APP are refused, 64 when a flag is wrong. In cluster
            mode it is 1 when the application fails or is killed, or when the cluster can't be asked any more.

            Examples:
              weft submit --master 'local[4]' WordCount README.md
              weft submit --master 'local-cluster[2,1,512]' WordCount README.md
              weft submit --master yarn --deploy-mode cluster --queue etl --num-executors 8 WordCount hdfs:///logs
              weft submit --name nightly --conf weft.task.maxFailures=2 ./build/Report logs/ --output out
              weft submit --verbose --properties-file production.conf WordCount --help
            """
    )

    @Option(
        help: ArgumentHelp("Where to run: local, local[N], local[*], local-cluster[N,C,M], yarn.", valueName: "master")
    )
    var master: String?

    @Option(help: ArgumentHelp("Where the driver runs: client or cluster.", valueName: "mode"))
    var deployMode: String?

    @Option(help: ArgumentHelp("The application's name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Executors to ask for.", valueName: "n"))
    var numExecutors: String?

    @Option(help: ArgumentHelp("Task slots of an executor.", valueName: "n"))
    var executorCores: String?

    @Option(help: ArgumentHelp("Memory of an executor, such as 2g.", valueName: "size"))
    var executorMemory: String?

    @Option(help: ArgumentHelp("Memory of the driver, such as 512m.", valueName: "size"))
    var driverMemory: String?

    @Option(help: ArgumentHelp("The queue of YARN to submit to.", valueName: "queue"))
    var queue: String?

    @Option(help: ArgumentHelp("Virtual cores of the driver in cluster mode.", valueName: "n"))
    var driverCores: String?

    @Option(help: ArgumentHelp("Files for tasks, with commas between them.", valueName: "paths"))
    var files: String?

    @Option(help: ArgumentHelp("Archives to unpack for tasks, with commas between them.", valueName: "paths"))
    var archives: String?

    @Option(help: ArgumentHelp("Log in to Kerberos with this keytab, as long as it runs.", valueName: "path"))
    var keytab: String?

    @Option(help: ArgumentHelp("The principal to log in as.", valueName: "principal"))
    var principal: String?

    @Option(help: ArgumentHelp("Use Hadoop's services on behalf of this user.", valueName: "user"))
    var proxyUser: String?

    @Option(
        name: .customLong("conf"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Set any configuration key; may be repeated.", valueName: "key=value")
    )
    var settings: [String] = []

    @Option(help: ArgumentHelp("Read this file in place of weft-defaults.conf.", valueName: "path"))
    var propertiesFile: String?

    @Flag(name: .shortAndLong, help: "Print the settings and where each comes from, on standard error.")
    var verbose = false

    @Argument(help: ArgumentHelp("The application: a path or a name.", valueName: "app"))
    var application: String

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("The application's own arguments.", valueName: "args")
    )
    var arguments: [String] = []

    func run() throws {
        WeftExtensions.register()
        let configuration = try resolvedConfiguration()
        try Self.check(configuration)
        let executable = try ExecutableSearch().find(application)
        if verbose { explain(configuration, executable) }
        if configuration[ConfigurationKeys.submitDeployMode] == .cluster {
            return try submitToCluster(configuration, executable)
        }
        try configuration.handOver()
        throw Self.becoming(executable, arguments)
    }

    /// Errors of what was submitted, and is no fault of the settings.
    private static let laterErrors: Set<WeftError.Code> = [
        "application-failed", "application-killed", "application-not-watched",
    ]

    private func submitToCluster(_ configuration: Configuration, _ executable: String) throws {
        do {
            try ClusterSubmission.run(
                configuration,
                executable: executable,
                arguments: arguments,
                verbose: verbose,
                isTerminal: isatty(STDERR_FILENO) == 1,
                write: { StandardError.write($0) }
            )
        } catch let error as WeftError {
            if let signal = SubmissionInterrupt.received {
                StandardError.print(error.remedy.isEmpty ? "nothing is left of it in the cluster" : error.remedy)
                throw ExitCode(128 + signal)
            }
            guard Self.laterErrors.contains(error.code) else { throw error }
            StandardError.print("error: \(error)")
            throw ExitCode(ExitStatus.failed)
        }
    }

    /// The settings of all sources. A flag of its own wins over `--conf`, as in Spark.
    func resolvedConfiguration() throws -> Configuration {
        var configuration = try Configuration.load(propertiesFile: propertiesFile)
        for setting in settings {
            guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else {
                throw WeftError(
                    "invalid-configuration-value",
                    "--conf \(setting) is not key=value",
                    remedy: "write it as --conf weft.task.maxFailures=2"
                )
            }
            let value = setting[setting.index(after: equals)...]
            try configuration.set(String(setting[..<equals]), String(value), source: .flag("--conf"))
        }
        for flag in ownFlags {
            if let value = flag.value { try configuration.set(flag.key, value, source: .flag(flag.name)) }
        }
        return configuration
    }

    private var ownFlags: [(name: String, key: String, value: String?)] {
        [
            ("--master", ConfigurationKeys.master.name, master),
            ("--deploy-mode", ConfigurationKeys.submitDeployMode.name, deployMode),
            ("--name", ConfigurationKeys.appName.name, name),
            ("--num-executors", ConfigurationKeys.executorInstances.name, numExecutors),
            ("--executor-cores", ConfigurationKeys.executorCores.name, executorCores),
            ("--executor-memory", ConfigurationKeys.executorMemory.name, executorMemory),
            ("--driver-memory", ConfigurationKeys.driverMemory.name, driverMemory),
            ("--queue", ConfigurationKeys.yarnQueue.name, queue),
            ("--driver-cores", ConfigurationKeys.driverCores.name, driverCores),
            ("--verbose", ConfigurationKeys.submitVerbose.name, verbose ? "true" : nil),
            ("--files", ConfigurationKeys.files.name, files),
            ("--archives", ConfigurationKeys.archives.name, archives),
            ("--keytab", ConfigurationKeys.kerberosKeytab.name, keytab),
            ("--principal", ConfigurationKeys.kerberosPrincipal.name, principal),
            ("--proxy-user", ConfigurationKeys.submitProxyUser.name, proxyUser),
        ]
    }

    /// What a single key's format can't check.
    private static func check(_ configuration: Configuration) throws {
        let master = configuration[ConfigurationKeys.master]
        if try !ClusterManagers.deployModes(of: configuration).contains(
            configuration[ConfigurationKeys.submitDeployMode]
        ) {
            throw WeftError(
                "deploy-mode-refused",
                "deploy mode cluster is not compatible with master \(master)",
                remedy: "use --deploy-mode client, or leave it out",
                details: [.init("from", configuration.source(of: ConfigurationKeys.submitDeployMode).description)]
            )
        }
        for key in [ConfigurationKeys.files, ConfigurationKeys.archives] {
            for item in configuration[key] {
                let text = String(item.prefix { $0 != "#" })
                // What is in another file system, the application itself will look for.
                let given = try ResourcePath(text)
                guard given.scheme == nil || given.scheme == "file" else { continue }
                let path = given.path
                guard access(path, R_OK) == 0 else {
                    throw WeftError(
                        "input-not-found",
                        "\(key.name): can't read \(path): \(String(cString: strerror(errno)))",
                        remedy: "give the paths of readable local files, with commas between them",
                        details: [.init("from", configuration.source(of: key).description)]
                    )
                }
            }
        }
        if let keytab = configuration[ConfigurationKeys.kerberosKeytab], access(keytab, R_OK) != 0 {
            throw WeftError(
                "input-not-found",
                "\(ConfigurationKeys.kerberosKeytab.name): can't read the keytab: \(String(cString: strerror(errno)))",
                remedy: "give the path of a keytab that this user can read",
                details: [.init("from", configuration.source(of: ConfigurationKeys.kerberosKeytab).description)]
            )
        }
    }

    private func explain(_ configuration: Configuration, _ executable: String) {
        var text = "application: \(executable)\narguments: \(arguments)\nsettings:\n"
        text += SettingsTable.format(configuration.entries, indent: "  ")
        let master = configuration[ConfigurationKeys.master]
        if master.fixesExecutors {
            var ignored: [String] = []
            if configuration.isSet(ConfigurationKeys.executorInstances) { ignored.append("weft.executor.instances") }
            if configuration.isSet(ConfigurationKeys.executorCores) { ignored.append("weft.executor.cores") }
            if configuration.isSet(ConfigurationKeys.executorMemory) { ignored.append("weft.executor.memory") }
            if !ignored.isEmpty { text += "ignored on master \(master): \(ignored.joined(separator: ", "))\n" }
        }
        StandardError.write(text)
    }

    /// Replaces this process by the application; what it returns is why that failed.
    private static func becoming(_ executable: String, _ arguments: [String]) -> WeftError {
        var vector = ([executable] + arguments).map { strdup($0) } + [nil]
        execv(executable, &vector)
        return WeftError(
            "application-not-executable",
            "can't start \(executable): \(String(cString: strerror(errno)))",
            remedy: "check that it is a program for this machine and that it starts by itself"
        )
    }
}

extension Configuration {
    /// The settings of the environment and of a file: the one given, else `weft-defaults.conf`.
    static func load(propertiesFile: String?) throws -> Configuration {
        guard let propertiesFile else { return try load() }
        var configuration = Configuration()
        try configuration.loadFile(propertiesFile)
        try configuration.loadEnvironment(ProcessEnvironment.variables)
        return configuration
    }
}
