import BinaryCoding
import WeftDiagnostics

/// What the function structs share: a struct of exactly one function value can be read and written as two words.
@usableFromInline
enum FunctionWords {
    static func encode<F>(_ function: F, to encoder: any Encoder) throws {
        try checkLayout(F.self)
        let bytes = try withUnsafeBytes(of: function) { words in
            guard let start = words.baseAddress else { throw corruptClosure("it has no words") }
            return try ClosureEncoder.encode(start)
        }
        var container = encoder.singleValueContainer()
        try container.encode(bytes)
    }

    static func decode<F>(_ type: F.Type, from decoder: any Decoder) throws -> F {
        try checkLayout(type)
        let bytes = try decoder.singleValueContainer().decode([UInt8].self)
        let memory = UnsafeMutablePointer<F>.allocate(capacity: 1)
        defer { memory.deallocate() }
        try ClosureDecoder.decode(bytes, into: UnsafeMutableRawPointer(memory))
        return memory.move()
    }

    private static func checkLayout<F>(_ type: F.Type) throws {
        guard MemoryLayout<F>.size == 16, MemoryLayout<F>.alignment == 8 else {
            throw WeftError(
                "runtime-unsupported",
                "function values of this Swift runtime aren't two words",
                remedy: "Run on 64-bit Linux with a Swift release that Weft supports"
            )
        }
    }
}

/// A function without parameters that can be sent to another process of the same build.
///
/// Its captured values travel through their `Codable` conformance (tuples and arrays of tuples too), other closures
/// it captures travel as it does. Encoding throws `capture-not-codable` or `capture-unknown` with what to do when a
/// capture can't travel. The bytes hold addresses in the executable, protected by a checksum against accidents only:
/// decode them only from an authenticated source.
public struct Function0<R>: Codable, @unchecked Sendable {
    /// The function itself.
    public let body: @Sendable () throws -> R

    /// Wraps a function.
    @inlinable
    public init(_ body: @escaping @Sendable () throws -> R) { self.body = body }

    /// Makes the function that was encoded; throws `corrupt-closure` or `build-mismatch` when that isn't possible here.
    public init(from decoder: any Decoder) throws { self = try FunctionWords.decode(Self.self, from: decoder) }

    /// Encodes code address and captured values; throws when a capture can't travel.
    public func encode(to encoder: any Encoder) throws { try FunctionWords.encode(self, to: encoder) }

    /// Calls the function.
    @inlinable
    public func callAsFunction() throws -> R { try body() }
}

/// A function of one parameter that can be sent to another process of the same build.
///
/// Its captured values travel through their `Codable` conformance (tuples and arrays of tuples too), other closures
/// it captures travel as it does. Encoding throws `capture-not-codable` or `capture-unknown` with what to do when a
/// capture can't travel. The bytes hold addresses in the executable, protected by a checksum against accidents only:
/// decode them only from an authenticated source.
public struct Function<A, R>: Codable, @unchecked Sendable {
    /// The function itself.
    public let body: @Sendable (A) throws -> R

    /// Wraps a function.
    @inlinable
    public init(_ body: @escaping @Sendable (A) throws -> R) { self.body = body }

    /// Makes the function that was encoded; throws `corrupt-closure` or `build-mismatch` when that isn't possible here.
    public init(from decoder: any Decoder) throws { self = try FunctionWords.decode(Self.self, from: decoder) }

    /// Encodes code address and captured values; throws when a capture can't travel.
    public func encode(to encoder: any Encoder) throws { try FunctionWords.encode(self, to: encoder) }

    /// Calls the function.
    @inlinable
    public func callAsFunction(_ a: A) throws -> R { try body(a) }
}

/// A function of two parameters that can be sent to another process of the same build.
///
/// Its captured values travel through their `Codable` conformance (tuples and arrays of tuples too), other closures
/// it captures travel as it does. Encoding throws `capture-not-codable` or `capture-unknown` with what to do when a
/// capture can't travel. The bytes hold addresses in the executable, protected by a checksum against accidents only:
/// decode them only from an authenticated source.
public struct Function2<A, B, R>: Codable, @unchecked Sendable {
    /// The function itself.
    public let body: @Sendable (A, B) throws -> R

    /// Wraps a function.
    @inlinable
    public init(_ body: @escaping @Sendable (A, B) throws -> R) { self.body = body }

    /// Makes the function that was encoded; throws `corrupt-closure` or `build-mismatch` when that isn't possible here.
    public init(from decoder: any Decoder) throws { self = try FunctionWords.decode(Self.self, from: decoder) }

    /// Encodes code address and captured values; throws when a capture can't travel.
    public func encode(to encoder: any Encoder) throws { try FunctionWords.encode(self, to: encoder) }

    /// Calls the function.
    @inlinable
    public func callAsFunction(_ a: A, _ b: B) throws -> R { try body(a, b) }
}

/// A function of three parameters that can be sent to another process of the same build.
///
/// Its captured values travel through their `Codable` conformance (tuples and arrays of tuples too), other closures
/// it captures travel as it does. Encoding throws `capture-not-codable` or `capture-unknown` with what to do when a
/// capture can't travel. The bytes hold addresses in the executable, protected by a checksum against accidents only:
/// decode them only from an authenticated source.
public struct Function3<A, B, C, R>: Codable, @unchecked Sendable {
    /// The function itself.
    public let body: @Sendable (A, B, C) throws -> R

    /// Wraps a function.
    @inlinable
    public init(_ body: @escaping @Sendable (A, B, C) throws -> R) { self.body = body }

    /// Makes the function that was encoded; throws `corrupt-closure` or `build-mismatch` when that isn't possible here.
    public init(from decoder: any Decoder) throws { self = try FunctionWords.decode(Self.self, from: decoder) }

    /// Encodes code address and captured values; throws when a capture can't travel.
    public func encode(to encoder: any Encoder) throws { try FunctionWords.encode(self, to: encoder) }

    /// Calls the function.
    @inlinable
    public func callAsFunction(_ a: A, _ b: B, _ c: C) throws -> R { try body(a, b, c) }
}
