import Glibc

/// The limit on open files of this process.
enum OpenFileLimit {
    /// Raises the soft limit to the hard one. Many systems start programs with 1,024, and a driver has a connection to each
    /// executor; what isn't allowed is left as it is.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
        else {
            return
        }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
