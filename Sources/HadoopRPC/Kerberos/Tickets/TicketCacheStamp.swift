import Glibc

/// What changes when somebody writes a cache's file; nothing for caches that are no files.
struct TicketCacheStamp: Sendable, Equatable {
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// - Parameter cache: the cache's full name.
    /// - Returns: nil for a cache that is no file; zeros for a file that isn't there.
    init?(_ cache: String) {
        guard cache.hasPrefix("FILE:") || !cache.contains(":") else { return nil }
        var status = stat()
        guard stat(cache.hasPrefix("FILE:") ? String(cache.dropFirst(5)) : cache, &status) == 0 else {
            (inode, size, seconds, nanoseconds) = (0, 0, 0, 0)
            return
        }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
