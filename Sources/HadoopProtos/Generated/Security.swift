// swift-format-ignore-file
// Written by Protos/generate from Security.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct TokenProto: HadoopMessage {
    public var identifier: [UInt8]
    public var password: [UInt8]
    public var kind: String
    public var service: String
    public init(identifier: [UInt8], password: [UInt8], kind: String, service: String) {
        self.identifier = identifier
        self.password = password
        self.kind = kind
        self.service = service
    }
    public static var messageName: String { "TokenProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CredentialsKVProto: HadoopMessage {
    public var alias: String
    public var token: TokenProto?
    public var secret: [UInt8]?
    public init(alias: String, token: TokenProto? = nil, secret: [UInt8]? = nil) {
        self.alias = alias
        self.token = token
        self.secret = secret
    }
    public static var messageName: String { "CredentialsKVProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CredentialsProto: HadoopMessage {
    public var tokens: [CredentialsKVProto]
    public var secrets: [CredentialsKVProto]
    public init(tokens: [CredentialsKVProto] = [], secrets: [CredentialsKVProto] = []) {
        self.tokens = tokens
        self.secrets = secrets
    }
    public static var messageName: String { "CredentialsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetDelegationTokenRequestProto: HadoopMessage {
    public var renewer: String
    public init(renewer: String) {
        self.renewer = renewer
    }
    public static var messageName: String { "GetDelegationTokenRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetDelegationTokenResponseProto: HadoopMessage {
    public var token: TokenProto?
    public init(token: TokenProto? = nil) {
        self.token = token
    }
    public static var messageName: String { "GetDelegationTokenResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenewDelegationTokenRequestProto: HadoopMessage {
    public var token: TokenProto
    public init(token: TokenProto) {
        self.token = token
    }
    public static var messageName: String { "RenewDelegationTokenRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenewDelegationTokenResponseProto: HadoopMessage {
    public var newExpiryTime: UInt64
    public init(newExpiryTime: UInt64) {
        self.newExpiryTime = newExpiryTime
    }
    public static var messageName: String { "RenewDelegationTokenResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CancelDelegationTokenRequestProto: HadoopMessage {
    public var token: TokenProto
    public init(token: TokenProto) {
        self.token = token
    }
    public static var messageName: String { "CancelDelegationTokenRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CancelDelegationTokenResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "CancelDelegationTokenResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension TokenProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__TokenProto>) { hadoop__common__token_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__TokenProto, arena: inout Arena) {
        c.identifier = arena.bytes(identifier)
        c.password = arena.bytes(password)
        c.kind = arena.string(kind)
        c.service = arena.string(service)
    }
    init(unpacked c: borrowing Hadoop__Common__TokenProto) {
        identifier = bytes(c.identifier)
        password = bytes(c.password)
        kind = text(c.kind)
        service = text(c.service)
    }
}

extension CredentialsKVProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__CredentialsKVProto>) { hadoop__common__credentials_kvproto__init(c) }
    func fill(_ c: inout Hadoop__Common__CredentialsKVProto, arena: inout Arena) {
        c.alias = arena.string(alias)
        if let tokenValue = token {
            c.token = arena.message(tokenValue)
        }
        if let secretValue = secret {
            c.has_secret = 1
            c.secret = arena.bytes(secretValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__CredentialsKVProto) {
        alias = text(c.alias)
        token = c.token.map { .init(unpacked: $0.pointee) }
        secret = c.has_secret != 0 ? bytes(c.secret) : nil
    }
}

extension CredentialsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__CredentialsProto>) { hadoop__common__credentials_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__CredentialsProto, arena: inout Arena) {
        if !tokens.isEmpty {
            c.n_tokens = tokens.count
            c.tokens = arena.messages(tokens)
        }
        if !secrets.isEmpty {
            c.n_secrets = secrets.count
            c.secrets = arena.messages(secrets)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__CredentialsProto) {
        tokens = messages(c.n_tokens, c.tokens)
        secrets = messages(c.n_secrets, c.secrets)
    }
}

extension GetDelegationTokenRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__GetDelegationTokenRequestProto>) { hadoop__common__get_delegation_token_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__GetDelegationTokenRequestProto, arena: inout Arena) {
        c.renewer = arena.string(renewer)
    }
    init(unpacked c: borrowing Hadoop__Common__GetDelegationTokenRequestProto) {
        renewer = text(c.renewer)
    }
}

extension GetDelegationTokenResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__GetDelegationTokenResponseProto>) { hadoop__common__get_delegation_token_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__GetDelegationTokenResponseProto, arena: inout Arena) {
        if let tokenValue = token {
            c.token = arena.message(tokenValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__GetDelegationTokenResponseProto) {
        token = c.token.map { .init(unpacked: $0.pointee) }
    }
}

extension RenewDelegationTokenRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RenewDelegationTokenRequestProto>) { hadoop__common__renew_delegation_token_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RenewDelegationTokenRequestProto, arena: inout Arena) {
        c.token = arena.message(token)
    }
    init(unpacked c: borrowing Hadoop__Common__RenewDelegationTokenRequestProto) {
        token = message(c.token)
    }
}

extension RenewDelegationTokenResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RenewDelegationTokenResponseProto>) { hadoop__common__renew_delegation_token_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RenewDelegationTokenResponseProto, arena: inout Arena) {
        c.newexpirytime = newExpiryTime
    }
    init(unpacked c: borrowing Hadoop__Common__RenewDelegationTokenResponseProto) {
        newExpiryTime = c.newexpirytime
    }
}

extension CancelDelegationTokenRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__CancelDelegationTokenRequestProto>) { hadoop__common__cancel_delegation_token_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__CancelDelegationTokenRequestProto, arena: inout Arena) {
        c.token = arena.message(token)
    }
    init(unpacked c: borrowing Hadoop__Common__CancelDelegationTokenRequestProto) {
        token = message(c.token)
    }
}

extension CancelDelegationTokenResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__CancelDelegationTokenResponseProto>) { hadoop__common__cancel_delegation_token_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__CancelDelegationTokenResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Common__CancelDelegationTokenResponseProto) {
    }
}
