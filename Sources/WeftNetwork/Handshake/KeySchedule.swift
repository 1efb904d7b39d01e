import Crypto
import FoundationEssentials
import WeftDiagnostics

/// The keys that come from the secret and from what the two sides have sent.
struct KeySchedule {
    private let secret: SymmetricKey

    init(_ secret: ApplicationSecret) { self.secret = secret.key }

    /// What the server proves the secret with.
    func serverProof(_ transcript: [UInt8]) -> [UInt8] { mac(transcript, "weft 1 server proof") }

    /// What the client proves the secret with.
    func clientProof(_ transcript: [UInt8]) -> [UInt8] { mac(transcript, "weft 1 client proof") }

    /// Whether a MAC is this one, in a time that doesn't tell where it differs.
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func mac(_ transcript: [UInt8], _ label: String) -> [UInt8] {
        let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(label.utf8), outputByteCount: 32)
        return Array(HMAC<SHA256>.authenticationCode(for: transcript, using: key))
    }

    /// The keys of both directions. Whoever learns the secret later can't compute them, because the private keys are gone.
    func sessionKeys(
        _ privateKey: Curve25519.KeyAgreement.PrivateKey,
        peer: [UInt8],
        transcript: [UInt8]
    ) throws -> (clientToServer: SymmetricKey, serverToClient: SymmetricKey) {
        var material: [UInt8]
        do {
            let publicKey = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: peer)
            material = try privateKey.sharedSecretFromKeyAgreement(with: publicKey).withUnsafeBytes { Array($0) }
        } catch {
            material = []
        }
        // A point of low order gives zeros whatever the private key is; no honest peer sends one.
        guard material.contains(where: { $0 != 0 }) else { throw brokenStream("a key that gives no shared secret") }
        secret.withUnsafeBytes { material += $0 }
        defer { for index in material.indices { material[index] = 0 } }
        let input = SymmetricKey(data: material)
        let salt = Array(SHA256.hash(data: transcript))
        func key(_ label: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: input,
                salt: salt,
                info: Array(label.utf8),
                outputByteCount: 32
            )
        }
        return (key("weft 1 client to server"), key("weft 1 server to client"))
    }
}
