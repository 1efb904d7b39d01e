import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Values of configuration keys")
struct HadoopConfigurationValuesTests {
    private func configuration(_ value: String) -> HadoopConfiguration {
        var configuration = HadoopConfiguration(environment: [:])
        configuration.set("k", to: value)
        return configuration
    }

    @Test(
        "Times are read as Java reads them",
        arguments: [
            ("10", 10), ("10s", 10_000), (" 5M ", 300_000), ("3h", 10_800_000), ("2d", 172_800_000), ("1ms", 1),
            ("-1", -1),
            ("0", 0), ("10 s", nil), ("1.5s", nil), ("", nil), ("s", nil), ("10x", nil), ("99999999999999h", nil),
        ] as [(String, Int?)]
    )
    func durations(_ text: String, _ milliseconds: Int?) throws {
        let configuration = configuration(text)
        guard let milliseconds else {
            let error = #expect(throws: WeftError.self) {
                try configuration.duration("k", default: .zero, unit: .milliseconds)
            }
            #expect(error?.code == "hadoop-configuration")
            return
        }
        #expect(try configuration.duration("k", default: .zero, unit: .milliseconds) == .milliseconds(milliseconds))
    }

    @Test("A plain number counts the unit of its key")
    func units() throws {
        let configuration = configuration("7")
        #expect(try configuration.duration("k", default: .zero, unit: .seconds) == .seconds(7))
        #expect(try configuration.duration("k", default: .zero, unit: .minutes) == .seconds(420))
        #expect(try configuration.duration("k", default: .zero, unit: .days) == .seconds(7 * 86400))
        #expect(try configuration.duration("other", default: .seconds(3), unit: .days) == .seconds(3))
    }

    @Test(
        "Sizes are read as Java reads them",
        arguments: [
            ("10", 10), ("128m", 128 << 20), ("128M", 128 << 20), (" 1k ", 1024), ("2g", 2 << 30), ("1t", 1 << 40),
            ("1p", 1 << 50), ("7e", 7 << 60), ("8e", nil), ("-1", -1), ("-2k", -2048), ("", nil), ("k", nil),
            ("1.5m", nil), ("128mb", nil), ("0x10", nil),
        ] as [(String, Int?)]
    )
    func sizes(_ text: String, _ bytes: Int?) throws {
        let configuration = configuration(text)
        guard let bytes else {
            #expect(throws: WeftError.self) { try configuration.size("k", default: 0) }
            return
        }
        #expect(try configuration.size("k", default: 0) == bytes)
    }

    @Test(
        "Whole numbers are decimal or hexadecimal",
        arguments: [
            ("12", 12), ("-0x1F", -31), ("0X10", 16), ("+3", 3), ("1e3", nil), ("", nil), ("0x", nil), ("x10", nil),
        ]
            as [(String, Int?)]
    )
    func numbers(_ text: String, _ number: Int?) throws {
        let configuration = configuration(text)
        guard let number else {
            #expect(throws: WeftError.self) { try configuration.int("k", default: 0) }
            return
        }
        #expect(try configuration.int("k", default: 0) == number)
    }

    @Test("A number out of its bounds is refused")
    func bounds() throws {
        #expect(try configuration("5").int("k", default: 0, in: 1...5) == 5)
        let error = #expect(throws: WeftError.self) { try configuration("6").int("k", default: 0, in: 1...5) }
        #expect(error?.message == "k is 6, but must be from 1 to 5")
        #expect(error?.details == [.init("value", "6"), .init("from", "-D")])
    }

    @Test("true and false are in any case; another word is refused, where Java takes the default without a word")
    func booleans() throws {
        #expect(try configuration(" TRUE ").bool("k", default: false))
        #expect(try !configuration("false").bool("k", default: true))
        #expect(try configuration("").bool("k", default: true))
        #expect(try configuration("x").bool("other", default: true))
        #expect(throws: WeftError.self) { try configuration("yes").bool("k", default: true) }
    }

    @Test("Fractions are read")
    func fractions() throws {
        #expect(try configuration("0.25").double("k", default: 0) == 0.25)
        #expect(try configuration("0.3f").double("k", default: 0) == 0.3)
        for wrong in ["", "a", "nan", "inf"] {
            #expect(throws: WeftError.self) { try configuration(wrong).double("k", default: 0) }
        }
    }

    @Test("Lists lose the blanks around their words, and empty words")
    func lists() throws {
        #expect(try configuration(" a , b\n,,c d,").strings("k") == ["a", "b", "c d"])
        #expect(try configuration(",").strings("k") == [])
        #expect(try configuration("x").strings("other") == [])
    }

    @Test("The value of a secret isn't in an error")
    func secrets() throws {
        var configuration = HadoopConfiguration(environment: [:])
        configuration.set("my.password", to: "sesame")
        let error = #expect(throws: WeftError.self) { try configuration.int("my.password", default: 0) }
        #expect(error?.details.contains(.init("value", "(not shown)")) == true)
    }

    @Test("A key that must be there is asked for with the reason and where it was looked for")
    func required() throws {
        let error = #expect(throws: WeftError.self) {
            try HadoopConfiguration(environment: [:]).required("k", "to go on")
        }
        #expect(error?.message == "k is not set, and is needed to go on")
        #expect(error?.details == [.init("configuration", "HADOOP_CONF_DIR is not set")])
        #expect(error?.remedy == "set HADOOP_CONF_DIR to the folder that has the cluster's core-site.xml")
        #expect(throws: WeftError.self) { try configuration("").required("k", "to go on") }
    }

    @Test("Properties of a Java machine are known in expansions")
    func systemProperties() throws {
        var configuration = HadoopConfiguration(environment: ["HADOOP_USER_NAME": "alice", "HOME": "/h"])
        #expect(try configuration.string("hadoop.tmp.dir") == "/tmp/hadoop-alice")
        configuration.set("k", to: "${user.home} ${java.io.tmpdir}")
        #expect(try configuration.string("k") == "/h /tmp")
        configuration.set("user.name", to: "bob")
        #expect(try configuration.string("hadoop.tmp.dir") == "/tmp/hadoop-bob")
    }
}
