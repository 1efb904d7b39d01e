// swift-format-ignore-file
// Written by Protos/generate from IpcConnectionContext.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct UserInformationProto: HadoopMessage {
    public var effectiveUser: String?
    public var realUser: String?
    public init(effectiveUser: String? = nil, realUser: String? = nil) {
        self.effectiveUser = effectiveUser
        self.realUser = realUser
    }
    public static var messageName: String { "UserInformationProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct IpcConnectionContextProto: HadoopMessage {
    public var userInfo: UserInformationProto?
    public var `protocol`: String?
    public init(userInfo: UserInformationProto? = nil, `protocol`: String? = nil) {
        self.userInfo = userInfo
        self.`protocol` = `protocol`
    }
    public static var messageName: String { "IpcConnectionContextProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension UserInformationProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__UserInformationProto>) { hadoop__common__user_information_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__UserInformationProto, arena: inout Arena) {
        if let effectiveUserValue = effectiveUser {
            c.effectiveuser = arena.string(effectiveUserValue)
        }
        if let realUserValue = realUser {
            c.realuser = arena.string(realUserValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__UserInformationProto) {
        effectiveUser = c.effectiveuser.map { text($0) }
        realUser = c.realuser.map { text($0) }
    }
}

extension IpcConnectionContextProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__IpcConnectionContextProto>) { hadoop__common__ipc_connection_context_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__IpcConnectionContextProto, arena: inout Arena) {
        if let userInfoValue = userInfo {
            c.userinfo = arena.message(userInfoValue)
        }
        if let protocolValue = `protocol` {
            c.protocol = arena.string(protocolValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__IpcConnectionContextProto) {
        userInfo = c.userinfo.map { .init(unpacked: $0.pointee) }
        `protocol` = c.protocol.map { text($0) }
    }
}
