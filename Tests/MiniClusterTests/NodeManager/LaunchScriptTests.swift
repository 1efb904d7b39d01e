import Glibc
import Testing
import WeftDiagnostics

@testable import MiniCluster

@Suite("The launch script of containers", .timeLimit(.minutes(2)))
struct LaunchScriptTests {
    /// Runs a script as a container, and returns what the command printed.
    private func run(_ change: (inout LaunchScript) -> Void, node: [String: String] = [:]) throws -> String {
        try TemporaryFolder.with { folder in
            try LocalDisk.makeFolder("\(folder)/work")
            try LocalDisk.makeFolder("\(folder)/logs")
            var script = LaunchScript(logFolder: "\(folder)/logs")
            script.nodeEnvironment = node
            change(&script)
            script.command.append("1><LOG_DIR>/stdout")
            try LocalDisk.write(script.text.utf8, to: "\(folder)/work/launch_container.sh", mode: 0o700)
            var environment = ["PATH": "/usr/bin:/bin"]
            environment.merge(node) { $1 }
            let process = try ContainerProcess.start(folder: "\(folder)/work", environment: environment)
            let status = process.wait()
            let errors = String(decoding: LocalDisk.tail("\(folder)/logs/prelaunch.err", 4096), as: UTF8.self)
            guard status == 0 else { throw WeftError("test-failed", "status \(status): \(errors)") }
            return String(decoding: try LocalDisk.read("\(folder)/logs/stdout"), as: UTF8.self)
        }
    }

    @Test(
        "values stand between double quotes: bash reads what is live in them",
        arguments: [
            ("plain", "plain\n"), ("two  blanks", "two  blanks\n"), ("it's", "it's\n"), ("{{USER}}", "alice\n"),
            ("$USER", "alice\n"), ("\\$USER", "$USER\n"), ("\\\"quoted\\\"", "\"quoted\"\n"), ("a<CPS>b", "a:b\n"),
            ("`echo run`", "run\n"), ("*", "*\n"), ("", "\n"),
        ] as [(String, String)]
    )
    func values(value: String, printed: String) throws {
        let output = try run {
            $0.environment = ["VALUE": value]
            $0.forced = [("USER", "alice")]
            $0.command = ["printenv VALUE"]
        }
        #expect(output == printed)
    }

    @Test("the command is read twice, by the script and by the shell that it starts")
    func command() throws {
        #expect(try run { $0.command = ["echo", "'a", "b'", "\\\"c d\\\""] } == "a b c d\n")
        // The script itself puts in values: quotes of the inner shell don't keep it from that.
        let output = try run {
            $0.environment = ["NAME": "outer"]
            $0.command = ["NAME=inner;", "echo $NAME \\$NAME '$NAME'"]
        }
        #expect(output == "outer inner outer\n")
    }

    @Test("a variable comes behind those that its value names")
    func order() throws {
        let output = try run {
            $0.environment = ["A": "$B/a", "B": "${C}/b", "C": "c"]
            $0.command = ["echo $A"]
        }
        #expect(output == "c/b/a\n")
        // A circle is written in some order, and isn't the end.
        #expect(LaunchScript.ordered(["A": "$B", "B": "$A"]).count == 2)
    }

    @Test("of white-listed variables the node's value wins, and the others are the container's")
    func whitelist() throws {
        let output = try run(
            {
                $0.environment = ["TZ": "container", "LANG": "container", "OTHER": "container"]
                $0.command = ["echo $TZ $LANG $OTHER $HADOOP_HOME"]
            },
            node: ["TZ": "node", "HADOOP_HOME": "/node"]
        )
        #expect(output == "node container container /node\n")
    }

    @Test("what a NodeManager sets can't be set by a container")
    func forced() throws {
        let output = try run {
            $0.environment = ["CONTAINER_ID": "mine"]
            $0.forced = [("CONTAINER_ID", "container_1")]
            $0.command = ["echo $CONTAINER_ID"]
        }
        #expect(output == "container_1\n")
    }

    @Test("links lead to localized files, in folders too")
    func links() throws {
        let output = try run {
            $0.links = [("name", "/etc/hostname"), ("folder/name", "/etc/passwd")]
            $0.command = ["readlink name folder/name"]
        }
        #expect(output == "/etc/hostname\n/etc/passwd\n")
    }

    @Test("a command that fails has its own status, and one that a signal ends 128 and the signal's number")
    func statuses() throws {
        for (command, status) in [
            ("exit 9", 9), ("kill -TERM $$", 143), ("kill -KILL $$", 137), ("nothing-of-this-name", 127),
        ] {
            try TemporaryFolder.with { folder in
                try LocalDisk.makeFolder("\(folder)/logs")
                var script = LaunchScript(logFolder: "\(folder)/logs")
                script.command = [command]
                try LocalDisk.write(script.text.utf8, to: "\(folder)/launch_container.sh", mode: 0o700)
                let process = try ContainerProcess.start(folder: folder, environment: ["PATH": "/usr/bin:/bin"])
                #expect(process.wait() == Int32(status), "\(command)")
            }
        }
    }
}

/// A folder for one test.
enum TemporaryFolder {
    static func with<Result>(_ body: (String) throws -> Result) throws -> Result {
        var template = Array("/tmp/weft-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw LocalDisk.failed("can't make a folder below", "/tmp") }
        let folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { LocalDisk.remove(folder) }
        return try body(folder)
    }
}
