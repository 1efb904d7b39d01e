import Glibc
import Logging
import NIOCore
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftNetwork

/// What one side does with requests.
typealias Answer = @Sendable (ByteBuffer, Reply) -> Void

/// Keeps what it is told and answers requests with a closure.
final class Recorder: ConnectionHandler {
    private struct State {
        var opened: [Connection] = []
        var messages: [ByteBuffer] = []
        var closed: [WeftError?] = []
    }

    private let state = Mutex(State())
    private let answer: Answer

    init(_ answer: @escaping Answer = { $1.send($0) }) { self.answer = answer }

    func opened(_ connection: Connection) { state.withLock { $0.opened.append(connection) } }
    func received(_ message: ByteBuffer, on connection: Connection) { state.withLock { $0.messages.append(message) } }
    func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) { answer(message, reply) }
    func closed(_ connection: Connection, _ error: WeftError?) { state.withLock { $0.closed.append(error) } }

    var opened: [Connection] { state.withLock(\.opened) }
    var messages: [ByteBuffer] { state.withLock(\.messages) }
    var closed: [WeftError?] { state.withLock(\.closed) }
}

/// Collects what is logged.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.lines.withLock { $0.append("\(event.level): \(event.message)") } }
    }
}

let sharedSecret = ApplicationSecret.generate()

func options(
    secret: ApplicationSecret = sharedSecret,
    application: String = "app-1",
    build: [UInt8] = [1, 2, 3],
    encrypt: Bool = true,
    handshakeTimeout: Duration = .seconds(30),
    maxFrameBytes: Int = 8 << 20,
    log: LogLines = LogLines()
) -> NetworkOptions {
    NetworkOptions(
        applicationID: application,
        secret: secret,
        buildID: build,
        encrypt: encrypt,
        connectTimeout: .seconds(30),
        handshakeTimeout: handshakeTimeout,
        maxFrameBytes: maxFrameBytes,
        logger: log.logger
    )
}

/// Two networks of one process with a connection between them.
final class Pair: Sendable {
    let server: Network
    let client: Network
    let listener: Listener
    let connection: Connection
    let atServer: Recorder
    let atClient: Recorder

    init(
        encrypt: Bool = true,
        server serverOptions: NetworkOptions? = nil,
        client clientOptions: NetworkOptions? = nil,
        atClient: Recorder = Recorder(),
        answer: @escaping Answer = { $1.send($0) }
    ) throws {
        server = Network(serverOptions ?? options(encrypt: encrypt))
        client = Network(clientOptions ?? options(encrypt: encrypt))
        atServer = Recorder(answer)
        self.atClient = atClient
        listener = try server.listen(host: "127.0.0.1", port: 0, handler: atServer)
        connection = try client.connect(to: listener.address, handler: atClient)
    }

    func close() {
        client.close()
        server.close()
    }
}

extension Listener {
    var address: NetworkAddress { NetworkAddress(host: "127.0.0.1", port: port) }
}

/// Waits until something is true; fails the test after a minute.
func eventually(_ what: Comment, location: SourceLocation = #_sourceLocation, _ condition: () -> Bool) {
    let deadline = ContinuousClock.now + .seconds(60)
    while !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record(what, sourceLocation: location)
            return
        }
        usleep(1_000)
    }
}

/// The error that a call throws.
func thrown(location: SourceLocation = #_sourceLocation, _ call: () throws -> Void) -> WeftError? {
    do {
        try call()
        Issue.record("nothing was thrown", sourceLocation: location)
        return nil
    } catch let error as WeftError {
        return error
    } catch {
        Issue.record("not a WeftError: \(error)", sourceLocation: location)
        return nil
    }
}
