extension ConfigurationKeys {
    static let securityKeys: [AnyConfigurationKey] = [
        AnyConfigurationKey(kerberosKeytab),
        AnyConfigurationKey(kerberosPrincipal),
        AnyConfigurationKey(kerberosAccessFileSystems),
        AnyConfigurationKey(submitProxyUser),
        AnyConfigurationKey(credentialsRenewalRatio),
        AnyConfigurationKey(credentialsRetryWait),
    ]

    /// `weft.kerberos.keytab`: what the driver logs in with.
    public static let kerberosKeytab = ConfigurationKey(
        "weft.kerberos.keytab",
        .security,
        .optional(.text("a path")),
        default: nil,
        defaultNote: "none: the tickets of the ticket cache",
        "The keytab with which the driver logs in to Kerberos, again and again as long as it runs. Executors never get it; "
            + "they are given delegation tokens."
    )

    /// `weft.kerberos.principal`: as whom the driver logs in.
    public static let kerberosPrincipal = ConfigurationKey(
        "weft.kerberos.principal",
        .security,
        .optional(.text("a principal such as etl@EXAMPLE.COM")),
        default: nil,
        "The principal whose key in weft.kerberos.keytab the driver logs in with; without a keytab, the one whose ticket "
            + "in the ticket cache it uses."
    )

    /// `weft.kerberos.access.hadoopFileSystems`: file systems to get tokens for.
    public static let kerberosAccessFileSystems = ConfigurationKey(
        "weft.kerberos.access.hadoopFileSystems",
        .security,
        .list("paths such as hdfs://nn1.example.com:8020"),
        default: [],
        "Secure file systems, besides the default one, for which the driver gets delegation tokens when it starts. Those "
            + "that the driver itself reads, writes or lists later needn't be named: it gets tokens for them then."
    )

    /// `weft.submit.proxyUser`: on whose behalf the application runs.
    public static let submitProxyUser = ConfigurationKey(
        "weft.submit.proxyUser",
        .security,
        .optional(.text("a user's name")),
        default: nil,
        defaultNote: "none: whoever is logged in",
        "The user on whose behalf Hadoop's services are used. They must allow the user who is logged in to do that "
            + "(hadoop.proxyuser.*). Not together with weft.kerberos.keytab."
    )

    /// `weft.security.credentials.renewalRatio`: when credentials are replaced.
    public static let credentialsRenewalRatio = ConfigurationKey(
        "weft.security.credentials.renewalRatio",
        .security,
        .number(0.01...0.99),
        default: 0.75,
        "After which part of their life the executors' credentials are replaced by new ones."
    )

    /// `weft.security.credentials.retryWait`: patience after a failure.
    public static let credentialsRetryWait = ConfigurationKey(
        "weft.security.credentials.retryWait",
        .security,
        .duration(.seconds(1) ... .seconds(86_400)),
        default: Duration.seconds(3600),
        "How long to wait at most before new credentials are asked for again when that has failed. It is less when the old "
            + "ones end sooner."
    )

    /// What executors aren't told: they never log in.
    static let driverOnly: Set<String> = [kerberosKeytab.name, kerberosPrincipal.name, submitProxyUser.name]
}
