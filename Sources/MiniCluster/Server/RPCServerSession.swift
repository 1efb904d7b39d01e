import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// One call as a client sent it.
struct RPCServerCall: Sendable {
    var id: Int32
    var retryCount: Int32
    var clientID: [UInt8]
    var protocolName: String
    var method: String
    /// The request's message without its length.
    var request: [UInt8]
    var caller: RPCCaller
}

/// A server's side of one connection without input and output: bytes in, and what to do about them out
/// (Server.java, Connection).
struct RPCServerSession {
    enum Output {
        case write([UInt8])
        case call(RPCServerCall)
        /// Ends the connection; nothing comes after it.
        case close
    }

    private enum State {
        case header
        case negotiating
        case exchanging
        /// Authenticated; the client hasn't said yet what it will talk.
        case authenticated
        case open
        case closed
    }

    private enum CallID {
        static let authorizationFailed: Int32 = -1
        static let connectionContext: Int32 = -3
        static let ping: Int32 = -4
        static let sasl: Int32 = -33
    }

    private let security: RPCServerSecurity
    private let address: String
    private var state = State.header
    private var outer: FrameDecoder
    private var inner: FrameDecoder
    private var exchange: RPCServerExchange
    private var codec: (any SaslCodec)?
    private var caller: RPCCaller?

    init(security: RPCServerSecurity, address: String, maximumLength: Int = 64 << 20) {
        self.security = security
        self.address = address
        outer = FrameDecoder(maximumLength: maximumLength)
        inner = FrameDecoder(maximumLength: maximumLength)
        exchange = RPCServerExchange(security: security, address: address)
    }

    /// Whether the client has said who it is and what it talks.
    var isOpen: Bool { if case .open = state { true } else { false } }

    /// Takes what came.
    mutating func received(_ bytes: some Collection<UInt8>) -> [Output] {
        if case .closed = state { return [] }
        outer.append(bytes)
        var outputs: [Output] = []
        do {
            try readHeader(&outputs)
            if case .header = state { return outputs }
            while try readFrame(&outputs) { if case .closed = state { break } }
        } catch {
            outputs += fatal(RPCServerError(wrapping: error))
        }
        return outputs
    }

    // MARK: The beginning

    private mutating func readHeader(_ outputs: inout [Output]) throws {
        guard case .header = state, let bytes = outer.take(7) else { return }
        guard bytes.starts(with: Array("hrpc".utf8)) else {
            // Not a client of Hadoop: nothing that it would understand can be said.
            state = .closed
            outputs.append(.close)
            return
        }
        guard bytes[4] == 9 else {
            throw RPCServerError(
                "org.apache.hadoop.ipc.RPC$VersionMismatch",
                "Server IPC version 9 cannot communicate with client version \(bytes[4])"
            )
        }
        switch bytes[6] {
        case 0:
            guard security.allowsSimple else {
                throw RPCServerError.accessControl(
                    "SIMPLE authentication is not enabled.  Available:\(security.methodNames)"
                )
            }
            state = .authenticated
        case 0xdf: state = .negotiating
        default: throw RPCServerError.io("Unknown auth protocol:\(Int8(bitPattern: bytes[6]))")
        }
    }

    private mutating func readFrame(_ outputs: inout [Output]) throws -> Bool {
        guard let codec else {
            guard let frame = try outer.next() else { return false }
            try received(frame: frame, &outputs)
            return true
        }
        if let frame = try inner.next() {
            try received(frame: frame, &outputs)
            return true
        }
        guard let frame = try outer.next() else { return false }
        var offset = 0
        let message = try frame.withUnsafeBytes { bytes in
            let header = try RpcRequestHeaderProto(delimited: bytes, at: &offset)
            guard header.callId == CallID.sasl else {
                throw RPCServerError.sasl("the client sent a request without the protection that was agreed on")
            }
            return try RpcSaslProto(delimited: bytes, at: &offset)
        }
        guard message.state == .wrap, let token = message.token else {
            throw RPCServerError.sasl("SASL state \(message.state) after the end of the exchange")
        }
        inner.append(try codec.open(token))
        return true
    }

    private mutating func received(frame: [UInt8], _ outputs: inout [Output]) throws {
        var offset = 0
        let header = try frame.withUnsafeBytes { try RpcRequestHeaderProto(delimited: $0, at: &offset) }
        switch header.callId {
        case CallID.sasl:
            let message = try frame.withUnsafeBytes { try RpcSaslProto(delimited: $0, at: &offset) }
            try negotiate(message, &outputs)
        case CallID.connectionContext:
            let context = try frame.withUnsafeBytes { try IpcConnectionContextProto(delimited: $0, at: &offset) }
            try open(context)
        case CallID.ping: return
        case ..<0: throw RPCServerError.io("Unknown out of band call #\(header.callId)")
        default:
            guard isOpen, let caller else {
                throw RPCServerError(
                    "org.apache.hadoop.ipc.RpcServerException",
                    "Connection context not found"
                )
            }
            try outputs.append(.call(call(header, frame, offset, caller)))
        }
    }

    private func call(
        _ header: RpcRequestHeaderProto,
        _ frame: [UInt8],
        _ start: Int,
        _ caller: RPCCaller
    ) throws -> RPCServerCall {
        guard header.rpcKind == .rpcProtocolBuffer, header.rpcOp == .rpcFinalPacket else {
            throw RPCServerError(
                "org.apache.hadoop.ipc.RpcServerException",
                "only whole calls of protocol buffers are taken"
            )
        }
        return try frame.withUnsafeBytes { bytes in
            var offset = start
            let request = try RequestHeaderProto(delimited: bytes, at: &offset)
            // Messages without fields may be left out altogether.
            let length = offset == bytes.count ? 0 : try Varint.read(bytes, at: &offset) ?? 0
            guard length <= UInt64(bytes.count - offset) else {
                throw RPCServerError.io("the request of \(request.methodName) is cut off")
            }
            return RPCServerCall(
                id: header.callId,
                retryCount: header.retryCount ?? -1,
                clientID: header.clientId,
                protocolName: request.declaringClassProtocolName,
                method: request.methodName,
                request: Array(bytes[offset..<offset + Int(length)]),
                caller: caller
            )
        }
    }

    // MARK: Authentication

    private mutating func negotiate(_ message: RpcSaslProto, _ outputs: inout [Output]) throws {
        switch (state, message.state) {
        case (.negotiating, .negotiate):
            outputs.append(.write(Self.saslFrame(try exchange.offers())))
        case (.negotiating, .initiate):
            switch try exchange.initiate(message) {
            case .simple: state = .authenticated
            case .challenge(let token):
                state = .exchanging
                outputs.append(.write(Self.saslFrame(RpcSaslProto(state: .challenge, token: token))))
            case .success(let caller, let codec, let token): succeed(caller, codec, token, &outputs)
            }
        case (.exchanging, .response):
            switch try exchange.respond(message.token ?? []) {
            case .simple: throw RPCServerError.sasl("the exchange can't turn into a simple one")
            case .challenge(let token):
                outputs.append(.write(Self.saslFrame(RpcSaslProto(state: .challenge, token: token))))
            case .success(let caller, let codec, let token): succeed(caller, codec, token, &outputs)
            }
        default: throw RPCServerError.sasl("SASL state \(message.state) has no place here")
        }
    }

    private mutating func succeed(
        _ caller: RPCCaller,
        _ codec: (any SaslCodec)?,
        _ token: [UInt8]?,
        _ outputs: inout [Output]
    ) {
        self.caller = caller
        // Success itself is the last message that goes as it is.
        outputs.append(.write(Self.saslFrame(RpcSaslProto(state: .success, token: token))))
        self.codec = codec
        state = .authenticated
    }

    private mutating func open(_ context: IpcConnectionContextProto) throws {
        guard case .authenticated = state else {
            throw RPCServerError(
                "org.apache.hadoop.ipc.RpcServerException",
                "a connection context out of its turn"
            )
        }
        caller = try named(context.userInfo?.effectiveUser, real: context.userInfo?.realUser)
        state = .open
    }

    /// Who the caller is, by what was proved and what the connection's context says (Server.java, processConnectionContext).
    private func named(_ effective: String?, real: String?) throws -> RPCCaller {
        guard var caller else {
            guard let effective, !effective.isEmpty else {
                throw RPCServerError.authorization("the client names no user")
            }
            var made = RPCCaller(user: shortName(effective), method: .simple, address: address)
            if let real, !real.isEmpty, real != effective {
                made.realUser = shortName(real)
                try checkProxy(made)
            }
            return made
        }
        guard let effective, !effective.isEmpty else { return caller }
        let name = caller.method == .kerberos ? shortName(effective) : effective
        if name == caller.user { return caller }
        guard caller.method == .kerberos else {
            throw RPCServerError.accessControl(
                "Authenticated user (\(caller.user)) doesn't match what the client claims to be (\(effective))"
            )
        }
        caller.realUser = caller.user
        caller.user = name
        try checkProxy(caller)
        return caller
    }

    private func shortName(_ name: String) -> String { (try? security.kerberos?.shortName(name)) ?? name }

    private func checkProxy(_ caller: RPCCaller) throws {
        guard let real = caller.realUser, !security.mayActFor(real, caller.user) else { return }
        throw RPCServerError.authorization("User: \(real) is not allowed to impersonate \(caller.user)")
    }

    // MARK: Answers

    /// The frames for an answer, sealed if that was agreed on.
    func answer(_ call: RPCServerCall, _ result: Result<[UInt8], RPCServerFailure>) throws -> [UInt8] {
        var header = RpcResponseHeaderProto(
            callId: UInt32(bitPattern: call.id),
            status: .success,
            serverIpcVersionNum: 9,
            clientId: call.clientID,
            retryCount: call.retryCount
        )
        var bytes: [UInt8] = []
        switch result {
        case .success(let body):
            header.serializeDelimited(into: &bytes)
            Varint.append(UInt64(body.count), to: &bytes)
            bytes += body
        case .failure(let failure):
            header.status = .error
            header.exceptionClassName = failure.error.exceptionClass
            header.errorMsg = "\(failure.error.exceptionClass): \(failure.error.message)"
            header.errorDetail = failure.detail
            header.serializeDelimited(into: &bytes)
        }
        return try sealed(Self.frame(bytes))
    }

    private func sealed(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let codec else { return bytes }
        var frames: [UInt8] = []
        let step = max(1, codec.maximumPlainLength)
        try bytes.withUnsafeBytes { plain in
            for start in stride(from: 0, to: plain.count, by: step) {
                var token: [UInt8] = []
                let part = UnsafeRawBufferPointer(rebasing: plain[start..<min(plain.count, start + step)])
                try codec.seal(part, into: &token)
                frames += Self.saslFrame(RpcSaslProto(state: .wrap, token: token))
            }
        }
        return frames
    }

    private mutating func fatal(_ error: RPCServerError) -> [Output] {
        state = .closed
        var bytes: [UInt8] = []
        RpcResponseHeaderProto(
            callId: UInt32(bitPattern: CallID.authorizationFailed),
            status: .fatal,
            serverIpcVersionNum: 9,
            exceptionClassName: error.exceptionClass,
            errorMsg: error.message,
            errorDetail: .fatalUnauthorized,
            clientId: []
        ).serializeDelimited(into: &bytes)
        guard let frames = try? sealed(Self.frame(bytes)) else { return [.close] }
        return [.write(frames), .close]
    }

    private static func saslFrame(_ message: RpcSaslProto) -> [UInt8] {
        var bytes: [UInt8] = []
        RpcResponseHeaderProto(
            callId: UInt32(bitPattern: CallID.sasl),
            status: .success,
            serverIpcVersionNum: 9,
            clientId: []
        ).serializeDelimited(into: &bytes)
        message.serializeDelimited(into: &bytes)
        return frame(bytes)
    }

    private static func frame(_ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + 4)
        withUnsafeBytes(of: UInt32(clamping: body.count).bigEndian) { bytes.append(contentsOf: $0) }
        return bytes + body
    }
}

/// Why a call failed, and of which kind that is to the client.
struct RPCServerFailure: Error {
    var error: RPCServerError
    var detail = RpcResponseHeaderProto.RpcErrorCodeProto.errorApplication
}
