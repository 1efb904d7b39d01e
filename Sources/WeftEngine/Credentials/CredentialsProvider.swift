import WeftDiagnostics

/// Gets credentials in the driver, delegation tokens for instance, and takes them in executors, which never log in anywhere.
///
/// The engine knows nothing of what is in them. It gives them to executors when they start, in a file that only their user
/// can read, and again whenever there are new ones, over the driver's connections.
public protocol CredentialsProvider: Sendable {
    /// In the driver, once, before anything else.
    ///
    /// - Parameter publish: to be called with all that executors are to have from now on, in place of what was published
    ///   before. When it returns, it is on its way to all executors, ahead of any task that is launched later. Calls must
    ///   not overlap.
    func start(publish: @escaping @Sendable (IssuedCredentials) -> Void)

    /// In the driver: gets fresh credentials for everything that is known to be needed, and publishes them. May wait for
    /// servers, but not for ever.
    ///
    /// A provider may also publish by itself, when a file system is used that nobody named before.
    ///
    /// - Returns: whether any are needed.
    /// - Throws: why there are none; at the application's start that ends it, later it is tried again.
    func obtain() throws -> Bool

    /// In the driver: the application is over, nobody needs the credentials any more. Best effort.
    func revoke()

    /// In an executor: takes credentials in place of all that came before. Doesn't wait for anything.
    ///
    /// - Parameter bytes: what the driver's provider has published.
    /// - Throws: `corrupt-data` when they can't be read.
    func install(_ bytes: [UInt8]) throws
}

/// Credentials as a provider got them.
public struct IssuedCredentials: Sendable {
    /// What executors are given; a secret.
    public var bytes: [UInt8]
    /// How long they are good for from now on; nil when they never end.
    public var lifetime: Duration?

    /// Makes credentials.
    public init(bytes: [UInt8], lifetime: Duration?) {
        self.bytes = bytes
        self.lifetime = lifetime
    }
}

extension IssuedCredentials: CustomStringConvertible, CustomReflectable {
    /// Without what is in them.
    public var description: String { "credentials of \(bytes.count) bytes" }
    /// Without what is in them.
    public var customMirror: Mirror { Mirror(self, children: ["lifetime": lifetime as Any]) }
}
