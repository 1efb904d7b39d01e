import BinaryCoding
import ClosureShipping
import ShippingJobs
import ShippingKernels
import Testing
import WeftDiagnostics

/// What became of a job: its result, or the code of the error.
private func outcome(_ body: () throws -> String) throws -> String {
    do {
        return try body()
    } catch let error as WeftError {
        #expect(!error.remedy.isEmpty, "\(error.message)")
        return "refused: \(error.code.rawValue)"
    }
}

@Suite(.serialized) struct JobTests {
    @Test(arguments: Job.all.map(\.name))
    func aJobSentToItsOwnProcessGivesTheSameResultOrAClearError(_ name: String) throws {
        let job = try #require(Job.all.first { $0.name == name })
        let direct = try job.make(3).run()
        let sent = try outcome {
            let bytes = try BinaryCoding.encode(try Parcel(job.make(3)))
            let task = try #require(try BinaryCoding.decode(Parcel.self, from: bytes).open())
            return try task.run()
        }
        if let refusal = job.refusal {
            #expect(sent == "refused: \(refusal)")
        } else if !job.mayBeLost || !sent.hasPrefix("refused") {
            #expect(sent == direct)
        } else {
            #expect(sent == "refused: capture-unknown")
        }
    }

    @Test func decodedClosuresAreFreedWithTheirCaptures() throws {
        let witness = Witness()
        weak var copy: Witness?
        do {
            let function = Function<Int, Int> { [number = 4] in $0 + witness.number + number }
            let bytes = try BinaryCoding.encode(function)
            let decoded = try BinaryCoding.decode(Function<Int, Int>.self, from: bytes)
            copy = Witness.latest
            #expect(copy !== witness)
            #expect(try decoded(1) == 12)
        }
        Witness.latest = nil
        #expect(copy == nil)
    }

    @Test func aCaptureThatFailsToDecodeFreesTheOthers() throws {
        let witness = Witness()
        let failing = FailsToDecode(value: 1)
        let function = Function<Int, Int> { $0 + witness.number + failing.value }
        let bytes = try BinaryCoding.encode(function)
        #expect(throws: FailsToDecode.Failure.self) {
            try BinaryCoding.decode(Function<Int, Int>.self, from: bytes)
        }
        weak let copy = Witness.latest
        Witness.latest = nil
        #expect(copy == nil)
    }
}

/// An object that tells when it was decoded.
public final class Witness: Codable, @unchecked Sendable {
    nonisolated(unsafe) static var latest: Witness?
    let number: Int

    init() { number = 7 }

    /// Reads the number and remembers the object.
    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int.self)
        Witness.latest = self
    }

    /// Writes the number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

/// A value that can be encoded but never decoded.
public struct FailsToDecode: Codable, Sendable {
    struct Failure: Error {}
    let value: Int

    init(value: Int) { self.value = value }

    /// Always fails.
    public init(from decoder: any Decoder) throws { throw Failure() }
}
