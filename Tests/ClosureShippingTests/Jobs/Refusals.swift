import ClosureShipping
import ShippingKernels

private final class Connection: @unchecked Sendable {
    var n = 3
}

private struct Failure: Error {}

private final class Counter: @unchecked Sendable {
    var value = 0
}

extension Job {
    /// Closures that can't be sent, with the error that says so.
    static var refusals: [Job] {
        [
            Job("object that isn't Codable", refusal: "capture-not-codable") { _ in
                let c = Connection()
                return Call(1) { $0 + c.n }
            },
            Job("object that isn't Codable among others", refusal: "capture-not-codable") { k in
                let c = Connection()
                return Call(1) { $0 + c.n + k }
            },
            Job("array of objects that aren't Codable", refusal: "capture-not-codable") { _ in
                let c = [Connection()]
                return Call(1) { $0 + c[0].n }
            },
            Job("existential", refusal: "capture-not-codable") { k in
                let value: any Codable & Sendable = k
                return Call(1) { "\($0) \(value)" }
            },
            Job("error", refusal: "capture-not-codable") { _ in
                let error: any Error = Failure()
                return Call(1) { "\($0) \(error)" }
            },
            Job("mutable variables", refusal: "capture-not-codable") { k in
                nonisolated(unsafe) var count = k
                nonisolated(unsafe) var text = "\(k)"
                let f: @Sendable (Int) -> String = {
                    count += $0
                    text += "\(count)"
                    return text
                }
                count += 1
                return Call(1, f)
            },
            Job("key path object", refusal: "capture-not-codable") { k in
                let path: any KeyPath<String, Int> & Sendable = k > 0 ? \String.count : \String.utf8.count
                return Call("abc") { $0[keyPath: path] }
            },
            Job("unmanaged pointer", refusal: "capture-not-codable") { k in
                nonisolated(unsafe) let pointer = UnsafeMutablePointer<Int>.allocate(capacity: 1)
                pointer.initialize(to: k)
                return Call(1) { $0 + pointer.pointee }
            },
            Job("parameter pack", refusal: "capture-unknown") { k in Call(1, packed(k, "a")) },
            Job("async closure", refusal: "capture-not-codable") { k in
                let f: @Sendable (Int) async -> Int = { $0 + k }
                return Call(1) { "\($0) \(type(of: f))" }
            },
            Job("optional closure", refusal: "capture-not-codable") { k in
                var f: (@Sendable (Int) -> Int)?
                if k > 0 { f = { $0 + k } }
                let g = f
                return Call(1) { g?($0) ?? 0 }
            },
            Job("array of closures", refusal: "capture-not-codable") { k in
                let f: [@Sendable (Int) -> Int] = [{ $0 + k }, { $0 }]
                return Call(1) { f[0]($0) }
            },
        ]
    }
}
