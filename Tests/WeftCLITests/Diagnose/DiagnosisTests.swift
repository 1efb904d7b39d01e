import Testing
import WeftDiagnostics

@testable import HadoopRPC
@testable import WeftCLI

/// Runs a diagnosis whose checks find what a test says.
private func diagnose(
    usesKeytab: Bool = false,
    _ found: (DiagnosisCheck) -> DiagnosisReport?
) -> (diagnosis: Diagnosis, checks: [DiagnosisCheck], lines: [String]) {
    var diagnosis = Diagnosis(usesKeytab: usesKeytab)
    var checks: [DiagnosisCheck] = []
    var text = DiagnosisText()
    var lines: [String] = []
    let report: Diagnosis.Reporter = { finding, check in lines += text.lines(finding, section: check.section) }
    while let check = diagnosis.next(report) {
        checks.append(check)
        diagnosis.record(found(check) ?? DiagnosisReport(.ok(check.subject, "fine")), of: check, report)
    }
    return (diagnosis, checks, lines)
}

private let first = HadoopAddress(host: "nn1", port: 8020)
private let second = HadoopAddress(host: "nn2", port: 8020)
private let manager = HadoopAddress(host: "rm", port: 8032)
private let data = HadoopAddress(host: "dn", port: 9866)
private let kdcs = [KDCAddress(host: "kdc1"), KDCAddress(host: "kdc2")]

private func cluster(
    isSecure: Bool = true,
    hasTokens: Bool = false,
    _ nameNodes: [HadoopAddress] = [first],
    resourceManagers: [HadoopAddress] = []
) -> DiagnosisReport {
    DiagnosisReport(
        [.ok("files", "core-site.xml")],
        learned: [
            .cluster(
                isSecure: isSecure,
                hasTokens: hasTokens,
                nameNodes: nameNodes,
                resourceManagers: resourceManagers
            )
        ]
    )
}

private func failure(_ check: DiagnosisCheck, _ remedy: String = "mend it") -> DiagnosisReport {
    DiagnosisReport(.failure(check.subject, "broken", remedy: remedy))
}

@Suite("The course of a diagnosis")
struct DiagnosisTests {
    @Test("a secure cluster is looked at from the configuration to the data, in an order in which each step can work")
    func order() {
        let run = diagnose { check in
            switch check {
            case .configuration: cluster([first, second], resourceManagers: [manager])
            case .kerberosConfiguration:
                DiagnosisReport([.ok("krb5.conf", "fine")], learned: [.kdcs(kdcs)])
            case .fileSystem: DiagnosisReport([.ok("file system", "fine")], learned: [.dataNodes([data, data])])
            default: nil
            }
        }
        #expect(
            run.checks == [
                .configuration, .localName, .name("nn1"), .name("nn2"), .name("rm"), .kerberosConfiguration,
                .kdc(kdcs[0]), .kdc(kdcs[1]), .login, .port(first), .nameNode(first), .port(second), .nameNode(second),
                .fileSystem, .port(data), .data, .port(manager), .resourceManager(manager),
                .nodeManagers,
            ]
        )
        #expect(run.diagnosis.exitStatus == 0)
        #expect(DiagnosisText.conclusion(run.diagnosis) == ["", "All is well."])
    }

    @Test("without security nobody asks for Kerberos")
    func insecure() {
        let run = diagnose { $0 == .configuration ? cluster(isSecure: false) : nil }
        #expect(
            run.checks == [
                .configuration, .localName, .name("nn1"), .port(first), .nameNode(first), .fileSystem, .data,
            ]
        )
    }

    @Test("without a configuration there is nothing else to do")
    func noConfiguration() {
        let run = diagnose { failure($0, "set HADOOP_CONF_DIR") }
        #expect(run.checks == [.configuration])
        #expect(run.diagnosis.exitStatus == 1)
        #expect(
            DiagnosisText.conclusion(run.diagnosis)
                == ["", "1 failure.", "What to do:", "  1. set HADOOP_CONF_DIR"]
        )
    }

    @Test("without a ticket the ports are tried all the same, and one thing is said to be done")
    func noTicket() {
        let run = diagnose { check in
            switch check {
            case .configuration: cluster()
            case .login: failure(check, "run kinit")
            default: nil
            }
        }
        #expect(run.checks.contains(.port(first)))
        #expect(!run.checks.contains(.nameNode(first)))
        #expect(run.lines.contains { $0.contains("NameNode nn1:8020") && $0.contains("not tried: there is no login") })
        #expect(run.lines.contains { $0.contains("file system") && $0.contains("not tried: no NameNode can be used") })
        #expect(run.diagnosis.count(.failure) == 1)
        #expect(run.diagnosis.advice == ["run kinit"])
    }

    @Test("where there are tokens, a host without Kerberos is warned, and the servers are asked all the same")
    func tokensOnly() {
        let run = diagnose { check in
            switch check {
            case .configuration: cluster(hasTokens: true, resourceManagers: [manager])
            case .kerberosConfiguration: failure(check, "install krb5")
            default: nil
            }
        }
        #expect(!run.checks.contains(.login))
        #expect(run.checks.contains(.nameNode(first)) && run.checks.contains(.resourceManager(manager)))
        #expect(run.lines.contains { $0.contains("warn  krb5.conf") && $0.contains("there are tokens") })
        #expect(run.diagnosis.exitStatus == 0)
        #expect(run.diagnosis.advice == ["install krb5"])
        let refused = diagnose { check in
            switch check {
            case .configuration: cluster(hasTokens: true)
            case .kerberosConfiguration: DiagnosisReport([.ok("krb5.conf", "fine")], learned: [.kdcs(kdcs)])
            case .kdc: failure(check, "start the KDC")
            case .login, .nameNode: failure(check, "run kinit")
            default: nil
            }
        }
        #expect(refused.diagnosis.exitStatus == 1)
        #expect(refused.diagnosis.count(.failure) == 1)
        #expect(refused.diagnosis.advice.first == "run kinit")
    }

    @Test("one KDC of two that is down is a warning; both are a failure, and a keytab is of no use then")
    func kdcsDown() {
        func run(_ down: [KDCAddress], usesKeytab: Bool) -> (
            diagnosis: Diagnosis, checks: [DiagnosisCheck], lines: [String]
        ) {
            diagnose(usesKeytab: usesKeytab) { check in
                switch check {
                case .configuration: cluster()
                case .kerberosConfiguration: DiagnosisReport([.ok("krb5.conf", "fine")], learned: [.kdcs(kdcs)])
                case .kdc(let address) where down.contains(address): failure(check)
                default: nil
                }
            }
        }
        let one = run([kdcs[0]], usesKeytab: true)
        #expect(one.diagnosis.count(.warning) == 1)
        #expect(one.diagnosis.exitStatus == 0)
        #expect(one.checks.contains(.login))
        let both = run(kdcs, usesKeytab: true)
        #expect(both.diagnosis.exitStatus == 1)
        #expect(both.lines.contains { $0.contains("FAIL  KDCs") && $0.contains("none of the 2") })
        #expect(!both.checks.contains(.login))
        #expect(run(kdcs, usesKeytab: false).checks.contains(.login))
    }

    @Test("a single KDC that is down is a failure")
    func oneKDC() {
        let run = diagnose { check in
            switch check {
            case .configuration: cluster()
            case .kerberosConfiguration: DiagnosisReport([.ok("krb5.conf", "fine")], learned: [.kdcs([kdcs[0]])])
            case .kdc: failure(check)
            default: nil
            }
        }
        #expect(run.diagnosis.count(.failure) == 1)
    }

    @Test("one of two NameNodes is enough; none isn't")
    func highAvailability() {
        func run(_ down: [HadoopAddress]) -> (diagnosis: Diagnosis, checks: [DiagnosisCheck], lines: [String]) {
            diagnose { check in
                switch check {
                case .configuration: cluster([first, second])
                case .port(let server) where down.contains(server): failure(check, "start it")
                default: nil
                }
            }
        }
        let one = run([first])
        #expect(one.checks.contains(.fileSystem))
        #expect(one.lines.contains { $0.contains("NameNode nn1:8020") && $0.contains("nothing answers at nn1:8020") })
        let none = run([first, second])
        #expect(!none.checks.contains(.fileSystem))
        #expect(none.lines.contains { $0.contains("FAIL  NameNodes") })
        #expect(none.diagnosis.exitStatus == 1)
    }

    @Test("a host that can't be resolved is told once, and what is on it is skipped")
    func unknownHost() {
        let run = diagnose { check in
            switch check {
            case .configuration: cluster(resourceManagers: [manager])
            case .name("rm"): failure(check)
            default: nil
            }
        }
        #expect(!run.checks.contains(.port(manager)))
        #expect(run.lines.contains { $0.contains("port rm:8032") && $0.contains("can't be resolved") })
        #expect(run.lines.contains { $0.contains("ResourceManager rm:8032") && $0.contains("nothing answers") })
        #expect(run.diagnosis.count(.failure) == 1)
    }

    @Test("findings stand under headings, with their details, and advice is given once, failures' first")
    func text() {
        let run = diagnose { check in
            switch check {
            case .configuration: return cluster(isSecure: false, [first, second])
            case .name: return DiagnosisReport(.warning(check.subject, "odd", remedy: "look at DNS"))
            case .fileSystem:
                let error = WeftError("safe-mode", "it sleeps", remedy: "wake it", details: [.init("server", "nn1")])
                return DiagnosisReport(.failure("file system", error))
            default: return nil
            }
        }
        #expect(
            run.lines == [
                "Configuration", "  ok    files                         core-site.xml", "Names",
                "  ok    this host                     fine", "  warn  name nn1                      odd",
                "  warn  name nn2                      odd", "HDFS", "  ok    port nn1:8020                 fine",
                "  ok    NameNode nn1:8020             fine", "  ok    port nn2:8020                 fine",
                "  ok    NameNode nn2:8020             fine", "  FAIL  file system                   it sleeps",
                "          code: safe-mode", "          server: nn1",
                "  -     data                          not tried: the file system can't be used",
            ]
        )
        #expect(
            DiagnosisText.conclusion(run.diagnosis) == [
                "", "1 failure, 2 warnings.", "What to do:", "  1. wake it", "  2. look at DNS",
            ]
        )
    }
}

@Suite("What a diagnosis makes of facts")
struct DiagnosisFindingTests {
    @Test(
        "clocks: Kerberos bears five minutes, and half a minute is odd",
        arguments: [
            (0, "ok"), (-1900, "ok"), (29_000, "ok"), (30_000, "warn"), (-299_000, "warn"), (300_000, "FAIL"),
            (-4_000_000, "FAIL"),
        ]
    )
    func clocks(offset: Int, verdict: String) {
        let finding = ClusterProbe.clockFinding("KDC", "answers", offset: offset)
        #expect(finding.verdict.rawValue == verdict)
        #expect(finding.remedy.isEmpty == (verdict == "ok"))
        if offset < -2000 { #expect(finding.text.contains("behind")) }
    }

    @Test("tickets: soon at their end, or of an old encryption type")
    func tickets() {
        func finding(minutes: Int64, _ encryption: String = "aes256-cts-hmac-sha1-96") -> DiagnosisFinding {
            let ticket = KerberosTicket(
                client: "alice@A",
                server: "krbtgt/A@A",
                start: 0,
                end: minutes * 60_000,
                renewTill: 7_200_000_000,
                sessionEncryption: encryption,
                encryption: nil,
                keyVersion: nil,
                flags: []
            )
            return ClusterProbe.ticketFinding("ticket", ticket, now: 0)
        }
        #expect(finding(minutes: 600).verdict == .ok)
        #expect(finding(minutes: 600).text.contains("10 h left, renewable for 2000 h"))
        #expect(finding(minutes: 9).verdict == .warning)
        #expect(finding(minutes: -5).text.contains("0 min left"))
        #expect(finding(minutes: 600, "arcfour-hmac").verdict == .warning)
    }

    @Test("names are looked up, and one that isn't there says so")
    func names() throws {
        #expect(try HostLookup.run("localhost", timeout: .seconds(30)).addresses.contains { HostLookup.isLoopback($0) })
        let error = #expect(throws: WeftError.self) {
            try HostLookup.run("no-such-host.invalid", timeout: .seconds(30))
        }
        #expect(error?.code == "unknown-host")
        #expect(HostLookup.isNumeric("10.0.0.1") && HostLookup.isNumeric("::1") && !HostLookup.isNumeric("nn1"))
    }
}
