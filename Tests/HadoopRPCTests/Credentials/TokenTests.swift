import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// Texts and bytes were written by Java's classes of Hadoop 3.3.4.
@Suite("Tokens")
struct TokenTests {
    private static let text =
        "PgARYWxpY2VARVhBTVBMRS5DT00EeWFybhNvb3ppZS9oQEVYQU1QTEUuQ09NigGLz-VoAIoBi_Px7ACOASz7BAEC_wAVSERGU19E"
        + "RUxFR0FUSU9OX1RPS0VODTEwLjAuMC4xOjgwMjA"

    @Test("The text for URLs is Java's, and is read with or without padding")
    func urlStrings() throws {
        let token = try #require(CredentialsStorageTests.credentials.tokens["10.0.0.1:8020"])
        #expect(token.urlString == Self.text)
        #expect(try Token(urlString: Self.text) == token)
        let empty = try #require(CredentialsStorageTests.credentials.tokens[""])
        #expect(empty.urlString == "AAEJEFlBUk5fQU1fUk1fVE9LRU4A")
        #expect(try Token(urlString: empty.urlString + "==") == empty)
    }

    @Test("A text that isn't a token is refused without being shown", arguments: ["", "A", "!", "AAEJ", "PgARYWxpY2U"])
    func wrongTexts(_ text: String) {
        let error = #expect(throws: WeftError.self) { try Token(urlString: text) }
        #expect(error?.code == "token-invalid")
        #expect(error?.message.hasPrefix("the token's text can't be read: ") == true)
    }

    @Test(
        "Base64 is that of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ]
    )
    func base64(_ text: String, _ encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
        #expect(Base64.decode(encoded.filter { $0 != "=" }) == Array(text.utf8))
    }

    @Test("Both alphabets are read; leftover bits and other characters are not")
    func alphabets() {
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
        #expect(Base64.encodeURLSafe([0xFB, 0xFF]) == "-_8")
        #expect(Base64.decode("+/8=") == [0xFB, 0xFF])
        #expect(Base64.decode("-_8") == [0xFB, 0xFF])
        for wrong in ["A", "+/9=", "AA A", "Zg===", "A=", "Zg==Zg==", "é"] {
            #expect(Base64.decode(wrong) == nil, "\(wrong)")
        }
    }

    @Test("Every byte comes back from base64")
    func base64RoundTrip() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encodeURLSafe(bytes)) == bytes)
        }
    }

    @Test("A NameNode's identifier is read")
    func delegationToken() throws {
        let expected = DelegationTokenIdentifier(
            owner: "alice@EXAMPLE.COM",
            renewer: "yarn",
            realUser: "oozie/h@EXAMPLE.COM",
            issueDate: 1_700_000_000_000,
            maxDate: 1_700_604_800_000,
            sequenceNumber: 300,
            masterKeyID: -5
        )
        #expect(try DelegationTokenIdentifier(CredentialsStorageTests.identifier) == expected)
    }

    @Test("A ResourceManager's identifier is read")
    func resourceManagerToken() throws {
        let expected = DelegationTokenIdentifier(
            owner: "alice",
            renewer: "yarn",
            realUser: "",
            issueDate: 1_700_000_000_000,
            maxDate: 1_700_604_800_000,
            sequenceNumber: 7,
            masterKeyID: 2
        )
        #expect(
            try DelegationTokenIdentifier(
                [UInt8](hex: "0a05616c69636512047961726e2080d095ffbc312880d8c79fbf3130073802")
            ) == expected
        )
    }

    @Test("Block tokens are read in both forms")
    func blockTokens() throws {
        var expected = BlockTokenIdentifier(
            expiryDate: 1_700_000_600_000,
            keyID: 1_234_567,
            userID: "",
            blockPoolID: "BP-1-127.0.0.1-1",
            blockID: 1_073_741_825,
            modes: ["READ", "WRITE"]
        )
        #expect(try BlockTokenIdentifier([UInt8](hex: Self.writableBlock)) == expected)
        expected.userID = "alice"
        #expect(try BlockTokenIdentifier([UInt8](hex: Self.protobufBlock)) == expected)
    }

    private static let writableBlock =
        "8a018bcfee8fc08d12d687ffffffff0000001042502d312d3132372e302e302e312d318c4000000102045245414405575249"
        + "544501044449534b010000000444532d31"
    private static let protobufBlock =
        "08c09fbaffbc311087ad4b1a05616c696365221042502d312d3132372e302e302e312d312881808080043001300238014204"
        + "44532d31"

    @Test("An identifier that is cut off is refused")
    func cutOff() {
        for count in 0..<CredentialsStorageTests.identifier.count {
            #expect(throws: WeftError.self) {
                try DelegationTokenIdentifier(Array(CredentialsStorageTests.identifier[..<count]))
            }
        }
        #expect(throws: WeftError.self) { try BlockTokenIdentifier([]) }
        let block = [UInt8](hex: Self.writableBlock)
        // What is behind the modes isn't read.
        for count in 0..<52 {
            #expect(throws: WeftError.self, "\(count)") { try BlockTokenIdentifier(Array(block[..<count])) }
        }
    }

    @Test("Damaged identifiers are refused or read, never more")
    func fuzz() {
        let seeds = [
            CredentialsStorageTests.identifier, [UInt8](hex: Self.writableBlock), [UInt8](hex: Self.protobufBlock),
        ]
        InputFuzzer.run(seeds) { bytes in
            do { _ = try DelegationTokenIdentifier(bytes) } catch let error as WeftError {
                guard error.code == "token-invalid" else { throw error }
            }
            do { _ = try BlockTokenIdentifier(bytes) } catch let error as WeftError {
                guard error.code == "token-invalid" else { throw error }
            }
        }
    }
}
