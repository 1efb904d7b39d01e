"""A private MIT KDC and a real HDFS on loopback, for tests and benchmarks."""
