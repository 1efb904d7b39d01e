import Synchronization
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("A login that several threads ask for")
struct SharedLoginTests {
    @Test("one thread tries for all that ask meanwhile, and a later one tries again")
    func failing() {
        let shared = SharedLogin()
        let tries = Atomic<Int>(0)
        @Sendable func get() -> String {
            do {
                _ = try shared.get(.ticketCache()) { _ in
                    tries.wrappingAdd(1, ordering: .relaxed)
                    Pause.sleep(milliseconds: 1_000)
                    throw WeftError("kerberos-kdc-unreachable", "away")
                }
                return "fine"
            } catch { return WeftError(wrapping: error).code.rawValue }
        }
        #expect(inThreads(16) { _ in get() } == Array(repeating: "kerberos-kdc-unreachable", count: 16))
        let first = tries.load(ordering: .relaxed)
        #expect(first <= 8, "one after the other it would have been 16")
        _ = get()
        #expect(tries.load(ordering: .relaxed) == first + 1)
    }
}
