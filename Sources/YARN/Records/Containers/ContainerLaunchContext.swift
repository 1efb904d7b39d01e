import HadoopProtos
import HadoopRPC

/// What a NodeManager needs to start a container (ContainerLaunchContext.java).
///
/// The NodeManager writes a shell script of it: the commands are joined by spaces and parsed by a shell, and values of the
/// environment stand between double quotes, so that `$`, `` ` ``, `"` and `\` mean something in both. `{{NAME}}` stands
/// for an environment variable of the node, `<LOG_DIR>` for the container's folder for logs.
public struct ContainerLaunchContext: Sendable, Hashable {
    /// Files to fetch, by the name that they have in the container's folder.
    public var localResources: [String: LocalResource]
    /// Environment variables.
    public var environment: [String: String]
    /// The words of the command line.
    public var commands: [String]
    /// The container's credentials as in a credentials file; `nil` for none.
    public var tokens: [UInt8]?
    /// Who may do what with the application: users and groups, `alice,bob group1,group2`, or `*`.
    public var accessControl: [ApplicationAccess: String]
    /// What the node's auxiliary services are handed, by their names.
    public var serviceData: [String: [UInt8]]
    /// How the NodeManager starts it anew when it fails; `nil` for not at all.
    public var retry: ContainerRetry?
    /// A configuration that the ResourceManager needs to renew tokens of another cluster's; `nil` for none.
    public var tokensConfiguration: [UInt8]?

    /// Makes a launch context.
    public init(
        localResources: [String: LocalResource] = [:],
        environment: [String: String] = [:],
        commands: [String] = [],
        tokens: [UInt8]? = nil,
        accessControl: [ApplicationAccess: String] = [:],
        serviceData: [String: [UInt8]] = [:],
        retry: ContainerRetry? = nil,
        tokensConfiguration: [UInt8]? = nil
    ) {
        self.localResources = localResources
        self.environment = environment
        self.commands = commands
        self.tokens = tokens
        self.accessControl = accessControl
        self.serviceData = serviceData
        self.retry = retry
        self.tokensConfiguration = tokensConfiguration
    }
}

extension ContainerLaunchContext {
    /// A context as messages have it.
    public init(_ message: ContainerLaunchContextProto) {
        self.init(
            commands: message.command,
            tokens: message.tokens,
            accessControl: ApplicationAccess.rights(message.applicationACLs),
            retry: message.containerRetryContext.map { ContainerRetry($0) },
            tokensConfiguration: message.tokensConf
        )
        for entry in message.localResources {
            localResources[entry.key ?? ""] = LocalResource(entry.value ?? LocalResourceProto())
        }
        for entry in message.environment { environment[entry.key ?? ""] = entry.value ?? "" }
        for entry in message.serviceData { serviceData[entry.key ?? ""] = entry.value ?? [] }
    }

    /// The context for a message; names are sorted, so that equal contexts are equal bytes.
    public var message: ContainerLaunchContextProto {
        ContainerLaunchContextProto(
            localResources: localResources.sorted { $0.key < $1.key }.map {
                StringLocalResourceMapProto(key: $0.key, value: $0.value.message)
            },
            tokens: tokens,
            serviceData: serviceData.sorted { $0.key < $1.key }.map {
                StringBytesMapProto(key: $0.key, value: $0.value)
            },
            environment: environment.sorted { $0.key < $1.key }.map {
                StringStringMapProto(key: $0.key, value: $0.value)
            },
            command: commands,
            applicationACLs: ApplicationAccess.messages(accessControl),
            containerRetryContext: retry?.message,
            tokensConf: tokensConfiguration
        )
    }
}

extension ApplicationAccess {
    static func rights(_ messages: [ApplicationACLMapProto]) -> [ApplicationAccess: String] {
        // Java's default for a list that is missing is a blank: nobody.
        Dictionary(
            messages.map { (ApplicationAccess($0.accessType ?? .appaccessViewApp), $0.acl ?? " ") },
            uniquingKeysWith: { $1 }
        )
    }

    static func messages(_ rights: [ApplicationAccess: String]) -> [ApplicationACLMapProto] {
        rights.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            ApplicationACLMapProto(accessType: $0.key.message, acl: $0.value)
        }
    }
}
