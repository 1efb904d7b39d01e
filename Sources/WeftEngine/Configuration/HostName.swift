import Glibc

/// The name of this machine, as it tells it to others.
public enum HostName {
    /// What the system calls itself; `localhost` when it has no name.
    public static var own: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0, buffer[0] != 0 else { return "localhost" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
