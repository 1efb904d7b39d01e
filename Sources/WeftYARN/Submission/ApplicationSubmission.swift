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
        try SubmissionLimits.check(configuration)
        try StagedFiles.checkNames(configuration)
        try checkQueue()
        timeline.mark("checks")
    }

    /// An application in a queue that isn't there would be accepted first, and fail a moment later. A queue that nobody
    /// named is for the scheduler's placement rules.
    private func checkQueue() throws {
        guard configuration.isSet(ConfigurationKeys.yarnQueue) else { return }
        let name = configuration[ConfigurationKeys.yarnQueue]
        let queue: QueueInfo?
        do {
            queue = try session.resourceManager.queue(name)
        } catch {
            let error = WeftError(wrapping: error)
            // Some schedulers don't tell everybody; then the submission itself finds out.
            if error.code == "permission-denied" { return }
            guard error.code == "queue-not-found" else { throw error }
            queue = nil
        }
        let root = queue == nil ? try? session.resourceManager.queues() : nil
        if let refusal = QueueCheck.refusal(of: name, queue, root: root) { throw refusal }
    }

    /// Uploads what isn't there and submits.
    ///
    /// - Parameters:
    ///   - executable: the program for all containers.
    ///   - mode: what the application master does.
    ///   - name: the application's name.
    func submit(executable path: String, mode: ApplicationStart.Mode, name: String, progress: Progress) throws {
        let executable = try ExecutableFile(path)
        let libraries = try executable.sharedLibraries()
        var files: StagedFiles?
        if case .cluster = mode {
            files = try StagedFiles(
                configuration,
                program: [executable.name] + libraries.map(\.name),
                keytab: configuration[ConfigurationKeys.kerberosKeytab].map { _ in Self.keytabName }
            )
        }
        let staging = try session.staging(for: id)
        self.staging.withLock { $0 = staging }
        var wasSent = false
        do {
            let shared = try uploadProgram(executable, libraries, staging, progress)
            var settings = configuration
            let own = try files.map { try upload($0, &settings, staging) } ?? [:]
            timeline.mark("upload")
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
                keytab: files != nil && configuration[ConfigurationKeys.kerberosKeytab] != nil ? Self.keytabName : nil,
                stagingFolder: try ResourceURL.of(
                    scheme: staging.store.scheme,
                    authority: staging.store.authority,
                    path: staging.folder
                ).description,
                maximumMemory: maximum.memory,
                racks: racks()
            )
            // No name is in both: `StagedFiles` sees to it.
            let context = try context(start, shared.merging(own) { first, _ in first }, credentials, name)
            try SubmissionInterrupt.check()
            wasSent = true
            try session.resourceManager.submit(context) { SubmissionInterrupt.received != nil }
            timeline.mark("accepted")
            try SubmissionInterrupt.check()
        } catch {
            throw takenBack(WeftError(wrapping: error), wasSent: wasSent)
        }
    }

    /// Ends what may be in the cluster and removes what was uploaded for it alone.
    ///
    /// - Parameters:
    ///   - error: why.
    ///   - wasSent: whether the ResourceManager may have heard of the application.
    /// - Returns: the error, with what is left of the application, if anything may be.
    func takenBack(_ error: WeftError, wasSent: Bool) -> WeftError {
        TakingBack.run(
            id,
            error,
            kill: wasSent
                ? { [session, id] in
                    try session.resourceManager.kill(id, diagnostics: "its submission was given up", timeout: 30_000)
                } : nil,
            cleanUp: cleanUp
        )
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
        _ libraries: [(name: String, path: String)],
        _ staging: StagingFolder,
        _ progress: Progress
    ) throws -> [String: LocalResource] {
        let say: (Int64) -> Void = { [progress] in progress.uploading(executable.name, $0) }
        var shared = [executable.name: try staging.shared(executable.path, named: executable.name, onUpload: say)]
        for library in libraries {
            shared[library.name] = try staging.shared(library.path, named: library.name) { [progress] in
                progress.uploading(library.name, $0)
            }
        }
        return shared
    }

    /// Uploads what a driver in the cluster needs of this machine: its files, archives and keytab. Settings name them as
    /// they are there.
    private func upload(
        _ files: StagedFiles,
        _ settings: inout Configuration,
        _ staging: StagingFolder
    ) throws -> [String: LocalResource] {
        var own: [String: LocalResource] = [:]
        for item in files.items { own[item.name] = try staging.own(item.path, named: item.name) }
        for (key, value) in files.settings { try settings.set(key, value, source: .code) }
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
        return ApplicationSubmissionContext(id, name, configuration, launch, start.mode)
    }
}

/// The end of a submission that failed.
enum TakingBack {
    /// Ends what may be in the cluster, and only then removes what it would be missing.
    ///
    /// - Parameters:
    ///   - id: the application.
    ///   - error: why its submission failed.
    ///   - kill: ends it; nil when the cluster can't have heard of it.
    ///   - cleanUp: removes what was uploaded.
    /// - Returns: the error; its remedy tells when the application may still be there.
    static func run(
        _ id: ApplicationID,
        _ error: WeftError,
        kill: (() throws -> Void)?,
        cleanUp: () -> Void
    ) -> WeftError {
        var error = error
        do {
            // One that was refused is over, and this does nothing to it.
            try kill?()
        } catch let failure where WeftError(wrapping: failure).code != "application-not-found" {
            let hint =
                "\(id) may have been submitted all the same: `weft yarn app \(id)` tells, and `weft yarn kill \(id)` ends it"
            error.remedy = error.remedy.isEmpty ? hint : "\(error.remedy); \(hint)"
        } catch {
            // The cluster has never heard of it.
        }
        cleanUp()
        return error
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
