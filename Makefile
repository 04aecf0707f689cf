# make          builds the programs (release)
# make demo     shows a simulated call centre
# make test     runs all tests (make test-kafka: those of Kafka)
# make address  runs the unit tests under AddressSanitizer and UndefinedBehaviorSanitizer (SANITIZE=1: other tests too)
# make coverage prints how many lines and functions the unit tests reach
# make fuzz     fuzzes the code that reads foreign bytes, five minutes for each target (SECONDS=300)
# make bench    measures the speed, compared with jq, lnav and simdjson; writes BENCHMARKS.md and docs/benchmarks
# make soak     runs for half an hour with storms and lost connections on loopback (MINUTES=30)
# make screenshots  draws the screenshots of README.md again
# make install  installs into PREFIX=/usr/local
# With KAFKA=1, as in make install KAFKA=1, ccs-top can also read feeds from Kafka.
SHELL := /bin/bash
PREFIX ?= /usr/local
# Links the Swift runtime statically: the program starts three times as fast, and runs without a Swift toolchain.
RELEASE = -c release --static-swift-stdlib $(VARIANT)
BIN = $(FOLDER)/release
DEBUG = $(FOLDER)/debug
STRICT := CCS_TOP_STRICT=1
# On a terminal, SwiftPM passes a colour flag to the compiler. A later build into a pipe would then rebuild everything.
COLOUR := --no-color-diagnostics
BUILD := swift build $(COLOUR)
TEST := swift test $(COLOUR)
FOLDER := .build
# SANITIZE=1 adds AddressSanitizer to a debug build, and UndefinedBehaviorSanitizer to our C code (Package.swift). Debug builds of
# Swift allocate often, so stack traces of allocations and checks for use after return take much time. To find the cause of a
# report, set ASAN_OPTIONS without these options. ccs-top has a signal stack of its own, which the sanitizer must not replace
# (use_sigaltstack=0). Long tests with random feeds try fewer of them than without sanitizers (CCS_SEEDS), and a program that was
# told to end may take longer (CCS_GONE, in seconds).
ifdef SANITIZE
FOLDER := .build-address
SANITIZER := --sanitize address
export CCS_TOP_SANITIZE = 1
export CCS_SEEDS ?= 2
export CCS_GONE ?= 5
export ASAN_OPTIONS ?= detect_leaks=0:detect_stack_use_after_return=0:malloc_context_size=1:quarantine_size_mb=16:use_sigaltstack=0
export UBSAN_OPTIONS ?= print_stacktrace=1
endif
# KAFKA=1 builds ccs-top with librdkafka. It uses another folder, so that the two builds do not replace each other's files.
KAFKA_BUILD ?= .build-kafka
ifdef KAFKA
FOLDER := $(KAFKA_BUILD)
TRAITS := --traits Kafka
export KAFKA
endif
VARIANT = $(TRAITS) $(SANITIZER) --scratch-path $(FOLDER)

# Files that the programs print themselves: the manual page, and completions for bash, zsh and fish.
SHARED = $(addprefix $(DESTDIR)$(PREFIX)/share/,man/man1/ccs-top.1 bash-completion/completions/ccs-top \
	zsh/site-functions/_ccs-top fish/vendor_completions.d/ccs-top.fish)

.PHONY: all demo test unit end-to-end test-kafka threads address coverage fuzz ccs-bench bench bench-smoke screenshots soak lint install uninstall clean packages

all: packages
	$(BUILD) $(RELEASE) --product ccs-top
	$(BUILD) $(RELEASE) --product ccs-sim

packages:
	@Scripts/install-packages.sh

demo: packages
	$(BUILD) $(RELEASE) --product ccs-top
	$(BIN)/ccs-top --demo

test: unit end-to-end threads

unit: packages
	$(STRICT) $(BUILD) --build-tests $(VARIANT)
	$(STRICT) $(TEST) --skip-build $(VARIANT)

# TESTS="test_exits test_hostile" runs only these.
end-to-end: packages
	$(STRICT) $(BUILD) $(VARIANT)
	CCS_TOP=$(CURDIR)/$(DEBUG)/ccs-top CCS_SIM=$(CURDIR)/$(DEBUG)/ccs-sim python3 Tests/EndToEnd/run.py $(TESTS)

# The tests of Kafka, with a mock cluster on loopback.
test-kafka: export KAFKA = 1
test-kafka: FOLDER := $(KAFKA_BUILD)
test-kafka: TRAITS := --traits Kafka
test-kafka: packages
	$(STRICT) $(BUILD) --build-tests $(VARIANT)
	$(STRICT) $(TEST) --skip-build $(VARIANT) --filter CCSKafkaTests
	CCS_TOP=$(CURDIR)/$(DEBUG)/ccs-top CCS_SIM=$(CURDIR)/$(DEBUG)/ccs-sim python3 Tests/EndToEnd/run.py test_kafka

# Tests of code that several threads run, under ThreadSanitizer.
THREADS = --scratch-path .build-thread --sanitize thread
THREADED := (Mailbox|DescriptorFeed|FileFeed|ListenFeed|ConnectFeed|RecordingFile|RecordingWriter)Tests
threads: packages
	$(STRICT) $(BUILD) --build-tests $(THREADS)
	$(STRICT) TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/ThreadSanitizer.txt \
		$(TEST) --skip-build $(THREADS) --filter '$(THREADED)'

# All unit tests under AddressSanitizer and UndefinedBehaviorSanitizer.
address:
	$(MAKE) unit SANITIZE=1

# Lines and functions that the unit tests reach.
COVERAGE = --enable-code-coverage --scratch-path .build-coverage
coverage: packages
	$(STRICT) $(BUILD) --build-tests $(COVERAGE)
	$(STRICT) $(TEST) --skip-build $(COVERAGE)
	Scripts/coverage.py .build-coverage/debug/codecov/ccs-top.json

# Optimised, with the checks of a debug build, AddressSanitizer, and UndefinedBehaviorSanitizer for our C (Package.swift, isFuzzing).
SECONDS ?= 300
fuzz: packages
	CCS_TOP_FUZZ=1 CCS_TOP_SANITIZE=1 $(STRICT) $(BUILD) -c release --sanitize fuzzer --sanitize address --scratch-path .build-fuzz --product ccs-fuzz
	Tests/Fuzz/run $(SECONDS)

ccs-bench: all
	$(BUILD) $(RELEASE) --product ccs-bench

bench: export BENCH = 1
bench: ccs-bench
	Benchmarks/run.py --bin $(CURDIR)/$(BIN)

# Everything that `make bench` does, once and with small numbers.
bench-smoke: ccs-bench
	Benchmarks/run.py --bin $(CURDIR)/$(BIN) --smoke

screenshots: packages
	$(STRICT) $(BUILD) $(VARIANT)
	CCS_TOP=$(CURDIR)/$(DEBUG)/ccs-top CCS_SIM=$(CURDIR)/$(DEBUG)/ccs-sim Scripts/screenshots.py

MINUTES ?= 30
soak: all
	CCS_TOP=$(CURDIR)/$(BIN)/ccs-top CCS_SIM=$(CURDIR)/$(BIN)/ccs-sim python3 Tests/EndToEnd/soak.py --minutes $(MINUTES)

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift Benchmarks/Sources

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $(BIN)/ccs-top $(BIN)/ccs-sim $(DESTDIR)$(PREFIX)/bin/
	install -d $(dir $(SHARED))
	$(BIN)/ccs-top --print-man > $(word 1,$(SHARED))
	$(BIN)/ccs-top --generate-completion-script bash > $(word 2,$(SHARED))
	$(BIN)/ccs-top --generate-completion-script zsh > $(word 3,$(SHARED))
	$(BIN)/ccs-top --generate-completion-script fish > $(word 4,$(SHARED))
	chmod 644 $(SHARED)

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/ccs-top $(DESTDIR)$(PREFIX)/bin/ccs-sim $(SHARED)

clean:
	rm -rf .build .build-*
