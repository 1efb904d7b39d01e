import WeftDiagnostics

/// A cluster manager, as `--master` names it.
public enum MasterURL: Sendable, Hashable {
    /// Tasks run in the driver's own process.
    case local(LocalMaster)

    /// Reads a master: `local`, `local[N]`, `local[*]`, `local[N,F]`, `local[*,F]`.
    ///
    /// - Throws: `WeftError` `master-not-available` for a master that this version doesn't have, and
    ///   `invalid-master` for a text that is none or has a number out of range.
    public init(parsing text: String) throws {
        let name = text.prefix { $0 != "[" && $0 != ":" }
        guard name == "local" else { throw Self.refusal(of: text, name: String(name)) }
        let rest = text.dropFirst(name.count)
        if rest.isEmpty {
            self = .local(LocalMaster(slots: .count(1)))
            return
        }
        guard rest.hasPrefix("["), rest.hasSuffix("]"), rest.count > 2 else { throw Self.invalid(text) }
        let parts = rest.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0.trimmingBlanks()) }
        guard parts.count <= 2, let first = parts.first else { throw Self.invalid(text) }
        let slots: LocalMaster.Slots
        if first == "*" {
            slots = .allProcessors
        } else {
            slots = .count(try Self.number(first, "number of task slots", LocalMaster.slotRange, in: text))
        }
        let failures = try parts.dropFirst().first.map {
            try Self.number($0, "number of task failures", LocalMaster.failureRange, in: text)
        }
        self = .local(LocalMaster(slots: slots, maxFailures: failures))
    }

    private static let available = "local, local[N], local[*], local[N,F] and local[*,F]"

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
            remedy: "give one of \(available), where N counts task slots and F the failures a task may have"
        )
    }

    private static func refusal(of text: String, name: String) -> WeftError {
        guard ["local-cluster", "weft", "yarn", "spark", "k8s", "mesos"].contains(name) else { return invalid(text) }
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

extension Configuration {
    /// How often one task may fail before its job fails: the F of `local[N,F]`, else `weft.task.maxFailures` where it
    /// is set, else 1 on local masters, as in Spark.
    public var effectiveTaskMaxFailures: Int {
        switch self[ConfigurationKeys.master] {
        case .local(let master):
            master.maxFailures
                ?? (isSet(ConfigurationKeys.taskMaxFailures) ? self[ConfigurationKeys.taskMaxFailures] : 1)
        }
    }
}
