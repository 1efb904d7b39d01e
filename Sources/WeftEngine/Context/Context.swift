import BinaryCoding
import Logging
import Synchronization
import WeftDiagnostics

/// The driver's way to the engine: makes RDDs, runs their jobs, holds what they share.
///
/// A process has one context at a time. `Application.run(in:)` is given one; a program of another kind makes its own and
/// must `stop()` it.
public final class Context: Sendable {
    /// The settings.
    public let configuration: Configuration
    /// The application's name.
    public let applicationName: String
    /// The application's id, unique on this machine.
    public let applicationID: String

    let services: DriverServices
    let accumulators: AccumulatorRegistry
    let loop: SchedulerLoop
    let files: TaskFiles
    let directories: LocalDirectories
    let events: EventBus
    let backend: any ExecutorBackend
    private let extensions: ExtensionSet
    private let credentialsService: CredentialsService
    private let progressBar: ConsoleProgressBar?
    private let jobDefaults = Mutex(JobProperties())
    private let stopping = Mutex<Task<Void, Never>?>(nil)

    /// Whether a context is alive in this process.
    private static let alive = Mutex(false)

    /// Starts the engine.
    ///
    /// - Parameter configuration: the settings; `weft.master` says where tasks run.
    /// - Throws: `context-exists` when the process has a context, `local-dir` when there is no folder for temporary files,
    ///   and what the closure self-test throws on a Swift runtime that the engine doesn't know.
    public init(configuration: Configuration = Configuration()) throws {
        try Self.alive.withLock { alive in
            guard !alive else {
                throw WeftError(
                    "context-exists",
                    "this process has a Context already",
                    remedy: "use that one, or stop it first"
                )
            }
            alive = true
        }
        let parts: DriverParts
        do {
            parts = try DriverParts(configuration: configuration)
            self.configuration = configuration
            applicationID = parts.applicationID
            applicationName = parts.applicationName
            services = parts.services
            accumulators = parts.accumulators
            loop = parts.loop
            files = parts.files
            directories = parts.directories
            events = parts.events
            backend = parts.backend
            extensions = parts.extensions
            credentialsService = parts.credentials
            progressBar = parts.progressBar
        } catch {
            Self.alive.withLock { $0 = false }
            throw error
        }
        events.post(
            .applicationStart(
                .init(
                    time: .epochMilliseconds,
                    applicationID: applicationID,
                    name: applicationName,
                    user: ProcessEnvironment.variables["USER"] ?? ""
                )
            )
        )
        events.post(
            .environmentUpdate(
                .init(
                    time: .epochMilliseconds,
                    configuration: Dictionary(
                        configuration.entries.map { ($0.name, $0.value) },
                        uniquingKeysWith: { first, _ in first }
                    )
                )
            )
        )
        do {
            try addConfiguredFiles()
            try parts.start()
        } catch {
            // Nothing of a context that isn't made may stay: neither threads nor folders nor its place in the process.
            tearDown()
            throw error
        }
    }

    /// How many partitions `parallelize` makes and how many `textFile` aims at: `weft.default.parallelism`, else the number
    /// of task slots.
    public var defaultParallelism: Int { services.configuredParallelism ?? backend.defaultParallelism }

    /// How the credentials stand that executors use for other services, one for each service that needs some; empty on
    /// masters whose tasks run in the driver's process.
    public var credentials: [CredentialsState] { credentialsService.states }

    /// Ends all jobs, stops the executors and removes all temporary files. A second call only waits for that.
    public func stop() async {
        // A task of its own: whoever comes second, such as the end of an interrupted process, must not go on before the
        // temporary files are gone.
        let end = stopping.withLock { stopping in
            if let stopping { return stopping }
            let first = Task.detached { [self] in
                await loop.stop(reason: "the context was stopped")
                tearDown()
            }
            stopping = first
            return first
        }
        await end.value
    }

    private func tearDown() {
        loop.close()
        backend.stop()
        services.cleaner.close()
        events.post(.applicationEnd(.init(time: .epochMilliseconds)))
        events.stop()
        progressBar?.stop()
        directories.remove()
        BroadcastStore.process.removeAll()
        WeftFiles.driverFiles.withLock { $0 = nil }
        // Last, since it may wait for servers, and somebody in a hurry may end the process then.
        credentialsService.stop()
        extensions.close()
        Self.alive.withLock { $0 = false }
    }
}

// MARK: - Jobs

/// What jobs started from here carry.
struct JobProperties: Sendable {
    var group: String?
    var description: String?
    var local: [String: String] = [:]

    @TaskLocal static var current: JobProperties?
}

extension Context {
    /// The name of the local property that chooses a job's FAIR pool.
    public static let schedulerPool = "weft.scheduler.pool"

    /// Puts all jobs that this context starts from now on into a group, outside `withJobGroup`.
    ///
    /// - Parameters:
    ///   - group: the group's name, by which `cancelJobGroup` cancels; nil for none.
    ///   - description: shown with the jobs.
    public func setJobGroup(_ group: String?, description: String? = nil) {
        jobDefaults.withLock {
            $0.group = group
            $0.description = description
        }
    }

    /// Puts all jobs started within `body` into a group.
    public func withJobGroup<Result>(
        _ group: String,
        description: String? = nil,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        var properties = currentProperties
        properties.group = group
        properties.description = description
        return try await JobProperties.$current.withValue(properties, operation: body)
    }

    /// Sets a property of all jobs that this context starts from now on, outside `withLocalProperty`; nil removes it.
    public func setLocalProperty(_ name: String, _ value: String?) {
        jobDefaults.withLock { $0.local[name] = value }
    }

    /// Sets a property of all jobs started within `body`; `Context.schedulerPool` chooses their pool.
    public func withLocalProperty<Result>(
        _ name: String,
        _ value: String,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        var properties = currentProperties
        properties.local[name] = value
        return try await JobProperties.$current.withValue(properties, operation: body)
    }

    private var currentProperties: JobProperties { JobProperties.current ?? jobDefaults.withLock { $0 } }

    /// Cancels the jobs of a group that run now. Their actions throw `job-cancelled`.
    public func cancelJobGroup(_ group: String, reason: String = "") {
        loop.post(.cancelGroup(group, reason: reason))
    }

    /// Cancels all jobs that run now. Their actions throw `job-cancelled`.
    public func cancelAllJobs(reason: String) {
        loop.post(.cancelAll(reason: reason))
    }

    /// Runs an action over partitions of an RDD and gives the coded results in the order of `partitions`.
    ///
    /// - Throws: `job-aborted`, `job-cancelled`, `CancellationError` when the calling task is cancelled, or what resolving the
    ///   lineage throws.
    func runJob(
        _ node: LineageNode,
        action: ErasedCode,
        partitions: [Int]?,
        operation: String,
        callSite: CallSite
    ) async throws -> [[UInt8]] {
        let resolved = try await node.resolved()
        let partitions = partitions ?? Array(0..<resolved.partitionCount)
        guard !partitions.isEmpty else { return [] }
        let properties = currentProperties
        let plan = try await JobPlan(
            of: node,
            action: action,
            partitions: partitions,
            name: "\(operation) at \(callSite)",
            callSite: callSite
        )
        let request = JobRequest(
            id: services.nextJobID(),
            plan: plan,
            group: properties.group,
            description: properties.description ?? "\(operation) at \(callSite)",
            properties: properties.local
        )
        let results = try await loop.run(request)
        try await writeRequestedCheckpoints(above: node)
        return results
    }
}

// MARK: - Shared values

extension Context {
    /// Sends a read-only value to each executor once.
    ///
    /// - Throws: `not-codable` when the type can't be coded.
    public func broadcast<Value: Sendable>(_ value: Value) throws -> Broadcast<Value> {
        let store = BroadcastStore.process
        return Broadcast(id: store.add(try BinaryCoding.encode(value)), store: store)
    }

    /// A whole number that tasks add to.
    ///
    /// - Parameter name: shown with the stages that use it.
    public func longAccumulator(_ name: String? = nil) -> Accumulator<Int> {
        Accumulator(accumulators.register { AccumulatorState(id: $0, name: name, initial: 0) })
    }

    /// A number that tasks add to.
    ///
    /// - Parameter name: shown with the stages that use it.
    public func doubleAccumulator(_ name: String? = nil) -> Accumulator<Double> {
        Accumulator(accumulators.register { AccumulatorState(id: $0, name: name, initial: 0) })
    }

    /// A collection that tasks append to.
    ///
    /// - Parameters:
    ///   - type: the type of the elements, which must be one that can be coded.
    ///   - name: shown with the stages that use it.
    public func collectionAccumulator<Element: Sendable>(
        of type: Element.Type,
        _ name: String? = nil
    ) -> CollectionAccumulator<Element> {
        CollectionAccumulator(accumulators.register { CollectionState(id: $0, name: name) })
    }
}
