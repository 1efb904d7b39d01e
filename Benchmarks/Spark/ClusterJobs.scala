import java.nio.{ByteBuffer, ByteOrder}
import java.util.Arrays

import org.apache.spark.SparkContext
import org.apache.spark.rdd.RDD

/** The jobs that need both executors; each has the same data as Weft's and gives the same result line. */
object ClusterJobs {
  val factor = 0x9e3779b97f4a7c15L

  /** Scatters a number over 64 bits. */
  def mix(number: Long): Long = {
    var value = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L
    value = (value ^ (value >>> 27)) * 0x94d049bb133111ebL
    value ^ (value >>> 31)
  }

  // Sorting.

  val keyLength = 10

  /** Records in the order of their keys, bytes as unsigned numbers. */
  implicit object ByKey extends Ordering[Array[Byte]] {
    def compare(left: Array[Byte], right: Array[Byte]): Int =
      Arrays.compareUnsigned(left, 0, keyLength, right, 0, keyLength)
  }

  case class Run(count: Long, ordered: Boolean, checksum: Long, first: Array[Byte], last: Array[Byte]) {
    def append(next: Run): Run =
      if (next.count == 0) this
      else if (count == 0) next
      else {
        val fits = ByKey.compare(last, next.first) <= 0
        Run(count + next.count, ordered && next.ordered && fits, checksum + next.checksum, first, next.last)
      }
  }

  def run(records: Iterator[Array[Byte]]): Run = {
    var count, checksum = 0L
    var ordered = true
    var first, last: Array[Byte] = null
    for (record <- records) {
      if (first == null) first = record
      if (last != null && ByKey.compare(record, last) < 0) ordered = false
      last = record
      count += 1
      checksum += hash(record)
    }
    Run(count, ordered, checksum, first, last)
  }

  def hash(record: Array[Byte]): Long = {
    val words = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN)
    var hash = 0L
    var offset = 0
    while (offset < record.length - 8) {
      hash = (hash ^ words.getLong(offset)) * factor
      offset += 8
    }
    (hash ^ words.getLong(record.length - 8)) * factor
  }

  def text(key: Array[Byte]): String = key.take(keyLength).map(_ & 0xff).mkString(".")

  /** The record is its own key, so that nothing travels twice. */
  def sort(sc: SparkContext, path: String, partitions: Int): String = {
    val sorted = sc.binaryRecords(path, 100).map((_, null)).sortByKey(numPartitions = partitions)
    val whole = sorted.mapPartitions(rows => Iterator(run(rows.map(_._1)))).collect().reduce(_ append _)
    s"count=${whole.count} ordered=${whole.ordered} checksum=${java.lang.Long.toUnsignedString(whole.checksum)} " +
      s"first=${text(whole.first)} last=${text(whole.last)}"
  }

  // Pairs.

  def scattered(index: Long, count: Long, step: Long): Long =
    (if (index % step == 0) index / step else index) * 7368787L % count

  def summary[Value](pairs: RDD[(Long, Value)])(hash: (Long, Value) => Long): String = {
    val parts = pairs.mapPartitions { rows =>
      var count, sum = 0L
      for ((key, value) <- rows) {
        count += 1
        sum += hash(key, value)
      }
      Iterator((count, sum))
    }.collect()
    s"count=${parts.map(_._1).sum} sum=${parts.map(_._2).sum}"
  }

  def join(sc: SparkContext, count: Long, partitions: Int): String = {
    val rows = sc.range(0, count, 1, partitions)
    val left = rows.map(row => (scattered(row, count, 16), row))
    val right = rows.map(row => (scattered(row, count, 10), row * 3))
    summary(left.join(right, partitions)) { (key, values) => (key * 31 + values._1) * 31 + values._2 }
  }

  def group(sc: SparkContext, count: Long, partitions: Int): String = {
    val keys = math.max(1, count / 10)
    val pairs = sc.range(0, count, 1, partitions).map(row => ((mix(row) >>> 1) % keys, row))
    summary(pairs.groupByKey(partitions)) { (key, values) => (key * 31 + values.size) * 31 + values.sum }
  }

  // Bytes.

  val rowLength = 16 << 10
  val rowsOfBlock = 1024

  def block(): Array[Byte] = {
    val words = ByteBuffer.allocate(rowsOfBlock * rowLength).order(ByteOrder.LITTLE_ENDIAN)
    var state = 1L
    while (words.hasRemaining) {
      state += factor
      words.putLong(mix(state))
    }
    words.array
  }

  def shuffle(sc: SparkContext, rows: Long, partitions: Int): String = {
    val blocks = sc.range(0, rows, 1, partitions).mapPartitions { rows =>
      val whole = block()
      rows.map { row =>
        val place = (mix(row) & (rowsOfBlock - 1)).toInt * rowLength
        Arrays.copyOfRange(whole, place, place + rowLength)
      }
    }
    val parts = blocks.repartition(partitions).mapPartitions { rows =>
      var bytes, sum = 0L
      for (row <- rows) {
        bytes += row.length
        sum += ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).getLong(0)
      }
      Iterator((bytes, sum))
    }.collect()
    s"bytes=${parts.map(_._1).sum} sum=${java.lang.Long.toUnsignedString(parts.map(_._2).sum)}"
  }

  // Executors.

  def tasks(sc: SparkContext, count: Int): Long = sc.range(0, count, 1, count).count()

  def idle(sc: SparkContext): Long =
    sc.range(0, 1000000, 1, 4).map(row => (row % 1000, row)).reduceByKey(_ + _).count()
}
