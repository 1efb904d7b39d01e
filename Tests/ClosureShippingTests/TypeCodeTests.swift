import BinaryCoding
import ClosureShipping
import Foundation
import Testing
import WeftDiagnostics

private struct MapBatches<A, B> { var f: (A) -> B }
private struct Foo<T> {
    struct Nested {
        enum Inner<U> { case a(T, U) }
    }
    class Base {}
    final class Derived<V>: Base { var v: V?; override init() {} }
}

extension Foo where T == Int {
    fileprivate struct OnlyForInt { var t: T }
    fileprivate struct Generic<U> { var u: U }
}

extension Foo where T: Sequence, T.Element == String {
    fileprivate struct OfStrings { var t: T }
}

private protocol Hidden {}

@Suite struct TypeCodeTests {
    private static let types: [Any.Type] = {
        struct Local {}
        enum LocalGeneric<T> { case x(T) }
        return [
            Int.self, String.self, Void.self, Never.self, Int?.self, [String: [Int?]].self, Set<String>.self,
            (Int, String).self, ((Int, Int), [String]).self, (key: String, value: Int).self, (Int, b: String, Int).self,
            (Void, (Void, Void)).self, [(a: Int, (b: Int, String))].self,
            MapBatches<(String, Int), (key: String, value: Int)>.self, MapBatches<Void, Never>.self,
            Foo<Foo<Int>.Nested>.self, Foo<[Int]>.Nested.Inner<Foo<String>>.self, Foo<Int>.Derived<String>.self,
            Foo<Int>.Base.self, Foo<Int>.OnlyForInt.self, Foo<Int>.Generic<String>.self, Foo<[String]>.OfStrings.self,
            Local.self, [Local?].self, LocalGeneric<Local>.self, Result<Int, WeftError>.self,
            Any.self, AnyObject.self, (any Error).self, (any Hidden).self, (any Hidden & Hashable).self,
            (any Hashable & Sendable).self, [any Hidden].self, Int.Type.self, Foo<Int>.Type.self,
            (() -> Void).self, ((Int) -> String).self, ((Int, String) throws -> [Int]).self,
            (@Sendable ((Int, Int)) throws -> Void).self, [(@Sendable (Foo<Int>) -> Int)?].self,
            (((Int) -> Int) -> Void).self, Range<Int>.self, AnyHashable.self, ContiguousArray<UInt8>.self,
            SIMD4<Float>.self, UnsafePointer<Int>.self,
        ]
    }()

    @Test(arguments: types.indices)
    func aTypeIsTheSameAfterItsCodeWasSent(_ index: Int) throws {
        let type = Self.types[index]
        let bytes = try BinaryCoding.encode(try TypeCode(type))
        let code = try BinaryCoding.decode(TypeCode.self, from: bytes)
        #expect(try code.resolve() == type)
        #expect(try TypeCode(type) == code)
    }

    @Test(
        arguments: [
            ((inout Int) -> Void).self, ((Int) async -> Void).self,
            (@convention(c) (Int) -> Int).self,
            (λ: Int, b: Int).self,
        ] as [Any.Type]
    )
    func aTypeThatCannotBeRebuiltIsRefused(_ type: Any.Type) throws {
        let error = #expect(throws: WeftError.self) { try TypeCode(type) }
        #expect(error?.code == "type-not-sendable")
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func aDamagedCodeIsRefused() throws {
        let code = try TypeCode(Foo<[Int]>.Nested.Inner<Foo<String>>.self)
        let bytes = try JSONDecoder().decode([UInt8].self, from: JSONEncoder().encode(code))
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                let data = try JSONEncoder().encode(damaged)
                #expect(throws: WeftError.self) { try JSONDecoder().decode(TypeCode.self, from: data) }
            }
            let data = try JSONEncoder().encode(Array(bytes[..<index]))
            #expect(throws: WeftError.self) { try JSONDecoder().decode(TypeCode.self, from: data) }
        }
    }
}
