import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Runs many commands of Java's client in one process, so that each doesn't pay for starting Java.
 *
 * Standard input has one command a line: the user, the command and its arguments, with tabs between them; \t, \n and \\ stand
 * for themselves inside one. Each answer is a line with exit status, bytes of standard output and bytes of standard error, and
 * then those bytes.
 *
 *   fs ARGUMENT...             what `hdfs dfs` runs
 *   tool CLASS ARGUMENT...     another org.apache.hadoop.util.Tool, for instance org.apache.hadoop.hdfs.tools.DFSAdmin
 *   blocks PATH                prints a file's blocks: id, generation stamp, length, and the DataNodes with commas between them
 *   open PATH TEXT             makes a file, writes and hflushes the text, and keeps the file open
 *   append PATH TEXT           the same with a file that is there
 *   more PATH TEXT             writes and hflushes more to a file that is open
 *   close PATH                 closes it
 *   forget PATH                lets go of it as a writer that died does: no close, no renewal of the lease
 *   tokens RENEWER FILE        writes delegation tokens into a credentials file
 *   renew FILE, cancel FILE    renews or cancels the tokens of a credentials file; renew prints until when (ms since 1970)
 *
 * In a secure test bed a user is logged in from its keytab in the folder that -Dweft.testbed.keytabs names.
 */
public final class HadoopConsole {
    private static final String KEYTABS = System.getProperty("weft.testbed.keytabs");
    private final Map<String, UserGroupInformation> users = new HashMap<>();
    private final Map<String, FSDataOutputStream> files = new HashMap<>();
    private final Map<String, FileSystem> systems = new HashMap<>();
    private final Configuration conf = new HdfsConfiguration();

    public static void main(String[] arguments) throws Exception {
        new HadoopConsole().serve(new DataInputStream(System.in), new DataOutputStream(System.out));
    }

    private void serve(DataInputStream in, DataOutputStream answers) throws IOException {
        // Commands of one process share no connection state that a test didn't ask for.
        conf.setBoolean("fs.hdfs.impl.disable.cache", true);
        UserGroupInformation.setConfiguration(conf);
        for (String line = readLine(in); line != null; line = readLine(in)) {
            List<String> fields = split(line);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream oldErr = System.err;
            PrintStream oldOut = System.out;
            int status;
            try {
                System.setOut(new PrintStream(out, true, "UTF-8"));
                System.setErr(new PrintStream(err, true, "UTF-8"));
                status = user(fields.get(0)).doAs(
                    (PrivilegedExceptionAction<Integer>) () -> run(fields.get(0), fields.subList(1, fields.size())));
            } catch (Throwable failure) {
                failure.printStackTrace();
                status = 255;
            } finally {
                System.out.flush();
                System.err.flush();
                System.setOut(oldOut);
                System.setErr(oldErr);
            }
            answers.writeBytes(status + " " + out.size() + " " + err.size() + "\n");
            out.writeTo(answers);
            err.writeTo(answers);
            answers.flush();
        }
    }

    private UserGroupInformation user(String name) throws IOException {
        UserGroupInformation user = users.get(name);
        if (user == null) {
            user = UserGroupInformation.isSecurityEnabled()
                ? UserGroupInformation.loginUserFromKeytabAndReturnUGI(
                    name + "@TEST.LOCAL", KEYTABS + "/" + name + ".keytab")
                : UserGroupInformation.createRemoteUser(name);
            users.put(name, user);
        }
        return user;
    }

    private int run(String user, List<String> command) throws Exception {
        String[] rest = command.subList(1, command.size()).toArray(new String[0]);
        switch (command.get(0)) {
            case "fs":
                // A copy, because -D KEY=VALUE changes it.
                return ToolRunner.run(new HdfsConfiguration(conf), new FsShell(), rest);
            case "tool":
                Tool tool = (Tool) Class.forName(rest[0]).getDeclaredConstructor().newInstance();
                return ToolRunner.run(new HdfsConfiguration(conf), tool, command.subList(2, command.size()).toArray(new String[0]));
            case "blocks":
                return blocks(rest[0]);
            case "open":
            case "append":
                systems.put(rest[0], FileSystem.newInstance(new Path(rest[0]).toUri(), conf));
                files.put(rest[0], command.get(0).equals("open")
                    ? systems.get(rest[0]).create(new Path(rest[0]))
                    : systems.get(rest[0]).append(new Path(rest[0])));
                return write(rest[0], rest[1]);
            case "more":
                return write(rest[0], rest[1]);
            case "close":
                files.remove(rest[0]).close();
                systems.remove(rest[0]).close();
                return 0;
            case "forget":
                files.remove(rest[0]);
                forget(systems.remove(rest[0]), rest[0]);
                return 0;
            case "tokens":
                return tokens(rest[0], rest[1]);
            case "renew":
            case "cancel":
                for (Token<?> token : Credentials.readTokenStorageFile(new File(rest[0]), conf).getAllTokens()) {
                    if (command.get(0).equals("renew")) {
                        System.out.println(token.renew(conf));
                    } else {
                        token.cancel(conf);
                    }
                }
                return 0;
            default:
                throw new IllegalArgumentException("no such command: " + command.get(0));
        }
    }

    private int blocks(String path) throws IOException {
        try (DistributedFileSystem system = (DistributedFileSystem) FileSystem.newInstance(new Path(path).toUri(), conf)) {
            String name = new Path(path).toUri().getPath();
            for (LocatedBlock block : system.getClient().getLocatedBlocks(name, 0, Long.MAX_VALUE).getLocatedBlocks()) {
                List<String> nodes = new ArrayList<>();
                for (DatanodeInfo node : block.getLocations()) {
                    nodes.add(node.getXferAddr());
                }
                System.out.println(block.getBlock().getBlockId() + " " + block.getBlock().getGenerationStamp() + " "
                    + block.getBlockSize() + " " + String.join(",", nodes));
            }
        }
        return 0;
    }

    private int write(String path, String text) throws IOException {
        FSDataOutputStream file = files.get(path);
        file.write(text.getBytes(StandardCharsets.UTF_8));
        file.hflush();
        return 0;
    }

    /** Ends the renewing of a client's leases, without closing its files. */
    private static void forget(FileSystem system, String path) throws Exception {
        Object client = ((DistributedFileSystem) system).getClient();
        Field writing = DFSClient.class.getDeclaredField("filesBeingWritten");
        writing.setAccessible(true);
        ((Map<?, ?>) writing.get(client)).clear();
    }

    private int tokens(String renewer, String path) throws Exception {
        Credentials credentials = new Credentials();
        FileSystem system = FileSystem.newInstance(conf);
        system.addDelegationTokens(renewer, credentials);
        try (DataOutputStream file = new DataOutputStream(new FileOutputStream(path))) {
            credentials.writeTokenStorageToStream(file);
        }
        return 0;
    }

    private static String readLine(DataInputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString("UTF-8");
    }

    private static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int index = 0; index < line.length(); index++) {
            char character = line.charAt(index);
            if (character == '\t') {
                fields.add(field.toString());
                field.setLength(0);
            } else if (character == '\\' && index + 1 < line.length()) {
                char escaped = line.charAt(++index);
                field.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
            } else {
                field.append(character);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
