import Foundation
import Testing

/// What strangers may do to an application's ports without anything happening to the application.
@Suite("Strangers at the ports", .serialized)
struct PortTests {
    /// Connects to a port and sends bytes.
    private static func send(_ bytes: [UInt8], toPort port: Int, waiting: Bool = false) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { return }
        _ = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if waiting { usleep(300_000) }
    }

    /// The ports on which a process and its children listen, by /proc.
    private static func ports(of pids: [pid_t]) -> Set<Int> {
        var inodes: Set<String> = []
        for pid in pids {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? [] {
                let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(name)")) ?? ""
                if link.hasPrefix("socket:[") { inodes.insert(String(link.dropFirst(8).dropLast())) }
            }
        }
        var ports: Set<Int> = []
        let table = (try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)) ?? ""
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ")
            // 0A is LISTEN.
            guard fields.count > 9, fields[3] == "0A", inodes.contains(String(fields[9])) else { continue }
            if let port = Int(fields[1].split(separator: ":").last ?? "", radix: 16) { ports.insert(port) }
        }
        return ports
    }

    @Test("garbage, half a greeting and silence on every port disturb nothing and are logged once")
    func garbage() throws {
        let folder = try Folder()
        let logs = try Folder()
        _ = FileManager.default.createFile(atPath: logs / "stderr", contents: nil)
        let errors = try #require(FileHandle(forWritingAtPath: logs / "stderr"))
        let output = Pipe()
        let process = Cluster("Steady", "20").process(in: folder, output: output, errors: errors)
        try process.run()
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "started\n")
        let executors = Cluster.executors(under: folder)
        let ports = Self.ports(of: [process.processIdentifier] + executors)
        #expect(executors.count == 2)
        #expect(ports.count == 3)
        var generator = SystemRandomNumberGenerator()
        for port in ports {
            for length in [0, 1, 3, 40, 5_000] {
                Self.send((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }, toPort: port)
            }
            Self.send(Array("WEFT".utf8) + [UInt8](repeating: 0xFF, count: 200), toPort: port)
            Self.send(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8), toPort: port)
            Self.send([UInt8](repeating: 0xFF, count: 1 << 20), toPort: port)
            Self.send([], toPort: port, waiting: true)
        }
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: rest, as: UTF8.self) == "right true\n")
        let log = try String(contentsOfFile: logs / "stderr", encoding: .utf8)
        let refusals = log.split(separator: "\n").filter { $0.contains("refused") }
        #expect(!refusals.isEmpty && refusals.count <= 8, "\(log)")
    }
}
