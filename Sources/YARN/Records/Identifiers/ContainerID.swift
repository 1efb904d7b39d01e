import HadoopProtos
import WeftDiagnostics

/// What names a container: the attempt it was given to, and a number.
///
/// The number's lower 40 bits count from 1; above them is the ResourceManager's epoch, how often it has been restarted
/// with its work kept. The text is `container_[e<epoch>_]<cluster timestamp>_<application>_<attempt>_<number>`, with the
/// epoch only when it isn't 0 (ContainerId.java).
public struct ContainerID: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The attempt it was given to.
    public var attempt: ApplicationAttemptID
    /// Epoch and number in one.
    public var id: Int64

    /// How many bits the number without the epoch has.
    private static let numberBits: Int64 = 40

    /// Makes an id.
    ///
    /// - Parameters:
    ///   - attempt: the attempt it was given to.
    ///   - id: epoch and number in one.
    public init(attempt: ApplicationAttemptID, id: Int64) {
        self.attempt = attempt
        self.id = id
    }

    /// Makes an id.
    ///
    /// - Parameters:
    ///   - attempt: the attempt it was given to.
    ///   - epoch: the ResourceManager's epoch; what is above its 23 bits is cut off.
    ///   - number: the number within the attempt; what is above its 40 bits is cut off.
    public init(attempt: ApplicationAttemptID, epoch: Int64, number: Int64) {
        self.init(
            attempt: attempt,
            id: (epoch & (1 << 23 - 1)) << Self.numberBits | number & (1 << Self.numberBits - 1)
        )
    }

    /// How often the ResourceManager had been restarted with its work kept.
    public var epoch: Int64 { id >> Self.numberBits }
    /// The number within the attempt.
    public var number: Int64 { id & (1 << Self.numberBits - 1) }
    /// The application.
    public var application: ApplicationID { attempt.application }

    /// Reads the text form.
    ///
    /// - Throws: `WeftError` with code `invalid-argument` when the text isn't a container's name.
    public init(_ text: String) throws {
        var parts = text.split(separator: "_", omittingEmptySubsequences: false)[...]
        var epoch: Int64? = 0
        if parts.count == 6, parts[1].hasPrefix("e") {
            epoch = IdentifierText.number(parts[1].dropFirst())
            parts.remove(at: 1)
        }
        guard parts.count == 5, parts[0] == "container", let epoch, epoch < 1 << 23,
            let timestamp: Int64 = IdentifierText.number(parts[1]), let id: Int32 = IdentifierText.number(parts[2]),
            let attempt: Int32 = IdentifierText.number(parts[3]), let number: Int64 = IdentifierText.number(parts[4]),
            number < 1 << Self.numberBits
        else {
            throw IdentifierText.invalid(
                text,
                "a container's id",
                example: "container_1700000000000_0001_01_000001 or container_e17_1700000000000_0001_01_000001"
            )
        }
        self.init(
            attempt: ApplicationAttemptID(
                application: ApplicationID(clusterTimestamp: timestamp, id: id),
                attempt: attempt
            ),
            epoch: epoch,
            number: number
        )
    }

    /// `container_1700000000000_0001_01_000001`, or `container_e17_…`.
    public var description: String {
        let epochText = epoch > 0 ? "e\(IdentifierText.padded(epoch, digits: 2))_" : ""
        let numbers = [
            IdentifierText.padded(Int64(application.id), digits: 4),
            IdentifierText.padded(Int64(attempt.attempt), digits: 2),
            IdentifierText.padded(number, digits: 6),
        ]
        return "container_\(epochText)\(application.clusterTimestamp)_\(numbers.joined(separator: "_"))"
    }

    /// The older one is less.
    public static func < (left: Self, right: Self) -> Bool { (left.attempt, left.id) < (right.attempt, right.id) }
}

extension ContainerID {
    /// An id as messages have it.
    public init(_ message: ContainerIdProto) {
        var attempt = ApplicationAttemptID(message.appAttemptId ?? ApplicationAttemptIdProto())
        // Servers before Hadoop 2.6 fill the application in beside the attempt.
        if message.appAttemptId?.applicationId == nil, let application = message.appId {
            attempt.application = ApplicationID(application)
        }
        self.init(attempt: attempt, id: message.id ?? 0)
    }

    /// The id for a message.
    public var message: ContainerIdProto { ContainerIdProto(appAttemptId: attempt.message, id: id) }
}
