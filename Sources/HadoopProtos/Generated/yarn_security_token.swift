// swift-format-ignore-file
// Written by Protos/generate from yarn_security_token.proto.

internal import CHadoopProtos
import WeftDiagnostics

public struct NMTokenIdentifierProto: HadoopMessage {
    public var appAttemptId: ApplicationAttemptIdProto?
    public var nodeId: NodeIdProto?
    public var appSubmitter: String?
    public var keyId: Int32?
    public init(appAttemptId: ApplicationAttemptIdProto? = nil, nodeId: NodeIdProto? = nil, appSubmitter: String? = nil, keyId: Int32? = nil) {
        self.appAttemptId = appAttemptId
        self.nodeId = nodeId
        self.appSubmitter = appSubmitter
        self.keyId = keyId
    }
    public static var messageName: String { "NMTokenIdentifierProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct AMRMTokenIdentifierProto: HadoopMessage {
    public var appAttemptId: ApplicationAttemptIdProto?
    public var keyId: Int32?
    public init(appAttemptId: ApplicationAttemptIdProto? = nil, keyId: Int32? = nil) {
        self.appAttemptId = appAttemptId
        self.keyId = keyId
    }
    public static var messageName: String { "AMRMTokenIdentifierProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ContainerTokenIdentifierProto: HadoopMessage {
    public var containerId: ContainerIdProto?
    public var nmHostAddr: String?
    public var appSubmitter: String?
    public var resource: ResourceProto?
    public var expiryTimeStamp: Int64?
    public var masterKeyId: Int32?
    public var rmIdentifier: Int64?
    public var priority: PriorityProto?
    public var creationTime: Int64?
    public var logAggregationContext: LogAggregationContextProto?
    public var nodeLabelExpression: String?
    public var containerType: ContainerTypeProto?
    public var executionType: ExecutionTypeProto?
    public var version: Int32?
    public var allocationRequestId: Int64?
    public var allocationTags: [String]
    public init(containerId: ContainerIdProto? = nil, nmHostAddr: String? = nil, appSubmitter: String? = nil, resource: ResourceProto? = nil, expiryTimeStamp: Int64? = nil, masterKeyId: Int32? = nil, rmIdentifier: Int64? = nil, priority: PriorityProto? = nil, creationTime: Int64? = nil, logAggregationContext: LogAggregationContextProto? = nil, nodeLabelExpression: String? = nil, containerType: ContainerTypeProto? = nil, executionType: ExecutionTypeProto? = nil, version: Int32? = nil, allocationRequestId: Int64? = nil, allocationTags: [String] = []) {
        self.containerId = containerId
        self.nmHostAddr = nmHostAddr
        self.appSubmitter = appSubmitter
        self.resource = resource
        self.expiryTimeStamp = expiryTimeStamp
        self.masterKeyId = masterKeyId
        self.rmIdentifier = rmIdentifier
        self.priority = priority
        self.creationTime = creationTime
        self.logAggregationContext = logAggregationContext
        self.nodeLabelExpression = nodeLabelExpression
        self.containerType = containerType
        self.executionType = executionType
        self.version = version
        self.allocationRequestId = allocationRequestId
        self.allocationTags = allocationTags
    }
    public static var messageName: String { "ContainerTokenIdentifierProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct ClientToAMTokenIdentifierProto: HadoopMessage {
    public var appAttemptId: ApplicationAttemptIdProto?
    public var clientName: String?
    public init(appAttemptId: ApplicationAttemptIdProto? = nil, clientName: String? = nil) {
        self.appAttemptId = appAttemptId
        self.clientName = clientName
    }
    public static var messageName: String { "ClientToAMTokenIdentifierProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

public struct YARNDelegationTokenIdentifierProto: HadoopMessage {
    public var owner: String?
    public var renewer: String?
    public var realUser: String?
    public var issueDate: Int64?
    public var maxDate: Int64?
    public var sequenceNumber: Int32?
    public var masterKeyId: Int32?
    public init(owner: String? = nil, renewer: String? = nil, realUser: String? = nil, issueDate: Int64? = nil, maxDate: Int64? = nil, sequenceNumber: Int32? = nil, masterKeyId: Int32? = nil) {
        self.owner = owner
        self.renewer = renewer
        self.realUser = realUser
        self.issueDate = issueDate
        self.maxDate = maxDate
        self.sequenceNumber = sequenceNumber
        self.masterKeyId = masterKeyId
    }
    public static var messageName: String { "YARNDelegationTokenIdentifierProto" }
    public init(serialized bytes: UnsafeRawBufferPointer) throws { self = try unpack(bytes) }
    public func serialized() -> [UInt8] { pack(self) }
    public func serialize(into bytes: inout [UInt8]) { pack(self, into: &bytes) }
}

extension NMTokenIdentifierProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__NMTokenIdentifierProto>) { hadoop__yarn__nmtoken_identifier_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__NMTokenIdentifierProto, arena: inout Arena) {
        if let appAttemptIdValue = appAttemptId {
            c.appattemptid = arena.message(appAttemptIdValue)
        }
        if let nodeIdValue = nodeId {
            c.nodeid = arena.message(nodeIdValue)
        }
        if let appSubmitterValue = appSubmitter {
            c.appsubmitter = arena.string(appSubmitterValue)
        }
        if let keyIdValue = keyId {
            c.has_keyid = 1
            c.keyid = keyIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__NMTokenIdentifierProto) {
        appAttemptId = c.appattemptid.map { .init(unpacked: $0.pointee) }
        nodeId = c.nodeid.map { .init(unpacked: $0.pointee) }
        appSubmitter = c.appsubmitter.map { text($0) }
        keyId = c.has_keyid != 0 ? c.keyid : nil
    }
}

extension AMRMTokenIdentifierProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__AMRMTokenIdentifierProto>) { hadoop__yarn__amrmtoken_identifier_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__AMRMTokenIdentifierProto, arena: inout Arena) {
        if let appAttemptIdValue = appAttemptId {
            c.appattemptid = arena.message(appAttemptIdValue)
        }
        if let keyIdValue = keyId {
            c.has_keyid = 1
            c.keyid = keyIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__AMRMTokenIdentifierProto) {
        appAttemptId = c.appattemptid.map { .init(unpacked: $0.pointee) }
        keyId = c.has_keyid != 0 ? c.keyid : nil
    }
}

extension ContainerTokenIdentifierProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ContainerTokenIdentifierProto>) { hadoop__yarn__container_token_identifier_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ContainerTokenIdentifierProto, arena: inout Arena) {
        if let containerIdValue = containerId {
            c.containerid = arena.message(containerIdValue)
        }
        if let nmHostAddrValue = nmHostAddr {
            c.nmhostaddr = arena.string(nmHostAddrValue)
        }
        if let appSubmitterValue = appSubmitter {
            c.appsubmitter = arena.string(appSubmitterValue)
        }
        if let resourceValue = resource {
            c.resource = arena.message(resourceValue)
        }
        if let expiryTimeStampValue = expiryTimeStamp {
            c.has_expirytimestamp = 1
            c.expirytimestamp = expiryTimeStampValue
        }
        if let masterKeyIdValue = masterKeyId {
            c.has_masterkeyid = 1
            c.masterkeyid = masterKeyIdValue
        }
        if let rmIdentifierValue = rmIdentifier {
            c.has_rmidentifier = 1
            c.rmidentifier = rmIdentifierValue
        }
        if let priorityValue = priority {
            c.priority = arena.message(priorityValue)
        }
        if let creationTimeValue = creationTime {
            c.has_creationtime = 1
            c.creationtime = creationTimeValue
        }
        if let logAggregationContextValue = logAggregationContext {
            c.logaggregationcontext = arena.message(logAggregationContextValue)
        }
        if let nodeLabelExpressionValue = nodeLabelExpression {
            c.nodelabelexpression = arena.string(nodeLabelExpressionValue)
        }
        if let containerTypeValue = containerType {
            c.has_containertype = 1
            c.containertype = Hadoop__Yarn__ContainerTypeProto(rawValue: UInt32(bitPattern: containerTypeValue.rawValue))
        }
        if let executionTypeValue = executionType {
            c.has_executiontype = 1
            c.executiontype = Hadoop__Yarn__ExecutionTypeProto(rawValue: UInt32(bitPattern: executionTypeValue.rawValue))
        }
        if let versionValue = version {
            c.has_version = 1
            c.version = versionValue
        }
        if let allocationRequestIdValue = allocationRequestId {
            c.has_allocation_request_id = 1
            c.allocation_request_id = allocationRequestIdValue
        }
        if !allocationTags.isEmpty {
            c.n_allocation_tags = allocationTags.count
            c.allocation_tags = arena.strings(allocationTags)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ContainerTokenIdentifierProto) {
        containerId = c.containerid.map { .init(unpacked: $0.pointee) }
        nmHostAddr = c.nmhostaddr.map { text($0) }
        appSubmitter = c.appsubmitter.map { text($0) }
        resource = c.resource.map { .init(unpacked: $0.pointee) }
        expiryTimeStamp = c.has_expirytimestamp != 0 ? c.expirytimestamp : nil
        masterKeyId = c.has_masterkeyid != 0 ? c.masterkeyid : nil
        rmIdentifier = c.has_rmidentifier != 0 ? c.rmidentifier : nil
        priority = c.priority.map { .init(unpacked: $0.pointee) }
        creationTime = c.has_creationtime != 0 ? c.creationtime : nil
        logAggregationContext = c.logaggregationcontext.map { .init(unpacked: $0.pointee) }
        nodeLabelExpression = c.nodelabelexpression.map { text($0) }
        containerType = c.has_containertype != 0 ? ContainerTypeProto(rawValue: Int32(bitPattern: c.containertype.rawValue)) : nil
        executionType = c.has_executiontype != 0 ? ExecutionTypeProto(rawValue: Int32(bitPattern: c.executiontype.rawValue)) : nil
        version = c.has_version != 0 ? c.version : nil
        allocationRequestId = c.has_allocation_request_id != 0 ? c.allocation_request_id : nil
        allocationTags = texts(c.n_allocation_tags, c.allocation_tags)
    }
}

extension ClientToAMTokenIdentifierProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__ClientToAMTokenIdentifierProto>) { hadoop__yarn__client_to_amtoken_identifier_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__ClientToAMTokenIdentifierProto, arena: inout Arena) {
        if let appAttemptIdValue = appAttemptId {
            c.appattemptid = arena.message(appAttemptIdValue)
        }
        if let clientNameValue = clientName {
            c.clientname = arena.string(clientNameValue)
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__ClientToAMTokenIdentifierProto) {
        appAttemptId = c.appattemptid.map { .init(unpacked: $0.pointee) }
        clientName = c.clientname.map { text($0) }
    }
}

extension YARNDelegationTokenIdentifierProto: PackedMessage {
    static func initialize(_ c: UnsafeMutablePointer<Hadoop__Yarn__YARNDelegationTokenIdentifierProto>) { hadoop__yarn__yarndelegation_token_identifier_proto__init(c) }
    func fill(_ c: inout Hadoop__Yarn__YARNDelegationTokenIdentifierProto, arena: inout Arena) {
        if let ownerValue = owner {
            c.owner = arena.string(ownerValue)
        }
        if let renewerValue = renewer {
            c.renewer = arena.string(renewerValue)
        }
        if let realUserValue = realUser {
            c.realuser = arena.string(realUserValue)
        }
        if let issueDateValue = issueDate {
            c.has_issuedate = 1
            c.issuedate = issueDateValue
        }
        if let maxDateValue = maxDate {
            c.has_maxdate = 1
            c.maxdate = maxDateValue
        }
        if let sequenceNumberValue = sequenceNumber {
            c.has_sequencenumber = 1
            c.sequencenumber = sequenceNumberValue
        }
        if let masterKeyIdValue = masterKeyId {
            c.has_masterkeyid = 1
            c.masterkeyid = masterKeyIdValue
        }
    }
    init(unpacked c: borrowing Hadoop__Yarn__YARNDelegationTokenIdentifierProto) {
        owner = c.owner.map { text($0) }
        renewer = c.renewer.map { text($0) }
        realUser = c.realuser.map { text($0) }
        issueDate = c.has_issuedate != 0 ? c.issuedate : nil
        maxDate = c.has_maxdate != 0 ? c.maxdate : nil
        sequenceNumber = c.has_sequencenumber != 0 ? c.sequencenumber : nil
        masterKeyId = c.has_masterkeyid != 0 ? c.masterkeyid : nil
    }
}
