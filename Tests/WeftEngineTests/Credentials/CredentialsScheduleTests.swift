import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct CredentialsScheduleTests {
    private let seconds = SchedulerTime.seconds
    private let failure = WeftError("io-error", "locked")

    @Test func `credentials are replaced after three quarters of their life`() {
        var schedule = CredentialsSchedule()
        #expect(schedule.nextWakeUp == nil && schedule.due(now: seconds(1e6)).isEmpty)
        schedule.obtained("vault", lifetime: .seconds(1000), now: seconds(10))
        #expect(schedule.nextWakeUp == seconds(760))
        #expect(schedule.due(now: seconds(759)).isEmpty)
        #expect(schedule.due(now: seconds(760)) == ["vault"])
        schedule.obtained("vault", lifetime: .seconds(400), now: seconds(770))
        #expect(schedule.nextWakeUp == seconds(1070))
        let state = schedule.states(now: seconds(870))
        #expect(state.map(\.expiresIn) == [.seconds(300)] && state.map(\.renewsIn) == [.seconds(200)])
    }

    /// An unset date, a clock that is wrong by years, a life that is over already; in seconds.
    @Test(arguments: [Int64.max, 6_840_000_000_000, 0, -5, Int64.min])
    func `an absurd life leads neither to a busy loop nor to a renewal that never comes`(life: Int64) {
        var schedule = CredentialsSchedule()
        schedule.obtained("vault", lifetime: .seconds(life), now: seconds(5))
        let wait = life > 0 ? 22.5 * 86_400 : 1
        #expect(schedule.nextWakeUp == seconds(5 + wait))
    }

    @Test func `what never ends isn't replaced`() {
        var schedule = CredentialsSchedule()
        schedule.obtained("vault", lifetime: nil, now: .zero)
        #expect(schedule.nextWakeUp == nil)
        #expect(schedule.states(now: .zero).map(\.expiresIn) == [nil])
    }

    @Test func `after a failure it is tried again, the sooner the less time is left`() {
        var schedule = CredentialsSchedule(settings: .init(renewalRatio: 0.5, retryWait: .seconds(100)))
        schedule.obtained("vault", lifetime: .seconds(1000), now: .zero)
        schedule.failed("vault", failure, now: seconds(500))
        #expect(schedule.nextWakeUp == seconds(600))
        schedule.failed("vault", failure, now: seconds(800))
        #expect(schedule.nextWakeUp == seconds(850))
        schedule.failed("vault", failure, now: seconds(999))
        #expect(schedule.nextWakeUp == seconds(1000))
        schedule.failed("vault", failure, now: seconds(2000))
        #expect(schedule.nextWakeUp == seconds(2060))
        let state = schedule.states(now: seconds(2000)).first
        #expect(state?.failuresInARow == 4 && state?.lastError == failure && state?.expiresIn == .seconds(-1000))
        schedule.obtained("vault", lifetime: .seconds(1000), now: seconds(2060))
        #expect(schedule.states(now: seconds(2060)).first?.lastError == nil)
    }

    @Test func `each provider has a time of its own`() {
        var schedule = CredentialsSchedule()
        schedule.obtained("a", lifetime: .seconds(1000), now: .zero)
        schedule.obtained("b", lifetime: .seconds(100), now: .zero)
        #expect(schedule.due(now: seconds(75)) == ["b"])
        schedule.notNeeded("b")
        #expect(schedule.due(now: seconds(749)).isEmpty)
        #expect(schedule.due(now: seconds(750)) == ["a"])
    }
}
