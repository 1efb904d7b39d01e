/// The one error shape of the project: what happened, and how it may be remedied.
///
/// Every module throws this type, so that a command line, a log and a driver far from the executor that failed can
/// print the same text. It is `Codable` because it travels from executors to the driver. Secrets never belong in it.
public struct WeftError: Error, Sendable, Codable, Hashable {
    /// What kind of error this is, stable across versions: scripts and tests compare it, people read `message`.
    public struct Code: Sendable, Codable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
        /// The kind as lower-case words joined by hyphens, `input-not-found` for instance.
        public var rawValue: String

        /// Makes a code from its text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Makes a code from a literal.
        public init(stringLiteral value: String) { self.rawValue = value }
    }

    /// One fact about where the error happened: a path, a stage, a server.
    public struct Detail: Sendable, Codable, Hashable {
        /// What the fact is about, `path` for instance.
        public var name: String
        /// The fact.
        public var value: String

        /// Makes a detail.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What kind of error this is.
    public var code: Code
    /// What happened, in one sentence without a full stop.
    public var message: String
    /// What the reader can do about it, in one sentence without a full stop; empty when nothing is known.
    public var remedy: String
    /// Where it happened.
    public var details: [Detail]
    /// The source line of the user's program that this error is about, `Module/File.swift:12` for instance.
    public var location: String?
    /// The error below this one: none or one element (an array, because a struct can't hold itself).
    private var below: [WeftError]

    /// The error that caused this one.
    public var cause: WeftError? {
        get { below.first }
        set { below = newValue.map { [$0] } ?? [] }
    }

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: what kind of error this is.
    ///   - message: what happened, without a full stop.
    ///   - remedy: what to do about it, without a full stop.
    ///   - details: facts about where it happened, in the order to be printed.
    ///   - location: the line of the user's program it is about.
    ///   - cause: the error below; one that isn't a `WeftError` is kept as its text.
    public init(
        _ code: Code,
        _ message: String,
        remedy: String = "",
        details: [Detail] = [],
        location: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.details = details
        self.location = location
        self.below = cause.map { [WeftError(wrapping: $0)] } ?? []
    }

    /// Gives any error this shape; a `WeftError` stays as it is, another one keeps its type's name and its text.
    public init(wrapping error: any Error) {
        if let error = error as? WeftError {
            self = error
        } else {
            self.init("user-error", "\(Self.readable(type(of: error))): \(error)")
        }
    }
}

extension WeftError {
    /// A type's name without the addresses that the runtime puts into those of private and local types.
    private static func readable(_ type: Any.Type) -> String {
        var name = String(reflecting: type)
        while let start = name.firstRange(of: "(unknown context at $"),
            let end = name[start.upperBound...].firstIndex(of: ")")
        {
            let next = name.index(after: end)
            name.removeSubrange(start.lowerBound..<(name[next...].hasPrefix(".") ? name.index(after: next) : next))
        }
        return name
    }
}

extension WeftError: CustomStringConvertible {
    /// The error on as many lines as it has parts: what happened, where, what to do, and what was below. A remedy that
    /// several errors of the chain share is printed once.
    public var description: String { text(knownRemedies: []) }

    private func text(knownRemedies: Set<String>) -> String {
        var text = message
        if let location { text += "\n  at: \(location)" }
        for detail in details { text += "\n  \(detail.name): \(detail.value)" }
        if !remedy.isEmpty, !knownRemedies.contains(remedy) { text += "\n  to do: \(remedy)" }
        if let cause {
            let inner = cause.text(knownRemedies: knownRemedies.union([remedy]))
            text +=
                "\n  cause: " + inner.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
        }
        return text
    }
}
