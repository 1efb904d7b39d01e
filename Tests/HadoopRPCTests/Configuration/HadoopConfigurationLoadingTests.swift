import Glibc
import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// What is expected was printed by Java's Configuration of Hadoop 3.3.4 for the same files, but where a test says so.
@Suite("Configuration files")
struct HadoopConfigurationLoadingTests {
    private static let first = """
        <?xml version='1.0'?><configuration xmlns:xi='http://www.w3.org/2001/XInclude'>
        <property><name> spaced </name><value> v </value></property>
        <property><name>empty</name><value></value></property><property><name>empty2</name><value/></property>
        <property><name>novalue</name></property>
        <property><name>p1</name><value>${p2}-x</value></property><property><name>p2</name><value>${p3}</value></property>
        <property><name>p3</name><value>end</value></property>
        <property><name>c1</name><value>a${c2}</value></property><property><name>c2</name><value>b${c1}</value></property>
        <property><name>self</name><value>${self}</value></property><property><name>self2</name><value>x${self2}</value></property>
        <property><name>unb</name><value>${p3} ${nope} ${p3}</value></property>
        <property><name>unb2</name><value>${nope} ${p3}</value></property>
        <property><name>nest</name><value>${p${n}}</value></property><property><name>n</name><value>3</value></property>
        <property><name>envd</name><value>${env.NOPE_X-dflt} ${env.NOPE_X:-dflt2} ${env.HOME} ${env.EMPTYV-a} ${env.EMPTYV:-b}</value></property>
        <property><name>envn</name><value>${env.NOPE_X}</value></property>
        <property><name>twice</name><value>${p3}${p3}</value></property>
        <property><name>sp</name><value>${p 3} $p3 ${} ${p3</value></property>
        <property><name>fin</name><value>1</value><final>true</final></property>
        <property><name>fin2</name><value>1</value><final> TRUE </final></property>
        <property><name>fin</name><value>2</value></property>
        <property><name>finnov</name><final>true</final></property>
        <property><name>dfs.umaskmode</name><value>077</value></property>
        <property><name>shared</name><value>a</value></property>
        <xi:include href='inc.xml'/>
        <xi:include href='none.xml'><xi:fallback><property><name>fb</name><value>1</value></property></xi:fallback></xi:include>
        <xi:include href='inc.xml'><xi:fallback><property><name>fb2</name><value>1</value></property></xi:fallback></xi:include>
        <property name='attr' value='av' final='true'/>
        <property><name>cd</name><value><![CDATA[<&>]]>t&amp;u<!-- c -->w</value></property>
        <property><name>twovals</name><value>1</value><value>2</value></property>
        <other><property><name>inother</name><value>1</value></property></other>
        <configuration><property><name>nestedconf</name><value>1</value></property></configuration>
        </configuration>
        """

    private func loaded() throws -> (HadoopConfiguration, TemporaryFolder) {
        let folder = try TemporaryFolder()
        try folder.write("inc.xml", properties: ["in.inc": "1", "shared": "inc"])
        let first = try folder.write("a.xml", Self.first)
        let second = try folder.write(
            "b.xml",
            properties: [
                "fin": "3", "fin2": "3", "finnov": "3", "attr": "3", "p3": "END", "fs.default.name": "hdfs://old:1",
            ]
        )
        var configuration = HadoopConfiguration(environment: ["HOME": "/root", "EMPTYV": ""])
        try configuration.load(file: first)
        try configuration.load(file: second)
        return (configuration, folder)
    }

    @Test("Values, expansion, final, includes and deprecated names are those of Java")
    func likeJava() throws {
        let (configuration, _) = try loaded()
        let expected: [String: String?] = [
            // Java keeps the blanks around a value in `get`, and takes them away in `getTrimmed`, which clients use.
            "spaced": "v", "empty": nil, "empty2": nil, "novalue": nil, "p1": "END-x", "self": "${self}",
            "self2": "x${self2}", "unb": "END ${nope} ${p3}", "unb2": "${nope} ${p3}", "nest": "END",
            "envd": "dflt dflt2 /root  b", "envn": "${env.NOPE_X}", "twice": "ENDEND", "sp": "${p 3} $p3 ${} ${p3",
            "fin": "1", "fin2": "3", "finnov": nil, "dfs.umaskmode": "077", "fs.permissions.umask-mode": "077",
            "shared": "inc", "in.inc": "1", "fb": "1", "fb2": nil, "attr": "av", "cd": "<&>t&uw", "twovals": "2",
            "inother": "1", "nestedconf": "1", "fs.defaultFS": "hdfs://old:1", "fs.default.name": "hdfs://old:1",
        ]
        for (key, value) in expected {
            #expect(try configuration.string(key) == value, "\(key)")
        }
    }

    @Test("Values that name each other in a circle are an error")
    func circles() throws {
        let (configuration, folder) = try loaded()
        for key in ["c1", "c2"] {
            do {
                _ = try configuration.string(key)
                Issue.record("\(key) has a value")
            } catch let error as WeftError {
                #expect(error.code == "hadoop-configuration")
                #expect(error.message == "\(key) can't be expanded: after 20 replacements there is still a ${…} in it")
                #expect(error.details.contains(.init("from", "\(folder.path)/a.xml:7")))
            }
        }
    }

    @Test("Twenty replacements in a value are allowed, and values can't grow without end")
    func expansionBounds() throws {
        var configuration = HadoopConfiguration(environment: [:])
        configuration.set("a", to: "x")
        configuration.set("many", to: String(repeating: "${a}", count: 20))
        #expect(try configuration.string("many") == String(repeating: "x", count: 20))
        configuration.set("many", to: String(repeating: "${a}", count: 21))
        #expect(throws: WeftError.self) { try configuration.string("many") }
        configuration.set("b0", to: String(repeating: "y", count: 100_000))
        for step in 1...30 { configuration.set("b\(step)", to: "${b\(step - 1)}${b\(step - 1)}") }
        #expect(throws: WeftError.self) { try configuration.string("b30") }
    }

    @Test("What is set wins over files, also over final values, and by either name")
    func setting() throws {
        var (configuration, folder) = try loaded()
        configuration.set("fin", to: "9")
        configuration.set("dfs.block.size", to: "5")
        try configuration.set(definition: "x=a=b")
        #expect(try configuration.string("fin") == "9")
        #expect(try configuration.string("dfs.blocksize") == "5")
        #expect(try configuration.string("dfs.block.size") == "5")
        #expect(try configuration.string("x") == "a=b")
        #expect(configuration.origin(of: "x") == .set(by: "-D"))
        try configuration.load(file: folder.write("c.xml", properties: ["x": "file"]))
        #expect(try configuration.string("x") == "a=b")
        for wrong in ["x", "=1", ""] { #expect(throws: WeftError.self) { try configuration.set(definition: wrong) } }
        configuration.unset("x")
        #expect(try configuration.string("x") == nil)
    }

    @Test("A value knows the file and line it comes from")
    func origins() throws {
        let (configuration, folder) = try loaded()
        #expect(configuration.origin(of: "p3") == .file(path: "\(folder.path)/b.xml", line: 6))
        #expect(configuration.origin(of: "in.inc") == .file(path: "\(folder.path)/inc.xml", line: 2))
        #expect(configuration.origin(of: "dfs.replication") == .defaultValue)
        #expect(configuration.origin(of: "nope") == nil)
        #expect(configuration.files.map { $0.split(separator: "/").last } == ["a.xml", "inc.xml", "inc.xml", "b.xml"])
    }

    @Test("A file wins over a default, whatever file it is (Java's hdfs-default.xml would win over core-site.xml)")
    func defaults() throws {
        let folder = try TemporaryFolder()
        try folder.write("core-site.xml", properties: ["dfs.replication": "1", "dfs.block.size": "64m"])
        let configuration = try HadoopConfiguration(loadingFrom: [folder.path], environment: [:])
        #expect(try configuration.int("dfs.replication", default: 7) == 1)
        #expect(try configuration.size("dfs.blocksize", default: 7) == 64 << 20)
        #expect(try configuration.size("dfs.client-write-packet-size", default: 7) == 65536)
    }

    @Test("The folders are found as Hadoop's scripts find them")
    func folders() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        try folder.write("core-site.xml", properties: ["!a": "core", "b": "core"])
        try folder.write("hdfs-site.xml", properties: ["a": "hdfs", "b": "hdfs"])
        try other.write("yarn-site.xml", properties: ["b": "yarn"])
        let both = try HadoopConfiguration(
            loadingFrom: nil,
            environment: ["HADOOP_CONF_DIR": folder.path, "YARN_CONF_DIR": other.path],
            overrides: ["c=1"]
        )
        #expect(try both.string("a") == "core")
        #expect(try both.string("b") == "yarn")
        #expect(try both.string("c") == "1")
        #expect(both.searched.map(\.reason) == ["HADOOP_CONF_DIR", "YARN_CONF_DIR"])
        let none = try HadoopConfiguration(loadingFrom: nil, environment: [:])
        #expect(none.files.isEmpty)
        #expect(none.searchReport == "HADOOP_CONF_DIR is not set")
        let empty = try TemporaryFolder()
        let nothing = try HadoopConfiguration(loadingFrom: nil, environment: ["HADOOP_CONF_DIR": empty.path])
        #expect(
            nothing.searchReport
                == "no core-site.xml, hdfs-site.xml or yarn-site.xml in \(empty.path) (HADOOP_CONF_DIR)"
        )
        #expect(throws: WeftError.self) {
            try HadoopConfiguration(loadingFrom: nil, environment: ["HADOOP_CONF_DIR": "/nowhere/at/all"])
        }
        #expect(throws: WeftError.self) { try HadoopConfiguration(loadingFrom: ["/nowhere/at/all"], environment: [:]) }
    }

    @Test("Files that include each other, or what isn't there, are an error that says where")
    func includes() throws {
        let folder = try TemporaryFolder()
        func refusal(_ include: String) throws -> WeftError {
            let path = try folder.write("x.xml", "<configuration>\n<include \(include)/></configuration>")
            var configuration = HadoopConfiguration(environment: [:])
            let error = #expect(throws: WeftError.self) { try configuration.load(file: path) }
            return try #require(error)
        }
        #expect(try refusal("href='x.xml'").message.hasSuffix("\(folder.path)/x.xml includes itself"))
        #expect(try refusal("").message.hasSuffix("an include has no href"))
        #expect(try refusal("href='gone.xml'").message == "there is no file gone.xml to include")
        #expect(try refusal("href='gone.xml'").details.contains(.init("from", "\(folder.path)/x.xml:2")))
        #expect(try refusal("href='http://example.com/x.xml'").message.hasSuffix("it is not a file"))
        #expect(try refusal("href='file://host/x.xml'").message.hasSuffix("it is not a file"))
        try folder.write("y.xml", "<configuration><include href='x.xml'/></configuration>")
        #expect(try refusal("href='y.xml'").message.hasSuffix("\(folder.path)/x.xml includes itself"))
        for step in 0..<40 {
            try folder.write("z\(step).xml", "<configuration><include href='z\(step + 1).xml'/></configuration>")
        }
        #expect(try refusal("href='z0.xml'").message.hasSuffix("files include each other too often"))
        try folder.write("inc.xml", properties: ["k": "v"])
        for reference in [
            "inc.xml", "\(folder.path)/inc.xml", "file://\(folder.path)/inc.xml", "file:\(folder.path)/inc.xml",
        ] {
            var configuration = HadoopConfiguration(environment: [:])
            try configuration.load(
                file: folder.write("w.xml", "<configuration><include href='\(reference)'/></configuration>")
            )
            #expect(try configuration.string("k") == "v")
        }
    }

    @Test("A file that isn't a configuration is refused with its name and line")
    func wrongFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("core-site.xml", "<html>\n</html>")
        let error = #expect(throws: WeftError.self) {
            try HadoopConfiguration(loadingFrom: [folder.path], environment: [:])
        }
        #expect(
            error?.message == "\(folder.path)/core-site.xml:1 is not proper XML: the outermost element is <html>, not "
                + "<configuration>"
        )
        try folder.write("core-site.xml", "<configuration>\n<property><value>1</value></property></configuration>")
        let nameless = #expect(throws: WeftError.self) {
            try HadoopConfiguration(loadingFrom: [folder.path], environment: [:])
        }
        #expect(
            nameless?.message.hasSuffix("core-site.xml:2 is not proper XML: there is a property without a name") == true
        )
        var configuration = HadoopConfiguration(environment: [:])
        #expect(throws: WeftError.self) { try configuration.load(file: "/nowhere.xml") }
        #expect(throws: WeftError.self) { try configuration.load(file: folder.path) }
    }
}
