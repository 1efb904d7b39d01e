import HadoopProtos

/// An amount of what nodes have: memory, virtual cores, and whatever else a cluster counts (Resource.java).
public struct Resource: Sendable, Hashable {
    /// Memory in MiB.
    public var memory: Int64
    /// Virtual cores.
    public var virtualCores: Int32
    /// Amounts of other types, by their name: `yarn.io/gpu` for instance.
    public var others: [String: ResourceAmount]

    /// Makes an amount.
    ///
    /// - Parameters:
    ///   - memory: memory in MiB.
    ///   - virtualCores: virtual cores.
    ///   - others: amounts of other types, none by default.
    public init(memory: Int64, virtualCores: Int32, others: [String: ResourceAmount] = [:]) {
        self.memory = memory
        self.virtualCores = virtualCores
        self.others = others
    }

    /// Nothing.
    public static let none = Resource(memory: 0, virtualCores: 0)

    /// Whether this is at most `other`, in every type: what is asked for, and the most a container may have.
    ///
    /// A type that `other` doesn't have counts as 0 there.
    public func fits(in other: Resource) -> Bool { excess(over: other).isEmpty }

    /// In which types this is more than `other`: `memory`, `vcores`, or a name of `others`, sorted.
    public func excess(over other: Resource) -> [String] {
        var names: [String] = []
        if memory > other.memory { names.append("memory") }
        if virtualCores > other.virtualCores { names.append("vcores") }
        for (name, amount) in others.sorted(by: { $0.key < $1.key })
        where ResourceAmount.compare(amount, other.others[name] ?? ResourceAmount(0)) == .more {
            names.append(name)
        }
        return names
    }

    /// Whether a container of this size may be the answer to a request for `asked`.
    ///
    /// The ResourceManager rounds memory and other amounts up, and with its default calculator it doesn't count virtual
    /// cores: containers then come back with 1, whatever was asked for.
    public func satisfies(_ asked: Resource) -> Bool {
        guard memory >= asked.memory else { return false }
        guard virtualCores >= asked.virtualCores || virtualCores == 1 else { return false }
        return asked.others.allSatisfy { name, amount in
            ResourceAmount.compare(amount, others[name] ?? ResourceAmount(0)) != .more
        }
    }
}

extension Resource: CustomStringConvertible {
    /// `<memory:1024, vCores:1>`, as Java's tools print it.
    public var description: String {
        let more = others.sorted { $0.key < $1.key }.map { ", \($0.key): \($0.value)" }.joined()
        return "<memory:\(memory), vCores:\(virtualCores)\(more)>"
    }
}

extension Resource {
    private static let memoryName = "memory-mb"
    private static let virtualCoresName = "vcores"

    /// An amount as messages have it; nothing where a message has none.
    public init(_ message: ResourceProto?) {
        self.init(memory: message?.memory ?? 0, virtualCores: message?.virtualCores ?? 0)
        // Java repeats memory and cores in the map; the fields count (ResourcePBImpl.java).
        for entry in message?.resourceValueMap ?? []
        where entry.key != Self.memoryName && entry.key != Self.virtualCoresName {
            others[entry.key] = ResourceAmount(entry.value ?? 0, units: entry.units ?? "")
        }
    }

    /// The amount for a message, with memory and cores in the map too, as Java has them.
    public var message: ResourceProto {
        let standard = [
            ResourceInformationProto(key: Self.memoryName, value: memory, units: "Mi", type: .countable),
            ResourceInformationProto(
                key: Self.virtualCoresName,
                value: Int64(virtualCores),
                units: "",
                type: .countable
            ),
        ]
        let more = others.sorted { $0.key < $1.key }.map {
            ResourceInformationProto(key: $0.key, value: $0.value.value, units: $0.value.units, type: .countable)
        }
        return ResourceProto(memory: memory, virtualCores: virtualCores, resourceValueMap: standard + more)
    }
}
