import CKerberos
import Synchronization
import WeftDiagnostics

/// One security context of GSSAPI with Kerberos: two sides that prove who they are, and then seal bytes for each other.
///
/// While it is being established it belongs to one thread; afterwards any thread may seal and open.
final class GSSContext: Sendable {
    private struct State {
        var handle: gss_ctx_id_t?
        var flags: OM_uint32 = 0
        var isEstablished = false
    }

    private let gssapi: GSSAPI
    private let parties: KerberosParties
    // Sealing and opening share the keys that the library derives and keeps on first use, without a lock of its own.
    private let state = Mutex<Unchecked<State>>(Unchecked(State()))

    /// For a client.
    init(parties: KerberosParties) throws {
        gssapi = try GSSAPI()
        self.parties = parties
    }

    deinit {
        state.withLock { state in
            var minor: OM_uint32 = 0
            _ = gssapi.functions.pointee.gss_delete_sec_context(&minor, &state.value.handle, nil)
        }
    }

    /// Whether both sides know each other.
    var isEstablished: Bool { state.withLock { $0.value.isEstablished } }

    /// Whether the context can do what a level of protection needs, and the peer has proved who it is.
    func supports(_ protection: SaslProtection) -> Bool {
        let needed: Int32 =
            switch protection {
            case .authentication: GSS_C_MUTUAL_FLAG
            case .integrity: GSS_C_MUTUAL_FLAG | GSS_C_INTEG_FLAG
            case .privacy: GSS_C_MUTUAL_FLAG | GSS_C_INTEG_FLAG | GSS_C_CONF_FLAG
            }
        let flags = state.withLock { $0.value.flags }
        return flags & OM_uint32(needed) == OM_uint32(needed)
    }

    /// The client's next step.
    ///
    /// The first one may ask the KDC for a ticket: see `KDCWait`.
    ///
    /// - Parameter token: what the server sent; empty for the first step.
    /// - Returns: what to send; empty when there is nothing.
    func initiate(_ credential: GSSCredential, _ target: GSSName, _ token: [UInt8]) throws -> [UInt8] {
        let flags =
            GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG | GSS_C_INTEG_FLAG | GSS_C_CONF_FLAG
        var mechanism = weft_gss_mechanism_krb5
        return try step(token, "gss_init_sec_context") { state, input, output, minor in
            gssapi.functions.pointee.gss_init_sec_context(
                &minor,
                credential.handle,
                &state.handle,
                target.handle,
                &mechanism,
                OM_uint32(flags),
                0,
                nil,
                input,
                nil,
                &output,
                &state.flags,
                nil
            )
        }
    }

    /// The server's next step.
    ///
    /// - Parameters:
    ///   - credential: the server's key.
    ///   - token: what the client sent.
    /// - Returns: what to send; empty when there is nothing.
    func accept(_ credential: GSSAcceptor, _ token: [UInt8]) throws -> [UInt8] {
        try step(token, "gss_accept_sec_context") { state, input, output, minor in
            gssapi.functions.pointee.gss_accept_sec_context(
                &minor,
                &state.handle,
                credential.handle,
                input,
                nil,
                nil,
                nil,
                &output,
                &state.flags,
                nil,
                nil
            )
        }
    }

    private func step(
        _ token: [UInt8],
        _ call: String,
        _ body: (inout State, gss_buffer_t, inout gss_buffer_desc, inout OM_uint32) -> OM_uint32
    ) throws -> [UInt8] {
        try checked {
            try state.withLock { state in
                var minor: OM_uint32 = 0
                var output = gss_buffer_desc()
                let major = token.withUnsafeBytes { bytes in
                    withGSSBuffer(bytes) { body(&state.value, $0, &output, &minor) }
                }
                let answer = gssapi.bytes(&output)
                try gssapi.check(major, minor, call)
                state.value.isEstablished = weft_gss_continues(major) == 0
                return answer
            }
        }
    }

    /// The client's principal, as a server sees it.
    func peer() throws -> String {
        try checked {
            try state.withLock { state in
                var minor: OM_uint32 = 0
                var name: gss_name_t?
                let found = gssapi.functions.pointee.gss_inquire_context(
                    &minor,
                    state.value.handle,
                    &name,
                    nil,
                    nil,
                    nil,
                    nil,
                    nil,
                    nil
                )
                try gssapi.check(found, minor, "gss_inquire_context")
                defer { _ = gssapi.functions.pointee.gss_release_name(&minor, &name) }
                var text = gss_buffer_desc()
                let shown = gssapi.functions.pointee.gss_display_name(&minor, name, &text, nil)
                try gssapi.check(shown, minor, "gss_display_name")
                return String(decoding: gssapi.bytes(&text), as: UTF8.self)
            }
        }
    }

    /// How many plain bytes make at most `length` sealed ones.
    func plainLimit(sealed length: Int, confidential: Bool) throws -> Int {
        try checked {
            try state.withLock { state in
                var minor: OM_uint32 = 0
                var limit: OM_uint32 = 0
                let major = gssapi.functions.pointee.gss_wrap_size_limit(
                    &minor,
                    state.value.handle,
                    confidential ? 1 : 0,
                    OM_uint32(GSS_C_QOP_DEFAULT),
                    OM_uint32(clamping: length),
                    &limit
                )
                try gssapi.check(major, minor, "gss_wrap_size_limit")
                return Int(limit)
            }
        }
    }

    /// Appends the sealed form of bytes to an array.
    func wrap(_ bytes: UnsafeRawBufferPointer, confidential: Bool, into sealed: inout [UInt8]) throws {
        try checked {
            try state.withLock { state in
                var minor: OM_uint32 = 0
                var output = gss_buffer_desc()
                var isConfidential: Int32 = 0
                let major = withGSSBuffer(bytes) {
                    gssapi.functions.pointee.gss_wrap(
                        &minor,
                        state.value.handle,
                        confidential ? 1 : 0,
                        OM_uint32(GSS_C_QOP_DEFAULT),
                        $0,
                        &isConfidential,
                        &output
                    )
                }
                try gssapi.check(major, minor, "gss_wrap")
                defer { gssapi.release(&output) }
                guard !confidential || isConfidential != 0 else {
                    throw WeftError.sasl("Kerberos can't encrypt with the keys of this connection")
                }
                sealed.append(contentsOf: UnsafeRawBufferPointer(start: output.value, count: output.length))
            }
        }
    }

    /// Appends what a sealed buffer holds to an array; the buffer must be the next one of the peer's.
    func unwrap(_ bytes: UnsafeRawBufferPointer, confidential: Bool, into plain: inout [UInt8]) throws {
        guard !bytes.isEmpty else { throw WeftError.sealedBuffer("a sealed buffer has 0 bytes, which none can have") }
        try checked {
            try state.withLock { state in
                var minor: OM_uint32 = 0
                var output = gss_buffer_desc()
                var isConfidential: Int32 = 0
                let major = withGSSBuffer(bytes) {
                    gssapi.functions.pointee.gss_unwrap(
                        &minor,
                        state.value.handle,
                        $0,
                        &output,
                        &isConfidential,
                        nil
                    )
                }
                defer { gssapi.release(&output) }
                if weft_gss_is_error(major) != 0 {
                    throw WeftError.sealedBuffer("a sealed buffer isn't the peer's")
                }
                // GSSAPI calls these no errors, because some protocols can live with them.
                guard weft_gss_supplement(major) == 0 else {
                    throw WeftError.sealedBuffer("a sealed buffer came twice, late or early")
                }
                guard !confidential || isConfidential != 0 else {
                    throw WeftError.sealedBuffer("a sealed buffer isn't encrypted, though privacy was agreed on")
                }
                if output.value != nil {
                    plain.append(contentsOf: UnsafeRawBufferPointer(start: output.value, count: output.length))
                }
            }
        }
    }

    private func checked<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let failure as KerberosFailure {
            throw WeftError.kerberos(failure, parties)
        }
    }
}

/// What a lock guards although its type can't say that it may go from thread to thread.
private struct Unchecked<Value>: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
}
