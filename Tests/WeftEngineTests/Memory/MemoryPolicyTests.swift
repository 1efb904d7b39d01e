import Testing

@testable import WeftEngine

@Suite("Who may have how much memory")
struct MemoryPolicyTests {
    private typealias Decision = MemoryPolicy.Decision

    /// What happens, and what is decided about it.
    private enum Step {
        case start(Int)
        case end(Int)
        case reserve(Int, task: Int, Decision)
        case reserveAfterEvicting(Int, task: Int, Decision)
        case force(Int, task: Int)
        case release(Int, task: Int)
        case store(Int, Decision)
        case drop(Int)
        /// Execution and storage, in use.
        case uses(Int, Int)
    }

    private func run(_ steps: [Step], sourceLocation: SourceLocation = #_sourceLocation) {
        var policy = MemoryPolicy(budget: 1000, storageFraction: 0.4)
        for (index, step) in steps.enumerated() {
            switch step {
            case .start(let task): policy.start(task: task)
            case .end(let task): policy.end(task: task)
            case .reserve(let bytes, let task, let decision):
                #expect(
                    policy.reserve(bytes, task: task) == decision,
                    "step \(index)",
                    sourceLocation: sourceLocation
                )
            case .reserveAfterEvicting(let bytes, let task, let decision):
                let decided = policy.reserve(bytes, task: task, canEvict: false)
                #expect(decided == decision, "step \(index)", sourceLocation: sourceLocation)
            case .force(let bytes, let task): policy.force(bytes, task: task)
            case .release(let bytes, let task): policy.release(bytes, task: task)
            case .store(let bytes, let decision):
                #expect(policy.acquireStorage(bytes) == decision, "step \(index)", sourceLocation: sourceLocation)
            case .drop(let bytes): policy.releaseStorage(bytes)
            case .uses(let execution, let storage):
                #expect(policy.executionUsed == execution, "step \(index)", sourceLocation: sourceLocation)
                #expect(policy.storageUsed == storage, "step \(index)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test("one task may have everything, and no more")
    func alone() {
        run([
            .start(1), .reserve(600, task: 1, .granted), .reserve(400, task: 1, .granted),
            .reserve(1, task: 1, .refused), .release(10, task: 1), .reserve(10, task: 1, .granted), .uses(1000, 0),
            .end(1), .uses(0, 0),
        ])
    }

    @Test("of two tasks each has half at the most")
    func halves() {
        run([
            .start(1), .start(2), .reserve(500, task: 1, .granted), .reserve(1, task: 1, .refused),
            .reserve(500, task: 2, .granted), .end(1), .reserve(500, task: 2, .granted), .uses(1000, 0),
        ])
    }

    @Test("a late task has half of its share at once, although the first one holds everything")
    func late() {
        run([
            .start(1), .reserve(1000, task: 1, .granted), .start(2), .reserve(250, task: 2, .granted),
            .reserve(1, task: 2, .refused), .uses(1250, 0), .reserve(1, task: 1, .refused),
            .release(1000, task: 1), .reserve(250, task: 2, .granted), .uses(500, 0),
        ])
    }

    @Test("storage uses what execution doesn't, and goes down to its protected part when execution asks")
    func evicting() {
        run([
            .store(1000, .granted), .store(1, .evict(1)), .start(1), .reserve(100, task: 1, .evict(100)), .drop(100),
            .reserve(100, task: 1, .granted), .reserve(500, task: 1, .evict(500)), .drop(500),
            .reserve(500, task: 1, .granted), .uses(600, 400), .reserve(1, task: 1, .refused),
        ])
    }

    @Test("what can't be evicted is refused beyond half a share, and granted within")
    func evictingFails() {
        run([
            .store(1000, .granted), .start(1), .reserve(400, task: 1, .evict(400)),
            .reserveAfterEvicting(400, task: 1, .refused), .reserveAfterEvicting(300, task: 1, .granted),
            .uses(300, 1000),
        ])
    }

    @Test("only a part can be evicted: it goes for the sake of half a share, and not for more")
    func evictingSome() {
        run([
            .store(450, .granted), .start(1), .start(2), .reserve(300, task: 1, .granted),
            .reserve(290, task: 2, .evict(40)), .reserve(150, task: 2, .granted), .force(200, task: 2),
            .release(100, task: 2), .reserve(20, task: 1, .refused),
        ])
    }

    @Test("storage takes nothing from execution, and no more than there is")
    func storageIsWeaker() {
        run([
            .start(1), .reserve(700, task: 1, .granted), .store(300, .granted), .store(1, .evict(1)),
            .store(301, .refused), .store(.max, .refused), .store(-1, .refused), .uses(700, 300),
        ])
    }

    @Test("forcing is booked, and nothing below zero is released")
    func forced() {
        run([
            .start(1), .force(5000, task: 1), .uses(5000, 0), .reserve(1, task: 1, .refused), .release(9000, task: 1),
            .uses(0, 0), .drop(10), .uses(0, 0), .release(-5, task: 1), .uses(0, 0),
        ])
    }

    @Test("a task that hasn't started has nothing")
    func unknown() {
        run([
            .reserve(1, task: 9, .refused), .force(10, task: 9), .release(10, task: 9), .end(9), .uses(0, 0),
            .start(1), .reserve(.max, task: 1, .refused), .reserve(-1, task: 1, .refused),
        ])
    }

    @Test("extreme budgets don't overflow")
    func extremes() {
        #expect(MemoryPolicy(budget: .max, storageFraction: 1).protectedStorage == .max)
        #expect(MemoryPolicy(budget: -5, storageFraction: 2).budget == 0)
        #expect(MemoryPolicy(budget: 100, storageFraction: -1).protectedStorage == 0)
    }

    @Test("random steps keep the books: nobody is above its share but by force, and all adds up")
    func random() {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var policy = MemoryPolicy(budget: 1000, storageFraction: 0.3)
            var held: [Int: Int] = [:]
            var storage = 0
            for _ in 0..<200 {
                let task = Int.random(in: 0..<4, using: &generator)
                let bytes = Int.random(in: 0...400, using: &generator)
                switch Int.random(in: 0..<6, using: &generator) {
                case 0:
                    policy.start(task: task)
                    held[task] = held[task] ?? 0
                case 1:
                    policy.end(task: task)
                    held[task] = nil
                case 2, 3:
                    switch policy.reserve(bytes, task: task) {
                    case .granted: held[task, default: 0] += bytes
                    case .evict(let wanted):
                        #expect(wanted > 0 && wanted <= storage - policy.protectedStorage)
                        policy.releaseStorage(wanted)
                        storage -= wanted
                    case .refused: break
                    }
                case 4:
                    policy.release(bytes, task: task)
                    if let present = held[task] { held[task] = max(0, present - bytes) }
                default:
                    if policy.acquireStorage(bytes) == .granted { storage += bytes }
                }
                #expect(policy.executionUsed == held.values.reduce(0, +))
                #expect(policy.storageUsed == storage)
                // At the worst, one task has all and three late ones half a share each.
                #expect(policy.executionUsed <= 2000)
                #expect(storage <= 1000)
            }
        }
    }
}
