import Glibc
import Testing

/// A small generator whose seed reproduces a failure.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }
}

/// Feeds decoders with bytes that were good once. WEFT_FUZZ_INPUTS in the environment asks for another number of inputs
/// than a million, WEFT_FUZZ_SEED for the seed of a failure.
enum Fuzzing {
    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }

    static let inputs = number("WEFT_FUZZ_INPUTS").map(Int.init(clamping:)) ?? 1_000_000

    /// The seed for one test; it goes into what a test reports.
    static func seed() -> UInt64 { number("WEFT_FUZZ_SEED") ?? UInt64.random(in: 0 ... .max) }

    /// Calls `body` with mutations of `good`: bits flipped, bytes overwritten, ends cut and appended, and pure noise.
    /// What it throws is recorded with the seed.
    static func mutate(
        _ good: [[UInt8]],
        inputs: Int = Fuzzing.inputs,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) {
        let seed = seed()
        var random = SplitMix(state: seed)
        var bytes = good[0]
        for round in 0..<inputs {
            if round % 8 == 0 { bytes = good[random.below(good.count)] }
            let choice = random.next()
            switch choice & 7 {
            case 0: bytes.removeLast(random.below(bytes.count + 1))
            case 1: bytes.append(UInt8(truncatingIfNeeded: choice >> 8))
            case 2 where !bytes.isEmpty: bytes.removeFirst()
            case 3:
                bytes.withUnsafeMutableBytes { memory in
                    for index in memory.indices { memory[index] = UInt8(truncatingIfNeeded: random.next()) }
                }
            default:
                if !bytes.isEmpty {
                    bytes[random.below(bytes.count)] ^= UInt8(truncatingIfNeeded: 1 << (choice >> 8 & 7))
                }
            }
            do {
                try bytes.withUnsafeBytes { try body($0) }
            } catch {
                Issue.record("seed \(seed): \(error)")
                return
            }
        }
    }
}
