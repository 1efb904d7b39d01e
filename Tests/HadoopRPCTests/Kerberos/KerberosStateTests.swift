import CKerberos
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("When a login is renewed")
struct RenewalScheduleTests {
    @Test("at 80 % of the ticket's life, and at once when it has ended")
    func due() {
        let schedule = RenewalSchedule(life: .init(whole: 100_000, left: 100_000), now: 1000)
        #expect(!schedule.isDue(at: 1000))
        #expect(!schedule.isDue(at: 80_999))
        #expect(schedule.isDue(at: 81_000))
        #expect(schedule.isValid(at: 100_999))
        #expect(!schedule.isValid(at: 101_000))
    }

    @Test("a ticket that was old when it was found is renewed by its own life")
    func oldTicket() {
        let schedule = RenewalSchedule(life: .init(whole: 100_000, left: 30_000), now: 0)
        #expect(!schedule.isDue(at: 9999))
        #expect(schedule.isDue(at: 10_000))
        #expect(RenewalSchedule(life: .init(whole: 100_000, left: 5000), now: 0).isDue(at: 0))
    }

    @Test("a try that fails is repeated after a while, but at once when the ticket has ended")
    func failing() {
        var schedule = RenewalSchedule(life: .init(whole: 100_000, left: 100_000), now: 0)
        schedule.failed(at: 80_000)
        #expect(!schedule.isDue(at: 99_999))
        #expect(schedule.isDue(at: 100_000))
        var long = RenewalSchedule(life: .init(whole: 1_000_000, left: 1_000_000), now: 0)
        long.failed(at: 800_000)
        #expect(!long.isDue(at: 829_999))
        #expect(long.isDue(at: 830_000))
    }

    @Test("forced logins keep a distance from each other")
    func forced() {
        let schedule = RenewalSchedule(life: .init(whole: 100_000, left: 100_000), now: 500)
        #expect(!schedule.mayRelogin(at: 60_499, gap: .seconds(60)))
        #expect(schedule.mayRelogin(at: 60_500, gap: .seconds(60)))
        #expect(schedule.mayRelogin(at: 500, gap: .zero))
    }

    @Test("a ticket without a life is due, and doesn't count")
    func noLife() {
        let schedule = RenewalSchedule(life: .init(whole: 0, left: 0), now: 7)
        #expect(schedule.isDue(at: 7))
        #expect(!schedule.isValid(at: 7))
    }
}

@Suite("What Kerberos' errors mean")
struct KerberosErrorTests {
    @Test("each cause has a code of its own, a remedy and no full stop")
    func causes() {
        #expect(Set(KerberosCause.allCases.map(\.code)).count == KerberosCause.allCases.count)
        for cause in KerberosCause.allCases where cause != .other {
            #expect(!cause.remedy.isEmpty)
            #expect(!cause.remedy.hasSuffix("."))
            #expect(cause.sentence(KerberosParties()) != nil)
        }
    }

    @Test("codes of krb5 and of GSSAPI tell the cause")
    func codes() {
        #expect(KerberosCause(code: Int(KRB5KRB_AP_ERR_SKEW)) == .clockSkew)
        #expect(KerberosCause(code: Int(KRB5_KDC_UNREACH)) == .kdcUnreachable)
        #expect(KerberosCause(code: Int(PROF_VERSION) + 17) == .configuration)
        #expect(KerberosCause(code: 0, major: 7 << 16) == .noTicket)
        #expect(KerberosCause(code: 12, major: 11 << 16) == .expired)
        #expect(KerberosCause(code: 12, major: 13 << 16) == .other)
    }

    @Test("an error tells the parties, what was said, and what to do")
    func error() {
        let failure = KerberosFailure(
            call: "gss_init_sec_context",
            code: Int(KRB5KRB_AP_ERR_TKT_EXPIRED),
            text: "Ticket expired",
            major: 13 << 16,
            majorText: "Unspecified GSS failure"
        )
        let parties = KerberosParties(
            principal: "alice@A",
            origin: .keytab("/etc/alice.keytab"),
            target: "nn/host@A"
        )
        let error = WeftError.kerberos(failure, parties)
        #expect(error.code == "kerberos-expired")
        #expect(error.message == "the Kerberos ticket of alice@A has expired")
        #expect(
            error.details == [
                .init("principal", "alice@A"), .init("keytab", "/etc/alice.keytab"),
                .init("server principal", "nn/host@A"),
                .init("GSSAPI", "Unspecified GSS failure (gss_init_sec_context)"),
                .init("Kerberos", "Ticket expired (-1765328352)"),
            ]
        )
    }

    @Test("a server of a realm without trust is a matter of realms")
    func trust() {
        let failure = KerberosFailure(
            call: "",
            code: Int(KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN),
            text: "Server krbtgt/B@A not found"
        )
        #expect(failure.cause == .realm)
    }

    @Test("missing libraries are an error that names the package")
    func missingLibraries() {
        let table = UnsafeMutablePointer<weft_kerberos>.allocate(capacity: 1)
        defer { table.deallocate() }
        let error = KerberosLibrary.load(gssapi: "libgssapi_krb5.so.2", krb5: "libnothing.so.9", into: table)
        #expect(error?.code == "kerberos-failed")
        #expect(error?.message.contains("libnothing.so.9") == true)
        #expect(error?.remedy.contains("libgssapi-krb5-2") == true)
        let wrong = KerberosLibrary.load(gssapi: "libc.so.6", krb5: "libc.so.6", into: table)
        #expect(wrong?.message.contains("krb5_cc_close") == true)
    }

    @Test("names of hosts that the KDC doesn't know are explained")
    func hostNames() throws {
        let unknown = WeftError("kerberos-unknown-server", "unknown")
        func explained(_ target: String, _ name: String?) -> WeftError? {
            #expect(throws: WeftError.self) {
                try HostNameAdvice.explaining(target, resolver: { _ in name }) { throw unknown }
            }
        }
        #expect(explained("nn/short@R", "long.example.com")?.code == "kerberos-host-name")
        #expect(explained("nn/short@R", "long.example.com")?.message.contains("nn/long.example.com") == true)
        #expect(explained("nn@short", "long.example.com")?.code == "kerberos-host-name")
        #expect(explained("nn/::1@R", nil)?.code == "kerberos-host-name")
        #expect(explained("nn/long.example.com@R", "Long.Example.com") == unknown)
        #expect(explained("nn/long.example.com@R", nil) == unknown)
        #expect(try HostNameAdvice.explaining("nn/h@R", resolver: { _ in nil }) { 7 } == 7)
    }

    @Test("a call that takes too long is given up")
    func waiting() {
        let start = ContinuousClock.now
        let error = #expect(throws: WeftError.self) {
            try KDCWait.run(for: .milliseconds(50), details: [.init("principal", "alice")]) {
                Pause.sleep(milliseconds: 20_000)
            }
        }
        #expect(error?.code == "kerberos-kdc-unreachable")
        #expect(error?.details.first?.value == "alice")
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(throws: Never.self) { try KDCWait.run(for: .seconds(60), details: []) { 1 } }
    }
}
