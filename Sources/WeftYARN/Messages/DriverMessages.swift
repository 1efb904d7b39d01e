import NIOCore
import WeftDiagnostics
import WeftEngine

/// What a driver in client mode and its application master say to one another.
enum MasterMessage: Codable, Sendable {
    // From the application master.

    /// It is registered with the ResourceManager.
    case registered
    /// There is a container. Answered by `ExecutorAssignment`.
    case granted(host: String, container: String)
    /// The executor's process is being started.
    case launched(executor: String, host: String)
    /// The executor is gone.
    case ended(executor: String, end: EndedExecutor)
    /// The executor's machine or container is taken back soon.
    case leaving(executor: String, reason: String)
    /// There will be no executors any more.
    case failed(WeftError)

    // From the driver.

    /// How many executors there shall be, and how many waiting tasks would like to be on which hosts.
    case request(total: Int, hosts: [String: Int])
    /// These executors shall end.
    case kill(executors: [String], reason: String)
    /// No new executor on these hosts.
    case exclude(hosts: [String])
    /// This executor's connection broke: how it ended is to be told soon.
    case hasten(executor: String)
    /// How much of the work is done, from 0 to 1.
    case progress(Float)
    /// The application is over.
    case finish(succeeded: Bool, diagnostics: String)

    var buffer: ByteBuffer {
        get throws { ByteBuffer(bytes: try BinaryCodingBytes.encode(self)) }
    }

    init(_ buffer: ByteBuffer) throws {
        self = try BinaryCodingBytes.decode(Array(buffer.readableBytesView))
    }
}

/// What becomes of a container.
struct ExecutorAssignment: Codable, Sendable {
    var executor: String
    /// What the executor is told, a secret.
    var launch: [UInt8]
    /// Fresh tokens for the container, as `Credentials.storage()` has them; empty when there are none. A secret.
    var tokens: [UInt8] = []
}

/// `ExecutorEnd` as it travels.
struct EndedExecutor: Codable, Sendable {
    var status: Int32?
    var message: String
    var isExpected: Bool
    var remedy: String

    init(_ end: ExecutorEnd) {
        status = end.status
        message = end.message
        isExpected = end.isExpected
        remedy = end.remedy
    }

    var end: ExecutorEnd {
        ExecutorEnd(status: status, message: message, isExpected: isExpected, remedy: remedy)
    }
}
