import Testing

@testable import WeftEngine

@Suite struct ConfigurationFormatTests {
    @Test(arguments: [
        ("512m", 512 << 20), ("2g", 2 << 30), ("1T", 1 << 40), ("64KB", 64 << 10), ("1536", 1536), ("7b", 7), ("0", 0),
        ("3p", 3 << 50),
    ])
    func memorySizesAreReadInPowersOf1024(text: String, bytes: Int) {
        #expect(MemorySize(text)?.bytes == bytes)
    }

    @Test(arguments: [
        "", "m", "1.5g", "-1m", "1x", "1mm", "1 g", "9000000000000p", "8192p", "99999999999999999999", "٣m",
    ])
    func otherTextsAreNoMemorySizes(text: String) {
        #expect(MemorySize(text) == nil)
    }

    @Test(arguments: ["512m", "1g", "3k", "1025b", "0b", "1t"])
    func memorySizesPrintInTheirLargestUnit(text: String) {
        #expect(MemorySize(text)?.description == text)
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("2min", .seconds(120)), ("1h", .seconds(3600)),
        ("1d", .seconds(86400)), ("7us", .microseconds(7)), ("0", .zero), ("3M", .seconds(180)),
    ])
    func durationsAreReadWithTheirUnit(text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(arguments: ["", "10", "s", "1.5s", "-1s", "1 s", "1sec", "99999999999999999999s", "9223372036854775807d"])
    func otherTextsAreNoDurations(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: ["500ms", "10s", "2min", "1h", "1d", "90s", "0s"])
    func durationsPrintInTheirLargestUnit(text: String) throws {
        #expect(DurationText.format(try #require(DurationText.parse(text))) == text)
    }

    @Test func someDurationsMayBeInfinite() {
        let format = ConfigurationFormat<Duration?>.durationOrInfinite(.seconds(1) ... .seconds(60))
        #expect(format.parse("infinite") == .some(nil) && format.parse("Infinity") == .some(nil))
        #expect(format.parse("10s") == .some(.seconds(10)))
        for text in ["", "61s", "10", "never", "inf"] { #expect(format.parse(text) == nil) }
        #expect(format.format(nil) == "infinite" && format.format(.seconds(60)) == "1min")
        #expect(format.summary.hasSuffix("from 1s to 1min, or infinite"))
    }

    @Test(arguments: [("1k", true), ("1023", false), ("2m", true), ("2049k", false)])
    func memorySizesStayInTheirRange(text: String, isAllowed: Bool) {
        let format = ConfigurationFormat<MemorySize>.memory(.init(bytes: 1024) ... .mebibytes(2))
        #expect((format.parse(text) != nil) == isAllowed)
    }

    @Test func listsDropBlanksAndEmptyItems() {
        #expect(ConfigurationFormat.list("paths").parse(" a , b,,c ") == ["a", "b", "c"])
        #expect(ConfigurationFormat.list("paths").parse("") == [])
    }

    @Test func choicesDoNotMindTheCase() {
        #expect(ConfigurationFormat<SchedulerMode>.choice.parse("fair") == .fair)
        #expect(ConfigurationFormat<SchedulerMode>.choice.parse("lifo") == nil)
    }

    @Test(arguments: ["nan", "-0.1", "1.1", "inf", "x", ""])
    func numbersStayInTheirRange(text: String) {
        #expect(ConfigurationFormat.number(0...1).parse(text) == nil)
    }

    @Test(arguments: [
        ("Cpus_allowed:\tff\n", 8), ("Name:\tx\nCpus_allowed:\t00000000,00000003\nCpus_allowed_list:\t0-1\n", 2),
        ("Cpus_allowed:\t1", 1),
    ])
    func allowedProcessorsAreCountedInTheMask(status: String, count: Int) {
        #expect(Processors.allowedProcessors(inStatus: status) == count)
    }

    @Test func aStatusWithoutMaskGivesNoCount() {
        #expect(Processors.allowedProcessors(inStatus: "Name:\tx\n") == nil)
        #expect(Processors.available >= 1)
    }
}
