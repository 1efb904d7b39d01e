import Logging
import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

@Suite struct EchoTests {
    @Test("A request is answered", arguments: [true, false])
    func echo(encrypt: Bool) throws {
        let pair = try Pair(encrypt: encrypt)
        defer { pair.close() }
        let answer = try pair.connection.requestAndWait(ByteBuffer(string: "hello"), timeout: .seconds(30))
        #expect(String(buffer: answer) == "hello")
    }
}
