import Foundation
import Testing

@Suite struct ApplicationTests {
    @Test func startedByItselfAnApplicationTakesItsMasterFromTheEnvironment() throws {
        let given = try Program.application("settings", environment: ["WEFT_MASTER": "local[3]"]).run()
        #expect(given.lines == ["weft.master=local[3] (environment variable WEFT_MASTER)", "name: Settings"])
        #expect(try Program.application("settings").run().lines == ["name: Settings"])
    }

    @Test func codeWinsOverTheEnvironment() throws {
        let outcome = try Program.application("code", environment: ["WEFT_EXECUTOR_CORES": "3"]).run()
        #expect(outcome.lines == ["weft.executor.cores=7 (application code)"])
    }

    @Test(arguments: [
        (["fail", "weft"], 1, "error: the test failed\n  to do: expect it\n"),
        (["fail", "plain"], 1, "Plain"), (["fail", "code"], 7, ""), (["fail", "usage"], 64, "not so"),
        (["bad-code"], 2, "error: weft.executor.cores: \"0\" is not an integer from 1 to 4096"),
        (["fail"], 64, "Usage"), (["fail", "otherwise"], 64, "Usage"), (["settings", "--nothing"], 64, "Usage"),
    ])
    func everyEndHasItsExitStatus(arguments: [String], status: Int32, message: String) throws {
        var program = Program.application()
        program.arguments += arguments
        let outcome = try program.run()
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(message) || message.isEmpty, "\(outcome.errors)")
        #expect(outcome.output == "")
        if message.isEmpty { #expect(outcome.errors == "") }
    }

    @Test(arguments: [
        ("WEFT_MASTER", "weft://h:7077", "not available yet"), ("WEFT_MASTER", "local[", "is not a master"),
        ("WEFT_EXECUTOR_MEMROY", "1g", "WEFT_EXECUTOR_MEMORY"), ("WEFT_LOG_LEVEL", "loud", "one of trace"),
        ("WEFT_SUBMIT_FD", "99", "WEFT_SUBMIT_FD"), ("WEFT_SUBMIT_FD", "x", "WEFT_SUBMIT_FD"),
        ("WEFT_SUBMIT_FD", "1", "WEFT_SUBMIT_FD"), ("WEFT_CONF_DIR", "/no/such/folder", "not a folder"),
    ])
    func aWrongEnvironmentEndsWithStatus2(variable: String, value: String, message: String) throws {
        let outcome = try Program.application("settings", environment: [variable: value]).run()
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("error: "))
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.output == "")
    }

    @Test(arguments: [["--help"], ["settings", "--help"], ["help", "fail"]])
    func helpNeedsNeitherConfigurationNorContext(arguments: [String]) throws {
        var program = Program.application(environment: ["WEFT_MASTER": "weft://h:7077"])
        program.arguments += arguments
        let outcome = try program.run()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: TestApplication"))
    }

    @Test func withoutACommandConfigurationTheCommandHasTheTypesName() throws {
        #expect(try Program.application("Single").run().status == 0)
    }

    @Test(arguments: [(SIGINT, "Ctrl-C"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")], [false, true])
    func aSignalCancelsTheApplicationAndEndsIt(signal: (number: Int32, name: String), submitted: Bool) throws {
        let program = submitted ? Program.weft("submit", "TestApplication", "wait") : Program.application("wait")
        let process = program.process()
        let output = Pipe(), errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
        kill(process.processIdentifier, signal.number)
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        let message = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 128 + signal.number)
        #expect(String(decoding: rest, as: UTF8.self) == "cleaned up\n")
        let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("\(signal.name): cancelling all jobs") == true)
    }

    @Test func aSecondSignalEndsAnApplicationThatDoesNotListen() throws {
        let process = Program.application("wait", "--deaf").process()
        let output = Pipe(), errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
        kill(process.processIdentifier, SIGINT)
        // The line says that the first signal has arrived.
        #expect(!errors.fileHandleForReading.availableData.isEmpty)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 130)
        #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test func signalsThatAreIgnoredOnPurposeStayIgnored() throws {
        var program = Program.application("wait")
        program.arguments = ["env", "--ignore-signal=HUP"] + program.arguments
        let process = program.process()
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("ready\n".utf8))
        kill(process.processIdentifier, SIGHUP)
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + SIGTERM)
    }
}
