// swift-format-ignore-file
// Written by Protos/generate from encryption.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct EncryptionZoneProto: HadoopMessage {
    public var id: Int64
    public var path: String
    public var suite: CipherSuiteProto
    public var cryptoProtocolVersion: CryptoProtocolVersionProto
    public var keyName: String
    public init(id: Int64, path: String, suite: CipherSuiteProto, cryptoProtocolVersion: CryptoProtocolVersionProto, keyName: String) {
        self.id = id
        self.path = path
        self.suite = suite
        self.cryptoProtocolVersion = cryptoProtocolVersion
        self.keyName = keyName
    }
    public static var messageName: String { "EncryptionZoneProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetEZForPathRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "GetEZForPathRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetEZForPathResponseProto: HadoopMessage {
    public var zone: EncryptionZoneProto?
    public init(zone: EncryptionZoneProto? = nil) {
        self.zone = zone
    }
    public static var messageName: String { "GetEZForPathResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension EncryptionZoneProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__EncryptionZoneProto>) { hadoop__hdfs__encryption_zone_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__EncryptionZoneProto, arena: inout Arena) {
        c.id = id
        c.path = arena.string(path)
        c.suite = Hadoop__Hdfs__CipherSuiteProto(rawValue: UInt32(bitPattern: suite.rawValue))
        c.cryptoprotocolversion = Hadoop__Hdfs__CryptoProtocolVersionProto(rawValue: UInt32(bitPattern: cryptoProtocolVersion.rawValue))
        c.keyname = arena.string(keyName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__EncryptionZoneProto) {
        id = c.id
        path = text(c.path)
        suite = CipherSuiteProto(rawValue: Int32(bitPattern: c.suite.rawValue))
        cryptoProtocolVersion = CryptoProtocolVersionProto(rawValue: Int32(bitPattern: c.cryptoprotocolversion.rawValue))
        keyName = text(c.keyname)
    }
}

extension GetEZForPathRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetEZForPathRequestProto>) { hadoop__hdfs__get_ezfor_path_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetEZForPathRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetEZForPathRequestProto) {
        src = text(c.src)
    }
}

extension GetEZForPathResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetEZForPathResponseProto>) { hadoop__hdfs__get_ezfor_path_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetEZForPathResponseProto, arena: inout Arena) {
        if let zoneValue = zone {
            c.zone = arena.message(zoneValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetEZForPathResponseProto) {
        zone = c.zone.map { .init(unpacked: $0.pointee) }
    }
}
