import Foundation
import Testing

@Suite struct SubmitTests {
    @Test func settingsOfEverySourceReachTheApplicationInTheirOrder() throws {
        try withTemporaryFolder { folder in
            try """
            weft.executor.cores 2
            weft.executor.memory 2g
            weft.driver.memory = 3g
            weft.task.maxFailures 9

            """.write(to: folder + "/weft-defaults.conf")
            let environment = [
                "WEFT_CONF_DIR": folder, "WEFT_EXECUTOR_CORES": "3", "WEFT_EXECUTOR_MEMORY": "4g",
                "WEFT_DRIVER_MEMORY": "5g",
            ]
            let outcome = try Program.weft(
                "submit",
                "--master",
                "local[2]",
                "--executor-cores",
                "6",
                "--executor-memory",
                "6g",
                "--conf",
                "weft.executor.memory=7g",
                "--name",
                "a name",
                "TestApplication",
                "code",
                environment: environment
            ).run()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                outcome.lines == [
                    "weft.master=local[2] (flag --master)", "weft.app.name=a name (flag --name)",
                    "weft.driver.memory=5g (environment variable WEFT_DRIVER_MEMORY)",
                    "weft.executor.cores=7 (application code)", "weft.executor.memory=6g (flag --executor-memory)",
                    "weft.task.maxFailures=9 (\(folder)/weft-defaults.conf:4)",
                ]
            )
        }
    }

    @Test func aPropertiesFileTakesTheDefaultsPlace() throws {
        try withTemporaryFolder { folder in
            try "weft.executor.cores 2\n".write(to: folder + "/weft-defaults.conf")
            try "weft.driver.memory 2g\n".write(to: folder + "/mine.conf")
            let outcome = try Program.weft(
                "submit",
                "--properties-file",
                folder + "/mine.conf",
                "TestApplication",
                "settings",
                environment: ["WEFT_CONF_DIR": folder]
            ).run()
            #expect(outcome.lines == ["weft.driver.memory=2g (\(folder)/mine.conf:1)", "name: Settings"])
        }
    }

    @Test func argumentsAfterTheApplicationArePassedOnUntouched() throws {
        let words = ["--master", "yarn", "--conf", "x", "-v", "--help", "--", "", "a b", "--verbose", "'*\"", "ü"]
        var program = Program.weft("submit", "--master", "local", "TestApplication", "arguments")
        program.arguments += words
        let outcome = try program.run()
        // --help after `arguments` is the application's own word too: it takes all words as they are.
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == words.map { "<\($0)>" })
    }

    @Test func nothingOfTheHandoverStays() throws {
        let outcome = try Program.weft("submit", "TestApplication", "surroundings").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["arguments 2"])
    }

    @Test func aLongHandoverArrivesWhole() throws {
        try withTemporaryFolder { folder in
            let name = String(repeating: "n", count: 300_000)
            try "weft.app.name \(name)\n".write(to: folder + "/long.conf")
            let outcome = try Program.weft(
                "submit",
                "--properties-file",
                folder + "/long.conf",
                "TestApplication",
                "settings"
            ).run()
            #expect(outcome.lines.last == "name: \(name)", "\(outcome.errors)")
        }
    }

    @Test func applicationsAreFoundByPathBesideWeftAndOnThePath() throws {
        try withTemporaryFolder { folder in
            let application = Program.path("TestApplication")
            try FileManager.default.createSymbolicLink(atPath: folder + "/Linked", withDestinationPath: application)
            let path = "\(folder):/usr/bin:/bin"
            for name in [application, "TestApplication", "Linked"] {
                let outcome = try Program.weft("submit", name, "settings", environment: ["PATH": path]).run()
                #expect(outcome.status == 0, "\(name): \(outcome.errors)")
            }
            var program = Program.weft("submit", "./Linked", "settings")
            program.folder = folder
            #expect(try program.run().status == 0)
        }
    }

    @Test func whatIsNoApplicationIsRefused() throws {
        try withTemporaryFolder { folder in
            try "#!/bin/sh\necho ran\n".write(to: folder + "/script", permissions: 0o755)
            try "text".write(to: folder + "/plain")
            let cases = [
                ("\(folder)/none", "there is no application at \(folder)/none"),
                (folder, "there is no application at \(folder)"),
                ("NoSuchApplication", "looked in: \(folder)"),
                ("NoSuchApplication", "looked in: \(Program.products.path)"),
                ("\(folder)/script", "it is no ELF file"), ("script", "it is no ELF file"),
                ("\(folder)/plain", "may not be executed"), ("plain", "may not be executed"),
            ]
            for (name, message) in cases {
                let path = "\(folder):/usr/bin:/bin"
                let outcome = try Program.weft("submit", name, environment: ["PATH": path]).run()
                #expect(outcome.status == 2, "\(name)")
                #expect(outcome.errors.hasPrefix("error: "))
                #expect(outcome.errors.contains(message), "\(name): \(outcome.errors)")
                #expect(outcome.output == "")
            }
        }
    }

    @Test(arguments: [
        (["--master", "yarn"], "HADOOP_CONF_DIR isn't set"),
        (["--master", "local-cluster[0,1,512]"], "give a number from 1 to 1000"),
        (["--master", "weft://host:7077"], "not available yet"),
        (["--master", "local[0]"], "give a number from 1 to 4096"), (["--master", "here"], "here is not a master"),
        (["--deploy-mode", "cluster"], "cluster is not compatible with master local[*]"),
        (["--deploy-mode", "both"], "one of client, cluster"), (["--executor-cores", "0"], "from 1 to 4096"),
        (["--num-executors", "many"], "from 1 to 100000"), (["--executor-memory", "2"], "64m or more"),
        (["--driver-memory", "lots"], "such as 512m"), (["--conf", "weft.master"], "not key=value"),
        (["--conf", "=x"], "not key=value"),
        (["--conf", "weft.driver.memroy=1g"], "nearest key is weft.driver.memory"),
        (["--conf", "weft.locality.wait=5"], "flag --conf"),
        (["--files", "/no/such/file"], "can't read /no/such/file"),
        (["--archives", "/no/such/file#x"], "can't read /no/such/file"),
        (["--properties-file", "/no/such/file"], "can't read the configuration file /no/such/file"),
    ])
    func wrongSettingsAreRefusedBeforeTheApplicationStarts(flags: [String], message: String) throws {
        var program = Program.weft("submit")
        program.arguments += flags + ["TestApplication", "settings"]
        let outcome = try program.run()
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("error: "))
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(outcome.errors.contains("to do: "))
        #expect(outcome.output == "")
    }

    @Test(arguments: [["--mastre", "local"], ["-x"], ["--master"], []])
    func wrongFlagsAreUsageErrors(flags: [String]) throws {
        var program = Program.weft("submit")
        program.arguments += flags
        let outcome = try program.run()
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("weft submit --help"), "\(outcome.errors)")
    }

    @Test func verboseShowsSettingsSourcesAndWhatIsIgnored() throws {
        let outcome = try Program.weft(
            "submit",
            "-v",
            "--master",
            "local[2]",
            "--num-executors",
            "3",
            "TestApplication",
            "settings",
            environment: ["WEFT_DRIVER_MEMORY": "2g"]
        ).run()
        #expect(outcome.status == 0)
        // The columns are as wide as the longest key.
        let lines = outcome.errors.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        for line in [
            "weft.master local[2] (flag --master)",
            "weft.driver.memory 2g (environment variable WEFT_DRIVER_MEMORY)",
            "weft.scheduler.mode FIFO (default)",
            "ignored on master local[2]: weft.executor.instances",
        ] {
            #expect(lines.contains(line), "\(line) in \(outcome.errors)")
        }
    }

    @Test(arguments: [[], ["submit"], ["config"], ["config", "list"], ["config", "docs"], ["config", "template"]])
    func everyCommandHasHelpWithAnExample(command: [String]) throws {
        var program = Program.weft()
        program.arguments += command + ["--help"]
        let outcome = try program.run()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Example"))
    }

    @Test func configListShowsWhatIsSet() throws {
        let outcome = try Program.weft("config", "list", "--set", environment: ["WEFT_MASTER": "local[3]"]).run()
        #expect(outcome.lines == ["weft.master  local[3]  (environment variable WEFT_MASTER)"])
        #expect(try Program.weft("config", "list").run().lines.count > 15)
    }

    @Test func theVersionIsPrinted() throws {
        #expect(try Program.weft("--version").run().output == "weft 0.1.0\n")
    }
}
