// swift-format-ignore-file
// Written by Protos/generate from datatransfer.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct DataTransferStatus: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let success = Self(rawValue: 0)
    public static let error = Self(rawValue: 1)
    public static let errorChecksum = Self(rawValue: 2)
    public static let errorInvalid = Self(rawValue: 3)
    public static let errorExists = Self(rawValue: 4)
    public static let errorAccessToken = Self(rawValue: 5)
    public static let checksumOk = Self(rawValue: 6)
    public static let errorUnsupported = Self(rawValue: 7)
    public static let oobRestart = Self(rawValue: 8)
    public static let oobReserved1 = Self(rawValue: 9)
    public static let oobReserved2 = Self(rawValue: 10)
    public static let oobReserved3 = Self(rawValue: 11)
    public static let inProgress = Self(rawValue: 12)
    public static let errorBlockPinned = Self(rawValue: 13)
    public static let names: [Int32: String] = [0: "SUCCESS", 1: "ERROR", 2: "ERROR_CHECKSUM", 3: "ERROR_INVALID", 4: "ERROR_EXISTS", 5: "ERROR_ACCESS_TOKEN", 6: "CHECKSUM_OK", 7: "ERROR_UNSUPPORTED", 8: "OOB_RESTART", 9: "OOB_RESERVED1", 10: "OOB_RESERVED2", 11: "OOB_RESERVED3", 12: "IN_PROGRESS", 13: "ERROR_BLOCK_PINNED"]
}

public struct ShortCircuitFdResponse: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let doNotUseReceiptVerification = Self(rawValue: 0)
    public static let useReceiptVerification = Self(rawValue: 1)
    public static let names: [Int32: String] = [0: "DO_NOT_USE_RECEIPT_VERIFICATION", 1: "USE_RECEIPT_VERIFICATION"]
}

public struct DataTransferEncryptorMessageProto: HadoopMessage {
    public struct DataTransferEncryptorStatus: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let success = Self(rawValue: 0)
        public static let errorUnknownKey = Self(rawValue: 1)
        public static let error = Self(rawValue: 2)
        public static let names: [Int32: String] = [0: "SUCCESS", 1: "ERROR_UNKNOWN_KEY", 2: "ERROR"]
    }
    public var status: DataTransferEncryptorMessageProto.DataTransferEncryptorStatus
    public var payload: [UInt8]?
    public var message: String?
    public var cipherOption: [CipherOptionProto]
    public var handshakeSecret: HandshakeSecretProto?
    public var accessTokenError: Bool?
    public init(status: DataTransferEncryptorMessageProto.DataTransferEncryptorStatus, payload: [UInt8]? = nil, message: String? = nil, cipherOption: [CipherOptionProto] = [], handshakeSecret: HandshakeSecretProto? = nil, accessTokenError: Bool? = nil) {
        self.status = status
        self.payload = payload
        self.message = message
        self.cipherOption = cipherOption
        self.handshakeSecret = handshakeSecret
        self.accessTokenError = accessTokenError
    }
    public static var messageName: String { "DataTransferEncryptorMessageProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct HandshakeSecretProto: HadoopMessage {
    public var secret: [UInt8]
    public var bpid: String
    public init(secret: [UInt8], bpid: String) {
        self.secret = secret
        self.bpid = bpid
    }
    public static var messageName: String { "HandshakeSecretProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct BaseHeaderProto: HadoopMessage {
    public var block: ExtendedBlockProto
    public var token: TokenProto?
    public var traceInfo: DataTransferTraceInfoProto?
    public init(block: ExtendedBlockProto, token: TokenProto? = nil, traceInfo: DataTransferTraceInfoProto? = nil) {
        self.block = block
        self.token = token
        self.traceInfo = traceInfo
    }
    public static var messageName: String { "BaseHeaderProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct DataTransferTraceInfoProto: HadoopMessage {
    public var traceId: UInt64?
    public var parentId: UInt64?
    public var spanContext: [UInt8]?
    public init(traceId: UInt64? = nil, parentId: UInt64? = nil, spanContext: [UInt8]? = nil) {
        self.traceId = traceId
        self.parentId = parentId
        self.spanContext = spanContext
    }
    public static var messageName: String { "DataTransferTraceInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ClientOperationHeaderProto: HadoopMessage {
    public var baseHeader: BaseHeaderProto
    public var clientName: String
    public init(baseHeader: BaseHeaderProto, clientName: String) {
        self.baseHeader = baseHeader
        self.clientName = clientName
    }
    public static var messageName: String { "ClientOperationHeaderProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct CachingStrategyProto: HadoopMessage {
    public var dropBehind: Bool?
    public var readahead: Int64?
    public init(dropBehind: Bool? = nil, readahead: Int64? = nil) {
        self.dropBehind = dropBehind
        self.readahead = readahead
    }
    public static var messageName: String { "CachingStrategyProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct OpReadBlockProto: HadoopMessage {
    public var header: ClientOperationHeaderProto
    public var offset: UInt64
    public var len: UInt64
    public var sendChecksums: Bool?
    public var cachingStrategy: CachingStrategyProto?
    public init(header: ClientOperationHeaderProto, offset: UInt64, len: UInt64, sendChecksums: Bool? = nil, cachingStrategy: CachingStrategyProto? = nil) {
        self.header = header
        self.offset = offset
        self.len = len
        self.sendChecksums = sendChecksums
        self.cachingStrategy = cachingStrategy
    }
    public static var messageName: String { "OpReadBlockProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ChecksumProto: HadoopMessage {
    public var type: ChecksumTypeProto
    public var bytesPerChecksum: UInt32
    public init(type: ChecksumTypeProto, bytesPerChecksum: UInt32) {
        self.type = type
        self.bytesPerChecksum = bytesPerChecksum
    }
    public static var messageName: String { "ChecksumProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct OpWriteBlockProto: HadoopMessage {
    public struct BlockConstructionStage: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let pipelineSetupAppend = Self(rawValue: 0)
        public static let pipelineSetupAppendRecovery = Self(rawValue: 1)
        public static let dataStreaming = Self(rawValue: 2)
        public static let pipelineSetupStreamingRecovery = Self(rawValue: 3)
        public static let pipelineClose = Self(rawValue: 4)
        public static let pipelineCloseRecovery = Self(rawValue: 5)
        public static let pipelineSetupCreate = Self(rawValue: 6)
        public static let transferRbw = Self(rawValue: 7)
        public static let transferFinalized = Self(rawValue: 8)
        public static let names: [Int32: String] = [0: "PIPELINE_SETUP_APPEND", 1: "PIPELINE_SETUP_APPEND_RECOVERY", 2: "DATA_STREAMING", 3: "PIPELINE_SETUP_STREAMING_RECOVERY", 4: "PIPELINE_CLOSE", 5: "PIPELINE_CLOSE_RECOVERY", 6: "PIPELINE_SETUP_CREATE", 7: "TRANSFER_RBW", 8: "TRANSFER_FINALIZED"]
    }
    public var header: ClientOperationHeaderProto
    public var targets: [DatanodeInfoProto]
    public var source: DatanodeInfoProto?
    public var stage: OpWriteBlockProto.BlockConstructionStage
    public var pipelineSize: UInt32
    public var minBytesRcvd: UInt64
    public var maxBytesRcvd: UInt64
    public var latestGenerationStamp: UInt64
    public var requestedChecksum: ChecksumProto
    public var cachingStrategy: CachingStrategyProto?
    public var storageType: StorageTypeProto?
    public var targetStorageTypes: [StorageTypeProto]
    public var allowLazyPersist: Bool?
    public var pinning: Bool?
    public var targetPinnings: [Bool]
    public var storageId: String?
    public var targetStorageIds: [String]
    public init(header: ClientOperationHeaderProto, targets: [DatanodeInfoProto] = [], source: DatanodeInfoProto? = nil, stage: OpWriteBlockProto.BlockConstructionStage, pipelineSize: UInt32, minBytesRcvd: UInt64, maxBytesRcvd: UInt64, latestGenerationStamp: UInt64, requestedChecksum: ChecksumProto, cachingStrategy: CachingStrategyProto? = nil, storageType: StorageTypeProto? = nil, targetStorageTypes: [StorageTypeProto] = [], allowLazyPersist: Bool? = nil, pinning: Bool? = nil, targetPinnings: [Bool] = [], storageId: String? = nil, targetStorageIds: [String] = []) {
        self.header = header
        self.targets = targets
        self.source = source
        self.stage = stage
        self.pipelineSize = pipelineSize
        self.minBytesRcvd = minBytesRcvd
        self.maxBytesRcvd = maxBytesRcvd
        self.latestGenerationStamp = latestGenerationStamp
        self.requestedChecksum = requestedChecksum
        self.cachingStrategy = cachingStrategy
        self.storageType = storageType
        self.targetStorageTypes = targetStorageTypes
        self.allowLazyPersist = allowLazyPersist
        self.pinning = pinning
        self.targetPinnings = targetPinnings
        self.storageId = storageId
        self.targetStorageIds = targetStorageIds
    }
    public static var messageName: String { "OpWriteBlockProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct OpTransferBlockProto: HadoopMessage {
    public var header: ClientOperationHeaderProto
    public var targets: [DatanodeInfoProto]
    public var targetStorageTypes: [StorageTypeProto]
    public var targetStorageIds: [String]
    public init(header: ClientOperationHeaderProto, targets: [DatanodeInfoProto] = [], targetStorageTypes: [StorageTypeProto] = [], targetStorageIds: [String] = []) {
        self.header = header
        self.targets = targets
        self.targetStorageTypes = targetStorageTypes
        self.targetStorageIds = targetStorageIds
    }
    public static var messageName: String { "OpTransferBlockProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct OpBlockChecksumProto: HadoopMessage {
    public var header: BaseHeaderProto
    public var blockChecksumOptions: BlockChecksumOptionsProto?
    public init(header: BaseHeaderProto, blockChecksumOptions: BlockChecksumOptionsProto? = nil) {
        self.header = header
        self.blockChecksumOptions = blockChecksumOptions
    }
    public static var messageName: String { "OpBlockChecksumProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ShortCircuitShmIdProto: HadoopMessage {
    public var hi: Int64
    public var lo: Int64
    public init(hi: Int64, lo: Int64) {
        self.hi = hi
        self.lo = lo
    }
    public static var messageName: String { "ShortCircuitShmIdProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ShortCircuitShmSlotProto: HadoopMessage {
    public var shmId: ShortCircuitShmIdProto
    public var slotIdx: Int32
    public init(shmId: ShortCircuitShmIdProto, slotIdx: Int32) {
        self.shmId = shmId
        self.slotIdx = slotIdx
    }
    public static var messageName: String { "ShortCircuitShmSlotProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct OpRequestShortCircuitAccessProto: HadoopMessage {
    public var header: BaseHeaderProto
    public var maxVersion: UInt32
    public var slotId: ShortCircuitShmSlotProto?
    public var supportsReceiptVerification: Bool?
    public init(header: BaseHeaderProto, maxVersion: UInt32, slotId: ShortCircuitShmSlotProto? = nil, supportsReceiptVerification: Bool? = nil) {
        self.header = header
        self.maxVersion = maxVersion
        self.slotId = slotId
        self.supportsReceiptVerification = supportsReceiptVerification
    }
    public static var messageName: String { "OpRequestShortCircuitAccessProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ReleaseShortCircuitAccessRequestProto: HadoopMessage {
    public var slotId: ShortCircuitShmSlotProto
    public var traceInfo: DataTransferTraceInfoProto?
    public init(slotId: ShortCircuitShmSlotProto, traceInfo: DataTransferTraceInfoProto? = nil) {
        self.slotId = slotId
        self.traceInfo = traceInfo
    }
    public static var messageName: String { "ReleaseShortCircuitAccessRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ReleaseShortCircuitAccessResponseProto: HadoopMessage {
    public var status: DataTransferStatus
    public var error: String?
    public init(status: DataTransferStatus, error: String? = nil) {
        self.status = status
        self.error = error
    }
    public static var messageName: String { "ReleaseShortCircuitAccessResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ShortCircuitShmRequestProto: HadoopMessage {
    public var clientName: String
    public var traceInfo: DataTransferTraceInfoProto?
    public init(clientName: String, traceInfo: DataTransferTraceInfoProto? = nil) {
        self.clientName = clientName
        self.traceInfo = traceInfo
    }
    public static var messageName: String { "ShortCircuitShmRequestProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ShortCircuitShmResponseProto: HadoopMessage {
    public var status: DataTransferStatus
    public var error: String?
    public var id: ShortCircuitShmIdProto?
    public init(status: DataTransferStatus, error: String? = nil, id: ShortCircuitShmIdProto? = nil) {
        self.status = status
        self.error = error
        self.id = id
    }
    public static var messageName: String { "ShortCircuitShmResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PacketHeaderProto: HadoopMessage {
    public var offsetInBlock: Int64
    public var seqno: Int64
    public var lastPacketInBlock: Bool
    public var dataLen: Int32
    public var syncBlock: Bool?
    public init(offsetInBlock: Int64, seqno: Int64, lastPacketInBlock: Bool, dataLen: Int32, syncBlock: Bool? = nil) {
        self.offsetInBlock = offsetInBlock
        self.seqno = seqno
        self.lastPacketInBlock = lastPacketInBlock
        self.dataLen = dataLen
        self.syncBlock = syncBlock
    }
    public static var messageName: String { "PacketHeaderProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct PipelineAckProto: HadoopMessage {
    public var seqno: Int64
    public var reply: [DataTransferStatus]
    public var downstreamAckTimeNanos: UInt64?
    public var flag: [UInt32]
    public init(seqno: Int64, reply: [DataTransferStatus] = [], downstreamAckTimeNanos: UInt64? = nil, flag: [UInt32] = []) {
        self.seqno = seqno
        self.reply = reply
        self.downstreamAckTimeNanos = downstreamAckTimeNanos
        self.flag = flag
    }
    public static var messageName: String { "PipelineAckProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ReadOpChecksumInfoProto: HadoopMessage {
    public var checksum: ChecksumProto
    public var chunkOffset: UInt64
    public init(checksum: ChecksumProto, chunkOffset: UInt64) {
        self.checksum = checksum
        self.chunkOffset = chunkOffset
    }
    public static var messageName: String { "ReadOpChecksumInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct BlockOpResponseProto: HadoopMessage {
    public var status: DataTransferStatus
    public var firstBadLink: String?
    public var checksumResponse: OpBlockChecksumResponseProto?
    public var readOpChecksumInfo: ReadOpChecksumInfoProto?
    public var message: String?
    public var shortCircuitAccessVersion: UInt32?
    public init(status: DataTransferStatus, firstBadLink: String? = nil, checksumResponse: OpBlockChecksumResponseProto? = nil, readOpChecksumInfo: ReadOpChecksumInfoProto? = nil, message: String? = nil, shortCircuitAccessVersion: UInt32? = nil) {
        self.status = status
        self.firstBadLink = firstBadLink
        self.checksumResponse = checksumResponse
        self.readOpChecksumInfo = readOpChecksumInfo
        self.message = message
        self.shortCircuitAccessVersion = shortCircuitAccessVersion
    }
    public static var messageName: String { "BlockOpResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ClientReadStatusProto: HadoopMessage {
    public var status: DataTransferStatus
    public init(status: DataTransferStatus) {
        self.status = status
    }
    public static var messageName: String { "ClientReadStatusProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct OpBlockChecksumResponseProto: HadoopMessage {
    public var bytesPerCrc: UInt32
    public var crcPerBlock: UInt64
    public var blockChecksum: [UInt8]
    public var crcType: ChecksumTypeProto?
    public var blockChecksumOptions: BlockChecksumOptionsProto?
    public init(bytesPerCrc: UInt32, crcPerBlock: UInt64, blockChecksum: [UInt8], crcType: ChecksumTypeProto? = nil, blockChecksumOptions: BlockChecksumOptionsProto? = nil) {
        self.bytesPerCrc = bytesPerCrc
        self.crcPerBlock = crcPerBlock
        self.blockChecksum = blockChecksum
        self.crcType = crcType
        self.blockChecksumOptions = blockChecksumOptions
    }
    public static var messageName: String { "OpBlockChecksumResponseProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension DataTransferEncryptorMessageProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DataTransferEncryptorMessageProto>) { hadoop__hdfs__data_transfer_encryptor_message_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DataTransferEncryptorMessageProto, arena: inout Arena) {
        c.status = Hadoop__Hdfs__DataTransferEncryptorMessageProto__DataTransferEncryptorStatus(rawValue: UInt32(bitPattern: status.rawValue))
        if let payloadValue = payload {
            c.has_payload = 1
            c.payload = arena.bytes(payloadValue)
        }
        if let messageValue = message {
            c.message = arena.string(messageValue)
        }
        if !cipherOption.isEmpty {
            c.n_cipheroption = cipherOption.count
            c.cipheroption = arena.messages(cipherOption)
        }
        if let handshakeSecretValue = handshakeSecret {
            c.handshakesecret = arena.message(handshakeSecretValue)
        }
        if let accessTokenErrorValue = accessTokenError {
            c.has_accesstokenerror = 1
            c.accesstokenerror = (accessTokenErrorValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DataTransferEncryptorMessageProto) {
        status = DataTransferEncryptorMessageProto.DataTransferEncryptorStatus(rawValue: Int32(bitPattern: c.status.rawValue))
        payload = c.has_payload != 0 ? bytes(c.payload) : nil
        message = c.message.map { text($0) }
        cipherOption = messages(c.n_cipheroption, c.cipheroption)
        handshakeSecret = c.handshakesecret.map { .init(unpacked: $0.pointee) }
        accessTokenError = c.has_accesstokenerror != 0 ? (c.accesstokenerror != 0) : nil
    }
}

extension HandshakeSecretProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__HandshakeSecretProto>) { hadoop__hdfs__handshake_secret_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__HandshakeSecretProto, arena: inout Arena) {
        c.secret = arena.bytes(secret)
        c.bpid = arena.string(bpid)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__HandshakeSecretProto) {
        secret = bytes(c.secret)
        bpid = text(c.bpid)
    }
}

extension BaseHeaderProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__BaseHeaderProto>) { hadoop__hdfs__base_header_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__BaseHeaderProto, arena: inout Arena) {
        c.block = arena.message(block)
        if let tokenValue = token {
            c.token = arena.message(tokenValue)
        }
        if let traceInfoValue = traceInfo {
            c.traceinfo = arena.message(traceInfoValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__BaseHeaderProto) {
        block = message(c.block)
        token = c.token.map { .init(unpacked: $0.pointee) }
        traceInfo = c.traceinfo.map { .init(unpacked: $0.pointee) }
    }
}

extension DataTransferTraceInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__DataTransferTraceInfoProto>) { hadoop__hdfs__data_transfer_trace_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__DataTransferTraceInfoProto, arena: inout Arena) {
        if let traceIdValue = traceId {
            c.has_traceid = 1
            c.traceid = traceIdValue
        }
        if let parentIdValue = parentId {
            c.has_parentid = 1
            c.parentid = parentIdValue
        }
        if let spanContextValue = spanContext {
            c.has_spancontext = 1
            c.spancontext = arena.bytes(spanContextValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__DataTransferTraceInfoProto) {
        traceId = c.has_traceid != 0 ? c.traceid : nil
        parentId = c.has_parentid != 0 ? c.parentid : nil
        spanContext = c.has_spancontext != 0 ? bytes(c.spancontext) : nil
    }
}

extension ClientOperationHeaderProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ClientOperationHeaderProto>) { hadoop__hdfs__client_operation_header_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ClientOperationHeaderProto, arena: inout Arena) {
        c.baseheader = arena.message(baseHeader)
        c.clientname = arena.string(clientName)
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ClientOperationHeaderProto) {
        baseHeader = message(c.baseheader)
        clientName = text(c.clientname)
    }
}

extension CachingStrategyProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__CachingStrategyProto>) { hadoop__hdfs__caching_strategy_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__CachingStrategyProto, arena: inout Arena) {
        if let dropBehindValue = dropBehind {
            c.has_dropbehind = 1
            c.dropbehind = (dropBehindValue ? 1 : 0)
        }
        if let readaheadValue = readahead {
            c.has_readahead = 1
            c.readahead = readaheadValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__CachingStrategyProto) {
        dropBehind = c.has_dropbehind != 0 ? (c.dropbehind != 0) : nil
        readahead = c.has_readahead != 0 ? c.readahead : nil
    }
}

extension OpReadBlockProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__OpReadBlockProto>) { hadoop__hdfs__op_read_block_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__OpReadBlockProto, arena: inout Arena) {
        c.header = arena.message(header)
        c.offset = offset
        c.len = len
        if let sendChecksumsValue = sendChecksums {
            c.has_sendchecksums = 1
            c.sendchecksums = (sendChecksumsValue ? 1 : 0)
        }
        if let cachingStrategyValue = cachingStrategy {
            c.cachingstrategy = arena.message(cachingStrategyValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__OpReadBlockProto) {
        header = message(c.header)
        offset = c.offset
        len = c.len
        sendChecksums = c.has_sendchecksums != 0 ? (c.sendchecksums != 0) : nil
        cachingStrategy = c.cachingstrategy.map { .init(unpacked: $0.pointee) }
    }
}

extension ChecksumProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ChecksumProto>) { hadoop__hdfs__checksum_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ChecksumProto, arena: inout Arena) {
        c.type = Hadoop__Hdfs__ChecksumTypeProto(rawValue: UInt32(bitPattern: type.rawValue))
        c.bytesperchecksum = bytesPerChecksum
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ChecksumProto) {
        type = ChecksumTypeProto(rawValue: Int32(bitPattern: c.type.rawValue))
        bytesPerChecksum = c.bytesperchecksum
    }
}

extension OpWriteBlockProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__OpWriteBlockProto>) { hadoop__hdfs__op_write_block_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__OpWriteBlockProto, arena: inout Arena) {
        c.header = arena.message(header)
        if !targets.isEmpty {
            c.n_targets = targets.count
            c.targets = arena.messages(targets)
        }
        if let sourceValue = source {
            c.source = arena.message(sourceValue)
        }
        c.stage = Hadoop__Hdfs__OpWriteBlockProto__BlockConstructionStage(rawValue: UInt32(bitPattern: stage.rawValue))
        c.pipelinesize = pipelineSize
        c.minbytesrcvd = minBytesRcvd
        c.maxbytesrcvd = maxBytesRcvd
        c.latestgenerationstamp = latestGenerationStamp
        c.requestedchecksum = arena.message(requestedChecksum)
        if let cachingStrategyValue = cachingStrategy {
            c.cachingstrategy = arena.message(cachingStrategyValue)
        }
        if let storageTypeValue = storageType {
            c.has_storagetype = 1
            c.storagetype = Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: storageTypeValue.rawValue))
        }
        if !targetStorageTypes.isEmpty {
            c.n_targetstoragetypes = targetStorageTypes.count
            c.targetstoragetypes = arena.array(targetStorageTypes.map { Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if let allowLazyPersistValue = allowLazyPersist {
            c.has_allowlazypersist = 1
            c.allowlazypersist = (allowLazyPersistValue ? 1 : 0)
        }
        if let pinningValue = pinning {
            c.has_pinning = 1
            c.pinning = (pinningValue ? 1 : 0)
        }
        if !targetPinnings.isEmpty {
            c.n_targetpinnings = targetPinnings.count
            c.targetpinnings = arena.array(targetPinnings.map { $0 ? 1 : 0 })
        }
        if let storageIdValue = storageId {
            c.storageid = arena.string(storageIdValue)
        }
        if !targetStorageIds.isEmpty {
            c.n_targetstorageids = targetStorageIds.count
            c.targetstorageids = arena.strings(targetStorageIds)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__OpWriteBlockProto) {
        header = message(c.header)
        targets = messages(c.n_targets, c.targets)
        source = c.source.map { .init(unpacked: $0.pointee) }
        stage = OpWriteBlockProto.BlockConstructionStage(rawValue: Int32(bitPattern: c.stage.rawValue))
        pipelineSize = c.pipelinesize
        minBytesRcvd = c.minbytesrcvd
        maxBytesRcvd = c.maxbytesrcvd
        latestGenerationStamp = c.latestgenerationstamp
        requestedChecksum = message(c.requestedchecksum)
        cachingStrategy = c.cachingstrategy.map { .init(unpacked: $0.pointee) }
        storageType = c.has_storagetype != 0 ? StorageTypeProto(rawValue: Int32(bitPattern: c.storagetype.rawValue)) : nil
        targetStorageTypes = enumerations(c.n_targetstoragetypes, c.targetstoragetypes)
        allowLazyPersist = c.has_allowlazypersist != 0 ? (c.allowlazypersist != 0) : nil
        pinning = c.has_pinning != 0 ? (c.pinning != 0) : nil
        targetPinnings = truths(c.n_targetpinnings, c.targetpinnings)
        storageId = c.storageid.map { text($0) }
        targetStorageIds = texts(c.n_targetstorageids, c.targetstorageids)
    }
}

extension OpTransferBlockProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__OpTransferBlockProto>) { hadoop__hdfs__op_transfer_block_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__OpTransferBlockProto, arena: inout Arena) {
        c.header = arena.message(header)
        if !targets.isEmpty {
            c.n_targets = targets.count
            c.targets = arena.messages(targets)
        }
        if !targetStorageTypes.isEmpty {
            c.n_targetstoragetypes = targetStorageTypes.count
            c.targetstoragetypes = arena.array(targetStorageTypes.map { Hadoop__Hdfs__StorageTypeProto(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if !targetStorageIds.isEmpty {
            c.n_targetstorageids = targetStorageIds.count
            c.targetstorageids = arena.strings(targetStorageIds)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__OpTransferBlockProto) {
        header = message(c.header)
        targets = messages(c.n_targets, c.targets)
        targetStorageTypes = enumerations(c.n_targetstoragetypes, c.targetstoragetypes)
        targetStorageIds = texts(c.n_targetstorageids, c.targetstorageids)
    }
}

extension OpBlockChecksumProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__OpBlockChecksumProto>) { hadoop__hdfs__op_block_checksum_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__OpBlockChecksumProto, arena: inout Arena) {
        c.header = arena.message(header)
        if let blockChecksumOptionsValue = blockChecksumOptions {
            c.blockchecksumoptions = arena.message(blockChecksumOptionsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__OpBlockChecksumProto) {
        header = message(c.header)
        blockChecksumOptions = c.blockchecksumoptions.map { .init(unpacked: $0.pointee) }
    }
}

extension ShortCircuitShmIdProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ShortCircuitShmIdProto>) { hadoop__hdfs__short_circuit_shm_id_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ShortCircuitShmIdProto, arena: inout Arena) {
        c.hi = hi
        c.lo = lo
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ShortCircuitShmIdProto) {
        hi = c.hi
        lo = c.lo
    }
}

extension ShortCircuitShmSlotProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ShortCircuitShmSlotProto>) { hadoop__hdfs__short_circuit_shm_slot_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ShortCircuitShmSlotProto, arena: inout Arena) {
        c.shmid = arena.message(shmId)
        c.slotidx = slotIdx
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ShortCircuitShmSlotProto) {
        shmId = message(c.shmid)
        slotIdx = c.slotidx
    }
}

extension OpRequestShortCircuitAccessProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__OpRequestShortCircuitAccessProto>) { hadoop__hdfs__op_request_short_circuit_access_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__OpRequestShortCircuitAccessProto, arena: inout Arena) {
        c.header = arena.message(header)
        c.maxversion = maxVersion
        if let slotIdValue = slotId {
            c.slotid = arena.message(slotIdValue)
        }
        if let supportsReceiptVerificationValue = supportsReceiptVerification {
            c.has_supportsreceiptverification = 1
            c.supportsreceiptverification = (supportsReceiptVerificationValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__OpRequestShortCircuitAccessProto) {
        header = message(c.header)
        maxVersion = c.maxversion
        slotId = c.slotid.map { .init(unpacked: $0.pointee) }
        supportsReceiptVerification = c.has_supportsreceiptverification != 0 ? (c.supportsreceiptverification != 0) : nil
    }
}

extension ReleaseShortCircuitAccessRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ReleaseShortCircuitAccessRequestProto>) { hadoop__hdfs__release_short_circuit_access_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ReleaseShortCircuitAccessRequestProto, arena: inout Arena) {
        c.slotid = arena.message(slotId)
        if let traceInfoValue = traceInfo {
            c.traceinfo = arena.message(traceInfoValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ReleaseShortCircuitAccessRequestProto) {
        slotId = message(c.slotid)
        traceInfo = c.traceinfo.map { .init(unpacked: $0.pointee) }
    }
}

extension ReleaseShortCircuitAccessResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ReleaseShortCircuitAccessResponseProto>) { hadoop__hdfs__release_short_circuit_access_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ReleaseShortCircuitAccessResponseProto, arena: inout Arena) {
        c.status = Hadoop__Hdfs__Status(rawValue: UInt32(bitPattern: status.rawValue))
        if let errorValue = error {
            c.error = arena.string(errorValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ReleaseShortCircuitAccessResponseProto) {
        status = DataTransferStatus(rawValue: Int32(bitPattern: c.status.rawValue))
        error = c.error.map { text($0) }
    }
}

extension ShortCircuitShmRequestProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ShortCircuitShmRequestProto>) { hadoop__hdfs__short_circuit_shm_request_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ShortCircuitShmRequestProto, arena: inout Arena) {
        c.clientname = arena.string(clientName)
        if let traceInfoValue = traceInfo {
            c.traceinfo = arena.message(traceInfoValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ShortCircuitShmRequestProto) {
        clientName = text(c.clientname)
        traceInfo = c.traceinfo.map { .init(unpacked: $0.pointee) }
    }
}

extension ShortCircuitShmResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ShortCircuitShmResponseProto>) { hadoop__hdfs__short_circuit_shm_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ShortCircuitShmResponseProto, arena: inout Arena) {
        c.status = Hadoop__Hdfs__Status(rawValue: UInt32(bitPattern: status.rawValue))
        if let errorValue = error {
            c.error = arena.string(errorValue)
        }
        if let idValue = id {
            c.id = arena.message(idValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ShortCircuitShmResponseProto) {
        status = DataTransferStatus(rawValue: Int32(bitPattern: c.status.rawValue))
        error = c.error.map { text($0) }
        id = c.id.map { .init(unpacked: $0.pointee) }
    }
}

extension PacketHeaderProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__PacketHeaderProto>) { hadoop__hdfs__packet_header_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__PacketHeaderProto, arena: inout Arena) {
        c.offsetinblock = offsetInBlock
        c.seqno = seqno
        c.lastpacketinblock = (lastPacketInBlock ? 1 : 0)
        c.datalen = dataLen
        if let syncBlockValue = syncBlock {
            c.has_syncblock = 1
            c.syncblock = (syncBlockValue ? 1 : 0)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__PacketHeaderProto) {
        offsetInBlock = c.offsetinblock
        seqno = c.seqno
        lastPacketInBlock = (c.lastpacketinblock != 0)
        dataLen = c.datalen
        syncBlock = c.has_syncblock != 0 ? (c.syncblock != 0) : nil
    }
}

extension PipelineAckProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__PipelineAckProto>) { hadoop__hdfs__pipeline_ack_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__PipelineAckProto, arena: inout Arena) {
        c.seqno = seqno
        if !reply.isEmpty {
            c.n_reply = reply.count
            c.reply = arena.array(reply.map { Hadoop__Hdfs__Status(rawValue: UInt32(bitPattern: $0.rawValue)) })
        }
        if let downstreamAckTimeNanosValue = downstreamAckTimeNanos {
            c.has_downstreamacktimenanos = 1
            c.downstreamacktimenanos = downstreamAckTimeNanosValue
        }
        if !flag.isEmpty {
            c.n_flag = flag.count
            c.flag = arena.array(flag)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__PipelineAckProto) {
        seqno = c.seqno
        reply = enumerations(c.n_reply, c.reply)
        downstreamAckTimeNanos = c.has_downstreamacktimenanos != 0 ? c.downstreamacktimenanos : nil
        flag = values(c.n_flag, c.flag)
    }
}

extension ReadOpChecksumInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ReadOpChecksumInfoProto>) { hadoop__hdfs__read_op_checksum_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ReadOpChecksumInfoProto, arena: inout Arena) {
        c.checksum = arena.message(checksum)
        c.chunkoffset = chunkOffset
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ReadOpChecksumInfoProto) {
        checksum = message(c.checksum)
        chunkOffset = c.chunkoffset
    }
}

extension BlockOpResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__BlockOpResponseProto>) { hadoop__hdfs__block_op_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__BlockOpResponseProto, arena: inout Arena) {
        c.status = Hadoop__Hdfs__Status(rawValue: UInt32(bitPattern: status.rawValue))
        if let firstBadLinkValue = firstBadLink {
            c.firstbadlink = arena.string(firstBadLinkValue)
        }
        if let checksumResponseValue = checksumResponse {
            c.checksumresponse = arena.message(checksumResponseValue)
        }
        if let readOpChecksumInfoValue = readOpChecksumInfo {
            c.readopchecksuminfo = arena.message(readOpChecksumInfoValue)
        }
        if let messageValue = message {
            c.message = arena.string(messageValue)
        }
        if let shortCircuitAccessVersionValue = shortCircuitAccessVersion {
            c.has_shortcircuitaccessversion = 1
            c.shortcircuitaccessversion = shortCircuitAccessVersionValue
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__BlockOpResponseProto) {
        status = DataTransferStatus(rawValue: Int32(bitPattern: c.status.rawValue))
        firstBadLink = c.firstbadlink.map { text($0) }
        checksumResponse = c.checksumresponse.map { .init(unpacked: $0.pointee) }
        readOpChecksumInfo = c.readopchecksuminfo.map { .init(unpacked: $0.pointee) }
        message = c.message.map { text($0) }
        shortCircuitAccessVersion = c.has_shortcircuitaccessversion != 0 ? c.shortcircuitaccessversion : nil
    }
}

extension ClientReadStatusProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__ClientReadStatusProto>) { hadoop__hdfs__client_read_status_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__ClientReadStatusProto, arena: inout Arena) {
        c.status = Hadoop__Hdfs__Status(rawValue: UInt32(bitPattern: status.rawValue))
    }
    init(unpacked c: borrowing Hadoop__Hdfs__ClientReadStatusProto) {
        status = DataTransferStatus(rawValue: Int32(bitPattern: c.status.rawValue))
    }
}

extension OpBlockChecksumResponseProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Hdfs__OpBlockChecksumResponseProto>) { hadoop__hdfs__op_block_checksum_response_proto__init(c) }
    func fill(_ c: inout Hadoop__Hdfs__OpBlockChecksumResponseProto, arena: inout Arena) {
        c.bytespercrc = bytesPerCrc
        c.crcperblock = crcPerBlock
        c.blockchecksum = arena.bytes(blockChecksum)
        if let crcTypeValue = crcType {
            c.has_crctype = 1
            c.crctype = Hadoop__Hdfs__ChecksumTypeProto(rawValue: UInt32(bitPattern: crcTypeValue.rawValue))
        }
        if let blockChecksumOptionsValue = blockChecksumOptions {
            c.blockchecksumoptions = arena.message(blockChecksumOptionsValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Hdfs__OpBlockChecksumResponseProto) {
        bytesPerCrc = c.bytespercrc
        crcPerBlock = c.crcperblock
        blockChecksum = bytes(c.blockchecksum)
        crcType = c.has_crctype != 0 ? ChecksumTypeProto(rawValue: Int32(bitPattern: c.crctype.rawValue)) : nil
        blockChecksumOptions = c.blockchecksumoptions.map { .init(unpacked: $0.pointee) }
    }
}
