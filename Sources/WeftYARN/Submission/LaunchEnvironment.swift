import BinaryCoding
import WeftDiagnostics
import WeftEngine
import YARN

/// Command lines and environments of our containers.
enum LaunchEnvironment {
    /// The words of a container's command. What a container has to be told is in its credentials, so that there is nothing
    /// that a shell could misread. The shell makes way for the program: it would only take memory beside it.
    static func command(_ executable: String, _ argument: String) -> [String] {
        ["exec", "./\(executable)", argument, "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"]
    }

    /// What all containers of an application have in their environment.
    static func common(_ start: ApplicationStart, isSecure: Bool) -> [String: String] {
        var environment: [String: String] = [:]
        // Libraries lie beside the program.
        if start.resources.count > 1 { environment["LD_LIBRARY_PATH"] = "{{PWD}}" }
        // Without security containers run as the NodeManager's user, and still act for whoever submitted them.
        if !isSecure { environment["HADOOP_USER_NAME"] = quoted(start.user) }
        return environment
    }

    /// A value as the launch script takes it, which puts it between double quotes (ContainerLaunch.java).
    static func quoted(_ value: String) -> String {
        var text = ""
        for character in value {
            if "\"\\`$".contains(character) { text.append("\\") }
            text.append(character)
        }
        return text
    }
}

/// Values as bytes.
enum BinaryCodingBytes {
    static func encode(_ value: some Codable) throws -> [UInt8] { try BinaryCoding.encode(value) }

    /// - Throws: `corrupt-data` when the bytes aren't such a value.
    static func decode<Value: Codable>(_ bytes: [UInt8]) throws -> Value {
        do {
            return try BinaryCoding.decode(Value.self, from: bytes)
        } catch let error as WeftError {
            throw error
        } catch {
            // What a type's own decoder says may have values in it, and those may be secret.
            throw WeftError("corrupt-data", "what should be a value of \(Value.self) is something else")
        }
    }
}

/// Who may see and who may kill the application: by default whoever submitted it, and YARN's administrators.
enum AccessLists {
    static func rights(_ configuration: Configuration, user: String) -> [ApplicationAccess: String] {
        [
            .view: list(configuration[ConfigurationKeys.uiViewACLs], user),
            .modify: list(configuration[ConfigurationKeys.modifyACLs], user),
        ]
    }

    private static func list(_ users: [String], _ user: String) -> String {
        if users.contains("*") { return "*" }
        return ([user] + users.filter { $0 != user }).joined(separator: ",") + " "
    }
}

extension LogAggregationContext {
    /// What the configuration asks for; nil for YARN's defaults.
    init?(_ configuration: Configuration) {
        let include = configuration[ConfigurationKeys.yarnRolledLogIncludePattern]
        let exclude = configuration[ConfigurationKeys.yarnRolledLogExcludePattern]
        guard include != nil || exclude != nil else { return nil }
        self.init()
        if let include { rolledIncludePattern = include }
        if let exclude { rolledExcludePattern = exclude } else { rolledExcludePattern = "" }
    }
}
