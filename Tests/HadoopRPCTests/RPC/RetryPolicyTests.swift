import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Retries")
struct RetryPolicyTests {
    private func decisions(_ code: WeftError.Code, _ idempotency: Idempotency, servers: Int, times: Int) -> [RetryPolicy
        .Decision]
    {
        var policy = RetryPolicy(options: RPCOptions(), serverCount: servers)
        return (0..<times).map { _ in policy.decide(WeftError(code, ""), idempotency, jitter: 0.5) }
    }

    @Test("one server that refuses is asked ten times, a second apart")
    func refused() {
        #expect(
            decisions("connection-refused", .once, servers: 1, times: 11)
                == Array(repeating: .retry(1000), count: 10) + [.fail]
        )
    }

    @Test("with two servers the first change is at once, later ones wait longer and longer, up to fifteen seconds")
    func failover() {
        let all = decisions("standby", .once, servers: 2, times: 16)
        #expect(all.prefix(5) == [.failover(0), .failover(500), .failover(1000), .failover(2000), .failover(4000)])
        #expect(all[14] == .failover(15_000))
        #expect(all[15] == .fail)
    }

    @Test("a lost answer is asked for again only where that is safe")
    func lost() {
        #expect(decisions("connection-lost", .once, servers: 2, times: 1) == [.fail])
        #expect(decisions("connection-lost", .atMostOnce, servers: 2, times: 1) == [.failover(0)])
        #expect(decisions("connection-lost", .idempotent, servers: 1, times: 2) == [.retry(0), .retry(1000)])
        #expect(decisions("timed-out", .idempotent, servers: 1, times: 2) == [.retry(0), .fail])
    }

    @Test(
        "what won't be better the second time isn't tried again",
        arguments: [
            "token-expired", "token-invalid", "permission-denied", "sasl-failed", "kerberos-expired", "input-not-found",
        ]
    )
    func fails(_ code: String) {
        #expect(decisions(.init(rawValue: code), .idempotent, servers: 2, times: 1) == [.fail])
    }

    @Test("a busy server is asked again after a while; an unknown host isn't")
    func busy() {
        #expect(decisions("server-busy", .once, servers: 1, times: 2) == [.retry(500), .retry(1000)])
        #expect(decisions("unknown-host", .once, servers: 1, times: 1) == [.fail])
    }

    @Test("a connection that had ended is made anew at the same server before another one is asked")
    func endedBefore() {
        #expect(
            decisions("connection-not-ready", .once, servers: 2, times: 3) == [.retry(0), .failover(0), .failover(500)]
        )
        #expect(decisions("connection-not-ready", .once, servers: 1, times: 2) == [.retry(0), .retry(1000)])
    }

    @Test("a connection that ends while it is authenticated is tried a few times, whatever the call does")
    func handshake() {
        #expect(
            decisions(WeftError.handshakeLost, .once, servers: 1, times: 3) == [.retry(0), .retry(1000), .fail]
        )
        #expect(
            decisions(WeftError.handshakeLost, .once, servers: 2, times: 5)
                == [.failover(0), .failover(500), .failover(1000), .failover(2000), .fail]
        )
        var options = RPCOptions()
        options.connectRetries = 0
        var one = RetryPolicy(options: options, serverCount: 1)
        #expect(one.decide(WeftError(WeftError.handshakeLost, ""), .once, jitter: 0) == .fail)
        var two = RetryPolicy(options: options, serverCount: 2)
        #expect(two.decide(WeftError(WeftError.handshakeLost, ""), .once, jitter: 0) == .failover(0))
        #expect(two.decide(WeftError(WeftError.handshakeLost, ""), .once, jitter: 0) == .fail)
    }

    @Test("a server that hangs in the handshake is left for the other one as long as any that can't be reached")
    func hanging() {
        let error = WeftError(WeftError.handshakeLost, "", cause: WeftError("timed-out", ""))
        var two = RetryPolicy(options: RPCOptions(), serverCount: 2)
        let decisions = (0..<16).map { _ in two.decide(error, .once, jitter: 0.5) }
        #expect(decisions.dropLast().allSatisfy { if case .failover = $0 { true } else { false } })
        #expect(decisions.last == .fail)
        var one = RetryPolicy(options: RPCOptions(), serverCount: 1)
        #expect((0..<3).map { _ in one.decide(error, .once, jitter: 0.5) } == [.retry(0), .retry(1000), .fail])
    }

    @Test("what the last try ended with is told in words that people know")
    func lastTry() {
        let closed = WeftError(WeftError.handshakeLost, "closed", remedy: "look")
        #expect(closed.afterLastTry.code == "sasl-failed")
        #expect(closed.afterLastTry.remedy == "look")
        let late = WeftError(WeftError.handshakeLost, "late", cause: WeftError("timed-out", ""))
        #expect(late.afterLastTry.code == "connect-timeout")
        #expect(WeftError("standby", "").afterLastTry.code == "standby")
    }

    @Test("waits that no number can hold are long ones", arguments: [Int.max, .max / 2, 1 << 40, -1, .min])
    func hugeTimes(_ time: Int) {
        var options = RPCOptions()
        options.failoverBaseDelay = time
        options.failoverMaximumDelay = time
        options.maximumFailovers = 100
        for jitter in [0, 0.5, 1, .infinity] {
            var policy = RetryPolicy(options: options, serverCount: 1)
            for _ in 0..<70 {
                guard case .retry(let delay) = policy.decide(WeftError("server-busy", ""), .once, jitter: jitter)
                else {
                    Issue.record("given up")
                    return
                }
                #expect(delay >= 0 && (delay > 0) == (time > 0))
            }
        }
        #expect(Deadline.now.later(by: time) >= Deadline.after(milliseconds: 0) || time <= 0)
    }

    @Test("times and counts of the configuration are bounded")
    func boundedOptions() throws {
        var configuration = HadoopConfiguration(environment: [:])
        let keys = [
            "ipc.client.connect.timeout", "ipc.client.rpc-timeout.ms", "ipc.ping.interval",
            "ipc.client.connection.maxidletime", "ipc.client.connect.max.retries", "ipc.client.connect.retry.interval",
            "ipc.client.connect.max.retries.on.sasl", "dfs.client.failover.max.attempts",
            "dfs.client.failover.sleep.base.millis", "dfs.client.failover.sleep.max.millis",
        ]
        for key in keys { configuration.set(key, to: "\(Int.max)") }
        let options = try RPCOptions(configuration: configuration)
        for value in [
            options.connectTimeout, options.callTimeout, options.pingInterval, options.maximumIdleTime,
            options.connectRetries, options.connectRetryInterval, options.saslRetries, options.maximumFailovers,
            options.failoverBaseDelay, options.failoverMaximumDelay,
        ] {
            #expect(value == Int(Int32.max))
        }
        for key in keys { configuration.set(key, to: "-5") }
        #expect(try RPCOptions(configuration: configuration).maximumIdleTime == 0)
        #expect(try RPCOptions(configuration: configuration).pingInterval == 1)
    }
}
