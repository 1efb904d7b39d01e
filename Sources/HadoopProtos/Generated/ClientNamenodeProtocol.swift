// swift-format-ignore-file
// Written by Protos/generate from ClientNamenodeProtocol.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct CreateFlagProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let create = Self(rawValue: 1)
    public static let overwrite = Self(rawValue: 2)
    public static let append = Self(rawValue: 4)
    public static let lazyPersist = Self(rawValue: 16)
    public static let newBlock = Self(rawValue: 32)
    public static let shouldReplicate = Self(rawValue: 128)
    public static let names: [Int32: String] = [1: "CREATE", 2: "OVERWRITE", 4: "APPEND", 16: "LAZY_PERSIST", 32: "NEW_BLOCK", 128: "SHOULD_REPLICATE"]
}

public struct AddBlockFlagProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let noLocalWrite = Self(rawValue: 1)
    public static let ignoreClientLocality = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "NO_LOCAL_WRITE", 2: "IGNORE_CLIENT_LOCALITY"]
}

public struct DatanodeReportTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let all = Self(rawValue: 1)
    public static let live = Self(rawValue: 2)
    public static let dead = Self(rawValue: 3)
    public static let decommissioning = Self(rawValue: 4)
    public static let enteringMaintenance = Self(rawValue: 5)
    public static let inMaintenance = Self(rawValue: 6)
    public static let names: [Int32: String] = [1: "ALL", 2: "LIVE", 3: "DEAD", 4: "DECOMMISSIONING", 5: "ENTERING_MAINTENANCE", 6: "IN_MAINTENANCE"]
}

public struct SafeModeActionProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let safemodeLeave = Self(rawValue: 1)
    public static let safemodeEnter = Self(rawValue: 2)
    public static let safemodeGet = Self(rawValue: 3)
    public static let safemodeForceExit = Self(rawValue: 4)
    public static let names: [Int32: String] = [1: "SAFEMODE_LEAVE", 2: "SAFEMODE_ENTER", 3: "SAFEMODE_GET", 4: "SAFEMODE_FORCE_EXIT"]
}

public struct GetBlockLocationsRequestProto: HadoopMessage {
    public var src: String
    public var offset: UInt64
    public var length: UInt64
    public init(src: String, offset: UInt64, length: UInt64) {
        self.src = src
        self.offset = offset
        self.length = length
    }
    public static var messageName: String { "GetBlockLocationsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetBlockLocationsResponseProto: HadoopMessage {
    public var locations: LocatedBlocksProto?
    public init(locations: LocatedBlocksProto? = nil) {
        self.locations = locations
    }
    public static var messageName: String { "GetBlockLocationsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetServerDefaultsRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetServerDefaultsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetServerDefaultsResponseProto: HadoopMessage {
    public var serverDefaults: FsServerDefaultsProto
    public init(serverDefaults: FsServerDefaultsProto) {
        self.serverDefaults = serverDefaults
    }
    public static var messageName: String { "GetServerDefaultsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CreateRequestProto: HadoopMessage {
    public var src: String
    public var masked: FsPermissionProto
    public var clientName: String
    public var createFlag: UInt32
    public var createParent: Bool
    public var replication: UInt32
    public var blockSize: UInt64
    public var cryptoProtocolVersion: [CryptoProtocolVersionProto]
    public var unmasked: FsPermissionProto?
    public var ecPolicyName: String?
    public var storagePolicy: String?
    public init(src: String, masked: FsPermissionProto, clientName: String, createFlag: UInt32, createParent: Bool, replication: UInt32, blockSize: UInt64, cryptoProtocolVersion: [CryptoProtocolVersionProto] = [], unmasked: FsPermissionProto? = nil, ecPolicyName: String? = nil, storagePolicy: String? = nil) {
        self.src = src
        self.masked = masked
        self.clientName = clientName
        self.createFlag = createFlag
        self.createParent = createParent
        self.replication = replication
        self.blockSize = blockSize
        self.cryptoProtocolVersion = cryptoProtocolVersion
        self.unmasked = unmasked
        self.ecPolicyName = ecPolicyName
        self.storagePolicy = storagePolicy
    }
    public static var messageName: String { "CreateRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CreateResponseProto: HadoopMessage {
    public var fs: HdfsFileStatusProto?
    public init(fs: HdfsFileStatusProto? = nil) {
        self.fs = fs
    }
    public static var messageName: String { "CreateResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AppendRequestProto: HadoopMessage {
    public var src: String
    public var clientName: String
    public var flag: UInt32?
    public init(src: String, clientName: String, flag: UInt32? = nil) {
        self.src = src
        self.clientName = clientName
        self.flag = flag
    }
    public static var messageName: String { "AppendRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AppendResponseProto: HadoopMessage {
    public var block: LocatedBlockProto?
    public var stat: HdfsFileStatusProto?
    public init(block: LocatedBlockProto? = nil, stat: HdfsFileStatusProto? = nil) {
        self.block = block
        self.stat = stat
    }
    public static var messageName: String { "AppendResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetReplicationRequestProto: HadoopMessage {
    public var src: String
    public var replication: UInt32
    public init(src: String, replication: UInt32) {
        self.src = src
        self.replication = replication
    }
    public static var messageName: String { "SetReplicationRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetReplicationResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "SetReplicationResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetStoragePolicyRequestProto: HadoopMessage {
    public var src: String
    public var policyName: String
    public init(src: String, policyName: String) {
        self.src = src
        self.policyName = policyName
    }
    public static var messageName: String { "SetStoragePolicyRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetStoragePolicyResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetStoragePolicyResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UnsetStoragePolicyRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "UnsetStoragePolicyRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UnsetStoragePolicyResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "UnsetStoragePolicyResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetStoragePolicyRequestProto: HadoopMessage {
    public var path: String
    public init(path: String) {
        self.path = path
    }
    public static var messageName: String { "GetStoragePolicyRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetStoragePolicyResponseProto: HadoopMessage {
    public var storagePolicy: BlockStoragePolicyProto
    public init(storagePolicy: BlockStoragePolicyProto) {
        self.storagePolicy = storagePolicy
    }
    public static var messageName: String { "GetStoragePolicyResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetStoragePoliciesRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetStoragePoliciesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetStoragePoliciesResponseProto: HadoopMessage {
    public var policies: [BlockStoragePolicyProto]
    public init(policies: [BlockStoragePolicyProto] = []) {
        self.policies = policies
    }
    public static var messageName: String { "GetStoragePoliciesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetPermissionRequestProto: HadoopMessage {
    public var src: String
    public var permission: FsPermissionProto
    public init(src: String, permission: FsPermissionProto) {
        self.src = src
        self.permission = permission
    }
    public static var messageName: String { "SetPermissionRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetPermissionResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetPermissionResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetOwnerRequestProto: HadoopMessage {
    public var src: String
    public var username: String?
    public var groupname: String?
    public init(src: String, username: String? = nil, groupname: String? = nil) {
        self.src = src
        self.username = username
        self.groupname = groupname
    }
    public static var messageName: String { "SetOwnerRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetOwnerResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetOwnerResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AbandonBlockRequestProto: HadoopMessage {
    public var b: ExtendedBlockProto
    public var src: String
    public var holder: String
    public var fileId: UInt64?
    public init(b: ExtendedBlockProto, src: String, holder: String, fileId: UInt64? = nil) {
        self.b = b
        self.src = src
        self.holder = holder
        self.fileId = fileId
    }
    public static var messageName: String { "AbandonBlockRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AbandonBlockResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "AbandonBlockResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AddBlockRequestProto: HadoopMessage {
    public var src: String
    public var clientName: String
    public var previous: ExtendedBlockProto?
    public var excludeNodes: [DatanodeInfoProto]
    public var fileId: UInt64?
    public var favoredNodes: [String]
    public var flags: [AddBlockFlagProto]
    public init(src: String, clientName: String, previous: ExtendedBlockProto? = nil, excludeNodes: [DatanodeInfoProto] = [], fileId: UInt64? = nil, favoredNodes: [String] = [], flags: [AddBlockFlagProto] = []) {
        self.src = src
        self.clientName = clientName
        self.previous = previous
        self.excludeNodes = excludeNodes
        self.fileId = fileId
        self.favoredNodes = favoredNodes
        self.flags = flags
    }
    public static var messageName: String { "AddBlockRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AddBlockResponseProto: HadoopMessage {
    public var block: LocatedBlockProto
    public init(block: LocatedBlockProto) {
        self.block = block
    }
    public static var messageName: String { "AddBlockResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetAdditionalDatanodeRequestProto: HadoopMessage {
    public var src: String
    public var blk: ExtendedBlockProto
    public var existings: [DatanodeInfoProto]
    public var excludes: [DatanodeInfoProto]
    public var numAdditionalNodes: UInt32
    public var clientName: String
    public var existingStorageUuids: [String]
    public var fileId: UInt64?
    public init(src: String, blk: ExtendedBlockProto, existings: [DatanodeInfoProto] = [], excludes: [DatanodeInfoProto] = [], numAdditionalNodes: UInt32, clientName: String, existingStorageUuids: [String] = [], fileId: UInt64? = nil) {
        self.src = src
        self.blk = blk
        self.existings = existings
        self.excludes = excludes
        self.numAdditionalNodes = numAdditionalNodes
        self.clientName = clientName
        self.existingStorageUuids = existingStorageUuids
        self.fileId = fileId
    }
    public static var messageName: String { "GetAdditionalDatanodeRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetAdditionalDatanodeResponseProto: HadoopMessage {
    public var block: LocatedBlockProto
    public init(block: LocatedBlockProto) {
        self.block = block
    }
    public static var messageName: String { "GetAdditionalDatanodeResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CompleteRequestProto: HadoopMessage {
    public var src: String
    public var clientName: String
    public var last: ExtendedBlockProto?
    public var fileId: UInt64?
    public init(src: String, clientName: String, last: ExtendedBlockProto? = nil, fileId: UInt64? = nil) {
        self.src = src
        self.clientName = clientName
        self.last = last
        self.fileId = fileId
    }
    public static var messageName: String { "CompleteRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CompleteResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "CompleteResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ReportBadBlocksRequestProto: HadoopMessage {
    public var blocks: [LocatedBlockProto]
    public init(blocks: [LocatedBlockProto] = []) {
        self.blocks = blocks
    }
    public static var messageName: String { "ReportBadBlocksRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ReportBadBlocksResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "ReportBadBlocksResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ConcatRequestProto: HadoopMessage {
    public var trg: String
    public var srcs: [String]
    public init(trg: String, srcs: [String] = []) {
        self.trg = trg
        self.srcs = srcs
    }
    public static var messageName: String { "ConcatRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ConcatResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "ConcatResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct TruncateRequestProto: HadoopMessage {
    public var src: String
    public var newLength: UInt64
    public var clientName: String
    public init(src: String, newLength: UInt64, clientName: String) {
        self.src = src
        self.newLength = newLength
        self.clientName = clientName
    }
    public static var messageName: String { "TruncateRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct TruncateResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "TruncateResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenameRequestProto: HadoopMessage {
    public var src: String
    public var dst: String
    public init(src: String, dst: String) {
        self.src = src
        self.dst = dst
    }
    public static var messageName: String { "RenameRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenameResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "RenameResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct Rename2RequestProto: HadoopMessage {
    public var src: String
    public var dst: String
    public var overwriteDest: Bool
    public var moveToTrash: Bool?
    public init(src: String, dst: String, overwriteDest: Bool, moveToTrash: Bool? = nil) {
        self.src = src
        self.dst = dst
        self.overwriteDest = overwriteDest
        self.moveToTrash = moveToTrash
    }
    public static var messageName: String { "Rename2RequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct Rename2ResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "Rename2ResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DeleteRequestProto: HadoopMessage {
    public var src: String
    public var recursive: Bool
    public init(src: String, recursive: Bool) {
        self.src = src
        self.recursive = recursive
    }
    public static var messageName: String { "DeleteRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DeleteResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "DeleteResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct MkdirsRequestProto: HadoopMessage {
    public var src: String
    public var masked: FsPermissionProto
    public var createParent: Bool
    public var unmasked: FsPermissionProto?
    public init(src: String, masked: FsPermissionProto, createParent: Bool, unmasked: FsPermissionProto? = nil) {
        self.src = src
        self.masked = masked
        self.createParent = createParent
        self.unmasked = unmasked
    }
    public static var messageName: String { "MkdirsRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct MkdirsResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "MkdirsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetListingRequestProto: HadoopMessage {
    public var src: String
    public var startAfter: [UInt8]
    public var needLocation: Bool
    public init(src: String, startAfter: [UInt8], needLocation: Bool) {
        self.src = src
        self.startAfter = startAfter
        self.needLocation = needLocation
    }
    public static var messageName: String { "GetListingRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetListingResponseProto: HadoopMessage {
    public var dirList: DirectoryListingProto?
    public init(dirList: DirectoryListingProto? = nil) {
        self.dirList = dirList
    }
    public static var messageName: String { "GetListingResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetSnapshottableDirListingRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetSnapshottableDirListingRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetSnapshottableDirListingResponseProto: HadoopMessage {
    public var snapshottableDirList: SnapshottableDirectoryListingProto?
    public init(snapshottableDirList: SnapshottableDirectoryListingProto? = nil) {
        self.snapshottableDirList = snapshottableDirList
    }
    public static var messageName: String { "GetSnapshottableDirListingResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetSnapshotDiffReportRequestProto: HadoopMessage {
    public var snapshotRoot: String
    public var fromSnapshot: String
    public var toSnapshot: String
    public init(snapshotRoot: String, fromSnapshot: String, toSnapshot: String) {
        self.snapshotRoot = snapshotRoot
        self.fromSnapshot = fromSnapshot
        self.toSnapshot = toSnapshot
    }
    public static var messageName: String { "GetSnapshotDiffReportRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetSnapshotDiffReportResponseProto: HadoopMessage {
    public var diffReport: SnapshotDiffReportProto
    public init(diffReport: SnapshotDiffReportProto) {
        self.diffReport = diffReport
    }
    public static var messageName: String { "GetSnapshotDiffReportResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenewLeaseRequestProto: HadoopMessage {
    public var clientName: String
    public init(clientName: String) {
        self.clientName = clientName
    }
    public static var messageName: String { "RenewLeaseRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenewLeaseResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "RenewLeaseResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RecoverLeaseRequestProto: HadoopMessage {
    public var src: String
    public var clientName: String
    public init(src: String, clientName: String) {
        self.src = src
        self.clientName = clientName
    }
    public static var messageName: String { "RecoverLeaseRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RecoverLeaseResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "RecoverLeaseResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetFsStatusRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetFsStatusRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetFsStatsResponseProto: HadoopMessage {
    public var capacity: UInt64
    public var used: UInt64
    public var remaining: UInt64
    public var underReplicated: UInt64
    public var corruptBlocks: UInt64
    public var missingBlocks: UInt64
    public var missingReplOneBlocks: UInt64?
    public var blocksInFuture: UInt64?
    public var pendingDeletionBlocks: UInt64?
    public init(capacity: UInt64, used: UInt64, remaining: UInt64, underReplicated: UInt64, corruptBlocks: UInt64, missingBlocks: UInt64, missingReplOneBlocks: UInt64? = nil, blocksInFuture: UInt64? = nil, pendingDeletionBlocks: UInt64? = nil) {
        self.capacity = capacity
        self.used = used
        self.remaining = remaining
        self.underReplicated = underReplicated
        self.corruptBlocks = corruptBlocks
        self.missingBlocks = missingBlocks
        self.missingReplOneBlocks = missingReplOneBlocks
        self.blocksInFuture = blocksInFuture
        self.pendingDeletionBlocks = pendingDeletionBlocks
    }
    public static var messageName: String { "GetFsStatsResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetDatanodeReportRequestProto: HadoopMessage {
    public var type: DatanodeReportTypeProto
    public init(type: DatanodeReportTypeProto) {
        self.type = type
    }
    public static var messageName: String { "GetDatanodeReportRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetDatanodeReportResponseProto: HadoopMessage {
    public var di: [DatanodeInfoProto]
    public init(di: [DatanodeInfoProto] = []) {
        self.di = di
    }
    public static var messageName: String { "GetDatanodeReportResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetPreferredBlockSizeRequestProto: HadoopMessage {
    public var filename: String
    public init(filename: String) {
        self.filename = filename
    }
    public static var messageName: String { "GetPreferredBlockSizeRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetPreferredBlockSizeResponseProto: HadoopMessage {
    public var bsize: UInt64
    public init(bsize: UInt64) {
        self.bsize = bsize
    }
    public static var messageName: String { "GetPreferredBlockSizeResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetSafeModeRequestProto: HadoopMessage {
    public var action: SafeModeActionProto
    public var checked: Bool?
    public init(action: SafeModeActionProto, checked: Bool? = nil) {
        self.action = action
        self.checked = checked
    }
    public static var messageName: String { "SetSafeModeRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetSafeModeResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "SetSafeModeResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetFileInfoRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "GetFileInfoRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetFileInfoResponseProto: HadoopMessage {
    public var fs: HdfsFileStatusProto?
    public init(fs: HdfsFileStatusProto? = nil) {
        self.fs = fs
    }
    public static var messageName: String { "GetFileInfoResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct IsFileClosedRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "IsFileClosedRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct IsFileClosedResponseProto: HadoopMessage {
    public var result: Bool
    public init(result: Bool) {
        self.result = result
    }
    public static var messageName: String { "IsFileClosedResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetFileLinkInfoRequestProto: HadoopMessage {
    public var src: String
    public init(src: String) {
        self.src = src
    }
    public static var messageName: String { "GetFileLinkInfoRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetFileLinkInfoResponseProto: HadoopMessage {
    public var fs: HdfsFileStatusProto?
    public init(fs: HdfsFileStatusProto? = nil) {
        self.fs = fs
    }
    public static var messageName: String { "GetFileLinkInfoResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContentSummaryRequestProto: HadoopMessage {
    public var path: String
    public init(path: String) {
        self.path = path
    }
    public static var messageName: String { "GetContentSummaryRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetContentSummaryResponseProto: HadoopMessage {
    public var summary: ContentSummaryProto
    public init(summary: ContentSummaryProto) {
        self.summary = summary
    }
    public static var messageName: String { "GetContentSummaryResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetQuotaRequestProto: HadoopMessage {
    public var path: String
    public var namespaceQuota: UInt64
    public var storagespaceQuota: UInt64
    public var storageType: StorageTypeProto?
    public init(path: String, namespaceQuota: UInt64, storagespaceQuota: UInt64, storageType: StorageTypeProto? = nil) {
        self.path = path
        self.namespaceQuota = namespaceQuota
        self.storagespaceQuota = storagespaceQuota
        self.storageType = storageType
    }
    public static var messageName: String { "SetQuotaRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetQuotaResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetQuotaResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FsyncRequestProto: HadoopMessage {
    public var src: String
    public var client: String
    public var lastBlockLength: Int64?
    public var fileId: UInt64?
    public init(src: String, client: String, lastBlockLength: Int64? = nil, fileId: UInt64? = nil) {
        self.src = src
        self.client = client
        self.lastBlockLength = lastBlockLength
        self.fileId = fileId
    }
    public static var messageName: String { "FsyncRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FsyncResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "FsyncResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetTimesRequestProto: HadoopMessage {
    public var src: String
    public var mtime: UInt64
    public var atime: UInt64
    public init(src: String, mtime: UInt64, atime: UInt64) {
        self.src = src
        self.mtime = mtime
        self.atime = atime
    }
    public static var messageName: String { "SetTimesRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SetTimesResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "SetTimesResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CreateSymlinkRequestProto: HadoopMessage {
    public var target: String
    public var link: String
    public var dirPerm: FsPermissionProto
    public var createParent: Bool
    public init(target: String, link: String, dirPerm: FsPermissionProto, createParent: Bool) {
        self.target = target
        self.link = link
        self.dirPerm = dirPerm
        self.createParent = createParent
    }
    public static var messageName: String { "CreateSymlinkRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CreateSymlinkResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "CreateSymlinkResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetLinkTargetRequestProto: HadoopMessage {
    public var path: String
    public init(path: String) {
        self.path = path
    }
    public static var messageName: String { "GetLinkTargetRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetLinkTargetResponseProto: HadoopMessage {
    public var targetPath: String?
    public init(targetPath: String? = nil) {
        self.targetPath = targetPath
    }
    public static var messageName: String { "GetLinkTargetResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateBlockForPipelineRequestProto: HadoopMessage {
    public var block: ExtendedBlockProto
    public var clientName: String
    public init(block: ExtendedBlockProto, clientName: String) {
        self.block = block
        self.clientName = clientName
    }
    public static var messageName: String { "UpdateBlockForPipelineRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdateBlockForPipelineResponseProto: HadoopMessage {
    public var block: LocatedBlockProto
    public init(block: LocatedBlockProto) {
        self.block = block
    }
    public static var messageName: String { "UpdateBlockForPipelineResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdatePipelineRequestProto: HadoopMessage {
    public var clientName: String
    public var oldBlock: ExtendedBlockProto
    public var newBlock: ExtendedBlockProto
    public var newNodes: [DatanodeIDProto]
    public var storageIDs: [String]
    public init(clientName: String, oldBlock: ExtendedBlockProto, newBlock: ExtendedBlockProto, newNodes: [DatanodeIDProto] = [], storageIDs: [String] = []) {
        self.clientName = clientName
        self.oldBlock = oldBlock
        self.newBlock = newBlock
        self.newNodes = newNodes
        self.storageIDs = storageIDs
    }
    public static var messageName: String { "UpdatePipelineRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct UpdatePipelineResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "UpdatePipelineResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetDataEncryptionKeyRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "GetDataEncryptionKeyRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct GetDataEncryptionKeyResponseProto: HadoopMessage {
    public var dataEncryptionKey: DataEncryptionKeyProto?
    public init(dataEncryptionKey: DataEncryptionKeyProto? = nil) {
        self.dataEncryptionKey = dataEncryptionKey
    }
    public static var messageName: String { "GetDataEncryptionKeyResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CreateSnapshotRequestProto: HadoopMessage {
    public var snapshotRoot: String
    public var snapshotName: String?
    public init(snapshotRoot: String, snapshotName: String? = nil) {
        self.snapshotRoot = snapshotRoot
        self.snapshotName = snapshotName
    }
    public static var messageName: String { "CreateSnapshotRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CreateSnapshotResponseProto: HadoopMessage {
    public var snapshotPath: String
    public init(snapshotPath: String) {
        self.snapshotPath = snapshotPath
    }
    public static var messageName: String { "CreateSnapshotResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenameSnapshotRequestProto: HadoopMessage {
    public var snapshotRoot: String
    public var snapshotOldName: String
    public var snapshotNewName: String
    public init(snapshotRoot: String, snapshotOldName: String, snapshotNewName: String) {
        self.snapshotRoot = snapshotRoot
        self.snapshotOldName = snapshotOldName
        self.snapshotNewName = snapshotNewName
    }
    public static var messageName: String { "RenameSnapshotRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RenameSnapshotResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "RenameSnapshotResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AllowSnapshotRequestProto: HadoopMessage {
    public var snapshotRoot: String
    public init(snapshotRoot: String) {
        self.snapshotRoot = snapshotRoot
    }
    public static var messageName: String { "AllowSnapshotRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AllowSnapshotResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "AllowSnapshotResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DisallowSnapshotRequestProto: HadoopMessage {
    public var snapshotRoot: String
    public init(snapshotRoot: String) {
        self.snapshotRoot = snapshotRoot
    }
    public static var messageName: String { "DisallowSnapshotRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DisallowSnapshotResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "DisallowSnapshotResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DeleteSnapshotRequestProto: HadoopMessage {
    public var snapshotRoot: String
    public var snapshotName: String
    public init(snapshotRoot: String, snapshotName: String) {
        self.snapshotRoot = snapshotRoot
        self.snapshotName = snapshotName
    }
    public static var messageName: String { "DeleteSnapshotRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DeleteSnapshotResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "DeleteSnapshotResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CheckAccessRequestProto: HadoopMessage {
    public var path: String
    public var mode: AclEntryProto.FsActionProto
    public init(path: String, mode: AclEntryProto.FsActionProto) {
        self.path = path
        self.mode = mode
    }
    public static var messageName: String { "CheckAccessRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CheckAccessResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "CheckAccessResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct MsyncRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "MsyncRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct MsyncResponseProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "MsyncResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct HAServiceStateRequestProto: HadoopMessage {
    public init() {
    }
    public static var messageName: String { "HAServiceStateRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct HAServiceStateResponseProto: HadoopMessage {
    public var state: HAServiceStateProto
    public init(state: HAServiceStateProto) {
        self.state = state
    }
    public static var messageName: String { "HAServiceStateResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension GetBlockLocationsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetBlockLocationsRequestProto>) { hadoop__hdfs__get_block_locations_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetBlockLocationsRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.offset = offset
        c.length = length
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetBlockLocationsRequestProto) {
        src = text(c.src)
        offset = c.offset
        length = c.length
    }
}

extension GetBlockLocationsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetBlockLocationsResponseProto>) { hadoop__hdfs__get_block_locations_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetBlockLocationsResponseProto, arena: inout Arena) {
        if let locationsValue = locations {
            c.locations = arena.message(locationsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetBlockLocationsResponseProto) {
        locations = c.locations.map { .init(unpacked: $0.pointee) }
    }
}

extension GetServerDefaultsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetServerDefaultsRequestProto>) { hadoop__hdfs__get_server_defaults_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetServerDefaultsRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetServerDefaultsRequestProto) {
    }
}

extension GetServerDefaultsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetServerDefaultsResponseProto>) { hadoop__hdfs__get_server_defaults_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetServerDefaultsResponseProto, arena: inout Arena) {
        c.serverdefaults = arena.message(serverDefaults)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetServerDefaultsResponseProto) {
        serverDefaults = message(c.serverdefaults)
    }
}

extension CreateRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CreateRequestProto>) { hadoop__hdfs__create_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CreateRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.masked = arena.message(masked)
        c.clientname = arena.string(clientName)
        c.createflag = createFlag
        c.createparent = (createParent ? 1 : 0)
        c.replication = replication
        c.blocksize = blockSize
        if !cryptoProtocolVersion.isEmpty {
            c.n_cryptoprotocolversion = cryptoProtocolVersion.count
            c.cryptoprotocolversion = arena.array(cryptoProtocolVersion.map { Hadoop__Hdfs__CryptoProtocolVersionProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if let unmaskedValue = unmasked {
            c.unmasked = arena.message(unmaskedValue)
        }
        if let ecPolicyNameValue = ecPolicyName {
            c.ecpolicyname = arena.string(ecPolicyNameValue)
        }
        if let storagePolicyValue = storagePolicy {
            c.storagepolicy = arena.string(storagePolicyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CreateRequestProto) {
        src = text(c.src)
        masked = message(c.masked)
        clientName = text(c.clientname)
        createFlag = c.createflag
        createParent = (c.createparent != 0)
        replication = c.replication
        blockSize = c.blocksize
        cryptoProtocolVersion = enumerations(c.n_cryptoprotocolversion, c.cryptoprotocolversion)
        unmasked = c.unmasked.map { .init(unpacked: $0.pointee) }
        ecPolicyName = c.ecpolicyname.map { text($0) }
        storagePolicy = c.storagepolicy.map { text($0) }
    }
}

extension CreateResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CreateResponseProto>) { hadoop__hdfs__create_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CreateResponseProto, arena: inout Arena) {
        if let fsValue = fs {
            c.fs = arena.message(fsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CreateResponseProto) {
        fs = c.fs.map { .init(unpacked: $0.pointee) }
    }
}

extension AppendRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AppendRequestProto>) { hadoop__hdfs__append_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AppendRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.clientname = arena.string(clientName)
        if let flagValue = flag {
            c.has_flag = 1
            c.flag = flagValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AppendRequestProto) {
        src = text(c.src)
        clientName = text(c.clientname)
        flag = c.has_flag != 0 ? c.flag : nil
    }
}

extension AppendResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AppendResponseProto>) { hadoop__hdfs__append_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AppendResponseProto, arena: inout Arena) {
        if let blockValue = block {
            c.block = arena.message(blockValue)
        }
        if let statValue = stat {
            c.stat = arena.message(statValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AppendResponseProto) {
        block = c.block.map { .init(unpacked: $0.pointee) }
        stat = c.stat.map { .init(unpacked: $0.pointee) }
    }
}

extension SetReplicationRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetReplicationRequestProto>) { hadoop__hdfs__set_replication_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetReplicationRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.replication = replication
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetReplicationRequestProto) {
        src = text(c.src)
        replication = c.replication
    }
}

extension SetReplicationResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetReplicationResponseProto>) { hadoop__hdfs__set_replication_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetReplicationResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetReplicationResponseProto) {
        result = (c.result != 0)
    }
}

extension SetStoragePolicyRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetStoragePolicyRequestProto>) { hadoop__hdfs__set_storage_policy_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetStoragePolicyRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.policyname = arena.string(policyName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetStoragePolicyRequestProto) {
        src = text(c.src)
        policyName = text(c.policyname)
    }
}

extension SetStoragePolicyResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetStoragePolicyResponseProto>) { hadoop__hdfs__set_storage_policy_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetStoragePolicyResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetStoragePolicyResponseProto) {
    }
}

extension UnsetStoragePolicyRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__UnsetStoragePolicyRequestProto>) { hadoop__hdfs__unset_storage_policy_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__UnsetStoragePolicyRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__UnsetStoragePolicyRequestProto) {
        src = text(c.src)
    }
}

extension UnsetStoragePolicyResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__UnsetStoragePolicyResponseProto>) { hadoop__hdfs__unset_storage_policy_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__UnsetStoragePolicyResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__UnsetStoragePolicyResponseProto) {
    }
}

extension GetStoragePolicyRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetStoragePolicyRequestProto>) { hadoop__hdfs__get_storage_policy_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetStoragePolicyRequestProto, arena: inout Arena) {
        c.path = arena.string(path)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetStoragePolicyRequestProto) {
        path = text(c.path)
    }
}

extension GetStoragePolicyResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetStoragePolicyResponseProto>) { hadoop__hdfs__get_storage_policy_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetStoragePolicyResponseProto, arena: inout Arena) {
        c.storagepolicy = arena.message(storagePolicy)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetStoragePolicyResponseProto) {
        storagePolicy = message(c.storagepolicy)
    }
}

extension GetStoragePoliciesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetStoragePoliciesRequestProto>) { hadoop__hdfs__get_storage_policies_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetStoragePoliciesRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetStoragePoliciesRequestProto) {
    }
}

extension GetStoragePoliciesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetStoragePoliciesResponseProto>) { hadoop__hdfs__get_storage_policies_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetStoragePoliciesResponseProto, arena: inout Arena) {
        if !policies.isEmpty {
            c.n_policies = policies.count
            c.policies = arena.messages(policies)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetStoragePoliciesResponseProto) {
        policies = messages(c.n_policies, c.policies)
    }
}

extension SetPermissionRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetPermissionRequestProto>) { hadoop__hdfs__set_permission_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetPermissionRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.permission = arena.message(permission)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetPermissionRequestProto) {
        src = text(c.src)
        permission = message(c.permission)
    }
}

extension SetPermissionResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetPermissionResponseProto>) { hadoop__hdfs__set_permission_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetPermissionResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetPermissionResponseProto) {
    }
}

extension SetOwnerRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetOwnerRequestProto>) { hadoop__hdfs__set_owner_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetOwnerRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        if let usernameValue = username {
            c.username = arena.string(usernameValue)
        }
        if let groupnameValue = groupname {
            c.groupname = arena.string(groupnameValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetOwnerRequestProto) {
        src = text(c.src)
        username = c.username.map { text($0) }
        groupname = c.groupname.map { text($0) }
    }
}

extension SetOwnerResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetOwnerResponseProto>) { hadoop__hdfs__set_owner_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetOwnerResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetOwnerResponseProto) {
    }
}

extension AbandonBlockRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AbandonBlockRequestProto>) { hadoop__hdfs__abandon_block_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AbandonBlockRequestProto, arena: inout Arena) {
        c.b = arena.message(b)
        c.src = arena.string(src)
        c.holder = arena.string(holder)
        if let fileIdValue = fileId {
            c.has_fileid = 1
            c.fileid = fileIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AbandonBlockRequestProto) {
        b = message(c.b)
        src = text(c.src)
        holder = text(c.holder)
        fileId = c.has_fileid != 0 ? c.fileid : nil
    }
}

extension AbandonBlockResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AbandonBlockResponseProto>) { hadoop__hdfs__abandon_block_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AbandonBlockResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AbandonBlockResponseProto) {
    }
}

extension AddBlockRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AddBlockRequestProto>) { hadoop__hdfs__add_block_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AddBlockRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.clientname = arena.string(clientName)
        if let previousValue = previous {
            c.previous = arena.message(previousValue)
        }
        if !excludeNodes.isEmpty {
            c.n_excludenodes = excludeNodes.count
            c.excludenodes = arena.messages(excludeNodes)
        }
        if let fileIdValue = fileId {
            c.has_fileid = 1
            c.fileid = fileIdValue
        }
        if !favoredNodes.isEmpty {
            c.n_favorednodes = favoredNodes.count
            c.favorednodes = arena.strings(favoredNodes)
        }
        if !flags.isEmpty {
            c.n_flags = flags.count
            c.flags = arena.array(flags.map { Hadoop__Hdfs__AddBlockFlagProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AddBlockRequestProto) {
        src = text(c.src)
        clientName = text(c.clientname)
        previous = c.previous.map { .init(unpacked: $0.pointee) }
        excludeNodes = messages(c.n_excludenodes, c.excludenodes)
        fileId = c.has_fileid != 0 ? c.fileid : nil
        favoredNodes = texts(c.n_favorednodes, c.favorednodes)
        flags = enumerations(c.n_flags, c.flags)
    }
}

extension AddBlockResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AddBlockResponseProto>) { hadoop__hdfs__add_block_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AddBlockResponseProto, arena: inout Arena) {
        c.block = arena.message(block)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AddBlockResponseProto) {
        block = message(c.block)
    }
}

extension GetAdditionalDatanodeRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetAdditionalDatanodeRequestProto>) { hadoop__hdfs__get_additional_datanode_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetAdditionalDatanodeRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.blk = arena.message(blk)
        if !existings.isEmpty {
            c.n_existings = existings.count
            c.existings = arena.messages(existings)
        }
        if !excludes.isEmpty {
            c.n_excludes = excludes.count
            c.excludes = arena.messages(excludes)
        }
        c.numadditionalnodes = numAdditionalNodes
        c.clientname = arena.string(clientName)
        if !existingStorageUuids.isEmpty {
            c.n_existingstorageuuids = existingStorageUuids.count
            c.existingstorageuuids = arena.strings(existingStorageUuids)
        }
        if let fileIdValue = fileId {
            c.has_fileid = 1
            c.fileid = fileIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetAdditionalDatanodeRequestProto) {
        src = text(c.src)
        blk = message(c.blk)
        existings = messages(c.n_existings, c.existings)
        excludes = messages(c.n_excludes, c.excludes)
        numAdditionalNodes = c.numadditionalnodes
        clientName = text(c.clientname)
        existingStorageUuids = texts(c.n_existingstorageuuids, c.existingstorageuuids)
        fileId = c.has_fileid != 0 ? c.fileid : nil
    }
}

extension GetAdditionalDatanodeResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetAdditionalDatanodeResponseProto>) { hadoop__hdfs__get_additional_datanode_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetAdditionalDatanodeResponseProto, arena: inout Arena) {
        c.block = arena.message(block)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetAdditionalDatanodeResponseProto) {
        block = message(c.block)
    }
}

extension CompleteRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CompleteRequestProto>) { hadoop__hdfs__complete_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CompleteRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.clientname = arena.string(clientName)
        if let lastValue = last {
            c.last = arena.message(lastValue)
        }
        if let fileIdValue = fileId {
            c.has_fileid = 1
            c.fileid = fileIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CompleteRequestProto) {
        src = text(c.src)
        clientName = text(c.clientname)
        last = c.last.map { .init(unpacked: $0.pointee) }
        fileId = c.has_fileid != 0 ? c.fileid : nil
    }
}

extension CompleteResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CompleteResponseProto>) { hadoop__hdfs__complete_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CompleteResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CompleteResponseProto) {
        result = (c.result != 0)
    }
}

extension ReportBadBlocksRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ReportBadBlocksRequestProto>) { hadoop__hdfs__report_bad_blocks_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ReportBadBlocksRequestProto, arena: inout Arena) {
        if !blocks.isEmpty {
            c.n_blocks = blocks.count
            c.blocks = arena.messages(blocks)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ReportBadBlocksRequestProto) {
        blocks = messages(c.n_blocks, c.blocks)
    }
}

extension ReportBadBlocksResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ReportBadBlocksResponseProto>) { hadoop__hdfs__report_bad_blocks_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ReportBadBlocksResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ReportBadBlocksResponseProto) {
    }
}

extension ConcatRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ConcatRequestProto>) { hadoop__hdfs__concat_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ConcatRequestProto, arena: inout Arena) {
        c.trg = arena.string(trg)
        if !srcs.isEmpty {
            c.n_srcs = srcs.count
            c.srcs = arena.strings(srcs)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ConcatRequestProto) {
        trg = text(c.trg)
        srcs = texts(c.n_srcs, c.srcs)
    }
}

extension ConcatResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ConcatResponseProto>) { hadoop__hdfs__concat_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ConcatResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ConcatResponseProto) {
    }
}

extension TruncateRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__TruncateRequestProto>) { hadoop__hdfs__truncate_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__TruncateRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.newlength = newLength
        c.clientname = arena.string(clientName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__TruncateRequestProto) {
        src = text(c.src)
        newLength = c.newlength
        clientName = text(c.clientname)
    }
}

extension TruncateResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__TruncateResponseProto>) { hadoop__hdfs__truncate_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__TruncateResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__TruncateResponseProto) {
        result = (c.result != 0)
    }
}

extension RenameRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RenameRequestProto>) { hadoop__hdfs__rename_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RenameRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.dst = arena.string(dst)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RenameRequestProto) {
        src = text(c.src)
        dst = text(c.dst)
    }
}

extension RenameResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RenameResponseProto>) { hadoop__hdfs__rename_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RenameResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RenameResponseProto) {
        result = (c.result != 0)
    }
}

extension Rename2RequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__Rename2RequestProto>) { hadoop__hdfs__rename2_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__Rename2RequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.dst = arena.string(dst)
        c.overwritedest = (overwriteDest ? 1 : 0)
        if let moveToTrashValue = moveToTrash {
            c.has_movetotrash = 1
            c.movetotrash = (moveToTrashValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__Rename2RequestProto) {
        src = text(c.src)
        dst = text(c.dst)
        overwriteDest = (c.overwritedest != 0)
        moveToTrash = c.has_movetotrash != 0 ? (c.movetotrash != 0) : nil
    }
}

extension Rename2ResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__Rename2ResponseProto>) { hadoop__hdfs__rename2_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__Rename2ResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__Rename2ResponseProto) {
    }
}

extension DeleteRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DeleteRequestProto>) { hadoop__hdfs__delete_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DeleteRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.recursive = (recursive ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DeleteRequestProto) {
        src = text(c.src)
        recursive = (c.recursive != 0)
    }
}

extension DeleteResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DeleteResponseProto>) { hadoop__hdfs__delete_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DeleteResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DeleteResponseProto) {
        result = (c.result != 0)
    }
}

extension MkdirsRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__MkdirsRequestProto>) { hadoop__hdfs__mkdirs_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__MkdirsRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.masked = arena.message(masked)
        c.createparent = (createParent ? 1 : 0)
        if let unmaskedValue = unmasked {
            c.unmasked = arena.message(unmaskedValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__MkdirsRequestProto) {
        src = text(c.src)
        masked = message(c.masked)
        createParent = (c.createparent != 0)
        unmasked = c.unmasked.map { .init(unpacked: $0.pointee) }
    }
}

extension MkdirsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__MkdirsResponseProto>) { hadoop__hdfs__mkdirs_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__MkdirsResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__MkdirsResponseProto) {
        result = (c.result != 0)
    }
}

extension GetListingRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetListingRequestProto>) { hadoop__hdfs__get_listing_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetListingRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.startafter = arena.bytes(startAfter)
        c.needlocation = (needLocation ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetListingRequestProto) {
        src = text(c.src)
        startAfter = bytes(c.startafter)
        needLocation = (c.needlocation != 0)
    }
}

extension GetListingResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetListingResponseProto>) { hadoop__hdfs__get_listing_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetListingResponseProto, arena: inout Arena) {
        if let dirListValue = dirList {
            c.dirlist = arena.message(dirListValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetListingResponseProto) {
        dirList = c.dirlist.map { .init(unpacked: $0.pointee) }
    }
}

extension GetSnapshottableDirListingRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetSnapshottableDirListingRequestProto>) { hadoop__hdfs__get_snapshottable_dir_listing_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetSnapshottableDirListingRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetSnapshottableDirListingRequestProto) {
    }
}

extension GetSnapshottableDirListingResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetSnapshottableDirListingResponseProto>) { hadoop__hdfs__get_snapshottable_dir_listing_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetSnapshottableDirListingResponseProto, arena: inout Arena) {
        if let snapshottableDirListValue = snapshottableDirList {
            c.snapshottabledirlist = arena.message(snapshottableDirListValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetSnapshottableDirListingResponseProto) {
        snapshottableDirList = c.snapshottabledirlist.map { .init(unpacked: $0.pointee) }
    }
}

extension GetSnapshotDiffReportRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetSnapshotDiffReportRequestProto>) { hadoop__hdfs__get_snapshot_diff_report_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetSnapshotDiffReportRequestProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
        c.fromsnapshot = arena.string(fromSnapshot)
        c.tosnapshot = arena.string(toSnapshot)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetSnapshotDiffReportRequestProto) {
        snapshotRoot = text(c.snapshotroot)
        fromSnapshot = text(c.fromsnapshot)
        toSnapshot = text(c.tosnapshot)
    }
}

extension GetSnapshotDiffReportResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetSnapshotDiffReportResponseProto>) { hadoop__hdfs__get_snapshot_diff_report_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetSnapshotDiffReportResponseProto, arena: inout Arena) {
        c.diffreport = arena.message(diffReport)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetSnapshotDiffReportResponseProto) {
        diffReport = message(c.diffreport)
    }
}

extension RenewLeaseRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RenewLeaseRequestProto>) { hadoop__hdfs__renew_lease_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RenewLeaseRequestProto, arena: inout Arena) {
        c.clientname = arena.string(clientName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RenewLeaseRequestProto) {
        clientName = text(c.clientname)
    }
}

extension RenewLeaseResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RenewLeaseResponseProto>) { hadoop__hdfs__renew_lease_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RenewLeaseResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RenewLeaseResponseProto) {
    }
}

extension RecoverLeaseRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RecoverLeaseRequestProto>) { hadoop__hdfs__recover_lease_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RecoverLeaseRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.clientname = arena.string(clientName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RecoverLeaseRequestProto) {
        src = text(c.src)
        clientName = text(c.clientname)
    }
}

extension RecoverLeaseResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RecoverLeaseResponseProto>) { hadoop__hdfs__recover_lease_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RecoverLeaseResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RecoverLeaseResponseProto) {
        result = (c.result != 0)
    }
}

extension GetFsStatusRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetFsStatusRequestProto>) { hadoop__hdfs__get_fs_status_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetFsStatusRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetFsStatusRequestProto) {
    }
}

extension GetFsStatsResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetFsStatsResponseProto>) { hadoop__hdfs__get_fs_stats_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetFsStatsResponseProto, arena: inout Arena) {
        c.capacity = capacity
        c.used = used
        c.remaining = remaining
        c.under_replicated = underReplicated
        c.corrupt_blocks = corruptBlocks
        c.missing_blocks = missingBlocks
        if let missingReplOneBlocksValue = missingReplOneBlocks {
            c.has_missing_repl_one_blocks = 1
            c.missing_repl_one_blocks = missingReplOneBlocksValue
        }
        if let blocksInFutureValue = blocksInFuture {
            c.has_blocks_in_future = 1
            c.blocks_in_future = blocksInFutureValue
        }
        if let pendingDeletionBlocksValue = pendingDeletionBlocks {
            c.has_pending_deletion_blocks = 1
            c.pending_deletion_blocks = pendingDeletionBlocksValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetFsStatsResponseProto) {
        capacity = c.capacity
        used = c.used
        remaining = c.remaining
        underReplicated = c.under_replicated
        corruptBlocks = c.corrupt_blocks
        missingBlocks = c.missing_blocks
        missingReplOneBlocks = c.has_missing_repl_one_blocks != 0 ? c.missing_repl_one_blocks : nil
        blocksInFuture = c.has_blocks_in_future != 0 ? c.blocks_in_future : nil
        pendingDeletionBlocks = c.has_pending_deletion_blocks != 0 ? c.pending_deletion_blocks : nil
    }
}

extension GetDatanodeReportRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetDatanodeReportRequestProto>) { hadoop__hdfs__get_datanode_report_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetDatanodeReportRequestProto, arena: inout Arena) {
        c.type = Hadoop__Hdfs__DatanodeReportTypeProto(rawValue: UInt32(bitPattern: type.rawValue))
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetDatanodeReportRequestProto) {
        type = DatanodeReportTypeProto(rawValue: Int32(bitPattern: c.type.rawValue))
    }
}

extension GetDatanodeReportResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetDatanodeReportResponseProto>) { hadoop__hdfs__get_datanode_report_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetDatanodeReportResponseProto, arena: inout Arena) {
        if !di.isEmpty {
            c.n_di = di.count
            c.di = arena.messages(di)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetDatanodeReportResponseProto) {
        di = messages(c.n_di, c.di)
    }
}

extension GetPreferredBlockSizeRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetPreferredBlockSizeRequestProto>) { hadoop__hdfs__get_preferred_block_size_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetPreferredBlockSizeRequestProto, arena: inout Arena) {
        c.filename = arena.string(filename)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetPreferredBlockSizeRequestProto) {
        filename = text(c.filename)
    }
}

extension GetPreferredBlockSizeResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetPreferredBlockSizeResponseProto>) { hadoop__hdfs__get_preferred_block_size_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetPreferredBlockSizeResponseProto, arena: inout Arena) {
        c.bsize = bsize
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetPreferredBlockSizeResponseProto) {
        bsize = c.bsize
    }
}

extension SetSafeModeRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetSafeModeRequestProto>) { hadoop__hdfs__set_safe_mode_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetSafeModeRequestProto, arena: inout Arena) {
        c.action = Hadoop__Hdfs__SafeModeActionProto(rawValue: UInt32(bitPattern: action.rawValue))
        if let checkedValue = checked {
            c.has_checked = 1
            c.checked = (checkedValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetSafeModeRequestProto) {
        action = SafeModeActionProto(rawValue: Int32(bitPattern: c.action.rawValue))
        checked = c.has_checked != 0 ? (c.checked != 0) : nil
    }
}

extension SetSafeModeResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetSafeModeResponseProto>) { hadoop__hdfs__set_safe_mode_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetSafeModeResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetSafeModeResponseProto) {
        result = (c.result != 0)
    }
}

extension GetFileInfoRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetFileInfoRequestProto>) { hadoop__hdfs__get_file_info_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetFileInfoRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetFileInfoRequestProto) {
        src = text(c.src)
    }
}

extension GetFileInfoResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetFileInfoResponseProto>) { hadoop__hdfs__get_file_info_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetFileInfoResponseProto, arena: inout Arena) {
        if let fsValue = fs {
            c.fs = arena.message(fsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetFileInfoResponseProto) {
        fs = c.fs.map { .init(unpacked: $0.pointee) }
    }
}

extension IsFileClosedRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__IsFileClosedRequestProto>) { hadoop__hdfs__is_file_closed_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__IsFileClosedRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__IsFileClosedRequestProto) {
        src = text(c.src)
    }
}

extension IsFileClosedResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__IsFileClosedResponseProto>) { hadoop__hdfs__is_file_closed_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__IsFileClosedResponseProto, arena: inout Arena) {
        c.result = (result ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__IsFileClosedResponseProto) {
        result = (c.result != 0)
    }
}

extension GetFileLinkInfoRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetFileLinkInfoRequestProto>) { hadoop__hdfs__get_file_link_info_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetFileLinkInfoRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetFileLinkInfoRequestProto) {
        src = text(c.src)
    }
}

extension GetFileLinkInfoResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetFileLinkInfoResponseProto>) { hadoop__hdfs__get_file_link_info_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetFileLinkInfoResponseProto, arena: inout Arena) {
        if let fsValue = fs {
            c.fs = arena.message(fsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetFileLinkInfoResponseProto) {
        fs = c.fs.map { .init(unpacked: $0.pointee) }
    }
}

extension GetContentSummaryRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetContentSummaryRequestProto>) { hadoop__hdfs__get_content_summary_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetContentSummaryRequestProto, arena: inout Arena) {
        c.path = arena.string(path)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetContentSummaryRequestProto) {
        path = text(c.path)
    }
}

extension GetContentSummaryResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetContentSummaryResponseProto>) { hadoop__hdfs__get_content_summary_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetContentSummaryResponseProto, arena: inout Arena) {
        c.summary = arena.message(summary)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetContentSummaryResponseProto) {
        summary = message(c.summary)
    }
}

extension SetQuotaRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetQuotaRequestProto>) { hadoop__hdfs__set_quota_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetQuotaRequestProto, arena: inout Arena) {
        c.path = arena.string(path)
        c.namespacequota = namespaceQuota
        c.storagespacequota = storagespaceQuota
        if let storageTypeValue = storageType {
            c.has_storagetype = 1
            c.storagetype = Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: storageTypeValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetQuotaRequestProto) {
        path = text(c.path)
        namespaceQuota = c.namespacequota
        storagespaceQuota = c.storagespacequota
        storageType = c.has_storagetype != 0 ? StorageTypeProto(rawValue: Int32(bitPattern: c.storagetype.rawValue)) : nil
    }
}

extension SetQuotaResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetQuotaResponseProto>) { hadoop__hdfs__set_quota_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetQuotaResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetQuotaResponseProto) {
    }
}

extension FsyncRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__FsyncRequestProto>) { hadoop__hdfs__fsync_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__FsyncRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.client = arena.string(client)
        if let lastBlockLengthValue = lastBlockLength {
            c.has_lastblocklength = 1
            c.lastblocklength = lastBlockLengthValue
        }
        if let fileIdValue = fileId {
            c.has_fileid = 1
            c.fileid = fileIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__FsyncRequestProto) {
        src = text(c.src)
        client = text(c.client)
        lastBlockLength = c.has_lastblocklength != 0 ? c.lastblocklength : nil
        fileId = c.has_fileid != 0 ? c.fileid : nil
    }
}

extension FsyncResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__FsyncResponseProto>) { hadoop__hdfs__fsync_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__FsyncResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__FsyncResponseProto) {
    }
}

extension SetTimesRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetTimesRequestProto>) { hadoop__hdfs__set_times_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetTimesRequestProto, arena: inout Arena) {
        c.src = arena.string(src)
        c.mtime = mtime
        c.atime = atime
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetTimesRequestProto) {
        src = text(c.src)
        mtime = c.mtime
        atime = c.atime
    }
}

extension SetTimesResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SetTimesResponseProto>) { hadoop__hdfs__set_times_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SetTimesResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SetTimesResponseProto) {
    }
}

extension CreateSymlinkRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CreateSymlinkRequestProto>) { hadoop__hdfs__create_symlink_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CreateSymlinkRequestProto, arena: inout Arena) {
        c.target = arena.string(target)
        c.link = arena.string(link)
        c.dirperm = arena.message(dirPerm)
        c.createparent = (createParent ? 1 : 0)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CreateSymlinkRequestProto) {
        target = text(c.target)
        link = text(c.link)
        dirPerm = message(c.dirperm)
        createParent = (c.createparent != 0)
    }
}

extension CreateSymlinkResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CreateSymlinkResponseProto>) { hadoop__hdfs__create_symlink_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CreateSymlinkResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CreateSymlinkResponseProto) {
    }
}

extension GetLinkTargetRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetLinkTargetRequestProto>) { hadoop__hdfs__get_link_target_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetLinkTargetRequestProto, arena: inout Arena) {
        c.path = arena.string(path)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetLinkTargetRequestProto) {
        path = text(c.path)
    }
}

extension GetLinkTargetResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetLinkTargetResponseProto>) { hadoop__hdfs__get_link_target_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetLinkTargetResponseProto, arena: inout Arena) {
        if let targetPathValue = targetPath {
            c.targetpath = arena.string(targetPathValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetLinkTargetResponseProto) {
        targetPath = c.targetpath.map { text($0) }
    }
}

extension UpdateBlockForPipelineRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__UpdateBlockForPipelineRequestProto>) { hadoop__hdfs__update_block_for_pipeline_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__UpdateBlockForPipelineRequestProto, arena: inout Arena) {
        c.block = arena.message(block)
        c.clientname = arena.string(clientName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__UpdateBlockForPipelineRequestProto) {
        block = message(c.block)
        clientName = text(c.clientname)
    }
}

extension UpdateBlockForPipelineResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__UpdateBlockForPipelineResponseProto>) { hadoop__hdfs__update_block_for_pipeline_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__UpdateBlockForPipelineResponseProto, arena: inout Arena) {
        c.block = arena.message(block)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__UpdateBlockForPipelineResponseProto) {
        block = message(c.block)
    }
}

extension UpdatePipelineRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__UpdatePipelineRequestProto>) { hadoop__hdfs__update_pipeline_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__UpdatePipelineRequestProto, arena: inout Arena) {
        c.clientname = arena.string(clientName)
        c.oldblock = arena.message(oldBlock)
        c.newblock = arena.message(newBlock)
        if !newNodes.isEmpty {
            c.n_newnodes = newNodes.count
            c.newnodes = arena.messages(newNodes)
        }
        if !storageIDs.isEmpty {
            c.n_storageids = storageIDs.count
            c.storageids = arena.strings(storageIDs)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__UpdatePipelineRequestProto) {
        clientName = text(c.clientname)
        oldBlock = message(c.oldblock)
        newBlock = message(c.newblock)
        newNodes = messages(c.n_newnodes, c.newnodes)
        storageIDs = texts(c.n_storageids, c.storageids)
    }
}

extension UpdatePipelineResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__UpdatePipelineResponseProto>) { hadoop__hdfs__update_pipeline_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__UpdatePipelineResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__UpdatePipelineResponseProto) {
    }
}

extension GetDataEncryptionKeyRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetDataEncryptionKeyRequestProto>) { hadoop__hdfs__get_data_encryption_key_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetDataEncryptionKeyRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetDataEncryptionKeyRequestProto) {
    }
}

extension GetDataEncryptionKeyResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__GetDataEncryptionKeyResponseProto>) { hadoop__hdfs__get_data_encryption_key_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__GetDataEncryptionKeyResponseProto, arena: inout Arena) {
        if let dataEncryptionKeyValue = dataEncryptionKey {
            c.dataencryptionkey = arena.message(dataEncryptionKeyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__GetDataEncryptionKeyResponseProto) {
        dataEncryptionKey = c.dataencryptionkey.map { .init(unpacked: $0.pointee) }
    }
}

extension CreateSnapshotRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CreateSnapshotRequestProto>) { hadoop__hdfs__create_snapshot_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CreateSnapshotRequestProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
        if let snapshotNameValue = snapshotName {
            c.snapshotname = arena.string(snapshotNameValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CreateSnapshotRequestProto) {
        snapshotRoot = text(c.snapshotroot)
        snapshotName = c.snapshotname.map { text($0) }
    }
}

extension CreateSnapshotResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CreateSnapshotResponseProto>) { hadoop__hdfs__create_snapshot_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CreateSnapshotResponseProto, arena: inout Arena) {
        c.snapshotpath = arena.string(snapshotPath)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CreateSnapshotResponseProto) {
        snapshotPath = text(c.snapshotpath)
    }
}

extension RenameSnapshotRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RenameSnapshotRequestProto>) { hadoop__hdfs__rename_snapshot_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RenameSnapshotRequestProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
        c.snapshotoldname = arena.string(snapshotOldName)
        c.snapshotnewname = arena.string(snapshotNewName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RenameSnapshotRequestProto) {
        snapshotRoot = text(c.snapshotroot)
        snapshotOldName = text(c.snapshotoldname)
        snapshotNewName = text(c.snapshotnewname)
    }
}

extension RenameSnapshotResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__RenameSnapshotResponseProto>) { hadoop__hdfs__rename_snapshot_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__RenameSnapshotResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__RenameSnapshotResponseProto) {
    }
}

extension AllowSnapshotRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AllowSnapshotRequestProto>) { hadoop__hdfs__allow_snapshot_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AllowSnapshotRequestProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AllowSnapshotRequestProto) {
        snapshotRoot = text(c.snapshotroot)
    }
}

extension AllowSnapshotResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__AllowSnapshotResponseProto>) { hadoop__hdfs__allow_snapshot_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__AllowSnapshotResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__AllowSnapshotResponseProto) {
    }
}

extension DisallowSnapshotRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DisallowSnapshotRequestProto>) { hadoop__hdfs__disallow_snapshot_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DisallowSnapshotRequestProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DisallowSnapshotRequestProto) {
        snapshotRoot = text(c.snapshotroot)
    }
}

extension DisallowSnapshotResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DisallowSnapshotResponseProto>) { hadoop__hdfs__disallow_snapshot_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DisallowSnapshotResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DisallowSnapshotResponseProto) {
    }
}

extension DeleteSnapshotRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DeleteSnapshotRequestProto>) { hadoop__hdfs__delete_snapshot_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DeleteSnapshotRequestProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
        c.snapshotname = arena.string(snapshotName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DeleteSnapshotRequestProto) {
        snapshotRoot = text(c.snapshotroot)
        snapshotName = text(c.snapshotname)
    }
}

extension DeleteSnapshotResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DeleteSnapshotResponseProto>) { hadoop__hdfs__delete_snapshot_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DeleteSnapshotResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DeleteSnapshotResponseProto) {
    }
}

extension CheckAccessRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CheckAccessRequestProto>) { hadoop__hdfs__check_access_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CheckAccessRequestProto, arena: inout Arena) {
        c.path = arena.string(path)
        c.mode = Hadoop__Hdfs__AclEntryProto__FsActionProto(rawValue: UInt32(bitPattern: mode.rawValue))
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CheckAccessRequestProto) {
        path = text(c.path)
        mode = AclEntryProto.FsActionProto(rawValue: Int32(bitPattern: c.mode.rawValue))
    }
}

extension CheckAccessResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CheckAccessResponseProto>) { hadoop__hdfs__check_access_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CheckAccessResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CheckAccessResponseProto) {
    }
}

extension MsyncRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__MsyncRequestProto>) { hadoop__hdfs__msync_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__MsyncRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__MsyncRequestProto) {
    }
}

extension MsyncResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__MsyncResponseProto>) { hadoop__hdfs__msync_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__MsyncResponseProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__MsyncResponseProto) {
    }
}

extension HAServiceStateRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__HAServiceStateRequestProto>) { hadoop__hdfs__haservice_state_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__HAServiceStateRequestProto, arena: inout Arena) {
    }
    init(unpacked c: borrowing Hadoop__Hdfs__HAServiceStateRequestProto) {
    }
}

extension HAServiceStateResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__HAServiceStateResponseProto>) { hadoop__hdfs__haservice_state_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__HAServiceStateResponseProto, arena: inout Arena) {
        c.state = Hadoop__Common__HAServiceStateProto(rawValue: UInt32(bitPattern: state.rawValue))
    }
    init(unpacked c: borrowing Hadoop__Hdfs__HAServiceStateResponseProto) {
        state = HAServiceStateProto(rawValue: Int32(bitPattern: c.state.rawValue))
    }
}
