import HadoopProtos
import YARN

/// An attempt to run an application.
public struct AttemptID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The application.
    public var application: ApplicationID
    /// Counts from 1.
    public var attempt: Int32

    /// Makes an attempt's name.
    public init(application: ApplicationID, attempt: Int32) {
        self.application = application
        self.attempt = attempt
    }

    init(_ message: ApplicationAttemptIdProto) {
        self.init(application: ApplicationID(message.applicationId ?? .init()), attempt: message.attemptId ?? 0)
    }

    var message: ApplicationAttemptIdProto { .init(applicationId: application.message, attemptId: attempt) }

    /// As Java writes it: `appattempt_1700000000000_0001_000001`.
    public var description: String {
        "appattempt_\(application.clusterTimestamp)_\(padded(Int64(application.id), 4))_\(padded(Int64(attempt), 6))"
    }

    /// Orders by application, then by number.
    public static func < (left: Self, right: Self) -> Bool {
        (left.application, left.attempt) < (right.application, right.attempt)
    }
}

/// A container of an attempt.
public struct ContainerName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The attempt that it was allocated to.
    public var attempt: AttemptID
    /// Counts from 1; the bits from 40 on count the ResourceManager's starts.
    public var id: Int64

    init(attempt: AttemptID, id: Int64) {
        self.attempt = attempt
        self.id = id
    }

    init(_ message: ContainerIdProto) {
        self.init(attempt: AttemptID(message.appAttemptId ?? .init()), id: message.id ?? 0)
    }

    var message: ContainerIdProto {
        .init(appId: attempt.application.message, appAttemptId: attempt.message, id: id)
    }

    /// As Java writes it: `container_1700000000000_0001_01_000001` (ContainerId.java).
    public var description: String {
        let application = attempt.application
        let epoch = id >> 40
        return "container_" + (epoch > 0 ? "e\(padded(epoch, 2))_" : "")
            + "\(application.clusterTimestamp)_\(padded(Int64(application.id), 4))"
            + "_\(padded(Int64(attempt.attempt), 2))_\(padded(id & 0xff_ffff_ffff, 6))"
    }

    /// Orders by attempt, then by number.
    public static func < (left: Self, right: Self) -> Bool { (left.attempt, left.id) < (right.attempt, right.id) }
}

/// A NodeManager: the host and the port of its RPC server.
public struct NodeName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The host.
    public var host: String
    /// The port.
    public var port: Int32

    init(host: String, port: Int32) {
        self.host = host
        self.port = port
    }

    init(_ message: NodeIdProto) { self.init(host: message.host ?? "", port: message.port ?? 0) }

    var message: NodeIdProto { .init(host: host, port: port) }

    /// `host:port`.
    public var description: String { "\(host):\(port)" }

    /// Orders by host, then by port.
    public static func < (left: Self, right: Self) -> Bool { (left.host, left.port) < (right.host, right.port) }
}

/// Memory and processors.
struct Capacity: Hashable, Sendable, CustomStringConvertible {
    /// Memory in MiB.
    var memory: Int64
    /// Virtual cores.
    var vcores: Int32

    static let none = Capacity(memory: 0, vcores: 0)

    init(memory: Int64, vcores: Int32) {
        self.memory = memory
        self.vcores = vcores
    }

    init(_ message: ResourceProto?) {
        self.init(memory: message?.memory ?? 0, vcores: message?.virtualCores ?? 0)
    }

    /// As clients of Hadoop 3 want it: the two again in the map of resource types.
    var message: ResourceProto {
        ResourceProto(
            memory: memory,
            virtualCores: vcores,
            resourceValueMap: [
                ResourceInformationProto(key: "memory-mb", value: memory, units: "Mi", type: .countable),
                ResourceInformationProto(key: "vcores", value: Int64(vcores), units: "", type: .countable),
            ]
        )
    }

    /// As Java writes it (Resource.java).
    var description: String { "<memory:\(memory), vCores:\(vcores)>" }

    static func + (left: Self, right: Self) -> Self {
        Self(
            memory: left.memory.addingReportingOverflow(right.memory).partialValue,
            vcores: left.vcores.addingReportingOverflow(right.vcores).partialValue
        )
    }

    static func - (left: Self, right: Self) -> Self {
        Self(
            memory: left.memory.subtractingReportingOverflow(right.memory).partialValue,
            vcores: left.vcores.subtractingReportingOverflow(right.vcores).partialValue
        )
    }

    static func += (left: inout Self, right: Self) { left = left + right }
    static func -= (left: inout Self, right: Self) { left = left - right }
}

/// A number with zeroes in front, as Hadoop's ids have it.
func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
