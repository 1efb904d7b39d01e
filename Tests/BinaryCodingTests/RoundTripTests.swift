import BinaryCoding
import Foundation
import Testing
import WeftDiagnostics

private struct Point: Codable, Equatable {
    var x: Int
    var name: String
    var weight: Double?
}

private enum Shape: Codable, Equatable {
    case circle(radius: Double)
    case polygon([Point], closed: Bool)
    case none
}

private enum Color: String, Codable { case red, green }

private indirect enum Tree: Codable, Equatable {
    case leaf(Int)
    case node(Tree, Tree)
}

private class Animal: Codable {
    var name: String
    init(name: String) { self.name = name }
}

/// Calls its superclass with the same encoder, which shares the container.
private final class Dog: Animal {
    var age: Int
    enum CodingKeys: CodingKey { case age }

    init(name: String, age: Int) {
        self.age = age
        super.init(name: name)
    }

    required init(from decoder: any Decoder) throws {
        age = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .age)
        try super.init(from: decoder)
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(age, forKey: .age)
        try super.encode(to: encoder)
    }
}

/// Gives its superclass an encoder of its own.
private final class Cat: Animal {
    var lives: Int
    enum CodingKeys: CodingKey { case lives }

    init(name: String, lives: Int) {
        self.lives = lives
        super.init(name: name)
    }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        lives = try container.decode(Int.self, forKey: .lives)
        try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try super.encode(to: container.superEncoder())
        try container.encode(lives, forKey: .lives)
    }
}

/// Writes to several nested containers in turns, and reads them in another order.
private struct Interleaved: Codable, Equatable {
    var a: Int
    var b: String
    var c: [Int]
    var long: String

    enum Keys: String, CodingKey { case first, second, list, long }
    enum Inner: String, CodingKey { case a, b }

    init(a: Int, b: String, c: [Int], long: String) {
        self.a = a
        self.b = b
        self.c = c
        self.long = long
    }

    func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Keys.self)
        var first = outer.nestedContainer(keyedBy: Inner.self, forKey: .first)
        var list = outer.nestedUnkeyedContainer(forKey: .list)
        try outer.encode(long, forKey: .long)
        var second = outer.nestedContainer(keyedBy: Inner.self, forKey: .second)
        try second.encode(b, forKey: .b)
        try first.encode(a, forKey: .a)
        for value in c {
            var one = list.nestedUnkeyedContainer()
            try one.encode(value)
            try list.encodeNil()
        }
        try first.encode(long, forKey: .b)
    }

    init(from decoder: any Decoder) throws {
        let outer = try decoder.container(keyedBy: Keys.self)
        b = try outer.nestedContainer(keyedBy: Inner.self, forKey: .second).decode(String.self, forKey: .b)
        long = try outer.decode(String.self, forKey: .long)
        var list = try outer.nestedUnkeyedContainer(forKey: .list)
        c = []
        while !list.isAtEnd {
            var one = try list.nestedUnkeyedContainer()
            c.append(try one.decode(Int.self))
            guard try list.decodeNil() else { throw WeftError("corrupt-data", "no null") }
        }
        #expect(list.currentIndex == list.count)
        let first = try outer.nestedContainer(keyedBy: Inner.self, forKey: .first)
        a = try first.decode(Int.self, forKey: .a)
        #expect(first.allKeys == [.a, .b])
        #expect(outer.contains(.list))
    }
}

/// Tries one type after the other, as decoders of free-form data do.
private enum Anything: Codable, Equatable {
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([Anything])
    case object([String: Anything])
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .int(value)
        } else if let value = try? container.decode(Double.self) {
            self = .double(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else {
            var list = try decoder.unkeyedContainer()
            if try list.decode(Bool.self) {
                self = .list(try list.decode([Anything].self))
            } else {
                self = .object(try list.decode([String: Anything].self))
            }
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let value):
            var list = encoder.unkeyedContainer()
            try list.encode(true)
            try list.encode(value)
        case .object(let value):
            var list = encoder.unkeyedContainer()
            try list.encode(false)
            try list.encode(value)
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .bool(let value): try container.encode(value)
            case .int(let value): try container.encode(value)
            case .double(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            default: try container.encodeNil()
            }
        }
    }
}

/// Every primitive that a keyed container knows.
private struct Primitives: Codable, Equatable {
    var bool = true
    var i8 = Int8.min
    var i16 = Int16.min
    var i32 = Int32.min
    var i64 = Int64.min
    var i128 = Int128.min
    var u8 = UInt8.max
    var u16 = UInt16.max
    var u32 = UInt32.max
    var u64 = UInt64.max
    var u128 = UInt128.max
    var float = -Float.infinity
    var double = Double.leastNonzeroMagnitude
    var text = "ünïcödé"
    var optional: Int? = nil
    var nested: [[Int?]?] = [[1, nil], nil, []]
    var data = Data([1, 2, 3])
    var date = Date(timeIntervalSinceReferenceDate: 1.5)
    var uuid = UUID()
    var url = URL(string: "https://example.org/x")
    var decimal = Decimal(string: "12.5")
    var duration = Duration.seconds(3)
    var table: [Int: [String: Point]] = [1: ["a": Point(x: 1, name: "n", weight: 2)]]
    var points = [Point(x: 1, name: "n", weight: nil), Point(x: 2, name: "m", weight: 0)]
    var color = Color.green
    var range = 1..<3
    var vector = SIMD4<Float>(1, 2, 3, 4)
}

@Suite struct RoundTripTests {
    private func check<T>(
        _ value: T,
        _ isEqual: (T, T) -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let bytes = try BinaryCoding.encode(value)
        let decoded = try BinaryCoding.decode(T.self, from: bytes)
        #expect(isEqual(value, decoded), "\(value) became \(decoded)", sourceLocation: sourceLocation)
        // Many rows take other paths than one.
        let coder = try RowCoder<T>()
        let rows = Array(repeating: value, count: 9)
        let writer = ByteWriter()
        try coder.encode(rows, into: writer)
        try writer.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            let decoded = try coder.decode(from: &reader)
            #expect(decoded.count == 9, sourceLocation: sourceLocation)
            #expect(decoded.allSatisfy { isEqual($0, value) }, sourceLocation: sourceLocation)
            try reader.expectEnd()
            for length in 0..<bytes.count {
                var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[..<length]))
                #expect(throws: (any Error).self, sourceLocation: sourceLocation) { try coder.decode(from: &reader) }
            }
        }
    }

    private func check<T: Equatable>(_ value: T, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try check(value, ==, sourceLocation: sourceLocation)
    }

    @Test func standardTypes() throws {
        try check(true)
        try check(Int.min)
        try check(UInt8(200))
        try check(Int128.max)
        try check(-0.5)
        try check(Float.pi)
        try check("")
        try check("a longer string, beyond the fifteen bytes of a small one: é")
        try check("sub string".split(separator: " ")[1])
        try check("🇳🇱" as Character)
        try check([Int]())
        try check([[["a"], []], []])
        try check(ContiguousArray([1, 2]))
        try check([1, 2, 3][1...], { Array($0) == Array($1) })
        try check(Set(["a", "b"]))
        try check(["a": [1: true]])
        try check(Optional<Int>.none)
        try check(Optional<Int?>.some(.none))
        try check(Optional<Int?>.some(3))
        try check([1, nil, 3] as [Int?])
        try check(1..<5)
        try check("a"..."b")
        try check(Data([0, 255]))
        try check(Date(timeIntervalSinceReferenceDate: -1.25))
        try check(UUID())
    }

    @Test func tuples() throws {
        try check(("a", 1), ==)
        try check(((1, 2), ["x"]), { $0.0 == $1.0 && $0.1 == $1.1 })
        try check(("k", ([1], ["v"])), { $0.0 == $1.0 && $0.1 == $1.1 })
        try check((key: "k", value: 2.5), ==)
        try check((Int8(1), 2, true, "x", Int16(3), Optional("y")), ==)
        try check((1, ()), { $0.0 == $1.0 })
        try check((), { _, _ in true })
        try check([("a", 1), ("b", 2)], { $0.elementsEqual($1, by: ==) })
        try check(Optional((1, "a")), { $0! == $1! })
        try check(
            [(Point, Int?)?.none, (Point(x: 1, name: "", weight: 0), 3)],
            { $0.count == $1.count && $1[0] == nil }
        )
    }

    @Test func codableTypes() throws {
        try check(Point(x: -1, name: "p", weight: nil))
        try check(Point(x: 1 << 40, name: String(repeating: "long ", count: 100), weight: 2))
        try check(Shape.circle(radius: 2))
        try check(Shape.polygon([Point(x: 1, name: "a", weight: 1)], closed: true))
        try check(Shape.none)
        try check(Color.green)
        try check(Tree.node(.node(.leaf(1), .leaf(2)), .leaf(3)))
        try check(Primitives())
        try check([Point(x: 1, name: "a", weight: nil), Point(x: 2, name: "b", weight: 3)])
        try check((Point(x: 1, name: "a", weight: nil), [Shape.none]), ==)
        try check(Interleaved(a: 1, b: "b", c: [1, 2, 3], long: String(repeating: "x", count: 300)))
        try check(Interleaved(a: 1, b: "", c: [], long: ""))
        try check([
            Anything.object([
                "a": .list([.int(1), .double(0.5), .bool(true), .null]), "b": .string("x"), "c": .object([:]),
            ])
        ])
    }

    @Test func classes() throws {
        let dog = try BinaryCoding.decode(Dog.self, from: BinaryCoding.encode(Dog(name: "rex", age: 3)))
        #expect(dog.name == "rex" && dog.age == 3)
        let cat = try BinaryCoding.decode(Cat.self, from: BinaryCoding.encode(Cat(name: "tom", lives: 9)))
        #expect(cat.name == "tom" && cat.lives == 9)
    }

    @Test func fieldsThatAreMissingOrInAnotherOrderAreFound() throws {
        struct Old: Codable { var b = 1, a = "x", c: Bool? = nil, d = [1] }
        struct New: Codable { var a: String, d: [Int], b: Int, e: Double?, f: [Int]? }
        let writer = ByteWriter()
        try BinaryCoding.encode([Old(), Old()], into: writer)
        let new = try writer.withUnsafeBytes { try BinaryCoding.decode([New].self, from: $0) }
        #expect(new.count == 2)
        #expect(new.allSatisfy { $0.a == "x" && $0.d == [1] && $0.b == 1 && $0.e == nil && $0.f == nil })
        struct Missing: Codable { var zzz: Int }
        let error = #expect(throws: WeftError.self) {
            try writer.withUnsafeBytes { try BinaryCoding.decode([Missing].self, from: $0) }
        }
        #expect(error?.message.contains("zzz") == true)
    }
}
