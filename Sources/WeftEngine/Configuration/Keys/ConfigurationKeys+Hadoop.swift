extension ConfigurationKeys {
    /// `weft.hadoop.*`: properties of Hadoop.
    public static let hadoopPrefix = ConfigurationPrefix(
        "weft.hadoop.",
        .hadoop,
        "what Hadoop takes",
        "Any property of Hadoop's own configuration, as weft.hadoop.dfs.replication for dfs.replication. It wins over the "
            + "files in HADOOP_CONF_DIR. weft.hadoop.fs.defaultFS says to which file system paths belong that name none."
    )
}
