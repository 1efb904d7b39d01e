import Glibc
import HadoopRPC

/// Bytes that were good once. WEFT_FUZZ_INPUTS in the environment asks for another number of inputs than a million,
/// WEFT_FUZZ_SEED for the seed of a failure.
enum Fuzzing {
    /// A generator whose numbers a failure can be made of again.
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
        mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }
    }

    static var inputs: Int { ProcessVariables.all["WEFT_FUZZ_INPUTS"].flatMap { Int($0) } ?? 1_000_000 }

    /// The seed of one test, which is printed at once: a crash leaves nobody to report it.
    static func seed(_ what: String) -> UInt64 {
        let seed = ProcessVariables.all["WEFT_FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0 ... .max)
        print("fuzzing \(what): WEFT_FUZZ_SEED=\(seed)")
        fflush(nil)
        return seed
    }

    /// A message with some of its bytes changed, or its end cut; numbers are often replaced by the largest there are.
    static func mutated(_ good: [UInt8], _ generator: inout Generator) -> [UInt8] {
        guard !good.isEmpty else { return good }
        var bytes = good
        for _ in 0..<(1 + generator.below(3)) {
            let place = generator.below(bytes.count)
            switch generator.below(6) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes[place] ^= 1 << UInt8(generator.below(8))
            case 2: bytes.removeLast(generator.below(min(8, bytes.count)))
            case 3:
                // A varint of ten bytes in place of one: a number that is negative or huge.
                let huge = [UInt8](repeating: 0xff, count: 9) + [generator.below(2) == 0 ? 0x01 : 0x00]
                bytes.replaceSubrange(place...place, with: huge)
            case 4: bytes.insert(contentsOf: bytes[place...].prefix(generator.below(16)), at: place)
            default: bytes.remove(at: place)
            }
            if bytes.isEmpty { return bytes }
        }
        return bytes
    }
}
