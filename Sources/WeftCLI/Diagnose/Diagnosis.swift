import HadoopRPC

/// One thing that `weft diagnose` looks at.
enum DiagnosisCheck: Hashable {
    /// Hadoop's configuration files, and what they say about the cluster.
    case configuration
    /// The name of this host.
    case localName
    /// The name of a server's host.
    case name(String)
    /// Kerberos' libraries and krb5.conf.
    case kerberosConfiguration
    /// A KDC, and its clock.
    case kdc(KDCAddress)
    /// The ticket, or a login with the keytab.
    case login
    /// Whether something listens at an address.
    case port(HadoopAddress)
    /// A NameNode, and how it authenticates this user.
    case nameNode(HadoopAddress)
    /// A call to the file system, by whichever NameNode is active.
    case fileSystem
    /// The beginning of a file, read from a DataNode.
    case data
    /// A ResourceManager, and how it authenticates this user.
    case resourceManager(HadoopAddress)
    /// A call to YARN, by whichever ResourceManager is active: whether there are nodes for containers.
    case nodeManagers
}

/// What a check found about one subject.
struct DiagnosisFinding: Hashable {
    enum Verdict: String {
        case ok
        case warning = "warn"
        case failure = "FAIL"
        case skipped = "-"
    }

    var verdict: Verdict
    /// What it is about, `KDC kdc.example.com:88` for instance.
    var subject: String
    /// What was found.
    var text: String
    /// What to do about it; empty where there is nothing to do.
    var remedy = ""
    /// More about a failure, a line each.
    var details: [String] = []
}

/// What a check found, and what it learnt that other checks follow from.
struct DiagnosisReport {
    enum Learned {
        case cluster(
            isSecure: Bool,
            hasTokens: Bool,
            nameNodes: [HadoopAddress],
            resourceManagers: [HadoopAddress]
        )
        case kdcs([KDCAddress])
        case dataNodes([HadoopAddress])
    }

    var findings: [DiagnosisFinding]
    var learned: [Learned] = []

    init(_ findings: [DiagnosisFinding], learned: [Learned] = []) {
        self.findings = findings
        self.learned = learned
    }

    init(_ finding: DiagnosisFinding) { self.init([finding]) }

    /// The worst of the findings.
    var verdict: DiagnosisFinding.Verdict {
        if findings.contains(where: { $0.verdict == .failure }) { return .failure }
        if findings.contains(where: { $0.verdict == .warning }) { return .warning }
        return findings.contains { $0.verdict == .ok } ? .ok : .skipped
    }
}

/// The course of a diagnosis, without doing any of it: which check is next, what follows from what was found, and how it
/// ends.
///
/// A check that needs another which failed is skipped, so that one fault isn't told ten times.
struct Diagnosis {
    /// Is told each finding as it counts in the whole, and the check that it is of.
    typealias Reporter = (DiagnosisFinding, DiagnosisCheck) -> Void

    /// Checks of which one has to be well: the KDCs of a realm, the NameNodes of a name service.
    private struct Group {
        var subject: String
        var members: [DiagnosisCheck]
        var remedy: String
    }

    private var pending: [DiagnosisCheck] = [.configuration]
    private var results: [DiagnosisCheck: DiagnosisFinding.Verdict] = [:]
    private var groups: [Group] = []
    private var isSecure = false
    /// Whether the user has tokens, with which servers may be content: then nothing hangs on Kerberos alone.
    private var hasTokens = false
    private let needsKDC: Bool
    private(set) var findings: [DiagnosisFinding] = []

    /// - Parameter usesKeytab: whether the login asks a KDC, as one with a ticket of a cache doesn't.
    init(usesKeytab: Bool) { needsKDC = usesKeytab }

    /// The check to do next; nil at the end. Those that can't be done are passed over with a finding.
    mutating func next(_ report: Reporter) -> DiagnosisCheck? {
        while !pending.isEmpty {
            let check = pending.removeFirst()
            guard let reason = obstacle(check) else { return check }
            results[check] = .skipped
            let finding = DiagnosisFinding(verdict: .skipped, subject: check.subject, text: "not tried: \(reason)")
            findings.append(finding)
            report(finding, check)
            endGroups(with: check, report)
        }
        return nil
    }

    /// Takes what a check found. Where one of several servers is enough, one that fails is a warning; where there are
    /// tokens, so is a fault of Kerberos.
    mutating func record(_ found: DiagnosisReport, of check: DiagnosisCheck, _ report: Reporter) {
        results[check] = found.verdict
        let isOneOfSeveral = groups.contains { $0.members.count > 1 && $0.members.contains(check) }
        for var finding in found.findings {
            if finding.verdict == .failure, isOneOfSeveral { finding.verdict = .warning }
            if finding.verdict == .failure, hasTokens, check.isOfKerberos {
                finding.verdict = .warning
                finding.text += "; there are tokens, which may do"
            }
            findings.append(finding)
            report(finding, check)
        }
        for learned in found.learned { follow(learned) }
        endGroups(with: check, report)
    }

    private mutating func follow(_ learned: DiagnosisReport.Learned) {
        switch learned {
        case .cluster(let isSecure, let hasTokens, let nameNodes, let resourceManagers):
            self.isSecure = isSecure
            self.hasTokens = hasTokens
            add(.localName)
            for host in Self.unique((nameNodes + resourceManagers).map(\.host)) { add(.name(host)) }
            if isSecure {
                add(.kerberosConfiguration)
                add(.login)
            }
            for server in nameNodes {
                add(.port(server))
                add(.nameNode(server))
            }
            group("NameNodes", nameNodes.map { .nameNode($0) }, "the file system can't be used without one of them")
            if !nameNodes.isEmpty {
                add(.fileSystem)
                add(.data)
            }
            for server in resourceManagers {
                add(.port(server))
                add(.resourceManager(server))
            }
            if !resourceManagers.isEmpty { add(.nodeManagers) }
            group("ResourceManagers", resourceManagers.map { .resourceManager($0) }, "start one of them")
        case .kdcs(let addresses):
            // Before the login, which may need them.
            let checks = Self.unique(addresses).map { DiagnosisCheck.kdc($0) }
            let place = pending.firstIndex(of: .login) ?? pending.startIndex
            pending.insert(contentsOf: checks, at: place)
            group("KDCs", checks, "check that one of them runs and that no firewall is between")
        case .dataNodes(let addresses):
            let place = pending.firstIndex(of: .data) ?? pending.startIndex
            let checks = Self.unique(addresses).map { DiagnosisCheck.port($0) }.filter { results[$0] == nil }
            pending.insert(contentsOf: checks, at: place)
        }
    }

    private mutating func add(_ check: DiagnosisCheck) {
        if results[check] == nil, !pending.contains(check) { pending.append(check) }
    }

    private mutating func group(_ subject: String, _ members: [DiagnosisCheck], _ remedy: String) {
        if members.count > 1 { groups.append(Group(subject: subject, members: members, remedy: remedy)) }
    }

    /// Says when none of several was well.
    private mutating func endGroups(with check: DiagnosisCheck, _ report: Reporter) {
        for group in groups where group.members.contains(check) {
            guard group.members.allSatisfy({ results[$0] != nil }), !isWell(group.members) else { continue }
            let finding = DiagnosisFinding(
                verdict: hasTokens && check.isOfKerberos ? .warning : .failure,
                subject: group.subject,
                text: "none of the \(group.members.count) can be used",
                remedy: group.remedy
            )
            findings.append(finding)
            report(finding, check)
        }
    }

    private func isWell(_ checks: [DiagnosisCheck]) -> Bool {
        checks.contains { results[$0] == .ok || results[$0] == .warning }
    }

    /// Why a check can't be done; nil when it can.
    private func obstacle(_ check: DiagnosisCheck) -> String? {
        func bad(_ needed: DiagnosisCheck) -> Bool { results[needed] == .failure || results[needed] == .skipped }
        switch check {
        case .configuration, .localName, .name, .kerberosConfiguration:
            return nil
        case .kdc:
            return bad(.kerberosConfiguration) ? "Kerberos' configuration can't be used" : nil
        case .login:
            if bad(.kerberosConfiguration) { return "Kerberos' configuration can't be used" }
            let kdcs = results.keys.filter { if case .kdc = $0 { true } else { false } }
            return needsKDC && !kdcs.isEmpty && !isWell(kdcs) ? "no KDC answers" : nil
        case .port(let server):
            return bad(.name(server.host)) ? "the host's name can't be resolved" : nil
        case .nameNode(let server), .resourceManager(let server):
            if bad(.port(server)) { return "nothing answers at \(server)" }
            return isSecure && !hasTokens && bad(.login) ? "there is no login" : nil
        case .fileSystem:
            let servers = results.keys.filter { if case .nameNode = $0 { true } else { false } }
            return isWell(servers) ? nil : "no NameNode can be used"
        case .nodeManagers:
            let servers = results.keys.filter { if case .resourceManager = $0 { true } else { false } }
            return isWell(servers) ? nil : "no ResourceManager can be used"
        case .data:
            return bad(.fileSystem) ? "the file system can't be used" : nil
        }
    }

    // MARK: The end

    /// How many findings have a verdict.
    func count(_ verdict: DiagnosisFinding.Verdict) -> Int { findings.count { $0.verdict == verdict } }

    /// What to do, the most urgent first: the remedies of failures, then those of warnings, each once.
    var advice: [String] {
        let urgent = findings.filter { $0.verdict == .failure } + findings.filter { $0.verdict == .warning }
        return Self.unique(urgent.map(\.remedy).filter { !$0.isEmpty })
    }

    /// 0 when nothing failed, else 1.
    var exitStatus: Int32 { count(.failure) == 0 ? 0 : 1 }

    private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}

extension DiagnosisCheck {
    /// Whether it is about Kerberos itself.
    var isOfKerberos: Bool {
        switch self {
        case .kerberosConfiguration, .kdc, .login: true
        default: false
        }
    }

    /// The check's subject as findings name it.
    var subject: String {
        switch self {
        case .configuration: "configuration"
        case .localName: "this host"
        case .name(let host): "name \(host)"
        case .kerberosConfiguration: "krb5.conf"
        case .kdc(let address): "KDC \(address)"
        case .login: "login"
        case .port(let server): "port \(server)"
        case .nameNode(let server): "NameNode \(server)"
        case .fileSystem: "file system"
        case .data: "data"
        case .resourceManager(let server): "ResourceManager \(server)"
        case .nodeManagers: "NodeManagers"
        }
    }

    /// The heading that its findings stand under.
    var section: String {
        switch self {
        case .configuration: "Configuration"
        case .localName, .name: "Names"
        case .kerberosConfiguration, .kdc, .login: "Kerberos"
        case .port, .nameNode, .fileSystem, .data: "HDFS"
        case .resourceManager, .nodeManagers: "YARN"
        }
    }
}
