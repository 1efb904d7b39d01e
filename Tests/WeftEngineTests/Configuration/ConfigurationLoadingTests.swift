import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ConfigurationLoadingTests {
    private typealias Keys = ConfigurationKeys

    @Test(arguments: [
        ("weft.a 1", [PropertiesFile.Line(number: 1, key: "weft.a", value: "1")]),
        (
            "weft.a=1\nweft.b = 2\nweft.c:3",
            [
                .init(number: 1, key: "weft.a", value: "1"), .init(number: 2, key: "weft.b", value: "2"),
                .init(number: 3, key: "weft.c", value: "3"),
            ]
        ),
        ("# c\n\n  ! d\r\n\tweft.a \t x y  \r\n", [.init(number: 4, key: "weft.a", value: "x y")]),
        (
            "weft.a one,\\\n   two\nweft.b 2",
            [
                .init(number: 1, key: "weft.a", value: "one,two"), .init(number: 3, key: "weft.b", value: "2"),
            ]
        ),
        ("weft.a", [.init(number: 1, key: "weft.a", value: "")]),
        ("weft.a = =b#c", [.init(number: 1, key: "weft.a", value: "=b#c")]),
        ("weft.a C\\:\\\\x\\ty", [.init(number: 1, key: "weft.a", value: "C:\\x\ty")]),
        ("weft.a x\\", [.init(number: 1, key: "weft.a", value: "x\\")]),
        (
            "weft.a x\\\\\nweft.b y",
            [
                .init(number: 1, key: "weft.a", value: "x\\"), .init(number: 2, key: "weft.b", value: "y"),
            ]
        ),
        ("=x", [.init(number: 1, key: "", value: "x")]),
        ("", []),
    ])
    func propertiesAreReadAsJavaAndSparkDo(text: String, lines: [PropertiesFile.Line]) {
        #expect(PropertiesFile.parse(text) == lines)
    }

    @Test func errorsInAFileNameFileAndLine() throws {
        try withFolder { folder in
            let path = folder + "/weft-defaults.conf"
            try "# one\nweft.executor.cores 2\nweft.executor.memroy 2g\n".write(
                toFile: path,
                atomically: false,
                encoding: .utf8
            )
            var configuration = Configuration()
            let error = #expect(throws: WeftError.self) { try configuration.loadFile(path) }
            #expect(error?.details == [.init("from", "\(path):3")])
        }
    }

    @Test func anUnreadableFileIsAnError() throws {
        try withFolder { folder in
            var configuration = Configuration()
            for path in [folder + "/missing", folder] {
                let error = #expect(throws: WeftError.self) { try configuration.loadFile(path) }
                #expect(error?.code == "configuration-file-unreadable")
            }
        }
    }

    @Test func theFileIsFoundByWeftConfDirThenBesideTheExecutable() throws {
        try withFolder { folder in
            let manager = FileManager.default
            try manager.createDirectory(atPath: folder + "/home/conf", withIntermediateDirectories: true)
            try manager.createDirectory(atPath: folder + "/other", withIntermediateDirectories: true)
            let program = folder + "/home/bin/weft"
            #expect(try Configuration.load(environment: [:], executable: program) == Configuration())
            for (place, cores) in [("home/conf", "5"), ("other", "6")] {
                try "weft.executor.cores \(cores)".write(
                    toFile: "\(folder)/\(place)/weft-defaults.conf",
                    atomically: false,
                    encoding: .utf8
                )
            }
            #expect(try Configuration.load(environment: [:], executable: program)[Keys.executorCores] == 5)
            let environment = ["WEFT_CONF_DIR": folder + "/other"]
            #expect(try Configuration.load(environment: environment, executable: program)[Keys.executorCores] == 6)
            #expect(throws: WeftError.self) {
                try Configuration.load(environment: ["WEFT_CONF_DIR": folder + "/none"], executable: program)
            }
        }
    }

    @Test(arguments: [
        ("weft.master", "WEFT_MASTER"), ("weft.executor.memory", "WEFT_EXECUTOR_MEMORY"),
        ("weft.task.maxFailures", "WEFT_TASK_MAX_FAILURES"),
        ("weft.ui.showConsoleProgress", "WEFT_UI_SHOW_CONSOLE_PROGRESS"),
    ])
    func everyKeyHasAnEnvironmentVariable(name: String, variable: String) {
        #expect(ConfigurationKeys.named(name)?.environmentVariable == variable)
    }

    @Test func environmentVariablesAreDistinct() {
        #expect(Set(Keys.all.map(\.environmentVariable)).count == Keys.all.count)
        #expect(Set(Keys.all.map(\.name)).count == Keys.all.count)
    }

    @Test func variablesSetKeysAndEmptyOnesDoNot() throws {
        var configuration = Configuration()
        try configuration.loadEnvironment([
            "WEFT_MASTER": "local[3]", "WEFT_EXECUTOR_MEMORY": "", "WEFT_SOMETHING_ELSE": "x", "WEFT_CONF_DIR": "/x",
            "HOME": "/", "weft.master": "yarn",
        ])
        #expect(configuration[Keys.master] == .local(LocalMaster(slots: .count(3))))
        #expect(configuration.source(of: Keys.master) == .environment(variable: "WEFT_MASTER"))
        #expect(configuration.settings.count == 1)
    }

    @Test func aMisspeltVariableIsAnError() {
        var configuration = Configuration()
        let error = #expect(throws: WeftError.self) {
            try configuration.loadEnvironment(["WEFT_EXECUTOR_MEMROY": "1g"])
        }
        #expect(error?.code == "unknown-configuration-key")
        #expect(error?.remedy.contains("WEFT_EXECUTOR_MEMORY?") == true)
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "/weft-configuration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
