import org.apache.spark.sql.SparkSession
import org.apache.spark.sql.functions.{col, count, explode, split}
import org.apache.spark.{SparkConf, SparkContext}

/** Spark's side of `make bench`. Prints lines of `name<TAB>value`, as Weft's side does. */
object SparkBenchmark {
  def line(name: String, value: Any): Unit = { println(s"$name\t$value"); System.out.flush() }

  def top(rows: Array[(String, Long)]): Unit =
    line("top", rows.map { case (word, count) => s"$word=$count" }.mkString(" "))

  /** Runs the body that often; the first time is a cold one. */
  def timed(repetitions: Int)(body: => Unit): Unit =
    for (_ <- 1 to repetitions) {
      val start = System.nanoTime
      body
      line("seconds", (System.nanoTime - start) * 1e-9)
    }

  def configuration(master: String): SparkConf =
    new SparkConf().setMaster(master).setAppName("SparkBenchmark").set("spark.ui.enabled", "false")

  /** What Spark's guides tell those to set who care for speed, and where executors of their own find these classes. */
  def clusterConfiguration(master: String): SparkConf =
    configuration(master)
      .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
      .set("spark.executor.extraClassPath", sys.props("benchmark.classes"))

  /** Runs a job that often in one context; each run prints its result and its time. */
  def results(master: String, repetitions: String)(job: SparkContext => Any): Unit = {
    val sc = new SparkContext(clusterConfiguration(master))
    timed(repetitions.toInt) { line("result", job(sc)) }
    sc.stop()
  }

  def main(arguments: Array[String]): Unit = {
    arguments match {
      case Array("words", master, path, repetitions) =>
        val sc = new SparkContext(configuration(master))
        timed(repetitions.toInt) {
          top(
            sc.textFile(path).flatMap(_.split(" ")).map((_, 1L)).reduceByKey(_ + _).top(10)(Ordering.by(_._2))
          )
        }
        sc.stop()
      case Array("frame", master, path, repetitions) =>
        val spark = SparkSession.builder.config(configuration(master)).getOrCreate()
        import spark.implicits._
        timed(repetitions.toInt) {
          val words = spark.read.text(path).select(explode(split(col("value"), " ")).as("word"))
          val counts = words.groupBy("word").agg(count("*").as("count")).orderBy(col("count").desc)
          top(counts.as[(String, Long)].take(10))
        }
        spark.stop()
      case Array("chain", master, count, repetitions) =>
        val sc = new SparkContext(configuration(master))
        timed(repetitions.toInt) {
          val rows = sc.range(0, count.toLong, 1, 1).map(_ * 3).filter(number => (number & 1) == 0).map(_ + 1)
          line("sum", rows.fold(0L)(_ + _))
        }
        sc.stop()
      case Array("sort", master, path, partitions, repetitions) =>
        results(master, repetitions) { ClusterJobs.sort(_, path, partitions.toInt) }
      case Array("join", master, count, partitions, repetitions) =>
        results(master, repetitions) { ClusterJobs.join(_, count.toLong, partitions.toInt) }
      case Array("group", master, count, partitions, repetitions) =>
        results(master, repetitions) { ClusterJobs.group(_, count.toLong, partitions.toInt) }
      case Array("shuffle", master, rows, partitions, repetitions) =>
        results(master, repetitions) { ClusterJobs.shuffle(_, rows.toLong, partitions.toInt) }
      case Array("tasks", master, count, warmUp) =>
        val sc = new SparkContext(clusterConfiguration(master))
        ClusterJobs.tasks(sc, warmUp.toInt)
        timed(1) { line("result", ClusterJobs.tasks(sc, count.toInt)) }
        sc.stop()
      case Array("idle", master, wait) =>
        val sc = new SparkContext(clusterConfiguration(master))
        line("result", ClusterJobs.idle(sc))
        line("idle", "now")
        Thread.sleep((wait.toDouble * 1000).toLong)
        sc.stop()
      case Array("first", master) =>
        val sc = new SparkContext(clusterConfiguration(master))
        line("result", sc.parallelize(Seq(20), 1).map(_ + 22).collect()(0))
        sc.stop()
      case Array("version") => line("version", org.apache.spark.SPARK_VERSION)
    }
    for (status <- scala.io.Source.fromFile("/proc/self/status").getLines if status.startsWith("VmHWM:"))
      line("peak KiB", status.split("\\s+")(1))
  }
}
