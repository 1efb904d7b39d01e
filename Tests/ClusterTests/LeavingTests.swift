import Foundation
import Testing

@Suite("Executors that leave and come", .serialized)
struct LeavingTests {
    @Test("a decommissioned executor gives its shuffle files and blocks away: nothing is computed twice")
    func decommission() throws {
        let outcome = try Cluster("Leave", master: "local-cluster[3,1,512]").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["first right true", "second right true computed 0 executors 2"])
    }

    @Test("executors come with the backlog and go when they idle")
    func dynamicAllocation() throws {
        let outcome = try Cluster(
            "Breathe",
            settings: [
                "weft.dynamicAllocation.enabled": "true", "weft.dynamicAllocation.minExecutors": "1",
                "weft.dynamicAllocation.schedulerBacklogTimeout": "200ms",
                "weft.dynamicAllocation.executorIdleTimeout": "2s",
            ],
            master: "local-cluster[3,1,256]"
        ).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["start 1", "busy 3", "idle 1"])
    }

    @Test("a block with two copies outlives one of its executors")
    func replication() throws {
        let outcome = try Cluster("Replicate").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["sum 499500 computed 8", "sum 499500 computed 8"])
    }
}
