import Glibc
import WeftDiagnostics

/// Who runs this process, as a cluster without Kerberos is told.
public enum LoginUser {
    /// The name to act under: that of `HADOOP_USER_NAME`, else the system's (UserGroupInformation.java).
    ///
    /// - Parameter environment: the environment variables; this process's by default.
    /// - Throws: `WeftError` of code `hadoop-configuration` when the system has no name for the user.
    public static func simpleName(environment: [String: String] = ProcessVariables.all) throws -> String {
        if let name = environment["HADOOP_USER_NAME"], !name.isEmpty { return name }
        guard let name = systemName else {
            throw WeftError(
                "hadoop-configuration",
                "the system has no name for the user \(geteuid())",
                remedy: "set HADOOP_USER_NAME"
            )
        }
        return name
    }

    /// The system's name for the user whose rights the process has; nil when it has none.
    public static var systemName: String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return nil }
        return String(cString: name)
    }
}
