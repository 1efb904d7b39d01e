import Testing

@Suite("Credentials of executors")
struct CredentialsTests {
    @Test("executors have what the driver got for them: at their start, for what is first used later, and renewed")
    func vault() throws {
        let outcome = try Cluster("Vaulted").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.lines == [
                "boxes 4 4", "renewed true", "killed 2 replaced true", #"state ["vault"] true"#,
            ]
        )
    }
}
