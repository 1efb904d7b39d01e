import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Addresses and name services")
struct HadoopAddressTests {
    @Test(
        "Addresses are read with and without a port",
        arguments: [
            ("nn:8020", "nn", 8020), ("nn", "nn", 9), (" nn:1 ", "nn", 1), ("hdfs://nn:8020/path", "nn", 8020),
            ("hdfs://alice@nn", "nn", 9), ("[::1]:8020", "::1", 8020), ("[::1]", "::1", 9), ("fe80::1", "fe80::1", 9),
            ("10.0.0.1:65535", "10.0.0.1", 65535),
        ]
    )
    func reading(_ text: String, _ host: String, _ port: Int) {
        #expect(HadoopAddress(text, defaultPort: 9) == HadoopAddress(host: host, port: port))
    }

    @Test(
        "What isn't an address isn't read",
        arguments: ["", ":1", "nn:", "nn:x", "nn:-1", "nn:+1", "nn:65536", "[::1", "[::1]x", "a b:1", "a,b", "hdfs://"]
    )
    func refused(_ text: String) { #expect(HadoopAddress(text, defaultPort: 9) == nil) }

    @Test("A port is needed when none is the default")
    func noDefault() { #expect(HadoopAddress("nn") == nil) }

    @Test("An address prints as it is written")
    func printing() {
        #expect(HadoopAddress(host: "nn", port: 1).description == "nn:1")
        #expect(HadoopAddress(host: "::1", port: 1).description == "[::1]:1")
    }

    private func configuration(_ properties: KeyValuePairs<String, String>) -> HadoopConfiguration {
        var configuration = HadoopConfiguration(environment: [:])
        for (key, value) in properties { configuration.set(key, to: value) }
        return configuration
    }

    @Test("0.0.0.0 is refused as an address to connect to, with the reason")
    func unspecified() throws {
        let error = #expect(throws: WeftError.self) {
            try HadoopConfiguration(environment: [:]).resourceManagers(
                "yarn.resourcemanager.address",
                defaultPort: 8032
            )
        }
        #expect(error?.code == "hadoop-configuration")
        #expect(
            error?.message
                == "yarn.resourcemanager.address is 0.0.0.0:8032, which nobody can connect to, and an address is "
                + "needed to connect to the ResourceManager"
        )
        #expect(error?.details.contains(.init("configuration", "HADOOP_CONF_DIR is not set")) == true)
        for wrong in ["[::]:1", "nn:0", "nn"] {
            #expect(throws: WeftError.self) { try configuration(["k": wrong]).address("k", "to test") }
        }
        let folder = try TemporaryFolder()
        let empty = try HadoopConfiguration(loadingFrom: [folder.path], environment: [:])
        let searched = #expect(throws: WeftError.self) {
            try empty.resourceManagers("yarn.resourcemanager.address", defaultPort: 8032)
        }
        #expect(
            searched?.details.contains(
                .init("configuration", "no core-site.xml, hdfs-site.xml or yarn-site.xml in \(folder.path) (given)")
            ) == true
        )
    }

    @Test("ResourceManagers are one, or as many as there are ids")
    func resourceManagers() throws {
        let one = configuration(["yarn.resourcemanager.hostname": "rm"])
        #expect(
            try one.resourceManagers("yarn.resourcemanager.scheduler.address", defaultPort: 8030)
                == [.init(id: nil, address: HadoopAddress(host: "rm", port: 8030))]
        )
        let two = configuration([
            "yarn.resourcemanager.ha.enabled": "true", "yarn.resourcemanager.ha.rm-ids": "rm1, rm2",
            "yarn.resourcemanager.hostname.rm1": "a", "yarn.resourcemanager.address.rm2": "b:99",
        ])
        #expect(
            try two.resourceManagers("yarn.resourcemanager.address", defaultPort: 8032)
                == [
                    .init(id: "rm1", address: HadoopAddress(host: "a", port: 8032)),
                    .init(id: "rm2", address: HadoopAddress(host: "b", port: 99)),
                ]
        )
        #expect(throws: WeftError.self) {
            try configuration(["yarn.resourcemanager.ha.enabled": "true"])
                .resourceManagers("yarn.resourcemanager.address", defaultPort: 8032)
        }
    }

    @Test("The default file system is what fs.defaultFS says, and is missed when it isn't there")
    func defaultFileSystem() throws {
        func defaultFileSystem(_ text: String) throws -> [String] {
            let (scheme, authority) = try configuration(["fs.default.name": text]).defaultFileSystem
            return [scheme, authority]
        }
        #expect(try defaultFileSystem("hdfs://ns1") == ["hdfs", "ns1"])
        #expect(try defaultFileSystem("HDFS://nn:8020/") == ["hdfs", "nn:8020"])
        #expect(try defaultFileSystem("nn:8020") == ["hdfs", "nn:8020"])
        #expect(try defaultFileSystem("file:///") == ["file", ""])
        for wrong in ["hdfs://", "://nn", "nn", "hdfs:/x"] {
            #expect(throws: WeftError.self, "\(wrong)") { try defaultFileSystem(wrong) }
        }
        let error = #expect(throws: WeftError.self) { try HadoopConfiguration(environment: [:]).defaultFileSystem }
        #expect(error?.message == "fs.defaultFS is not set, and is needed for paths without a file system")
        #expect(
            error?.details == [
                .init("value", "file:///"), .init("from", "default"),
                .init("configuration", "HADOOP_CONF_DIR is not set"),
            ]
        )
    }

    @Test("A name service has the NameNodes of its configuration")
    func nameServices() throws {
        let both = configuration([
            "dfs.federation.nameservices": "ns1,ns2,ns3", "dfs.ha.namenodes.ns1": "nn1, nn2",
            "dfs.namenode.rpc-address.ns1.nn1": "a:8020", "dfs.namenode.rpc-address.ns1.nn2": "b",
            "dfs.namenode.rpc-address.ns2": "c:9000",
        ])
        let first = try both.nameService("ns1")
        #expect(first.isHighlyAvailable)
        #expect(
            first.members == [
                .init(id: "nn1", address: HadoopAddress(host: "a", port: 8020)),
                .init(id: "nn2", address: HadoopAddress(host: "b", port: 8020)),
            ]
        )
        let second = try both.nameService("ns2")
        #expect(!second.isHighlyAvailable)
        #expect(second.members == [.init(address: HadoopAddress(host: "c", port: 9000))])
        #expect(try both.nameService("host:1").members == [.init(address: HadoopAddress(host: "host", port: 1))])
        #expect(try both.nameService("host").members == [.init(address: HadoopAddress(host: "host", port: 8020))])
        let error = #expect(throws: WeftError.self) { try both.nameService("ns3") }
        #expect(
            error?.message
                == "dfs.namenode.rpc-address.ns3 is not set, and is needed to know the NameNodes of the name "
                + "service ns3"
        )
        #expect(throws: WeftError.self) { try both.nameService("ns1:8020") }
        #expect(throws: WeftError.self) { try both.nameService("0.0.0.0:8020") }
        #expect(throws: WeftError.self) { try both.nameService("") }
    }

    @Test("A NameNode of a name service without an address is missed by its key")
    func memberWithoutAddress() throws {
        let error = #expect(throws: WeftError.self) {
            try configuration(["dfs.ha.namenodes.ns": "nn1"]).nameService("ns")
        }
        #expect(
            error?.message
                == "dfs.namenode.rpc-address.ns.nn1 is not set, and is needed to connect to the NameNode nn1 of ns"
        )
    }
}
