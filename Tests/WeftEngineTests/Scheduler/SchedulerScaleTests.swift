import Foundation
import Testing

@testable import WeftEngine

/// Large clusters: that everything is launched and ends. `WEFT_SCALE=10` is 200,000 tasks on 2,000 executors.
@Suite struct SchedulerScaleTests {
    private static let scale = ProcessInfo.processInfo.environment["WEFT_SCALE"].flatMap(Int.init) ?? 1

    @Test(arguments: [false, true])
    func `many tasks on many executors all run once`(haveLocations: Bool) {
        let executorCount = 200 * Self.scale
        let taskCount = 20_000 * Self.scale
        var settings = SchedulerSettings()
        settings.localityWait = SchedulerSettings.LocalityWait(all: .seconds(1))
        var state = SchedulerState(settings: settings)
        for number in 0..<executorCount {
            let effects = state.executorAdded("e\(number)", host: "h\(number / 2)", slots: 4, now: .zero)
            #expect(effects.isEmpty)
        }
        let locations = (0..<taskCount).map { [TaskLocation(host: "h\($0 % (executorCount / 2))")] }
        let stages = [
            mapStage(
                0,
                partitions: taskCount / 2,
                locations: haveLocations ? Array(locations.prefix(taskCount / 2)) : []
            ),
            resultStage(partitions: taskCount / 2, reads: [0]),
        ]
        var queue: [TaskDescriptionSpec] = []
        var position = 0
        var resultCount = 0
        var isOver = false
        let started = ContinuousClock.now
        func perform(_ effects: [SchedulerEffect]) {
            for effect in effects {
                switch effect {
                case .launch(let task): queue.append(task)
                case .taskResult: resultCount += 1
                case .jobSucceeded: isOver = true
                default: break
                }
            }
        }
        perform(state.submit(job(stages), now: .zero))
        #expect(queue.count == executorCount * 4)
        while position < queue.count {
            let now = SchedulerTime(nanoseconds: Int64(position) * 1000)
            perform(state.taskFinished(queue[position].taskID, outcome: .succeeded, now: now))
            position += 1
        }
        if Self.scale > 1 { print("scale \(Self.scale), locations \(haveLocations): \(ContinuousClock.now - started)") }
        #expect(isOver && resultCount == taskCount / 2 && queue.count == taskCount)
        #expect(Set(queue.map { [$0.stageID, $0.partition] }).count == taskCount)
        #expect(haveLocations ? queue.prefix(taskCount / 2).allSatisfy { $0.locality == .nodeLocal } : true)
    }
}
