import Foundation
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

/// An application whose application master this process is.
struct Master {
    let client: ResourceManagerClient
    let id: ApplicationID
    let master: ApplicationMasterClient
    let nodes: NodeManagerClient

    /// Submits an application and gets its application master's credentials.
    ///
    /// A secure ResourceManager tells an unmanaged one's token to nobody whose name has a realm (RMAppImpl.java
    /// compares it with the short name). There a shell command is the application master, and leaves what the
    /// NodeManager gave it in a file.
    init(_ yarn: TestYARN) throws {
        client = try yarn.client()
        let isSecure = try yarn.configuration().security.isSecure
        let file = "/tmp/weft-interop-\(UUID().uuidString)"
        defer { unlink(file) }
        var context = try client.shellApplication(
            "umask 077; cp $HADOOP_TOKEN_FILE_LOCATION \(file).part && mv \(file).part \(file) && exec sleep 600"
        )
        context.isUnmanaged = !isSecure
        id = context.id
        try client.submit(context)
        var credentials = Credentials()
        _ = try client.wait(for: id, "launched") { report in
            if let token = report.masterToken {
                // As the NodeManager would hand it over: under an empty name, without a service.
                credentials.add(token, alias: "")
            } else if FileManager.default.fileExists(atPath: file) {
                credentials = try Credentials(file: file)
            }
            return !credentials.isEmpty
        }
        let token = try #require(credentials.applicationMasterToken)
        #expect(token.service.isEmpty)
        #expect(credentials.withoutApplicationMasterToken.applicationMasterToken == nil)
        let configuration = try yarn.configuration()
        master = try ApplicationMasterClient(
            configuration: configuration,
            credentials: credentials
        )
        nodes = try NodeManagerClient(
            configuration: configuration,
            attempt: master.attempt,
            nmTokens: master.nmTokens
        )
    }

    func close() {
        _ = try? client.kill(id)
        client.close()
        master.close()
        nodes.close()
    }

    /// Heartbeats until there is what is waited for.
    func heartbeats(_ what: String, until isDone: (AllocationEvents) throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            if try isDone(try master.heartbeat(progress: 0.5)) { return }
            guard ContinuousClock.now < deadline else { throw WeftError("timed-out", "no \(what) in two minutes") }
            usleep(200_000)
        }
    }

    func containers(_ request: ContainerRequest, _ count: Int) throws -> [Container] {
        try master.request(request, count: count)
        var got: [Container] = []
        try heartbeats("containers") { events in
            got += events.allocated.map(\.container)
            return got.count >= count
        }
        return got
    }
}
