import Crypto
import HadoopProtos
import HadoopRPC
import Synchronization

/// The delegation tokens of the ResourceManager (RMDelegationTokenSecretManager.java). Times are in milliseconds since 1970.
final class DelegationTokens: Sendable {
    struct Lifetimes: Sendable {
        /// How long a token is good without being renewed (`yarn.resourcemanager.delegation.token.renew-interval`).
        var renewInterval: Int64 = 86_400_000
        /// How long it is good at all (`yarn.resourcemanager.delegation.token.max-lifetime`).
        var maximum: Int64 = 604_800_000
    }

    private struct Issued {
        var expiry: Int64
        var password: [UInt8]
    }

    private struct State {
        var sequence: Int32 = 0
        var issued: [[UInt8]: Issued] = [:]
    }

    private let keys = MasterKeys(.resourceManagerDelegation)
    private let lifetimes: Lifetimes
    private let state = Mutex(State())

    init(lifetimes: Lifetimes = Lifetimes()) { self.lifetimes = lifetimes }

    /// Makes a token for a user, which a renewer may renew.
    func issue(owner: String, realUser: String?, renewer: String, now: Int64) -> Token {
        state.withLock { state in
            state.sequence &+= 1
            let sequence = state.sequence
            let token = keys.sign(service: "") {
                YARNDelegationTokenIdentifierProto(
                    owner: owner,
                    renewer: String(renewer.prefix { $0 != "/" && $0 != "@" }),
                    realUser: realUser ?? "",
                    issueDate: now,
                    maxDate: now + lifetimes.maximum,
                    sequenceNumber: sequence,
                    masterKeyId: $0
                ).serialized()
            }
            state.issued[token.identifier] = Issued(
                expiry: now + min(lifetimes.renewInterval, lifetimes.maximum),
                password: token.password
            )
            return token
        }
    }

    /// The password of a token that is good.
    func password(_ identifier: [UInt8], now: Int64) throws -> [UInt8] {
        try state.withLock { state in
            guard let issued = state.issued[identifier] else {
                throw RPCServerError.invalidToken("token (\(Self.text(identifier))) can't be found in cache")
            }
            guard issued.expiry >= now else {
                throw RPCServerError.invalidToken(
                    "token (\(Self.text(identifier))) is expired, current time: \(now)"
                        + " expected renewal time: \(issued.expiry)"
                )
            }
            return issued.password
        }
    }

    /// Makes a token good for another interval.
    ///
    /// - Returns: until when it is good now.
    func renew(_ token: Token, by caller: String, now: Int64) throws -> Int64 {
        let known = try check(token, now: now)
        let renewer = known.renewer ?? ""
        guard !renewer.isEmpty, renewer == caller else {
            throw RPCServerError.accessControl(
                "\(caller) tries to renew a token (\(Self.text(token.identifier))) with non-matching renewer \(renewer)"
            )
        }
        let limit = known.maxDate ?? 0
        guard now <= limit else {
            throw RPCServerError.invalidToken(
                "\(caller) tried to renew an expired token (\(Self.text(token.identifier))) max expiration date: \(limit)"
            )
        }
        let expiry = min(now + lifetimes.renewInterval, limit)
        state.withLock { $0.issued[token.identifier]?.expiry = expiry }
        return expiry
    }

    /// Makes a token worthless.
    func cancel(_ token: Token, by caller: String, now: Int64) throws {
        let known = try check(token, now: now)
        guard caller == known.owner || caller == known.renewer else {
            throw RPCServerError.accessControl("\(caller) is not authorized to cancel the token")
        }
        state.withLock { $0.issued[token.identifier] = nil }
    }

    private func check(_ token: Token, now: Int64) throws -> YARNDelegationTokenIdentifierProto {
        let issued = try state.withLock { state in
            guard let issued = state.issued[token.identifier] else {
                throw RPCServerError.invalidToken("Unable to find token \(Self.text(token.identifier)) in cache")
            }
            return issued
        }
        guard equalSecrets(issued.password, token.password) else {
            throw RPCServerError.accessControl("the token (\(Self.text(token.identifier))) is not what was given out")
        }
        return try YARNDelegationTokenIdentifierProto(serialized: token.identifier)
    }

    private static func text(_ identifier: [UInt8]) -> String {
        guard let known = try? YARNDelegationTokenIdentifierProto(serialized: identifier) else { return "unreadable" }
        return "RM_DELEGATION_TOKEN owner=\(known.owner ?? ""), renewer=\(known.renewer ?? ""),"
            + " realUser=\(known.realUser ?? ""), sequenceNumber=\(known.sequenceNumber ?? 0)"
    }
}
