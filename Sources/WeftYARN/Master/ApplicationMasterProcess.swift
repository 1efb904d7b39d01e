import Glibc
import HadoopRPC
import Logging
import Synchronization
import WeftDiagnostics
import WeftEngine
import WeftNetwork
import YARN

/// The process of an application master: it is registered with the ResourceManager before anything else can fail, so that
/// a failure has words.
public final class ApplicationMasterProcess: Sendable {
    let start: ApplicationStart
    /// The settings of the application.
    public let configuration: Configuration
    private let hadoop: HadoopConfiguration
    private let negotiator: YARNNegotiator
    private let credentials: Credentials
    private let logger: Logger
    private let running = Mutex<ApplicationMaster?>(nil)
    private let isFinished = Mutex(false)
    private let hasBegun = Signal()
    /// When the steps of its work were done.
    let timeline = Timeline()

    /// The user's arguments in cluster mode; nil in client mode, where this process runs no program of the user's.
    public var arguments: [String]? {
        if case .cluster(let arguments) = start.mode { return arguments }
        return nil
    }

    /// The one of this process, in cluster mode.
    private static let current = Mutex<ApplicationMasterProcess?>(nil)
    static var ofThisProcess: ApplicationMasterProcess? { current.withLock { $0 } }

    /// Reads what the container was given, and registers.
    ///
    /// - Parameter startLogging: called with the level when the settings are known.
    /// - Throws: what makes it impossible; nobody can be told but the container's log.
    public static func launch(startLogging: (Logger.Level) -> Void) throws -> ApplicationMasterProcess {
        let process = try ApplicationMasterProcess(startLogging: startLogging)
        current.withLock { $0 = process }
        return process
    }

    private init(startLogging: (Logger.Level) -> Void) throws {
        let credentials = try ContainerEnvironment.credentials()
        guard let secret = credentials.secrets[ApplicationStart.alias] else {
            throw WeftError(
                "bad-launch-file",
                "this container wasn't told what to do",
                remedy: "application masters are started by weft submit, not by hand"
            )
        }
        let start: ApplicationStart = try BinaryCodingBytes.decode(secret)
        self.start = start
        var configuration = try Configuration(handoverBytes: start.settings)
        // The folders of the machine it was submitted from say nothing here.
        let folders = try ContainerEnvironment.makeOwnFolders().joined(separator: ",")
        try configuration.set(ConfigurationKeys.localDir.name, folders, source: .code)
        self.configuration = configuration
        startLogging(configuration[ConfigurationKeys.logLevel])
        logger = Logger(label: "weft.application-master")
        // Whatever of this process reads Hadoop's configuration is to read the client's.
        try ContainerEnvironment.writeConfiguration(start.hadoop)
        hadoop = try HadoopConfiguration(loadingFrom: nil)
        self.credentials = credentials
        negotiator = try YARNNegotiator(
            hadoop,
            credentials: credentials,
            executor: ContainerSizes(configuration).executor,
            label: configuration[ConfigurationKeys.yarnExecutorNodeLabelExpression],
            racks: start.racks,
            logger: logger
        )
        try negotiator.register(host: ContainerEnvironment.host)
        timeline.mark("registered")
    }

    /// What asks for executors, once the driver is there.
    var applicationMaster: ApplicationMaster? { running.withLock { $0 } }

    /// Begins to get containers.
    func begin(_ provider: any ExecutorProvider) throws {
        var resources: [String: LocalResource] = [:]
        for staged in start.resources { resources[staged.name] = try staged.resource }
        var environment = LaunchEnvironment.common(start, isSecure: try hadoop.security.isSecure)
        for (variable, value) in configuration.values(below: ConfigurationKeys.executorEnvironmentPrefix) {
            environment[variable] = LaunchEnvironment.quoted(value)
        }
        let expiry = try hadoop.int("yarn.am.liveness-monitor.expiry-interval-ms", default: 600_000)
        let master = ApplicationMaster(
            negotiator,
            provider: provider,
            executors: ApplicationMaster.Executors(
                resources: resources,
                environment: environment,
                commands: LaunchEnvironment.command(start.executable, ContainerRole.executorArgument),
                accessControl: AccessLists.rights(configuration, user: start.user),
                credentials: ContainerSecrets.stripped(credentials)
            ),
            configuration: configuration,
            expiry: .milliseconds(max(1000, expiry)),
            logger: logger
        )
        running.withLock { $0 = master }
        hasBegun.raise()
        ResidentMemory.unmapStartCode()
        try master.start()
    }

    /// Ends the application when the program makes no `Context` within the time that is set.
    public func watchStart() {
        let patience = configuration[ConfigurationKeys.yarnAMWaitTime]
        try? DedicatedThread.start(name: "weft-am-wait") { [self] in
            if hasBegun.wait(upTo: patience) || isFinished.withLock({ $0 }) { return }
            finish(
                succeeded: false,
                diagnostics: "the program has made no Context within \(patience) (weft.yarn.am.waitTime)"
            )
            _exit(1)
        }
    }

    /// Says how the application ended; what comes second says nothing.
    ///
    /// - Parameters:
    ///   - succeeded: whether it did what it should.
    ///   - diagnostics: why not.
    public func finish(succeeded: Bool, diagnostics: String) {
        var diagnostics = diagnostics
        // Whoever waits for it has no other way to hear how a driver in the cluster fared.
        if succeeded, arguments != nil, configuration[ConfigurationKeys.submitVerbose] { diagnostics = timeline.line }
        let isFirst = isFinished.withLock { isFinished in
            defer { isFinished = true }
            return !isFinished
        }
        guard isFirst else { return }
        let status: FinalApplicationStatus = succeeded ? .succeeded : .failed
        Self.leave(logger, removing: removeStaging) {
            if let master = applicationMaster {
                try master.finish(status, diagnostics: diagnostics)
            } else {
                try negotiator.finish(status, diagnostics: diagnostics)
            }
        }
    }

    /// Takes leave of the ResourceManager, and only then removes what another attempt would need: one that the
    /// ResourceManager hasn't heard the end of is followed by another.
    static func leave(_ logger: Logger, removing remove: () -> Void, _ takeLeave: () throws -> Void) {
        do {
            try takeLeave()
        } catch {
            logger.error("can't take leave of the ResourceManager: \(WeftError(wrapping: error).message)")
            return
        }
        remove()
    }

    private func removeStaging() {
        guard let folder = start.stagingFolder, !configuration[ConfigurationKeys.yarnPreserveStagingFiles],
            case .cluster = start.mode, let url = try? ResourcePath(folder)
        else { return }
        do {
            switch url.scheme {
            case "file", nil: try LocalStagingStore().delete(url.path)
            case "hdfs":
                let user = UserGroupInformation(simpleName: start.user, loginSource: nil, credentials: credentials)
                try HDFSStagingStore(url, hadoop, user).delete(url.path)
            default: break
            }
        } catch {
            logger.warning("\(folder) is left behind: \(WeftError(wrapping: error).message)")
        }
    }
}

/// What a NodeManager gives a container.
enum ContainerEnvironment {
    /// The credentials of the container.
    static func credentials() throws -> Credentials {
        guard let path = ProcessVariables.all[Credentials.fileVariable] else {
            throw WeftError(
                "bad-launch-file",
                "\(Credentials.fileVariable) isn't set",
                remedy: "this program is started in containers by weft submit, not by hand"
            )
        }
        return try Credentials(file: path)
    }

    /// The node's name.
    static var host: String { ProcessVariables.all["NM_HOST"] ?? HostName.own }

    /// The folders for temporary files; the NodeManager removes what is left in them.
    static var localFolders: [String] {
        let folders = (ProcessVariables.all["LOCAL_DIRS"] ?? "").split(separator: ",").map { String($0) }
        return folders.isEmpty ? ["."] : folders
    }

    /// Makes folders for temporary files that no other container uses, nor an earlier attempt of the same application, and
    /// that the NodeManager removes with the application.
    ///
    /// - Throws: `io-error` when none can be made.
    static func makeOwnFolders() throws -> [String] {
        let name = ProcessVariables.all["CONTAINER_ID"] ?? "weft-\(getpid())"
        let wanted: [String] = localFolders.map { "\($0)/\(name)-temporary" }
        let folders = wanted.filter { folder in mkdir(folder, 0o700) == 0 || errno == EEXIST }
        guard !folders.isEmpty else {
            throw WeftError(
                "io-error",
                "no folder can be made in \(localFolders.joined(separator: ", ")): \(String(cString: strerror(errno)))",
                remedy: "see that the node's yarn.nodemanager.local-dirs exist, can be written and have room"
            )
        }
        return folders
    }

    /// Writes Hadoop's properties into a folder of the container, and names it to all of this process.
    static func writeConfiguration(_ properties: [String: String]) throws {
        let folder = "weft-hadoop-conf"
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw WeftError("io-error", "can't make the folder \(folder): \(String(cString: strerror(errno)))")
        }
        var text = "<?xml version=\"1.0\"?>\n<configuration>\n"
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            text += "<property><name>\(escaped(key))</name><value>\(escaped(value))</value></property>\n"
        }
        text += "</configuration>\n"
        let descriptor = open("\(folder)/core-site.xml", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw WeftError("io-error", "can't write \(folder): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw WeftError("io-error", "can't write \(folder): \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(count)
        }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        guard getcwd(&buffer, buffer.count) != nil else { return }
        let here = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        setenv("HADOOP_CONF_DIR", "\(here)/\(folder)", 1)
        unsetenv("YARN_CONF_DIR")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
