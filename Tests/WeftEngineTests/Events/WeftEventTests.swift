import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct WeftEventTests {
    private static let events: [WeftEvent] = [
        .applicationStart(.init(time: 1, applicationID: "app-1", name: "WordCount", user: "ada")),
        .environmentUpdate(.init(time: 1, configuration: ["weft.master": "local[2]"], system: ["os": "Linux"])),
        .executorAdded(.init(time: 2, executorID: "driver", host: "localhost", slots: 2)),
        .jobStart(
            .init(
                time: 3,
                jobID: 0,
                description: "collect",
                group: "g",
                stages: [.init(stageID: 0, attempt: 0, name: "map", taskCount: 2, parentIDs: [1], shuffleID: 4)]
            )
        ),
        stageSubmitted(0),
        taskStart(0, stage: 0),
        taskEnd(0, stage: 0),
        taskEnd(1, stage: 0, .failed(WeftError("user-error", "boom", cause: WeftError("io", "below")))),
        taskEnd(2, stage: 0, .fetchFailed(message: "gone")),
        taskEnd(3, stage: 0, .killed(reason: "cancelled")),
        .blockUpdated(
            .init(time: 4, executorID: "driver", rddID: 1, partition: 0, memoryBytes: 5, diskBytes: 0)
        ),
        .credentialsUpdated(
            .init(
                time: 4,
                state: .init(
                    provider: "vault",
                    expiresIn: .seconds(60),
                    renewsIn: .seconds(45),
                    failuresInARow: 1,
                    lastError: WeftError("io-error", "locked")
                )
            )
        ),
        stageCompleted(0),
        .stageSkipped(.init(time: 5, stageID: 1, jobID: 0)),
        .jobEnd(.init(time: 6, jobID: 0, error: WeftError("job-aborted", "line\nbreak", remedy: "mend it"))),
        .executorRemoved(.init(time: 7, executorID: "driver", reason: "bye")),
        .applicationEnd(.init(time: 8)),
    ]

    @Test(arguments: events)
    func `an event survives its line in the log`(event: WeftEvent) throws {
        let line = try EventLogCoding.line(for: event)
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try EventLogCoding.event(from: line) == event)
    }

    @Test func `a line has the event's name and data, in a stable form`() throws {
        let line = try EventLogCoding.line(for: stageCompleted(3, attempt: 1))
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"data":{"attempt":1,"stageID":3,"time":0},"event":"stageCompleted"}"#
        )
    }

    @Test(arguments: ["", "{", "{}", "[]", #"{"event":"lunch","data":{}}"#, #"{"event":"jobEnd","data":{}}"#, "\u{0}"])
    func `a line that isn't an event is an error`(line: String) throws {
        let error = try #require(throws: WeftError.self) { try EventLogCoding.event(from: line.utf8) }
        #expect(error.code == "corrupt-data")
    }

    @Test func `metrics add up, but for the peak`() {
        var total = TaskMetrics()
        var task = TaskMetrics()
        task.inputBytes = 5
        task.shuffleReadLocalBytes = 2
        task.shuffleReadRemoteBytes = 3
        task.peakExecutionMemoryBytes = 7
        total += task
        total += task
        #expect(total.inputBytes == 10 && total.shuffleReadBytes == 10 && total.peakExecutionMemoryBytes == 7)
    }
}
