import ClosureShipping
import FoundationEssentials
import ShippingKernels

/// A struct that is only ever captured; release builds keep what it needs because it is public.
public struct Model: Codable, Sendable {
    var w: [Double]
    var bias: Double?

    @Sendable
    func describe(_ x: Int) -> String { "\(x) \(w)" }
}

/// A struct with gaps.
public struct Odd: Codable, Sendable {
    var a: Int8
    var b: Int16
    var c: Bool?
}

private struct OneArray: Codable, Sendable { var words: [String] }
/// A struct of no bytes.
public struct Empty: Codable, Sendable {}

private struct OnlyCaptured: Codable, Sendable {
    var a: Int
    var text: String
}

private enum Shape: Codable, Sendable {
    case circle(Double)
    case rectangle(width: Double, height: Double)
    case none
}

private final class Settings: Codable, Sendable {
    let table: [String: Int]
    init(_ table: [String: Int]) { self.table = table }
}

private indirect enum Tree: Codable, Sendable {
    case leaf(Int)
    case node(Tree, Tree)

    var sum: Int {
        switch self {
        case .leaf(let n): n
        case .node(let a, let b): a.sum + b.sum
        }
    }
}

extension Job {
    /// Closures over all kinds of values.
    static var captures: [Job] { wholeCaptures + mixedCaptures + nestedCaptures }

    /// The captured value is the closure's context itself.
    private static var wholeCaptures: [Job] {
        [
            Job("only an array of strings") { k in
                let words = ["x\(k)", "y"]
                return Call(0) { words[$0] }
            },
            Job("only a constant array") { _ in
                let numbers = [10, 20, 30]
                return Call(1) { numbers[$0] }
            },
            Job("only an array of tuples") { k in
                let pairs = [("a", k), ("b", 2)]
                return Call(0) { pairs[$0].0 + "\(pairs[$0].1)" }
            },
            Job("only an empty array") { k in
                let none = [String](repeating: "", count: k - k)
                return Call(4) { none.count + $0 }
            },
            Job("only a set") { k in
                let set: Set = [k, 3]
                return Call(3) { set.contains($0) }
            },
            Job("only an empty set") { k in
                let set = Set<String>((0..<(k - k)).map { "\($0)" })
                return Call("a") { set.contains($0) }
            },
            Job("only a dictionary") { k in
                let table = ["a": [k]]
                return Call("a") { table[$0] ?? [] }
            },
            Job("only an empty dictionary") { k in
                let table = [String: Int](uniqueKeysWithValues: (0..<(k - k)).map { ("\($0)", $0) })
                return Call("a") { table[$0] ?? -1 }
            },
            Job("only a string") { k in
                let text = "prefix long enough to be on the heap \(k)"
                return Call(1) { text + "\($0)" }
            },
            Job("only an object") { k in
                let settings = Settings(["a": k])
                return Call("a") { settings.table[$0] ?? 0 }
            },
            Job("only an array of objects") { k in
                let settings = [Settings(["a": k]), Settings(["b": 1])]
                return Call(0) { settings[$0].table }
            },
            Job("only an unsafe variable, which travels as a copy") { k in
                nonisolated(unsafe) var count = k
                let f: @Sendable (Int) -> Int = {
                    count += $0
                    return count
                }
                count += 1
                return Call(0, f)
            },
            Job("only a struct of one array") { k in
                let one = OneArray(words: ["w\(k)"])
                return Call(0) { one.words[$0] }
            },
            Job("only a tree") { k in
                let tree = Tree.node(.leaf(k), .node(.leaf(1), .leaf(2)))
                return Call(1) { tree.sum + $0 }
            },
            Job("only an optional array") { k in
                let maybe: [Int]? = k > 0 ? [k] : nil
                return Call(1) { (maybe?.count ?? 7) + $0 }
            },
            Job("only an absent array") { k in
                let maybe: [Int]? = k > 1_000_000 ? [k] : nil
                return Call(1) { (maybe?.count ?? 7) + $0 }
            },
        ]
    }

    private static var mixedCaptures: [Job] {
        [
            Job("everything at once") { k in
                let id = UUID(uuidString: "00000000-0000-0000-0000-00000000000\(k % 10)")
                let date = Date(timeIntervalSinceReferenceDate: Double(k))
                let data = Data([1, 2, UInt8(k)])
                let shape: Shape = .rectangle(width: 1, height: Double(k))
                let flag = k > 0
                let small = Int8(k)
                let range = 1..<k + 5
                return Call(1) {
                    "\($0) \(flag) \(id as Any) \(small) \(date.timeIntervalSinceReferenceDate) \(data.count) \(shape) \(range)"
                }
            },
            Job("alignments") { k in
                let small = Int8(k)
                let vector = SIMD4<Float>(1, 2, 3, Float(k))
                let odd = Odd(a: 1, b: Int16(k), c: nil)
                let empty = Empty()
                let flag = k > 0
                let option: String? = k > 100 ? nil : "o\(k)"
                return Call(1) { "\($0) \(small) \(vector) \(flag) \(empty) \(odd.b) \(odd.c as Any) \(option ?? "-")" }
            },
            Job("wide vector") { k in
                let vector = SIMD8<Double>(repeating: Double(k))
                let flag = k > 0
                return Call(1) { "\($0) \(vector.sum()) \(flag)" }
            },
            Job("many numbers") { k in
                let a = k
                let b = Int32(k + 2)
                let c = UInt8(k)
                let d = Float(k)
                let e = Int16(3 + k)
                let f = k > 0
                let g = UInt64(9 + k)
                let h = Double(k)
                return Call(1) { "\($0) \(a) \(b) \(c) \(d) \(e) \(f) \(g) \(h)" }
            },
            Job("private struct that is only captured", mayBeLost: true) { k in
                let value = OnlyCaptured(a: k, text: "t\(k)")
                return Call(1) { "\($0 + value.a) \(value.text)" }
            },
            Job("model") { k in
                let model = Model(w: [2.5 * Double(k)], bias: 0.5)
                let flag = k > 0
                return Call(2.0) { flag ? $0 * model.w[0] + (model.bias ?? 0) : 0 }
            },
            Job("tuple") { k in
                let tuple = (Int8(k), "x\(k)", [(k, "y")], label: (a: k, b: 2.5))
                return Call(1) { "\($0) \(tuple)" }
            },
            Job("optional and tuple") { k in
                let option: Int? = k > 5 ? k : nil
                let tuple = (k, "s\(k)")
                return Call(1) { ($0 + (option ?? 9), tuple.1 + "\(tuple.0)") }
            },
            Job("substring and character") { k in
                let part = "hello world \(k)".split(separator: " ")[1]
                let letter: Character = k > 0 ? "é" : "e"
                return Call(1) { "\($0) \(part) \(letter)" }
            },
            Job("dictionary of characters") { k in
                let table: [Character: Int]? = k > 1_000_000 ? nil : ["a": k]
                return Call(1) { "\($0) \(table?["a"] ?? 0)" }
            },
            Job("object and number") { k in
                let settings = Settings(["a": k])
                let small = Int8(k)
                return Call(1) { "\($0) \(settings.table) \(small)" }
            },
        ]
    }

    private static var nestedCaptures: [Job] {
        [
            Job("closures in closures") { k in
                let add: @Sendable (Int) -> Int = { $0 + k }
                let text: @Sendable (String) -> String = { $0 + "\(k)" }
                let small = Int8(k)
                return Call(1) { text("\(add($0))") + "\(small)" }
            },
            Job("local function") { k in
                @Sendable func add(_ x: Int) -> Int { x + k }
                let twice: @Sendable (Int) -> Int = { add(add($0)) }
                return Flow(of: [1, 2]).map(twice)
            },
            Job("method of a struct") { k in
                let model = Model(w: [Double(k)], bias: nil)
                return Call(1, model.describe)
            },
            Job("function struct in a closure") { k in
                let inner = Function<Int, Int> { $0 * k }
                let other = k + 1
                return Call(2) { try inner($0) + other }
            },
            Job("three arguments") { k in
                let f = Function3<Int, String, [Int], String> { "\($0) \($1) \($2) \(k)" }
                return Call(2) { try f($0, "b", [k]) }
            },
            Job("metatype") { k in
                let type: any (Codable & Sendable).Type = k > 0 ? Int.self : String.self
                let name = "\(type)"
                return Call(2) { "\($0) \(name)" }
            },
        ]
    }
}
