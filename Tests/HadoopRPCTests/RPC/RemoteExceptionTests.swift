import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Remote exceptions")
struct RemoteExceptionTests {
    private func error(_ name: String, _ message: String) -> WeftError {
        RemoteException(
            RpcResponseHeaderProto(callId: 0, status: .error, exceptionClassName: name, errorMsg: message)
        ).error()
    }

    @Test("classes become codes")
    func codes() {
        #expect(error("org.apache.hadoop.security.AccessControlException", "x").code == "permission-denied")
        #expect(error("org.apache.hadoop.ipc.StandbyException", "x").code == "standby")
        #expect(
            error("org.apache.hadoop.security.token.SecretManager$InvalidToken", "token is expired").code
                == "token-expired"
        )
        #expect(
            error("org.apache.hadoop.security.token.SecretManager$InvalidToken", "can't be found in cache").code
                == "token-invalid"
        )
        #expect(error("com.example.Odd", "x").code == "remote-exception")
    }

    @Test("safe mode that ends by itself is worth waiting for")
    func safeMode() {
        let name = "org.apache.hadoop.hdfs.server.namenode.SafeModeException"
        let starting =
            "Cannot create /x.\nThe reported blocks 0 needs more. Safe mode will be turned off automatically."
        #expect(error(name, starting).code == "server-busy")
        #expect(error(name, "Cannot create /x.\nIt was turned on manually.").code == "safe-mode")
    }

    @Test("a message that is only a stack trace still says something")
    func empty() {
        #expect(
            error("java.lang.NullPointerException", "java.lang.NullPointerException\n\tat A.b(A.java:1)").message
                == "java.lang.NullPointerException"
        )
        #expect(!error("java.lang.NullPointerException", "").message.isEmpty)
    }

    @Test(
        "the class in front of a message is left out, byte by byte and no more",
        arguments: [
            ("\u{e9}\u{e9}\u{e9}", "\u{e9}\u{e9}\u{e9}: x", "x"), ("A", "A: x", "x"),
            ("e\u{301}", "\u{e9}: x", "\u{e9}: x"), ("A", "A: \u{301}x", "\u{301}x"), ("A", "A : x", "A : x"),
            ("A", "A: x\r\n\tat B.c(B.java:1)\r\n", "x"), ("", ": x", "x"), ("A", "A: ", "no message"),
            ("\u{1f4a5}", "\u{1f4a5}: \u{1f4a5}", "\u{1f4a5}"), ("\r\n", "\r\n: x", ": x"),
        ]
    )
    func prefix(_ name: String, _ message: String, _ expected: String) {
        #expect(Array(exception(name, message).message.utf8) == Array(expected.utf8))
    }

    private func exception(_ name: String, _ message: String) -> RemoteException {
        RemoteException(
            RpcResponseHeaderProto(callId: 0, status: .error, exceptionClassName: name, errorMsg: message)
        )
    }

    @Test("any texts: an error that says something")
    func fuzz() {
        let pieces = [
            "\u{e9}", "e\u{301}", "\u{301}", "\r\n", "\r", "\n", ": ", ":", " ", "\tat ", "\tat \u{301}", "Caused by: ",
            "a", "java.io.Foo$Bar", "\u{1f468}\u{200d}\u{1f469}", "\u{0}", "expired", "\u{1f1e9}",
        ]
        var random = SystemRandomNumberGenerator()
        func text() -> String {
            let number = UInt64.random(in: 0 ... .max, using: &random)
            return (0..<Int(number & 3)).reduce(into: "") {
                $0 += pieces[Int(number >> (8 + $1 * 8) & 0xff) % pieces.count]
            }
        }
        for turn in 0..<InputFuzzer.inputs() {
            let name = text()
            let rest = text()
            let made = exception(name, turn % 2 == 0 ? "\(name): \(rest)" : rest)
            if made.message.isEmpty || made.message.utf8.contains(10) || made.message.utf8.last == 13 {
                Issue.record("\(name.debugDescription) \(rest.debugDescription): \(made)")
                return
            }
            if turn % 8 == 0, made.error().message != made.message, !made.message.isEmpty {
                Issue.record("\(made)")
                return
            }
        }
    }
}
