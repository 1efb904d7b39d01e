import WeftHDFS
import WeftYARN

/// What Weft adds to the engine.
public enum WeftExtensions {
    /// Makes the drivers and executors of this process have it: the file systems of `hdfs:` paths, and the
    /// master `yarn`.
    ///
    /// `Application` does that by itself; a program that makes its own `Context` calls it before.
    public static func register() {
        HadoopExtension.register()
        YARNExtension.register()
    }
}
