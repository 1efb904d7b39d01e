import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What names a NodeManager: its host, and the port at which it takes containers.
public struct NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The host, as the NodeManager names itself.
    public var host: String
    /// The port, from 0 to 65535.
    public var port: Int32

    /// Makes an id of its two parts.
    public init(host: String, port: Int32) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`.
    ///
    /// - Throws: `WeftError` with code `invalid-argument` when the text is something else.
    public init(_ text: String) throws {
        guard let address = HadoopAddress(text) else {
            throw IdentifierText.invalid(
                text,
                "a node's id",
                example: "node1.example.com:45454; `weft yarn nodes` lists them"
            )
        }
        self.init(host: address.host, port: Int32(address.port))
    }

    /// `host:port`.
    public var description: String { address.description }
    /// Where to connect to.
    public var address: HadoopAddress { HadoopAddress(host: host, port: Int(port)) }

    /// By host, then by port.
    public static func < (left: Self, right: Self) -> Bool { (left.host, left.port) < (right.host, right.port) }
}

extension NodeID {
    /// An id as messages have it.
    public init(_ message: NodeIdProto) { self.init(host: message.host ?? "", port: message.port ?? 0) }

    /// The id for a message.
    public var message: NodeIdProto { NodeIdProto(host: host, port: port) }
}
