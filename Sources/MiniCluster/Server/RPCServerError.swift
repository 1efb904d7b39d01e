public import WeftDiagnostics

/// What a call of a Hadoop client ends with when it fails: the Java class a client knows, and what to tell people.
public struct RPCServerError: Error, Sendable, Hashable {
    /// The Java class, `org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException` for instance.
    public var exceptionClass: String
    /// What happened.
    public var message: String

    public init(_ exceptionClass: String, _ message: String) {
        self.exceptionClass = exceptionClass
        self.message = message
    }

    /// An error of Weft as Java's clients see it.
    public init(_ error: WeftError) {
        self.init("org.apache.hadoop.yarn.exceptions.YarnException", error.message)
    }
}
