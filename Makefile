# make          build (release)
# make demo     look at a made-up call centre
# make test     everything that can be tested
# make bench    how fast it is here, beside jq, lnav and simdjson itself; writes BENCHMARKS.md
# make soak     half an hour of storms and lost connections on loopback (MINUTES=30)
# make install  PREFIX=/usr/local
SHELL := /bin/bash
PREFIX ?= /usr/local
# The Swift runtime goes into the binary: it then starts three times as fast, and runs where no toolchain is.
RELEASE := -c release --static-swift-stdlib
BIN := .build/release
STRICT := CCS_TOP_STRICT=1

.PHONY: all demo test unit end-to-end bench soak lint install uninstall clean packages

all: packages
	swift build $(RELEASE) --product ccs-top
	swift build $(RELEASE) --product ccs-sim

packages:
	@Scripts/install-packages.sh

demo: packages
	swift build $(RELEASE) --product ccs-top
	$(BIN)/ccs-top --demo

test: unit end-to-end

unit: packages
	$(STRICT) swift build --build-tests
	$(STRICT) swift test --skip-build

end-to-end: packages
	$(STRICT) swift build
	CCS_TOP=$(CURDIR)/.build/debug/ccs-top CCS_SIM=$(CURDIR)/.build/debug/ccs-sim python3 Tests/EndToEnd/run.py

bench: all
	swift build --package-path Benchmarks -c release
	Benchmarks/run.py

MINUTES ?= 30
soak: all
	CCS_TOP=$(CURDIR)/$(BIN)/ccs-top CCS_SIM=$(CURDIR)/$(BIN)/ccs-sim python3 Tests/EndToEnd/soak.py --minutes $(MINUTES)

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift Benchmarks/Sources Benchmarks/Package.swift

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -s -m 755 $(BIN)/ccs-top $(BIN)/ccs-sim $(DESTDIR)$(PREFIX)/bin/

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/ccs-top $(DESTDIR)$(PREFIX)/bin/ccs-sim

clean:
	rm -rf .build .build-* Benchmarks/.build
