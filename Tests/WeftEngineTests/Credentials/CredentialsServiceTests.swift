import Foundation
import Logging
import Synchronization
import Testing
import WeftDiagnostics
import WeftNetwork

@testable import WeftEngine

/// A provider that numbers what it gives, and fails when it is told to.
private final class NumberProvider: CredentialsProvider {
    struct State {
        var number: UInt8 = 0
        var lifetime: Duration? = .seconds(1)
        var failure: WeftError?
        var isNeeded = true
        var isRevoked = false
        var isSlow = false
        var installed: [[UInt8]] = []
    }

    let state = Mutex(State())
    private let publish = Mutex<(@Sendable (IssuedCredentials) -> Void)?>(nil)

    func start(publish: @escaping @Sendable (IssuedCredentials) -> Void) { self.publish.withLock { $0 = publish } }

    func obtain() throws -> Bool {
        let issued = try state.withLock { state -> IssuedCredentials? in
            if let failure = state.failure { throw failure }
            guard state.isNeeded else { return nil }
            state.number += 1
            return IssuedCredentials(bytes: [state.number], lifetime: state.lifetime)
        }
        guard let issued else { return false }
        publish.withLock { $0 }?(issued)
        return true
    }

    func revoke() {
        while state.withLock({ $0.isSlow }) { usleep(10_000) }
        state.withLock { $0.isRevoked = true }
    }

    func install(_ bytes: [UInt8]) throws {
        guard bytes != [99] else { throw WeftError("corrupt-data", "99 is no credential") }
        state.withLock { $0.installed.append(bytes) }
    }
}

@Suite struct CredentialsServiceTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func service(_ provider: NumberProvider) -> CredentialsService {
        CredentialsService(
            ["numbers": provider],
            settings: .init(retryWait: .seconds(1)),
            events: EventBus(),
            logger: logger
        )
    }

    private func eventually(_ holds: () -> Bool) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(30)
        while clock.now < deadline {
            if holds() { return true }
            usleep(20_000)
        }
        return holds()
    }

    @Test func `new credentials are got in time and given to whoever holds the old ones`() throws {
        let provider = NumberProvider()
        let service = service(provider)
        defer { service.stop() }
        let pushed = Mutex<[CredentialsBundle]>([])
        service.onUpdate { bundle in pushed.withLock { $0.append(bundle) } }
        try service.start()
        #expect(service.bundle == CredentialsBundle(version: 1, entries: ["numbers": [1]]))
        #expect(eventually { service.bundle.version >= 3 })
        let versions = pushed.withLock { $0.map(\.version) }
        #expect(versions == Array(1...versions.count))
    }

    @Test func `a failure is seen, and what there was stays until it is over`() throws {
        let provider = NumberProvider()
        let service = service(provider)
        defer { service.stop() }
        try service.start()
        provider.state.withLock { $0.failure = WeftError("io-error", "locked") }
        #expect(eventually { service.states.first?.failuresInARow ?? 0 >= 2 })
        #expect(service.states.first?.lastError?.code == "io-error")
        #expect(service.bundle.entries == ["numbers": [1]])
        provider.state.withLock { $0.failure = nil }
        #expect(eventually { service.bundle.version >= 2 })
        #expect(service.states.first?.lastError == nil)
    }

    @Test func `without the first credentials there is no start`() {
        let provider = NumberProvider()
        provider.state.withLock { $0.failure = WeftError("io-error", "locked") }
        let service = service(provider)
        #expect(throws: WeftError.self) { try service.start() }
    }

    @Test func `where nothing is needed nothing is given`() throws {
        let provider = NumberProvider()
        provider.state.withLock { $0.isNeeded = false }
        let service = service(provider)
        try service.start()
        #expect(service.bundle == CredentialsBundle() && service.states.isEmpty)
        service.stop()
        #expect(provider.state.withLock { $0.isRevoked })
    }

    @Test func `an end doesn't wait for ever for those who are told of it`() throws {
        let provider = NumberProvider()
        let service = service(provider)
        try service.start()
        provider.state.withLock { $0.isSlow = true }
        service.stop()
        #expect(!provider.state.withLock { $0.isRevoked })
        provider.state.withLock { $0.isSlow = false }
        #expect(eventually { provider.state.withLock { $0.isRevoked } })
    }

    @Test func `an executor takes what is newer, and goes on when it can't be used`() {
        let provider = NumberProvider()
        let inbox = CredentialsInbox(["numbers": provider], logger: logger)
        #expect(inbox.currentVersion < 0)
        for (version, byte) in [(2, UInt8(2)), (1, 1), (2, 3), (3, 99), (4, 4)] {
            inbox.take(CredentialsBundle(version: version, entries: ["numbers": [byte], "others": [0]]))
        }
        #expect(provider.state.withLock { $0.installed } == [[2], [4]])
        #expect(inbox.currentVersion == 4)
    }

    @Test func `credentials are shown nowhere`() {
        let secret = Array("hunter2".utf8)
        let bundle = CredentialsBundle(version: 1, entries: ["vault": secret])
        let issued = IssuedCredentials(bytes: secret, lifetime: nil)
        let update = UpdateCredentials(bundle: bundle)
        for text in ["\(bundle)", "\(issued)", "\(update)", String(reflecting: update)] {
            #expect(!text.contains("hunter2") && !text.contains("104, 117") && !text.contains("vault"), "\(text)")
        }
        var dumped = ""
        dump(update, to: &dumped)
        #expect(!dumped.contains("104"))
    }
}

@Suite struct ExecutorLaunchTests {
    @Test func `an executor is told its credentials and no login, in a file that only its user can read`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-launch-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var configuration = Configuration()
        try configuration.set("weft.kerberos.keytab", "/etc/etl.keytab", source: .code)
        let bundle = Mutex(CredentialsBundle(version: 1, entries: ["vault": [1, 2, 3]]))
        let application = ClusterApplication(
            id: "app-1",
            name: "App",
            configuration: configuration.forExecutors,
            driver: NetworkAddress(host: "localhost", port: 1),
            secret: .generate(),
            temporaryFolders: [folder],
            credentials: { bundle.withLock { $0 } }
        )
        // What came since the application began counts.
        bundle.withLock { $0 = CredentialsBundle(version: 2, entries: ["vault": [4]]) }
        try application.launch(
            executorID: "1",
            host: "localhost",
            profile: ResourceProfile(cores: 1, memory: 64 << 20),
            localFolders: [folder]
        ).write(to: folder + "/launch")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/launch")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let launch = try ExecutorLaunch(contentsOf: folder + "/launch")
        #expect(launch.credentials == CredentialsBundle(version: 2, entries: ["vault": [4]]))
        #expect(launch.configuration[ConfigurationKeys.kerberosKeytab] == nil)
        #expect(chmod(folder + "/launch", 0o640) == 0)
        #expect(throws: WeftError.self) { try ExecutorLaunch(contentsOf: folder + "/launch") }
    }
}
