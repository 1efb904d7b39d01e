import CKerberos
import WeftDiagnostics

/// One context of krb5: its configuration, read anew, and what its calls say. For one thread.
final class Krb5 {
    let functions: UnsafePointer<weft_kerberos>
    let context: krb5_context

    private init() throws {
        functions = try KerberosLibrary.functions()
        var made: krb5_context?
        let code = functions.pointee.krb5_init_context(&made)
        guard code == 0, let made else {
            // Without a context the texts are krb5's general ones.
            throw KerberosFailure(
                call: "krb5_init_context",
                code: Int(code),
                text: Self.text(functions, nil, code)
            )
        }
        context = made
    }

    deinit { functions.pointee.krb5_free_context(context) }

    /// Runs calls in a context of their own and gives their failures the one error shape.
    static func run<Value>(_ parties: KerberosParties = .init(), _ body: (Krb5) throws -> Value) throws -> Value {
        do {
            return try body(try Krb5())
        } catch let failure as KerberosFailure {
            throw WeftError.kerberos(failure, parties)
        }
    }

    /// Throws what a call said.
    func check(_ code: krb5_error_code, _ call: String) throws {
        if code != 0 { throw failure(code, call) }
    }

    func failure(_ code: krb5_error_code, _ call: String) -> KerberosFailure {
        KerberosFailure(call: call, code: Int(code), text: Self.text(functions, context, code))
    }

    private static func text(
        _ functions: UnsafePointer<weft_kerberos>,
        _ context: krb5_context?,
        _ code: krb5_error_code
    ) -> String {
        guard let text = functions.pointee.krb5_get_error_message(context, code) else { return "error \(code)" }
        defer { functions.pointee.krb5_free_error_message(context, text) }
        return String(cString: text)
    }

    /// A principal from its text; a name without a realm gets the default one.
    func withPrincipal<Value>(_ name: String, _ body: (krb5_principal) throws -> Value) throws -> Value {
        var principal: krb5_principal?
        try check(functions.pointee.krb5_parse_name(context, name, &principal), "krb5_parse_name")
        defer { functions.pointee.krb5_free_principal(context, principal) }
        guard let principal else { throw failure(0, "krb5_parse_name") }
        return try body(principal)
    }

    /// A principal's text; empty for none.
    func name(_ principal: krb5_const_principal?) -> String {
        var text: UnsafeMutablePointer<CChar>?
        guard let principal, functions.pointee.krb5_unparse_name(context, principal, &text) == 0, let text else {
            return ""
        }
        defer { functions.pointee.krb5_free_unparsed_name(context, text) }
        return String(cString: text)
    }

    /// An encryption type's usual name.
    func name(ofEncryption type: krb5_enctype) -> String {
        var buffer = [CChar](repeating: 0, count: 100)
        guard functions.pointee.krb5_enctype_to_name(type, 0, &buffer, buffer.count) == 0 else { return "\(type)" }
        return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    /// krb5's idea of the time, which follows the KDC's where it has seen it; seconds since 1970.
    func now() throws -> Int64 {
        var time: krb5_timestamp = 0
        try check(functions.pointee.krb5_timeofday(context, &time), "krb5_timeofday")
        return Self.seconds(time)
    }

    /// Times of krb5 are unsigned in 32 bits since it learnt to count beyond 2038.
    static func seconds(_ time: krb5_timestamp) -> Int64 { Int64(UInt32(bitPattern: time)) }

    /// The values of a relation in krb5.conf, in their order.
    func profileValues(_ names: [String]) throws -> [String] {
        var profile: profile_t?
        try check(functions.pointee.krb5_get_profile(context, &profile), "krb5_get_profile")
        defer { functions.pointee.profile_release(profile) }
        return try names.withCStrings { names in
            var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            let code = functions.pointee.profile_get_values(profile, names, &list)
            if code == PROF_NO_RELATION || code == PROF_NO_SECTION { return [] }
            try check(krb5_error_code(truncatingIfNeeded: code), "profile_get_values")
            defer { functions.pointee.profile_free_list(list) }
            var values: [String] = []
            while let value = list?[values.count] { values.append(String(cString: value)) }
            return values
        }
    }
}

extension [String] {
    /// The strings as a list of C, which ends with a null pointer.
    fileprivate func withCStrings<Value>(
        _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>?) throws -> Value
    ) throws -> Value {
        var pointers: [UnsafePointer<CChar>?] = []
        func add(_ rest: ArraySlice<String>) throws -> Value {
            guard let first = rest.first else {
                pointers.append(nil)
                return try pointers.withUnsafeMutableBufferPointer { try body($0.baseAddress) }
            }
            return try first.withCString {
                pointers.append($0)
                return try add(rest.dropFirst())
            }
        }
        return try add(self[...])
    }
}
