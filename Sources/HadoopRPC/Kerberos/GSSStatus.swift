import CKerberos

/// What calls of GSSAPI say, and the buffers they take and give.
///
/// The table of functions never changes.
struct GSSAPI: @unchecked Sendable {
    let functions: UnsafePointer<weft_kerberos>

    init() throws { functions = try KerberosLibrary.functions() }

    /// Throws what a call said; must run on the thread that made the call.
    func check(_ major: OM_uint32, _ minor: OM_uint32, _ call: String) throws {
        guard weft_gss_is_error(major) != 0 else { return }
        throw KerberosFailure(
            call: call,
            code: Int(Int32(bitPattern: minor)),
            text: text(minor, Int32(GSS_C_MECH_CODE)),
            major: major,
            majorText: text(major, Int32(GSS_C_GSS_CODE))
        )
    }

    private func text(_ code: OM_uint32, _ kind: Int32) -> String {
        var parts: [String] = []
        var more: OM_uint32 = 0
        repeat {
            var minor: OM_uint32 = 0
            var buffer = gss_buffer_desc()
            var mechanism = weft_gss_mechanism_krb5
            guard functions.pointee.gss_display_status(&minor, code, kind, &mechanism, &more, &buffer) == 0 else {
                break
            }
            parts.append(String(decoding: bytes(&buffer), as: UTF8.self))
        } while more != 0 && parts.count < 10
        return parts.joined(separator: "; ")
    }

    /// The bytes of a buffer that the library made, which is freed.
    func bytes(_ buffer: inout gss_buffer_desc) -> [UInt8] {
        defer { release(&buffer) }
        return [UInt8](UnsafeRawBufferPointer(start: buffer.value, count: buffer.value == nil ? 0 : buffer.length))
    }

    func release(_ buffer: inout gss_buffer_desc) {
        var minor: OM_uint32 = 0
        _ = functions.pointee.gss_release_buffer(&minor, &buffer)
    }
}

/// Bytes as a buffer that a call of GSSAPI only reads.
func withGSSBuffer<Value>(
    _ bytes: UnsafeRawBufferPointer,
    _ body: (UnsafeMutablePointer<gss_buffer_desc>) throws -> Value
) rethrows -> Value {
    var buffer = gss_buffer_desc(length: bytes.count, value: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
    return try body(&buffer)
}
