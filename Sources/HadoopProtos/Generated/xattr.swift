// swift-format-ignore-file
// Written by Protos/generate from xattr.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct XAttrProto: HadoopMessage {
    public struct XAttrNamespaceProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let user = Self(rawValue: 0)
        public static let trusted = Self(rawValue: 1)
        public static let security = Self(rawValue: 2)
        public static let system = Self(rawValue: 3)
        public static let raw = Self(rawValue: 4)
        public static let names: [Int32: String] = [0: "USER", 1: "TRUSTED", 2: "SECURITY", 3: "SYSTEM", 4: "RAW"]
    }
    public var namespace: XAttrProto.XAttrNamespaceProto
    public var name: String
    public var value: [UInt8]?
    public init(namespace: XAttrProto.XAttrNamespaceProto, name: String, value: [UInt8]? = nil) {
        self.namespace = namespace
        self.name = name
        self.value = value
    }
    public static var messageName: String { "XAttrProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetXAttrRequestProto: HadoopMessage {
    public var src: String
    public var xAttr: XAttrProto?
    public var flag: UInt32?
    public init(src: String, xAttr: XAttrProto? = nil, flag: UInt32? = nil) {
        self.src = src
        self.xAttr = xAttr
        self.flag = flag
    }
    public static var messageName: String { "SetXAttrRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetXAttrResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetXAttrResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetXAttrsRequestProto: HadoopMessage {
    public var src: String
    public var xAttrs: [XAttrProto]
    public init(src: String, xAttrs: [XAttrProto] = []) {
        self.src = src
        self.xAttrs = xAttrs
    }
    public static var messageName: String { "GetXAttrsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetXAttrsResponseProto: HadoopMessage {
    public var xAttrs: [XAttrProto]
    public init(xAttrs: [XAttrProto] = []) {
        self.xAttrs = xAttrs
    }
    public static var messageName: String { "GetXAttrsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ListXAttrsRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "ListXAttrsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ListXAttrsResponseProto: HadoopMessage {
    public var xAttrs: [XAttrProto]
    public init(xAttrs: [XAttrProto] = []) {
        self.xAttrs = xAttrs
    }
    public static var messageName: String { "ListXAttrsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveXAttrRequestProto: HadoopMessage {
    public var src: String
    public var xAttr: XAttrProto?
    public init(src: String, xAttr: XAttrProto? = nil) {
        self.src = src
        self.xAttr = xAttr
    }
    public static var messageName: String { "RemoveXAttrRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveXAttrResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "RemoveXAttrResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension XAttrProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__XAttrProto>) { hadoop__hdfs__xattr_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__XAttrProto, arena: inout Arena) {
        c.namespace_ = Hadoop__Hdfs__XAttrProto__XAttrNamespaceProto(rawValue: UInt32(bitPattern: namespace.rawValue))
        c.name = arena.string(name)
        if let valueValue = value {
            c.has_value = 1
            c.value = arena.bytes(valueValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__XAttrProto) {
        namespace = XAttrProto.XAttrNamespaceProto(rawValue: Int32(bitPattern: c.namespace_.rawValue))
        name = text(c.name)
        value = c.has_value != 0 ? bytes(c.value) : nil
    }
}

extension SetXAttrRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetXAttrRequestProto>) { hadoop__hdfs__set_xattr_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetXAttrRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if let xAttrValue = xAttr {
            c.xattr = arena.message(xAttrValue)
        }
        if let flagValue = flag {
            c.has_flag = 1
            c.flag = flagValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetXAttrRequestProto) {
        src = text(c.src)
        xAttr = c.xattr.map { .init(unpacked: $0.pointee) }
        flag = c.has_flag != 0 ? c.flag : nil
    }
}

extension SetXAttrResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetXAttrResponseProto>) { hadoop__hdfs__set_xattr_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetXAttrResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetXAttrResponseProto) {
    }
}

extension GetXAttrsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetXAttrsRequestProto>) { hadoop__hdfs__get_xattrs_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetXAttrsRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if !xAttrs.isEmpty {
            c.n_xattrs = xAttrs.count
            c.xattrs = arena.messages(xAttrs)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetXAttrsRequestProto) {
        src = text(c.src)
        xAttrs = messages(c.n_xattrs, c.xattrs)
    }
}

extension GetXAttrsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetXAttrsResponseProto>) { hadoop__hdfs__get_xattrs_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetXAttrsResponseProto, arena: inout Arena) {
        if !xAttrs.isEmpty {
            c.n_xattrs = xAttrs.count
            c.xattrs = arena.messages(xAttrs)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetXAttrsResponseProto) {
        xAttrs = messages(c.n_xattrs, c.xattrs)
    }
}

extension ListXAttrsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ListXAttrsRequestProto>) { hadoop__hdfs__list_xattrs_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ListXAttrsRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ListXAttrsRequestProto) {
        src = text(c.src)
    }
}

extension ListXAttrsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ListXAttrsResponseProto>) { hadoop__hdfs__list_xattrs_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ListXAttrsResponseProto, arena: inout Arena) {
        if !xAttrs.isEmpty {
            c.n_xattrs = xAttrs.count
            c.xattrs = arena.messages(xAttrs)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ListXAttrsResponseProto) {
        xAttrs = messages(c.n_xattrs, c.xattrs)
    }
}

extension RemoveXAttrRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveXAttrRequestProto>) { hadoop__hdfs__remove_xattr_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveXAttrRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if let xAttrValue = xAttr {
            c.xattr = arena.message(xAttrValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveXAttrRequestProto) {
        src = text(c.src)
        xAttr = c.xattr.map { .init(unpacked: $0.pointee) }
    }
}

extension RemoveXAttrResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveXAttrResponseProto>) { hadoop__hdfs__remove_xattr_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveXAttrResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveXAttrResponseProto) {
    }
}
