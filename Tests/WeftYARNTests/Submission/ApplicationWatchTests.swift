import Synchronization
import Testing
import WeftDiagnostics
import YARN

@testable import WeftYARN

@Suite("Watching an application past trouble")
struct ApplicationWatchTests {
    private static let unreachable = WeftError("resourcemanager-unreachable", "the ResourceManager can't be reached")

    /// What a ResourceManager answers, one after the other, a minute between them.
    private final class Cluster: Sendable {
        let answers: Mutex<[Result<ApplicationReport, WeftError>]>
        let time = Mutex(ContinuousClock.now)
        let lines = Mutex<[String]>([])

        init(_ answers: [Result<ApplicationReport, WeftError>]) { self.answers = Mutex(answers) }

        func watch(_ patience: Duration) throws -> ApplicationMonitor.Outcome {
            let progress = Progress { line in self.lines.withLock { $0.append(line) } }
            var monitor = ApplicationMonitor(progress: Progress { _ in }, timeline: Timeline())
            return try ApplicationWatch(
                id: applicationID,
                patience: patience,
                progress: progress,
                report: {
                    try self.answers.withLock { answers in
                        // The last one again and again.
                        answers.count > 1 ? answers.removeFirst() : answers[0]
                    }.get()
                },
                pause: { self.time.withLock { $0 += .seconds(60) } },
                now: { self.time.withLock { $0 } }
            ).run(&monitor)
        }
    }

    private static func report(_ state: ApplicationState) -> Result<ApplicationReport, WeftError> {
        var report = ApplicationReport(id: applicationID, user: "alice", queue: "etl", name: "n", state: state)
        if state == .finished { report.finalStatus = .succeeded }
        return .success(report)
    }

    @Test("a ResourceManager that is away for a while is asked again; its going and its coming are said once")
    func outage() throws {
        let away = Result<ApplicationReport, WeftError>.failure(Self.unreachable)
        let cluster = Cluster(
            [Self.report(.running)] + [away, away, away] + [Self.report(.running), away, Self.report(.finished)]
        )
        #expect(try cluster.watch(.seconds(600)) == .succeeded)
        let lines = cluster.lines.withLock { $0 }
        #expect(lines.count == 4, "\(lines)")
        #expect(lines[0].contains("can't be reached") && lines[0].contains("\(applicationID) may go on"))
        #expect(lines[1] == "the ResourceManager answers again" && lines[3] == lines[1] && lines[2] == lines[0])
    }

    @Test("whoever gives up says what may still run, and how to look at it")
    func givingUp() throws {
        let cluster = Cluster([.failure(Self.unreachable)])
        let error = #expect(throws: WeftError.self) { try cluster.watch(.seconds(600)) }
        #expect(error?.code == "application-not-watched")
        #expect(error?.message.contains("\(applicationID)") == true)
        #expect(error?.remedy.contains("`weft yarn app \(applicationID)`") == true)
        #expect(cluster.lines.withLock { $0.count } == 1)
        // It did go on until then.
        #expect(cluster.time.withLock { $0 } - .now > .seconds(500))
    }

    @Test("an error that asking again doesn't help ends it at once, and tells the same")
    func otherError() throws {
        let cluster = Cluster([Self.report(.running), .failure(WeftError("no-ticket", "the ticket has expired"))])
        let error = #expect(throws: WeftError.self) { try cluster.watch(.seconds(600)) }
        #expect(error?.code == "application-not-watched" && error?.cause?.code == "no-ticket")
        #expect(error?.message.contains("the ticket has expired") == true)
    }

    @Test("an application that the ResourceManager has forgotten is over")
    func forgotten() throws {
        let cluster = Cluster([.failure(WeftError("application-not-found", "what?"))])
        #expect(try cluster.watch(.seconds(600)) == .killed("the ResourceManager doesn't know it any more"))
    }

    @Test("an outage is told of once, until there was an answer")
    func once() {
        let outage = Outage()
        #expect(outage.begins() && !outage.begins() && !outage.begins())
        outage.ends()
        #expect(outage.begins() && !outage.begins())
    }
}

@Suite("Taking a submission back")
struct TakingBackTests {
    private let failure = WeftError("timed-out", "not accepted", remedy: "look at it")

    private func run(_ kill: (() throws -> Void)?) -> (steps: [String], error: WeftError) {
        var steps: [String] = []
        let error = TakingBack.run(
            applicationID,
            failure,
            kill: kill.map { kill in
                {
                    steps.append("kill")
                    try kill()
                }
            },
            cleanUp: { steps.append("clean up") }
        )
        return (steps, error)
    }

    @Test("what the cluster may have is ended before its files are removed; what it can't have isn't asked for")
    func order() {
        #expect(run {}.steps == ["kill", "clean up"] && run {}.error == failure)
        #expect(run(nil).steps == ["clean up"] && run(nil).error == failure)
    }

    @Test("one that the cluster has never heard of is no trouble; one that can't be ended is told of")
    func trouble() {
        let unknown = run { throw WeftError("application-not-found", "what?") }
        #expect(unknown.steps == ["kill", "clean up"] && unknown.error == failure)
        let lost = run { throw WeftError("resourcemanager-unreachable", "gone") }
        #expect(lost.steps == ["kill", "clean up"])
        #expect(lost.error.message == failure.message)
        #expect(lost.error.remedy.hasPrefix("look at it; \(applicationID) may"))
        #expect(lost.error.remedy.contains("`weft yarn kill \(applicationID)`"))
    }
}
