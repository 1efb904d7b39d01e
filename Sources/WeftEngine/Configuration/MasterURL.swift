import WeftDiagnostics

/// A cluster manager, as `--master` names it.
public enum MasterURL: Sendable, Hashable {
    /// Tasks run in the driver's own process.
    case local(LocalMaster)

    /// Executors are processes that the driver starts on its own machine.
    case localCluster(LocalClusterMaster)

    /// Executors are containers of the YARN cluster that `HADOOP_CONF_DIR` describes.
    case yarn

    /// Reads a master: `local`, `local[N]`, `local[*]`, `local[N,F]`, `local[*,F]`, `local-cluster[N,C,M]` or `yarn`.
    ///
    /// - Throws: `WeftError` `master-not-available` for a master that this version doesn't have, and
    ///   `invalid-master` for a text that is none or has a number out of range.
    public init(parsing text: String) throws {
        let name = text.prefix { $0 != "[" && $0 != ":" }
        let rest = text.dropFirst(name.count)
        switch name {
        case "local": self = .local(try Self.local(rest, in: text))
        case "local-cluster": self = .localCluster(try Self.localCluster(rest, in: text))
        case "yarn" where rest.isEmpty: self = .yarn
        default: throw Self.refusal(of: text, name: String(name))
        }
    }

    private static func local(_ rest: Substring, in text: String) throws -> LocalMaster {
        if rest.isEmpty { return LocalMaster(slots: .count(1)) }
        let parts = try bracketed(rest, in: text)
        guard parts.count <= 2, let first = parts.first else { throw invalid(text) }
        let slots: LocalMaster.Slots
        if first == "*" {
            slots = .allProcessors
        } else {
            slots = .count(try number(first, "number of task slots", LocalMaster.slotRange, in: text))
        }
        let failures = try parts.dropFirst().first.map {
            try number($0, "number of task failures", LocalMaster.failureRange, in: text)
        }
        return LocalMaster(slots: slots, maxFailures: failures)
    }

    private static func localCluster(_ rest: Substring, in text: String) throws -> LocalClusterMaster {
        let parts = try bracketed(rest, in: text)
        guard parts.count == 3 else { throw invalid(text) }
        return LocalClusterMaster(
            executors: try number(parts[0], "number of executors", LocalClusterMaster.executorRange, in: text),
            cores: try number(parts[1], "number of task slots", LocalClusterMaster.coreRange, in: text),
            memoryMebibytes: try number(parts[2], "memory in MiB", LocalClusterMaster.memoryRange, in: text)
        )
    }

    /// What stands between brackets, cut at its commas.
    private static func bracketed(_ rest: Substring, in text: String) throws -> [String] {
        guard rest.hasPrefix("["), rest.hasSuffix("]"), rest.count > 2 else { throw invalid(text) }
        return rest.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0.trimmingBlanks()) }
    }

    /// Whether executors are processes of their own, so that driver and executors talk over connections.
    public var hasExecutorProcesses: Bool {
        switch self {
        case .local: false
        case .localCluster, .yarn: true
        }
    }

    /// Whether everything runs on the machine of the driver, which is then the process that was submitted.
    public var isOnThisMachine: Bool {
        switch self {
        case .local, .localCluster: true
        case .yarn: false
        }
    }

    private static let available = "local, local[N], local[*], local[N,F], local[*,F], local-cluster[N,C,M] and yarn"

    private static func number(
        _ text: String,
        _ what: String,
        _ range: ClosedRange<Int>,
        in master: String
    ) throws -> Int {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "-") }) else {
            throw invalid(master)
        }
        guard let number = Int(text), range.contains(number) else {
            throw WeftError(
                "invalid-master",
                "master \(master): the \(what) \(text) is out of range",
                remedy: "give a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    private static func invalid(_ text: String) -> WeftError {
        WeftError(
            "invalid-master",
            text.isEmpty ? "the master is empty" : "\(text) is not a master",
            remedy: "give one of \(available); in local, N counts task slots and F the failures a task may have; "
                + "in local-cluster, N counts executors, C the task slots of each and M their MiB of memory"
        )
    }

    private static func refusal(of text: String, name: String) -> WeftError {
        guard ["weft", "yarn", "spark", "k8s", "mesos"].contains(name) else { return invalid(text) }
        return WeftError(
            "master-not-available",
            "master \(text) is not available yet in this version of Weft",
            remedy: "use one of \(available)"
        )
    }
}

/// The parts of a `local` master.
public struct LocalMaster: Sendable, Hashable {
    /// How many tasks run at the same time.
    public enum Slots: Sendable, Hashable {
        /// A fixed number of tasks.
        case count(Int)
        /// As many as the process may use processors.
        case allProcessors
    }

    /// The numbers of slots that are allowed.
    static let slotRange = 1...4096
    /// The numbers of failures that are allowed.
    static let failureRange = 1...1000

    /// How many tasks run at the same time.
    public var slots: Slots
    /// How often a task may fail before its job does; `nil` when the master doesn't say.
    public var maxFailures: Int?

    /// Makes a local master.
    public init(slots: Slots, maxFailures: Int? = nil) {
        self.slots = slots
        self.maxFailures = maxFailures
    }

    /// The number of task slots on this machine.
    public var slotCount: Int {
        switch slots {
        case .count(let count): count
        case .allProcessors: Processors.available
        }
    }
}

/// The parts of a `local-cluster` master.
public struct LocalClusterMaster: Sendable, Hashable {
    /// The numbers of executors that are allowed.
    static let executorRange = 1...1000
    /// The numbers of task slots that an executor may have.
    static let coreRange = 1...4096
    /// The MiB of memory that an executor may have.
    static let memoryRange = 64...(1 << 30)

    /// How many executors there are.
    public var executors: Int
    /// The task slots of each executor.
    public var cores: Int
    /// The memory of each executor, in MiB.
    public var memoryMebibytes: Int

    /// Makes a local-cluster master.
    public init(executors: Int, cores: Int, memoryMebibytes: Int) {
        self.executors = executors
        self.cores = cores
        self.memoryMebibytes = memoryMebibytes
    }

    /// The memory of each executor.
    public var memory: MemorySize { .mebibytes(memoryMebibytes) }
}

extension MasterURL {
    /// Whether the master itself says how many executors there are and what each has.
    public var fixesExecutors: Bool {
        switch self {
        case .local, .localCluster: true
        case .yarn: false
        }
    }
}

extension MasterURL: CustomStringConvertible {
    /// The master as `--master` takes it.
    public var description: String {
        switch self {
        case .local(let master):
            let slots =
                switch master.slots {
                case .count(let count): String(count)
                case .allProcessors: "*"
                }
            guard let failures = master.maxFailures else { return slots == "1" ? "local" : "local[\(slots)]" }
            return "local[\(slots),\(failures)]"
        case .localCluster(let master):
            return "local-cluster[\(master.executors),\(master.cores),\(master.memoryMebibytes)]"
        case .yarn: return "yarn"
        }
    }
}

extension MasterURL: Codable {
    /// Writes the master as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Reads a master from its text.
    public init(from decoder: any Decoder) throws {
        try self.init(parsing: try decoder.singleValueContainer().decode(String.self))
    }
}

extension ConfigurationFormat where Value == MasterURL {
    /// A master.
    static var master: Self {
        ConfigurationFormat(
            "a master such as local[4]",
            parse: { try? MasterURL(parsing: $0) },
            format: { $0.description },
            refusal: { text in
                do {
                    _ = try MasterURL(parsing: text)
                    return nil
                } catch {
                    return WeftError(wrapping: error)
                }
            }
        )
    }
}
