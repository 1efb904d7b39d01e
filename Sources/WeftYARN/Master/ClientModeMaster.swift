import Glibc
import Logging
import NIOCore
import Synchronization
import WeftDiagnostics
import WeftEngine
import WeftNetwork
import YARN

/// The name of the connection between a driver in client mode and its application master.
enum MasterLink {
    static func name(_ application: String) -> String { application + "-master" }
}

/// The application master of a driver that is elsewhere: it connects to the driver and does what it is told.
public final class ClientModeMaster: ConnectionHandler, ExecutorProvider {
    private let process: ApplicationMasterProcess
    private let logger = Logger(label: "weft.application-master")
    private let connection = Mutex<Connection?>(nil)
    private let end = Mutex<(succeeded: Bool, diagnostics: String)?>(nil)
    private let done = Mutex<Float>(0)
    private let isOver = Signal()
    private let isAttached = Signal()

    private init(_ process: ApplicationMasterProcess) { self.process = process }

    /// Works for the driver until it says that the application is over, or is gone.
    ///
    /// - Returns: the process' exit status.
    public static func run(_ process: ApplicationMasterProcess) -> Int32 {
        let master = ClientModeMaster(process)
        guard case .client(let driver, let secret) = process.start.mode else { return 1 }
        let result = master.work(for: driver, secret)
        process.finish(succeeded: result.succeeded, diagnostics: result.diagnostics)
        return result.succeeded ? 0 : 1
    }

    private func work(for driver: NetworkAddress, _ secret: [UInt8]) -> (succeeded: Bool, diagnostics: String) {
        let network: Network
        do {
            network = Network(
                NetworkOptions(
                    MasterLink.name(process.start.application),
                    try ApplicationSecret(bytes: secret),
                    process.configuration,
                    logger: logger
                )
            )
            try process.begin(self)
            let connection = try network.connect(to: driver, handler: self)
            self.connection.withLock { $0 = connection }
        } catch {
            let error = WeftError(wrapping: error)
            return (
                false,
                "the application master on \(ContainerEnvironment.host) can't reach the driver at \(driver): \(error.message); "
                    + "set weft.driver.host to a name or address of the driver's machine that the cluster's nodes reach, and "
                    + "see that no firewall is between them (weft.yarn.am.port, weft.driver.port)"
            )
        }
        defer { network.close() }
        tell(.registered)
        while true {
            if let end = end.withLock({ $0 }) { return end }
            isOver.wait(upTo: .seconds(3600))
        }
    }

    private func finish(_ succeeded: Bool, _ diagnostics: String) {
        end.withLock { end in if end == nil { end = (succeeded, diagnostics) } }
        isOver.raise()
    }

    private func tell(_ message: MasterMessage) {
        guard let connection = connection.withLock({ $0 }), let buffer = try? message.buffer else { return }
        connection.send(buffer)
    }

    // MARK: What the driver says

    /// Nothing to do.
    public func opened(_ connection: Connection) {}

    /// The driver is gone, and the application with it: what runs in client mode ends with its driver.
    public func closed(_ connection: Connection, _ error: WeftError?) {
        finish(false, "the driver is gone" + (error.map { ": \($0.message)" } ?? ""))
    }

    /// Carries out what the driver asks for.
    public func received(_ message: ByteBuffer, on connection: Connection) {
        guard let message = try? MasterMessage(message), let master = process.applicationMaster else {
            return connection.close()
        }
        switch message {
        case .request(let total, let hosts): master.request(total: total, hosts: hosts)
        case .kill(let executors, let reason): master.kill(executors, reason: reason)
        case .exclude(let hosts): master.exclude(Set(hosts))
        case .hasten(let executor): master.hasten(executor)
        case .progress(let part): done.withLock { $0 = part }
        case .finish(let succeeded, let diagnostics): finish(succeeded, diagnostics)
        case .registered, .granted, .launched, .ended, .leaving, .failed: connection.close()
        }
    }

    /// The driver asks nothing.
    public func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {
        reply.fail(WeftError("corrupt-data", "the driver asked for something that an application master doesn't have"))
    }

    // MARK: What the driver is told

    func assign(host: String, container: ContainerID) throws -> ExecutorAssignment {
        guard let connection = connection.withLock({ $0 }) else {
            throw WeftError("context-stopped", "the driver is gone")
        }
        let answer = try connection.requestAndWait(
            try MasterMessage.granted(host: host, container: container.description).buffer,
            timeout: process.configuration[ConfigurationKeys.networkTimeout]
        )
        return try BinaryCodingBytes.decode(Array(answer.readableBytesView))
    }

    func launched(_ executor: String, host: String) { tell(.launched(executor: executor, host: host)) }
    func ended(_ executor: String, _ end: ExecutorEnd) { tell(.ended(executor: executor, end: EndedExecutor(end))) }
    func leaving(_ executor: String, reason: String) { tell(.leaving(executor: executor, reason: reason)) }

    var progress: Float { done.withLock { $0 } }

    func failed(_ error: WeftError) {
        tell(.failed(error))
        // The driver ends the application when it has heard of it; if it doesn't, this is the end all the same.
        finish(false, error.message)
    }
}
