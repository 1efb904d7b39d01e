import HadoopProtos
import WeftDiagnostics

/// Cuts a stream of bytes into Hadoop RPC's frames: a big-endian length of four bytes, then as many bytes.
///
/// A connection with integrity or privacy has two: one for what comes from the socket, one for what was unwrapped,
/// because a wrapped buffer may hold several frames or a part of one.
struct FrameReader {
    /// The longest frame that is accepted (`ipc.maximum.response.length`).
    var maximumLength: Int
    private var bytes: [UInt8] = []
    private var place = 0

    init(maximumLength: Int) { self.maximumLength = maximumLength }

    /// Whether a part of a frame is there.
    var isInsideFrame: Bool { place < bytes.count }

    mutating func append(_ more: some Collection<UInt8>) {
        if place == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
            place = 0
        } else if place > 1 << 16 {
            bytes.removeFirst(place)
            place = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next whole frame without its length, or `nil` when more bytes are needed.
    ///
    /// - Throws: `rpc-protocol` when its length is negative or above the maximum.
    mutating func next() throws -> [UInt8]? {
        guard bytes.count - place >= 4 else { return nil }
        let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        guard length <= UInt32(clamping: maximumLength) else {
            throw WeftError(
                "rpc-protocol",
                "the server announces a response of \(length) bytes, more than \(maximumLength) are not accepted",
                remedy:
                    "check that the port is Hadoop RPC's and not a web server's, or raise ipc.maximum.response.length"
            )
        }
        let start = place + 4
        guard bytes.count - start >= Int(length) else { return nil }
        place = start + Int(length)
        return Array(bytes[start..<place])
    }
}

/// What the client writes on a connection (RpcConstants.java, Client.java).
enum RPCFrames {
    /// Calls with a meaning of their own.
    enum CallID {
        static let connectionContext: Int32 = -3
        static let ping: Int32 = -4
        static let sasl: Int32 = -33
    }

    /// The retry count of what isn't a call.
    private static let noRetryCount: Int32 = -1

    /// The first bytes of a connection.
    static func connectionHeader(sasl: Bool) -> [UInt8] { Array("hrpc".utf8) + [9, 0, sasl ? 0xdf : 0] }

    static func frame(_ parts: [[UInt8]]) -> [UInt8] {
        let length = UInt32(clamping: parts.reduce(0) { $0 + $1.count })
        var made: [UInt8] = []
        made.reserveCapacity(Int(length) + 4)
        withUnsafeBytes(of: length.bigEndian) { made.append(contentsOf: $0) }
        for part in parts { made += part }
        return made
    }

    private static func header(callID: Int32, retryCount: Int32, clientID: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        RpcRequestHeaderProto(
            rpcKind: .rpcProtocolBuffer,
            rpcOp: .rpcFinalPacket,
            callId: callID,
            clientId: clientID,
            retryCount: retryCount
        ).serializeDelimited(into: &bytes)
        return bytes
    }

    /// A call, ready to be written or wrapped.
    static func call(
        id: Int32,
        retryCount: Int32,
        clientID: [UInt8],
        protocolName: String,
        version: UInt64,
        method: String,
        request: [UInt8]
    ) -> [UInt8] {
        var bytes = header(callID: id, retryCount: retryCount, clientID: clientID)
        RequestHeaderProto(methodName: method, declaringClassProtocolName: protocolName, clientProtocolVersion: version)
            .serializeDelimited(into: &bytes)
        Varint.append(UInt64(request.count), to: &bytes)
        return frame([bytes, request])
    }

    /// Who the client is and what it will talk.
    ///
    /// `user` is `nil` where a token says it (ProtoUtil.makeIpcConnectionContext).
    static func connectionContext(user: UserInformationProto?, protocolName: String, clientID: [UInt8]) -> [UInt8] {
        var bytes = header(callID: CallID.connectionContext, retryCount: noRetryCount, clientID: clientID)
        IpcConnectionContextProto(userInfo: user ?? UserInformationProto(), protocol: protocolName)
            .serializeDelimited(into: &bytes)
        return frame([bytes])
    }

    static func sasl(_ message: RpcSaslProto) -> [UInt8] {
        var bytes = header(callID: CallID.sasl, retryCount: noRetryCount, clientID: [])
        message.serializeDelimited(into: &bytes)
        return frame([bytes])
    }

    /// Frames as sealed buffers, each in a frame of its own.
    static func sealed(_ bytes: [UInt8], _ codec: any SaslCodec) throws -> [UInt8] {
        var frames: [UInt8] = []
        let step = max(1, codec.maximumPlainLength)
        try bytes.withUnsafeBytes { plain in
            for start in stride(from: 0, to: plain.count, by: step) {
                var token: [UInt8] = []
                let part = UnsafeRawBufferPointer(rebasing: plain[start..<min(plain.count, start + step)])
                try codec.seal(part, into: &token)
                frames += sasl(RpcSaslProto(state: .wrap, token: token))
            }
        }
        return frames
    }

    static func ping(clientID: [UInt8]) -> [UInt8] {
        frame([header(callID: CallID.ping, retryCount: noRetryCount, clientID: clientID)])
    }
}

/// A response, taken apart.
struct RPCResponse {
    /// Its header, with the call id as the signed number that it is.
    let header: RpcResponseHeaderProto
    let callID: Int32
    private let frame: [UInt8]
    private let bodyStart: Int

    /// Reads a frame.
    init(frame: [UInt8]) throws {
        var offset = 0
        header = try frame.withUnsafeBytes { try RpcResponseHeaderProto(delimited: $0, at: &offset) }
        callID = Int32(truncatingIfNeeded: header.callId)
        self.frame = frame
        bodyStart = offset
    }

    var isSuccess: Bool { header.status == .success }

    /// The message of a successful response; nothing may be behind it.
    func body<Message: HadoopMessage>(_: Message.Type = Message.self) throws -> Message {
        var offset = bodyStart
        let message = try frame.withUnsafeBytes { try Message(delimited: $0, at: &offset) }
        guard offset == frame.count else {
            throw WeftError(
                "rpc-protocol",
                "\(frame.count - offset) bytes follow a \(Message.messageName) in a response",
                remedy: "check that the server speaks the same protocol"
            )
        }
        return message
    }
}
