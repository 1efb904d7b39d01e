import MiniCluster
import Testing
import WeftDiagnostics

@Suite("Errors of the embedded servers")
struct RPCServerErrorTests {
    @Test("an error of Weft is a YarnException to Java")
    func weftError() {
        let error = RPCServerError(WeftError("invalid-argument", "There is no queue \"x\""))
        #expect(error.exceptionClass == "org.apache.hadoop.yarn.exceptions.YarnException")
        #expect(error.message == "There is no queue \"x\"")
    }
}
