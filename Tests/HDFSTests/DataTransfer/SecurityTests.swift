import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("What a connection to a DataNode is protected with")
struct SecurityTests {
    private static let key = DataEncryptionKeyProto(
        keyId: 1,
        blockPoolId: "BP-1",
        nonce: [1],
        encryptionKey: [2],
        expiryDate: .max
    )
    private static let token = TokenProto(identifier: [1], password: [2], kind: "HDFS_BLOCK_TOKEN", service: "")

    private static func settings(secure: Bool, _ protection: [SaslProtection]) -> DataTransferSettings {
        var settings = DataTransferSettings()
        settings.isSecure = secure
        settings.protection = protection
        return settings
    }

    @Test(
        "The order is Java's: encryption, security, privileged port, fall back, protection",
        arguments: [
            (true, true, [SaslProtection.privacy], 50_010, true, "key"),
            (true, false, [], 1004, false, "key"),
            (false, false, [.privacy], 50_010, false, "none: insecure"),
            (false, true, [.privacy], 1004, false, "none: privilegedPort"),
            (false, true, [.privacy], 1023, false, "none: privilegedPort"),
            (false, true, [.privacy], 50_010, true, "none: fallback"),
            (false, true, [.privacy], 1024, false, "token"),
            (false, true, [], 50_010, false, "none: protectionNotSet"),
        ]
    )
    func decision(
        encrypted: Bool,
        secure: Bool,
        protection: [SaslProtection],
        port: Int,
        fallback: Bool,
        outcome: String
    ) {
        let security = DataTransferSecurity.decide(
            Self.settings(secure: secure, protection),
            encryptionKey: encrypted ? Self.key : nil,
            port: port,
            hasFallenBack: fallback
        )
        switch security {
        case .encryptionKey(let key):
            #expect(outcome == "key")
            #expect(key == Self.key)
        case .blockToken: #expect(outcome == "token")
        case .none(let reason): #expect(outcome == "none: \(reason)")
        }
        #expect(security.isSasl == !outcome.hasPrefix("none"))
    }

    @Test("A handshake is made of the token or the key, and without one there is none")
    func handshakes() throws {
        let settings = Self.settings(secure: true, [.integrity])
        #expect(try DataTransferSecurity.none(.insecure).handshake(settings, token: Self.token) == nil)
        #expect(try DataTransferSecurity.blockToken.handshake(settings, token: Self.token) != nil)
        #expect(try DataTransferSecurity.encryptionKey(Self.key).handshake(settings, token: Self.token) != nil)
    }

    @Test("A token that isn't there, and an algorithm that DIGEST-MD5 doesn't have, are errors that say so")
    func missing() {
        let settings = Self.settings(secure: true, [.integrity])
        let none = TokenProto(identifier: [], password: [], kind: "", service: "")
        do {
            _ = try DataTransferSecurity.blockToken.handshake(settings, token: none)
            Issue.record("accepted")
        } catch {
            #expect((error as? WeftError)?.code == "hdfs-block-token")
            #expect((error as? WeftError)?.remedy.contains("dfs.block.access.token.enable") == true)
        }
        var key = Self.key
        key.encryptionAlgorithm = "rot13"
        do {
            _ = try DataTransferSecurity.encryptionKey(key).handshake(settings, token: Self.token)
            Issue.record("accepted")
        } catch { #expect((error as? WeftError)?.message.contains("rot13") == true) }
    }

    @Test("When a DataNode hangs up, what is likely depends on what was tried")
    func silence() {
        let settings = Self.settings(secure: true, [.privacy])
        func remedy(_ security: DataTransferSecurity) -> String { security.remedyForSilence(settings, port: 50_010) }
        #expect(remedy(.none(.protectionNotSet)).contains("dfs.data.transfer.protection isn't set"))
        #expect(remedy(.none(.protectionNotSet)).contains("50010"))
        #expect(remedy(.blockToken).contains("privacy"))
        #expect(remedy(.encryptionKey(Self.key)).contains("dfs.encrypt.data.transfer"))
        #expect(remedy(.none(.insecure)).contains("hadoop.security.authentication"))
    }

    private func settings(_ values: [String: String]) throws -> DataTransferSettings {
        var configuration = HadoopConfiguration(environment: [:])
        for (key, value) in values { configuration.set(key, to: value) }
        return try DataTransferSettings(configuration)
    }

    @Test("Settings come from the cluster's configuration, and are Hadoop's defaults without it")
    func configured() throws {
        let standard = try settings([:])
        #expect(standard.socketTimeout == 60_000)
        #expect(standard.writeTimeout == 480_000)
        #expect(standard.idleConnections == 16)
        #expect(standard.idleTimeout == 3_000)
        #expect(standard.protection.isEmpty)
        #expect(standard.offersAES)
        #expect(!standard.isSecure)
        #expect(!standard.usesDatanodeHostname)
        let set = try settings([
            "dfs.client.use.datanode.hostname": "true", "dfs.client.socket-timeout": "1500",
            "dfs.datanode.socket.write.timeout": "0", "hadoop.security.authentication": "kerberos",
            "dfs.data.transfer.protection": "privacy,integrity", "dfs.encrypt.data.transfer.cipher.suites": "",
            "dfs.client.socketcache.capacity": "0", "dfs.client.socketcache.expiryMsec": "10",
        ])
        #expect(set.usesDatanodeHostname)
        #expect(set.socketTimeout == 1500)
        #expect(set.writeTimeout == Int(Int32.max))
        #expect(set.isSecure)
        #expect(set.protection == [.privacy, .integrity])
        #expect(!set.offersAES)
        #expect(set.idleConnections == 0)
        #expect(set.idleTimeout == 10)
    }

    @Test(
        "What Weft doesn't have is refused by name",
        arguments: [
            ("dfs.data.transfer.saslproperties.resolver.class", "com.example.Resolver"),
            ("hadoop.security.saslproperties.resolver.class", "org.apache.hadoop.security.IngressPortBasedResolver"),
            ("dfs.trustedchannel.resolver.class", "com.example.Trust"),
            ("dfs.encrypt.data.transfer.cipher.suites", "SM4/CTR/NoPadding"),
            ("dfs.data.transfer.protection", "secret"),
            ("dfs.client.socket-timeout", "soon"),
        ]
    )
    func refused(key: String, value: String) throws {
        do {
            _ = try settings([key: value])
            Issue.record("accepted")
        } catch {
            let error = try #require(error as? WeftError)
            #expect(error.code == "hadoop-configuration")
            #expect(error.message.contains(key))
        }
    }

    @Test("Java's own classes are fine where a class may be named")
    func standardClasses() throws {
        _ = try settings([
            "dfs.data.transfer.saslproperties.resolver.class": "org.apache.hadoop.security.SaslPropertiesResolver",
            "dfs.trustedchannel.resolver.class":
                "org.apache.hadoop.hdfs.protocol.datatransfer.TrustedChannelResolver",
        ])
    }
}
