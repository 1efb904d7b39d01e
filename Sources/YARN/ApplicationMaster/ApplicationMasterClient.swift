import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// An application master's connection to its ResourceManager: it registers, asks for containers, and says how it ended.
///
/// The caller has the loop: it calls `heartbeat` every now and then. All methods may be called from several threads; those
/// that talk to the ResourceManager wait for each other, those that only note what is wanted don't.
public final class ApplicationMasterClient: Sendable {
    /// How this application master is known, where people and other machines find it.
    private struct Presence: Sendable {
        var host: String
        var port: Int32
        var trackingURL: String
    }

    private struct Contact: Sendable {
        var giveUp: Deadline
        /// Whether a registration was sent whose answer never came.
        var mayHaveRegistered = false
    }

    /// The attempt that this is, as the token says.
    public let attempt: ApplicationAttemptID
    /// The tokens for NodeManagers that came so far.
    public let nmTokens: NMTokens
    /// How it keeps in touch.
    public let options: ApplicationMasterOptions
    private let service: ResourceManagerService
    private let user: UserGroupInformation
    private let tokenService: String
    /// The racks of hosts, as far as they are known.
    public let racks: RackTable
    private let state: Mutex<AllocationState>
    private let presence = Mutex<Presence?>(nil)
    /// Held while a call is on its way.
    private let contact: Mutex<Contact>

    /// The key of the address that application masters connect to.
    public static let addressKey = "yarn.resourcemanager.scheduler.address"
    /// The port that application masters connect to by default.
    public static let defaultPort = 8030

    /// Makes a client. Nothing is sent until it registers.
    ///
    /// - Parameters:
    ///   - configuration: the cluster's configuration.
    ///   - credentials: those that the NodeManager handed over, with an application master's token.
    ///   - options: how to keep in touch; by default as the configuration says.
    ///   - nmTokens: where tokens for NodeManagers are kept.
    ///   - racks: the racks of hosts; it learns of nodes that change.
    ///   - onRetry: called before a call waits to be made again: why, and how long in milliseconds.
    /// - Throws: `token-invalid` without a token; `hadoop-configuration`.
    public init(
        configuration: HadoopConfiguration,
        credentials: Credentials,
        options: ApplicationMasterOptions? = nil,
        nmTokens: NMTokens = NMTokens(),
        racks: RackTable = RackTable(),
        onRetry: (@Sendable (WeftError, Int) -> Void)? = nil
    ) throws {
        let options = try options ?? ApplicationMasterOptions(configuration: configuration)
        self.options = options
        guard let given = credentials.applicationMasterToken else {
            throw WeftError(
                "token-invalid",
                "there is no application master's token in the credentials",
                remedy: "start application masters through YARN; the file is named by HADOOP_TOKEN_FILE_LOCATION"
            )
        }
        attempt = try AMRMTokenIdentifier(given.identifier).attempt
        tokenService = try configuration.resourceManagerTokenService(Self.addressKey, defaultPort: Self.defaultPort)
        var token = given
        token.service = tokenService
        // Towards the ResourceManager an application master is its attempt, with no other proof than the token.
        user = UserGroupInformation(
            simpleName: "\(attempt)",
            loginSource: nil,
            credentials: Credentials(tokens: [tokenService: token])
        )
        self.nmTokens = nmTokens
        self.racks = racks
        state = Mutex(AllocationState { racks.rack(of: $0) })
        contact = Mutex(Contact(giveUp: .after(milliseconds: options.expiry)))
        var rpcOptions = try RPCOptions.yarn(configuration, wait: options.callWait)
        rpcOptions.callTimeout = min(rpcOptions.callTimeout, options.callTimeout)
        service = try ResourceManagerService(
            client: RPCClient(
                configuration: configuration,
                user: user,
                options: rpcOptions
            ),
            protocolInfo: RPCProtocol(
                name: "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB",
                principalKey: "yarn.resourcemanager.principal",
                // There is one token only, and it is for all the ResourceManagers there are.
                selectToken: { credentials, _, _ in credentials.applicationMasterToken }
            ),
            addressKey: Self.addressKey,
            members: try configuration.resourceManagers(Self.addressKey, defaultPort: Self.defaultPort),
            onRetry: onRetry
        )
    }

    /// Ends the connections.
    public func close() { service.service.client.close() }

    // MARK: Registration

    /// Registers this application master.
    ///
    /// - Parameters:
    ///   - host: where it runs, as the application's report will say.
    ///   - port: the port that clients connect to; −1 for none.
    ///   - trackingURL: its web page; empty for none.
    /// - Returns: what it is told; nearly nothing when the answer to an earlier call was lost that had arrived.
    /// - Throws: `resourcemanager-unreachable`, after which it may be called again; `attempt-not-found`;
    ///   `invalid-application-master-request` when another process has registered for this attempt.
    public func register(host: String, port: Int32, trackingURL: String) throws -> ApplicationMasterRegistration {
        presence.withLock { $0 = Presence(host: host, port: port, trackingURL: trackingURL) }
        return try contact.withLock { try register(&$0).registration }
    }

    /// Registers this application master, and asks again for as long as the ResourceManager may only be away: until it takes
    /// this attempt for dead.
    ///
    /// - Parameters:
    ///   - host: where it runs, as the application's report will say.
    ///   - port: the port that clients connect to; −1 for none.
    ///   - trackingURL: its web page; empty for none.
    ///   - onRetry: called before it waits to ask again.
    /// - Returns: as `register(host:port:trackingURL:)`.
    /// - Throws: `resourcemanager-lost` in the end; what else `register(host:port:trackingURL:)` throws.
    public func registerInTime(
        host: String,
        port: Int32,
        trackingURL: String,
        onRetry: (WeftError) -> Void = { _ in }
    ) throws -> ApplicationMasterRegistration {
        while true {
            do {
                return try register(host: host, port: port, trackingURL: trackingURL)
            } catch let error as WeftError where error.code == "resourcemanager-unreachable" {
                onRetry(error)
                Pause.sleep(milliseconds: options.registrationInterval)
            }
        }
    }

    private func register(
        _ contact: inout Contact
    ) throws -> (registration: ApplicationMasterRegistration, recovered: [Container]) {
        guard let presence = presence.withLock({ $0 }) else {
            throw WeftError("invalid-argument", "an application master must register first")
        }
        let request = RegisterApplicationMasterRequestProto(
            host: presence.host,
            rpcPort: presence.port,
            trackingUrl: presence.trackingURL
        )
        let response: RegisterApplicationMasterResponseProto
        do {
            response = try talk(&contact) {
                // A second registration is refused, so it is not sent again without a word.
                try service.call("registerApplicationMaster", request, .once)
            }
        } catch let error as WeftError where error.code == "resourcemanager-unreachable" {
            contact.mayHaveRegistered = true
            throw error
        } catch let error as WeftError where error.code == "invalid-application-master-request" {
            guard contact.mayHaveRegistered, error.message.contains("already registered") else { throw error }
            // The one whose answer was lost has arrived.
            response = RegisterApplicationMasterResponseProto()
        }
        contact.mayHaveRegistered = false
        let registration = ApplicationMasterRegistration(response)
        nmTokens.add(registration.nmTokens)
        let recovered = state.withLock { $0.registered(recovered: registration.recovered) }
        return (registration, recovered)
    }

    // MARK: What is wanted

    /// Asks for containers, with the next heartbeat.
    ///
    /// - Throws: `invalid-argument`, see `AllocationState.add`.
    public func request(_ request: ContainerRequest, count: Int = 1) throws {
        try state.withLock { try $0.add(request, count: count) }
    }

    /// Takes requests back, with the next heartbeat.
    ///
    /// - Returns: for how many containers there were such requests.
    @discardableResult
    public func withdraw(_ request: ContainerRequest, count: Int = 1) -> Int {
        state.withLock { $0.remove(request, count: count) }
    }

    /// Gives a container back, with the next heartbeat. One that runs is ended.
    public func release(_ id: ContainerID) { state.withLock { $0.release(id) } }

    /// Says on which hosts no containers are wanted, in place of what was said before.
    public func exclude(_ hosts: Set<String>) { state.withLock { $0.exclude(hosts) } }

    /// Gives the application another web page. Servers before 3.1 don't hear of it.
    public func update(trackingURL: String) {
        presence.withLock { $0?.trackingURL = trackingURL }
        state.withLock { $0.update(trackingURL: trackingURL) }
    }

    /// How many containers are asked for and not here.
    public var outstandingCount: Int { state.withLock { $0.outstandingCount } }

    /// What is asked for and not here.
    public var outstanding: [(request: ContainerRequest, count: Int)] { state.withLock { $0.outstanding } }

    /// The containers that this attempt has, without those that are being given back.
    public var containers: Set<ContainerID> { state.withLock { $0.containers } }

    // MARK: Heartbeats

    /// Tells the ResourceManager what is new, and hears what it has.
    ///
    /// A ResourceManager that was started anew is told everything once more. New tokens are taken over.
    ///
    /// - Parameter progress: from 0 to 1.
    /// - Throws: what `isFinal` says to be the end; anything else may be passed over: the next heartbeat goes on where this
    ///   one was, and `resourcemanager-lost` is thrown in the end.
    public func heartbeat(progress: Float) throws -> AllocationEvents {
        try contact.withLock { contact in
            var recovered: [Container] = []
            var (registrations, oldAnswers) = (0, 0)
            while true {
                // After a registration that may have arrived answers are counted anew, and any other number would be refused.
                if contact.mayHaveRegistered { recovered += try register(&contact).recovered }
                let request = state.withLock { $0.nextRequest(progress: progress) }
                do {
                    // A lost answer is asked for again with the same number, so nothing is done twice.
                    let response: AllocateResponseProto = try talk(&contact) {
                        try service.call("allocate", request, .atMostOnce)
                    }
                    guard var events = try state.withLock({ try $0.answered(response) }) else {
                        oldAnswers += 1
                        guard oldAnswers < 3 else {
                            throw WeftError("rpc-protocol", "the ResourceManager answers what it wasn't asked")
                        }
                        continue
                    }
                    takeTokens(events)
                    racks.update(events.updatedNodes)
                    events.recovered += recovered
                    return events
                } catch {
                    let error = WeftError(wrapping: error)
                    guard state.withLock({ $0.failed(error) }) == .register, registrations < 3 else { throw error }
                    registrations += 1
                    recovered += try register(&contact).recovered
                }
            }
        }
    }

    private func takeTokens(_ events: AllocationEvents) {
        nmTokens.add(events.nmTokens)
        guard var token = events.masterToken else { return }
        // It comes without a service, and must replace the old one.
        token.service = tokenService
        user.add(Credentials(tokens: [tokenService: token]))
    }

    /// Whether an error of `heartbeat` means that this application master has to end: another attempt has taken over, the
    /// application was ended, or the ResourceManager takes it for dead by now.
    public static func isFinal(_ error: WeftError) -> Bool {
        [
            "attempt-not-found", "application-not-found", "invalid-application-master-request", "token-invalid",
            "token-expired", "resourcemanager-lost",
        ].contains(error.code)
    }

    /// Makes a call, and keeps count of the time without an answer.
    private func talk<Response>(_ contact: inout Contact, _ body: () throws -> Response) throws -> Response {
        do {
            let response = try body()
            contact.giveUp = .after(milliseconds: options.expiry)
            return response
        } catch let error as WeftError where error.code == "resourcemanager-unreachable" {
            guard contact.giveUp.hasPassed else { throw error }
            throw WeftError(
                "resourcemanager-lost",
                "the ResourceManager hasn't answered for \(options.expiry / 1000) s, and takes this attempt for dead",
                remedy: "check that the ResourceManager runs and can be reached from the application master's node",
                cause: error
            )
        } catch {
            // It has answered, if only with an exception.
            contact.giveUp = .after(milliseconds: options.expiry)
            throw error
        }
    }

    // MARK: The end

    /// Says how the application ended, and waits until the ResourceManager has noted it.
    ///
    /// - Parameters:
    ///   - status: how.
    ///   - diagnostics: why, in words.
    ///   - trackingURL: where the application's history is to be seen; empty for nowhere.
    ///   - timeout: for how long to wait, in milliseconds.
    /// - Throws: `timed-out`, `resourcemanager-unreachable`, `attempt-not-found`.
    public func unregister(
        _ status: FinalApplicationStatus,
        diagnostics: String = "",
        trackingURL: String = "",
        timeout: Int = 60_000
    ) throws {
        let deadline = Deadline.after(milliseconds: timeout)
        let request = FinishApplicationMasterRequestProto(
            diagnostics: diagnostics,
            trackingUrl: trackingURL,
            finalApplicationStatus: status.message
        )
        try contact.withLock { contact in
            while true {
                do {
                    if contact.mayHaveRegistered { _ = try register(&contact) }
                    let response: FinishApplicationMasterResponseProto = try talk(&contact) {
                        try service.call("finishApplicationMaster", request, .atMostOnce)
                    }
                    if response.isUnregistered ?? false { return }
                } catch let error as WeftError where error.code == "application-master-not-registered" {
                    _ = try register(&contact)
                } catch let error as WeftError where error.code == "resourcemanager-unreachable" {
                    if deadline.hasPassed { throw error }
                }
                guard !deadline.hasPassed else {
                    throw WeftError(
                        "timed-out",
                        "the ResourceManager hasn't noted the end of \(attempt) within \(timeout / 1000) s",
                        remedy: "look at the application: weft yarn app \(attempt.application)"
                    )
                }
                Pause.sleep(milliseconds: options.unregisterInterval)
            }
        }
    }
}

extension Credentials {
    /// The token of an application master for its ResourceManager; `nil` when there is none.
    ///
    /// It comes without a service, under an empty alias.
    public var applicationMasterToken: Token? {
        tokens.sorted { $0.key < $1.key }.map(\.value).first { $0.kind == .applicationMaster }
    }

    /// These credentials without the application master's token, which nobody else may have.
    public var withoutApplicationMasterToken: Credentials {
        Credentials(tokens: tokens.filter { $0.value.kind != .applicationMaster }, secrets: secrets)
    }
}
