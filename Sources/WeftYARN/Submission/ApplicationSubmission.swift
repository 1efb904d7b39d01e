import Glibc
import HadoopRPC
import Synchronization
import WeftDiagnostics
import WeftEngine
import WeftNetwork
import YARN

/// One application on its way into the cluster: checked, uploaded, submitted.
final class ApplicationSubmission: Sendable {
    let session: YARNSession
    let configuration: Configuration
    let id: ApplicationID
    let maximum: Resource
    let timeline: Timeline
    private let staging = Mutex<StagingFolder?>(nil)

    /// Asks for an application's id and checks what can be checked without uploading anything.
    init(_ session: YARNSession, timeline: Timeline) throws {
        self.session = session
        self.timeline = timeline
        configuration = session.configuration
        let sizes = ContainerSizes(configuration)
        let new = try session.resourceManager.newApplication()
        id = new.id
        maximum = new.maximumCapability
        timeline.mark("new application")
        try sizes.check(against: maximum, deployMode: configuration[ConfigurationKeys.submitDeployMode])
        try checkTags()
        try checkQueue()
        timeline.mark("checks")
    }

    private func checkTags() throws {
        let tags = configuration[ConfigurationKeys.yarnTags]
        let type = configuration[ConfigurationKeys.yarnApplicationType]
        guard tags.count <= 10, tags.allSatisfy({ $0.utf8.count <= 100 && $0.utf8.allSatisfy { $0 < 128 } }) else {
            throw WeftError(
                "invalid-configuration-value",
                "weft.yarn.tags: YARN takes ten tags of up to 100 ASCII characters"
            )
        }
        guard type.utf8.count <= 20 else {
            throw WeftError("invalid-configuration-value", "weft.yarn.applicationType: YARN takes up to 20 characters")
        }
    }

    /// An application in a queue that isn't there would be accepted first, and fail a moment later.
    private func checkQueue() throws {
        let queue = configuration[ConfigurationKeys.yarnQueue]
        let present: QueueInfo?
        do {
            present = try session.resourceManager.queue(queue)
        } catch {
            // Some schedulers don't tell everybody; then the submission itself finds out.
            if WeftError(wrapping: error).code == "permission-denied" { return }
            let error = WeftError(wrapping: error)
            guard error.code == "queue-not-found" else { throw error }
            present = nil
        }
        guard let present else {
            let names = (try? session.resourceManager.queues()).map { Self.leaves(of: $0) } ?? []
            throw WeftError(
                "queue-not-found",
                "there is no queue \(queue)",
                remedy: names.isEmpty
                    ? "`weft yarn queues` lists them; name one with --queue"
                    : "name one of these with --queue: \(names.joined(separator: ", "))"
            )
        }
        if present.state == .stopped {
            throw WeftError(
                "queue-stopped",
                "the queue \(queue) is stopped and takes no applications",
                remedy: "name another one with --queue"
            )
        }
    }

    /// The names of the queues that take applications.
    private static func leaves(of queue: QueueInfo) -> [String] {
        queue.children.isEmpty ? [queue.name] : queue.children.flatMap { leaves(of: $0) }
    }

    /// Uploads what isn't there and submits.
    ///
    /// - Parameters:
    ///   - executable: the program for all containers.
    ///   - mode: what the application master does.
    ///   - name: the application's name.
    func submit(executable path: String, mode: ApplicationStart.Mode, name: String, progress: Progress) throws {
        let executable = try ExecutableFile(path)
        let staging = try session.staging(for: id)
        self.staging.withLock { $0 = staging }
        do {
            let shared = try uploadProgram(executable, staging, progress)
            timeline.mark("upload")
            var settings = configuration
            var own: [String: LocalResource] = [:]
            if case .cluster = mode { own = try uploadFiles(&settings, staging) }
            let credentials = try session.tokens(for: staging)
            timeline.mark("tokens")
            let start = ApplicationStart(
                mode: mode,
                application: id.description,
                name: name,
                settings: settings.handoverBytes,
                hadoop: try session.hadoopProperties(),
                user: try session.userName(),
                resources: shared.map(StagedResource.init).sorted { $0.name < $1.name },
                executable: executable.name,
                keytab: own.keys.contains(Self.keytabName) ? Self.keytabName : nil,
                stagingFolder: try ResourceURL.of(
                    scheme: staging.store.scheme,
                    authority: staging.store.authority,
                    path: staging.folder
                ).description,
                maximumMemory: maximum.memory,
                racks: racks()
            )
            try session.resourceManager.submit(
                try context(start, shared.merging(own) { first, _ in first }, credentials, name)
            )
            timeline.mark("submit")
        } catch {
            cleanUp()
            throw error
        }
    }

    /// The hosts of each rack that isn't the default one: application masters may not ask for it themselves.
    private func racks() -> [String: [String]] {
        // Without them, executors only come less near to their data.
        let nodes = (try? session.resourceManager.nodes([.running])) ?? []
        var racks: [String: Set<String>] = [:]
        for node in nodes where !node.rack.isEmpty && node.rack != AllocationState.defaultRack {
            racks[node.rack, default: []].insert(node.id.host)
        }
        return racks.mapValues { $0.sorted() }
    }

    /// Removes what was uploaded for this application alone.
    func cleanUp() {
        guard !configuration[ConfigurationKeys.yarnPreserveStagingFiles] else { return }
        try? staging.withLock { $0 }?.remove()
    }

    static let keytabName = "weft.keytab"

    private func uploadProgram(
        _ executable: ExecutableFile,
        _ staging: StagingFolder,
        _ progress: Progress
    ) throws -> [String: LocalResource] {
        let say: (Int64) -> Void = { [progress] in progress.uploading(executable.name, $0) }
        var shared = [executable.name: try staging.shared(executable.path, named: executable.name, onUpload: say)]
        for library in try executable.sharedLibraries() {
            shared[library.name] = try staging.shared(library.path, named: library.name) { [progress] in
                progress.uploading(library.name, $0)
            }
        }
        return shared
    }

    /// What a driver in the cluster finds on this machine only: its files, archives and keytab. Settings name them as
    /// they are there.
    private func uploadFiles(_ settings: inout Configuration, _ staging: StagingFolder) throws -> [String:
        LocalResource]
    {
        var own: [String: LocalResource] = [:]
        for key in [ConfigurationKeys.files, ConfigurationKeys.archives] {
            var items: [String] = []
            for item in settings[key] {
                let parts = item.split(separator: "#", maxSplits: 1).map { String($0) }
                let given = try ResourcePath(parts[0])
                guard given.scheme == nil || given.scheme == "file" else {
                    items.append(item)
                    continue
                }
                let fileName = given.name
                let link = parts.count > 1 ? parts[1] : fileName
                guard own[fileName] == nil else {
                    throw WeftError(
                        "invalid-configuration-value",
                        "\(key.name): two files are called \(fileName)",
                        remedy: "give one of them another name"
                    )
                }
                own[fileName] = try staging.own(given.path, named: fileName)
                items.append(link == fileName ? fileName : "\(fileName)#\(link)")
            }
            if !items.isEmpty { try settings.set(key.name, items.joined(separator: ","), source: .code) }
        }
        if let keytab = settings[ConfigurationKeys.kerberosKeytab] {
            own[Self.keytabName] = try staging.own(keytab, named: Self.keytabName, permission: 0o600)
            try settings.set(ConfigurationKeys.kerberosKeytab.name, Self.keytabName, source: .code)
        }
        return own
    }

    private func context(
        _ start: ApplicationStart,
        _ resources: [String: LocalResource],
        _ credentials: Credentials,
        _ name: String
    ) throws -> ApplicationSubmissionContext {
        var credentials = credentials
        credentials.secrets[ApplicationStart.alias] = try start.encoded
        var environment = LaunchEnvironment.common(start, isSecure: try session.hadoop.security.isSecure)
        for (variable, value) in configuration.values(below: ConfigurationKeys.yarnAMEnvironmentPrefix) {
            environment[variable] = LaunchEnvironment.quoted(value)
        }
        var launch = ContainerLaunchContext(
            localResources: resources,
            environment: environment,
            commands: LaunchEnvironment.command(start.executable, ContainerRole.masterArgument),
            tokens: credentials.storage()
        )
        launch.accessControl = AccessLists.rights(configuration, user: start.user)
        var context = ApplicationSubmissionContext(
            id: id,
            name: name,
            queue: configuration[ConfigurationKeys.yarnQueue],
            launchContext: launch,
            resource: ContainerSizes(configuration).master
        )
        context.type = configuration[ConfigurationKeys.yarnApplicationType]
        context.tags = configuration[ConfigurationKeys.yarnTags]
        context.priority = configuration[ConfigurationKeys.yarnPriority].map { Int32(clamping: $0) }
        context.maximumAttempts = Int32(clamping: configuration[ConfigurationKeys.yarnMaxAppAttempts] ?? 0)
        // A driver in client mode knows one application master; a second one would meet an application that is over.
        if case .client = start.mode { context.maximumAttempts = 1 }
        if let window = configuration[ConfigurationKeys.yarnAttemptFailuresValidityInterval] {
            context.attemptFailuresValidityInterval = Int64(window / .milliseconds(1))
        }
        if let label = configuration[ConfigurationKeys.yarnAMNodeLabelExpression], let size = context.resource {
            context.masterRequests = [
                ResourceRequest(
                    priority: 0,
                    location: ResourceRequest.any,
                    capability: size,
                    count: 1,
                    nodeLabelExpression: label
                )
            ]
        }
        context.logAggregation = LogAggregationContext(configuration)
        return context
    }
}

extension YARNSession {
    /// Hadoop's properties for the application, with `${…}` expanded: what it stands for may be in this environment.
    func hadoopProperties() throws -> [String: String] {
        var properties: [String: String] = [:]
        for key in hadoop.keys { properties[key] = try hadoop.string(key) }
        return properties
    }
}

extension ApplicationStart {
    var encoded: [UInt8] {
        get throws { try BinaryCodingBytes.encode(self) }
    }
}

extension StagedResource {
    init(_ entry: (key: String, value: LocalResource)) {
        let url = entry.value.url
        self.init(
            name: entry.key,
            scheme: url.scheme,
            authority: url.host.map { host in url.port.map { "\(host):\($0)" } ?? host } ?? "",
            path: url.path,
            size: entry.value.size,
            timestamp: entry.value.timestamp,
            isPublic: entry.value.visibility == .everybody
        )
    }

    var resource: LocalResource {
        get throws {
            LocalResource(
                url: try ResourceURL.of(scheme: scheme, authority: authority, path: path),
                size: size,
                timestamp: timestamp,
                type: .file,
                visibility: isPublic ? .everybody : .user
            )
        }
    }
}

extension ResourceURL {
    /// A URL of what stands before and behind the authority.
    static func of(scheme: String, authority: String, path: String) throws -> ResourceURL {
        try ResourceURL(authority.isEmpty ? "\(scheme)://\(path)" : "\(scheme)://\(authority)\(path)")
    }
}
