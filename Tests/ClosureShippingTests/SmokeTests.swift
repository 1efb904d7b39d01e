import ClosureShipping
import Testing

@Test func theSelfTestPasses() throws {
    try ClosureShippingSelfTest.run()
    #expect(!ExecutableIdentity.buildID.isEmpty)
}
