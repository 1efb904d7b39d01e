import WeftDiagnostics

/// What a block token's identifier says, for showing it and to know when it ends (BlockTokenIdentifier.java). DataNodes
/// must get its bytes as they came.
public struct BlockTokenIdentifier: Sendable, Hashable {
    /// When it ends, in milliseconds since 1970.
    public var expiryDate: Int64
    /// The number of the key that made its password.
    public var keyID: Int32
    /// For whom it was made; empty when that isn't said.
    public var userID: String
    /// The block's pool.
    public var blockPoolID: String
    /// The block.
    public var blockID: Int64
    /// What it allows: `READ`, `WRITE`, `COPY`, `REPLACE`.
    public var modes: [String]

    /// Makes an identifier.
    public init(
        expiryDate: Int64,
        keyID: Int32,
        userID: String,
        blockPoolID: String,
        blockID: Int64,
        modes: [String]
    ) {
        self.expiryDate = expiryDate
        self.keyID = keyID
        self.userID = userID
        self.blockPoolID = blockPoolID
        self.blockID = blockID
        self.modes = modes
    }

    /// Reads an identifier. What newer versions put behind these parts is left alone.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when it is neither `Writable` nor protobuf.
    public init(_ identifier: [UInt8]) throws {
        let subject = "the block token's identifier"
        var reader = WritableReader(identifier, subject: subject)
        guard let first = identifier.first else { throw reader.invalid("it is empty") }
        // The first byte of the Writable is the length of a time, which is negative; in protobuf it is a field's tag.
        guard Int8(bitPattern: first) <= 0 else {
            let names = ["", "READ", "WRITE", "COPY", "REPLACE"]
            let fields = try ProtobufFields(identifier, subject: subject)
            self.init(
                expiryDate: fields.number(1),
                keyID: Int32(truncatingIfNeeded: fields.number(2)),
                userID: fields.text(3),
                blockPoolID: fields.text(4),
                blockID: fields.number(5),
                modes: fields.numbers(6).map { (1..<5).contains($0) ? names[Int($0)] : "\($0)" }
            )
            return
        }
        self.init(
            expiryDate: try reader.long(),
            keyID: try reader.int(),
            userID: try reader.nullableText(),
            blockPoolID: try reader.nullableText(),
            blockID: try reader.long(),
            modes: []
        )
        let count = try reader.int()
        guard (0...4).contains(count) else { throw reader.invalid("it allows too many things") }
        for _ in 0..<count { modes.append(try reader.text()) }
    }
}

extension WritableReader {
    /// A text behind its length in four bytes, of which −1 means null (WritableUtils.readString).
    fileprivate mutating func nullableText() throws -> String {
        let length = try bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if length == .max { return "" }
        guard let text = String(validating: try bytes(Int(length)), as: UTF8.self) else {
            throw invalid("it has a text that isn't UTF-8")
        }
        return text
    }
}
