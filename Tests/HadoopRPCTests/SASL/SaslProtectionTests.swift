import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Levels of protection")
struct SaslProtectionTests {
    @Test("a list keeps its order, in any case, with spaces, without what comes twice")
    func lists() throws {
        #expect(try SaslProtection.list("authentication") == [.authentication])
        #expect(try SaslProtection.list(" Privacy , INTEGRITY,privacy,") == [.privacy, .integrity])
    }

    @Test(
        "unknown words and lists without a word are refused by the key's name",
        arguments: ["", " ,", "none", "auth"]
    )
    func wrongLists(text: String) {
        let error = #expect(throws: WeftError.self) { try SaslProtection.list(text, key: "some.key") }
        #expect(error?.code == "hadoop-configuration")
        #expect(error?.message.contains("some.key") == true)
    }

    @Test("levels are ordered by strength and have their words")
    func order() {
        #expect(SaslProtection.allCases.sorted() == [.authentication, .integrity, .privacy])
        #expect(SaslProtection.allCases.map(\.qop) == ["auth", "auth-int", "auth-conf"])
        #expect(SaslProtection(qop: "auth-int") == .integrity)
        #expect(SaslProtection(qop: "auth-none") == nil)
    }
}
