import ArgumentParser
import Glibc
import HadoopRPC
import WeftDiagnostics

/// `weft diagnose`: what is wrong between this host and a cluster.
struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Find out what is wrong between this host and a Hadoop cluster.",
        discussion: """
            Looks step by step at the configuration, the names of hosts, krb5.conf, the KDCs and their clocks, the ticket or
            keytab, each NameNode, a DataNode and, if one is configured, the ResourceManager and how many nodes it has, and ends
            with what to do.
            Nothing is written to the cluster. A KDC's log will show a request of "weft-diagnose", which it refuses: its
            answer has the KDC's time in it.

            The exit status is 0 when nothing failed, 1 when something did, 64 when the command line is wrong.

            Examples:
              weft diagnose
              weft diagnose --conf-dir /etc/hadoop/conf --keytab alice.keytab --principal alice@EXAMPLE.COM
              weft diagnose --fs hdfs://nn.example.com:8020 --file /data/part-00000
              weft diagnose -D hadoop.rpc.protection=privacy --timeout 5
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Option(help: ArgumentHelp("Read the first byte of this file; by default of one that is found.", valueName: "path"))
    var file: String?

    @Option(help: ArgumentHelp("How long each step may wait for a server.", valueName: "seconds"))
    var timeout: Int = 10

    func validate() throws {
        guard (1...600).contains(timeout) else { throw ValidationError("--timeout is from 1 to 600 seconds") }
        guard cluster.hadoop.keytab == nil || cluster.hadoop.principal != nil else {
            throw ValidationError("--keytab needs --principal")
        }
    }

    func run() throws {
        let probe = ClusterProbe(options: cluster, timeout: timeout * 1000, file: file)
        var diagnosis = Diagnosis(usesKeytab: cluster.hadoop.keytab != nil)
        var text = DiagnosisText()
        let show: Diagnosis.Reporter = { finding, check in
            for line in text.lines(finding, section: check.section) { print(line) }
            // Steps may wait: what is known is to be seen meanwhile.
            fflush(nil)
        }
        while let check = diagnosis.next(show) { diagnosis.record(probe.run(check), of: check, show) }
        for line in DiagnosisText.conclusion(diagnosis) { print(line) }
        if diagnosis.exitStatus != 0 { throw ExitCode(diagnosis.exitStatus) }
    }
}
