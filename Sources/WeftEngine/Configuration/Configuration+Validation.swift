import WeftDiagnostics

extension Configuration {
    /// Checks what no single key's format can: that values fit one another.
    ///
    /// To be called once, where everything that sets keys has had its turn.
    ///
    /// - Throws: `WeftError` `conflicting-configuration`, which names both keys, their values and where they come from.
    public func validateSettings() throws {
        typealias Keys = ConfigurationKeys
        try require(
            Keys.executorHeartbeatInterval,
            self[Keys.executorHeartbeatInterval] < self[Keys.networkTimeout],
            "less than",
            Keys.networkTimeout,
            "an executor that is well would count as lost between two heartbeats"
        )
        try require(
            Keys.broadcastBlockSize,
            self[Keys.broadcastBlockSize] < self[Keys.networkMaxFrameSize],
            "less than",
            Keys.networkMaxFrameSize,
            "a piece of a broadcast value has to fit in one message"
        )
        if isDynamicAllocationEnabled { try validateDynamicAllocation() }
        try validateSecurity()
        if self[Keys.excludeOnFailureEnabled] {
            try require(
                Keys.excludeOnFailureTaskMaxAttemptsPerNode,
                self[Keys.excludeOnFailureTaskMaxAttemptsPerNode] < effectiveTaskMaxFailures,
                "less than",
                Keys.taskMaxFailures,
                "a task on a bad host would end its job before the host is avoided"
            )
        }
    }

    private func validateSecurity() throws {
        typealias Keys = ConfigurationKeys
        guard self[Keys.kerberosKeytab] != nil else { return }
        if self[Keys.kerberosPrincipal] == nil {
            throw WeftError(
                "conflicting-configuration",
                "\(Keys.kerberosKeytab.name) is set without \(Keys.kerberosPrincipal.name)",
                remedy: "say with --principal whose key in the keytab is meant; klist -k lists them",
                details: [.init("from", source(of: Keys.kerberosKeytab).description)]
            )
        }
        if self[Keys.submitProxyUser] != nil {
            throw WeftError(
                "conflicting-configuration",
                "\(Keys.submitProxyUser.name) and \(Keys.kerberosKeytab.name) can't be used together: the application of "
                    + "another user must not get at this one's keytab",
                remedy: "log in with kinit and leave the keytab out, or leave the proxy user out",
                details: [detail(Keys.submitProxyUser)]
            )
        }
    }

    private func validateDynamicAllocation() throws {
        typealias Keys = ConfigurationKeys
        let lowest = self[Keys.dynamicAllocationMinExecutors]
        let highest = self[Keys.dynamicAllocationMaxExecutors]
        try require(
            Keys.dynamicAllocationMinExecutors,
            lowest <= highest,
            "at most",
            Keys.dynamicAllocationMaxExecutors,
            "no number of executors would be right"
        )
        if let initial = self[Keys.dynamicAllocationInitialExecutors] {
            try require(
                Keys.dynamicAllocationInitialExecutors,
                initial >= lowest,
                "at least",
                Keys.dynamicAllocationMinExecutors,
                "the executors to begin with are within the bounds"
            )
            try require(
                Keys.dynamicAllocationInitialExecutors,
                initial <= highest,
                "at most",
                Keys.dynamicAllocationMaxExecutors,
                "the executors to begin with are within the bounds"
            )
        }
        if lowest > effectiveMaxExecutors {
            try require(
                Keys.dynamicAllocationMinExecutors,
                false,
                "at most the number of executors of",
                Keys.master,
                "there are no more on this machine"
            )
        }
    }

    private func require<Value, Other>(
        _ key: ConfigurationKey<Value>,
        _ isKept: Bool,
        _ relation: String,
        _ other: ConfigurationKey<Other>,
        _ reason: String
    ) throws {
        guard !isKept else { return }
        throw WeftError(
            "conflicting-configuration",
            "\(key.name) has to be \(relation) \(other.name): \(reason)",
            remedy: "change one of the two",
            details: [detail(key), detail(other)]
        )
    }

    private func detail<Value>(_ key: ConfigurationKey<Value>) -> WeftError.Detail {
        let text = isSet(key) ? key.format.format(self[key]) : key.defaultText
        return .init(key.name, "\(text) (\(source(of: key)))")
    }
}
