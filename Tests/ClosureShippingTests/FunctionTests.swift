import BinaryCoding
import ClosureShipping
import Foundation
import ShippingJobs
import ShippingKernels
import Testing
import WeftDiagnostics

/// A value the compiler doesn't know.
@inline(never)
private func opaque<T>(_ value: T) -> T { value }

@Suite struct FunctionTests {
    @Test func theSelfTestPasses() throws { try ClosureShippingSelfTest.run() }

    @Test func theExecutableHasAnIdentity() {
        #expect(!ExecutableIdentity.buildID.isEmpty)
        #expect(ExecutableIdentity.buildID == ExecutableIdentity.buildID)
    }

    @Test func anyEncoderCanCarryAFunction() throws {
        let k = opaque(3)
        let data = try JSONEncoder().encode([Function<Int, Int> { $0 * k }])
        let decoded = try JSONDecoder().decode([Function<Int, Int>].self, from: data)
        #expect(try decoded[0](5) == 15)
    }

    @Test func aFunctionWithoutCapturesAndOneOfTheStandardLibraryTravel() throws {
        let plain = Function2<Int, Int, Int>(+)
        let sum = try BinaryCoding.decode(Function2<Int, Int, Int>.self, from: BinaryCoding.encode(plain))
        #expect(try sum(2, 3) == 5)
        let none = Function0<String> { "none" }
        let copy = try BinaryCoding.decode(Function0<String>.self, from: BinaryCoding.encode(none))
        #expect(try copy() == "none")
    }

    @Test func theErrorNamesTheTypeAndSaysWhatToDo() throws {
        final class Handle: @unchecked Sendable { var n = opaque(1) }
        let handle = Handle()
        let error = #expect(throws: WeftError.self) {
            try BinaryCoding.encode(Function<Int, Int> { $0 + handle.n })
        }
        #expect(error?.code == "capture-not-codable")
        #expect(error?.message.contains("Handle") == true)
        #expect(error?.message.contains("unknown context") == false)
        #expect(error?.remedy.contains("map(with:)") == true)
    }

    @Test func aLongChainOfClosuresIsRefusedAndNotACrash() throws {
        var f: @Sendable (Int) -> Int = { $0 }
        for _ in 0..<opaque(400) {
            let inner = f
            f = { inner($0) + 1 }
        }
        let error = #expect(throws: WeftError.self) { try BinaryCoding.encode(Function(f)) }
        #expect(error?.code == "nested-too-deep")
    }

    /// Damaged bytes are noticed: each flipped bit, each truncation, and random changes of several bytes.
    @Test func damagedBytesAreRefused() throws {
        let k = opaque(4)
        let words = opaque(["a", "b"])
        let inner: @Sendable (Int) -> Int = { $0 + k }
        let function = Function<Int, String> { "\(inner($0)) \(words)" }
        // The bytes inside the container of the coder.
        let json = try JSONEncoder().encode(function)
        let bytes = try JSONDecoder().decode([UInt8].self, from: json)
        #expect(try decode(bytes)(1) == "5 [\"a\", \"b\"]")
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                #expect(throws: WeftError.self) { try decode(damaged) }
            }
            #expect(throws: WeftError.self) { try decode(Array(bytes[..<index])) }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if damaged == bytes { continue }
            #expect(throws: WeftError.self) { try decode(damaged) }
        }
    }

    private func decode(_ bytes: [UInt8]) throws -> Function<Int, String> {
        let coded = try BinaryCoding.encode(Carrier(bytes: bytes))
        return try BinaryCoding.decode(Wrapped.self, from: coded).function
    }

    /// Encodes itself as bytes, as a function does.
    private struct Carrier: Codable {
        var bytes: [UInt8]
        enum CodingKeys: CodingKey { case function }

        init(bytes: [UInt8]) { self.bytes = bytes }

        init(from decoder: any Decoder) throws {
            bytes = try decoder.container(keyedBy: CodingKeys.self).decode([UInt8].self, forKey: .function)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(bytes, forKey: .function)
        }
    }

    private struct Wrapped: Codable { var function: Function<Int, String> }
}
