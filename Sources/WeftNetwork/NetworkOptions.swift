import Logging
import WeftDiagnostics

/// What the connections of one process need to know.
public struct NetworkOptions: Sendable {
    /// The application's id. Connections with processes of another application are refused.
    public var applicationID: String
    /// What this application's processes share.
    public var secret: ApplicationSecret
    /// The executable's build id. Connections with processes of another build are refused, because closures refer to
    /// addresses in the executable.
    public var buildID: [UInt8]
    /// Whether traffic is encrypted, `true` unless said otherwise. Both sides must have the same. Without encryption the
    /// peers still prove that they know the secret, but later bytes can be read and changed on their way.
    public var encrypt: Bool
    /// How long a TCP connection may take to come about, 10 s.
    public var connectTimeout: Duration
    /// How long a peer may take from the TCP connection to the end of the handshake, 10 s.
    public var handshakeTimeout: Duration
    /// The longest body of a message, 128 MiB; at most 2 GiB.
    public var maxFrameBytes: Int
    /// How many threads serve the connections, 1.
    public var eventLoopThreads: Int
    /// Where refused peers and broken connections are logged.
    public var logger: Logger

    /// Makes options with the defaults of all that isn't named.
    public init(
        applicationID: String,
        secret: ApplicationSecret,
        buildID: [UInt8],
        encrypt: Bool = true,
        connectTimeout: Duration = .seconds(10),
        handshakeTimeout: Duration = .seconds(10),
        maxFrameBytes: Int = 128 << 20,
        eventLoopThreads: Int = 1,
        logger: Logger
    ) {
        self.applicationID = applicationID
        self.secret = secret
        self.buildID = buildID
        self.encrypt = encrypt
        self.connectTimeout = connectTimeout
        self.handshakeTimeout = handshakeTimeout
        self.maxFrameBytes = maxFrameBytes
        self.eventLoopThreads = eventLoopThreads
        self.logger = logger
    }
}
