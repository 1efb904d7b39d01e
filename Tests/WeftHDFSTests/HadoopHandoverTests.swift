import Foundation
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import WeftHDFS

@Suite("What executors are given for Hadoop")
struct HadoopHandoverTests {
    private func token(_ service: String, _ number: UInt8 = 1) -> Token {
        Token(identifier: [0, number], password: [9, number], kind: .hdfsDelegation, service: service)
    }

    private func handover() throws -> HadoopHandover {
        var configuration = HadoopConfiguration(environment: ["RACK": "r1"])
        configuration.set("fs.defaultFS", to: "hdfs://ns1")
        configuration.set("my.rack", to: "${env.RACK}/x")
        return try HadoopHandover(
            user: "alice",
            configuration,
            Credentials(tokens: ["ha-hdfs:ns1": token("ha-hdfs:ns1")], secrets: ["key": [1, 2]])
        )
    }

    @Test("user, configuration and tokens arrive")
    func roundTrip() throws {
        let arrived = try HadoopHandover(try handover().bytes)
        #expect(arrived.user == "alice")
        #expect(arrived.credentials.tokens == ["ha-hdfs:ns1": token("ha-hdfs:ns1")])
        #expect(arrived.credentials.secrets == ["key": [1, 2]])
        let configuration = arrived.configuration
        #expect(try configuration.defaultFileSystem.authority == "ns1")
        // What a variable of the driver's stands for isn't looked up where there is another environment.
        #expect(try configuration.string("my.rack") == "r1/x")
        #expect(configuration.origin(of: "my.rack")?.description == "the driver")
    }

    @Test("bytes that are something else are refused, whatever they are")
    func damaged() throws {
        let environment = ProcessInfo.processInfo.environment
        let inputs = environment["WEFT_FUZZ_INPUTS"].flatMap { Int($0) } ?? 1_000_000
        let good = try handover().bytes
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<inputs {
            var bytes = good
            switch random.next() & 3 {
            case 0: bytes.removeLast(Int(random.next(upperBound: UInt(bytes.count))) + 1)
            case 1: bytes[Int(random.next(upperBound: UInt(bytes.count)))] ^= 1 << UInt8(random.next() & 7)
            case 2: bytes[Int(random.next(upperBound: UInt(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
            default: bytes = (0..<64).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
            do { _ = try HadoopHandover(bytes) } catch {
                guard error is WeftError else {
                    Issue.record("\(error)")
                    return
                }
                refused += 1
            }
        }
        #expect(refused > inputs / 4)
        #expect(throws: WeftError.self) { try HadoopHandover([]) }
    }
}
