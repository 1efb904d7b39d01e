"""A private MIT KDC, a real HDFS and a real YARN on loopback, for tests and benchmarks."""
