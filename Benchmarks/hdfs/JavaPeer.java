import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/** Java's HDFS client as `make bench` measures it; peers.py says what it is told and answers. */
public final class JavaPeer {
    private static final int PIECE = 1 << 20;
    private final FileSystem system;
    private final byte[] piece = new byte[PIECE];

    private JavaPeer() throws IOException {
        Configuration configuration = new HdfsConfiguration();
        system = FileSystem.get(configuration);
        for (int index = 0; index < PIECE; index++) {
            piece[index] = (byte) (index * 31 + index / 251 + 7);
        }
    }

    public static void main(String[] arguments) throws Exception {
        new JavaPeer().serve();
    }

    private void serve() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            long processor = process.getProcessCpuTime();
            long start = System.nanoTime();
            long done = run(words);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println("done " + done + " " + seconds + " " + (process.getProcessCpuTime() - processor) / 1e9);
            System.out.flush();
        }
    }

    private long run(String[] words) throws Exception {
        switch (words[0]) {
            case "write":
                return write(new Path(words[1]), Long.parseLong(words[2]));
            case "read":
                return read(new Path(words[1]));
            case "stat":
                return stat(new Path(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private long write(Path path, long bytes) throws IOException {
        try (FSDataOutputStream file = system.create(path, true)) {
            for (long left = bytes; left > 0; left -= PIECE) {
                file.write(piece, 0, (int) Math.min(left, PIECE));
            }
        }
        return bytes;
    }

    private long read(Path path) throws IOException {
        byte[] buffer = new byte[PIECE];
        long total = 0;
        try (FSDataInputStream file = system.open(path)) {
            for (int got = file.read(buffer, 0, PIECE); got > 0; got = file.read(buffer, 0, PIECE)) {
                total += got;
            }
        }
        return total;
    }

    private long stat(Path path, int count, int callers) throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int call = 0; call < count / callers; call++) {
                        system.getFileStatus(path);
                    }
                } catch (Throwable failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IOException(failures.get(0));
        }
        return count / callers * callers;
    }
}
