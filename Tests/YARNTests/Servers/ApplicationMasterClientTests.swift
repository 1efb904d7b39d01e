import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import YARN

@Suite("An application master's client")
struct ApplicationMasterClientTests {
    private static let token = masterToken(1)

    private static func masterToken(_ key: Int32) -> Token {
        Token(
            identifier: AMRMTokenIdentifier(attempt: Answers.attempt, keyID: key).bytes,
            password: Samples.pattern(20, Int(key)),
            kind: .applicationMaster,
            service: ""
        )
    }

    private func client(
        _ servers: FakeServer...,
        token: Token = token,
        options change: (inout ApplicationMasterOptions) -> Void = { _ in }
    ) throws -> ApplicationMasterClient {
        var options = ApplicationMasterOptions()
        options.callWait = 0
        options.unregisterInterval = 1
        change(&options)
        return try ApplicationMasterClient(
            configuration: .of(servers),
            credentials: Credentials(tokens: ["": token]),
            options: options
        )
    }

    private static func registered() -> FakeServer.Reply {
        .answer(
            RegisterApplicationMasterResponseProto(
                maximumCapability: Resource(memory: 8192, virtualCores: 4).message,
                queue: "etl"
            )
        )
    }

    private static func heartbeat(_ call: FakeServer.Call) throws -> Int32 {
        try call.message(AllocateRequestProto.self).responseId ?? -1
    }

    @Test("it shows its token, which came without a service, and asks by the attempt's rights")
    func life() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            switch call.method {
            case "registerApplicationMaster": Self.registered()
            case "allocate": .answer(Answers.answer(try Self.heartbeat(call) + 1))
            default: .answer(FinishApplicationMasterResponseProto(isUnregistered: call.number == 2))
            }
        }
        let client = try client(server)
        #expect(client.attempt == Answers.attempt)
        let told = try client.register(host: "am.example.com", port: 4040, trackingURL: "http://am.example.com:4040")
        #expect(told.maximumCapability == Resource(memory: 8192, virtualCores: 4))
        try client.request(Answers.request(), count: 2)
        #expect(client.outstandingCount == 2)
        #expect(try client.heartbeat(progress: 0.5) == AllocationEvents())
        _ = try client.heartbeat(progress: 0.5)
        try client.unregister(.failed, diagnostics: "no luck", trackingURL: "http://history/7")
        #expect(
            server.methods
                == ["registerApplicationMaster", "allocate", "allocate"]
                + Array(repeating: "finishApplicationMaster", count: 3)
        )
        #expect(server.calls.allSatisfy { $0.identifier == Self.token.identifier && $0.user == nil })
        #expect(server.calls[0].request == GoldenMessages.bytes("RegisterApplicationMasterRequest"))
        #expect(try server.calls[1].message(AllocateRequestProto.self).rows == ["*": 2])
        #expect(try server.calls[2].message(AllocateRequestProto.self).responseId == 1)
        #expect(server.calls[3].request == GoldenMessages.bytes("FinishApplicationMasterRequest"))
    }

    @Test("a ResourceManager that was started anew is told everything once more, within one heartbeat")
    func resync() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            if call.method == "registerApplicationMaster" { return Self.registered() }
            if call.number == 1 { return .refuse(Java.yarn("ApplicationMasterNotRegisteredException"), "who?") }
            return .answer(Answers.answer(try Self.heartbeat(call) + 1))
        }
        let client = try client(server)
        _ = try client.register(host: "h", port: -1, trackingURL: "http://old")
        try client.request(Answers.request(hosts: ["a"]))
        _ = try client.heartbeat(progress: 0)
        client.update(trackingURL: "http://new")
        #expect(try client.heartbeat(progress: 0).hasResynchronized)
        #expect(
            server.methods
                == ["registerApplicationMaster", "allocate", "allocate", "registerApplicationMaster", "allocate"]
        )
        #expect(try server.calls[3].message(RegisterApplicationMasterRequestProto.self).trackingUrl == "http://new")
        let again = try server.calls[4].message(AllocateRequestProto.self)
        #expect(again.rows == ["a": 1, "/default-rack": 1, "*": 1])
        #expect(again.responseId == 0)
    }

    @Test("one that wants registrations for ever is given up")
    func endlessResync() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            call.method == "registerApplicationMaster"
                ? Self.registered() : .refuse(Java.yarn("ApplicationMasterNotRegisteredException"), "who?")
        }
        let client = try client(server)
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        let error = #expect(throws: WeftError.self) { try client.heartbeat(progress: 0) }
        #expect(error?.code == "application-master-not-registered")
        #expect(!ApplicationMasterClient.isFinal(try #require(error)))
    }

    @Test("a lost answer is asked for with the same request")
    func lost() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            if call.method == "registerApplicationMaster" { return Self.registered() }
            if call.number < 3 { return .hangUp }
            return .answer(Answers.answer(try Self.heartbeat(call) + 1, allocated: [Answers.container(1)]))
        }
        let client = try client(server)
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        try client.request(Answers.request())
        var failures = 0
        var events: AllocationEvents?
        while events == nil, failures < 10 {
            do {
                events = try client.heartbeat(progress: 0.1)
            } catch let error as WeftError {
                #expect(error.code == "resourcemanager-unreachable")
                #expect(!ApplicationMasterClient.isFinal(error))
                failures += 1
                // What is new must wait for the answer.
                try client.request(Answers.request(priority: 2))
            }
        }
        #expect(events?.allocated.count == 1)
        #expect(failures > 0)
        let sent = server.calls.filter { $0.method == "allocate" }.map(\.request)
        #expect(Set(sent).count == 1)
        #expect(client.outstandingCount == failures)
    }

    @Test("a registration whose answer is lost has arrived, and isn't taken for another process'")
    func lostRegistration() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            call.number == 0
                ? .hangUp
                : .refuse(
                    Java.yarn("InvalidApplicationMasterRequestException"),
                    "Application Master is already registered : application_1700000000000_0007"
                )
        }
        let client = try client(server)
        let lost = #expect(throws: WeftError.self) { try client.register(host: "h", port: -1, trackingURL: "") }
        #expect(lost?.code == "resourcemanager-unreachable")
        #expect(try client.register(host: "h", port: -1, trackingURL: "").maximumCapability == nil)
        let other = #expect(throws: WeftError.self) { try client.register(host: "h", port: -1, trackingURL: "") }
        #expect(other?.code == "invalid-application-master-request")
    }

    @Test("a registration is sent again until it is answered, however often the connection ends")
    func registersInTime() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            if call.number < 3 { return .hangUp }
            if call.number > 3 { return Self.registered() }
            return .refuse(
                Java.yarn("InvalidApplicationMasterRequestException"),
                "Application Master is already registered : application_1700000000000_0007"
            )
        }
        let client = try client(server) { $0.registrationInterval = 1 }
        var failures: [WeftError.Code] = []
        _ = try client.registerInTime(host: "h", port: -1, trackingURL: "") { failures.append($0.code) }
        #expect(failures == Array(repeating: "resourcemanager-unreachable", count: 3))
        let deaf = try FakeServer(tokens: [Self.token]) { _ in .hangUp }
        let late = try self.client(deaf) { ($0.registrationInterval, $0.expiry) = (1, 1) }
        let lost = #expect(throws: WeftError.self) {
            _ = try late.registerInTime(host: "h", port: -1, trackingURL: "")
        }
        #expect(lost?.code == "resourcemanager-lost")
        let stranger = try FakeServer { _ in .hangUp }
        let refused = #expect(throws: WeftError.self) {
            _ = try self.client(stranger).registerInTime(host: "h", port: -1, trackingURL: "")
        }
        #expect(refused?.code == "token-invalid")
    }

    @Test("when the answer to a registration after a restart is lost, the next heartbeat registers first")
    func lostReregistration() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            if call.method == "registerApplicationMaster" {
                switch call.number {
                case 0: return Self.registered()
                case 1: return .hangUp
                default:
                    return .refuse(
                        Java.yarn("InvalidApplicationMasterRequestException"),
                        "Application Master is already registered : application_1700000000000_0007"
                    )
                }
            }
            if call.number == 1 { return .refuse(Java.yarn("ApplicationMasterNotRegisteredException"), "who?") }
            let number = try Self.heartbeat(call)
            // As the ResourceManager does: it counts from 0 after a registration.
            guard call.number == 0 || number == 0 else {
                return .refuse(
                    Java.yarn("InvalidApplicationMasterRequestException"),
                    "Invalid responseId in AllocateRequest"
                )
            }
            return .answer(Answers.answer(number + 1))
        }
        let client = try client(server)
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        try client.request(Answers.request())
        _ = try client.heartbeat(progress: 0)
        let lost = #expect(throws: WeftError.self) { _ = try client.heartbeat(progress: 0) }
        #expect(lost?.code == "resourcemanager-unreachable")
        #expect(try client.heartbeat(progress: 0).hasResynchronized)
        #expect(
            server.methods.suffix(3) == ["registerApplicationMaster", "registerApplicationMaster", "allocate"]
        )
        #expect(try server.calls.last?.message(AllocateRequestProto.self).rows == ["*": 1])
    }

    @Test("a new token takes the place of the old one, for connections from then on")
    func rollOver() throws {
        let newer = Self.masterToken(2)
        let server = try FakeServer(tokens: [Self.token, newer]) { call in
            if call.method == "registerApplicationMaster" { return Self.registered() }
            var answer = Answers.answer(try Self.heartbeat(call) + 1)
            if call.number == 0 { answer.amRmToken = newer.message }
            return .answer(answer)
        }
        let client = try client(server)
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        #expect(try client.heartbeat(progress: 0).masterToken == newer)
        server.passwords.withLock { $0[Self.token.identifier] = nil }
        client.close()
        _ = try client.heartbeat(progress: 0)
        #expect(server.calls.map(\.identifier).suffix(2) == [Self.token.identifier, newer.identifier])
    }

    @Test("a token that isn't good is the end, and its password is nowhere in the error")
    func invalidToken() throws {
        let server = try FakeServer { _ in .hangUp }
        let error = #expect(throws: WeftError.self) {
            try client(server).register(host: "h", port: -1, trackingURL: "")
        }
        #expect(error?.code == "token-invalid", "\(error as Any)")
        #expect(ApplicationMasterClient.isFinal(try #require(error)))
        #expect(!"\(error as Any)".contains(Base64.encode(Self.token.password)))
    }

    @Test("of a pair, the one that takes over is told everything")
    func failover() throws {
        let isFirstActive = Mutex(true)
        let one = try FakeServer(tokens: [Self.token]) { call in
            guard isFirstActive.withLock({ $0 }) else { return .refuse(Java.standby, "not me") }
            if call.method == "registerApplicationMaster" { return Self.registered() }
            return .answer(Answers.answer(try Self.heartbeat(call) + 1))
        }
        let registeredAtOther = Mutex(false)
        let other = try FakeServer(tokens: [Self.token]) { call in
            guard !isFirstActive.withLock({ $0 }) else { return .refuse(Java.standby, "not me") }
            if call.method == "registerApplicationMaster" {
                registeredAtOther.withLock { $0 = true }
                return Self.registered()
            }
            guard registeredAtOther.withLock({ $0 }) else {
                return .refuse(Java.yarn("ApplicationMasterNotRegisteredException"), "who?")
            }
            return .answer(Answers.answer(try Self.heartbeat(call) + 1, allocated: [Answers.container(1)]))
        }
        let client = try client(one, other) { $0.callWait = 1000 }
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        try client.request(Answers.request())
        _ = try client.heartbeat(progress: 0)
        isFirstActive.withLock { $0 = false }
        let events = try client.heartbeat(progress: 0)
        #expect(events.hasResynchronized)
        #expect(events.allocated.count == 1)
        #expect(other.methods.contains("registerApplicationMaster"))
    }

    @Test("one that isn't heard of for too long is given up")
    func expiry() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            call.method == "registerApplicationMaster" ? Self.registered() : .hangUp
        }
        let client = try client(server) { $0.expiry = 1 }
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        var error: WeftError?
        for _ in 0..<100 where error.map({ !ApplicationMasterClient.isFinal($0) }) ?? true {
            do { _ = try client.heartbeat(progress: 0) } catch let thrown as WeftError { error = thrown }
        }
        #expect(error?.code == "resourcemanager-lost", "\(error as Any)")
        #expect(error?.cause?.code == "resourcemanager-unreachable")
    }

    @Test("an end that a new ResourceManager doesn't understand is said again after a registration")
    func unregisterAfterRestart() throws {
        let server = try FakeServer(tokens: [Self.token]) { call in
            if call.method == "registerApplicationMaster" { return Self.registered() }
            return call.number == 0
                ? .refuse(Java.yarn("ApplicationMasterNotRegisteredException"), "who?")
                : .answer(FinishApplicationMasterResponseProto(isUnregistered: true))
        }
        let client = try client(server)
        _ = try client.register(host: "h", port: -1, trackingURL: "")
        try client.unregister(.succeeded)
        #expect(
            server.methods.suffix(3) == [
                "finishApplicationMaster", "registerApplicationMaster", "finishApplicationMaster",
            ]
        )
        let deaf = try FakeServer(tokens: [Self.token]) { call in
            call.method == "registerApplicationMaster"
                ? Self.registered() : .answer(FinishApplicationMasterResponseProto(isUnregistered: false))
        }
        let second = try self.client(deaf)
        let error = #expect(throws: WeftError.self) { try second.unregister(.succeeded, timeout: 20) }
        #expect(error?.code == "timed-out")
    }

    @Test("credentials without a token are refused, and it is taken out for others")
    func credentials() throws {
        let error = #expect(throws: WeftError.self) {
            try ApplicationMasterClient(configuration: .of([FakeServer { _ in .hangUp }]), credentials: Credentials())
        }
        #expect(error?.code == "token-invalid")
        var credentials = Credentials(tokens: ["": Self.token])
        credentials.add(Samples.token(.hdfsDelegation))
        #expect(credentials.withoutApplicationMasterToken.tokens.values.map(\.kind) == [.hdfsDelegation])
    }
}
