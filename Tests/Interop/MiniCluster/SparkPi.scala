import org.apache.spark.sql.SparkSession

/** Pi by random points: the job that says whether a cluster can run Spark at all. */
object SparkPi {
  def main(arguments: Array[String]): Unit = {
    val spark = SparkSession.builder.appName("SparkPi").getOrCreate()
    val slices = if (arguments.isEmpty) 2 else arguments(0).toInt
    val points = 100000 * slices
    val inside = spark.sparkContext.parallelize(1 to points, slices).map { _ =>
      val x = math.random() * 2 - 1
      val y = math.random() * 2 - 1
      if (x * x + y * y <= 1) 1 else 0
    }.reduce(_ + _)
    println(s"Pi is roughly ${4.0 * inside / points}")
    spark.stop()
  }
}
