import Synchronization
import Testing
import WeftDiagnostics
import YARN

@testable import WeftYARN

@Suite("Following an application")
struct ApplicationMonitorTests {
    private final class Screen: Sendable {
        let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        var progress: Progress { Progress { line in self.lines.withLock { $0.append(line) } } }
    }

    private func report(
        _ state: ApplicationState,
        _ final: FinalApplicationStatus = .undefined,
        _ diagnostics: String = ""
    ) -> ApplicationReport {
        var report = ApplicationReport(id: applicationID, user: "alice", queue: "etl", name: "n", state: state)
        report.finalStatus = final
        report.diagnostics = diagnostics
        return report
    }

    @Test("each change of the state is told once, with its reason, and the ResourceManager's own page")
    func changes() {
        let screen = Screen()
        var monitor = ApplicationMonitor(progress: screen.progress, timeline: Timeline())
        var accepted = report(.accepted, .undefined, "other")
        accepted.trackingURL = "http://rm:8088/proxy/application_1/"
        accepted.originalTrackingURL = "N/A"
        var running = accepted
        running.state = .running
        running.originalTrackingURL = ""
        let waiting = "[Sat Nov 21 12:00:00 +0000 2026] Application is added to the scheduler. Details : AM Partition"
        for report in [
            report(.submitted), report(.submitted), report(.accepted, .undefined, waiting), accepted, running, running,
        ] {
            #expect(monitor.observe(report) == nil)
        }
        #expect(monitor.observe(report(.finished, .succeeded)) == .succeeded)
        #expect(
            screen.all == [
                "\(applicationID): submitted to queue etl as alice",
                "\(applicationID): accepted; Application is added to the scheduler",
                "tracking URL: http://rm:8088/proxy/application_1/", "\(applicationID): running",
                "\(applicationID): finished",
            ]
        )
    }

    @Test("an application without a page has no tracking URL", arguments: ["", "N/A"])
    func noPage(_ url: String) {
        let screen = Screen()
        var monitor = ApplicationMonitor(progress: screen.progress, timeline: Timeline())
        var running = report(.running)
        running.trackingURL = url
        #expect(monitor.observe(running) == nil)
        #expect(screen.all == ["\(applicationID): running"])
    }

    @Test("progress is told every ten percent, where it is wanted, and never backwards")
    func progress() {
        for (isWanted, expected) in [(true, ["12%", "35%", "100%"]), (false, [])] {
            let screen = Screen()
            var monitor = ApplicationMonitor(progress: screen.progress, timeline: Timeline(), tellsProgress: isWanted)
            var report = report(.running)
            for progress: Float in [0, 0.09, .nan, 0.125, 0.2, 0.35, 0.3, 0.44, 7, 1, -.infinity] {
                report.progress = progress
                #expect(monitor.observe(report) == nil)
            }
            #expect(screen.all.dropFirst() == expected.map { "\(applicationID): \($0)" }[...])
        }
    }

    @Test("on a terminal progress is one line that makes way for the next")
    func terminal() {
        let screen = Screen()
        let progress = Progress.onTerminal { text in screen.lines.withLock { $0.append(text) } }
        var monitor = ApplicationMonitor(progress: progress, timeline: Timeline(), tellsProgress: true)
        var report = report(.running)
        for progress: Float in [0.01, 0.01, 0.02] {
            report.progress = progress
            #expect(monitor.observe(report) == nil)
        }
        report.state = .finished
        report.finalStatus = .succeeded
        #expect(monitor.observe(report) == .succeeded)
        let erase = "\r\u{1B}[K"
        #expect(
            screen.all == [
                "\(applicationID): running\n", "\(applicationID): 1%", "\(erase)\(applicationID): 2%",
                "\(erase)\(applicationID): finished\n",
            ]
        )
    }

    @Test("what an application master's status means is told in words, with what to do", arguments: [126, 127])
    func statusInWords(_ status: Int) {
        let text = "Application x failed 1 times due to AM Container for x exited with  exitCode: \(status)\nFailing"
        let error = ApplicationMonitor.Outcome.failed(text).error(applicationID)
        #expect(error?.message.contains(status == 126 ? "can't be executed" : "shared library") == true)
        #expect(error?.remedy.contains("machines of the cluster") == true)
        let other = ApplicationMonitor.Outcome.failed(text.replacing("\(status)", with: "1")).error(applicationID)
        #expect(other?.message.contains("of its application master") == false)
    }

    @Test("of an application master that took more memory than it had, the settings are named that give it more")
    func masterMemory() {
        let text = "Application x failed 1 times due to AM Container for x exited with  exitCode: -104\nFailing this"
        let error = ApplicationMonitor.Outcome.failed(text).error(applicationID)
        #expect(error?.message.contains("application master: it used more memory than its container has") == true)
        for key in ["weft.driver.memoryOverhead", "weft.yarn.am.memoryOverhead"] {
            #expect(error?.remedy.contains(key) == true)
        }
    }

    @Test(
        "only a final status of success is success",
        arguments: [
            (.finished, .succeeded, .succeeded), (.finished, .failed, .failed("why")),
            (.finished, .undefined, .failed("why")), (.finished, .ended, .failed("why")),
            (.finished, .killed, .killed("why")), (.failed, .undefined, .failed("why")),
            // The state counts where they contradict each other.
            (.failed, .succeeded, .failed("why")), (.killed, .succeeded, .killed("why")),
        ] as [(ApplicationState, FinalApplicationStatus, ApplicationMonitor.Outcome)]
    )
    func outcomes(
        _ state: ApplicationState,
        _ final: FinalApplicationStatus,
        _ expected: ApplicationMonitor.Outcome
    ) {
        var monitor = ApplicationMonitor(progress: Screen().progress, timeline: Timeline())
        #expect(monitor.observe(report(state, final, "why")) == expected)
    }

    @Test("an outcome is an error in words, but for success")
    func errors() {
        #expect(ApplicationMonitor.Outcome.succeeded.error(applicationID) == nil)
        let failed = ApplicationMonitor.Outcome.failed("no input").error(applicationID)
        #expect(failed?.code == "application-failed" && failed?.message == "\(applicationID) failed: no input")
        #expect(failed?.remedy.contains("yarn logs -applicationId \(applicationID)") == true)
        let killed = ApplicationMonitor.Outcome.killed("").error(applicationID)
        #expect(killed?.code == "application-killed" && killed?.message == "\(applicationID) was killed")
    }
}

@Suite("What YARN says of failures")
struct DiagnosticsTextTests {
    @Test(
        "what helps nobody is left out",
        arguments: [
            ("", ""), ("\n\n", ""), ("User said so", "User said so"), ("a\nb\na", "a\nb"), ("  a \t b ", "a b"),
            (
                "[2026-01-31 12:00:00.123]Container killed on request. Exit code is 137",
                "Container killed on request. Exit code is 137"
            ),
            ("java.lang.Error: odd\n\tat org.apache.A.b(A.java:1)", "java.lang.Error: odd"),
            (
                """
                [2026-01-31 12:00:00.123]Container [pid=7,containerID=c_2] is running 42B beyond the 'PHYSICAL' memory limit. Killing container.
                Dump of the process-tree for c_2 :
                \t|- PID PPID PGRPID SESSID CMD_NAME USER_MODE_TIME(MILLIS)
                \t|- 7 1 7 7 (bash) 0 0 9437184 776 /bin/bash -c ./App

                [2026-01-31 12:00:00.124]Container killed on request. Exit code is 143
                [2026-01-31 12:00:00.124]Container exited with a non-zero exit code 143.
                """,
                """
                Container [pid=7,containerID=c_2] is running 42B beyond the 'PHYSICAL' memory limit. Killing container.
                Container killed on request. Exit code is 143
                """
            ),
            ("[no time] stays", "[no time] stays"), ("[12:00 not closed", "[12:00 not closed"),
            (
                """
                Application application_1_0001 failed 2 times due to AM Container for appattempt_1_0001_000002 exited with  exitCode: 1
                Failing this attempt.Diagnostics: [2026-01-31 12:00:00.123]Exception from container-launch.
                Container id: container_1_0001_02_000001
                Exit code: 1

                [2026-01-31 12:00:00.124]Container exited with a non-zero exit code 1. Error file: prelaunch.err.
                Last 4096 bytes of stderr :
                error: there is no input
                \tat org.apache.hadoop.Foo.bar(Foo.java:1)
                For more detailed output, check the application tracking page: http://rm:8088/ Then click on links to logs of each attempt.
                . Failing the application.
                """,
                """
                Application application_1_0001 failed 2 times due to AM Container for appattempt_1_0001_000002 exited with exitCode: 1
                error: there is no input
                . Failing the application.
                """
            ),
        ]
    )
    func readable(_ text: String, _ expected: String) { #expect(DiagnosticsText.readable(text) == expected) }
}
