import ClosureShipping

// Closures in generic functions that are never specialised, so that the generic environment is in their context.

/// A generic value and a conformance.
@inline(never)
@_optimize(none)
public func below<T: Codable & Sendable & Comparable>(_ limit: T) -> Function<T, Bool> { Function { $0 < limit } }

/// A conformance of an associated type.
@inline(never)
@_optimize(none)
public func addFirst<C: Collection & Codable & Sendable>(_ values: C) -> Function<Int, Int>
where C.Element: BinaryInteger {
    Function { $0 + values.count + (values.first.map { Int($0) } ?? 0) }
}

/// Captures whose types are made of parameters: arrays, tuples, dictionaries, optionals of them.
@inline(never)
@_optimize(none)
public func compound<K: Hashable & Codable & Sendable, V: Codable & Sendable>(
    _ pairs: [(K, V)],
    _ table: [K: [V]],
    _ last: V?
) -> Function<K, String> {
    Function { key in
        let found = pairs.filter { $0.0 == key }.map(\.1)
        return "\(found) \(table[key].map { "\($0)" } ?? "-") \(last.map { "\($0)" } ?? "-")"
    }
}

/// A conditional conformance: arrays are hashable if their elements are.
@inline(never)
@_optimize(none)
public func hashAll<K: Hashable & Codable & Sendable>(_ keys: [K]) -> Function<Int, Int> {
    distinct(keys.map { [$0] })
}

@inline(never)
@_optimize(none)
func distinct<K: Hashable & Codable & Sendable>(_ keys: [K]) -> Function<Int, Int> {
    Function { $0 + Set(keys).count }
}

/// Only bindings, no captures.
@inline(never)
@_optimize(none)
public func emptyCount<K: Hashable & SendableMetatype, V: SendableMetatype>(_ key: K.Type, _ value: V.Type) -> Function<
    Int, String
> {
    Function { "\($0) \([K: V]().count) \(K.self) \(V.self)" }
}

/// Parameters of a type and of its method.
public struct Outer<A: Codable & Sendable>: Codable, Sendable {
    let a: A
    /// Makes one.
    public init(_ a: A) { self.a = a }

    /// A closure that needs both levels.
    @inline(never)
    @_optimize(none)
    public func pair<B: Codable & Sendable & Hashable, C: Codable & Sendable>(
        _ b: B,
        _ c: C
    ) -> Function<Int, String> {
        Function { "\($0) \(a) \(Set([b])) \([c])" }
    }
}

/// A class constraint.
@inline(never)
@_optimize(none)
public func describe<T: Animal & Codable>(_ animal: T) -> Function<Int, String> {
    Function { animal.name + "\($0)" }
}

/// A base class.
open class Animal: Codable, @unchecked Sendable {
    /// The name.
    public let name: String
    /// Makes one.
    public init(name: String) { self.name = name }
}

/// A subclass with the inherited coding.
public final class Dog: Animal, @unchecked Sendable {}

/// A protocol with a class requirement and an associated type.
public protocol Shelter: Codable, Sendable {
    associatedtype Guest: Hashable & Codable & Sendable
    var guests: [Guest] { get }
}

/// The guests as a set, through the associated type's conformance.
@inline(never)
@_optimize(none)
public func guestCount<S: Shelter>(_ shelter: S) -> Function<S.Guest, Bool> {
    let guests = Set(shelter.guests)
    return Function { guests.contains($0) && shelter.guests.contains($0) }
}

/// A parameter pack, which isn't supported.
@inline(never)
@_optimize(none)
public func packed<each T: Codable & Sendable>(_ values: repeat each T) -> Function<Int, String> {
    Function { "\($0) \((repeat each values))" }
}
