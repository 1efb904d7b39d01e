import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// The bytes were written by Java's Credentials of Hadoop 3.3.4, but where a test says so.
@Suite("Credentials files")
struct CredentialsStorageTests {
    static let identifier = [UInt8](
        hex: "0011616c696365404558414d504c452e434f4d047961726e136f6f7a69652f68404558414d504c452e434f4d8a018bcfe568"
            + "008a018bf3f1ec008e012cfb"
    )
    static let credentials = Credentials(
        tokens: [
            "10.0.0.1:8020": Token(
                identifier: identifier,
                password: [1, 2, 0xFF, 0],
                kind: .hdfsDelegation,
                service: "10.0.0.1:8020"
            ),
            "": Token(identifier: [], password: [9], kind: .applicationMaster, service: ""),
        ],
        secrets: ["weft.secret ü": Array("geheim".utf8)]
    )
    static let writable = [UInt8](
        hex: "48445453000200000109105941524e5f414d5f524d5f544f4b454e000d31302e302e302e313a383032303e0011616c696365"
            + "404558414d504c452e434f4d047961726e136f6f7a69652f68404558414d504c452e434f4d8a018bcfe568008a018bf3f1ec"
            + "008e012cfb040102ff0015484446535f44454c45474154494f4e5f544f4b454e0d31302e302e302e313a38303230010e7765"
            + "66742e73656372657420c3bc0667656865696d"
    )
    static let protobuf = [UInt8](
        hex: "4844545301b8010a1d0a0012190a001201091a105941524e5f414d5f524d5f544f4b454e22000a7d0a0d31302e302e302e31"
            + "3a38303230126c0a3e0011616c696365404558414d504c452e434f4d047961726e136f6f7a69652f68404558414d504c452e"
            + "434f4d8a018bcfe568008a018bf3f1ec008e012cfb12040102ff001a15484446535f44454c45474154494f4e5f544f4b454e"
            + "220d31302e302e302e313a3830323012180a0e776566742e73656372657420c3bc1a0667656865696d"
    )

    @Test("Both forms are read as Java wrote them")
    func reading() throws {
        #expect(try Credentials(storage: Self.writable) == Self.credentials)
        #expect(try Credentials(storage: Self.protobuf) == Self.credentials)
        #expect(try Credentials(storage: [UInt8](hex: "48445453000000")).isEmpty)
        #expect(try Credentials(storage: [UInt8](hex: "484454530100")).isEmpty)
    }

    @Test("Both forms are written as Java writes them")
    func writing() {
        #expect(Self.credentials.storage() == Self.writable)
        #expect(Self.credentials.storage(.protobuf) == Self.protobuf)
        #expect(Credentials().storage() == [UInt8](hex: "48445453000000"))
        #expect(Credentials().storage(.protobuf) == [UInt8](hex: "484454530100"))
    }

    @Test("A file that a NameNode's token was fetched into by Hadoop 2.7 is read")
    func fetched() throws {
        let bytes = [UInt8](
            hex: "4844545300010f3132372e302e302e313a3139303032270010616c69636540544553542e4c4f43414c03626f62008a01a1ff"
                + "9c39358a01a223a8bd35010214e74a019ce2f96490ed114cb45484e6be6778c75e15484446535f44454c45474154494f4e5f"
                + "544f4b454e0f3132372e302e302e313a313930303200"
        )
        let credentials = try Credentials(storage: bytes)
        let token = try #require(credentials.token(.hdfsDelegation, for: ["127.0.0.1:19002"]))
        #expect(token.password.count == 20)
        let identifier = try DelegationTokenIdentifier(token.identifier)
        #expect(identifier.owner == "alice@TEST.LOCAL")
        #expect(identifier.renewer == "bob")
        #expect(identifier.maxDate - identifier.issueDate == 7 * 86_400_000)
        #expect(credentials.storage() == bytes)
    }

    @Test("Bytes behind the end are left alone")
    func trailing() throws {
        #expect(try Credentials(storage: Self.writable + [0, 1, 2, 3]) == Self.credentials)
        #expect(try Credentials(storage: Self.protobuf + [0, 1, 2, 3]) == Self.credentials)
    }

    @Test("What is cut off is refused, wherever that is")
    func cutOff() {
        for whole in [Self.writable, Self.protobuf] {
            for count in 0..<whole.count {
                let error = #expect(throws: WeftError.self) { try Credentials(storage: Array(whole[..<count])) }
                #expect(error?.code == "token-invalid")
            }
        }
    }

    @Test("Another head, another version and wrong counts are refused")
    func wrongBytes() {
        for hex in [
            "", "48445454 00 00 00", "48445453 02 00 00", "48445453 00 ff 00", "48445453 00 00 ff",
            "48445453 00 8c 7fffffff",
            "48445453 01 05 0a 03 0a 01 61", "48445453 01 ff ff ff ff ff ff ff ff ff ff 01",
        ] {
            let error = #expect(throws: WeftError.self, "\(hex)") { try Credentials(storage: [UInt8](hex: hex)) }
            #expect(error?.code == "token-invalid")
        }
    }

    @Test("Merging lets the new win, or the old if asked for")
    func merging() {
        let old = Token(identifier: [1], password: [], kind: .hdfsDelegation, service: "s")
        let new = Token(identifier: [2], password: [], kind: .hdfsDelegation, service: "s")
        var credentials = Credentials(secrets: ["k": [1]])
        credentials.add(old)
        var more = Credentials(secrets: ["k": [2], "l": [3]])
        more.add(new)
        more.add(new, alias: "t")
        var replaced = credentials
        replaced.merge(more)
        #expect(replaced == more)
        credentials.merge(more, replacing: false)
        #expect(credentials.tokens == ["s": old, "t": new])
        #expect(credentials.secrets == ["k": [1], "l": [3]])
    }

    @Test("Neither a password nor a secret is printed")
    func printing() {
        var text = ""
        dump(Self.credentials, to: &text)
        text += "\(Self.credentials) \(String(reflecting: Self.credentials)) \(Self.credentials.tokens)"
        dump(Self.credentials.tokens, to: &text)
        #expect(!text.contains("255"))
        #expect(!text.contains("103"))
        #expect(text.contains("HDFS_DELEGATION_TOKEN for 10.0.0.1:8020"))
        #expect(text.contains("YARN_AM_RM_TOKEN for any service"))
    }

    @Test("Damaged files are refused or read, never more")
    func fuzz() {
        let small = Credentials(
            tokens: ["a": Token(identifier: [1, 2], password: [3], kind: "K", service: "s")],
            secrets: ["b": [4]]
        )
        InputFuzzer.run(
            [small.storage(), small.storage(.protobuf), Self.writable]
        ) {
            do { _ = try Credentials(storage: $0) } catch let error as WeftError {
                guard error.code == "token-invalid" else { throw error }
            }
        }
    }
}
