# `make demo` and `make test` need Swift 6 and Debian's package manager, nothing else.
.DEFAULT_GOAL := help
.PHONY: help bootstrap testbed demo test release lint docs bench clean

SWIFT := $(shell ./deploy/bootstrap.sh --swift)
RELEASE_FLAGS := -c release --static-swift-stdlib
# A text that every Debian has.
TEXT ?= /usr/share/common-licenses/GPL-3
# How often `make bench` measures everything.
ROUNDS ?= 3
# Tests that block their threads run by themselves: those that wait for one another would starve beside them.
BLOCKING_TESTS := ^(HadoopProtos|HadoopRPC|HDFS|YARN|WeftYARN|MiniCluster|Interop)Tests\.

help: ## Show the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

bootstrap: ## Install the system packages that are missing
	@./deploy/bootstrap.sh

testbed: ## Install what the real HDFS that tests run on needs
	@./deploy/testbed/testbed install

demo: bootstrap ## Build for release and count the words of a text on a secure YARN cluster of its own (TEXT=...)
	@./deploy/bootstrap.sh --kdc || echo 'make: without a KDC the demo is one without Kerberos' >&2
	$(SWIFT) build $(RELEASE_FLAGS) --product weft
	$(SWIFT) build $(RELEASE_FLAGS) --product WordCount
	./deploy/demo .build/release '$(TEXT)'

test: bootstrap testbed ## Build everything and run all tests, also on a real HDFS with Kerberos
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip '$(BLOCKING_TESTS)'
	$(SWIFT) test --skip-build --filter '^(HadoopProtos|HadoopRPC|HDFS|YARN|WeftYARN|MiniCluster)Tests\.'
	$(SWIFT) test --skip-build --filter '^InteropTests\.'

release: bootstrap ## Build everything for release, with the Swift libraries inside the executables
	$(SWIFT) build $(RELEASE_FLAGS)
	@if ldd .build/release/weft | grep -i 'libswift\|libFoundation'; then \
		echo "weft is not linked statically" >&2; exit 1; fi
	.build/release/weft --version

lint: ## Check the format of all sources
	$(SWIFT) format lint --strict -r Sources Tests Benchmarks/Sources Package.swift

docs: bootstrap ## Write the generated documentation
	$(SWIFT) build --product weft
	.build/debug/weft config docs > docs/configuration.md
	.build/debug/weft config template > conf/weft-defaults.conf.template

bench: bootstrap ## Measure beside Spark, Java's HDFS client and hdfs-native on this machine (ROUNDS=3)
	./Benchmarks/run --rounds $(ROUNDS)
	./Benchmarks/run-hdfs --rounds $(ROUNDS)
	./Benchmarks/run-yarn --rounds $(ROUNDS)

clean: ## Remove everything that was built
	rm -rf .build
