import Glibc
import Testing

/// Feeds a decoder with bytes that were good once: bits flipped, bytes overwritten, parts cut, doubled and put in, noise.
///
/// `WEFT_FUZZ_INPUTS` asks for another number of inputs than the default, `WEFT_FUZZ_SEED` for the seed of a failure.
struct InputFuzzer {
    private var state: UInt64

    private static func variable(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

    /// How many inputs to try: what `WEFT_FUZZ_INPUTS` says, else `normal`.
    static func inputs(_ normal: Int = 1_000_000) -> Int {
        variable("WEFT_FUZZ_INPUTS").map(Int.init(clamping:)) ?? normal
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

    /// Calls `body` with one mutation after another of the seeds; it may not throw.
    ///
    /// - Parameters:
    ///   - seeds: good inputs.
    ///   - words: pieces that the format is made of, put in here and there.
    ///   - inputs: how many.
    static func run(_ seeds: [[UInt8]], words: [String] = [], inputs: Int = inputs(), _ body: ([UInt8]) throws -> Void)
    {
        let seed = variable("WEFT_FUZZ_SEED") ?? UInt64.random(in: 0 ... .max)
        if let failure = failure(seeds, words, inputs, seed, body) { Issue.record("\(failure)") }
    }

    /// The same by several threads, for what takes long. With `WEFT_FUZZ_SEED` one thread tries them all.
    static func runInThreads(
        _ seeds: [[UInt8]],
        words: [String] = [],
        inputs: Int = inputs(),
        _ body: @escaping @Sendable ([UInt8]) throws -> Void
    ) {
        let threads = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        guard threads > 1, variable("WEFT_FUZZ_SEED") == nil else {
            return run(seeds, words: words, inputs: inputs, body)
        }
        let seed = UInt64.random(in: 0 ... .max)
        let failures = inThreads(threads, limit: 3_600_000) { number in
            failure(seeds, words, inputs / threads + 1, seed &+ UInt64(number), body)
        }
        #expect(failures.count == threads, "some threads take too long")
        for failure in failures { if let failure { Issue.record("\(failure)") } }
    }

    /// What went wrong with one of the inputs.
    private static func failure(
        _ seeds: [[UInt8]],
        _ words: [String],
        _ inputs: Int,
        _ seed: UInt64,
        _ body: ([UInt8]) throws -> Void
    ) -> String? {
        var random = InputFuzzer(state: seed)
        let pieces = words.map { Array($0.utf8) }
        var bytes = seeds[0]
        for turn in 0..<inputs {
            // Back to a good input now and then: most damage ends a decoder at its first byte.
            if turn % 8 == 0 || bytes.count > 400 { bytes = seeds[random.below(seeds.count)] }
            random.damage(&bytes, pieces)
            do { try body(bytes) } catch { return "seed \(seed), turn \(turn): \(error), input \(bytes)" }
        }
        return nil
    }

    private mutating func damage(_ bytes: inout [UInt8], _ pieces: [[UInt8]]) {
        let choice = next()
        let place = below(bytes.count)
        switch choice & 7 {
        case 0: bytes.removeLast(bytes.count - place)
        case 1: bytes.append(UInt8(truncatingIfNeeded: choice >> 8))
        case 2 where !bytes.isEmpty: bytes.remove(at: place)
        case 3 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: choice >> 8)
        case 4 where !pieces.isEmpty: bytes.insert(contentsOf: pieces[below(pieces.count)], at: place)
        case 5 where bytes.count > 1:
            let end = min(bytes.count, place + below(16))
            bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count))
        default: if !bytes.isEmpty { bytes[place] ^= UInt8(truncatingIfNeeded: 1 << (choice >> 8 & 7)) }
        }
    }
}

extension [UInt8] {
    /// Bytes from hexadecimal digits; blanks between them are left out.
    init(hex: String) {
        var digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }[...]
        self = []
        while let high = digits.popFirst(), let low = digits.popFirst() { append(UInt8(high * 16 + low)) }
    }
}
