import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// An exception of Java inside an answer, with the ones below it (SerializedExceptionPBImpl.java).
public struct SerializedException: Sendable, Hashable {
    /// The class, `org.apache.hadoop.security.token.SecretManager$InvalidToken` for instance.
    public var className: String
    /// Its message.
    public var message: String
    /// The exception below: none or one element (an array, because a struct can't hold itself).
    public var causes: [SerializedException]

    /// Makes an exception.
    public init(className: String, message: String, cause: SerializedException? = nil) {
        self.className = className
        self.message = message
        causes = cause.map { [$0] } ?? []
    }

    /// How many exceptions below each other are read; what is deeper is left out.
    private static let maximumDepth = 16

    /// An exception as messages have it, without stack traces.
    public init(_ message: SerializedExceptionProto) { self.init(message, depth: 0) }

    private init(_ message: SerializedExceptionProto, depth: Int) {
        self.init(className: message.className ?? "an unnamed exception", message: message.message ?? "")
        guard depth + 1 < Self.maximumDepth, let bytes = message.cause,
            let cause = try? SerializedExceptionProto(serialized: bytes)
        else { return }
        causes = [SerializedException(cause, depth: depth + 1)]
    }

    /// The exception for a message.
    public var serialized: SerializedExceptionProto {
        SerializedExceptionProto(
            message: message,
            trace: "",
            className: className,
            cause: causes.first?.serialized.serialized()
        )
    }

    /// The exception in the project's error shape.
    public func error() -> WeftError {
        // NodeManagers put the reason onto a second line.
        let lines = message.split(separator: "\n").prefix { !$0.hasPrefix("\tat ") }.map { $0.trimmed }
        let text = lines.joined(separator: " ")
        let exception = RemoteException(className: className, message: text.isEmpty ? "no message" : text)
        var error = YARNErrors.translated(exception.error())
        error.cause = causes.first?.error()
        return error
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
