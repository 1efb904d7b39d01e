import CWeftEngine
import Glibc
import Synchronization

/// What the kernel says this process has in memory.
///
/// Sizes of Swift values can only be estimated (a text may be shared, an array have room to spare, the allocator keep what was
/// freed), so the estimates are checked against this.
public final class ResidentMemory: Sendable {
    // Kept open: opening a file of /proc costs ten times as much as reading it.
    private let descriptor: Int32

    init() { descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC) }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    /// The anonymous memory in bytes: without files that are mapped, which the kernel can drop. 0 where there is no `/proc`.
    var anonymousBytes: Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count > 0 else { return 0 }
            return Self.anonymousPages(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                * Self.pageSize
        }
    }

    private static let pageSize = sysconf(Int32(_SC_PAGESIZE))

    /// Reads `statm`: size, resident, shared (files and shared memory) and more, in pages.
    static func anonymousPages(_ text: UnsafeRawBufferPointer) -> Int {
        var numbers: [Int] = []
        var number: Int?
        for byte in text {
            if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                let digit = Int(byte - UInt8(ascii: "0"))
                let (tens, overflow) = (number ?? 0).multipliedReportingOverflow(by: 10)
                guard !overflow, tens <= Int.max - digit else { return 0 }
                number = tens + digit
            } else if let complete = number {
                numbers.append(complete)
                number = nil
            }
        }
        if let number { numbers.append(number) }
        guard numbers.count >= 3 else { return 0 }
        return max(0, numbers[1] - numbers[2])
    }

    /// Sets the C library's allocator up for a process that is an executor and nothing else; call it before any thread is
    /// started.
    ///
    /// Left alone, glibc makes up to eight arenas for each processor, each with free memory of its own, and after the first
    /// large array has been freed it keeps arrays of up to 32 MiB in the heap, where one small value above them keeps them
    /// resident: an executor may then hold twice what it uses. Processes that aren't the engine's own are left as they are.
    ///
    /// - Parameter slots: how many tasks run at once.
    public static func tuneAllocator(slots: Int) { weft_tune_allocator(Int32(clamping: max(1, slots))) }

    /// Has the kernel forget which pages of the executable this process has used; call it when a process has started and has
    /// long to live.
    ///
    /// Starting reads all over the executable (the runtime looks for conformances, types are made, libraries set up), and the
    /// kernel maps each place with its surroundings: most of the file is resident then, and counts towards what YARN and the
    /// system allow a process, while it runs with a part. What is used comes back from the page cache, in about a millisecond.
    public static func unmapStartCode() { weft_unmap_start_code() }

    /// Gives memory that was freed back to the system; takes some milliseconds a gigabyte.
    static func trim() { weft_trim_memory() }
}
