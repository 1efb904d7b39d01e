import HadoopProtos
import Testing
import WeftDiagnostics
import YARN

@Suite("Ids of applications, attempts, containers and nodes")
struct IdentifierTests {
    private let application = ApplicationID(clusterTimestamp: 1_700_000_000_000, id: 7)
    private var attempt: ApplicationAttemptID { ApplicationAttemptID(application: application, attempt: 2) }

    @Test(
        "an application's text and value are the same thing, with four digits at least",
        arguments: [("application_1700000000000_0001", 1), ("application_1700000000000_12345", 12345)]
    )
    func applications(_ text: String, _ id: Int32) throws {
        let value = try ApplicationID(text)
        #expect(value == ApplicationID(clusterTimestamp: 1_700_000_000_000, id: id))
        #expect(value.description == text)
        #expect(ApplicationID(value.message) == value)
    }

    @Test("an attempt's text has six digits at least")
    func attempts() throws {
        #expect("\(attempt)" == "appattempt_1700000000000_0007_000002")
        #expect(try ApplicationAttemptID("\(attempt)") == attempt)
        #expect(ApplicationAttemptID(attempt.message) == attempt)
    }

    @Test(
        "a container's text has its epoch only when there is one",
        arguments: [
            (0, 3, "container_1700000000000_0007_02_000003"), (17, 3, "container_e17_1700000000000_0007_02_000003"),
            (3, 1_234_567, "container_e03_1700000000000_0007_02_1234567"),
        ] as [(Int64, Int64, String)]
    )
    func containers(_ epoch: Int64, _ number: Int64, _ text: String) throws {
        let id = ContainerID(attempt: attempt, epoch: epoch, number: number)
        #expect(id.description == text)
        #expect(try ContainerID(text) == id)
        #expect(ContainerID(id.message) == id)
        #expect(id.epoch == epoch)
        #expect(id.number == number)
    }

    @Test("a container whose message has the application beside the attempt is the same")
    func oldContainers() {
        let message = ContainerIdProto(
            appId: application.message,
            appAttemptId: ApplicationAttemptIdProto(attemptId: 2),
            id: 3
        )
        #expect(ContainerID(message) == ContainerID(attempt: attempt, id: 3))
    }

    @Test("a node is host and port, IPv6 in brackets")
    func nodes() throws {
        #expect(try NodeID("node1.example.com:45454") == NodeID(host: "node1.example.com", port: 45454))
        #expect("\(NodeID(host: "::1", port: 8041))" == "[::1]:8041")
        #expect(try NodeID("[::1]:8041") == NodeID(host: "::1", port: 8041))
    }

    @Test(
        "what isn't an id is refused, and the error says what one looks like",
        arguments: [
            "", "application_1", "app_1_1", "application_x_1", "application_1_-1", "application_1_+1",
            "application_1_1_1", "application_1_99999999999", "application_9223372036854775808_1",
            "container_e_1_1_1_1", "container_e8388608_1_1_1_1", "container_1_1_1_1099511627776", "container_1_1_1",
            "appattempt_1_1", "appattempt_1_1_1x",
        ]
    )
    func refusals(_ text: String) {
        for error in [
            #expect(throws: WeftError.self) { try ApplicationID(text) },
            #expect(throws: WeftError.self) { try ApplicationAttemptID(text) },
            #expect(throws: WeftError.self) { try ContainerID(text) },
        ] {
            #expect(error?.code == "invalid-argument")
            #expect(error?.remedy.contains("_1700000000000_0001") ?? false)
        }
    }

    @Test("they are ordered by age")
    func order() {
        let ids = [3, 1, 2].map { ContainerID(attempt: attempt, id: $0) }
        #expect(ids.sorted().map(\.id) == [1, 2, 3])
        #expect(ApplicationID(clusterTimestamp: 1, id: 9) < ApplicationID(clusterTimestamp: 2, id: 1))
    }
}
