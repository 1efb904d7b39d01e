import Synchronization

/// Which rack each host is on, as the ResourceManager says. Share it: it may be read while it is changed.
///
/// A host that is asked for with another rack than its own is never allocated as such: the scheduler wants a row for its
/// rack beside it (LocalityAppPlacementAllocator.java).
public final class RackTable: Sendable {
    private let racks: Mutex<[String: String]>

    /// Makes a table.
    ///
    /// - Parameter racks: racks by host, none by default.
    public init(_ racks: [String: String] = [:]) { self.racks = Mutex(racks) }

    /// Makes a table of the hosts of each rack.
    public convenience init(hosts: [String: [String]]) {
        self.init()
        racks.withLock { racks in
            for (rack, hosts) in hosts { for host in hosts { racks[host] = rack } }
        }
    }

    /// Makes a table of what the ResourceManager says of its nodes.
    public convenience init(_ nodes: [NodeReport]) {
        self.init()
        update(nodes)
    }

    /// The rack of a host; `/default-rack` for one that isn't known.
    public func rack(of host: String) -> String { racks.withLock { $0[host] } ?? AllocationState.defaultRack }

    /// Takes over what nodes say.
    public func update(_ nodes: [NodeReport]) {
        racks.withLock { racks in
            for node in nodes where !node.rack.isEmpty { racks[node.id.host] = node.rack }
        }
    }

    /// All of it.
    public var all: [String: String] { racks.withLock { $0 } }
}
