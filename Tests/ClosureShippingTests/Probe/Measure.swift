import BinaryCoding
import ClosureShipping

private struct Visit: Codable, Sendable {
    var id: Int
    var name: String
    var weight: Double
}

private enum Event: Codable, Sendable {
    case visit(Visit)
    case leave(Int)
}

/// Prints the best of several rounds in nanoseconds per item.
private func measure(_ name: String, items: Int, rounds: Int = 7, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    for _ in 0..<rounds {
        let start = clock.now
        try body()
        best = min(best, clock.now - start)
    }
    let nanoseconds = Double(best.components.attoseconds) / 1e9 + Double(best.components.seconds) * 1e9
    print("\(name): \((nanoseconds / Double(items) * 10).rounded() / 10) ns")
}

private func measureRows<T>(_ name: String, _ rows: [T]) throws {
    let coder = try RowCoder<T>()
    let writer = ByteWriter(capacity: 1 << 20)
    try measure("\(name) encode", items: rows.count) {
        writer.removeAll()
        try coder.encode(rows, into: writer)
    }
    print("\(name) bytes: \(Double(writer.count) / Double(rows.count))")
    try measure("\(name) decode", items: rows.count) {
        try writer.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            guard try coder.decode(from: &reader).count == rows.count else { fatalError("rows were lost") }
        }
    }
}

private func measureFunction<A, R>(_ name: String, _ function: Function<A, R>) throws {
    let bytes = try BinaryCoding.encode(function)
    try measure("\(name) encode (\(bytes.count) bytes)", items: 10_000) {
        for _ in 0..<10_000 { _ = try BinaryCoding.encode(function) }
    }
    try measure("\(name) decode", items: 10_000) {
        for _ in 0..<10_000 { _ = try BinaryCoding.decode(Function<A, R>.self, from: bytes) }
    }
}

/// Prints what rows and closures cost.
func measureAll() throws {
    let count = 100_000
    try measureRows("Int", Array(0..<count))
    try measureRows("String", (0..<count).map { "word\($0)" })
    try measureRows("(String, Int)", (0..<count).map { ("word\($0)", $0) })
    try measureRows("(Int, Int)", (0..<count).map { ($0, $0) })
    try measureRows("Int?", (0..<count).map { $0 % 3 == 0 ? nil : $0 })
    try measureRows("[Int] of 4", (0..<count).map { [$0, 1, 2, 3] })
    try measureRows("struct of 3 fields", (0..<count).map { Visit(id: $0, name: "word\($0)", weight: 0.5) })
    try measureRows(
        "enum with payload",
        (0..<count).map { $0 % 2 == 0 ? Event.leave($0) : .visit(Visit(id: $0, name: "n", weight: 0)) }
    )
    let k = CommandLine.arguments.count
    let word = "word \(k)"
    let add: @Sendable (Int) -> Int = { $0 + k }
    try measureFunction("closure of an Int", Function<Int, Int> { $0 + k })
    try measureFunction("closure of a String and a closure", Function<Int, String> { "\(word) \(add($0))" })
    try measureFunction("kernel of a closure", Function<[Int], [Int]> { $0.map(add) })
    try measure("self test", items: 1000) { for _ in 0..<1000 { try ClosureShippingSelfTest.run() } }
}
