import HadoopRPC
import WeftDiagnostics

extension RPCOptions {
    /// How connections to YARN's servers behave.
    ///
    /// Java's clients wait 30 s between attempts to reach a ResourceManager. These ask again after a second, because
    /// a server that comes back is found earlier, and a refused connection costs next to nothing.
    ///
    /// - Parameters:
    ///   - configuration: the cluster's configuration.
    ///   - wait: for how long, in milliseconds, a server that can't be reached is asked again; 0 for not at all.
    /// - Throws: `hadoop-configuration`.
    static func yarn(_ configuration: HadoopConfiguration, wait: Int) throws -> RPCOptions {
        var options = try RPCOptions(configuration: configuration)
        let wait = max(0, wait)
        options.connectRetryInterval = 1_000
        options.connectRetries = wait / options.connectRetryInterval
        options.failoverBaseDelay = max(
            1,
            try configuration.int("yarn.client.failover-sleep-base-ms", default: options.failoverBaseDelay)
        )
        options.failoverMaximumDelay = max(
            options.failoverBaseDelay,
            try configuration.int("yarn.client.failover-sleep-max-ms", default: 5_000)
        )
        let attempts = try configuration.int("yarn.client.failover-max-attempts", default: -1)
        options.maximumFailovers = attempts >= 0 ? attempts : options.failovers(within: wait)
        return options
    }

    /// How many failovers take so many milliseconds, by the delays between them: 1 at least, so that each of a pair is
    /// asked.
    private func failovers(within milliseconds: Int) -> Int {
        var (count, spent, delay) = (1, 0, failoverBaseDelay)
        while spent < milliseconds, count < 10_000 {
            spent += delay
            delay = min(failoverMaximumDelay, delay * 2)
            count += 1
        }
        return count
    }
}
