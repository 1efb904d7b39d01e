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

    @Test func `executors that are decommissioned delay jobs and end none`() {
        let simulations = simulate("decommissioned executors") { options, seed in
            options.decommission = 0.03
            options.isCaching = seed.isMultiple(of: 2)
            options.isBatching = seed.isMultiple(of: 3)
            // A single failure would end the job: what is on its way out causes none.
            options.settings.maxTaskFailures = 1
            options.settings.maxConsecutiveStageAttempts = 1000
        }
        for simulation in simulations { #expect(simulation.failed.isEmpty) }
        let moves = simulations.flatMap(\.log).count { if case .mapOutputMoved = $0 { true } else { false } }
        #expect(moves > 0)
    }

    @Test func `damaged outputs are computed again, and nothing else is lost`() {
        let simulations = simulate("damaged outputs") { options, _ in
            options.corruption = 0.02
            options.settings.maxConsecutiveStageAttempts = 1000
        }
        for simulation in simulations {
            #expect(simulation.failed.isEmpty)
            for case .mapOutputsLost(_, let mapIndexes) in simulation.log { #expect(mapIndexes.count == 1) }
        }
        #expect(simulations.flatMap(\.log).contains { if case .mapOutputsLost = $0 { true } else { false } })
    }

    @Test func `the number of executors follows the work`() {
        let simulations = simulate("dynamic allocation") { options, seed in
            var allocation = DynamicAllocationSettings()
            allocation.minExecutors = Int(seed % 3)
            allocation.initialExecutors = allocation.minExecutors
            allocation.maxExecutors = 5
            allocation.schedulerBacklogTimeout = .milliseconds(100)
            allocation.sustainedSchedulerBacklogTimeout = .milliseconds(50)
            allocation.executorIdleTimeout = .milliseconds(200)
            allocation.cachedExecutorIdleTimeout = .seconds(1)
            allocation.shuffleTrackingTimeout = seed.isMultiple(of: 2) ? .seconds(1) : nil
            allocation.isShuffleTrackingEnabled = !seed.isMultiple(of: 5)
            options.allocation = allocation
            options.settings.isDecommissionEnabled = seed.isMultiple(of: 2)
            options.isCaching = seed.isMultiple(of: 3)
            options.executorLoss = seed.isMultiple(of: 4) ? 0.02 : 0
            options.settings.maxTaskFailures = 1000
            options.settings.maxConsecutiveStageAttempts = 1000
        }
        for simulation in simulations { #expect(simulation.failed.isEmpty) }
        let log = simulations.flatMap(\.log)
        #expect(log.contains { if case .decommissionExecutor = $0 { true } else { false } })
        #expect(log.contains { if case .releaseExecutor = $0 { true } else { false } })
    }

    @Test func `executors where tasks fail are avoided by the application, and used again later`() {
        let simulations = simulate("exclusion") { options, seed in
            options.taskFailure = 0.15
            options.settings.maxTaskFailures = 1000
            options.settings.exclusion.isEnabled = true
            options.settings.exclusion.timeout = .seconds(1)
            // Others may always come to the host.
            options.settings.exclusion.maxTaskAttemptsPerNode = 1000
            options.settings.exclusion.maxFailedExecutorsPerNode = 1000
            options.settings.exclusion.killsExcludedExecutors = seed.isMultiple(of: 2)
            options.settings.exclusion.unschedulableTaskSetTimeout = .seconds(1000)
        }
        for simulation in simulations { #expect(simulation.failed.isEmpty) }
        let log = simulations.flatMap(\.log)
        #expect(log.contains { if case .executorExcludedForApplication = $0 { true } else { false } })
        #expect(log.contains { if case .executorUnexcluded = $0 { true } else { false } })
        #expect(log.contains { if case .replaceExecutor = $0 { true } else { false } })
    }

    @Test func `an application that loses one executor after the other is given up`() {
        let simulations = simulate("failure budget") { options, _ in
            options.executorLoss = 0.2
            options.settings.maxTaskFailures = 1000
            options.settings.maxConsecutiveStageAttempts = 1000
            options.failureBudget = ExecutorFailureBudget(maxFailures: 3, validityInterval: nil)
        }
        for simulation in simulations where !simulation.failed.isEmpty {
            #expect(
                simulation.failed.values.allSatisfy {
                    $0.code == "executor-failures" || $0.cause?.code == "executor-failures"
                }
            )
            #expect(simulation.log.count { if case .applicationFailed = $0 { true } else { false } } == 1)
        }
        #expect(simulations.contains { !$0.failed.isEmpty })
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
            options.settings.exclusion.isEnabled = seed % 7 < 3
            options.settings.exclusion.timeout = seed.isMultiple(of: 2) ? .seconds(2) : .seconds(3600)
            options.settings.exclusion.killsExcludedExecutors = seed.isMultiple(of: 4)
            options.settings.isDecommissionEnabled = seed.isMultiple(of: 3)
            options.decommission = seed % 3 == 1 ? 0.02 : 0
            options.corruption = seed % 4 == 1 ? 0.01 : 0
            options.isBatching = seed % 5 == 2
            if seed % 4 == 3 {
                var allocation = DynamicAllocationSettings()
                allocation.maxExecutors = 6
                allocation.executorIdleTimeout = .milliseconds(500)
                allocation.cachedExecutorIdleTimeout = .seconds(2)
                options.allocation = allocation
            }
            if seed % 6 == 5 {
                options.failureBudget = ExecutorFailureBudget(maxFailures: 4, validityInterval: .seconds(5))
            }
        }
        #expect(simulations.contains { !$0.succeeded.isEmpty })
        #expect(simulations.contains { !$0.failed.isEmpty })
        for simulation in simulations {
            let known: Set<WeftError.Code> = ["job-cancelled", "job-aborted", "executor-failures"]
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
