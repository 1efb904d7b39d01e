import HadoopProtos
import Synchronization
import WeftDiagnostics

/// Makes calls of Hadoop RPC for one user, over connections that it keeps while they are used.
///
/// Share one among all that act for the same user: connections are pooled by server and protocol, and several threads'
/// calls go over one of them at once.
public final class RPCClient: Sendable {
    /// The cluster's configuration.
    public let configuration: HadoopConfiguration
    /// How connections behave.
    public let options: RPCOptions
    /// Who calls.
    public let user: UserGroupInformation
    /// 16 random bytes, by which servers know calls that were sent twice.
    let clientID: [UInt8]
    private let nextCallID = Atomic<Int32>(0)
    private let pool = ConnectionPool()

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - configuration: the cluster's configuration.
    ///   - user: who calls.
    ///   - options: how connections behave; by default as the configuration says.
    /// - Throws: `hadoop-configuration`.
    public init(configuration: HadoopConfiguration, user: UserGroupInformation, options: RPCOptions? = nil) throws {
        self.configuration = configuration
        self.user = user
        self.options = try options ?? RPCOptions(configuration: configuration)
        var generator = SystemRandomNumberGenerator()
        clientID = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    deinit { pool.closeAll() }

    /// Closes all connections. Calls that wait fail; later calls make new connections.
    public func close() { pool.closeAll() }

    /// The id of a new call: from 0 up, then from 0 again; negative ones have a meaning of their own.
    func newCallID() -> Int32 { nextCallID.wrappingAdd(1, ordering: .relaxed).oldValue & Int32.max }

    /// Makes a call once: no retries.
    func callOnce(
        _ protocolInfo: RPCProtocol,
        at server: HadoopAddress,
        method: String,
        request: [UInt8],
        id: Int32,
        retryCount: Int32
    ) throws -> RPCResponse {
        let deadline = Deadline.after(milliseconds: options.callTimeout)
        let connection = try connection(protocolInfo, to: server, deadline)
        let frame = RPCFrames.call(
            id: id,
            retryCount: retryCount,
            clientID: clientID,
            protocolName: protocolInfo.name,
            version: protocolInfo.version,
            method: method,
            request: request
        )
        return try connection.call(id: id, frame: frame, deadline: deadline)
    }

    /// How a server authenticates this client and protects what travels, for `weft diagnose`.
    ///
    /// - Returns: the method (`simple`, `kerberos`, `token`) and the level.
    /// - Throws: why no connection can be made.
    public func probe(
        _ protocolInfo: RPCProtocol,
        at server: HadoopAddress
    ) throws -> (method: String, protection: SaslProtection) {
        let connection: RPCConnection
        do {
            connection = try self.connection(protocolInfo, to: server, .after(milliseconds: options.callTimeout))
        } catch let error as WeftError {
            throw error.afterLastTry
        }
        return ("\(connection.authentication)", connection.protection)
    }

    private func connection(
        _ protocolInfo: RPCProtocol,
        to server: HadoopAddress,
        _ deadline: Deadline
    ) throws -> RPCConnection {
        try pool.connection(
            ConnectionPool.Key(server: server, protocolName: protocolInfo.name),
            maximumIdleTime: options.maximumIdleTime,
            deadline: deadline
        ) {
            RPCConnection(
                try open(protocolInfo, to: server, deadline),
                to: server,
                clientID: clientID,
                options: options
            )
        }
    }

    private func open(
        _ protocolInfo: RPCProtocol,
        to server: HadoopAddress,
        _ deadline: Deadline
    ) throws -> RPCOpening {
        var attempt = 0
        while true {
            do {
                return try RPCOpening(
                    to: server,
                    protocolName: protocolInfo.name,
                    clientID: clientID,
                    options: options,
                    deadline: deadline
                ) { socket in
                    UserAuthenticator(
                        user: user,
                        configuration: configuration,
                        options: options,
                        protocolInfo: protocolInfo,
                        server: server,
                        remote: socket.remote
                    )
                }
            } catch let error as WeftError {
                attempt += 1
                guard attempt <= options.saslRetries, !deadline.hasPassed, Self.mayPass(error) else {
                    throw error.details.contains { $0.name == "server" } ? error : error.at(server, protocolInfo)
                }
                // Two logins at the same moment can look like one that is replayed.
                _ = try? user.kerberosLogin()?.relogin()
                Pause.sleep(milliseconds: Int.random(in: 50...1_000) * attempt)
            }
        }
    }

    private static func mayPass(_ error: WeftError) -> Bool {
        error.code == "sasl-failed" && error.message.contains("Request is a replay")
    }
}

extension WeftError {
    fileprivate func at(_ server: HadoopAddress, _ protocolInfo: RPCProtocol) -> WeftError {
        var error = self
        error.details += [.init("server", "\(server)"), .init("protocol", protocolInfo.name)]
        return error
    }
}
