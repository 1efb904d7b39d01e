import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ConfigurationTests {
    private typealias Keys = ConfigurationKeys

    @Test func withoutSettingsEveryKeyHasItsDefault() {
        let configuration = Configuration()
        #expect(configuration[Keys.executorMemory] == .gibibytes(1))
        #expect(configuration[Keys.master] == .local(LocalMaster(slots: .allProcessors)))
        #expect(configuration[Keys.defaultParallelism] == nil)
        #expect(configuration[Keys.localityWait] == .seconds(3))
        #expect(configuration[Keys.schedulerMode] == .fifo)
        #expect(configuration.source(of: Keys.executorMemory) == .defaultValue)
        #expect(configuration.entries.count == Keys.all.count)
    }

    private static let sources: [ConfigurationSource] = [
        .defaultValue, .file(path: "a.conf", line: 3), .environment(variable: "WEFT_EXECUTOR_CORES"),
        .flag("--executor-cores"), .code,
    ]

    @Test(arguments: sources.indices, sources.indices)
    func theStrongerSourceWinsInEitherOrder(first: Int, second: Int) throws {
        var configuration = Configuration()
        try configuration.set("weft.executor.cores", String(first + 1), source: Self.sources[first])
        try configuration.set("weft.executor.cores", String(second + 11), source: Self.sources[second])
        #expect(configuration[Keys.executorCores] == (second >= first ? second + 11 : first + 1))
        #expect(configuration.source(of: Keys.executorCores) == Self.sources[max(first, second)])
    }

    @Test func codeSetsTypedValues() throws {
        let configuration = try Configuration()
            .setting(Keys.executorMemory, .mebibytes(1536))
            .setting(Keys.schedulerMode, .fair)
            .setting(Keys.localityWait, .milliseconds(500))
            .setting(Keys.localDir, ["/a", "/b"])
            .setting(Keys.defaultParallelism, 7)
            .setting(Keys.showConsoleProgress, false)
            .setting(Keys.memoryStorageFraction, 0.25)
        #expect(configuration[Keys.executorMemory] == .mebibytes(1536))
        #expect(configuration[Keys.schedulerMode] == .fair)
        #expect(configuration[Keys.localityWait] == .milliseconds(500))
        #expect(configuration[Keys.localDir] == ["/a", "/b"])
        #expect(configuration.localFolders == ["/a", "/b"])
        #expect(configuration[Keys.defaultParallelism] == 7)
        #expect(configuration[Keys.showConsoleProgress] == false)
        #expect(configuration[Keys.memoryStorageFraction] == 0.25)
        #expect(try configuration.setting(Keys.defaultParallelism, nil)[Keys.defaultParallelism] == nil)
    }

    @Test func codeIsHeldToTheRangesToo() {
        let error = #expect(throws: WeftError.self) { try Configuration().setting(Keys.executorCores, 0) }
        #expect(error?.code == "invalid-configuration-value")
        #expect(error?.message.contains("from 1 to 4096") == true)
        #expect(throws: WeftError.self) { try Configuration().setting(Keys.localDir, ["a,b"]) }
        #expect(throws: WeftError.self) { try Configuration().setting(Keys.memoryStorageFraction, .nan) }
    }

    @Test(arguments: [
        ("weft.executor.memroy", "weft.executor.memory"), ("weft.Master", "weft.master"),
        ("spark.executor.cores", "weft.executor.cores"), ("weft.task.maxFailure", "weft.task.maxFailures"),
        ("weft.submit.deploymode", "weft.submit.deployMode"), ("", "weft.files"),
    ])
    func anUnknownKeyNamesTheNearestAndItsPlace(name: String, nearest: String) {
        var configuration = Configuration()
        let error = #expect(throws: WeftError.self) {
            try configuration.set(name, "1", source: .file(path: "x.conf", line: 9))
        }
        #expect(error?.code == "unknown-configuration-key")
        #expect(error?.remedy.contains("nearest key is \(nearest);") == true, "\(error?.remedy ?? "")")
        #expect(error?.description.contains("x.conf:9") == true)
    }

    @Test(arguments: [
        ("weft.executor.cores", "0", "an integer from 1 to 4096"), ("weft.executor.cores", "two", "an integer"),
        ("weft.executor.memory", "63m", "64m or more"), ("weft.executor.memory", "1.5g", "such as 512m"),
        ("weft.locality.wait", "10", "with its unit"), ("weft.memory.storageFraction", "2", "from 0.0 to 1.0"),
        ("weft.scheduler.mode", "LIFO", "one of FIFO, FAIR"), ("weft.ui.showConsoleProgress", "yes", "true or false"),
        ("weft.default.parallelism", "0", "an integer from 1"), ("weft.log.level", "loud", "one of trace"),
        ("weft.master", "local[0]", "out of range"), ("weft.master", "weft://h:7077", "not available yet"),
    ])
    func aValueThatIsNotAllowedNamesTheRangeAndItsPlace(name: String, value: String, expected: String) {
        var configuration = Configuration()
        let error = #expect(throws: WeftError.self) {
            try configuration.set(name, value, source: .flag("--conf"))
        }
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        #expect(error?.details == [.init("from", "flag --conf")])
    }

    @Test(arguments: ["weft.my.secret", "weft.keyTab", "weft.ssl.keyPassword", "weft.accessToken.x"])
    func keysWithSecretNamesAreSecret(name: String) {
        let key = ConfigurationKey(name, .application, .integer(1...2), default: 1, "A test.")
        #expect(AnyConfigurationKey(key).isSecret)
        let error = Configuration.invalidValue("hunter2", of: AnyConfigurationKey(key), from: .code)
        #expect(!error.description.contains("hunter2"))
    }

    @Test func ordinaryKeysAreNoSecrets() {
        // Where a keytab is, is nobody's business either.
        #expect(ConfigurationKeys.all.filter(\.isSecret).map(\.name) == ["weft.kerberos.keytab"])
    }

    @Test func secretsAreStarsInPrintedValues() {
        let key = ConfigurationKey("weft.password", .application, .text("a word"), default: "x", "A test.")
        let entry = Configuration.entry(
            AnyConfigurationKey(key),
            .init(value: "hunter2", source: .environment(variable: "WEFT_PASSWORD"))
        )
        #expect(entry.value == "********")
        #expect(entry.source == .environment(variable: "WEFT_PASSWORD"))
    }

    private func sample() throws -> Configuration {
        var configuration = Configuration()
        try configuration.set("weft.app.name", "näme with = and , and \"", source: .file(path: "/a b/c", line: 12))
        try configuration.set("weft.executor.memory", "2g", source: .environment(variable: "WEFT_EXECUTOR_MEMORY"))
        try configuration.set("weft.master", "local[2]", source: .flag("--master"))
        return try configuration.setting(Keys.executorCores, 3)
    }

    @Test func aHandoverKeepsValuesAndSources() throws {
        let configuration = try sample()
        #expect(try Configuration(handoverBytes: configuration.handoverBytes) == configuration)
        #expect(try Configuration(handoverBytes: Configuration().handoverBytes) == Configuration())
    }

    @Test func aDamagedHandoverIsAnErrorOrAnotherHandover() throws {
        let bytes = try sample().handoverBytes
        for length in bytes.indices {
            #expect(throws: WeftError.self) {
                let part = try Configuration(handoverBytes: Array(bytes[..<length]))
                // A cut between two settings leaves a handover with fewer of them.
                if part.settings.count < 4 { throw WeftError("shorter", "shorter") }
            }
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<5000 {
            var damaged = bytes
            damaged[Int.random(in: damaged.indices, using: &generator)] = .random(in: 0...255, using: &generator)
            do { _ = try Configuration(handoverBytes: damaged) } catch { #expect(error is WeftError) }
        }
    }

    @Test func codingKeepsValuesAndSources() throws {
        let configuration = try sample()
        let coded = try JSONEncoder().encode(configuration)
        #expect(try JSONDecoder().decode(Configuration.self, from: coded) == configuration)
    }

    @Test func decodingChecksWhatItReads() {
        let text = #"[{"name":"weft.executor.cores","value":"0","source":{"code":{}}}]"#
        #expect(throws: WeftError.self) { try JSONDecoder().decode(Configuration.self, from: Data(text.utf8)) }
    }

    @Test(arguments: [
        (["local"], 1), (["local[4]"], 1), (["local[4,3]"], 3), (["local[*,2]"], 2), (["local[2]", "5"], 5),
        (["local[2,3]", "5"], 3), (["local-cluster[2,1,512]"], 4), (["local-cluster[2,1,512]", "7"], 7),
    ])
    func theFailuresOfATaskComeFromTheMasterThenTheKey(settings: [String], failures: Int) throws {
        var configuration = Configuration()
        try configuration.set("weft.master", settings[0], source: .flag("--master"))
        if settings.count > 1 { try configuration.set("weft.task.maxFailures", settings[1], source: .flag("--conf")) }
        #expect(configuration.effectiveTaskMaxFailures == failures)
    }
}
