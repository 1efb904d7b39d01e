import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ExecutorExitTests {
    /// What a process left behind, and what is read from it.
    struct Case: Sendable {
        let waitStatus: Int32
        let code: Int32
        let text: String
        let isApplications: Bool

        init(_ waitStatus: Int32, _ code: Int32, _ text: String, _ isApplications: Bool) {
            self.waitStatus = waitStatus
            self.code = code
            self.text = text
            self.isApplications = isApplications
        }
    }

    private static let cases: [Case] = [
        Case(0x3200, 50, "an error that nothing caught", true),
        Case(0x3400, 52, "out of memory", true),
        Case(0x3500, 53, "no folder for temporary files", false),
        Case(0x3600, 54, "block store couldn't be started", false),
        Case(0x3700, 55, "block store can't be used", false),
        Case(0x3800, 56, "couldn't reach the driver", false),
        Case(0x3900, 57, "told to end didn't", true),
        Case(0x0, 0, "ended by itself", true),
        Case(0x300, 3, "not a number", true),
        Case(0x9, 137, "SIGKILL", true),
        Case(0x8900, 137, "SIGKILL", true),
        Case(0xb, 139, "SIGSEGV", true),
        Case(0x8b, 139, "SIGSEGV", true),
        Case(0xf, 143, "SIGTERM", false),
        Case(0x7, 135, "SIGBUS", false),
        Case(0x4, 132, "SIGILL", true),
        Case(0x6, 134, "SIGABRT", true),
        Case(0x22, 162, "signal 34", true),
        Case(0xff00, 255, "not a number", true),
    ]

    @Test(arguments: cases)
    func `what a process leaves behind is read`(_ end: Case) {
        let exit = ExecutorExit(waitStatus: end.waitStatus)
        #expect(exit.code == end.code)
        #expect(exit == ExecutorExit(code: end.code))
        #expect(exit.description.hasPrefix("exit code \(end.code), "))
        #expect(exit.description.contains(end.text), "\(exit.description)")
        #expect(exit.meaning.isCausedByApplication == end.isApplications)
        #expect(!exit.meaning.remedy.isEmpty && !exit.meaning.remedy.hasSuffix("."))
    }

    @Test(arguments: ExecutorExit.Code.allCases)
    func `each of an executor's own codes is told apart`(code: ExecutorExit.Code) {
        let exit = ExecutorExit(code)
        #expect(exit.code == code.rawValue && exit == ExecutorExit(code: code.rawValue))
        let others = ExecutorExit.Code.allCases.filter { $0 != code }
        #expect(others.allSatisfy { ExecutorExit($0).meaning.text != exit.meaning.text })
    }

    @Test func `an exit is a reason with its text, its remedy and the place of the log`() {
        let reason = ExecutorLossReason.exited(ExecutorExit(code: 137), output: "/logs/1/stderr")
        #expect(reason.message == "exit code 137, killed (SIGKILL)")
        #expect(reason.remedy.contains("weft.executor.memory"))
        #expect(reason.remedy.hasSuffix("its standard error is in /logs/1/stderr"))
        #expect(reason.causedByApplication && reason.countsAsFailure && reason.shuffleFilesLost)
    }

    private static let reasons: [(reason: ExecutorLossReason, counts: Bool, isTasksFault: Bool)] = [
        (.released("it idled"), false, false), (.decommissioned, false, false),
        (.preempted("a better job came"), false, false), (.hostLost("h"), true, false),
        (.neverRegistered(after: .seconds(60)), true, false), (.unresponsive(for: .seconds(120)), true, true),
        (.disconnected("reset"), true, true), (.exited(ExecutorExit(.localDirectoryFailed)), true, false),
        (ExecutorLossReason("gone"), true, true),
    ]

    @Test(arguments: reasons)
    func `who is to blame depends on the kind`(reason: ExecutorLossReason, counts: Bool, isTasksFault: Bool) {
        #expect(reason.countsAsFailure == counts)
        #expect(reason.causedByApplication == isTasksFault)
        #expect(!reason.message.isEmpty)
    }

    @Test func `durations in messages are seconds`() {
        #expect(DurationWords.seconds(.seconds(120)) == "120 s")
        #expect(DurationWords.seconds(.milliseconds(1500)) == "1.5 s")
    }
}

@Suite struct ExecutorFailureBudgetTests {
    private let seconds = SchedulerTime.seconds

    private func lose(
        _ budget: inout ExecutorFailureBudget,
        _ id: String = "7",
        _ reason: ExecutorLossReason = .exited(ExecutorExit(code: 137)),
        leaving: Bool = false,
        at time: Double = 0
    ) -> WeftError? {
        budget.executorLost(id, host: "h1", reason: reason, wasDecommissioned: leaving, now: seconds(time))
    }

    @Test func `the last failure that is one too many is told`() throws {
        var budget = ExecutorFailureBudget(maxFailures: 3, validityInterval: .seconds(3600))
        #expect(lose(&budget, "1") == nil)
        #expect(lose(&budget, "2") == nil)
        let error = try #require(lose(&budget, "3"))
        #expect(error.code == "executor-failures")
        #expect(
            error.message
                == "3 executors failed within 3600 s; the last one, executor 3 on h1: exit code 137, killed (SIGKILL)"
        )
        #expect(error.remedy.contains("weft.executor.memory"))
    }

    @Test func `old failures don't count any more`() {
        var budget = ExecutorFailureBudget(maxFailures: 2, validityInterval: .seconds(10))
        #expect(lose(&budget, at: 0) == nil)
        #expect(lose(&budget, at: 10) == nil)
        #expect(lose(&budget, at: 19.9) != nil)
        #expect(budget.count(now: seconds(29.9)) == 0)
    }

    @Test func `without an interval failures count for ever`() {
        var budget = ExecutorFailureBudget(maxFailures: 2, validityInterval: nil)
        #expect(lose(&budget, at: 0) == nil)
        #expect(lose(&budget, at: 1_000_000) != nil)
    }

    @Test(arguments: [ExecutorLossReason.released("idle"), .decommissioned, .preempted("x")])
    func `executors that were let go don't count`(reason: ExecutorLossReason) {
        var budget = ExecutorFailureBudget(maxFailures: 1, validityInterval: nil)
        #expect(lose(&budget, "1", reason) == nil)
        #expect(lose(&budget, "1", leaving: true) == nil, "however it went, it was on its way out")
        #expect(lose(&budget) != nil)
    }

    @Test func `all jobs fail, also those to come`() throws {
        var state = SchedulerState(failureBudget: ExecutorFailureBudget(maxFailures: 1, validityInterval: nil))
        _ = state.executorAdded("a", host: "h1", slots: 1, now: .zero)
        _ = state.executorAdded("b", host: "h2", slots: 1, now: .zero)
        _ = state.submit(job(0, [resultStage()]), now: .zero)
        let effects = state.executorLost("a", reason: .exited(ExecutorExit(.outOfMemory)), now: .zero)
        let failed = effects.compactMap { if case .jobFailed(let id, let error) = $0 { (id, error) } else { nil } }
        #expect(failed.map(\.0) == [0] && failed.first?.1.cause?.code == "executor-failures")
        #expect(effects.contains { if case .applicationFailed = $0 { true } else { false } })
        #expect(!effects.contains { if case .launch = $0 { true } else { false } }, "nothing is launched in vain")
        let later = state.submit(job(1, [resultStage()]), now: .zero)
        #expect(later == [.jobFailed(jobID: 1, error: try #require(state.applicationFailure))])
    }

    @Test func `executors that fail before they come count, those that are unknown don't`() {
        var state = SchedulerState(failureBudget: ExecutorFailureBudget(maxFailures: 2, validityInterval: nil))
        let reason = ExecutorLossReason.neverRegistered(after: .seconds(60))
        #expect(state.executorLost("x", reason: reason, now: .zero).isEmpty)
        #expect(state.executorLost("x", reason: reason, now: .zero).isEmpty)
        #expect(state.executorStartFailed("1", reason: reason, now: .zero).isEmpty)
        let effects = state.executorStartFailed("2", host: "h", reason: reason, now: .zero)
        guard case .applicationFailed(let error)? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(error.message.hasSuffix("executor 2 on h: it didn't register within 60 s"))
    }
}
