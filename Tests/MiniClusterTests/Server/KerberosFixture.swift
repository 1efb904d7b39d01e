import Glibc
import Synchronization

@testable import MiniCluster

/// A realm that tests share, one after the other: krb5 reads where it is from this process's environment.
enum KerberosFixture {
    struct Made {
        let realm: PrivateRealm
    }

    private static let lock = Mutex(())

    /// Runs a body while `KRB5_CONFIG` names a file, alone among the tests that do that.
    static func withConfiguration<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        try lock.withLock { _ in
            setenv("KRB5_CONFIG", path, 1)
            defer { unsetenv("KRB5_CONFIG") }
            return try body()
        }
    }

    /// Runs a body while a realm is there.
    static func with(_ body: (Made) throws -> Void) throws {
        try TemporaryFolder.with { directory in
            try withConfiguration("\(directory)/krb5.conf") {
                let realm = try PrivateRealm(directory: directory)
                defer { realm.stop() }
                try realm.start(services: ["rm/localhost"], users: ["alice"])
                try body(Made(realm: realm))
            }
        }
    }
}
