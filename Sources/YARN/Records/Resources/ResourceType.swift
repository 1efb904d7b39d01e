import HadoopProtos

/// A type of resource that a cluster counts, and the unit it is counted in (ResourceTypeInfo.java).
public struct ResourceType: Sendable, Hashable {
    /// The name: `memory-mb`, `vcores`, `yarn.io/gpu`.
    public var name: String
    /// The unit, see `ResourceAmount.units`.
    public var units: String

    /// Makes a type; without a unit it counts pieces.
    public init(name: String, units: String = "") {
        self.name = name
        self.units = units
    }

    /// A type as messages have it.
    public init(_ message: ResourceTypeInfoProto) { self.init(name: message.name, units: message.units ?? "") }

    /// The type for a message.
    public var message: ResourceTypeInfoProto {
        ResourceTypeInfoProto(name: name, units: units, type: .countable)
    }
}
