import ClosureShipping
import ShippingKernels

private struct Person: Codable, Hashable, Sendable {
    var age: Int
    var name: String
}

private enum Level: String, Codable, Hashable, Comparable, Sendable {
    case high
    case low

    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
}

private struct Failure: Error {}

extension Job {
    /// Chains of the engine's operators.
    static var chains: [Job] {
        [
            Job("map") { k in Flow(of: [1, 2, 3]).map { $0 * k } },
            Job("map, filter, private struct") { k in
                Flow(of: Array(1...10)).map { $0 * k }.filter { $0 % 2 == 0 }.map { Person(age: $0, name: "n\(k)") }
                    .filter { $0.age > 4 }.map { "\($0.name) \($0.age)" }
            },
            Job("throwing closures") { k in
                Flow(of: [1, 2, 3]).map { n -> Int in
                    if n > k + 100 { throw Failure() }
                    return n + k
                }.filter {
                    if $0 > k + 100 { throw Failure() }
                    return $0 > k + 1
                }
            },
            Job("flat map") { k in Flow(of: ["a b", "c"]).flatMap { $0.split(separator: " ") }.map { "\($0)\(k)" } },
            Job("word count") { k in
                Flow(of: ["b a", "a c a"]).flatMap { $0.split(separator: " ").map(String.init) }.map { ($0, k) }
                    .reduceByKey(+)
            },
            Job("reduce by optional key") { k in
                Flow(of: [1, 2, 3]).map { (Optional($0 % 2), $0 + k) }.reduceByKey { $0 + $1 }
            },
            Job("reduce by array key") { k in
                Flow(of: [1, 2, 3]).map { (["\($0 % 2)", "\(k)"], $0) }.reduceByKey { $0 + $1 }
            },
            Job("reduce by nested conditional key") { k in
                Flow(of: [1, 2, 3]).map { ([Optional($0 % 2): [k]], $0) }.reduceByKey { $0 + $1 }
            },
            Job("reduce by private key") { k in
                Flow(of: [1, 2, 3]).map { (Person(age: $0 % 2, name: "x"), $0 * k) }.reduceByKey(+)
                    .map { "\($0.0.age) \($0.1)" }
            },
            Job("reduce by enum key, sorted") { k in
                Flow(of: [1, 2, 3]).map { ($0 > 1 ? Level.low : .high, $0 * k) }.reduceByKey(max).sortedByKey()
                    .map { "\($0.0) \($0.1)" }
            },
            Job("combine to arrays") { k in
                Flow(of: ["a", "b", "cc"]).keyBy { $0.count + k }
                    .combineByKey(create: { [$0] }, merge: { $0 + [$1] }, combine: { $0 + $1 })
            },
            Job("distinct keys") { k in Flow(of: [3, 1, 3]).map { ("\($0)", k) }.distinctKeys() },
            Job("labelled tuples") { k in
                Flow(of: [1, 2]).map { (key: "\($0)", value: $0 * k) }.map {
                    (name: $0.key, twice: ($0.value, $0.value))
                }
                .filter { $0.twice.0 > 0 }
            },
            Job("map with a value") { k in
                Flow(of: [1, 2]).map(with: Person(age: k, name: "with")) { "\($0 + $1.age) \($1.name)" }
            },
            Job("sorted by closure") { k in Flow(of: [3, 1, 2]).sorted { $0 &* k > $1 &* k } },
            Job("local type") { k in
                struct Local: Codable, Sendable { var v: Int }
                return Flow(of: [1, 2]).map { Local(v: $0 + k) }.map { $0.v }
            },
            Job("void rows") { k in Flow(of: [k]).map { _ in () }.map { _ in 1 } },
        ]
    }
}
