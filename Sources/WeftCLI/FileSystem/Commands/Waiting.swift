import HadoopRPC
import WeftDiagnostics

/// Waiting for something that the cluster does in its own time.
enum Waiting {
    /// Asks again and again, each second, until it is so or somebody presses Ctrl-C.
    static func until(_ shell: Shell, interval: Int = 1000, _ isSo: () throws -> Bool) throws {
        while try !isSo() {
            try shell.output.flush()
            var left = interval
            while left > 0 {
                try Interruption.check()
                Pause.sleep(milliseconds: min(left, 200))
                left -= 200
            }
        }
    }
}
