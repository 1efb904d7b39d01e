import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Users")
struct HadoopUserTests {
    @Test("A proxy user acts for another one; the real user stays the one who is authenticated")
    func proxies() {
        let oozie = HadoopUser("oozie", authentication: .kerberos)
        let alice = oozie.acting(for: "alice")
        #expect(alice == HadoopUser("alice", realUser: "oozie", authentication: .kerberos))
        #expect(alice.isProxy)
        #expect(alice.acting(for: "bob").realUser == "oozie")
        #expect(!alice.acting(for: "oozie").isProxy)
        #expect("\(alice) \(oozie)" == "alice via oozie oozie")
    }

    @Test("On a cluster without Kerberos the name is that of the variable, else the system's")
    func simpleName() throws {
        #expect(try LoginUser.simpleName(environment: ["HADOOP_USER_NAME": "alice"]) == "alice")
        #expect(try LoginUser.simpleName(environment: ["HADOOP_USER_NAME": ""]) == LoginUser.systemName)
        #expect(try !LoginUser.simpleName(environment: [:]).isEmpty)
    }
}
