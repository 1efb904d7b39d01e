import BinaryCoding
import WeftDiagnostics

/// The coder of a captured type, or the error that says what to do about it.
func captureCoder(_ type: Any.Type) throws -> ColumnCoder {
    let name = readableName(type)
    if type is AnyKeyPath.Type {
        throw WeftError(
            "capture-not-codable",
            "a closure captures the key path \(name), which can't be sent to another process",
            remedy: "Write a closure such as `{ $0.count }` in place of `\\.count`"
        )
    }
    do {
        return try ColumnCoder.of(type)
    } catch {
        let isExistential = TypeMetadata(type).kind == .existential
        // The type that lacks a coder may be a part of the captured one.
        let part = (error as? WeftError)?.details.first { $0.name == "type" }?.value ?? name
        throw WeftError(
            "capture-not-codable",
            "a closure captures a value of type \(isExistential ? "any " : "")\(name), which can't be sent to another"
                + " process",
            remedy: isExistential
                ? "Capture a value of a concrete type, an enum of the possible ones for instance"
                : "Capture only the fields that are needed (`let field = field` in front of the closure), make \(part)"
                    + " conform to Codable, or pass it with `map(with:)` or a `Broadcast`",
            cause: part == name ? nil : error
        )
    }
}

/// The error for a capture that reflection can't describe.
func captureUnknown(_ what: String) -> WeftError {
    WeftError(
        "capture-unknown",
        "a closure captures \(what)",
        remedy:
            "Build the application with `-enable-private-imports`, since release builds drop what they know of types that"
            + " aren't public and are only captured; or declare the type `public`, or pass the value with `map(with:)`"
    )
}

/// The error for a captured mutable variable.
func capturesVariable() -> WeftError {
    WeftError(
        "capture-not-codable",
        "a closure captures a `var`, which can't be shared with another process",
        remedy: "Copy it to a `let` in front of the closure, or count with an accumulator"
    )
}
