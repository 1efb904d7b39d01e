import WeftDiagnostics

/// What a delegation token's identifier says, for showing it and to know when it ends; servers alone interpret it.
///
/// Tokens of the NameNode and of key management servers are `Writable` (AbstractDelegationTokenIdentifier.java), newer
/// ones of YARN are protobuf (YARNDelegationTokenIdentifier.java).
public struct DelegationTokenIdentifier: Sendable, Hashable {
    /// Whose rights the token gives.
    public var owner: String
    /// Who may renew it.
    public var renewer: String
    /// Who asked for it on behalf of the owner; empty when that was the owner.
    public var realUser: String
    /// When it was made, in milliseconds since 1970.
    public var issueDate: Int64
    /// When it ends however often it is renewed, in milliseconds since 1970.
    public var maxDate: Int64
    /// Its number.
    public var sequenceNumber: Int32
    /// The number of the server's key that made its password.
    public var masterKeyID: Int32

    /// Makes an identifier.
    public init(
        owner: String,
        renewer: String,
        realUser: String,
        issueDate: Int64,
        maxDate: Int64,
        sequenceNumber: Int32,
        masterKeyID: Int32
    ) {
        self.owner = owner
        self.renewer = renewer
        self.realUser = realUser
        self.issueDate = issueDate
        self.maxDate = maxDate
        self.sequenceNumber = sequenceNumber
        self.masterKeyID = masterKeyID
    }

    /// Reads an identifier.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when it is neither of the two forms.
    public init(_ identifier: [UInt8]) throws {
        var reader = WritableReader(identifier, subject: "the delegation token's identifier")
        // A version byte 0, or the first field's tag.
        guard identifier.first == 0 else {
            try self.init(protobuf: identifier, reader)
            return
        }
        _ = try reader.byte()
        self.init(
            owner: try reader.text(),
            renewer: try reader.text(),
            realUser: try reader.text(),
            issueDate: try reader.long(),
            maxDate: try reader.long(),
            sequenceNumber: try reader.int(),
            masterKeyID: try reader.int()
        )
    }

    private init(protobuf identifier: [UInt8], _ reader: WritableReader) throws {
        let fields = try ProtobufFields(identifier, subject: "the delegation token's identifier")
        guard !identifier.isEmpty else { throw reader.invalid("it is empty") }
        self.init(
            owner: fields.text(1),
            renewer: fields.text(2),
            realUser: fields.text(3),
            issueDate: fields.number(4),
            maxDate: fields.number(5),
            sequenceNumber: Int32(truncatingIfNeeded: fields.number(6)),
            masterKeyID: Int32(truncatingIfNeeded: fields.number(7))
        )
    }
}

extension DelegationTokenIdentifier: CustomStringConvertible {
    /// The parts in one line.
    public var description: String {
        var text =
            "owner=\(owner), renewer=\(renewer), realUser=\(realUser), issueDate=\(issueDate), maxDate=\(maxDate)"
        text += ", sequenceNumber=\(sequenceNumber), masterKeyId=\(masterKeyID)"
        return text
    }
}
