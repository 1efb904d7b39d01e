import Testing
import WeftEngine
import WeftNetwork
import YARN

@testable import WeftYARN

@Suite("What the ResourceManager is told of an application")
struct SubmissionContextTests {
    private static let cluster = ApplicationStart.Mode.cluster(arguments: [])
    private static let client = ApplicationStart.Mode.client(
        driver: NetworkAddress(host: "h", port: 1),
        secret: [1]
    )

    private func context(
        _ values: [String: String],
        _ mode: ApplicationStart.Mode = cluster
    ) throws -> ApplicationSubmissionContext {
        var values = values
        values["weft.submit.deployMode"] = mode == Self.cluster ? "cluster" : "client"
        let configuration = try settings(values)
        var launch = ContainerLaunchContext(commands: ["true"])
        launch.accessControl = AccessLists.rights(configuration, user: "alice")
        return ApplicationSubmissionContext(applicationID, "n", configuration, launch, mode)
    }

    @Test("without settings it is a WEFT application in the queue default, and all else is the cluster's to decide")
    func standard() throws {
        let context = try context([:])
        #expect(context.id == applicationID && context.name == "n")
        #expect(context.queue == "default" && context.type == "WEFT")
        #expect(context.priority == nil && context.tags.isEmpty && context.maximumAttempts == 0)
        #expect(context.attemptFailuresValidityInterval == -1 && context.masterRequests.isEmpty)
        #expect(context.nodeLabelExpression == nil && context.logAggregation == nil)
        #expect(context.launchContext.accessControl == [.view: "alice ", .modify: "alice "])
        #expect(!context.keepsContainersAcrossAttempts && !context.isUnmanaged && context.cancelsTokensWhenComplete)
    }

    @Test("each setting is in its place")
    func all() throws {
        let context = try context([
            "weft.yarn.queue": "etl", "weft.yarn.priority": "7", "weft.yarn.tags": "a,b",
            "weft.yarn.applicationType": "NIGHTLY", "weft.yarn.maxAppAttempts": "3",
            "weft.yarn.am.attemptFailuresValidityInterval": "90s", "weft.yarn.am.nodeLabelExpression": "big",
            "weft.yarn.executor.nodeLabelExpression": "fast", "weft.driver.memory": "1g", "weft.driver.cores": "2",
            "weft.ui.view.acls": "bob,alice", "weft.modify.acls": "*",
            "weft.yarn.rolledLog.includePattern": "std.*",
        ])
        #expect(context.queue == "etl" && context.priority == 7 && context.tags == ["a", "b"])
        #expect(context.type == "NIGHTLY" && context.maximumAttempts == 3)
        #expect(context.attemptFailuresValidityInterval == 90_000)
        let size = Resource(memory: 1152, virtualCores: 2)
        #expect(context.resource == size)
        // The executors' label is asked for with their containers: one for all would be the application master's too.
        #expect(context.nodeLabelExpression == nil)
        #expect(
            context.masterRequests == [
                ResourceRequest(priority: 0, location: "*", capability: size, count: 1, nodeLabelExpression: "big")
            ]
        )
        #expect(context.launchContext.accessControl == [.view: "alice,bob ", .modify: "*"])
        #expect(context.logAggregation?.rolledIncludePattern == "std.*")
    }

    @Test("in client mode there is one attempt, of the application master's own size")
    func client() throws {
        let context = try context(
            ["weft.yarn.maxAppAttempts": "3", "weft.yarn.am.memory": "512m", "weft.driver.memory": "9g"],
            Self.client
        )
        #expect(context.maximumAttempts == 1 && context.resource == Resource(memory: 576, virtualCores: 1))
    }
}

@Suite("Where the time went")
struct TimelineTests {
    @Test("steps stand in their order, each once")
    func steps() {
        let timeline = Timeline()
        for name in ["upload", "accepted", "upload", "end"] { timeline.mark(name) }
        #expect(timeline.steps == ["upload", "accepted", "end"])
        let lines = timeline.report.split(separator: "\n")
        #expect(lines.count == 4 && lines[1].hasSuffix("  upload") && lines[3].hasSuffix("  end"))
    }

    @Test("what an application master's line says is shown, whatever else is in its diagnostics")
    func line() throws {
        let timeline = Timeline()
        for name in ["registered", "first job", "job"] { timeline.mark(name) }
        let report = try #require(Timeline.report(ofMaster: "something\n\(timeline.line)\nmore"))
        let lines = report.split(separator: "\n").map { String($0) }
        #expect(lines.count == 4 && lines[0].contains("application master"))
        for (line, name) in zip(lines.dropFirst(), timeline.steps) { #expect(line.hasSuffix("  \(name)")) }
        let two = try #require(Timeline.report(ofMaster: "weft timeline, in ms: a 5, b 2005"))
        #expect(two.hasSuffix(":\n     0.005     0.005  a\n     2.005     2.000  b\n"), "\(two)")
    }

    @Test(
        "other texts are no timeline",
        arguments: [
            "", "failed", "weft timeline, in ms: ", "weft timeline, in ms: a", "weft timeline, in ms: 5, a -3, b x",
            " weft timeline, in ms: a 5",
        ]
    )
    func noLine(_ text: String) { #expect(Timeline.report(ofMaster: text) == nil) }
}
