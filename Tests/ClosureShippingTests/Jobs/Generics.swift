import ClosureShipping
import ShippingKernels

private struct Pets: Shelter {
    var guests: [String?]
}

private struct Box<T: Codable & Sendable>: Codable, Sendable {
    struct Inner<U: Codable & Sendable>: Codable, Sendable, Hashable where U: Hashable, T: Hashable {
        var t: T
        var u: U
    }
    var t: T
}

extension Box where T == Int {
    struct OfInt: Codable, Sendable, Hashable { var n: Int }
}

extension Array where Element == String {
    fileprivate struct Joined: Codable, Sendable, Hashable { var text: String }
}

extension Job {
    /// Closures in generic code that isn't specialised.
    static var generics: [Job] {
        [
            Job("generic value") { k in Call("b", below("m\(k)")) },
            Job("generic tuple-free optional") { k in Call(3, below(k)) },
            Job("associated type") { k in Call(1, addFirst([UInt8(k), 2])) },
            Job("associated type of a contiguous array") { k in Call(1, addFirst(ContiguousArray([UInt16(k), 2]))) },
            Job("compound captures") { k in
                Call("a", compound([("a", k), ("b", 2), ("a", 3)], ["a": [k, 1]], k))
            },
            Job("compound captures of compounds") { k in
                Call(["a"], compound([(["a"], Optional(k))], [["a"]: [nil, 1]], .some(.some(k))))
            },
            Job("conditional conformance") { k in Call(1, hashAll(["a", "a", "\(k)"])) },
            Job("conditional conformance of optionals") { k in Call(1, hashAll([k, nil, 3])) },
            Job("only bindings") { _ in Call(1, emptyCount([String?].self, (Int, [String]).self)) },
            Job("two levels") { k in Call(1, Outer("o\(k)").pair([k], Optional("c"))) },
            Job("class constraint") { k in Call(1, describe(Dog(name: "rex \(k)"))) },
            Job("associated conformance") { k in Call("a", guestCount(Pets(guests: ["a", "\(k)"]))) },
            Job("nested generic type") { k in
                Flow(of: [1, 2]).map { (Box<[String]>.Inner<Int?>(t: ["\(k)"], u: $0), 1) }.reduceByKey(+)
                    .map { "\($0.0.t) \($0.1)" }.sorted(by: <)
            },
            Job("type in a constrained extension") { k in
                Flow(of: [1, 2]).map { (Box<Int>.OfInt(n: $0 * k), 1) }.reduceByKey(+).map { $0.0.n }.sorted(by: <)
            },
            Job("private type in a constrained extension of Array") { k in
                Flow(of: [1, 2]).map { ([String].Joined(text: "\($0 * k)"), 1) }.reduceByKey(+).map { $0.0.text }
                    .sorted(by: <)
            },
            Job("generic type in a local type") { k in
                struct Local: Codable, Sendable, Hashable { var value: [Int] }
                return Flow(of: [1, 2]).map { (Box<Local>(t: Local(value: [$0, k])).t, 1) }.reduceByKey(+).map {
                    $0.0.value
                }
                .sorted { $0[0] < $1[0] }
            },
        ]
    }
}
