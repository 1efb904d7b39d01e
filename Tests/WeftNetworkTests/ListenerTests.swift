import Glibc
import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

@Suite struct ListenerTests {
    @Test("A taken port leads to the next one, and to an error with the keys when all are taken")
    func taken() throws {
        let network = Network(options())
        defer { network.close() }
        let first = try network.listen(host: "127.0.0.1", port: 0, handler: Recorder())
        let next = try network.listen(host: "127.0.0.1", port: first.port, handler: Recorder())
        #expect(next.port > first.port && next.port <= first.port + 16)
        let error = try #require(
            thrown { _ = try network.listen(host: "127.0.0.1", port: first.port, portRetries: 0, handler: Recorder()) }
        )
        #expect(error.code == "port-unavailable")
        #expect(error.message.contains("\(first.port)"))
        #expect(error.remedy.contains("weft.driver.port") && error.remedy.contains("weft.port.maxRetries"))
    }

    @Test("A closed listener lets its connections be, and its port can be taken again")
    func closed() throws {
        let pair = try Pair()
        defer { pair.close() }
        pair.listener.close()
        eventually("the port is still open") { PlainSocket(port: pair.listener.port).receive(atMost: 1).isEmpty }
        _ = try pair.connection.requestAndWait(ByteBuffer(string: "x"), timeout: .seconds(60))
        let again = try pair.server.listen(
            host: "127.0.0.1",
            port: pair.listener.port,
            portRetries: 0,
            handler: Recorder()
        )
        #expect(again.port == pair.listener.port)
    }

    @Test("A host that isn't this machine's can't be listened on")
    func otherHost() throws {
        let network = Network(options())
        defer { network.close() }
        #expect(
            thrown { _ = try network.listen(host: "192.0.2.1", port: 0, handler: Recorder()) }?.code == "cannot-listen"
        )
        #expect(
            thrown { _ = try network.listen(host: "127.0.0.1", port: 70_000, handler: Recorder()) }?.code
                == "cannot-listen"
        )
    }

    @Test("Options that can't work are refused")
    func badOptions() throws {
        for bad in [options(application: String(repeating: "x", count: 2000)), options(maxFrameBytes: 0)] {
            let network = Network(bad)
            defer { network.close() }
            let code = thrown { _ = try network.listen(host: "127.0.0.1", port: 0, handler: Recorder()) }?.code
            #expect(code == "bad-network-options")
        }
    }

    @Test("Sockets are closed in processes that are started, and notice a vanished host")
    func socketOptions() throws {
        let pair = try Pair()
        defer { pair.close() }
        eventually("no connection at the server") { pair.atServer.opened.count == 1 }
        var found = 0
        for descriptor in Int32(0)..<4096 {
            guard let ports = ports(of: descriptor), ports.0 == pair.listener.port || ports.1 == pair.listener.port
            else {
                continue
            }
            found += 1
            #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
            guard ports.1 != 0 else { continue }
            #expect(option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY) != 0)
            #expect(option(descriptor, SOL_SOCKET, SO_KEEPALIVE) != 0)
            #expect(option(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT) == 30_000)
        }
        // The listening socket and both ends of the connection.
        #expect(found == 3)
    }

    private func option(_ descriptor: Int32, _ level: Int32, _ name: Int32) -> Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, level, name, &value, &size)
        return value
    }

    /// The local and the remote port of an IPv4 socket, the latter 0 where there is no peer.
    private func ports(of descriptor: Int32) -> (Int, Int)? {
        func port(_ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) -> Int? {
            var address = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(descriptor, $0, &size) }
            }
            guard status == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
            return Int(UInt16(bigEndian: address.sin_port))
        }
        guard let local = port({ getsockname($0, $1, $2) }) else { return nil }
        return (local, port({ getpeername($0, $1, $2) }) ?? 0)
    }
}

@Suite struct SecretFileTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/weft-secret-XXXXXX".utf8CString)
        let made = try #require(mkdtemp(&template))
        let folder = String(cString: made)
        defer { rmdir(folder) }
        let path = folder + "/secret"
        defer { unlink(path) }
        try body(path)
    }

    @Test("A secret comes back from its file, which only the user can read")
    func roundTrip() throws {
        try inFolder { path in
            let secret = ApplicationSecret.generate()
            umask(0)
            defer { umask(0o022) }
            try secret.write(toFile: path)
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(try ApplicationSecret(contentsOfFile: path).key == secret.key)
            #expect(ApplicationSecret.generate().key != secret.key)
        }
    }

    @Test("A file that exists, and a link, aren't written to")
    func exclusive() throws {
        try inFolder { path in
            try ApplicationSecret.generate().write(toFile: path)
            #expect(thrown { try ApplicationSecret.generate().write(toFile: path) }?.code == "cannot-write")
            unlink(path)
            symlink(path + ".target", path)
            #expect(thrown { try ApplicationSecret.generate().write(toFile: path) }?.code == "cannot-write")
            #expect(thrown { _ = try ApplicationSecret(contentsOfFile: path) }?.code == "bad-secret-file")
            #expect(access(path + ".target", F_OK) != 0)
        }
    }

    @Test("A full disk leaves no file, and an error that says so")
    func fullDisk() {
        #expect(
            thrown { try ApplicationSecret.generate().write(toFile: "/no/such/folder/secret") }?.code == "cannot-write"
        )
    }

    @Test("A file that others can use, or that isn't a secret, is refused with what to do")
    func refused() throws {
        try inFolder { path in
            #expect(thrown { _ = try ApplicationSecret(contentsOfFile: path) }?.code == "bad-secret-file")
            try ApplicationSecret.generate().write(toFile: path)
            for mode: mode_t in [0o640, 0o604, 0o620, 0o601, 0o644, 0o666] {
                chmod(path, mode)
                let error = thrown { _ = try ApplicationSecret(contentsOfFile: path) }
                #expect(error?.code == "bad-secret-file")
                #expect(error?.message.contains(String(mode, radix: 8)) == true)
                #expect(error?.remedy.isEmpty == false)
            }
            chmod(path, 0o600)
            for size in [0, 31, 33] {
                truncate(path, size)
                #expect(thrown { _ = try ApplicationSecret(contentsOfFile: path) }?.code == "bad-secret-file")
            }
            unlink(path)
            mkfifo(path, 0o600)
            #expect(thrown { _ = try ApplicationSecret(contentsOfFile: path) }?.code == "bad-secret-file")
        }
    }

    @Test("A file of another user is refused", .enabled(if: geteuid() == 0, "only root can give files away"))
    func otherOwner() throws {
        try inFolder { path in
            try ApplicationSecret.generate().write(toFile: path)
            chown(path, 12_345, 12_345)
            let error = thrown { _ = try ApplicationSecret(contentsOfFile: path) }
            #expect(error?.code == "bad-secret-file")
            #expect(error?.message.contains("12345") == true)
        }
    }
}
