import Testing

@testable import WeftCLI

@Suite("Command lines as Hadoop's users type them")
struct HadoopArgumentsTests {
    @Test(
        "commands may have a dash and definitions no blank, and what isn't ours stays",
        arguments: [
            ([], []), (["fs"], ["fs"]), (["fs", "-ls", "-R", "/"], ["fs", "ls", "-R", "/"]),
            (["fs", "-nothing"], ["fs", "-nothing"]), (["fs", "ls", "-rm"], ["fs", "ls", "-rm"]),
            (["fs", "ls", "-Da.b=c=d", "/"], ["fs", "ls", "-D", "a.b=c=d", "/"]),
            (["fs", "ls", "-D", "a=b"], ["fs", "ls", "-D", "a=b"]), (["fs", "ls", "-Da"], ["fs", "ls", "-Da"]),
            (["fs", "ls", "--", "-Da=b"], ["fs", "ls", "--", "-Da=b"]),
            (["fs", "-cp", "-ptopax", "a", "b"], ["fs", "cp", "--preserve", "topax", "a", "b"]),
            (["fs", "cp", "-p", "-f", "a", "b"], ["fs", "cp", "-p", "-f", "a", "b"]),
            (["fs", "put", "-pf", "a", "b"], ["fs", "put", "-pf", "a", "b"]),
            (["fs", "cp", "--", "-px", "b"], ["fs", "cp", "--", "-px", "b"]),
            (["yarn", "apps", "-Da=b"], ["yarn", "apps", "-D", "a=b"]),
            (["diagnose", "-Da=b"], ["diagnose", "-D", "a=b"]),
            (["submit", "App", "-Da=b"], ["submit", "App", "-Da=b"]),
            (["submit", "fs", "-ls"], ["submit", "fs", "-ls"]),
        ]
    )
    func normalized(_ typed: [String], _ expected: [String]) { #expect(HadoopArguments.normalized(typed) == expected) }
}
