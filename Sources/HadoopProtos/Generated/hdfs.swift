// swift-format-ignore-file
// Written by Protos/generate from hdfs.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct StorageTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let disk = Self(rawValue: 1)
    public static let ssd = Self(rawValue: 2)
    public static let archive = Self(rawValue: 3)
    public static let ramDisk = Self(rawValue: 4)
    public static let provided = Self(rawValue: 5)
    public static let names: [Int32: String] = [1: "DISK", 2: "SSD", 3: "ARCHIVE", 4: "RAM_DISK", 5: "PROVIDED"]
}

public struct CipherSuiteProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let unknown = Self(rawValue: 1)
    public static let aesCtrNopadding = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "UNKNOWN", 2: "AES_CTR_NOPADDING"]
}

public struct CryptoProtocolVersionProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let unknownProtocolVersion = Self(rawValue: 1)
    public static let encryptionZones = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "UNKNOWN_PROTOCOL_VERSION", 2: "ENCRYPTION_ZONES"]
}

public struct ErasureCodingPolicyState: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let disabled = Self(rawValue: 1)
    public static let enabled = Self(rawValue: 2)
    public static let removed = Self(rawValue: 3)
    public static let names: [Int32: String] = [1: "DISABLED", 2: "ENABLED", 3: "REMOVED"]
}

public struct ChecksumTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let checksumNull = Self(rawValue: 0)
    public static let checksumCrc32 = Self(rawValue: 1)
    public static let checksumCrc32c = Self(rawValue: 2)
    public static let names: [Int32: String] = [0: "CHECKSUM_NULL", 1: "CHECKSUM_CRC32", 2: "CHECKSUM_CRC32C"]
}

public struct BlockChecksumTypeProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let md5crc = Self(rawValue: 1)
    public static let compositeCrc = Self(rawValue: 2)
    public static let names: [Int32: String] = [1: "MD5CRC", 2: "COMPOSITE_CRC"]
}

public struct ExtendedBlockProto: HadoopMessage {
    public var poolId: String
    public var blockId: UInt64
    public var generationStamp: UInt64
    public var numBytes: UInt64?
    public init(poolId: String, blockId: UInt64, generationStamp: UInt64, numBytes: UInt64? = nil) {
        self.poolId = poolId
        self.blockId = blockId
        self.generationStamp = generationStamp
        self.numBytes = numBytes
    }
    public static var messageName: String { "ExtendedBlockProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DatanodeIDProto: HadoopMessage {
    public var ipAddr: String
    public var hostName: String
    public var datanodeUuid: String
    public var xferPort: UInt32
    public var infoPort: UInt32
    public var ipcPort: UInt32
    public var infoSecurePort: UInt32?
    public init(ipAddr: String, hostName: String, datanodeUuid: String, xferPort: UInt32, infoPort: UInt32, ipcPort: UInt32, infoSecurePort: UInt32? = nil) {
        self.ipAddr = ipAddr
        self.hostName = hostName
        self.datanodeUuid = datanodeUuid
        self.xferPort = xferPort
        self.infoPort = infoPort
        self.ipcPort = ipcPort
        self.infoSecurePort = infoSecurePort
    }
    public static var messageName: String { "DatanodeIDProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DatanodeInfoProto: HadoopMessage {
    public struct AdminState: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let normal = Self(rawValue: 0)
        public static let decommissionInprogress = Self(rawValue: 1)
        public static let decommissioned = Self(rawValue: 2)
        public static let enteringMaintenance = Self(rawValue: 3)
        public static let inMaintenance = Self(rawValue: 4)
        public static let names: [Int32: String] = [0: "NORMAL", 1: "DECOMMISSION_INPROGRESS", 2: "DECOMMISSIONED", 3: "ENTERING_MAINTENANCE", 4: "IN_MAINTENANCE"]
    }
    public var id: DatanodeIDProto
    public var capacity: UInt64?
    public var dfsUsed: UInt64?
    public var remaining: UInt64?
    public var blockPoolUsed: UInt64?
    public var lastUpdate: UInt64?
    public var xceiverCount: UInt32?
    public var location: String?
    public var nonDfsUsed: UInt64?
    public var adminState: DatanodeInfoProto.AdminState?
    public var cacheCapacity: UInt64?
    public var cacheUsed: UInt64?
    public var lastUpdateMonotonic: UInt64?
    public var upgradeDomain: String?
    public var lastBlockReportTime: UInt64?
    public var lastBlockReportMonotonic: UInt64?
    public var numBlocks: UInt32?
    public init(id: DatanodeIDProto, capacity: UInt64? = nil, dfsUsed: UInt64? = nil, remaining: UInt64? = nil, blockPoolUsed: UInt64? = nil, lastUpdate: UInt64? = nil, xceiverCount: UInt32? = nil, location: String? = nil, nonDfsUsed: UInt64? = nil, adminState: DatanodeInfoProto.AdminState? = nil, cacheCapacity: UInt64? = nil, cacheUsed: UInt64? = nil, lastUpdateMonotonic: UInt64? = nil, upgradeDomain: String? = nil, lastBlockReportTime: UInt64? = nil, lastBlockReportMonotonic: UInt64? = nil, numBlocks: UInt32? = nil) {
        self.id = id
        self.capacity = capacity
        self.dfsUsed = dfsUsed
        self.remaining = remaining
        self.blockPoolUsed = blockPoolUsed
        self.lastUpdate = lastUpdate
        self.xceiverCount = xceiverCount
        self.location = location
        self.nonDfsUsed = nonDfsUsed
        self.adminState = adminState
        self.cacheCapacity = cacheCapacity
        self.cacheUsed = cacheUsed
        self.lastUpdateMonotonic = lastUpdateMonotonic
        self.upgradeDomain = upgradeDomain
        self.lastBlockReportTime = lastBlockReportTime
        self.lastBlockReportMonotonic = lastBlockReportMonotonic
        self.numBlocks = numBlocks
    }
    public static var messageName: String { "DatanodeInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContentSummaryProto: HadoopMessage {
    public var length: UInt64
    public var fileCount: UInt64
    public var directoryCount: UInt64
    public var quota: UInt64
    public var spaceConsumed: UInt64
    public var spaceQuota: UInt64
    public var typeQuotaInfos: StorageTypeQuotaInfosProto?
    public var snapshotLength: UInt64?
    public var snapshotFileCount: UInt64?
    public var snapshotDirectoryCount: UInt64?
    public var snapshotSpaceConsumed: UInt64?
    public var erasureCodingPolicy: String?
    public init(length: UInt64, fileCount: UInt64, directoryCount: UInt64, quota: UInt64, spaceConsumed: UInt64, spaceQuota: UInt64, typeQuotaInfos: StorageTypeQuotaInfosProto? = nil, snapshotLength: UInt64? = nil, snapshotFileCount: UInt64? = nil, snapshotDirectoryCount: UInt64? = nil, snapshotSpaceConsumed: UInt64? = nil, erasureCodingPolicy: String? = nil) {
        self.length = length
        self.fileCount = fileCount
        self.directoryCount = directoryCount
        self.quota = quota
        self.spaceConsumed = spaceConsumed
        self.spaceQuota = spaceQuota
        self.typeQuotaInfos = typeQuotaInfos
        self.snapshotLength = snapshotLength
        self.snapshotFileCount = snapshotFileCount
        self.snapshotDirectoryCount = snapshotDirectoryCount
        self.snapshotSpaceConsumed = snapshotSpaceConsumed
        self.erasureCodingPolicy = erasureCodingPolicy
    }
    public static var messageName: String { "ContentSummaryProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StorageTypeQuotaInfosProto: HadoopMessage {
    public var typeQuotaInfo: [StorageTypeQuotaInfoProto]
    public init(typeQuotaInfo: [StorageTypeQuotaInfoProto] = []) {
        self.typeQuotaInfo = typeQuotaInfo
    }
    public static var messageName: String { "StorageTypeQuotaInfosProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StorageTypeQuotaInfoProto: HadoopMessage {
    public var type: StorageTypeProto?
    public var quota: UInt64
    public var consumed: UInt64
    public init(type: StorageTypeProto? = nil, quota: UInt64, consumed: UInt64) {
        self.type = type
        self.quota = quota
        self.consumed = consumed
    }
    public static var messageName: String { "StorageTypeQuotaInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct StorageTypesProto: HadoopMessage {
    public var storageTypes: [StorageTypeProto]
    public init(storageTypes: [StorageTypeProto] = []) {
        self.storageTypes = storageTypes
    }
    public static var messageName: String { "StorageTypesProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct BlockStoragePolicyProto: HadoopMessage {
    public var policyId: UInt32
    public var name: String
    public var creationPolicy: StorageTypesProto
    public var creationFallbackPolicy: StorageTypesProto?
    public var replicationFallbackPolicy: StorageTypesProto?
    public init(policyId: UInt32, name: String, creationPolicy: StorageTypesProto, creationFallbackPolicy: StorageTypesProto? = nil, replicationFallbackPolicy: StorageTypesProto? = nil) {
        self.policyId = policyId
        self.name = name
        self.creationPolicy = creationPolicy
        self.creationFallbackPolicy = creationFallbackPolicy
        self.replicationFallbackPolicy = replicationFallbackPolicy
    }
    public static var messageName: String { "BlockStoragePolicyProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct LocatedBlockProto: HadoopMessage {
    public var b: ExtendedBlockProto
    public var offset: UInt64
    public var locs: [DatanodeInfoProto]
    public var corrupt: Bool
    public var blockToken: TokenProto
    public var isCached: [Bool]
    public var storageTypes: [StorageTypeProto]
    public var storageIDs: [String]
    public var blockIndices: [UInt8]?
    public var blockTokens: [TokenProto]
    public init(b: ExtendedBlockProto, offset: UInt64, locs: [DatanodeInfoProto] = [], corrupt: Bool, blockToken: TokenProto, isCached: [Bool] = [], storageTypes: [StorageTypeProto] = [], storageIDs: [String] = [], blockIndices: [UInt8]? = nil, blockTokens: [TokenProto] = []) {
        self.b = b
        self.offset = offset
        self.locs = locs
        self.corrupt = corrupt
        self.blockToken = blockToken
        self.isCached = isCached
        self.storageTypes = storageTypes
        self.storageIDs = storageIDs
        self.blockIndices = blockIndices
        self.blockTokens = blockTokens
    }
    public static var messageName: String { "LocatedBlockProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DataEncryptionKeyProto: HadoopMessage {
    public var keyId: UInt32
    public var blockPoolId: String
    public var nonce: [UInt8]
    public var encryptionKey: [UInt8]
    public var expiryDate: UInt64
    public var encryptionAlgorithm: String?
    public init(keyId: UInt32, blockPoolId: String, nonce: [UInt8], encryptionKey: [UInt8], expiryDate: UInt64, encryptionAlgorithm: String? = nil) {
        self.keyId = keyId
        self.blockPoolId = blockPoolId
        self.nonce = nonce
        self.encryptionKey = encryptionKey
        self.expiryDate = expiryDate
        self.encryptionAlgorithm = encryptionAlgorithm
    }
    public static var messageName: String { "DataEncryptionKeyProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FileEncryptionInfoProto: HadoopMessage {
    public var suite: CipherSuiteProto
    public var cryptoProtocolVersion: CryptoProtocolVersionProto
    public var key: [UInt8]
    public var iv: [UInt8]
    public var keyName: String
    public var ezKeyVersionName: String
    public init(suite: CipherSuiteProto, cryptoProtocolVersion: CryptoProtocolVersionProto, key: [UInt8], iv: [UInt8], keyName: String, ezKeyVersionName: String) {
        self.suite = suite
        self.cryptoProtocolVersion = cryptoProtocolVersion
        self.key = key
        self.iv = iv
        self.keyName = keyName
        self.ezKeyVersionName = ezKeyVersionName
    }
    public static var messageName: String { "FileEncryptionInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CipherOptionProto: HadoopMessage {
    public var suite: CipherSuiteProto
    public var inKey: [UInt8]?
    public var inIv: [UInt8]?
    public var outKey: [UInt8]?
    public var outIv: [UInt8]?
    public init(suite: CipherSuiteProto, inKey: [UInt8]? = nil, inIv: [UInt8]? = nil, outKey: [UInt8]? = nil, outIv: [UInt8]? = nil) {
        self.suite = suite
        self.inKey = inKey
        self.inIv = inIv
        self.outKey = outKey
        self.outIv = outIv
    }
    public static var messageName: String { "CipherOptionProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct LocatedBlocksProto: HadoopMessage {
    public var fileLength: UInt64
    public var blocks: [LocatedBlockProto]
    public var underConstruction: Bool
    public var lastBlock: LocatedBlockProto?
    public var isLastBlockComplete: Bool
    public var fileEncryptionInfo: FileEncryptionInfoProto?
    public var ecPolicy: ErasureCodingPolicyProto?
    public init(fileLength: UInt64, blocks: [LocatedBlockProto] = [], underConstruction: Bool, lastBlock: LocatedBlockProto? = nil, isLastBlockComplete: Bool, fileEncryptionInfo: FileEncryptionInfoProto? = nil, ecPolicy: ErasureCodingPolicyProto? = nil) {
        self.fileLength = fileLength
        self.blocks = blocks
        self.underConstruction = underConstruction
        self.lastBlock = lastBlock
        self.isLastBlockComplete = isLastBlockComplete
        self.fileEncryptionInfo = fileEncryptionInfo
        self.ecPolicy = ecPolicy
    }
    public static var messageName: String { "LocatedBlocksProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ECSchemaOptionEntryProto: HadoopMessage {
    public var key: String
    public var value: String
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
    public static var messageName: String { "ECSchemaOptionEntryProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ECSchemaProto: HadoopMessage {
    public var codecName: String
    public var dataUnits: UInt32
    public var parityUnits: UInt32
    public var options: [ECSchemaOptionEntryProto]
    public init(codecName: String, dataUnits: UInt32, parityUnits: UInt32, options: [ECSchemaOptionEntryProto] = []) {
        self.codecName = codecName
        self.dataUnits = dataUnits
        self.parityUnits = parityUnits
        self.options = options
    }
    public static var messageName: String { "ECSchemaProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ErasureCodingPolicyProto: HadoopMessage {
    public var name: String?
    public var schema: ECSchemaProto?
    public var cellSize: UInt32?
    public var id: UInt32
    public var state: ErasureCodingPolicyState?
    public init(name: String? = nil, schema: ECSchemaProto? = nil, cellSize: UInt32? = nil, id: UInt32, state: ErasureCodingPolicyState? = nil) {
        self.name = name
        self.schema = schema
        self.cellSize = cellSize
        self.id = id
        self.state = state
    }
    public static var messageName: String { "ErasureCodingPolicyProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct HdfsFileStatusProto: HadoopMessage {
    public struct FileType: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let isDir = Self(rawValue: 1)
        public static let isFile = Self(rawValue: 2)
        public static let isSymlink = Self(rawValue: 3)
        public static let names: [Int32: String] = [1: "IS_DIR", 2: "IS_FILE", 3: "IS_SYMLINK"]
    }
    public struct Flags: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let hasAcl = Self(rawValue: 1)
        public static let hasCrypt = Self(rawValue: 2)
        public static let hasEc = Self(rawValue: 4)
        public static let snapshotEnabled = Self(rawValue: 8)
        public static let names: [Int32: String] = [1: "HAS_ACL", 2: "HAS_CRYPT", 4: "HAS_EC", 8: "SNAPSHOT_ENABLED"]
    }
    public var fileType: HdfsFileStatusProto.FileType
    public var path: [UInt8]
    public var length: UInt64
    public var permission: FsPermissionProto
    public var owner: String
    public var group: String
    public var modificationTime: UInt64
    public var accessTime: UInt64
    public var symlink: [UInt8]?
    public var blockReplication: UInt32?
    public var blocksize: UInt64?
    public var locations: LocatedBlocksProto?
    public var fileId: UInt64?
    public var childrenNum: Int32?
    public var fileEncryptionInfo: FileEncryptionInfoProto?
    public var storagePolicy: UInt32?
    public var ecPolicy: ErasureCodingPolicyProto?
    public var flags: UInt32?
    public init(fileType: HdfsFileStatusProto.FileType, path: [UInt8], length: UInt64, permission: FsPermissionProto, owner: String, group: String, modificationTime: UInt64, accessTime: UInt64, symlink: [UInt8]? = nil, blockReplication: UInt32? = nil, blocksize: UInt64? = nil, locations: LocatedBlocksProto? = nil, fileId: UInt64? = nil, childrenNum: Int32? = nil, fileEncryptionInfo: FileEncryptionInfoProto? = nil, storagePolicy: UInt32? = nil, ecPolicy: ErasureCodingPolicyProto? = nil, flags: UInt32? = nil) {
        self.fileType = fileType
        self.path = path
        self.length = length
        self.permission = permission
        self.owner = owner
        self.group = group
        self.modificationTime = modificationTime
        self.accessTime = accessTime
        self.symlink = symlink
        self.blockReplication = blockReplication
        self.blocksize = blocksize
        self.locations = locations
        self.fileId = fileId
        self.childrenNum = childrenNum
        self.fileEncryptionInfo = fileEncryptionInfo
        self.storagePolicy = storagePolicy
        self.ecPolicy = ecPolicy
        self.flags = flags
    }
    public static var messageName: String { "HdfsFileStatusProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct BlockChecksumOptionsProto: HadoopMessage {
    public var blockChecksumType: BlockChecksumTypeProto?
    public var stripeLength: UInt64?
    public init(blockChecksumType: BlockChecksumTypeProto? = nil, stripeLength: UInt64? = nil) {
        self.blockChecksumType = blockChecksumType
        self.stripeLength = stripeLength
    }
    public static var messageName: String { "BlockChecksumOptionsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct FsServerDefaultsProto: HadoopMessage {
    public var blockSize: UInt64
    public var bytesPerChecksum: UInt32
    public var writePacketSize: UInt32
    public var replication: UInt32
    public var fileBufferSize: UInt32
    public var encryptDataTransfer: Bool?
    public var trashInterval: UInt64?
    public var checksumType: ChecksumTypeProto?
    public var keyProviderUri: String?
    public var policyId: UInt32?
    public init(blockSize: UInt64, bytesPerChecksum: UInt32, writePacketSize: UInt32, replication: UInt32, fileBufferSize: UInt32, encryptDataTransfer: Bool? = nil, trashInterval: UInt64? = nil, checksumType: ChecksumTypeProto? = nil, keyProviderUri: String? = nil, policyId: UInt32? = nil) {
        self.blockSize = blockSize
        self.bytesPerChecksum = bytesPerChecksum
        self.writePacketSize = writePacketSize
        self.replication = replication
        self.fileBufferSize = fileBufferSize
        self.encryptDataTransfer = encryptDataTransfer
        self.trashInterval = trashInterval
        self.checksumType = checksumType
        self.keyProviderUri = keyProviderUri
        self.policyId = policyId
    }
    public static var messageName: String { "FsServerDefaultsProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DirectoryListingProto: HadoopMessage {
    public var partialListing: [HdfsFileStatusProto]
    public var remainingEntries: UInt32
    public init(partialListing: [HdfsFileStatusProto] = [], remainingEntries: UInt32) {
        self.partialListing = partialListing
        self.remainingEntries = remainingEntries
    }
    public static var messageName: String { "DirectoryListingProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SnapshottableDirectoryStatusProto: HadoopMessage {
    public var dirStatus: HdfsFileStatusProto
    public var snapshotQuota: UInt32
    public var snapshotNumber: UInt32
    public var parentFullpath: [UInt8]
    public init(dirStatus: HdfsFileStatusProto, snapshotQuota: UInt32, snapshotNumber: UInt32, parentFullpath: [UInt8]) {
        self.dirStatus = dirStatus
        self.snapshotQuota = snapshotQuota
        self.snapshotNumber = snapshotNumber
        self.parentFullpath = parentFullpath
    }
    public static var messageName: String { "SnapshottableDirectoryStatusProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SnapshottableDirectoryListingProto: HadoopMessage {
    public var snapshottableDirListing: [SnapshottableDirectoryStatusProto]
    public init(snapshottableDirListing: [SnapshottableDirectoryStatusProto] = []) {
        self.snapshottableDirListing = snapshottableDirListing
    }
    public static var messageName: String { "SnapshottableDirectoryListingProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SnapshotDiffReportEntryProto: HadoopMessage {
    public var fullpath: [UInt8]
    public var modificationLabel: String
    public var targetPath: [UInt8]?
    public init(fullpath: [UInt8], modificationLabel: String, targetPath: [UInt8]? = nil) {
        self.fullpath = fullpath
        self.modificationLabel = modificationLabel
        self.targetPath = targetPath
    }
    public static var messageName: String { "SnapshotDiffReportEntryProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct SnapshotDiffReportProto: HadoopMessage {
    public var snapshotRoot: String
    public var fromSnapshot: String
    public var toSnapshot: String
    public var diffReportEntries: [SnapshotDiffReportEntryProto]
    public init(snapshotRoot: String, fromSnapshot: String, toSnapshot: String, diffReportEntries: [SnapshotDiffReportEntryProto] = []) {
        self.snapshotRoot = snapshotRoot
        self.fromSnapshot = fromSnapshot
        self.toSnapshot = toSnapshot
        self.diffReportEntries = diffReportEntries
    }
    public static var messageName: String { "SnapshotDiffReportProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension ExtendedBlockProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ExtendedBlockProto>) { hadoop__hdfs__extended_block_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ExtendedBlockProto, arena: inout Arena) {
        c.poolid = arena.string(poolId)
        c.blockid = blockId
        c.generationstamp = generationStamp
        if let numBytesValue = numBytes {
            c.has_numbytes = 1
            c.numbytes = numBytesValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ExtendedBlockProto) {
        poolId = text(c.poolid)
        blockId = c.blockid
        generationStamp = c.generationstamp
        numBytes = c.has_numbytes != 0 ? c.numbytes : nil
    }
}

extension DatanodeIDProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DatanodeIDProto>) { hadoop__hdfs__datanode_idproto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DatanodeIDProto, arena: inout Arena) {
        c.ipaddr = arena.string(ipAddr)
        c.hostname = arena.string(hostName)
        c.datanodeuuid = arena.string(datanodeUuid)
        c.xferport = xferPort
        c.infoport = infoPort
        c.ipcport = ipcPort
        if let infoSecurePortValue = infoSecurePort {
            c.has_infosecureport = 1
            c.infosecureport = infoSecurePortValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DatanodeIDProto) {
        ipAddr = text(c.ipaddr)
        hostName = text(c.hostname)
        datanodeUuid = text(c.datanodeuuid)
        xferPort = c.xferport
        infoPort = c.infoport
        ipcPort = c.ipcport
        infoSecurePort = c.has_infosecureport != 0 ? c.infosecureport : nil
    }
}

extension DatanodeInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DatanodeInfoProto>) { hadoop__hdfs__datanode_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DatanodeInfoProto, arena: inout Arena) {
        c.id = arena.message(id)
        if let capacityValue = capacity {
            c.has_capacity = 1
            c.capacity = capacityValue
        }
        if let dfsUsedValue = dfsUsed {
            c.has_dfsused = 1
            c.dfsused = dfsUsedValue
        }
        if let remainingValue = remaining {
            c.has_remaining = 1
            c.remaining = remainingValue
        }
        if let blockPoolUsedValue = blockPoolUsed {
            c.has_blockpoolused = 1
            c.blockpoolused = blockPoolUsedValue
        }
        if let lastUpdateValue = lastUpdate {
            c.has_lastupdate = 1
            c.lastupdate = lastUpdateValue
        }
        if let xceiverCountValue = xceiverCount {
            c.has_xceivercount = 1
            c.xceivercount = xceiverCountValue
        }
        if let locationValue = location {
            c.location = arena.string(locationValue)
        }
        if let nonDfsUsedValue = nonDfsUsed {
            c.has_nondfsused = 1
            c.nondfsused = nonDfsUsedValue
        }
        if let adminStateValue = adminState {
            c.has_adminstate = 1
            c.adminstate = Hadoop__Hdfs__DatanodeInfoProto__AdminState(rawValue: UInt32(bitPattern: adminStateValue.rawValue))
        }
        if let cacheCapacityValue = cacheCapacity {
            c.has_cachecapacity = 1
            c.cachecapacity = cacheCapacityValue
        }
        if let cacheUsedValue = cacheUsed {
            c.has_cacheused = 1
            c.cacheused = cacheUsedValue
        }
        if let lastUpdateMonotonicValue = lastUpdateMonotonic {
            c.has_lastupdatemonotonic = 1
            c.lastupdatemonotonic = lastUpdateMonotonicValue
        }
        if let upgradeDomainValue = upgradeDomain {
            c.upgradedomain = arena.string(upgradeDomainValue)
        }
        if let lastBlockReportTimeValue = lastBlockReportTime {
            c.has_lastblockreporttime = 1
            c.lastblockreporttime = lastBlockReportTimeValue
        }
        if let lastBlockReportMonotonicValue = lastBlockReportMonotonic {
            c.has_lastblockreportmonotonic = 1
            c.lastblockreportmonotonic = lastBlockReportMonotonicValue
        }
        if let numBlocksValue = numBlocks {
            c.has_numblocks = 1
            c.numblocks = numBlocksValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DatanodeInfoProto) {
        id = message(c.id)
        capacity = c.has_capacity != 0 ? c.capacity : nil
        dfsUsed = c.has_dfsused != 0 ? c.dfsused : nil
        remaining = c.has_remaining != 0 ? c.remaining : nil
        blockPoolUsed = c.has_blockpoolused != 0 ? c.blockpoolused : nil
        lastUpdate = c.has_lastupdate != 0 ? c.lastupdate : nil
        xceiverCount = c.has_xceivercount != 0 ? c.xceivercount : nil
        location = c.location.map { text($0) }
        nonDfsUsed = c.has_nondfsused != 0 ? c.nondfsused : nil
        adminState = c.has_adminstate != 0 ? DatanodeInfoProto.AdminState(rawValue: Int32(bitPattern: c.adminstate.rawValue)) : nil
        cacheCapacity = c.has_cachecapacity != 0 ? c.cachecapacity : nil
        cacheUsed = c.has_cacheused != 0 ? c.cacheused : nil
        lastUpdateMonotonic = c.has_lastupdatemonotonic != 0 ? c.lastupdatemonotonic : nil
        upgradeDomain = c.upgradedomain.map { text($0) }
        lastBlockReportTime = c.has_lastblockreporttime != 0 ? c.lastblockreporttime : nil
        lastBlockReportMonotonic = c.has_lastblockreportmonotonic != 0 ? c.lastblockreportmonotonic : nil
        numBlocks = c.has_numblocks != 0 ? c.numblocks : nil
    }
}

extension ContentSummaryProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ContentSummaryProto>) { hadoop__hdfs__content_summary_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ContentSummaryProto, arena: inout Arena) {
        c.length = length
        c.filecount = fileCount
        c.directorycount = directoryCount
        c.quota = quota
        c.spaceconsumed = spaceConsumed
        c.spacequota = spaceQuota
        if let typeQuotaInfosValue = typeQuotaInfos {
            c.typequotainfos = arena.message(typeQuotaInfosValue)
        }
        if let snapshotLengthValue = snapshotLength {
            c.has_snapshotlength = 1
            c.snapshotlength = snapshotLengthValue
        }
        if let snapshotFileCountValue = snapshotFileCount {
            c.has_snapshotfilecount = 1
            c.snapshotfilecount = snapshotFileCountValue
        }
        if let snapshotDirectoryCountValue = snapshotDirectoryCount {
            c.has_snapshotdirectorycount = 1
            c.snapshotdirectorycount = snapshotDirectoryCountValue
        }
        if let snapshotSpaceConsumedValue = snapshotSpaceConsumed {
            c.has_snapshotspaceconsumed = 1
            c.snapshotspaceconsumed = snapshotSpaceConsumedValue
        }
        if let erasureCodingPolicyValue = erasureCodingPolicy {
            c.erasurecodingpolicy = arena.string(erasureCodingPolicyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ContentSummaryProto) {
        length = c.length
        fileCount = c.filecount
        directoryCount = c.directorycount
        quota = c.quota
        spaceConsumed = c.spaceconsumed
        spaceQuota = c.spacequota
        typeQuotaInfos = c.typequotainfos.map { .init(unpacked: $0.pointee) }
        snapshotLength = c.has_snapshotlength != 0 ? c.snapshotlength : nil
        snapshotFileCount = c.has_snapshotfilecount != 0 ? c.snapshotfilecount : nil
        snapshotDirectoryCount = c.has_snapshotdirectorycount != 0 ? c.snapshotdirectorycount : nil
        snapshotSpaceConsumed = c.has_snapshotspaceconsumed != 0 ? c.snapshotspaceconsumed : nil
        erasureCodingPolicy = c.erasurecodingpolicy.map { text($0) }
    }
}

extension StorageTypeQuotaInfosProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__StorageTypeQuotaInfosProto>) { hadoop__hdfs__storage_type_quota_infos_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__StorageTypeQuotaInfosProto, arena: inout Arena) {
        if !typeQuotaInfo.isEmpty {
            c.n_typequotainfo = typeQuotaInfo.count
            c.typequotainfo = arena.messages(typeQuotaInfo)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__StorageTypeQuotaInfosProto) {
        typeQuotaInfo = messages(c.n_typequotainfo, c.typequotainfo)
    }
}

extension StorageTypeQuotaInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__StorageTypeQuotaInfoProto>) { hadoop__hdfs__storage_type_quota_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__StorageTypeQuotaInfoProto, arena: inout Arena) {
        if let typeValue = type {
            c.has_type = 1
            c.type = Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: typeValue.rawValue))
        }
        c.quota = quota
        c.consumed = consumed
    }
    init(unpacked c: borrowing Hadoop__Hdfs__StorageTypeQuotaInfoProto) {
        type = c.has_type != 0 ? StorageTypeProto(rawValue: Int32(bitPattern: c.type.rawValue)) : nil
        quota = c.quota
        consumed = c.consumed
    }
}

extension StorageTypesProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__StorageTypesProto>) { hadoop__hdfs__storage_types_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__StorageTypesProto, arena: inout Arena) {
        if !storageTypes.isEmpty {
            c.n_storagetypes = storageTypes.count
            c.storagetypes = arena.array(storageTypes.map { Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__StorageTypesProto) {
        storageTypes = enumerations(c.n_storagetypes, c.storagetypes)
    }
}

extension BlockStoragePolicyProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__BlockStoragePolicyProto>) { hadoop__hdfs__block_storage_policy_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__BlockStoragePolicyProto, arena: inout Arena) {
        c.policyid = policyId
        c.name = arena.string(name)
        c.creationpolicy = arena.message(creationPolicy)
        if let creationFallbackPolicyValue = creationFallbackPolicy {
            c.creationfallbackpolicy = arena.message(creationFallbackPolicyValue)
        }
        if let replicationFallbackPolicyValue = replicationFallbackPolicy {
            c.replicationfallbackpolicy = arena.message(replicationFallbackPolicyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__BlockStoragePolicyProto) {
        policyId = c.policyid
        name = text(c.name)
        creationPolicy = message(c.creationpolicy)
        creationFallbackPolicy = c.creationfallbackpolicy.map { .init(unpacked: $0.pointee) }
        replicationFallbackPolicy = c.replicationfallbackpolicy.map { .init(unpacked: $0.pointee) }
    }
}

extension LocatedBlockProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__LocatedBlockProto>) { hadoop__hdfs__located_block_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__LocatedBlockProto, arena: inout Arena) {
        c.b = arena.message(b)
        c.offset = offset
        if !locs.isEmpty {
            c.n_locs = locs.count
            c.locs = arena.messages(locs)
        }
        c.corrupt = (corrupt ? 1 : 0)
        c.blocktoken = arena.message(blockToken)
        if !isCached.isEmpty {
            c.n_iscached = isCached.count
            c.iscached = arena.array(isCached.map { $0 ? 1 : 0 })
        }
        if !storageTypes.isEmpty {
            c.n_storagetypes = storageTypes.count
            c.storagetypes = arena.array(storageTypes.map { Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if !storageIDs.isEmpty {
            c.n_storageids = storageIDs.count
            c.storageids = arena.strings(storageIDs)
        }
        if let blockIndicesValue = blockIndices {
            c.has_blockindices = 1
            c.blockindices = arena.bytes(blockIndicesValue)
        }
        if !blockTokens.isEmpty {
            c.n_blocktokens = blockTokens.count
            c.blocktokens = arena.messages(blockTokens)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__LocatedBlockProto) {
        b = message(c.b)
        offset = c.offset
        locs = messages(c.n_locs, c.locs)
        corrupt = (c.corrupt != 0)
        blockToken = message(c.blocktoken)
        isCached = truths(c.n_iscached, c.iscached)
        storageTypes = enumerations(c.n_storagetypes, c.storagetypes)
        storageIDs = texts(c.n_storageids, c.storageids)
        blockIndices = c.has_blockindices != 0 ? bytes(c.blockindices) : nil
        blockTokens = messages(c.n_blocktokens, c.blocktokens)
    }
}

extension DataEncryptionKeyProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DataEncryptionKeyProto>) { hadoop__hdfs__data_encryption_key_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DataEncryptionKeyProto, arena: inout Arena) {
        c.keyid = keyId
        c.blockpoolid = arena.string(blockPoolId)
        c.nonce = arena.bytes(nonce)
        c.encryptionkey = arena.bytes(encryptionKey)
        c.expirydate = expiryDate
        if let encryptionAlgorithmValue = encryptionAlgorithm {
            c.encryptionalgorithm = arena.string(encryptionAlgorithmValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DataEncryptionKeyProto) {
        keyId = c.keyid
        blockPoolId = text(c.blockpoolid)
        nonce = bytes(c.nonce)
        encryptionKey = bytes(c.encryptionkey)
        expiryDate = c.expirydate
        encryptionAlgorithm = c.encryptionalgorithm.map { text($0) }
    }
}

extension FileEncryptionInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__FileEncryptionInfoProto>) { hadoop__hdfs__file_encryption_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__FileEncryptionInfoProto, arena: inout Arena) {
        c.suite = Hadoop__Hdfs__CipherSuiteProto(rawValue: UInt32(bitPattern: suite.rawValue))
        c.cryptoprotocolversion = Hadoop__Hdfs__CryptoProtocolVersionProto(rawValue: UInt32(bitPattern: cryptoProtocolVersion.rawValue))
        c.key = arena.bytes(key)
        c.iv = arena.bytes(iv)
        c.keyname = arena.string(keyName)
        c.ezkeyversionname = arena.string(ezKeyVersionName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__FileEncryptionInfoProto) {
        suite = CipherSuiteProto(rawValue: Int32(bitPattern: c.suite.rawValue))
        cryptoProtocolVersion = CryptoProtocolVersionProto(rawValue: Int32(bitPattern: c.cryptoprotocolversion.rawValue))
        key = bytes(c.key)
        iv = bytes(c.iv)
        keyName = text(c.keyname)
        ezKeyVersionName = text(c.ezkeyversionname)
    }
}

extension CipherOptionProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CipherOptionProto>) { hadoop__hdfs__cipher_option_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CipherOptionProto, arena: inout Arena) {
        c.suite = Hadoop__Hdfs__CipherSuiteProto(rawValue: UInt32(bitPattern: suite.rawValue))
        if let inKeyValue = inKey {
            c.has_inkey = 1
            c.inkey = arena.bytes(inKeyValue)
        }
        if let inIvValue = inIv {
            c.has_iniv = 1
            c.iniv = arena.bytes(inIvValue)
        }
        if let outKeyValue = outKey {
            c.has_outkey = 1
            c.outkey = arena.bytes(outKeyValue)
        }
        if let outIvValue = outIv {
            c.has_outiv = 1
            c.outiv = arena.bytes(outIvValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CipherOptionProto) {
        suite = CipherSuiteProto(rawValue: Int32(bitPattern: c.suite.rawValue))
        inKey = c.has_inkey != 0 ? bytes(c.inkey) : nil
        inIv = c.has_iniv != 0 ? bytes(c.iniv) : nil
        outKey = c.has_outkey != 0 ? bytes(c.outkey) : nil
        outIv = c.has_outiv != 0 ? bytes(c.outiv) : nil
    }
}

extension LocatedBlocksProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__LocatedBlocksProto>) { hadoop__hdfs__located_blocks_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__LocatedBlocksProto, arena: inout Arena) {
        c.filelength = fileLength
        if !blocks.isEmpty {
            c.n_blocks = blocks.count
            c.blocks = arena.messages(blocks)
        }
        c.underconstruction = (underConstruction ? 1 : 0)
        if let lastBlockValue = lastBlock {
            c.lastblock = arena.message(lastBlockValue)
        }
        c.islastblockcomplete = (isLastBlockComplete ? 1 : 0)
        if let fileEncryptionInfoValue = fileEncryptionInfo {
            c.fileencryptioninfo = arena.message(fileEncryptionInfoValue)
        }
        if let ecPolicyValue = ecPolicy {
            c.ecpolicy = arena.message(ecPolicyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__LocatedBlocksProto) {
        fileLength = c.filelength
        blocks = messages(c.n_blocks, c.blocks)
        underConstruction = (c.underconstruction != 0)
        lastBlock = c.lastblock.map { .init(unpacked: $0.pointee) }
        isLastBlockComplete = (c.islastblockcomplete != 0)
        fileEncryptionInfo = c.fileencryptioninfo.map { .init(unpacked: $0.pointee) }
        ecPolicy = c.ecpolicy.map { .init(unpacked: $0.pointee) }
    }
}

extension ECSchemaOptionEntryProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ECSchemaOptionEntryProto>) { hadoop__hdfs__ecschema_option_entry_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ECSchemaOptionEntryProto, arena: inout Arena) {
        c.key = arena.string(key)
        c.value = arena.string(value)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ECSchemaOptionEntryProto) {
        key = text(c.key)
        value = text(c.value)
    }
}

extension ECSchemaProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ECSchemaProto>) { hadoop__hdfs__ecschema_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ECSchemaProto, arena: inout Arena) {
        c.codecname = arena.string(codecName)
        c.dataunits = dataUnits
        c.parityunits = parityUnits
        if !options.isEmpty {
            c.n_options = options.count
            c.options = arena.messages(options)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ECSchemaProto) {
        codecName = text(c.codecname)
        dataUnits = c.dataunits
        parityUnits = c.parityunits
        options = messages(c.n_options, c.options)
    }
}

extension ErasureCodingPolicyProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ErasureCodingPolicyProto>) { hadoop__hdfs__erasure_coding_policy_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ErasureCodingPolicyProto, arena: inout Arena) {
        if let nameValue = name {
            c.name = arena.string(nameValue)
        }
        if let schemaValue = schema {
            c.schema = arena.message(schemaValue)
        }
        if let cellSizeValue = cellSize {
            c.has_cellsize = 1
            c.cellsize = cellSizeValue
        }
        c.id = id
        if let stateValue = state {
            c.has_state = 1
            c.state = Hadoop__Hdfs__ErasureCodingPolicyState(rawValue: UInt32(bitPattern: stateValue.rawValue))
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ErasureCodingPolicyProto) {
        name = c.name.map { text($0) }
        schema = c.schema.map { .init(unpacked: $0.pointee) }
        cellSize = c.has_cellsize != 0 ? c.cellsize : nil
        id = c.id
        state = c.has_state != 0 ? ErasureCodingPolicyState(rawValue: Int32(bitPattern: c.state.rawValue)) : nil
    }
}

extension HdfsFileStatusProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__HdfsFileStatusProto>) { hadoop__hdfs__hdfs_file_status_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__HdfsFileStatusProto, arena: inout Arena) {
        c.filetype = Hadoop__Hdfs__HdfsFileStatusProto__FileType(rawValue: UInt32(bitPattern: fileType.rawValue))
        c.path = arena.bytes(path)
        c.length = length
        c.permission = arena.message(permission)
        c.owner = arena.string(owner)
        c.group = arena.string(group)
        c.modification_time = modificationTime
        c.access_time = accessTime
        if let symlinkValue = symlink {
            c.has_symlink = 1
            c.symlink = arena.bytes(symlinkValue)
        }
        if let blockReplicationValue = blockReplication {
            c.has_block_replication = 1
            c.block_replication = blockReplicationValue
        }
        if let blocksizeValue = blocksize {
            c.has_blocksize = 1
            c.blocksize = blocksizeValue
        }
        if let locationsValue = locations {
            c.locations = arena.message(locationsValue)
        }
        if let fileIdValue = fileId {
            c.has_fileid = 1
            c.fileid = fileIdValue
        }
        if let childrenNumValue = childrenNum {
            c.has_childrennum = 1
            c.childrennum = childrenNumValue
        }
        if let fileEncryptionInfoValue = fileEncryptionInfo {
            c.fileencryptioninfo = arena.message(fileEncryptionInfoValue)
        }
        if let storagePolicyValue = storagePolicy {
            c.has_storagepolicy = 1
            c.storagepolicy = storagePolicyValue
        }
        if let ecPolicyValue = ecPolicy {
            c.ecpolicy = arena.message(ecPolicyValue)
        }
        if let flagsValue = flags {
            c.has_flags = 1
            c.flags = flagsValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__HdfsFileStatusProto) {
        fileType = HdfsFileStatusProto.FileType(rawValue: Int32(bitPattern: c.filetype.rawValue))
        path = bytes(c.path)
        length = c.length
        permission = message(c.permission)
        owner = text(c.owner)
        group = text(c.group)
        modificationTime = c.modification_time
        accessTime = c.access_time
        symlink = c.has_symlink != 0 ? bytes(c.symlink) : nil
        blockReplication = c.has_block_replication != 0 ? c.block_replication : nil
        blocksize = c.has_blocksize != 0 ? c.blocksize : nil
        locations = c.locations.map { .init(unpacked: $0.pointee) }
        fileId = c.has_fileid != 0 ? c.fileid : nil
        childrenNum = c.has_childrennum != 0 ? c.childrennum : nil
        fileEncryptionInfo = c.fileencryptioninfo.map { .init(unpacked: $0.pointee) }
        storagePolicy = c.has_storagepolicy != 0 ? c.storagepolicy : nil
        ecPolicy = c.ecpolicy.map { .init(unpacked: $0.pointee) }
        flags = c.has_flags != 0 ? c.flags : nil
    }
}

extension BlockChecksumOptionsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__BlockChecksumOptionsProto>) { hadoop__hdfs__block_checksum_options_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__BlockChecksumOptionsProto, arena: inout Arena) {
        if let blockChecksumTypeValue = blockChecksumType {
            c.has_blockchecksumtype = 1
            c.blockchecksumtype = Hadoop__Hdfs__BlockChecksumTypeProto(rawValue: UInt32(bitPattern: blockChecksumTypeValue.rawValue))
        }
        if let stripeLengthValue = stripeLength {
            c.has_stripelength = 1
            c.stripelength = stripeLengthValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__BlockChecksumOptionsProto) {
        blockChecksumType = c.has_blockchecksumtype != 0 ? BlockChecksumTypeProto(rawValue: Int32(bitPattern: c.blockchecksumtype.rawValue)) : nil
        stripeLength = c.has_stripelength != 0 ? c.stripelength : nil
    }
}

extension FsServerDefaultsProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__FsServerDefaultsProto>) { hadoop__hdfs__fs_server_defaults_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__FsServerDefaultsProto, arena: inout Arena) {
        c.blocksize = blockSize
        c.bytesperchecksum = bytesPerChecksum
        c.writepacketsize = writePacketSize
        c.replication = replication
        c.filebuffersize = fileBufferSize
        if let encryptDataTransferValue = encryptDataTransfer {
            c.has_encryptdatatransfer = 1
            c.encryptdatatransfer = (encryptDataTransferValue ? 1 : 0)
        }
        if let trashIntervalValue = trashInterval {
            c.has_trashinterval = 1
            c.trashinterval = trashIntervalValue
        }
        if let checksumTypeValue = checksumType {
            c.has_checksumtype = 1
            c.checksumtype = Hadoop__Hdfs__ChecksumTypeProto(rawValue: UInt32(bitPattern: checksumTypeValue.rawValue))
        }
        if let keyProviderUriValue = keyProviderUri {
            c.keyprovideruri = arena.string(keyProviderUriValue)
        }
        if let policyIdValue = policyId {
            c.has_policyid = 1
            c.policyid = policyIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__FsServerDefaultsProto) {
        blockSize = c.blocksize
        bytesPerChecksum = c.bytesperchecksum
        writePacketSize = c.writepacketsize
        replication = c.replication
        fileBufferSize = c.filebuffersize
        encryptDataTransfer = c.has_encryptdatatransfer != 0 ? (c.encryptdatatransfer != 0) : nil
        trashInterval = c.has_trashinterval != 0 ? c.trashinterval : nil
        checksumType = c.has_checksumtype != 0 ? ChecksumTypeProto(rawValue: Int32(bitPattern: c.checksumtype.rawValue)) : nil
        keyProviderUri = c.keyprovideruri.map { text($0) }
        policyId = c.has_policyid != 0 ? c.policyid : nil
    }
}

extension DirectoryListingProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DirectoryListingProto>) { hadoop__hdfs__directory_listing_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DirectoryListingProto, arena: inout Arena) {
        if !partialListing.isEmpty {
            c.n_partiallisting = partialListing.count
            c.partiallisting = arena.messages(partialListing)
        }
        c.remainingentries = remainingEntries
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DirectoryListingProto) {
        partialListing = messages(c.n_partiallisting, c.partiallisting)
        remainingEntries = c.remainingentries
    }
}

extension SnapshottableDirectoryStatusProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SnapshottableDirectoryStatusProto>) { hadoop__hdfs__snapshottable_directory_status_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SnapshottableDirectoryStatusProto, arena: inout Arena) {
        c.dirstatus = arena.message(dirStatus)
        c.snapshot_quota = snapshotQuota
        c.snapshot_number = snapshotNumber
        c.parent_fullpath = arena.bytes(parentFullpath)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SnapshottableDirectoryStatusProto) {
        dirStatus = message(c.dirstatus)
        snapshotQuota = c.snapshot_quota
        snapshotNumber = c.snapshot_number
        parentFullpath = bytes(c.parent_fullpath)
    }
}

extension SnapshottableDirectoryListingProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SnapshottableDirectoryListingProto>) { hadoop__hdfs__snapshottable_directory_listing_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SnapshottableDirectoryListingProto, arena: inout Arena) {
        if !snapshottableDirListing.isEmpty {
            c.n_snapshottabledirlisting = snapshottableDirListing.count
            c.snapshottabledirlisting = arena.messages(snapshottableDirListing)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SnapshottableDirectoryListingProto) {
        snapshottableDirListing = messages(c.n_snapshottabledirlisting, c.snapshottabledirlisting)
    }
}

extension SnapshotDiffReportEntryProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SnapshotDiffReportEntryProto>) { hadoop__hdfs__snapshot_diff_report_entry_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SnapshotDiffReportEntryProto, arena: inout Arena) {
        c.fullpath = arena.bytes(fullpath)
        c.modificationlabel = arena.string(modificationLabel)
        if let targetPathValue = targetPath {
            c.has_targetpath = 1
            c.targetpath = arena.bytes(targetPathValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SnapshotDiffReportEntryProto) {
        fullpath = bytes(c.fullpath)
        modificationLabel = text(c.modificationlabel)
        targetPath = c.has_targetpath != 0 ? bytes(c.targetpath) : nil
    }
}

extension SnapshotDiffReportProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__SnapshotDiffReportProto>) { hadoop__hdfs__snapshot_diff_report_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__SnapshotDiffReportProto, arena: inout Arena) {
        c.snapshotroot = arena.string(snapshotRoot)
        c.fromsnapshot = arena.string(fromSnapshot)
        c.tosnapshot = arena.string(toSnapshot)
        if !diffReportEntries.isEmpty {
            c.n_diffreportentries = diffReportEntries.count
            c.diffreportentries = arena.messages(diffReportEntries)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__SnapshotDiffReportProto) {
        snapshotRoot = text(c.snapshotroot)
        fromSnapshot = text(c.fromsnapshot)
        toSnapshot = text(c.tosnapshot)
        diffReportEntries = messages(c.n_diffreportentries, c.diffreportentries)
    }
}
