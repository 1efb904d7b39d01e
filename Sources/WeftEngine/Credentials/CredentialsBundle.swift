/// The present credentials of all providers: what an executor is given.
struct CredentialsBundle: Codable, Sendable, Hashable {
    /// Grows with each change, so that what comes late replaces nothing newer.
    var version = 0
    /// What each provider got, by its extension's name.
    var entries: [String: [UInt8]] = [:]
}

extension CredentialsBundle: CustomStringConvertible, CustomReflectable {
    /// Without what is in them.
    var description: String { "credentials, version \(version)" }
    /// Without what is in them.
    var customMirror: Mirror { Mirror(self, children: ["version": version]) }
}
