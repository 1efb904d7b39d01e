import Testing
import WeftEngine
import YARN

@testable import WeftYARN

@Suite("What containers are started with")
struct LaunchEnvironmentTests {
    @Test(
        "values are taken as they are by a script that puts them between double quotes",
        arguments: [
            ("plain text", "plain text"), ("", ""), (#"a"b"#, #"a\"b"#), (#"a\b"#, #"a\\b"#), ("`id`", #"\`id\`"#),
            ("$HOME", #"\$HOME"#), ("it's", "it's"), ("ü €", "ü €"),
        ]
    )
    func quoting(_ value: String, _ expected: String) { #expect(LaunchEnvironment.quoted(value) == expected) }

    @Test("the command holds nothing but names")
    func command() {
        #expect(
            LaunchEnvironment.command("App", ContainerRole.executorArgument)
                == ["exec", "./App", "--weft-yarn-executor", "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"]
        )
    }

    @Test("the user's name travels where there is no security, and libraries' folder where there are any")
    func environment() {
        var start = ApplicationStart.sample
        start.user = "ali$ce"
        #expect(LaunchEnvironment.common(start, isSecure: false)["HADOOP_USER_NAME"] == #"ali\$ce"#)
        #expect(LaunchEnvironment.common(start, isSecure: true)["HADOOP_USER_NAME"] == nil)
        #expect(LaunchEnvironment.common(start, isSecure: true)["LD_LIBRARY_PATH"] == "{{PWD}}")
        start.resources.removeLast()
        #expect(LaunchEnvironment.common(start, isSecure: true).isEmpty)
    }

    @Test("a process knows its role by its only argument")
    func roles() {
        #expect(ContainerRole.of(["app", "--weft-application-master"]) == .applicationMaster)
        #expect(ContainerRole.of(["app", "--weft-yarn-executor"]) == .executor)
        for other in [["app"], ["app", "--weft-yarn-executor", "x"], ["app", "x"], []] {
            #expect(ContainerRole.of(other) == nil)
        }
    }

    @Test("the submitter may see and kill the application, and whoever is named besides")
    func accessLists() throws {
        func rights(_ values: [String: String]) throws -> [ApplicationAccess: String] {
            AccessLists.rights(try settings(values), user: "alice")
        }
        #expect(try rights([:]) == [.view: "alice ", .modify: "alice "])
        #expect(
            try rights(["weft.ui.view.acls": "bob,alice,carol", "weft.modify.acls": "bob,*"])
                == [.view: "alice,bob,carol ", .modify: "*"]
        )
    }

    @Test("patterns of logs are asked for only when they are set")
    func logPatterns() throws {
        #expect(LogAggregationContext(try settings([:])) == nil)
        let context = try #require(LogAggregationContext(try settings(["weft.yarn.rolledLog.includePattern": "std.*"])))
        #expect(context.rolledIncludePattern == "std.*" && context.rolledExcludePattern == "")
    }
}
