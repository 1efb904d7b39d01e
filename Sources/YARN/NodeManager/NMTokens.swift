import HadoopRPC
import Synchronization

/// The tokens that an application master has for NodeManagers.
///
/// The ResourceManager sends each once in an attempt's life, and again when its key has changed (NMTokenCache.java). Share
/// one between the `ApplicationMasterClient` that gets them and the `NodeManagerClient` that shows them.
public final class NMTokens: Sendable {
    private let tokens: Mutex<[NodeID: Token]>

    /// Makes a cache, empty by default.
    public init(_ tokens: [NodeID: Token] = [:]) { self.tokens = Mutex(tokens) }

    /// The token for a node; `nil` when there is none.
    public subscript(node: NodeID) -> Token? { tokens.withLock { $0[node] } }

    /// Adds tokens; new ones take the place of old ones.
    public func add(_ new: [NodeID: Token]) {
        guard !new.isEmpty else { return }
        tokens.withLock { $0.merge(new) { $1 } }
    }

    /// All of them.
    public var all: [NodeID: Token] { tokens.withLock { $0 } }
}
