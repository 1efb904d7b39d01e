import HadoopProtos
import WeftDiagnostics

/// The two forms of a credentials file (Credentials.java, readTokenStorageStream).
public enum CredentialsFormat: UInt8, Sendable, CaseIterable {
    /// Java's `Writable`, which every Hadoop reads; what NodeManagers write.
    case writable = 0
    /// A `CredentialsProto`, since Hadoop 3.0.
    case protobuf = 1
}

extension Credentials {
    private static let magic = Array("HDTS".utf8)

    /// Reads what a credentials file holds. Bytes behind the end are left alone: Spark's buffers have some.
    ///
    /// - Parameters:
    ///   - bytes: the file's bytes.
    ///   - subject: what errors call it.
    /// - Throws: `WeftError` of code `token-invalid` when the bytes aren't that.
    public init(storage bytes: [UInt8], subject: String = "the credentials") throws {
        var reader = WritableReader(bytes, subject: subject)
        guard bytes.starts(with: Self.magic) else { throw reader.invalid("it doesn't start with HDTS") }
        _ = try reader.bytes(Self.magic.count)
        let version = try reader.byte()
        switch CredentialsFormat(rawValue: version) {
        case .writable: try self.init(from: &reader)
        case .protobuf: try self.init(protobuf: bytes, at: reader.position, reader)
        case nil: throw reader.invalid("its version is \(version), and only 0 and 1 are known")
        }
    }

    /// The bytes of a credentials file.
    ///
    /// - Parameter format: which of the two; `writable` by default, as Java has it, because every Hadoop reads that.
    public func storage(_ format: CredentialsFormat = .writable) -> [UInt8] {
        var writer = WritableWriter()
        writer.raw(Self.magic)
        writer.byte(format.rawValue)
        switch format {
        case .writable:
            write(to: &writer)
            return writer.bytes
        case .protobuf:
            var bytes = writer.bytes
            message.serializeDelimited(into: &bytes)
            return bytes
        }
    }

    /// Reads credentials as `Writable`, without the head that a file has.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when the bytes aren't that.
    public init(from reader: inout WritableReader) throws {
        self.init()
        // No count is believed: each turn takes bytes, or throws when there are none left.
        for _ in 0..<(try count(&reader)) {
            let alias = try reader.text()
            tokens[alias] = try Token(from: &reader)
        }
        for _ in 0..<(try count(&reader)) {
            let alias = try reader.text()
            secrets[alias] = try reader.lengthAndBytes()
        }
    }

    private func count(_ reader: inout WritableReader) throws -> Int {
        let count = Int(try reader.int())
        guard count >= 0 else { throw reader.invalid("it has a negative count") }
        return count
    }

    /// Writes the credentials as `Writable`, in the order of the aliases.
    public func write(to writer: inout WritableWriter) {
        writer.long(Int64(tokens.count))
        for (alias, token) in tokens.sorted(by: { $0.key < $1.key }) {
            writer.text(alias)
            token.write(to: &writer)
        }
        writer.long(Int64(secrets.count))
        for (alias, secret) in secrets.sorted(by: { $0.key < $1.key }) {
            writer.text(alias)
            writer.lengthAndBytes(secret)
        }
    }

    private init(protobuf bytes: [UInt8], at start: Int, _ reader: WritableReader) throws {
        var offset = start
        let message: CredentialsProto
        do {
            message = try bytes.withUnsafeBytes { try CredentialsProto(delimited: $0, at: &offset) }
        } catch let cause {
            var error = reader.invalid("its message can't be read")
            error.cause = WeftError(wrapping: cause)
            throw error
        }
        self.init()
        for entry in message.tokens {
            guard let token = entry.token else { throw reader.invalid("the alias \(entry.alias) has no token") }
            tokens[entry.alias] = Token(token)
        }
        for entry in message.secrets { secrets[entry.alias] = entry.secret ?? [] }
    }

    private var message: CredentialsProto {
        CredentialsProto(
            tokens: tokens.sorted { $0.key < $1.key }.map { .init(alias: $0.key, token: $0.value.message) },
            secrets: secrets.sorted { $0.key < $1.key }.map { .init(alias: $0.key, secret: $0.value) }
        )
    }
}

extension Token {
    /// A token as messages have it.
    public init(_ message: TokenProto) {
        self.init(
            identifier: message.identifier,
            password: message.password,
            kind: Kind(rawValue: message.kind),
            service: message.service
        )
    }

    /// The token for a message.
    public var message: TokenProto {
        TokenProto(identifier: identifier, password: password, kind: kind.rawValue, service: service)
    }
}
