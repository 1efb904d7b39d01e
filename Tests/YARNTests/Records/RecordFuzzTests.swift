import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import YARN

@Suite("Bytes from outside")
struct RecordFuzzTests {
    /// Reads bytes as each of the answers that have something in them, as the clients do.
    private static func read(_ bytes: UnsafeRawBufferPointer, _ choice: Int) throws {
        switch choice % 8 {
        case 0:
            let message = try AllocateResponseProto(serialized: bytes)
            var state = AllocationState()
            try state.add(ContainerRequest(priority: 5, capability: Resource(memory: 1, virtualCores: 1)))
            _ = state.nextRequest(progress: 0)
            state.responseID = (message.responseId ?? 0) &- 1 & Int32.max
            _ = try state.answered(message)
            _ = state.nextRequest(progress: 0)
        case 1: _ = ApplicationMasterRegistration(try RegisterApplicationMasterResponseProto(serialized: bytes))
        case 2:
            for message in try GetApplicationsResponseProto(serialized: bytes).applications {
                _ = "\(ApplicationReport(message).message)"
            }
        case 3:
            if let info = try GetQueueInfoResponseProto(serialized: bytes).queueInfo { _ = try QueueInfo(info).message }
        case 4:
            for failed in try StartContainersResponseProto(serialized: bytes).failedRequests {
                _ = SerializedException(failed.exception ?? SerializedExceptionProto()).error()
                _ = "\(ContainerID(failed.containerId ?? ContainerIdProto()))"
            }
        case 5:
            for message in try GetClusterNodesResponseProto(serialized: bytes).nodeReports {
                _ = "\(NodeReport(message).id)"
            }
        case 6:
            let message = try SubmitApplicationRequestProto(serialized: bytes).applicationSubmissionContext
            let context = ApplicationSubmissionContext(message ?? ApplicationSubmissionContextProto())
            _ = context.resource?.fits(in: .none)
            _ = context.launchContext.localResources.values.map { "\($0.url)" }
        default:
            _ = try ContainerTokenIdentifier([UInt8](bytes))
        }
    }

    @Test("never end the process: they are read, or refused with an error of this project")
    func noise() {
        let good = [
            "AllocateResponse", "RegisterApplicationMasterResponse", "GetApplicationsResponse", "GetQueueInfoResponse",
            "StartContainersResponse", "GetClusterNodesResponse", "SubmitApplicationRequest",
            "ContainerTokenIdentifier",
        ].map(GoldenMessages.bytes)
        // In all a quarter of what is asked for: a message is some hundred values in Swift.
        for (choice, bytes) in good.enumerated() {
            Fuzzing.mutate([bytes], inputs: max(1, Fuzzing.inputs / 32)) { bytes in
                do { try Self.read(bytes, choice) } catch is WeftError {}
            }
        }
    }

    @Test("texts are ids, or refused")
    func texts() {
        let good = [
            "application_1700000000000_0007", "appattempt_1700000000000_0007_000002",
            "container_e17_1700000000000_0007_02_000003", "node1.example.com:45454", "hdfs://nn:8020/a/b", "512Mi",
        ].map { Array($0.utf8) }
        // Each text goes to six readers.
        Fuzzing.mutate(good, inputs: max(1, Fuzzing.inputs / 10)) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            if let id = try? ApplicationID(text) {
                let again = try ApplicationID("\(id)")
                #expect(again == id)
            }
            if let id = try? ApplicationAttemptID(text) {
                let again = try ApplicationAttemptID("\(id)")
                #expect(again == id)
            }
            if let id = try? ContainerID(text) {
                let again = try ContainerID("\(id)")
                #expect(again == id)
            }
            if let url = try? ResourceURL(text) {
                let again = try ResourceURL("\(url)")
                #expect(again == url)
            }
            _ = try? NodeID(text)
            _ = ResourceAmount(text: text)
        }
    }

    @Test("queues that are too deep in each other are refused, exceptions are cut off")
    func depth() throws {
        var queue = QueueInfoProto(queueName: "deepest")
        for _ in 0..<1000 { queue = QueueInfoProto(queueName: "q", childQueues: [queue.serialized()]) }
        let error = #expect(throws: WeftError.self) { try QueueInfo(queue) }
        #expect(error?.code == "rpc-protocol")
        var exception = SerializedExceptionProto(message: "deepest", className: "x.Y")
        for _ in 0..<1000 {
            exception = SerializedExceptionProto(message: "m", className: "x.Y", cause: exception.serialized())
        }
        var depth = 0
        var next: WeftError? = SerializedException(exception).error()
        while let error = next {
            depth += 1
            next = error.cause
        }
        #expect(depth == 16)
        // What isn't an exception below another one is left out.
        let broken = SerializedExceptionProto(message: "m", className: "x.Y", cause: [0xff, 0xff])
        #expect(SerializedException(broken).causes.isEmpty)
    }
}
