// swift-format-ignore-file
// Written by Protos/generate from erasurecoding.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct GetErasureCodingPolicyRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "GetErasureCodingPolicyRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetErasureCodingPolicyResponseProto: HadoopMessage {
    public var ecPolicy: ErasureCodingPolicyProto?
    public init(ecPolicy: ErasureCodingPolicyProto? = nil) {
        self.ecPolicy = ecPolicy
    }
    public static var messageName: String { "GetErasureCodingPolicyResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension GetErasureCodingPolicyRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetErasureCodingPolicyRequestProto>) { hadoop__hdfs__get_erasure_coding_policy_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetErasureCodingPolicyRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetErasureCodingPolicyRequestProto) {
        src = text(c.src)
    }
}

extension GetErasureCodingPolicyResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetErasureCodingPolicyResponseProto>) { hadoop__hdfs__get_erasure_coding_policy_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetErasureCodingPolicyResponseProto, arena: inout Arena) {
        if let ecPolicyValue = ecPolicy {
            c.ecpolicy = arena.message(ecPolicyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetErasureCodingPolicyResponseProto) {
        ecPolicy = c.ecpolicy.map { .init(unpacked: $0.pointee) }
    }
}
