import HadoopRPC
import WeftDiagnostics

/// What a driver gives its executors: its user's name, the cluster's configuration as it has read it, and tokens.
struct HadoopHandover: Sendable {
    /// The name on clusters without security, and of the home folder.
    var user: String
    /// What Hadoop's configuration files say, so that executors need none.
    var properties: [String: String]
    var credentials: Credentials

    private static let version: UInt8 = 1

    init(user: String, properties: [String: String], credentials: Credentials) {
        self.user = user
        self.properties = properties
        self.credentials = credentials
    }

    /// - Throws: `hadoop-configuration` when a value can't be read.
    init(user: String, _ configuration: HadoopConfiguration, _ credentials: Credentials) throws {
        self.user = user
        self.credentials = credentials
        properties = [:]
        // With `${…}` expanded: what it stands for may be in the driver's environment.
        for key in configuration.keys { properties[key] = try configuration.string(key) }
    }

    /// What `bytes` made.
    ///
    /// - Throws: `token-invalid` when it isn't that.
    init(_ bytes: [UInt8]) throws {
        var reader = WritableReader(bytes, subject: "what the driver gave this executor for Hadoop")
        guard try reader.byte() == Self.version else { throw reader.invalid("it is of another version") }
        user = try reader.text()
        properties = [:]
        let count = try reader.int()
        guard count >= 0 else { throw reader.invalid("it has a negative count") }
        for _ in 0..<count {
            let key = try reader.text()
            properties[key] = try reader.text()
        }
        credentials = try Credentials(from: &reader)
    }

    /// The handover as it travels; a secret.
    var bytes: [UInt8] {
        var writer = WritableWriter()
        writer.byte(Self.version)
        writer.text(user)
        writer.long(Int64(properties.count))
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            writer.text(key)
            writer.text(value)
        }
        credentials.write(to: &writer)
        return writer.bytes
    }

    /// The configuration.
    var configuration: HadoopConfiguration {
        var configuration = HadoopConfiguration(environment: ProcessVariables.all)
        for (key, value) in properties { configuration.set(key, to: value, by: "the driver") }
        return configuration
    }
}
