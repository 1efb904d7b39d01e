import HadoopProtos
import Testing
import WeftDiagnostics
import YARN

@Suite("Amounts of resources")
struct ResourceTests {
    @Test(
        "a container satisfies what was asked for although the ResourceManager has rounded",
        arguments: [
            (1024, 1, 1024, 1, true), (1536, 1, 1500, 1, true), (1024, 1, 1500, 1, false),
            // Where cores aren't counted, containers come back with one.
            (2048, 1, 2048, 4, true), (2048, 2, 2048, 4, false), (2048, 8, 2048, 4, true),
        ] as [(Int64, Int32, Int64, Int32, Bool)]
    )
    func satisfies(_ memory: Int64, _ cores: Int32, _ askedMemory: Int64, _ askedCores: Int32, _ expected: Bool) {
        let asked = Resource(memory: askedMemory, virtualCores: askedCores)
        #expect(Resource(memory: memory, virtualCores: cores).satisfies(asked) == expected)
    }

    @Test("other types are compared with their units")
    func units() throws {
        var asked = Resource(memory: 1024, virtualCores: 1, others: ["yarn.io/gpu": ResourceAmount(2)])
        var given = asked
        given.others["yarn.io/gpu"] = ResourceAmount(1)
        #expect(!given.satisfies(asked))
        given.others = [:]
        #expect(!given.satisfies(asked))
        asked.others = ["disk": ResourceAmount(1, units: "G")]
        given.others = ["disk": ResourceAmount(1, units: "Gi")]
        #expect(given.satisfies(asked))
        #expect(asked.fits(in: given))
        #expect(given.excess(over: asked) == ["disk"])
        given.others = ["disk": ResourceAmount(1000, units: "M")]
        #expect(given.satisfies(asked) && asked.satisfies(given))
        given.others = ["disk": ResourceAmount(.max, units: "Pi")]
        asked.others = ["disk": ResourceAmount(.max, units: "p")]
        #expect(given.satisfies(asked) && !asked.satisfies(given))
        #expect(ResourceAmount(text: "512 Mi") == ResourceAmount(512, units: "Mi"))
        #expect(ResourceAmount(text: "512x") == nil)
        #expect(ResourceAmount(text: "-1") == nil)
        #expect(ResourceAmount(text: "") == nil)
    }

    @Test("what is more than the most that a container may have is named")
    func excess() {
        let largest = Resource(memory: 8192, virtualCores: 4)
        #expect(largest.fits(in: largest))
        let asked = Resource(memory: 9000, virtualCores: 5, others: ["yarn.io/gpu": ResourceAmount(1)])
        #expect(asked.excess(over: largest) == ["memory", "vcores", "yarn.io/gpu"])
        #expect("\(asked)" == "<memory:9000, vCores:5, yarn.io/gpu: 1>")
    }

    @Test("a message's map is read without the memory and the cores that are repeated in it")
    func messages() throws {
        let resource = Resource(memory: 1024, virtualCores: 2, others: ["yarn.io/gpu": ResourceAmount(3, units: "k")])
        #expect(Resource(resource.message) == resource)
        #expect(Resource(try ResourceProto(serialized: resource.message.serialized())) == resource)
        #expect(Resource(nil) == .none)
    }

    @Test("a URL is taken apart and put together")
    func urls() throws {
        let texts = [
            "hdfs://nn.example.com:8020/user/alice/a b%20c", "hdfs://ns1/x", "file:/tmp/x", "hdfs://bob@ns1/x",
            "hdfs://[::1]:8020/x",
        ]
        for text in texts {
            let url = try ResourceURL(text)
            #expect("\(url)" == text)
            #expect(ResourceURL(url.message) == url)
        }
        #expect(try ResourceURL("file:///tmp/x").description == "file:/tmp/x")
        #expect(try ResourceURL("hdfs://ns1/x").message.port == -1)
        for text in ["", "/x", "hdfs:", "hdfs://ns1", "hdfs://a:b/x", "x/y:z"] {
            #expect(throws: WeftError.self, "\(text)") { try ResourceURL(text) }
        }
    }
}

@Suite("How containers end")
struct ContainerExitStatusTests {
    @Test(
        "YARN's own reasons don't count against the application, its own exits do",
        arguments: [
            (0, true), (-100, true), (-101, true), (-102, true), (-103, false), (-104, false), (-105, true),
            (-106, true), (-107, true), (-108, true), (-109, false), (-1000, false), (1, false), (137, false),
        ] as [(Int32, Bool)]
    )
    func blame(_ number: Int32, _ innocent: Bool) {
        #expect(ContainerExitStatus(rawValue: number).isNotTheApplicationsFault == innocent)
    }

    @Test(
        "each has words of its own",
        arguments: [
            (0, "status 0"), (127, "shared library"), (137, "SIGKILL"), (143, "SIGTERM"), (160, "signal 32"),
            (3, "status 3"), (200, "status 200"), (-104, "more memory"), (-102, "another application"),
            (-7, "status -7"),
        ] as [(Int32, String)]
    )
    func words(_ number: Int32, _ words: String) {
        #expect("\(ContainerExitStatus(rawValue: number))".contains(words))
    }
}

@Suite("Numbers with names")
struct NumberedValueTests {
    @Test("a number that isn't known is kept, and goes out as it came")
    func unknown() {
        let state = ApplicationState(YarnApplicationStateProto(rawValue: 99))
        #expect(state.rawValue == 99)
        #expect("\(state)" == "unknown(99)")
        #expect(state.message.rawValue == 99)
        #expect(!state.isFinal)
    }

    @Test("names are found in any case of letters")
    func names() {
        #expect(ApplicationState(name: "running") == .running)
        #expect(ApplicationState(name: "x") == nil)
        #expect(NodeState(name: "Decommissioning") == .decommissioning)
        #expect(NodeState.allKnown.count == 8)
        #expect("\(LocalResourceVisibility.everybody)" == "PUBLIC")
    }

    @Test("all of this library's numbers are those of the messages")
    func sameNumbers() {
        #expect(Set(ApplicationState.names.keys) == Set(YarnApplicationStateProto.names.keys))
        #expect(Set(ApplicationAttemptState.names.keys) == Set(YarnApplicationAttemptStateProto.names.keys))
        #expect(Set(FinalApplicationStatus.names.keys) == Set(FinalApplicationStatusProto.names.keys))
        #expect(Set(NodeState.names.keys) == Set(NodeStateProto.names.keys))
        #expect(Set(ContainerState.names.keys) == Set(ContainerStateProto.names.keys))
        #expect(LocalResourceVisibility.names == LocalResourceVisibilityProto.names)
        #expect(LocalResourceType.names == LocalResourceTypeProto.names)
        #expect(ContainerSignal.names == SignalContainerCommandProto.names)
        #expect(ExecutionType.names == ExecutionTypeProto.names)
    }
}
