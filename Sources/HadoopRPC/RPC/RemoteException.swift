import HadoopProtos
import WeftDiagnostics

/// An exception that a Hadoop server answered with: a class of Java and its message, without the stack trace.
public struct RemoteException: Sendable, Hashable {
    /// The class, `java.io.FileNotFoundException` for instance.
    public var className: String
    /// The first line of its message.
    public var message: String
    /// The message's further lines, without the stack trace; empty most often.
    public var furtherLines: String
    /// Whether the server closes the connection after it.
    public var isFatal: Bool

    /// Makes an exception.
    public init(className: String, message: String, furtherLines: String = "", isFatal: Bool = false) {
        self.className = className
        self.message = message
        self.furtherLines = furtherLines
        self.isFatal = isFatal
    }

    init(_ header: RpcResponseHeaderProto) {
        // Bytes are compared, not characters: a server's text may put a line's end or a prefix inside of one.
        let lines: [Substring.UTF8View] = (header.errorMsg ?? "").utf8.split(separator: UInt8(ascii: "\n"))
            .compactMap { line in line.lastIndex { $0 != UInt8(ascii: "\r") }.map { line[...$0] } }
        // A stack trace starts with a line "\tat …"; some messages have several lines before it.
        let told = lines.prefix { !$0.starts(with: "\tat ".utf8) && !$0.starts(with: "Caused by: ".utf8) }
        var first = told.first ?? "".utf8[...]
        let className = header.exceptionClassName ?? "an unnamed exception"
        let prefix = "\(className): ".utf8
        if first.starts(with: prefix) { first = first.dropFirst(prefix.count) }
        self.init(
            className: className,
            message: first.isEmpty
                ? (header.errorDetail.map { "\($0)" } ?? "no message") : String(decoding: first, as: UTF8.self),
            furtherLines: told.dropFirst().map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
            isFatal: header.status == .fatal
        )
    }

    /// The class without its package.
    public var shortName: String {
        className.split(whereSeparator: { $0 == "." || $0 == "$" }).last.map(String.init) ?? className
    }

    /// The exception in the project's error shape. Its class stays readable as `WeftError.remoteException`.
    public func error() -> WeftError {
        let (code, remedy) = Self.known[shortName] ?? (Self.otherCode, "")
        var kind = code
        if kind == "token-invalid", message.contains("expired") { kind = "token-expired" }
        if message.hasPrefix("SIMPLE authentication is not enabled") {
            return WeftError(
                "sasl-failed",
                "the server wants Kerberos or a token, but hadoop.security.authentication is simple here",
                remedy: "set HADOOP_CONF_DIR to the cluster's configuration, whose core-site.xml says kerberos",
                details: [.init(Self.detailName, className), .init("answer", message)]
            )
        }
        // A server that starts leaves safe mode by itself; one that was put into it doesn't.
        if kind == "safe-mode", furtherLines.contains("turned off automatically") { kind = "server-busy" }
        return WeftError(kind, message, remedy: remedy, details: [.init(Self.detailName, className)])
    }

    /// The code of an exception that nobody here knows.
    static let otherCode: WeftError.Code = "remote-exception"
    static let detailName = "exception"

    /// What the exceptions that any Hadoop service may throw mean to a client.
    private static let known: [String: (WeftError.Code, String)] = [
        "StandbyException": ("standby", "ask the active server of the pair; check that one of them is active"),
        "ObserverRetryOnActiveException": ("standby", "ask the active server of the pair"),
        "RetriableException": ("server-busy", "try again in a moment"),
        "ServerTooBusyException": ("server-busy", "try again in a moment"),
        "SafeModeException": (
            "safe-mode", "wait until the server has left safe mode, or leave it: hdfs dfsadmin -safemode leave"
        ),
        "AccessControlException": ("permission-denied", "check the permissions and as whom you are logged in"),
        "AuthorizationException": (
            "permission-denied",
            "check the server's service-level authorization, and hadoop.proxyuser.* if you act for somebody else"
        ),
        "InvalidToken": ("token-invalid", "get a new delegation token"),
        "FileNotFoundException": ("input-not-found", "check the path"),
        "FileAlreadyExistsException": ("output-exists", "choose another path, or remove what is there"),
        "RpcNoSuchMethodException": ("unsupported-by-server", "use a server that knows this call"),
        "RpcNoSuchProtocolException": ("unsupported-by-server", "check the port: another service listens there"),
        "UnsupportedOperationException": ("unsupported-by-server", "use a server that supports it, or enable it there"),
        "IpcException": ("rpc-protocol", "check the address and the port"),
        "SaslException": ("sasl-failed", "compare hadoop.rpc.protection and the principals of client and server"),
        "VersionMismatch": ("rpc-protocol", "use a server of Hadoop 2.6 or later"),
    ]
}

extension WeftError {
    /// The class of the server's exception that this error stands for, if it is one.
    public var remoteException: String? { details.first { $0.name == RemoteException.detailName }?.value }
}
