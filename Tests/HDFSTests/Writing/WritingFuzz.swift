import Glibc

/// A small generator whose seed reproduces a failure.
struct WritingRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }

    /// How many inputs a test makes: WEFT_FUZZ_INPUTS, a million without it.
    static let inputs = number("WEFT_FUZZ_INPUTS").map(Int.init(clamping:)) ?? 1_000_000

    /// WEFT_FUZZ_SEED, which repeats a failure; random without it.
    static var seed: UInt64 { number("WEFT_FUZZ_SEED") ?? UInt64.random(in: 0 ... .max) }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}
