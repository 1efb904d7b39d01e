import Glibc
import Synchronization

@testable import MiniCluster

/// A realm that tests share, one after the other: krb5 reads where it is from this process's environment.
enum KerberosFixture {
    struct Made {
        let realm: PrivateRealm
    }

    private static let lock = Mutex(())

    /// Runs a body while a realm is there and `KRB5_CONFIG` names it.
    static func with(_ body: (Made) throws -> Void) throws {
        try lock.withLock { _ in
            var template = Array("/tmp/weft-realm-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw LocalDisk.failed("can't make a folder below", "/tmp") }
            let directory = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            defer { LocalDisk.remove(directory) }
            let realm = try PrivateRealm(directory: directory)
            defer { realm.stop() }
            try realm.start(services: ["rm/localhost"], users: ["alice"])
            setenv("KRB5_CONFIG", realm.configuration, 1)
            defer { unsetenv("KRB5_CONFIG") }
            try body(Made(realm: realm))
        }
    }
}
