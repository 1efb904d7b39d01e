import Glibc

/// A small, fast random number generator with a seed and a stream (SplitMix64): the same in every process.
public struct SampleGenerator: RandomNumberGenerator, Sendable {
    @usableFromInline var state: UInt64

    /// Makes a generator; streams of one seed are independent of each other.
    @inlinable
    public init(seed: UInt64, stream: Int = 0) {
        state = seed &+ UInt64(truncatingIfNeeded: stream) &* 0xD134_2543_DE82_EF95
        // Two rounds: neighbouring streams start far apart.
        state = next() ^ next()
    }

    /// The next 64 random bits.
    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    @inlinable
    public mutating func nextUnit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// How often an event of a mean rate happens: a Poisson-distributed number.
    public mutating func nextPoisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        // Nobody samples a row a million times; without a bound an infinite mean would never end.
        let mean = min(mean, 1e6)
        // Knuth's method multiplies until it falls below e^-mean; in steps, since that underflows for large means.
        var left = mean
        var product = 1.0
        var count = -1
        repeat {
            count += 1
            product *= nextUnit()
            while product < 1, left > 0 {
                let step = min(left, 500)
                product *= exp(step)
                left -= step
            }
        } while product > 1
        return count
    }
}
