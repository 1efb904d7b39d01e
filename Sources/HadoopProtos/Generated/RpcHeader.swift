// swift-format-ignore-file
// Written by Protos/generate from RpcHeader.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct RpcKindProto: HadoopEnumeration {
    public var rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }
    public static let rpcBuiltin = Self(rawValue: 0)
    public static let rpcWritable = Self(rawValue: 1)
    public static let rpcProtocolBuffer = Self(rawValue: 2)
    public static let names: [Int32: String] = [0: "RPC_BUILTIN", 1: "RPC_WRITABLE", 2: "RPC_PROTOCOL_BUFFER"]
}

public struct RPCTraceInfoProto: HadoopMessage {
    public var traceId: Int64?
    public var parentId: Int64?
    public var spanContext: [UInt8]?
    public init(traceId: Int64? = nil, parentId: Int64? = nil, spanContext: [UInt8]? = nil) {
        self.traceId = traceId
        self.parentId = parentId
        self.spanContext = spanContext
    }
    public static var messageName: String { "RPCTraceInfoProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RPCCallerContextProto: HadoopMessage {
    public var context: String
    public var signature: [UInt8]?
    public init(context: String, signature: [UInt8]? = nil) {
        self.context = context
        self.signature = signature
    }
    public static var messageName: String { "RPCCallerContextProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RpcRequestHeaderProto: HadoopMessage {
    public struct OperationProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let rpcFinalPacket = Self(rawValue: 0)
        public static let rpcContinuationPacket = Self(rawValue: 1)
        public static let rpcCloseConnection = Self(rawValue: 2)
        public static let names: [Int32: String] = [0: "RPC_FINAL_PACKET", 1: "RPC_CONTINUATION_PACKET", 2: "RPC_CLOSE_CONNECTION"]
    }
    public var rpcKind: RpcKindProto?
    public var rpcOp: RpcRequestHeaderProto.OperationProto?
    public var callId: Int32
    public var clientId: [UInt8]
    public var retryCount: Int32?
    public var traceInfo: RPCTraceInfoProto?
    public var callerContext: RPCCallerContextProto?
    public var stateId: Int64?
    public init(rpcKind: RpcKindProto? = nil, rpcOp: RpcRequestHeaderProto.OperationProto? = nil, callId: Int32, clientId: [UInt8], retryCount: Int32? = nil, traceInfo: RPCTraceInfoProto? = nil, callerContext: RPCCallerContextProto? = nil, stateId: Int64? = nil) {
        self.rpcKind = rpcKind
        self.rpcOp = rpcOp
        self.callId = callId
        self.clientId = clientId
        self.retryCount = retryCount
        self.traceInfo = traceInfo
        self.callerContext = callerContext
        self.stateId = stateId
    }
    public static var messageName: String { "RpcRequestHeaderProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RpcResponseHeaderProto: HadoopMessage {
    public struct RpcStatusProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let success = Self(rawValue: 0)
        public static let error = Self(rawValue: 1)
        public static let fatal = Self(rawValue: 2)
        public static let names: [Int32: String] = [0: "SUCCESS", 1: "ERROR", 2: "FATAL"]
    }
    public struct RpcErrorCodeProto: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let errorApplication = Self(rawValue: 1)
        public static let errorNoSuchMethod = Self(rawValue: 2)
        public static let errorNoSuchProtocol = Self(rawValue: 3)
        public static let errorRpcServer = Self(rawValue: 4)
        public static let errorSerializingResponse = Self(rawValue: 5)
        public static let errorRpcVersionMismatch = Self(rawValue: 6)
        public static let fatalUnknown = Self(rawValue: 10)
        public static let fatalUnsupportedSerialization = Self(rawValue: 11)
        public static let fatalInvalidRpcHeader = Self(rawValue: 12)
        public static let fatalDeserializingRequest = Self(rawValue: 13)
        public static let fatalVersionMismatch = Self(rawValue: 14)
        public static let fatalUnauthorized = Self(rawValue: 15)
        public static let names: [Int32: String] = [1: "ERROR_APPLICATION", 2: "ERROR_NO_SUCH_METHOD", 3: "ERROR_NO_SUCH_PROTOCOL", 4: "ERROR_RPC_SERVER", 5: "ERROR_SERIALIZING_RESPONSE", 6: "ERROR_RPC_VERSION_MISMATCH", 10: "FATAL_UNKNOWN", 11: "FATAL_UNSUPPORTED_SERIALIZATION", 12: "FATAL_INVALID_RPC_HEADER", 13: "FATAL_DESERIALIZING_REQUEST", 14: "FATAL_VERSION_MISMATCH", 15: "FATAL_UNAUTHORIZED"]
    }
    public var callId: UInt32
    public var status: RpcResponseHeaderProto.RpcStatusProto
    public var serverIpcVersionNum: UInt32?
    public var exceptionClassName: String?
    public var errorMsg: String?
    public var errorDetail: RpcResponseHeaderProto.RpcErrorCodeProto?
    public var clientId: [UInt8]?
    public var retryCount: Int32?
    public var stateId: Int64?
    public init(callId: UInt32, status: RpcResponseHeaderProto.RpcStatusProto, serverIpcVersionNum: UInt32? = nil, exceptionClassName: String? = nil, errorMsg: String? = nil, errorDetail: RpcResponseHeaderProto.RpcErrorCodeProto? = nil, clientId: [UInt8]? = nil, retryCount: Int32? = nil, stateId: Int64? = nil) {
        self.callId = callId
        self.status = status
        self.serverIpcVersionNum = serverIpcVersionNum
        self.exceptionClassName = exceptionClassName
        self.errorMsg = errorMsg
        self.errorDetail = errorDetail
        self.clientId = clientId
        self.retryCount = retryCount
        self.stateId = stateId
    }
    public static var messageName: String { "RpcResponseHeaderProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct RpcSaslProto: HadoopMessage {
    public struct SaslState: HadoopEnumeration {
        public var rawValue: Int32
        public init(rawValue: Int32) { self.rawValue = rawValue }
        public static let success = Self(rawValue: 0)
        public static let negotiate = Self(rawValue: 1)
        public static let initiate = Self(rawValue: 2)
        public static let challenge = Self(rawValue: 3)
        public static let response = Self(rawValue: 4)
        public static let wrap = Self(rawValue: 5)
        public static let names: [Int32: String] = [0: "SUCCESS", 1: "NEGOTIATE", 2: "INITIATE", 3: "CHALLENGE", 4: "RESPONSE", 5: "WRAP"]
    }
    public struct SaslAuth: HadoopMessage {
        public var method: String
        public var mechanism: String
        public var `protocol`: String?
        public var serverId: String?
        public var challenge: [UInt8]?
        public init(method: String, mechanism: String, `protocol`: String? = nil, serverId: String? = nil, challenge: [UInt8]? = nil) {
            self.method = method
            self.mechanism = mechanism
            self.`protocol` = `protocol`
            self.serverId = serverId
            self.challenge = challenge
        }
        public static var messageName: String { "SaslAuth" }
        public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
        public func serialized() -> [UInt8] { pack(self) }
        public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
    }
    public var version: UInt32?
    public var state: RpcSaslProto.SaslState
    public var token: [UInt8]?
    public var auths: [RpcSaslProto.SaslAuth]
    public init(version: UInt32? = nil, state: RpcSaslProto.SaslState, token: [UInt8]? = nil, auths: [RpcSaslProto.SaslAuth] = []) {
        self.version = version
        self.state = state
        self.token = token
        self.auths = auths
    }
    public static var messageName: String { "RpcSaslProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension RPCTraceInfoProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RPCTraceInfoProto>) { hadoop__common__rpctrace_info_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RPCTraceInfoProto, arena: inout Arena) {
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
    init(unpacked c: borrowing Hadoop__Common__RPCTraceInfoProto) {
        traceId = c.has_traceid != 0 ? c.traceid : nil
        parentId = c.has_parentid != 0 ? c.parentid : nil
        spanContext = c.has_spancontext != 0 ? bytes(c.spancontext) : nil
    }
}

extension RPCCallerContextProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RPCCallerContextProto>) { hadoop__common__rpccaller_context_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RPCCallerContextProto, arena: inout Arena) {
        c.context = arena.string(context)
        if let signatureValue = signature {
            c.has_signature = 1
            c.signature = arena.bytes(signatureValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__RPCCallerContextProto) {
        context = text(c.context)
        signature = c.has_signature != 0 ? bytes(c.signature) : nil
    }
}

extension RpcRequestHeaderProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RpcRequestHeaderProto>) { hadoop__common__rpc_request_header_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RpcRequestHeaderProto, arena: inout Arena) {
        if let rpcKindValue = rpcKind {
            c.has_rpckind = 1
            c.rpckind = Hadoop__Common__RpcKindProto(rawValue: UInt32(bitPattern: rpcKindValue.rawValue))
        }
        if let rpcOpValue = rpcOp {
            c.has_rpcop = 1
            c.rpcop = Hadoop__Common__RpcRequestHeaderProto__OperationProto(rawValue: UInt32(bitPattern: rpcOpValue.rawValue))
        }
        c.callid = callId
        c.clientid = arena.bytes(clientId)
        if let retryCountValue = retryCount {
            c.has_retrycount = 1
            c.retrycount = retryCountValue
        }
        if let traceInfoValue = traceInfo {
            c.traceinfo = arena.message(traceInfoValue)
        }
        if let callerContextValue = callerContext {
            c.callercontext = arena.message(callerContextValue)
        }
        if let stateIdValue = stateId {
            c.has_stateid = 1
            c.stateid = stateIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Common__RpcRequestHeaderProto) {
        rpcKind = c.has_rpckind != 0 ? RpcKindProto(rawValue: Int32(bitPattern: c.rpckind.rawValue)) : nil
        rpcOp = c.has_rpcop != 0 ? RpcRequestHeaderProto.OperationProto(rawValue: Int32(bitPattern: c.rpcop.rawValue)) : nil
        callId = c.callid
        clientId = bytes(c.clientid)
        retryCount = c.has_retrycount != 0 ? c.retrycount : nil
        traceInfo = c.traceinfo.map { .init(unpacked: $0.pointee) }
        callerContext = c.callercontext.map { .init(unpacked: $0.pointee) }
        stateId = c.has_stateid != 0 ? c.stateid : nil
    }
}

extension RpcResponseHeaderProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RpcResponseHeaderProto>) { hadoop__common__rpc_response_header_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RpcResponseHeaderProto, arena: inout Arena) {
        c.callid = callId
        c.status = Hadoop__Common__RpcResponseHeaderProto__RpcStatusProto(rawValue: UInt32(bitPattern: status.rawValue))
        if let serverIpcVersionNumValue = serverIpcVersionNum {
            c.has_serveripcversionnum = 1
            c.serveripcversionnum = serverIpcVersionNumValue
        }
        if let exceptionClassNameValue = exceptionClassName {
            c.exceptionclassname = arena.string(exceptionClassNameValue)
        }
        if let errorMsgValue = errorMsg {
            c.errormsg = arena.string(errorMsgValue)
        }
        if let errorDetailValue = errorDetail {
            c.has_errordetail = 1
            c.errordetail = Hadoop__Common__RpcResponseHeaderProto__RpcErrorCodeProto(rawValue: UInt32(bitPattern: errorDetailValue.rawValue))
        }
        if let clientIdValue = clientId {
            c.has_clientid = 1
            c.clientid = arena.bytes(clientIdValue)
        }
        if let retryCountValue = retryCount {
            c.has_retrycount = 1
            c.retrycount = retryCountValue
        }
        if let stateIdValue = stateId {
            c.has_stateid = 1
            c.stateid = stateIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Common__RpcResponseHeaderProto) {
        callId = c.callid
        status = RpcResponseHeaderProto.RpcStatusProto(rawValue: Int32(bitPattern: c.status.rawValue))
        serverIpcVersionNum = c.has_serveripcversionnum != 0 ? c.serveripcversionnum : nil
        exceptionClassName = c.exceptionclassname.map { text($0) }
        errorMsg = c.errormsg.map { text($0) }
        errorDetail = c.has_errordetail != 0 ? RpcResponseHeaderProto.RpcErrorCodeProto(rawValue: Int32(bitPattern: c.errordetail.rawValue)) : nil
        clientId = c.has_clientid != 0 ? bytes(c.clientid) : nil
        retryCount = c.has_retrycount != 0 ? c.retrycount : nil
        stateId = c.has_stateid != 0 ? c.stateid : nil
    }
}

extension RpcSaslProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RpcSaslProto>) { hadoop__common__rpc_sasl_proto__init(c) }
    func fill(_ c: inout Hadoop__Common__RpcSaslProto, arena: inout Arena) {
        if let versionValue = version {
            c.has_version = 1
            c.version = versionValue
        }
        c.state = Hadoop__Common__RpcSaslProto__SaslState(rawValue: UInt32(bitPattern: state.rawValue))
        if let tokenValue = token {
            c.has_token = 1
            c.token = arena.bytes(tokenValue)
        }
        if !auths.isEmpty {
            c.n_auths = auths.count
            c.auths = arena.messages(auths)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__RpcSaslProto) {
        version = c.has_version != 0 ? c.version : nil
        state = RpcSaslProto.SaslState(rawValue: Int32(bitPattern: c.state.rawValue))
        token = c.has_token != 0 ? bytes(c.token) : nil
        auths = messages(c.n_auths, c.auths)
    }
}

extension RpcSaslProto.SaslAuth: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Common__RpcSaslProto__SaslAuth>) { hadoop__common__rpc_sasl_proto__sasl_auth__init(c) }
    func fill(_ c: inout Hadoop__Common__RpcSaslProto__SaslAuth, arena: inout Arena) {
        c.method = arena.string(method)
        c.mechanism = arena.string(mechanism)
        if let protocolValue = `protocol` {
            c.protocol = arena.string(protocolValue)
        }
        if let serverIdValue = serverId {
            c.serverid = arena.string(serverIdValue)
        }
        if let challengeValue = challenge {
            c.has_challenge = 1
            c.challenge = arena.bytes(challengeValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Common__RpcSaslProto__SaslAuth) {
        method = text(c.method)
        mechanism = text(c.mechanism)
        `protocol` = c.protocol.map { text($0) }
        serverId = c.serverid.map { text($0) }
        challenge = c.has_challenge != 0 ? bytes(c.challenge) : nil
    }
}
