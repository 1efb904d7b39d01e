import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Reading from DataNodes that want a handshake")
struct ProtectedReadingTests {
    private static let token = TokenProto(
        identifier: [0, 1, 2, 255],
        password: [9, 8, 7],
        kind: "HDFS_BLOCK_TOKEN",
        service: ""
    )

    private func datanode(
        _ data: [UInt8],
        _ protections: [SaslProtection],
        aes: Bool = false,
        username: String = "AAEC/w==",
        password: String = "CQgH",
        ciphers: [DigestMD5Cipher] = DigestMD5Cipher.allCases
    ) -> FakeDatanode {
        FakeDatanode(data, dataPerPacket: 8192) { peer in
            let server = DigestMD5SaslServer(
                protocolName: "hdfs",
                serverName: "0",
                protections: protections,
                ciphers: ciphers
            ) {
                $0 == username ? Array(password.utf8) : nil
            }
            try peer.shakeHands(server, aes: aes)
        }
    }

    private func settings(_ protections: [SaslProtection]) -> DataTransferSettings {
        var settings = DataTransferSettings()
        settings.isSecure = true
        settings.protection = protections
        settings.socketTimeout = 20_000
        return settings
    }

    private func read(
        _ datanode: FakeDatanode,
        _ settings: DataTransferSettings,
        namenode: FakeNamenode = FakeNamenode()
    ) throws -> [UInt8] {
        var block = Fixtures.block(1, length: datanode.data.count, on: [datanode])
        block.blockToken = Self.token
        namenode.state.withLock { $0.blocks = [block] }
        var quick = Fixtures.quick()
        quick.maximumBlockAcquireFailures = 0
        let stream = try HDFSInputStream(
            path: "/f",
            context: Fixtures.context(namenode, settings: quick, transfer: settings)
        )
        let whole = try stream.readAll()
        // Over the connection that the first read has left.
        #expect(try stream.bytes(at: 1000, count: 500) == Array(whole[1000..<1500]))
        #expect(datanode.log.withLock { $0.connections } == 1)
        return whole
    }

    @Test(
        "All levels, with each cipher of DIGEST-MD5 and with AES",
        arguments: [
            ([SaslProtection.authentication], false, DigestMD5Cipher.allCases), ([.integrity], false, []),
            ([.privacy], false, [.rc4]), ([.privacy], false, [.tripleDES]),
            ([.privacy], true, DigestMD5Cipher.allCases),
        ]
    )
    func levels(protections: [SaslProtection], aes: Bool, ciphers: [DigestMD5Cipher]) throws {
        let data = Fixtures.data(300_000)
        let datanode = datanode(data, protections, aes: aes, ciphers: ciphers)
        #expect(try read(datanode, settings(protections)) == data)
    }

    @Test("The client's first level that the DataNode offers is taken")
    func preference() throws {
        let data = Fixtures.data(5000)
        let datanode = datanode(data, [.authentication, .integrity])
        #expect(try read(datanode, settings([.privacy, .integrity, .authentication])) == data)
    }

    @Test("With dfs.encrypt.data.transfer the NameNode's key is used, and fetched once")
    func encryptionKey() throws {
        let data = Fixtures.data(100_000)
        let namenode = FakeNamenode()
        let key = DataEncryptionKeyProto(
            keyId: 77,
            blockPoolId: "BP-1",
            nonce: [1, 2],
            encryptionKey: [3, 4],
            expiryDate: .max,
            encryptionAlgorithm: "rc4"
        )
        namenode.state.withLock {
            $0.encryptsDataTransfer = true
            $0.encryptionKeys = [key]
        }
        let datanode = datanode(data, [.privacy], aes: true, username: "77 BP-1 AQI=", password: "AwQ=")
        #expect(try read(datanode, DataTransferSettings(), namenode: namenode) == data)
        #expect(namenode.count(of: "getDataEncryptionKey") == 1)
        #expect(namenode.count(of: "getServerDefaults") == 1)
    }

    @Test("A key that the DataNode has forgotten is fetched again")
    func forgottenKey() throws {
        let data = Fixtures.data(10_000)
        let namenode = FakeNamenode()
        func key(_ number: UInt32) -> DataEncryptionKeyProto {
            DataEncryptionKeyProto(
                keyId: number,
                blockPoolId: "BP-1",
                nonce: [1],
                encryptionKey: [3],
                expiryDate: .max
            )
        }
        namenode.state.withLock {
            $0.encryptsDataTransfer = true
            $0.encryptionKeys = [key(1), key(2)]
        }
        let refused = Mutex(0)
        let datanode = FakeDatanode(data) { peer in
            let isFirst = refused.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst {
                _ = try peer.read(4)
                _ = try peer.readDelimited(DataTransferEncryptorMessageProto.self)
                try peer.writeDelimited(
                    DataTransferEncryptorMessageProto(status: .errorUnknownKey, message: "unknown key 1")
                )
                throw FakePeer.Gone()
            }
            let server = DigestMD5SaslServer(protocolName: "hdfs", serverName: "0", protections: [.privacy]) {
                $0 == "2 BP-1 AQ==" ? Array("Aw==".utf8) : nil
            }
            try peer.shakeHands(server, aes: true)
        }
        var block = Fixtures.block(1, length: data.count, on: [datanode])
        block.blockToken = Self.token
        namenode.state.withLock { $0.blocks = [block] }
        let stream = try HDFSInputStream(path: "/f", context: Fixtures.context(namenode))
        #expect(try stream.readAll() == data)
        #expect(namenode.count(of: "getDataEncryptionKey") == 2)
    }

    private func failure(_ datanode: FakeDatanode, _ settings: DataTransferSettings) throws -> WeftError {
        do {
            _ = try read(datanode, settings)
        } catch { return try #require(error as? WeftError) }
        Issue.record("nothing failed")
        return WeftError("none", "")
    }

    @Test("Levels that don't match are an error that names the setting")
    func mismatch() throws {
        let error = try failure(datanode(Fixtures.data(2000), [.privacy]), settings([.authentication]))
        #expect(error.cause?.code == "sasl-failed")
        #expect(error.description.contains("dfs.data.transfer.protection"))
    }

    @Test("A DataNode without SASL hangs up on the magic number; the error says what to set")
    func withoutSasl() throws {
        let error = try failure(FakeDatanode(Fixtures.data(2000)), settings([.integrity]))
        #expect(error.cause?.code == "connection-lost")
        #expect(error.description.contains("set dfs.data.transfer.protection on the DataNodes"))
    }

    @Test("A DataNode that wants SASL hangs up on a client without; the error says what to set")
    func clientWithoutSasl() throws {
        let error = try failure(datanode(Fixtures.data(2000), [.privacy]), settings([]))
        #expect(error.cause?.code == "connection-lost")
        #expect(error.description.contains("dfs.data.transfer.protection isn't set here"))
    }

    @Test("A wrong password is taken for an expired token: locations are fetched once more, then it is an error")
    func wrongPassword() throws {
        let namenode = FakeNamenode()
        let datanode = datanode(Fixtures.data(2000), [.integrity], password: "another")
        do {
            _ = try read(datanode, settings([.integrity]), namenode: namenode)
            Issue.record("accepted")
        } catch { #expect((error as? WeftError)?.cause?.code == "hdfs-block-token") }
        #expect(namenode.count(of: "getBlockLocations") == 2)
        #expect(datanode.log.withLock { $0.connections } == 2)
    }

    @Test("Sealed buffers of impossible lengths are refused before anything is kept")
    func sealedLength() throws {
        let datanode = FakeDatanode(Fixtures.data(2000)) { peer in
            let server = DigestMD5SaslServer(protocolName: "hdfs", serverName: "0", protections: [.integrity]) { _ in
                Array("CQgH".utf8)
            }
            _ = try peer.read(4)
            _ = try peer.readDelimited(DataTransferEncryptorMessageProto.self)
            try peer.writeDelimited(
                DataTransferEncryptorMessageProto(status: .success, payload: try server.challenge())
            )
            let response = try peer.readDelimited(DataTransferEncryptorMessageProto.self)
            try peer.writeDelimited(
                DataTransferEncryptorMessageProto(
                    status: .success,
                    payload: try server.evaluate(response.payload ?? [])
                )
            )
            try peer.write([0x7f, 0xff, 0xff, 0xff])
            peer.waitForEnd()
        }
        let error = try failure(datanode, settings([.integrity]))
        #expect(error.cause?.code == "hdfs-protocol")
    }
}
