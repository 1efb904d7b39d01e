import BinaryCoding
import Glibc
import ShippingJobs
import ShippingKernels

// Writes all jobs to a folder in one process (`write <folder> <number>`) and runs them in another (`run <folder>`).
// Each prints a line per job, which the tests compare. `measure` prints what encoding and decoding cost.

func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

func writeFile(_ path: String, _ bytes: [UInt8]) -> Bool {
    guard let file = fopen(path, "wb") else { return false }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
}

let arguments = CommandLine.arguments
if arguments.count == 2, arguments[1] == "measure" {
    try measureAll()
    exit(0)
}
guard arguments.count >= 3 else {
    print("usage: ShippingProbe write <folder> <number> | run <folder> | measure")
    exit(2)
}
let folder = arguments[2]
let number = arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0
for (index, job) in Job.all.enumerated() {
    let path = "\(folder)/\(index)"
    do {
        if arguments[1] == "write" {
            let task = try job.make(number)
            guard writeFile(path, try BinaryCoding.encode(Parcel(task))) else { exit(3) }
            print("\(job.name): \(try task.run())")
        } else if let bytes = readFile(path) {
            let task = try BinaryCoding.decode(Parcel.self, from: bytes).open()
            print("\(job.name): \(try task?.run() ?? "no task")")
        }
    } catch {
        print("\(job.name) failed: \(error)")
    }
}
