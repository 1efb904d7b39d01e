import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct SchedulerSimulationTests {
    /// `WEFT_SIMULATIONS` makes each test run more seeds.
    private static let seedCount = ProcessInfo.processInfo.environment["WEFT_SIMULATIONS"].flatMap(UInt64.init) ?? 40

    /// Runs a simulation for each seed, and returns those that ended well.
    private func simulate(
        _ name: String,
        _ change: (inout SchedulerSimulation.Options, UInt64) -> Void
    ) -> [SchedulerSimulation] {
        (0..<Self.seedCount).map { seed in
            var options = SchedulerSimulation.Options()
            change(&options, seed)
            var simulation = SchedulerSimulation(seed: seed, options: options)
            simulation.run()
            #expect(simulation.problems.isEmpty, "\(name), seed \(seed)")
            return simulation
        }
    }

    @Test func `in good weather every job succeeds`() {
        for simulation in simulate("good weather", { _, _ in }) {
            #expect(simulation.succeeded == simulation.submittedJobs && simulation.succeeded.count == 6)
        }
    }

    @Test func `failing tasks are tried again until their jobs succeed`() {
        for simulation in simulate(
            "failing tasks",
            { options, _ in
                options.taskFailure = 0.1
                options.settings.maxTaskFailures = 50
            }
        ) {
            #expect(simulation.failed.isEmpty)
        }
    }

    @Test func `lost executors delay jobs and end none`() {
        for simulation in simulate(
            "lost executors",
            { options, seed in
                options.executorLoss = 0.03
                options.isCaching = seed.isMultiple(of: 2)
                options.settings.maxTaskFailures = 1000
                options.settings.maxConsecutiveStageAttempts = 1000
            }
        ) {
            #expect(simulation.failed.isEmpty)
        }
    }

    @Test func `outputs that can't be fetched are computed again`() {
        let simulations = simulate("fetch failures") { options, seed in
            options.fetchFailure = 0.01
            options.isCaching = seed.isMultiple(of: 2)
            options.settings.maxConsecutiveStageAttempts = 1000
        }
        for simulation in simulations { #expect(simulation.failed.isEmpty) }
        let attempts = simulations.flatMap(\.log).count {
            if case .stageSubmitted(let info) = $0 { info.stageAttempt > 0 } else { false }
        }
        #expect(attempts > 0)
    }

    @Test func `with everything going wrong at once every job ends`() {
        let simulations = simulate("storm") { options, seed in
            options.taskFailure = 0.05
            options.executorLoss = 0.02
            options.fetchFailure = 0.005
            options.cancellation = 0.02
            options.isCaching = seed.isMultiple(of: 2)
            options.settings.mode = seed.isMultiple(of: 3) ? .fair : .fifo
            options.settings.speculation.isEnabled = seed.isMultiple(of: 5)
            options.settings.exclusion.isEnabled = seed.isMultiple(of: 7)
        }
        #expect(simulations.contains { !$0.succeeded.isEmpty })
        #expect(simulations.contains { !$0.failed.isEmpty })
        for simulation in simulations {
            let known: Set<WeftError.Code> = ["job-cancelled", "job-aborted"]
            #expect(simulation.failed.values.allSatisfy { known.contains($0.code) })
        }
    }

    @Test func `the same seed gives the same effects`() {
        func run() -> [SchedulerEffect] {
            var options = SchedulerSimulation.Options()
            options.taskFailure = 0.05
            options.executorLoss = 0.02
            options.settings.speculation.isEnabled = true
            var simulation = SchedulerSimulation(seed: 11, options: options)
            simulation.run()
            return simulation.log
        }
        let first = run()
        #expect(first.count > 100)
        #expect(first == run())
    }
}
