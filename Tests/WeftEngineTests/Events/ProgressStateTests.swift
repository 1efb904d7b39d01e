import Glibc
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ProgressStateTests {
    private let seconds = SchedulerTime.seconds

    @Test(arguments: [
        (0, 0, 10, 40, "[Stage 3:>                 (0 + 0) / 10]"),
        (5, 2, 10, 40, "[Stage 3:=========>        (5 + 2) / 10]"),
        (12, 2, 40, 45, "[Stage 3:======>               (12 + 2) / 40]"),
        (10, 0, 10, 40, "[Stage 3:=================(10 + 0) / 10]"),
        (5, 2, 10, 22, "[Stage 3:(5 + 2) / 10]"),
        (5, 2, 10, 3, "[Stage 3:(5 + 2) / 10]"),
        (0, 0, 0, 30, "[Stage 3:>        (0 + 0) / 0]"),
    ])
    func `a bar fills its width`(completed: Int, running: Int, total: Int, width: Int, bar: String) {
        let line = ProgressState.bar(stageID: 3, completed: completed, running: running, total: total, width: width)
        #expect(line == bar)
        if width > 22 { #expect(line.count == width) }
    }

    @Test func `a stage shows after half a second, and until it is over`() {
        var state = ProgressState()
        state.apply(stageSubmitted(3, tasks: 2), now: .zero)
        state.apply(taskStart(0, stage: 3), now: .zero)
        #expect(state.line(now: seconds(0.5), width: 30) == nil)
        #expect(state.line(now: seconds(0.6), width: 30) == "[Stage 3:>        (0 + 1) / 2]")
        state.apply(taskEnd(0, stage: 3), now: seconds(1))
        #expect(state.line(now: seconds(1), width: 30) == "[Stage 3:====>    (1 + 0) / 2]")
        state.apply(stageCompleted(3), now: seconds(2))
        #expect(state.line(now: seconds(2), width: 30) == nil && state.isEmpty)
    }

    @Test func `failed tasks and second copies don't count as progress, nor do old attempts`() {
        var state = ProgressState()
        state.apply(stageSubmitted(0), now: .zero)
        state.apply(taskStart(0, stage: 0), now: .zero)
        state.apply(taskEnd(0, stage: 0, .failed(WeftError("user-error", "boom"))), now: .zero)
        state.apply(taskStart(1, stage: 0), now: .zero)
        state.apply(taskStart(2, stage: 0), now: .zero)
        state.apply(taskEnd(1, stage: 0), now: .zero)
        state.apply(taskEnd(2, stage: 0), now: .zero)
        #expect(state.line(now: seconds(1), width: 80)?.hasSuffix("(1 + 0) / 4]") == true)
        state.apply(stageSubmitted(0, attempt: 1, tasks: 3), now: .zero)
        state.apply(stageCompleted(0, attempt: 0), now: .zero)
        state.apply(taskEnd(3, stage: 0, attempt: 0, partition: 2), now: .zero)
        #expect(state.line(now: seconds(1), width: 80)?.hasSuffix("(0 + 0) / 3]") == true)
    }

    @Test func `stages share the line, three at most, and never more than its width`() {
        var state = ProgressState()
        for stageID in [7, 5, 9, 8] { state.apply(stageSubmitted(stageID), now: .zero) }
        let line = state.line(now: seconds(1), width: 90)
        #expect(line?.count == 90)
        #expect(line?.contains("[Stage 5:") == true && line?.contains("[Stage 8:") == true)
        #expect(line?.contains("[Stage 9:") == false)
        #expect(state.line(now: seconds(1), width: 20)?.count == 20)
        #expect(state.line(now: seconds(1), width: 0) == nil)
    }

    @Test func `the end of the application ends all bars`() {
        var state = ProgressState()
        state.apply(stageSubmitted(0), now: .zero)
        state.apply(.applicationEnd(WeftEvent.ApplicationEnd(time: 0)), now: .zero)
        #expect(state.isEmpty)
    }
}

@Suite struct ConsoleProgressBarTests {
    @Test func `the line is drawn in one piece and erased when its stage is over`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let bar = ConsoleProgressBar(descriptor: ends[1])
        bar.onEvent(stageSubmitted(1, tasks: 8))
        // The first drawing comes by itself, more than half a second later.
        var buffer = [UInt8](repeating: 0, count: 1000)
        let drawn = read(ends[0], &buffer, buffer.count)
        let line = String(decoding: buffer.prefix(max(drawn, 0)), as: UTF8.self)
        #expect(line.hasPrefix("\r[Stage 1:>") && line.hasSuffix("(0 + 0) / 8]\u{1B}[K\r"))
        bar.onEvent(stageCompleted(1))
        let erased = read(ends[0], &buffer, buffer.count)
        #expect(String(decoding: buffer.prefix(max(erased, 0)), as: UTF8.self) == "\r\u{1B}[K")
        bar.clear()
        bar.stop()
        close(ends[1])
        #expect(read(ends[0], &buffer, buffer.count) == 0, "nothing more is written")
        close(ends[0])
    }
}
