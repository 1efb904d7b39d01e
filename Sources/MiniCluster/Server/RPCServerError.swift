public import WeftDiagnostics

/// What a call of a Hadoop client ends with when it fails: the Java class a client knows, and what to tell people.
public struct RPCServerError: Error, Sendable, Hashable {
    /// The Java class, `org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException` for instance.
    public var exceptionClass: String
    /// What happened.
    public var message: String

    /// Makes an error of a Java class.
    public init(_ exceptionClass: String, _ message: String) {
        self.exceptionClass = exceptionClass
        self.message = message
    }

    /// An error of Weft as Java's clients see it.
    public init(_ error: WeftError) {
        self = .yarn(error.message)
    }
}

extension RPCServerError {
    private static let exceptions = "org.apache.hadoop.yarn.exceptions."

    static func yarn(_ message: String) -> Self { .init(exceptions + "YarnException", message) }

    static func applicationNotFound(_ message: String) -> Self {
        .init(exceptions + "ApplicationNotFoundException", message)
    }

    static func attemptNotFound(_ message: String) -> Self {
        .init(exceptions + "ApplicationAttemptNotFoundException", message)
    }

    static func containerNotFound(_ message: String) -> Self {
        .init(exceptions + "ContainerNotFoundException", message)
    }

    static func masterNotRegistered(_ message: String) -> Self {
        .init(exceptions + "ApplicationMasterNotRegisteredException", message)
    }

    static func invalidMasterRequest(_ message: String) -> Self {
        .init(exceptions + "InvalidApplicationMasterRequestException", message)
    }

    static func invalidResourceRequest(_ message: String) -> Self {
        .init(exceptions + "InvalidResourceRequestException", message)
    }

    static func invalidLabelResourceRequest(_ message: String) -> Self {
        .init(exceptions + "InvalidLabelResourceRequestException", message)
    }

    static func invalidContainerRelease(_ message: String) -> Self {
        .init(exceptions + "InvalidContainerReleaseException", message)
    }

    static func invalidContainer(_ message: String) -> Self {
        .init(exceptions + "InvalidContainerException", message)
    }

    static func invalidToken(_ message: String) -> Self {
        .init("org.apache.hadoop.security.token.SecretManager$InvalidToken", message)
    }

    static func accessControl(_ message: String) -> Self {
        .init("org.apache.hadoop.security.AccessControlException", message)
    }

    static func authorization(_ message: String) -> Self {
        .init("org.apache.hadoop.security.authorize.AuthorizationException", message)
    }

    static func sasl(_ message: String) -> Self { .init("javax.security.sasl.SaslException", message) }

    static func io(_ message: String) -> Self { .init("java.io.IOException", message) }

    /// What any error looks like to Java's clients.
    init(wrapping error: any Error) {
        if let error = error as? RPCServerError { self = error } else { self.init(WeftError(wrapping: error)) }
    }
}
