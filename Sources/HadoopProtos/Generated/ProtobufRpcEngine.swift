// swift-format-ignore-file
// Written by Protos/generate from ProtobufRpcEngine.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct RequestHeaderProto: HadoopMessage {
    public var methodName: String
    public var declaringClassProtocolName: String
    public var clientProtocolVersion: UInt64
    public init(methodName: String, declaringClassProtocolName: String, clientProtocolVersion: UInt64) {
        self.methodName = methodName
        self.declaringClassProtocolName = declaringClassProtocolName
        self.clientProtocolVersion = clientProtocolVersion
    }
    public static var messageName: String { "RequestHeaderProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension RequestHeaderProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RequestHeaderProto>) { hadoop__common__request_header_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RequestHeaderProto, arena: inout Arena) {
        c.methodname = arena.string(methodName)
        c.declaringclassprotocolname = arena.string(declaringClassProtocolName)
        c.clientprotocolversion = clientProtocolVersion
    }
    init(unpacked c: borrowing Hadoop__Common__RequestHeaderProto) {
        methodName = text(c.methodname)
        declaringClassProtocolName = text(c.declaringclassprotocolname)
        clientProtocolVersion = c.clientprotocolversion
    }
}
