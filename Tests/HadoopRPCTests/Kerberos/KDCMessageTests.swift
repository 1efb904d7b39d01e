import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("What is said to a KDC to see whether it is there")
struct KDCMessageTests {
    /// As an MIT KDC of version 1.20 answered.
    static let refusal = Array<UInt8>(
        hex:
            "7e8199308196a003020105a10302011ea411180f32303236313132313230323734325aa505020307ba34a603020106a70c1b0a544553542e4c4f43414ca81a3018a003020101a111300f1b0d776566742d646961676e6f7365a90c1b0a544553542e4c4f43414caa1f301da003020102a11630141b066b72627467741b0a544553542e4c4f43414cab121b10434c49454e545f4e4f545f464f554e44"
    )

    @Test("a refusal tells the KDC's time and the reason")
    func refused() throws {
        let reply = try KDCReply(parsing: Self.refusal)
        #expect(reply.errorCode == 6)
        #expect(reply.serverTime == 1795292862_506420)
    }

    @Test("a ticket is an answer without a time")
    func ticket() throws {
        #expect(try KDCReply(parsing: [0x6b, 0x00]) == KDCReply(parsing: [0x6b, 0x02, 0x30, 0x00]))
        #expect(try KDCReply(parsing: [0x6b, 0x00]).serverTime == nil)
    }

    @Test(
        "what no KDC says is refused",
        arguments: ["", "00", "7e", "7e00", "7e023000", "485454502f312e31", "7e8480000000"]
    )
    func others(digits: String) {
        #expect(throws: WeftError.self) { try KDCReply(parsing: Array<UInt8>(hex: digits)) }
    }

    @Test("times are read in the calendar of today")
    func times() {
        func seconds(_ text: String) -> Int64? {
            var reader = DERReader(DER.generalizedTime(text)[...])
            return reader.next()?.time
        }
        #expect(seconds("19700101000000Z") == 0)
        #expect(seconds("20000229120000Z") == 951_825_600)
        #expect(seconds("20261121190611Z") == 1_795_287_971)
        #expect(seconds("21000301000000Z") == 4_107_542_400)
        for wrong in [
            "", "19700001000000Z", "19701301000000Z", "1970010100000000Z", "197001010000000", "1970O101000000Z",
        ] {
            #expect(seconds(wrong) == nil)
        }
    }

    @Test("integers are written in as few bytes as they need, and read")
    func integers() {
        for (value, digits) in [
            (Int64(0), "020100"), (127, "02017f"), (128, "02020080"), (-1, "0201ff"), (-129, "0202ff7f"),
            (0x7fff_ffff, "02047fffffff"),
        ] {
            #expect(hexadecimal(DER.integer(value)) == digits)
            var reader = DERReader(DER.integer(value)[...])
            #expect(reader.next()?.integer == value)
        }
        #expect(DER.element(4, [UInt8](repeating: 0, count: 200)).prefix(3) == [4, 0x81, 200])
        #expect(DER.element(4, [UInt8](repeating: 0, count: 300)).prefix(4) == [4, 0x82, 1, 44])
    }

    @Test("any bytes: an answer or an error")
    func fuzz() {
        InputFuzzer.run([Self.refusal, [0x6b, 0x00]]) { input in
            do { _ = try KDCReply(parsing: input) } catch let error as WeftError where error.code == "kerberos-failed" {
            }
        }
    }
}

@Suite("Addresses of KDCs")
struct KDCAddressTests {
    @Test(
        "are read as krb5.conf has them",
        arguments: [
            ("kdc", "kdc", 88, KDCAddress.Transport.any), ("kdc.example.com:750", "kdc.example.com", 750, .any),
            ("tcp/kdc:1", "kdc", 1, .tcp), ("udp/10.0.0.1", "10.0.0.1", 88, .udp), ("[::1]:89", "::1", 89, .any),
            ("::1", "::1", 88, .any), ("[::1]", "::1", 88, .any),
            ("https://kdc.example.com/KdcProxy", "https://kdc.example.com/KdcProxy", 443, .proxy),
        ]
    )
    func reading(text: String, host: String, port: Int, transport: KDCAddress.Transport) {
        #expect(KDCAddress(text) == KDCAddress(host: host, port: port, transport: transport))
    }

    @Test(
        "others are refused",
        arguments: ["", ":88", "kdc:", "kdc:0", "kdc:65536", "kdc:x", "[::1", "[::1]x", "a b", "a/b"]
    )
    func refused(text: String) {
        #expect(KDCAddress(text) == nil)
    }
}
