import BinaryCoding
import WeftDiagnostics

/// Checks at start-up that this process's Swift runtime lays out closures as this module expects.
public enum ClosureShippingSelfTest {
    /// Sends a closure that captures an integer, a string and another closure to itself and runs it, and makes sure
    /// that damaged bytes are refused. Takes microseconds; throws `runtime-unsupported` when anything is not as expected.
    public static func run() throws {
        do {
            let function = makeFunction(number: 7, text: "seven")
            let expected = try function(1)
            var bytes = try BinaryCoding.encode(function)
            let copy = try BinaryCoding.decode(Function<Int, String>.self, from: bytes)
            guard try copy(1) == expected, expected == "seven 8" else {
                throw corruptClosure("a closure sent to itself gives another result")
            }
            bytes[bytes.count / 2] ^= 0x10
            if (try? BinaryCoding.decode(Function<Int, String>.self, from: bytes)) != nil {
                throw corruptClosure("damage isn't noticed")
            }
        } catch {
            throw WeftError(
                "runtime-unsupported",
                "closures can't be sent to other processes with this Swift runtime",
                remedy:
                    "Run on 64-bit Linux, built with a Swift release that Weft supports and with reflection metadata",
                cause: error
            )
        }
    }

    /// A function of its own, and never inlined, so that the captures aren't constants.
    @inline(never)
    private static func makeFunction(number: Int, text: String) -> Function<Int, String> {
        let add: @Sendable (Int) -> Int = { $0 + number }
        return Function { "\(text) \(add($0))" }
    }
}
