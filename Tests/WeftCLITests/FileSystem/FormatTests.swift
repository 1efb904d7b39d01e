import Testing

@testable import WeftCLI

@Suite("Texts of weft fs")
struct FormatTests {
    @Test(
        "Sizes have Java's form",
        arguments: [
            (0, "0"), (1023, "1023"), (1024, "1 K"), (1492, "1.5 K"), (2000, "2.0 K"), (1_048_575, "1.0 M"),
            (1_048_576, "1 M"),
            (1_310_720, "1.3 M"), (270_553_174_016, "252.0 G"), (30241, "29.5 K"), (1 << 60, "1 E"), (.max, "16.0 E"),
            (1023 * 1024 + 972, "1023.9 K"), (1023 * 1024 + 973, "1.0 M"),
        ] as [(UInt64, String)]
    )
    func sizes(_ size: UInt64, _ text: String) { #expect(SizeText.human(size) == text) }

    @Test("A transfer of impossible sizes has a line")
    func impossibleProgress() {
        let snapshot = ProgressBar.Snapshot(
            bytes: .max - 1,
            files: 1,
            knownBytes: .max,
            knownFiles: 2,
            isAllKnown: true
        )
        for seconds in [0, 1e-9, 1, 1e9] {
            #expect(ProgressBar.line(snapshot, seconds: seconds, width: 200).contains("16.0 EB of 16.0 EB"))
        }
        let bar = ProgressBar(write: nil)
        for _ in 0..<3 { bar.add(bytes: .max) }
    }

    @Test("Times are printed and read")
    func times() throws {
        #expect(TimeText.secondsUTC(0) == "1970-01-01 00:00:00")
        #expect(TimeText.secondsUTC(-1) == "1969-12-31 23:59:59")
        #expect(TimeText.secondsUTC(-1000) == "1969-12-31 23:59:59")
        #expect(TimeText.secondsUTC(-1001) == "1969-12-31 23:59:58")
        // No year that anybody could print, and no crash.
        for edge in [Int64.min, .min + 998, .min + 999, .max] { #expect(!TimeText.secondsUTC(edge).isEmpty) }
        #expect(TimeText.secondsUTC(951_826_554_321) == "2000-02-29 12:15:54")
        let time = try #require(TimeText.parse("20000229:121554"))
        #expect(TimeText.minutes(time) == "2000-02-29 12:15")
        for wrong in ["", "20000230:000000", "20000229:240000", "20000229-000000", "2000022900:0000", "20000229:12155"]
        {
            #expect(TimeText.parse(wrong) == nil)
        }
    }

    @Test(
        "Permissions have letters",
        arguments: [(0o755, "rwxr-xr-x"), (0o1777, "rwxrwxrwt"), (0o1770, "rwxrwx--T"), (0, "---------")]
            as [(UInt16, String)]
    )
    func permissions(_ bits: UInt16, _ letters: String) { #expect(PermissionText.letters(bits) == letters) }

    @Test(
        "Modes change permissions as chmod of hdfs dfs does",
        arguments: [
            ("755", 0o1644, 0o755), ("0755", 0o1644, 0o755), ("1755", 0o644, 0o1755), ("u+x", 0o644, 0o744),
            ("+x", 0o644, 0o755),
            ("a-r", 0o644, 0o200), ("go=", 0, 0), ("g=u", 0, 0), ("o=rw", 0o750, 0o756), ("u+x,g-r,o=rw", 0o640, 0o706),
            ("+t", 0o755, 0o1755), ("-t", 0o1755, 0o755), ("a+X", 0o644, 0o644), ("a+X", 0o744, 0o755),
            ("+t,a+r,g-w,+rwx,o=r", 0o020, 0o1774),
        ] as [(String, UInt16, UInt16)]
    )
    func modes(_ text: String, _ before: UInt16, _ after: UInt16) throws {
        guard let change = try? ModeChange(text) else {
            #expect(["go=", "g=u"].contains(text))
            return
        }
        #expect(change.applied(to: ShellFileStatus(name: "f", kind: .file, permission: before)) == after)
    }

    @Test("X is for folders in any case")
    func folders() throws {
        let status = ShellFileStatus(name: "d", kind: .directory, permission: 0o600)
        #expect(try ModeChange("a+X").applied(to: status) == 0o711)
    }

    @Test(
        "What isn't a mode is refused",
        arguments: ["", "u", "u+", "+q", "77", "77777", "888", "2755", "u+r,", ",", "u+t"]
    )
    func wrongModes(_ text: String) { #expect(throws: (any Error).self) { try ModeChange(text) } }

    @Test("The progress line says how far it is, and fits the terminal")
    func progress() {
        var snapshot = ProgressBar.Snapshot(
            bytes: 1 << 30,
            files: 1,
            knownBytes: 2 << 30,
            knownFiles: 3,
            isAllKnown: false
        )
        #expect(ProgressBar.line(snapshot, seconds: 10, width: 80) == "1 GB, 102.4 MB/s, 1 of 3+ files")
        snapshot.isAllKnown = true
        #expect(
            ProgressBar.line(snapshot, seconds: 10, width: 100)
                == "[=====================                     ] 50% 1 GB of 2 GB, 102.4 MB/s, 1 of 3 files, 0:10 left"
        )
        for width in [10, 20, 40, 60, 200] {
            #expect(ProgressBar.line(snapshot, seconds: 0, width: width).count < width)
            #expect(ProgressBar.line(snapshot, seconds: 1e9, width: width).count < width)
        }
    }

    @Test("A table's columns are as wide as their widest text")
    func table() {
        var table = ColumnTable([.left, .right, .left])
        table.add(["a", "100", "x"])
        table.add(["bcd", "2", "long"])
        #expect(table.lines == ["a    100  x", "bcd    2  long"])
    }
}
