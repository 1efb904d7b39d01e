/// The version of Weft.
public enum WeftVersion {
    /// Major, minor and patch number.
    public static let current = "0.1.0"
}

extension ConfigurationKeys {
    /// `docs/configuration.md`, as `weft config docs` prints it.
    public static var documentation: String {
        var text = """
            # Configuration

            <!-- Written by `weft config docs`: change the declarations in Configuration/Keys, then run `make docs`. -->

            Every setting has one key. Its value comes from the first of these that sets it:

            1. the application's code: `configuration.set(key, to: value)` in its `configure` method
            2. flags of `weft submit`; a flag of its own such as `--master` wins over `--conf`
            3. environment variables: the key in upper case, `_` for `.` and before each inner capital
               (`WEFT_EXECUTOR_MEMORY` sets `weft.executor.memory`, `WEFT_TASK_MAX_FAILURES` sets `weft.task.maxFailures`);
               an empty variable counts as unset
            4. `weft-defaults.conf` in the folder `WEFT_CONF_DIR`, else in `conf` beside the folder of the executable
               (`/opt/weft/conf` for `/opt/weft/bin/weft`); or the file given by `--properties-file` in its place
            5. the default

            `weft config list` shows every key with its value and where it comes from. An unknown key and a value that isn't
            allowed are errors that name the nearest key or the range, and the place where they stand.
            An unknown environment variable is an error only if it is nearly one of those below.

            A configuration file has lines of `key value` or `key=value`; `#` starts a comment line.
            Memory sizes are a whole number and a unit, `b`, `k`, `m`, `g`, `t` or `p`, in powers of 1024; without a unit they
            count bytes. Durations are a whole number and a unit, `us`, `ms`, `s`, `min`, `h` or `d`; some may be
            `infinite`. Lists have commas between their items. Values of keys that hold a secret, password, token or keytab are never shown.

            """
        for group in ConfigurationGroup.allCases {
            text += "\n## \(group.rawValue)\n"
            for key in all where key.group == group {
                text += """

                    ### `\(key.name)`

                    \(key.meaning)

                    - value: \(key.formatSummary)
                    - default: \(key.defaultText)
                    - environment: `\(key.environmentVariable)`
                    - since: \(key.since)

                    """
            }
            for prefix in prefixes where prefix.group == group {
                text += """

                    ### `\(prefix.name)*`

                    \(prefix.meaning)

                    - value: \(prefix.formatSummary)
                    - environment: none
                    - since: \(prefix.since)

                    """
            }
        }
        return text
    }

    /// `conf/weft-defaults.conf.template`, as `weft config template` prints it: every key as a comment.
    public static var template: String {
        var text = """
            # Settings of every application that is started from here. Copy this file to weft-defaults.conf and take the
            # "# " away from the lines to change. Format: `key value` or `key=value`. Flags, environment variables and the
            # application's code win over this file.

            """
        for group in ConfigurationGroup.allCases {
            text += "\n## \(group.rawValue)\n"
            for key in all where key.group == group {
                var meaning = "\(key.meaning) Value: \(key.formatSummary)."
                if key.defaultText != key.defaultValueText { meaning += " Default: \(key.defaultText)." }
                text += "\n" + wrapped(meaning, prefix: "#   ") + "\n"
                text += key.defaultValueText.isEmpty ? "# \(key.name)\n" : "# \(key.name) \(key.defaultValueText)\n"
            }
            for prefix in prefixes where prefix.group == group {
                text += "\n" + wrapped("\(prefix.meaning) Value: \(prefix.formatSummary).", prefix: "#   ")
                text += "\n"
            }
        }
        return text
    }

    private static func wrapped(_ text: String, prefix: String, width: Int = 110) -> String {
        var lines = [prefix]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count + 1 > width { lines.append(prefix) }
            let isFirst = lines[lines.count - 1] == prefix
            lines[lines.count - 1] += isFirst ? String(word) : " " + word
        }
        return lines.joined(separator: "\n")
    }
}
