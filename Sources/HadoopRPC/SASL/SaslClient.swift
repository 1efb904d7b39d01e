import WeftDiagnostics

/// One SASL exchange, seen from the client: bytes in, bytes out, no socket.
///
/// One object serves one exchange and belongs to one thread at a time. GSSAPI may ask the KDC for a ticket in its first
/// step, which is bounded by the credential's `kdcTimeout`.
public protocol SaslClient: AnyObject {
    /// The mechanism's registered name, `GSSAPI` for instance.
    var mechanism: String { get }
    /// Whether the client speaks first: if so, the first call of `respond` takes an empty challenge.
    var hasInitialResponse: Bool { get }
    /// Answers a challenge; the answer may be empty.
    ///
    /// When `isComplete` has become true and the challenge came with the server's word of success, there is no answer
    /// to send: the result is empty then.
    ///
    /// - Throws: `sasl-failed`, or a code of the `kerberos-` family. The exchange can't go on after that.
    func respond(to challenge: [UInt8]) throws -> [UInt8]
    /// Whether this side has nothing more to send and believes the server.
    ///
    /// A server that says it is done while this is false must not be trusted: it has not proved that it knows the key.
    var isComplete: Bool { get }
    /// The level both sides agreed on; valid when the exchange is complete.
    var negotiated: SaslProtection { get }
    /// What seals and opens the bytes after the exchange; nil when the level is authentication only.
    ///
    /// - Throws: `sasl-failed` before the exchange is complete, and when it was asked for once already: there is one
    ///   stream in each direction, with one sequence of numbers.
    func makeCodec() throws -> (any SaslCodec)?
}

/// Seals what is sent and opens what is received after an exchange with integrity or privacy.
///
/// Each direction is one stream: buffers are to be sent in the order they were sealed and opened in the order they
/// arrived. The directions are independent of each other and may be used by two threads.
public protocol SaslCodec: AnyObject, Sendable {
    /// The level.
    var protection: SaslProtection { get }
    /// How many plain bytes one sealed buffer may hold, so that it fits into the peer's `maxbuf`.
    var maximumPlainLength: Int { get }
    /// Appends the sealed form of bytes to an array.
    ///
    /// - Throws: `sasl-failed` when there are more than `maximumPlainLength` bytes.
    func seal(_ bytes: UnsafeRawBufferPointer, into sealed: inout [UInt8]) throws
    /// Appends what a sealed buffer of the peer holds to an array.
    ///
    /// - Throws: `sasl-failed` for a wrong checksum, a wrong sequence number and a wrong length. The stream can't go on
    ///   after that, and the array's bytes behind its former end mean nothing.
    func open(_ bytes: UnsafeRawBufferPointer, into plain: inout [UInt8]) throws
}

extension SaslCodec {
    /// The sealed form of bytes.
    public func seal(_ bytes: [UInt8]) throws -> [UInt8] {
        var sealed: [UInt8] = []
        try bytes.withUnsafeBytes { try seal($0, into: &sealed) }
        return sealed
    }

    /// What a sealed buffer of the peer holds.
    public func open(_ bytes: [UInt8]) throws -> [UInt8] {
        var plain: [UInt8] = []
        try bytes.withUnsafeBytes { try open($0, into: &plain) }
        return plain
    }
}

/// Buffers longer than this are refused before anything is done with them: it is above the largest response that a
/// Hadoop client takes (`ipc.maximum.response.length`, 128 MiB). The `maxbuf` this side names can't be the bound, because
/// Hadoop's servers seal a whole response at once, however long it is (Server.java, wrapWithSasl).
let maximumSealedLength = 160 << 20
