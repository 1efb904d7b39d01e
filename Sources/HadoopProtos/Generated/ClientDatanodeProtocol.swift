// swift-format-ignore-file
// Written by Protos/generate from ClientDatanodeProtocol.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct GetReplicaVisibleLengthRequestProto: HadoopMessage {
    public var block: ExtendedBlockProto
    public init(block: ExtendedBlockProto) {
        self.block = block
    }
    public static var messageName: String { "GetReplicaVisibleLengthRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetReplicaVisibleLengthResponseProto: HadoopMessage {
    public var length: UInt64
    public init(length: UInt64) {
        self.length = length
    }
    public static var messageName: String { "GetReplicaVisibleLengthResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension GetReplicaVisibleLengthRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetReplicaVisibleLengthRequestProto>) { hadoop__hdfs__get_replica_visible_length_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetReplicaVisibleLengthRequestProto, arena: inout Arena) {
        c.block = arena.message(block)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetReplicaVisibleLengthRequestProto) {
        block = message(c.block)
    }
}

extension GetReplicaVisibleLengthResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetReplicaVisibleLengthResponseProto>) { hadoop__hdfs__get_replica_visible_length_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetReplicaVisibleLengthResponseProto, arena: inout Arena) {
        c.length = length
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetReplicaVisibleLengthResponseProto) {
        length = c.length
    }
}
