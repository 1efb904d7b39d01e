import Glibc
import HadoopRPC
import NIOCore
import Testing
import WeftDiagnostics
import WeftEngine
import WeftNetwork
import YARN

@testable import WeftYARN

extension ApplicationStart {
    /// One with something in every field.
    static let sample = ApplicationStart(
        mode: .client(driver: NetworkAddress(host: "driver", port: 4711), secret: [1, 2, 3]),
        application: "\(applicationID)",
        name: "Word Count",
        settings: [4, 5],
        hadoop: ["fs.defaultFS": "hdfs://nn:8020"],
        user: "alice",
        resources: [
            StagedResource(
                name: "App",
                scheme: "hdfs",
                authority: "nn:8020",
                path: "/user/alice/App",
                size: 1 << 40,
                timestamp: 1_700_000_000_000,
                isPublic: false
            ),
            StagedResource(
                name: "libx.so",
                scheme: "file",
                authority: "",
                path: "/lib/libx.so",
                size: 0,
                timestamp: -1,
                isPublic: true
            ),
        ],
        executable: "App",
        keytab: "weft.keytab",
        stagingFolder: "hdfs://nn:8020/user/alice/.weftStaging/x",
        maximumMemory: 8192,
        racks: ["/rack1": ["node1", "node2"], "/rack2": []]
    )
}

@Suite("What containers and application masters are told")
struct MessageTests {
    private static let messages: [MasterMessage] = [
        .registered, .granted(host: "node1", container: "\(container(2))"), .launched(executor: "e1", host: "node1"),
        .ended(executor: "e1", end: EndedExecutor(ExecutorEnd(status: 137, message: "killed", isExpected: true))),
        .ended(executor: "e2", end: EndedExecutor(ExecutorEnd(status: nil, message: ""))),
        .leaving(executor: "e1", reason: "preempted"),
        .failed(WeftError("x", "message", remedy: "r", details: [.init("a", "b")], cause: WeftError("y", "below"))),
        .request(total: 3, hosts: ["node1": 2, "node2": 1]), .kill(executors: ["e1", "e2"], reason: "idle"),
        .exclude(hosts: []), .hasten(executor: "e1"), .progress(0.25), .finish(succeeded: false, diagnostics: "why"),
    ]

    @Test("messages arrive as they were sent", arguments: messages)
    func roundTrip(_ message: MasterMessage) throws {
        let buffer = try message.buffer
        let arrived = try MasterMessage(buffer)
        // Sets and dictionaries come in any order, their text doesn't when it is sorted.
        #expect("\(arrived)".sorted() == "\(message)".sorted())
    }

    @Test("what an application master is told arrives, for both deploy modes")
    func start() throws {
        for mode in [ApplicationStart.sample.mode, .cluster(arguments: ["in", "--out", ""])] {
            var start = ApplicationStart.sample
            start.mode = mode
            let arrived: ApplicationStart = try BinaryCodingBytes.decode(try start.encoded)
            #expect(arrived.mode == start.mode && arrived.resources == start.resources)
            #expect(arrived.hadoop == start.hadoop && arrived.settings == start.settings)
            #expect(arrived.application == start.application && arrived.name == start.name)
            #expect(arrived.user == start.user && arrived.executable == start.executable)
            #expect(arrived.keytab == start.keytab && arrived.stagingFolder == start.stagingFolder)
            #expect(arrived.maximumMemory == start.maximumMemory)
        }
    }

    @Test("an executor's end keeps what the driver needs")
    func ends() {
        let end = ExecutorEnd(status: 1, message: "m", isExpected: false, remedy: "r")
        #expect(EndedExecutor(end).end == end)
    }

    @Test("files for containers keep URL, size, time and who may read them")
    func resources() throws {
        for staged in ApplicationStart.sample.resources {
            let resource = try staged.resource
            #expect(StagedResource((key: staged.name, value: resource)) == staged)
        }
        let bad = StagedResource(
            name: "x",
            scheme: "",
            authority: "",
            path: "x",
            size: 0,
            timestamp: 0,
            isPublic: false
        )
        #expect(throws: WeftError.self) { try bad.resource }
    }

    @Test("bytes that are something else are refused, whatever they are")
    func fuzz() throws {
        // Half of them: each is a value with many parts.
        let inputs = (getenv("WEFT_FUZZ_INPUTS").flatMap { Int(String(cString: $0)) } ?? 1_000_000) / 2
        let seed = getenv("WEFT_FUZZ_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0 ... .max)
        var random = Random(state: seed)
        let seeds = try Self.messages.map { Array(try $0.buffer.readableBytesView) } + [ApplicationStart.sample.encoded]
        var refused = 0
        for turn in 0..<inputs {
            var bytes = seeds[random.below(seeds.count)]
            let place = random.below(bytes.count)
            switch random.next() % 4 {
            case 0: bytes.removeLast(bytes.count - place)
            case 1: bytes[place] ^= 1 << UInt8(random.below(8))
            case 2: bytes[place] = UInt8(random.below(256))
            default: bytes = (0..<random.below(80)).map { _ in UInt8(random.below(256)) }
            }
            do {
                if turn % 4 > 0 {
                    let message = try MasterMessage(ByteBuffer(bytes: bytes))
                    // What can be read can be sent on.
                    if turn % 16 == 1 { _ = try message.buffer }
                } else {
                    let _: ApplicationStart = try BinaryCodingBytes.decode(bytes)
                }
            } catch is WeftError {
                refused += 1
            } catch {
                Issue.record("seed \(seed), turn \(turn): \(error)")
                return
            }
        }
        #expect(refused > inputs / 4)
    }

    private struct Random {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }

        mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }
    }

    @Test("fresh tokens take the place of older ones for the same service, under whatever names they are kept")
    func renewedCredentials() {
        func token(_ number: UInt8, _ service: String, _ kind: Token.Kind = .hdfsDelegation) -> Token {
            Token(identifier: [number], password: [number], kind: kind, service: service)
        }
        var credentials = Credentials(
            tokens: ["a": token(1, "nn1:8020"), "b": token(2, "nn2:8020"), "nn1:8020": token(3, "nn1:8020", "OTHER")],
            secrets: ["mine": [4]]
        )
        credentials.renew(
            with: Credentials(tokens: [
                "x": token(5, "nn1:8020"), "y": token(6, "nn3:8020"), "z": token(7, "", .applicationMaster),
            ])
        )
        #expect(Set(credentials.tokens.values.map(\.identifier)) == [[2], [3], [5], [6]])
        #expect(credentials.secrets == ["mine": [4]])
    }

    @Test("executors get neither the application master's token nor what it was told")
    func strippedCredentials() {
        func token(_ kind: Token.Kind) -> Token {
            Token(identifier: [1], password: [2], kind: kind, service: "s-\(kind)")
        }
        var credentials = Credentials(secrets: [
            ApplicationStart.alias: [1], ContainerSecrets.launch: [2], "weft.other": [3], "mine": [4],
        ])
        credentials.add(token(.hdfsDelegation))
        credentials.add(token("YARN_AM_RM_TOKEN"))
        let stripped = ContainerSecrets.stripped(credentials)
        #expect(stripped.secrets == ["mine": [4]])
        #expect(stripped.tokens.values.map(\.kind) == [.hdfsDelegation])
    }
}
