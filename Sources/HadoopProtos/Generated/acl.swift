// swift-format-ignore-file
// Written by Protos/generate from acl.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct FsPermissionProto: HadoopMessage {
    public var perm: UInt32
    public init(perm: UInt32) {
        self.perm = perm
    }
    public static var messageName: String { "FsPermissionProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AclEntryProto: HadoopMessage {
    public struct AclEntryScopeProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let access = Self(rawValue: 0)
        public static let `default` = Self(rawValue: 1)
        public static let names: [Int32: String] = [0: "ACCESS", 1: "DEFAULT"]
    }
    public struct AclEntryTypeProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let user = Self(rawValue: 0)
        public static let group = Self(rawValue: 1)
        public static let mask = Self(rawValue: 2)
        public static let other = Self(rawValue: 3)
        public static let names: [Int32: String] = [0: "USER", 1: "GROUP", 2: "MASK", 3: "OTHER"]
    }
    public struct FsActionProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let none = Self(rawValue: 0)
        public static let execute = Self(rawValue: 1)
        public static let write = Self(rawValue: 2)
        public static let writeExecute = Self(rawValue: 3)
        public static let read = Self(rawValue: 4)
        public static let readExecute = Self(rawValue: 5)
        public static let readWrite = Self(rawValue: 6)
        public static let permAll = Self(rawValue: 7)
        public static let names: [Int32: String] = [0: "NONE", 1: "EXECUTE", 2: "WRITE", 3: "WRITE_EXECUTE", 4: "READ", 5: "READ_EXECUTE", 6: "READ_WRITE", 7: "PERM_ALL"]
    }
    public var type: AclEntryProto.AclEntryTypeProto
    public var scope: AclEntryProto.AclEntryScopeProto
    public var permissions: AclEntryProto.FsActionProto
    public var name: String?
    public init(type: AclEntryProto.AclEntryTypeProto, scope: AclEntryProto.AclEntryScopeProto, permissions: AclEntryProto.FsActionProto, name: String? = nil) {
        self.type = type
        self.scope = scope
        self.permissions = permissions
        self.name = name
    }
    public static var messageName: String { "AclEntryProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AclStatusProto: HadoopMessage {
    public var owner: String
    public var group: String
    public var sticky: Bool
    public var entries: [AclEntryProto]
    public var permission: FsPermissionProto?
    public init(owner: String, group: String, sticky: Bool, entries: [AclEntryProto] = [], permission: FsPermissionProto? = nil) {
        self.owner = owner
        self.group = group
        self.sticky = sticky
        self.entries = entries
        self.permission = permission
    }
    public static var messageName: String { "AclStatusProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ModifyAclEntriesRequestProto: HadoopMessage {
    public var src: String
    public var aclSpec: [AclEntryProto]
    public init(src: String, aclSpec: [AclEntryProto] = []) {
        self.src = src
        self.aclSpec = aclSpec
    }
    public static var messageName: String { "ModifyAclEntriesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ModifyAclEntriesResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "ModifyAclEntriesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveAclRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "RemoveAclRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveAclResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "RemoveAclResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveAclEntriesRequestProto: HadoopMessage {
    public var src: String
    public var aclSpec: [AclEntryProto]
    public init(src: String, aclSpec: [AclEntryProto] = []) {
        self.src = src
        self.aclSpec = aclSpec
    }
    public static var messageName: String { "RemoveAclEntriesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveAclEntriesResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "RemoveAclEntriesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveDefaultAclRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "RemoveDefaultAclRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RemoveDefaultAclResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "RemoveDefaultAclResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetAclRequestProto: HadoopMessage {
    public var src: String
    public var aclSpec: [AclEntryProto]
    public init(src: String, aclSpec: [AclEntryProto] = []) {
        self.src = src
        self.aclSpec = aclSpec
    }
    public static var messageName: String { "SetAclRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetAclResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetAclResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetAclStatusRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "GetAclStatusRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetAclStatusResponseProto: HadoopMessage {
    public var result: AclStatusProto
    public init(result: AclStatusProto) {
        self.result = result
    }
    public static var messageName: String { "GetAclStatusResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension FsPermissionProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__FsPermissionProto>) { hadoop__hdfs__fs_permission_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__FsPermissionProto, arena: inout Arena) {
        c.perm = perm
    }
    init(unpacked c: borrowing Hadoop__Hdfs__FsPermissionProto) {
        perm = c.perm
    }
}

extension AclEntryProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AclEntryProto>) { hadoop__hdfs__acl_entry_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AclEntryProto, arena: inout Arena) {
        c.type = Hadoop__Hdfs__AclEntryProto__AclEntryTypeProto(rawValue: UInt32(bitPattern: type.rawValue))
        c.scope = Hadoop__Hdfs__AclEntryProto__AclEntryScopeProto(rawValue: UInt32(bitPattern: scope.rawValue))
        c.permissions = Hadoop__Hdfs__AclEntryProto__FsActionProto(rawValue: UInt32(bitPattern: permissions.rawValue))
        if let nameValue = name {
            c.name = arena.string(nameValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AclEntryProto) {
        type = AclEntryProto.AclEntryTypeProto(rawValue: Int32(bitPattern: c.type.rawValue))
        scope = AclEntryProto.AclEntryScopeProto(rawValue: Int32(bitPattern: c.scope.rawValue))
        permissions = AclEntryProto.FsActionProto(rawValue: Int32(bitPattern: c.permissions.rawValue))
        name = c.name.map { text($0) }
    }
}

extension AclStatusProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AclStatusProto>) { hadoop__hdfs__acl_status_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AclStatusProto, arena: inout Arena) {
        c.owner = arena.string(owner)
        c.group = arena.string(group)
        c.sticky = (sticky ? 1 : 0)
        if !entries.isEmpty {
            c.n_entries = entries.count
            c.entries = arena.messages(entries)
        }
        if let permissionValue = permission {
            c.permission = arena.message(permissionValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AclStatusProto) {
        owner = text(c.owner)
        group = text(c.group)
        sticky = (c.sticky != 0)
        entries = messages(c.n_entries, c.entries)
        permission = c.permission.map { .init(unpacked: $0.pointee) }
    }
}

extension ModifyAclEntriesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ModifyAclEntriesRequestProto>) { hadoop__hdfs__modify_acl_entries_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ModifyAclEntriesRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if !aclSpec.isEmpty {
            c.n_aclspec = aclSpec.count
            c.aclspec = arena.messages(aclSpec)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ModifyAclEntriesRequestProto) {
        src = text(c.src)
        aclSpec = messages(c.n_aclspec, c.aclspec)
    }
}

extension ModifyAclEntriesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ModifyAclEntriesResponseProto>) { hadoop__hdfs__modify_acl_entries_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ModifyAclEntriesResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ModifyAclEntriesResponseProto) {
    }
}

extension RemoveAclRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveAclRequestProto>) { hadoop__hdfs__remove_acl_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveAclRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveAclRequestProto) {
        src = text(c.src)
    }
}

extension RemoveAclResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveAclResponseProto>) { hadoop__hdfs__remove_acl_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveAclResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveAclResponseProto) {
    }
}

extension RemoveAclEntriesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveAclEntriesRequestProto>) { hadoop__hdfs__remove_acl_entries_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveAclEntriesRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if !aclSpec.isEmpty {
            c.n_aclspec = aclSpec.count
            c.aclspec = arena.messages(aclSpec)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveAclEntriesRequestProto) {
        src = text(c.src)
        aclSpec = messages(c.n_aclspec, c.aclspec)
    }
}

extension RemoveAclEntriesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveAclEntriesResponseProto>) { hadoop__hdfs__remove_acl_entries_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveAclEntriesResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveAclEntriesResponseProto) {
    }
}

extension RemoveDefaultAclRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveDefaultAclRequestProto>) { hadoop__hdfs__remove_default_acl_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveDefaultAclRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveDefaultAclRequestProto) {
        src = text(c.src)
    }
}

extension RemoveDefaultAclResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RemoveDefaultAclResponseProto>) { hadoop__hdfs__remove_default_acl_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RemoveDefaultAclResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RemoveDefaultAclResponseProto) {
    }
}

extension SetAclRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetAclRequestProto>) { hadoop__hdfs__set_acl_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetAclRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if !aclSpec.isEmpty {
            c.n_aclspec = aclSpec.count
            c.aclspec = arena.messages(aclSpec)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetAclRequestProto) {
        src = text(c.src)
        aclSpec = messages(c.n_aclspec, c.aclspec)
    }
}

extension SetAclResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetAclResponseProto>) { hadoop__hdfs__set_acl_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetAclResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetAclResponseProto) {
    }
}

extension GetAclStatusRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetAclStatusRequestProto>) { hadoop__hdfs__get_acl_status_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetAclStatusRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetAclStatusRequestProto) {
        src = text(c.src)
    }
}

extension GetAclStatusResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetAclStatusResponseProto>) { hadoop__hdfs__get_acl_status_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetAclStatusResponseProto, arena: inout Arena) {
        c.result = arena.message(result)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetAclStatusResponseProto) {
        result = message(c.result)
    }
}
