import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// What is expected was printed by Java's KerberosName of Hadoop 3.3.4 with the default realm EXAMPLE.COM; `!` stands for
/// an exception.
@Suite("Rules for user names")
struct AuthToLocalRulesTests {
    private static let principals = [
        "alice@EXAMPLE.COM", "alice", "alice@OTHER.ORG", "nn/h1@EXAMPLE.COM", "jt/h1@EXAMPLE.COM",
        "admin/adm@EXAMPLE.COM",
        "a/b/c@EXAMPLE.COM", "a/b/c", "nn/h1",
    ]
    static let cases: [(String, AuthToLocalRules.Mechanism, String)] = [
        (#"DEFAULT"#, .hadoop, "alice alice ! nn jt admin ! a/b/c !"),
        (#"RULE:[1:$1]\#nRULE:[2:$1]\#nDEFAULT"#, .hadoop, "alice alice alice nn jt admin ! a/b/c nn"),
        (#"RULE:[1:$1@$0](.*@EXAMPLE.COM)s/@.*//\#nDEFAULT"#, .hadoop, "alice alice ! nn jt admin ! a/b/c !"),
        (
            #"RULE:[2:$1@$0](nn@EXAMPLE.COM)s/.*/hdfs/ RULE:[2:$1@$0]([jt]t@.*EXAMPLE.COM)s/.*/mapred/ DEFAULT"#,
            .hadoop, "alice alice ! hdfs mapred admin ! a/b/c !"
        ),
        (#"RULE:[1:$1@$0](.*@OTHER\.ORG)s/(.*)@OTHER\.ORG/$1_other/L"#, .hadoop, "! alice alice_other ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/a/b/g"#, .hadoop, "blice alice blice ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/a/b/"#, .hadoop, "blice alice blice ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]/L"#, .hadoop, "alice alice alice ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1@$0]"#, .hadoop, "! alice ! ! ! ! ! a/b/c !"),
        (
            #"RULE:[1:$1@$0]"#, .mit,
            "alice@EXAMPLE.COM alice alice@OTHER.ORG nn/h1@EXAMPLE.COM jt/h1@EXAMPLE.COM admin/adm@EXAMPLE.COM ! a/b/c nn/h1"
        ),
        (#"RULE:[2:$2;$1](^.*;admin$)s/;admin$//"#, .hadoop, "! alice ! ! ! adm ! a/b/c !"),
        (
            #"RULE:[1:$1@$0](NOPE)s/x/y/"#, .mit,
            "alice@EXAMPLE.COM alice alice@OTHER.ORG nn/h1@EXAMPLE.COM jt/h1@EXAMPLE.COM admin/adm@EXAMPLE.COM ! a/b/c nn/h1"
        ),
        (#"RULE:[1:$1@$0](NOPE)s/x/y/"#, .hadoop, "! alice ! ! ! ! ! a/b/c !"),
        (#"RULE:[1:$3]"#, .hadoop, "! alice ! ! ! ! ! a/b/c !"),
        (#"RULE:[1:x$]"#, .hadoop, "! alice ! ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/(a)(l)/$2$1$0/"#, .hadoop, "laalice alice laalice ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/a/$9/"#, .hadoop, "! alice ! ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/x*/-/g"#, .hadoop, "-a-l-i-c-e- alice -a-l-i-c-e- ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/a|al|lice/Z/g"#, .hadoop, "ZZ alice ZZ ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/(?i)ALICE/Bob/"#, .hadoop, "Bob alice Bob ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/\w{2,3}?/_/g"#, .hadoop, "__e alice __e ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1]s/[^a-k]/\\$/g"#, .hadoop, "! alice ! ! ! ! ! a/b/c !"),
        (#"RULE:[1:$1](\w+)s/^(.)(.*)$/$2$1/DEFAULT"#, .hadoop, "licea alice licea nn jt admin ! a/b/c !"),
    ]

    @Test("Rules make the names that Java makes", arguments: cases)
    func likeJava(_ text: String, _ mechanism: AuthToLocalRules.Mechanism, _ expected: String) throws {
        let rules = try AuthToLocalRules(text, mechanism: mechanism, defaultRealm: "EXAMPLE.COM")
        let names = Self.principals.map { principal in
            do {
                return try rules.shortName(of: KerberosName(principal))
            } catch {
                return "!"
            }
        }
        #expect(names.joined(separator: " ") == expected)
    }

    @Test(
        "What isn't a rule is refused",
        arguments: [
            #"RULE:[:$1]"#, #"RULE:[1:$1](a"#, #"RULE:[1:$1]s/[/x/"#, #"FOO"#,
            "RULE:[1:$1]s/(/x/", "RULE:[1:$1](a**)", "RULE", "RULE:[1", "RULE:[1:$1]s/a/b", "DEFAULTX",
            "RULE:[99999999999999999999:$1]", "RULE:[1:$1](\\1)", "RULE:[1:$1](a++)", "RULE:[1:$1]s/a{5000}//",
        ]
    )
    func refused(_ text: String) {
        let error = #expect(throws: WeftError.self) { try AuthToLocalRules(text, defaultRealm: "R") }
        #expect(error?.code == "hadoop-configuration")
    }

    @Test("A principal that no rule fits is refused with what to do")
    func noRule() throws {
        let rules = try HadoopConfiguration(environment: [:]).authToLocalRules(defaultRealm: "EXAMPLE.COM")
        let error = #expect(throws: WeftError.self) { try rules.shortName(of: KerberosName("bob@OTHER.ORG")) }
        #expect(error?.message == "no rule of hadoop.security.auth_to_local fits bob@OTHER.ORG")
        #expect(error?.details == [.init("principal", "bob@OTHER.ORG"), .init("default realm", "EXAMPLE.COM")])
    }

    @Test("The configuration names rules and mechanism")
    func configured() throws {
        var configuration = HadoopConfiguration(environment: [:])
        configuration.set("hadoop.security.auth_to_local", to: "\n  RULE:[2:$1@$0](nn@.*)s/.*/hdfs/\n  DEFAULT\n ")
        configuration.set("hadoop.security.auth_to_local.mechanism", to: "MIT")
        let rules = try configuration.authToLocalRules(defaultRealm: "EXAMPLE.COM")
        #expect(try rules.shortName(of: KerberosName("nn/h@R")) == "hdfs")
        #expect(try rules.shortName(of: KerberosName("alice@EXAMPLE.COM")) == "alice")
        #expect(try rules.shortName(of: KerberosName("alice@R")) == "alice@R")
        configuration.set("hadoop.security.auth_to_local.mechanism", to: "x")
        #expect(throws: WeftError.self) { try configuration.authToLocalRules(defaultRealm: "") }
    }

    @Test("Principals are taken apart and put together again")
    func principals() throws {
        for text in ["a", "a@R", "a/b", "a/b@R", "a/b/c", "", "/"] {
            #expect(try KerberosName(text).description == text)
        }
        #expect(try KerberosName("a/b@R") == KerberosName(service: "a", host: "b", realm: "R"))
        #expect(try KerberosName("a/b/c") == KerberosName(service: "a/b/c"))
        for text in ["a/b/c@R", "@R", "a@", "a/@R", "/b@R", "a@R@S", "a@R/S"] {
            #expect(throws: WeftError.self) { try KerberosName(text) }
        }
    }

    @Test("Damaged rules are refused or used, never more")
    func fuzz() throws {
        let seeds = ["RULE:[1:$1](a.*)s/e/x/g/L", "RULE:[1:$1]s/(a|l)*[^c]{1,2}?/$1/", "DEFAULT/L"].map {
            Array($0.utf8)
        }
        let words = [
            "RULE:[1:$1]", "(", ")", "[", "]", "*", "+", "?", "{2,3}", "|", "s/", "/", "$1", "\\", "^", "DEFAULT",
        ]
        let principal = try KerberosName("ale@R")
        InputFuzzer.runInThreads(seeds, words: words) { bytes in
            do {
                let rules = try AuthToLocalRules(String(decoding: bytes, as: UTF8.self), defaultRealm: "R")
                _ = try rules.shortName(of: principal)
            } catch let error as WeftError {
                guard error.code == "hadoop-configuration" else { throw error }
            }
        }
    }
}
