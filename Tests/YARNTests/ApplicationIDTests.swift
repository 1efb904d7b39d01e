import Testing
import WeftDiagnostics
import YARN

@Suite("Application ids")
struct ApplicationIDTests {
    @Test(
        "text and value are the same thing, with four digits at least",
        arguments: [
            ("application_1700000000000_0001", 1), ("application_1700000000000_12345", 12345),
        ]
    )
    func texts(_ text: String, _ id: Int32) throws {
        let value = try ApplicationID(text)
        #expect(value == ApplicationID(clusterTimestamp: 1_700_000_000_000, id: id))
        #expect(value.description == text)
        #expect(ApplicationID(value.message) == value)
    }

    @Test(
        "what isn't one is refused",
        arguments: ["", "application_1", "app_1_1", "application_x_1", "application_1_-1"]
    )
    func refusals(_ text: String) {
        #expect(throws: WeftError.self) { try ApplicationID(text) }
    }
}
