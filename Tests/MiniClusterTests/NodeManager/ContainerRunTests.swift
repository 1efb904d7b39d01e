import Testing

@testable import MiniCluster

@Suite("A container on its node")
struct ContainerRunTests {
    @Test("a container that ends by itself has its own status, and a failure says where to look")
    func ownEnd() {
        var run = ContainerRun()
        let ends = run.launched()
        #expect(!ends)
        run.exited(status: 0, name: "c", details: "unused")
        #expect(run.phase == .done && run.exitStatus == 0 && run.diagnostics.isEmpty)
        var failed = ContainerRun()
        _ = failed.launched()
        failed.exited(status: 3, name: "c", details: "the end of stderr")
        #expect(failed.exitStatus == 3 && failed.diagnostics.contains("the end of stderr"))
    }

    @Test("a container that was told to end has the reason's status, whatever its own")
    func stopped() {
        for own in [0, 143, 137] as [Int32] {
            var run = ContainerRun()
            _ = run.launched()
            let isFirst = run.stop(status: -105, diagnostics: "stopped")
            #expect(isFirst)
            // The first reason counts.
            let isSecond = run.stop(status: -106, diagnostics: "again")
            #expect(!isSecond)
            run.exited(status: own, name: "c", details: "")
            #expect(run.exitStatus == -105 && run.diagnostics.hasPrefix("stopped\n"))
            #expect(run.diagnostics.contains("Exit code is \(own)") == (own > 128))
        }
    }

    @Test("a container that is told to end while its files are fetched doesn't run on")
    func stoppedEarly() {
        var run = ContainerRun()
        let hasProcess = run.stop(status: -105, diagnostics: "stopped")
        #expect(!hasProcess)
        #expect(run.isCancelled)
        var launched = run
        let mustEnd = launched.launched()
        #expect(mustEnd)
        run.failed("cancelled")
        #expect(run.exitStatus == -105)
    }

    @Test("a container whose files can't be fetched has the status -1000 and the reason")
    func failed() {
        var run = ContainerRun()
        run.failed("File file:/x does not exist")
        #expect(run.exitStatus == -1000 && run.diagnostics == "File file:/x does not exist\n")
        _ = run.stop(status: -105, diagnostics: "")
        #expect(run.exitStatus == -1000)
    }
}
