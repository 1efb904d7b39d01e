import WeftDiagnostics

extension StableHash {
    /// The memory of a `Hasher` before anything was fed to it: `Hasher` is a frozen struct of nine words, of which the
    /// first is the tail buffer and the next four are the state of SipHash-1-3, here for the key (0, 0).
    @usableFromInline
    typealias HasherState = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    @inlinable
    static var initialState: HasherState {
        (0, 0x736f_6d65_7073_6575, 0x646f_7261_6e64_6f6d, 0x6c79_6765_6e65_7261, 0x7465_6462_7974_6573, 0, 0, 0, 0)
    }

    /// A hasher with a fixed seed.
    @inlinable
    static func makeHasher() -> Hasher {
        // A runtime with another layout of `Hasher` must not go on: keys would go to other partitions in each process.
        precondition(isHasherKnown, "this Swift runtime has another Hasher than the one stableHash was built for")
        return unsafeBitCast(initialState, to: Hasher.self)
    }

    @usableFromInline static let isHasherKnown = checkHasher()

    /// Hashes a known value with the fixed seed and compares with the known answer, that of SipHash-1-3 itself.
    private static func checkHasher() -> Bool {
        guard MemoryLayout<Hasher>.size == MemoryLayout<HasherState>.size else { return false }
        var hasher = unsafeBitCast(initialState, to: Hasher.self)
        hasher.combine(0x0706_0504_0302_0100 as UInt64)
        hasher.combine(0x08 as UInt8)
        return UInt64(bitPattern: Int64(hasher.finalize())) == 0x7592_7f9d_9512_4362
    }

    /// Checks that this Swift runtime hashes as `stableHash` needs it.
    ///
    /// - Throws: `WeftError` of code `unsupported-runtime` when it doesn't.
    public static func selfTest() throws {
        guard isHasherKnown else {
            throw WeftError(
                "unsupported-runtime",
                "the Hasher of this Swift runtime is not the one Weft was built for",
                remedy:
                    "run the executable with the Swift runtime it was built with, or build it with --static-swift-stdlib"
            )
        }
    }
}
