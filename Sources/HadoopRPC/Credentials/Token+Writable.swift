import WeftDiagnostics

extension Token {
    /// Reads a token as `Writable` (Token.java, readFields).
    ///
    /// - Throws: `WeftError` of code `token-invalid` when the bytes aren't one.
    public init(from reader: inout WritableReader) throws {
        let identifier = try reader.lengthAndBytes()
        let password = try reader.lengthAndBytes()
        let kind = try reader.text()
        self.init(identifier: identifier, password: password, kind: Kind(rawValue: kind), service: try reader.text())
    }

    /// Writes the token as `Writable`.
    public func write(to writer: inout WritableWriter) {
        writer.lengthAndBytes(identifier)
        writer.lengthAndBytes(password)
        writer.text(kind.rawValue)
        writer.text(service)
    }

    /// Reads the text form of a token that Java passes in URLs: the `Writable` in URL-safe base64.
    ///
    /// - Parameter text: the text, with or without padding.
    /// - Throws: `WeftError` of code `token-invalid` when it isn't a token.
    public init(urlString text: String) throws {
        let subject = "the token's text"
        guard let bytes = Base64.decode(text) else {
            throw WritableReader([], subject: subject).invalid("it isn't base64")
        }
        var reader = WritableReader(bytes, subject: subject)
        try self.init(from: &reader)
    }

    /// The token as text, its password too: URL-safe base64 of the `Writable`, without padding (Token.encodeToUrlString).
    public var urlString: String {
        var writer = WritableWriter()
        write(to: &writer)
        return Base64.encodeURLSafe(writer.bytes)
    }
}
