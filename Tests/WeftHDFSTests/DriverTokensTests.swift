import Glibc
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics
import WeftEngine

@testable import WeftHDFS

/// Gives numbered tokens, slowly, and fails when it is told to.
private final class NumberIssuer: TokenIssuer {
    struct State {
        var number = 0
        var issued: [String] = []
        var cancelled: [String] = []
        var failing: Set<String> = []
        var isSecure = true
        var isOwn = true
        var lifetimes: [String: Duration] = [:]
    }

    let state = Mutex(State())

    func issue(_ authority: String) throws -> IssuedToken? {
        usleep(1000)
        return try state.withLock { state in
            if state.failing.contains(authority) { throw WeftError("kerberos-no-ticket", "no ticket") }
            state.issued.append(authority)
            guard state.isSecure else { return nil }
            state.number += 1
            let token = Token(
                identifier: [UInt8(state.number)],
                password: [7],
                kind: .hdfsDelegation,
                service: authority
            )
            return IssuedToken(
                token: token,
                lifetime: state.lifetimes[authority] ?? .seconds(100),
                isOwn: state.isOwn
            )
        }
    }

    func cancel(_ token: Token, of authority: String) throws {
        state.withLock { $0.cancelled.append("\(authority) \(token.identifier)") }
        throw WeftError("rpc-connection", "gone")
    }

    func handover(_ tokens: [Token]) throws -> HadoopHandover {
        var credentials = Credentials()
        for token in tokens { credentials.add(token) }
        return HadoopHandover(user: "alice", properties: [:], credentials: credentials)
    }
}

@Suite("Tokens of an application")
struct DriverTokensTests {
    private let issuer = NumberIssuer()
    private let published = Published()

    private final class Published: Sendable {
        let all = Mutex<[IssuedCredentials]>([])
        /// The services and numbers of the tokens of each publication.
        var tokens: [[String: UInt8]] {
            get throws {
                try all.withLock { $0 }.map {
                    try HadoopHandover($0.bytes).credentials.tokens.compactMapValues(\.identifier.first)
                }
            }
        }
    }

    private func tokens(named: [String] = []) -> DriverTokens {
        let tokens = DriverTokens(issuer: issuer, named: named)
        tokens.start { [published] new in published.all.withLock { $0.append(new) } }
        return tokens
    }

    @Test("nothing is asked for until it is named or used")
    func lazily() throws {
        let tokens = tokens()
        #expect(try !tokens.obtain())
        #expect(issuer.state.withLock { $0.issued }.isEmpty && published.all.withLock { $0 }.isEmpty)
        try tokens.use("nn1")
        try tokens.use("nn1")
        #expect(try published.tokens == [["nn1": 1]])
    }

    @Test("what is named is got at the start, and all that is known anew")
    func renewal() throws {
        let tokens = tokens(named: ["nn1", "nn2", "nn1"])
        #expect(try tokens.obtain())
        try tokens.use("nn2")
        try tokens.use("nn3")
        #expect(try tokens.obtain())
        #expect(
            try published.tokens == [
                ["nn1": 1, "nn2": 2], ["nn1": 1, "nn2": 2, "nn3": 3], ["nn1": 4, "nn2": 5, "nn3": 6],
            ]
        )
    }

    @Test("the life is that of the token that ends first")
    func lifetime() throws {
        issuer.state.withLock { $0.lifetimes = ["nn1": .seconds(1000), "nn2": .seconds(10)] }
        let tokens = tokens(named: ["nn1", "nn2"])
        #expect(try tokens.obtain())
        let life = try #require(published.all.withLock { $0 }.first?.lifetime)
        #expect(life > .seconds(0) && life <= .seconds(10))
    }

    @Test("a failure is told, changes nothing, and is over when it is over")
    func failure() throws {
        let tokens = tokens(named: ["nn1"])
        #expect(try tokens.obtain())
        issuer.state.withLock { $0.failing = ["nn1", "nn2"] }
        #expect(throws: WeftError.self) { try tokens.use("nn2") }
        #expect(throws: WeftError.self) { try tokens.obtain() }
        #expect(published.all.withLock { $0.count } == 1)
        issuer.state.withLock { $0.failing = [] }
        try tokens.use("nn2")
        #expect(try published.tokens.last?.keys.sorted() == ["nn1", "nn2"])
    }

    @Test("without security executors get the user and the configuration, once")
    func insecure() throws {
        issuer.state.withLock { $0.isSecure = false }
        let tokens = tokens()
        try tokens.use("nn1")
        try tokens.use("nn2")
        #expect(try published.tokens == [[:]])
        #expect(published.all.withLock { $0 }.first?.lifetime == nil)
        #expect(try !tokens.obtain())
    }

    @Test("whoever comes at once gets one token, and what is published last has all")
    func concurrently() throws {
        let tokens = tokens()
        let left = Atomic(8)
        for thread in 0..<8 {
            var id = pthread_t()
            let box = Unmanaged.passRetained(
                Work {
                    for number in 0..<50 { try? tokens.use("nn\((number + thread) % 20)") }
                    if thread == 0 { _ = try? tokens.obtain() }
                    left.subtract(1, ordering: .sequentiallyConsistent)
                }
            )
            pthread_create(
                &id,
                nil,
                {
                    Unmanaged<Work>.fromOpaque($0!).takeRetainedValue().body(); return nil
                },
                box.toOpaque()
            )
            pthread_detach(id)
        }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(60)
        while left.load(ordering: .sequentiallyConsistent) > 0, clock.now < deadline { usleep(1000) }
        let all = try published.tokens
        #expect(all.last?.count == 20)
        // No publication takes back what an earlier one had.
        for (earlier, later) in zip(all, all.dropFirst()) {
            for (service, number) in earlier { #expect(later[service] ?? 0 >= number) }
        }
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    @Test("what was got for the application is cancelled at its end, what it came with isn't")
    func revocation() throws {
        let own = tokens(named: ["nn1"])
        #expect(try own.obtain())
        own.revoke()
        own.revoke()
        #expect(issuer.state.withLock { $0.cancelled } == ["nn1 [1]"])
        issuer.state.withLock { $0.isOwn = false }
        let foreign = tokens(named: ["nn1"])
        #expect(try foreign.obtain())
        foreign.revoke()
        #expect(issuer.state.withLock { $0.cancelled } == ["nn1 [1]"])
    }
}

@Suite("How long tokens live")
struct TokenLifeTests {
    private func token(issued: Int64, end: Int64) -> Token {
        var writer = WritableWriter()
        writer.byte(0)
        for text in ["alice", "alice", ""] { writer.text(text) }
        for number in [issued, end, 1, 2] { writer.long(number) }
        return Token(identifier: writer.bytes, password: [], kind: .hdfsDelegation, service: "nn")
    }

    @Test("a renewed token lives from its issue to its new end, by the server's clock")
    func renewed() {
        let token = token(issued: 1_000_000, end: 9_000_000)
        #expect(TokenLife.between(issueOf: token, and: 1_060_000) == .seconds(60))
        #expect(TokenLife.between(issueOf: token, and: 0) == .seconds(-1000))
        #expect(TokenLife.between(issueOf: self.token(issued: .min, end: 0), and: .max) == TokenLife.usual)
    }

    @Test("one that can't be read lives a day")
    func unknown() {
        let token = Token(identifier: [0, 200], password: [], kind: .hdfsDelegation, service: "nn")
        #expect(TokenLife.between(issueOf: token, and: 5) == TokenLife.usual)
        #expect(TokenLife.untilEnd(of: token) == TokenLife.usual)
    }
}
