import Crypto
import HadoopRPC
import Synchronization

/// The secrets of one kind of token: keys of which one signs, and the older ones are still believed (SecretManager.java).
final class MasterKeys: Sendable {
    private struct State {
        var current: Int32 = 1
        var keys: [Int32: SymmetricKey] = [1: SymmetricKey(size: .init(bitCount: 160))]
    }

    private let kind: Token.Kind
    private let state = Mutex(State())

    init(_ kind: Token.Kind) { self.kind = kind }

    /// The number of the key that signs now.
    var current: Int32 { state.withLock { $0.current } }

    /// Makes a new key; the one before stays good, older ones don't.
    func roll() {
        state.withLock { state in
            state.current &+= 1
            state.keys[state.current] = SymmetricKey(size: .init(bitCount: 160))
            state.keys = state.keys.filter { $0.key >= state.current &- 1 }
        }
    }

    /// Makes a token.
    ///
    /// - Parameter identifier: makes the identifier with the number of the key that signs it.
    func sign(service: String, _ identifier: (Int32) -> [UInt8]) -> Token {
        let (number, key) = state.withLock { ($0.current, $0.keys[$0.current]) }
        let bytes = identifier(number)
        return Token(
            identifier: bytes,
            password: key.map { Self.password(bytes, $0) } ?? [],
            kind: kind,
            service: service
        )
    }

    /// The password that belongs to an identifier.
    ///
    /// - Throws: `InvalidToken` when its key isn't known any more.
    func password(_ identifier: [UInt8], key: Int32) throws -> [UInt8] {
        guard let found = state.withLock({ $0.keys[key] }) else {
            throw RPCServerError.invalidToken("Given \(kind) has an unknown or rolled master key \(key)")
        }
        return Self.password(identifier, found)
    }

    private static func password(_ identifier: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<Insecure.SHA1>.authenticationCode(for: identifier, using: key))
    }
}

/// Compares secrets without telling by the time how much of them is right.
func equalSecrets(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
