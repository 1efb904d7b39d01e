import Testing

@Suite struct WordCountTests {
    private let text = "to be or not to be\r\nthat is  the question\n\nto be"

    @Test(arguments: [[], ["--strings"]], Example.masters)
    func wordsAreCounted(flags: [String], master: String) throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(text, to: "text")
        let outcome = try Example.run(
            on: master,
            ["WordCount", input, "--top", "3", "--output", folder / "counts"] + flags
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["3\tbe", "3\tto", "1\tis"])
        let counts = try folder.lines(of: "counts").sorted()
        #expect(
            counts == [
                "(be,3)", "(is,1)", "(not,1)", "(or,1)", "(question,1)", "(that,1)", "(the,1)", "(to,3)",
            ]
        )
    }
}
