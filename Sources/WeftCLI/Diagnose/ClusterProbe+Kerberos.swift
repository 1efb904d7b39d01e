import HadoopRPC
import WeftDiagnostics

extension ClusterProbe {
    /// What krb5.conf says, and whose realm's KDCs are needed.
    func kerberosReport() -> DiagnosisReport {
        do {
            let files = KerberosConfiguration.files.joined(separator: ", ")
            let (principal, origin) = try wantedPrincipal()
            let realm = try principal.flatMap { Self.realm(of: $0) } ?? KerberosConfiguration.defaultRealm()
            self.realm = realm
            let kdcs = try KerberosConfiguration.kdcs(realm: realm)
            guard !kdcs.isEmpty else {
                return DiagnosisReport(
                    .failure(
                        "krb5.conf",
                        "\(files) names no KDC for the realm \(realm)\(origin), and DNS doesn't know one",
                        remedy: "enter the realm's KDCs in [realms] of krb5.conf"
                    )
                )
            }
            let names = kdcs.map(\.description).joined(separator: ", ")
            return DiagnosisReport(
                [.ok("krb5.conf", "\(files): realm \(realm)\(origin), KDC \(names)")],
                learned: [.kdcs(kdcs)]
            )
        } catch {
            return DiagnosisReport(.failure("krb5.conf", error))
        }
    }

    /// Whose ticket it will be, as far as it is known before the login: a cache that can't be read says so there.
    private func wantedPrincipal() throws -> (String?, String) {
        guard let source = user?.loginSource else { return (nil, "") }
        switch source {
        case .keytab(_, let principal), .ticketCache(_, .some(let principal)):
            return (principal, " of \(principal)")
        case .ticketCache(let path, nil):
            let principal = try? TicketCache.read(path).principal
            return (principal, principal.map { " of \($0)" } ?? "")
        }
    }

    private static func realm(of principal: String) -> String? {
        principal.lastIndex(of: "@").map { String(principal[principal.index(after: $0)...]) }
    }

    /// Whether a KDC answers, and what its clock shows.
    func kdcFinding(_ address: KDCAddress) -> DiagnosisFinding {
        let subject = DiagnosisCheck.kdc(address).subject
        guard address.transport != .proxy else { return .ok(subject, "behind an HTTPS proxy: not asked") }
        do {
            let answer = try KDCProbe(address, realm: realm ?? "").run(timeout: patience)
            let way = "answers by \(answer.transport) in \(answer.roundTrip.milliseconds) ms"
            guard let offset = answer.clockOffset else { return .ok(subject, way) }
            return Self.clockFinding(subject, way, offset: offset.milliseconds)
        } catch {
            return .failure(subject, error)
        }
    }

    /// A finding about a clock that is ahead of this host's by some milliseconds.
    static func clockFinding(_ subject: String, _ way: String, offset: Int) -> DiagnosisFinding {
        let seconds = abs(offset) / 1000
        let text = "\(way); its clock is \(seconds) s \(offset >= 0 ? "ahead of" : "behind") this host's"
        let remedy =
            "set this host's clock and the KDC's by the same time service (timedatectl shows whether this one is)"
        // Kerberos' own limit (clockskew in krb5.conf) is 300 s.
        if seconds >= 300 { return .failure(subject, "\(text), too far for Kerberos", remedy: remedy) }
        if seconds >= 30 { return .warning(subject, text, remedy: remedy) }
        return .ok(subject, seconds < 2 ? "\(way); the clocks agree" : text)
    }

    /// The ticket of the cache, or a login with the keytab.
    func loginReport() -> DiagnosisReport {
        do {
            guard let source = try required().user.loginSource else { return DiagnosisReport([]) }
            switch source {
            case .keytab(let path, let principal): return try keytabReport(path, principal)
            case .ticketCache(let path, let principal): return try ticketReport(path, principal)
            }
        } catch {
            return DiagnosisReport(.failure("ticket", error))
        }
    }

    private func keytabReport(_ path: String, _ principal: String) throws -> DiagnosisReport {
        let entries = try Keytab.entries(of: path).filter {
            $0.principal == principal || $0.principal.hasPrefix("\(principal)@")
        }
        let versions = Set(entries.map(\.keyVersion)).sorted().map(String.init).joined(separator: ", ")
        let types = entries.map(\.encryption).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var findings: [DiagnosisFinding] = []
        if !entries.isEmpty {
            findings.append(
                .ok("keytab", "\(path): key version \(versions) of \(principal) (\(types.joined(separator: ", ")))")
            )
        }
        let ticket = try Keytab.check(path, principal: principal, kdcTimeout: patience)
        findings.append(Self.ticketFinding("login", ticket, now: ticket.start))
        return DiagnosisReport(findings)
    }

    private func ticketReport(_ path: String?, _ principal: String?) throws -> DiagnosisReport {
        // The same checks as a client makes, before anything is sent.
        let credential = try GSSCredential.ticketCache(path, principal: principal, kdcTimeout: patience)
        let cache = try TicketCache.read(path, principal: principal)
        var findings = [DiagnosisFinding.ok("ticket cache", "\(cache.name) of \(credential.principal)")]
        if let ticket = cache.ticketGrantingTicket {
            findings.append(Self.ticketFinding("ticket", ticket, now: cache.now))
        } else {
            findings.append(
                .warning(
                    "ticket",
                    "the cache holds tickets for servers only, none to ask for others with",
                    remedy: "run kinit if a server isn't among them"
                )
            )
        }
        return DiagnosisReport(findings)
    }

    static func ticketFinding(_ subject: String, _ ticket: KerberosTicket, now: Int64) -> DiagnosisFinding {
        let minutes = max(0, ticket.end - now) / 60_000
        let left = minutes >= 120 ? "\(minutes / 60) h" : "\(minutes) min"
        var text = "\(ticket.client), \(left) left"
        if let till = ticket.renewTill, till > ticket.end { text += ", renewable for \((till - now) / 3_600_000) h" }
        text += " (\(ticket.sessionEncryption))"
        if minutes < 10 {
            return .warning(subject, text, remedy: "run kinit: the ticket ends soon")
        }
        if ["arcfour", "des"].contains(where: { ticket.sessionEncryption.hasPrefix($0) }) {
            return .warning(
                subject,
                text,
                remedy: "let the KDC use AES: \(ticket.sessionEncryption) is refused by newer Java versions"
            )
        }
        return .ok(subject, text)
    }
}
