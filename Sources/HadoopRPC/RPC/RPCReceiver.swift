import HadoopProtos
import WeftDiagnostics

/// The receiving half of an authenticated connection, without input and output: bytes in, responses or a failure out.
struct RPCReceiver {
    private let clientID: [UInt8]
    private let codec: (any SaslCodec)?
    /// What comes from the socket, and what was in sealed buffers.
    private var outer: FrameReader
    private var inner: FrameReader
    private var failure: WeftError?

    /// Makes the half of a connection.
    ///
    /// - Parameters:
    ///   - clientID: the client's id, which answers that have one must have.
    ///   - codec: what opens the server's buffers, with integrity or privacy.
    ///   - frames: what was read so far.
    ///   - maximumLength: the longest frame that is accepted.
    init(clientID: [UInt8], codec: (any SaslCodec)?, frames: FrameReader, maximumLength: Int) {
        self.clientID = clientID
        self.codec = codec
        outer = frames
        outer.maximumLength = maximumLength
        inner = FrameReader(maximumLength: maximumLength)
    }

    mutating func append(_ bytes: some Collection<UInt8>) { outer.append(bytes) }

    /// The next response, or `nil` when more bytes are needed.
    ///
    /// - Throws: why the connection can't go on; it stays so, since nothing behind a failure is believed.
    mutating func next() throws -> RPCResponse? {
        if let failure { throw failure }
        do { return try take() } catch {
            let failure = WeftError(wrapping: error)
            self.failure = failure
            throw failure
        }
    }

    private mutating func take() throws -> RPCResponse? {
        guard let codec else { return try outer.next().map(checked) }
        while true {
            if let frame = try inner.next() { return try checked(frame) }
            guard let frame = try outer.next() else { return nil }
            let response = try RPCResponse(frame: frame)
            guard response.callID == RPCFrames.CallID.sasl else { throw Self.unsealed(response) }
            let message: RpcSaslProto = try response.body()
            guard message.state == .wrap, let token = message.token else {
                throw WeftError(
                    "rpc-protocol",
                    "the server sent the SASL state \(message.state) after the handshake"
                )
            }
            inner.append(try codec.open(token))
        }
    }

    private func checked(_ frame: [UInt8]) throws -> RPCResponse {
        let response = try RPCResponse(frame: frame)
        if let sent = response.header.clientId, !sent.isEmpty, sent != clientID {
            throw WeftError("rpc-protocol", "the server sent a response for another client")
        }
        return response
    }

    /// Only a fatal error may come unsealed, and it ends the connection.
    private static func unsealed(_ response: RPCResponse) -> WeftError {
        if response.header.status == .fatal { return RemoteException(response.header).error() }
        return WeftError("rpc-protocol", "the server sent an unprotected response on a protected connection")
    }
}
