/// What a test bed is like. Suites that want the same kind share one.
struct TestBedKind: Hashable, Sendable, CustomStringConvertible {
    /// Whether there is Kerberos.
    var isSecure = true
    /// The number of DataNodes.
    var datanodes = 1
    /// Other flags of `testbed start`.
    var flags: [String] = []

    var arguments: [String] {
        [isSecure ? "--secure" : "--insecure", "--datanodes", String(datanodes)] + flags
    }

    var description: String { arguments.joined(separator: " ") }

    /// The same with more flags.
    func with(_ more: String..., datanodes: Int? = nil) -> TestBedKind {
        TestBedKind(isSecure: isSecure, datanodes: datanodes ?? self.datanodes, flags: flags + more)
    }

    /// Without Kerberos.
    static let insecure = TestBedKind(isSecure: false)
    /// Kerberos, nothing encrypted or signed.
    static let authentication = TestBedKind(flags: ["--protection", "authentication"])
    /// Kerberos, calls and data signed.
    static let integrity = TestBedKind(flags: ["--protection", "integrity"])
    /// Kerberos, calls and data encrypted with the ciphers of DIGEST-MD5.
    static let privacy = TestBedKind(flags: ["--protection", "privacy"])
    /// Kerberos, calls encrypted, data encrypted with AES.
    static let privacyAES = TestBedKind(flags: ["--protection", "privacy", "--data-cipher", "aes"])

    /// The three protection levels, as clusters have them.
    static let levels = [authentication, integrity, privacy]
    /// Each way in which data and calls can be protected.
    static let all = [insecure, authentication, integrity, privacy, privacyAES]
}
