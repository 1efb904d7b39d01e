import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ConfigurationValidationTests {
    private func configuration(_ settings: [String: String], master: String = "local-cluster[4,2,512]") throws
        -> Configuration
    {
        var configuration = Configuration()
        try configuration.set("weft.master", master, source: .flag("--master"))
        for (key, value) in settings { try configuration.set(key, value, source: .flag("--conf")) }
        return configuration
    }

    @Test(arguments: ["local", "local[4]", "local-cluster[2,1,512]"])
    func `the defaults fit one another`(master: String) throws {
        try configuration([:], master: master).validateSettings()
        try configuration(["weft.dynamicAllocation.enabled": "true"], master: master).validateSettings()
        try configuration(
            ["weft.excludeOnFailure.enabled": "true", "weft.task.maxFailures": "4"],
            master: master
        ).validateSettings()
    }

    @Test func `a keytab wants a principal, and no proxy user`() throws {
        let keytab = ["weft.kerberos.keytab": "/etc/etl.keytab"]
        let whole = keytab.merging(["weft.kerberos.principal": "etl@EXAMPLE.COM"]) { $1 }
        try configuration(whole).validateSettings()
        let proxied = whole.merging(["weft.submit.proxyUser": "bob"]) { $1 }
        for (settings, word) in [(keytab, "without weft.kerberos.principal"), (proxied, "can't be used together")] {
            let configuration = try configuration(settings)
            let error = #expect(throws: WeftError.self) { try configuration.validateSettings() }
            #expect(error?.code == "conflicting-configuration")
            #expect(error?.message.contains(word) == true)
        }
    }

    @Test func `executors aren't told what the driver logs in with`() throws {
        let configuration = try configuration([
            "weft.kerberos.keytab": "/etc/etl.keytab", "weft.kerberos.principal": "etl", "weft.submit.proxyUser": "bob",
            "weft.task.maxFailures": "7",
        ])
        let reduced = try Configuration(handoverBytes: configuration.forExecutors.handoverBytes)
        #expect(reduced[ConfigurationKeys.kerberosKeytab] == nil)
        #expect(reduced[ConfigurationKeys.kerberosPrincipal] == nil)
        #expect(reduced[ConfigurationKeys.submitProxyUser] == nil)
        #expect(reduced[ConfigurationKeys.taskMaxFailures] == 7)
    }

    @Test(arguments: [
        (["weft.executor.heartbeatInterval": "120s"], "weft.executor.heartbeatInterval", "weft.network.timeout"),
        (["weft.network.timeout": "5s"], "weft.executor.heartbeatInterval", "weft.network.timeout"),
        (["weft.broadcast.blockSize": "128m"], "weft.broadcast.blockSize", "weft.network.maxFrameSize"),
        (
            ["weft.dynamicAllocation.minExecutors": "3", "weft.dynamicAllocation.maxExecutors": "2"],
            "weft.dynamicAllocation.minExecutors", "weft.dynamicAllocation.maxExecutors"
        ),
        (
            ["weft.dynamicAllocation.minExecutors": "3", "weft.dynamicAllocation.initialExecutors": "2"],
            "weft.dynamicAllocation.initialExecutors", "weft.dynamicAllocation.minExecutors"
        ),
        (
            ["weft.dynamicAllocation.maxExecutors": "3", "weft.dynamicAllocation.initialExecutors": "4"],
            "weft.dynamicAllocation.initialExecutors", "weft.dynamicAllocation.maxExecutors"
        ),
        (["weft.dynamicAllocation.minExecutors": "5"], "weft.dynamicAllocation.minExecutors", "weft.master"),
        (
            ["weft.excludeOnFailure.enabled": "true", "weft.task.maxFailures": "2"],
            "weft.excludeOnFailure.task.maxTaskAttemptsPerNode", "weft.task.maxFailures"
        ),
    ])
    func `settings that don't fit name both keys and their places`(
        settings: [String: String],
        key: String,
        other: String
    ) throws {
        var settings = settings
        settings["weft.dynamicAllocation.enabled"] = "true"
        let configuration = try configuration(settings)
        let error = #expect(throws: WeftError.self) { try configuration.validateSettings() }
        #expect(error?.code == "conflicting-configuration")
        #expect(error?.message.hasPrefix("\(key) has to be ") == true)
        #expect(error?.details.map(\.name) == [key, other])
        for detail in error?.details ?? [] {
            let isGiven = settings[detail.name] != nil
            #expect(!isGiven || detail.value.contains("(flag --conf)"), "\(detail)")
        }
    }

    @Test func `bounds of dynamic allocation don't matter where it is off`() throws {
        let settings = ["weft.dynamicAllocation.minExecutors": "3", "weft.dynamicAllocation.maxExecutors": "2"]
        try configuration(settings).validateSettings()
    }

    @Test func `the master decides on executors as processes`() throws {
        let cluster = try configuration(["weft.executor.cores": "9", "weft.executor.memory": "9g"])
        #expect(cluster.effectiveExecutorInstances == 4)
        #expect(cluster.effectiveExecutorCores == 2)
        #expect(cluster.effectiveExecutorMemory == .mebibytes(512))
        #expect(cluster.effectiveExecutorMaxNumFailures == 8)
        #expect(try configuration([:], master: "local-cluster[1,1,64]").effectiveExecutorMaxNumFailures == 3)
        #expect(try configuration(["weft.executor.maxNumFailures": "1"]).effectiveExecutorMaxNumFailures == 1)
        #expect(try configuration([:], master: "local[3]").effectiveExecutorCores == 3)
    }

    @Test(arguments: [
        ([:], 0), (["weft.dynamicAllocation.minExecutors": "1"], 1),
        (["weft.dynamicAllocation.initialExecutors": "2"], 2),
        (["weft.dynamicAllocation.initialExecutors": "2", "weft.executor.instances": "3"], 3),
        (["weft.dynamicAllocation.initialExecutors": "2", "weft.executor.instances": "1"], 2),
        (["weft.executor.instances": "30"], 4), (["weft.dynamicAllocation.enabled": "false"], 4),
    ])
    func `executors to begin with`(settings: [String: String], count: Int) throws {
        let settings = settings.merging(["weft.dynamicAllocation.enabled": "true"]) { given, _ in given }
        #expect(try configuration(settings).initialExecutorCount == count)
    }

    @Test func `the schedulers get what is configured`() throws {
        let settings = SchedulerSettings(
            try configuration([
                "weft.locality.wait": "5s", "weft.locality.wait.rack": "1s", "weft.speculation": "true",
                "weft.speculation.multiplier": "3", "weft.excludeOnFailure.enabled": "true",
                "weft.excludeOnFailure.stage.maxFailedTasksPerExecutor": "9",
                "weft.scheduler.excludeOnFailure.unschedulableTaskSetTimeout": "7s",
            ])
        )
        #expect(settings.localityWait.process == .seconds(5) && settings.localityWait.node == .seconds(5))
        #expect(settings.localityWait.rack == .seconds(1))
        #expect(settings.speculation.isEnabled && settings.speculation.multiplier == 3)
        #expect(settings.exclusion.isEnabled && settings.exclusion.maxFailedTasksPerExecutor == 9)
        #expect(settings.exclusion.unschedulableTaskSetTimeout == .seconds(7))
    }

    @Test func `without settings the schedulers' defaults are those of the keys`() throws {
        #expect(SchedulerSettings(try configuration([:])) == SchedulerSettings())
    }
}
