import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct AllocationFileTests {
    @Test func sparksFileIsRead() throws {
        let text = """
            <?xml version="1.0"?>
            <!-- pools of <the> cluster -->
            <allocations>
              <pool name="production">
                <schedulingMode>FAIR</schedulingMode>
                <weight>2</weight>
                <minShare> 3 </minShare>
              </pool>
              <pool name='a &amp; b'><weight>5</weight></pool>
              <pool name="plain"/>
            </allocations>

            """
        #expect(
            try AllocationFile.pools(in: text, path: "fair.xml") == [
                PoolSpec(name: "production", mode: .fair, weight: 2, minShare: 3), PoolSpec(name: "a & b", weight: 5),
                PoolSpec(name: "plain"),
            ]
        )
        #expect(try AllocationFile.pools(in: "<allocations></allocations>", path: "f") == [])
    }

    @Test(arguments: [
        ("", 1, "start with"), ("<pools/>", 1, "start with"), ("<allocations>", 1, "no end"),
        ("<allocations>\n<pool/></allocations>", 2, "no name"),
        ("<allocations>\n<pool name=\"\"/></allocations>", 2, "no name"),
        ("<allocations>\n<pool name=\"a\"/>\n<pool name=\"a\"/></allocations>", 3, "twice"),
        ("<allocations>\n<pool name=\"a\">\n<weight>0</weight></pool></allocations>", 3, "from 1 to"),
        ("<allocations><pool name=\"a\"><minShare>-1</minShare></pool></allocations>", 1, "from 0 to"),
        ("<allocations><pool name=\"a\"><weight>x</weight></pool></allocations>", 1, "weight of pool a is x"),
        ("<allocations><pool name=\"a\"><weight/></pool></allocations>", 1, "has no value"),
        ("<allocations><pool name=\"a\"><mode>FAIR</mode></pool></allocations>", 1, "has <mode>"),
        ("<allocations><pool name=\"a\"><schedulingMode>LIFO</schedulingMode></pool></allocations>", 1, "LIFO"),
        ("<allocations><queue name=\"a\"/></allocations>", 1, "<queue>"),
        ("<allocations><pool name=a/></allocations>", 1, "no XML"), ("<allocations><pool", 1, "no XML"),
        ("<allocations>&nbsp;</allocations>", 1, "no XML"), ("<allocations></allocations>x", 1, "follows"),
        ("<!-- ", 1, "no XML"),
    ])
    func anythingElseIsAnErrorWithItsLine(text: String, line: Int, message: String) {
        let error = #expect(throws: WeftError.self) { try AllocationFile.pools(in: text, path: "fair.xml") }
        #expect(error?.code == "invalid-allocation-file")
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.details == [.init("from", "fair.xml:\(line)")])
    }

    @Test func withoutTheKeyThereAreNoPools() throws {
        #expect(try AllocationFile.pools(Configuration()) == [])
        let configuration = try Configuration().setting(ConfigurationKeys.schedulerAllocationFile, "/no/such/file")
        let error = #expect(throws: WeftError.self) { try AllocationFile.pools(configuration) }
        #expect(error?.code == "configuration-file-unreadable")
    }
}
