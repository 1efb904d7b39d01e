import HadoopRPC
import Testing
import WeftDiagnostics
import WeftEngine
import YARN

@testable import WeftYARN

@Suite("What is refused before anything is uploaded")
struct SubmissionChecksTests {
    // MARK: Queues

    private static func queue(
        _ name: String,
        _ state: QueueState = .running,
        _ children: [QueueInfo] = []
    ) -> QueueInfo {
        var queue = QueueInfo(name: name, capacity: 1, maximumCapacity: 1, state: state)
        queue.children = children
        return queue
    }

    private static let capacity = queue(
        "root",
        .running,
        [queue("default"), queue("eng", .running, [queue("dev"), queue("prod")])]
    )
    private static let fair = queue("root", .running, [queue("root.default"), queue("root.users")])

    @Test(
        "a queue is refused when it is surely wrong, and left to the ResourceManager when it may be right",
        arguments: [
            ("dev", queue("dev"), capacity, nil, []),
            ("etl", nil, capacity, "queue-not-found", ["etl", "default, dev, prod"]),
            // Made when somebody asks for them, perhaps.
            ("root.eng.etl", nil, capacity, nil, []), ("etl", nil, fair, nil, []), ("etl", nil, nil, nil, []),
            (
                "eng", queue("eng", .running, [queue("dev"), queue("prod")]), nil, "queue-not-found",
                ["eng", "dev, prod"]
            ),
            ("dev", queue("dev", .stopped), nil, "queue-stopped", ["dev is stopped"]),
            ("dev", queue("dev", .draining), nil, "queue-stopped", ["dev is about to stop"]),
        ] as [(String, QueueInfo?, QueueInfo?, String?, [String])]
    )
    func queues(_ name: String, _ queue: QueueInfo?, _ root: QueueInfo?, _ code: String?, _ words: [String]) {
        let refusal = QueueCheck.refusal(of: name, queue, root: root)
        #expect(refusal?.code.rawValue == code)
        for word in words { #expect(refusal?.description.contains(word) == true, "\(word)") }
    }

    // MARK: Tags and type

    @Test(
        "tags and types that YARN would refuse are refused here",
        arguments: [
            ("weft.yarn.tags", (1...10).map { "t\($0)" }.joined(separator: ","), true),
            ("weft.yarn.tags", (1...11).map { "t\($0)" }.joined(separator: ","), false),
            ("weft.yarn.tags", String(repeating: "x", count: 100), true),
            ("weft.yarn.tags", String(repeating: "x", count: 101), false),
            ("weft.yarn.tags", "größe", false),
            ("weft.yarn.applicationType", String(repeating: "T", count: 20), true),
            ("weft.yarn.applicationType", String(repeating: "T", count: 21), false),
        ]
    )
    func limits(_ key: String, _ value: String, _ isFine: Bool) throws {
        let configuration = try settings([key: value])
        if isFine {
            try SubmissionLimits.check(configuration)
        } else {
            let error = #expect(throws: WeftError.self) { try SubmissionLimits.check(configuration) }
            #expect(error?.code == "invalid-configuration-value" && error?.message.contains(key) == true)
        }
    }

    // MARK: Files

    @Test("a driver in the cluster finds files and archives by their names, also those of other file systems")
    func staged() throws {
        let files = try StagedFiles(
            settings([
                "weft.files": "/a/x.txt,/a/y.txt#words,hdfs://nn/data/z#z",
                "weft.archives": "/a/pack.tgz,/b/pack.tgz#other,file:/c/t.tar#t.tar",
            ]),
            program: ["App", "libz.so.1"],
            keytab: "weft.keytab"
        )
        #expect(
            files.items == [
                .init(path: "/a/x.txt", name: "x.txt"), .init(path: "/a/y.txt", name: "words"),
                .init(path: "/a/pack.tgz", name: "pack.tgz"), .init(path: "/b/pack.tgz", name: "other-pack.tgz"),
                .init(path: "/c/t.tar", name: "t.tar"),
            ]
        )
        #expect(
            files.settings == [
                "weft.files": "x.txt,words,hdfs://nn/data/z#z",
                "weft.archives": "pack.tgz,other-pack.tgz#other,t.tar",
            ]
        )
        #expect(try StagedFiles(settings([:]), program: ["App"], keytab: nil).settings.isEmpty)
    }

    @Test(
        "a file whose name is taken in the driver's container is refused",
        arguments: [
            ("weft.files", "/a/App", "the program's"), ("weft.files", "/a/b#libz.so.1", "the program's"),
            ("weft.archives", "/a/App", "the program's"), ("weft.files", "/a/weft.keytab", "the keytab's"),
            ("weft.files", "/a/b#weft.keytab", "the keytab's"),
            ("weft.files", "/a/launch_container.sh", "YARN's own"), ("weft.files", "/a/tmp", "YARN's own"),
        ]
    )
    func taken(_ key: String, _ value: String, _ owner: String) throws {
        let configuration = try settings([key: value])
        let error = #expect(throws: WeftError.self) {
            try StagedFiles(configuration, program: ["App", "libz.so.1"], keytab: "weft.keytab")
        }
        #expect(error?.code == "invalid-configuration-value")
        #expect(error?.message.contains(owner) == true && error?.message.contains(value) == true)
        // Client mode puts it into no container.
        try StagedFiles.checkNames(configuration)
    }

    @Test("a file named as a keytab would be is one like any other where there is no keytab")
    func noKeytab() throws {
        let files = try StagedFiles(settings(["weft.files": "/a/weft.keytab"]), program: ["App"], keytab: nil)
        #expect(files.items == [.init(path: "/a/weft.keytab", name: "weft.keytab")])
    }

    @Test(
        "two that would be found by one name are refused, and one without a name",
        arguments: [
            (["weft.files": "/a#x,/b#x"], "/a#x and /b#x"), (["weft.files": "/a/x,/b/x"], "/a/x and /b/x"),
            (["weft.files": "/a#x", "weft.archives": "/b#x"], "/a#x and /b#x"),
            (["weft.files": "hdfs://nn/x,/b/x"], "hdfs://nn/x and /b/x"), (["weft.files": "/a#"], "/a#"),
            (["weft.files": "/a#b/c"], "/a#b/c"), (["weft.archives": "/a#.."], "/a#.."),
        ]
    )
    func names(_ values: [String: String], _ told: String) throws {
        let configuration = try settings(values)
        let error = #expect(throws: WeftError.self) { try StagedFiles.checkNames(configuration) }
        #expect(error?.code == "invalid-configuration-value" && error?.message.contains(told) == true)
        #expect(throws: WeftError.self) { try StagedFiles(configuration, program: ["App"], keytab: nil) }
    }

    // MARK: File systems

    @Test("each HDFS that is named gets a token: the default one, those of files and archives, those that are listed")
    func fileSystems() throws {
        let configuration = try settings([
            "weft.files": "hdfs://files:8020/a#b,/local,hdfs:///default", "weft.archives": "hdfs://archives/x.tgz",
            "weft.kerberos.access.hadoopFileSystems": "hdfs://listed,hdfs://files:8020",
        ])
        var hadoop = try HadoopConfiguration(loadingFrom: [], environment: [:])
        hadoop.set("fs.defaultFS", to: "hdfs://standard:9000")
        #expect(
            try NamedFileSystems.authorities(configuration, hadoop)
                == ["standard:9000", "files:8020", "", "archives", "listed"]
        )
        hadoop.set("fs.defaultFS", to: "file:///")
        #expect(try NamedFileSystems.authorities(settings([:]), hadoop).isEmpty)
    }
}
