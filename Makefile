# Development commands. `make` without a target lists them.

SWIFT ?= swift
ASK ?= What is an API?
UNAME := $(shell uname -s)

# Link the Swift runtime statically; on macOS it is part of the system.
ifeq ($(UNAME),Linux)
RELEASE_FLAGS := --static-swift-stdlib
# Start without relocating each pointer in Swift's metadata; see docs/decisions/0012-fixed-addresses.md.
RELEASE_FLAGS += -Xlinker -no-pie
# Use the linker of the toolchain: others warn about a function in Foundation that waiter does not call.
ifneq ($(wildcard $(dir $(realpath $(shell command -v $(SWIFT))))ld.lld),)
RELEASE_FLAGS += -Xswiftc -use-ld=lld
endif
# A section per function, without marking public functions as used: `make dist` can then leave out functions that nothing calls.
RELEASE_FLAGS += -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xfrontend -Xswiftc -internalize-at-link
RELEASE_FLAGS += -Xcc -ffunction-sections -Xcc -fdata-sections
endif

# The fuzzing time for each parser, in seconds.
FUZZ_SECONDS ?= 60

# The size of the inputs for `make bounds`.
BOUNDS_MEGABYTES ?= 64

PREFIX ?= $(shell if [ -w /usr/local/bin ]; then echo /usr/local; else echo "$$HOME/.local"; fi)

# Shared files, in the directories below share that man and the shells search.
MANUAL := man/man1/waiter.1
BASH_COMPLETION := bash-completion/completions/waiter
ZSH_COMPLETION := zsh/site-functions/_waiter
FISH_COMPLETION := fish/vendor_completions.d/waiter.fish
# Files that have to be distributed with the binary.
LICENCES := LICENSE NOTICE THIRD-PARTY-NOTICES
DOCUMENTS := doc/waiter
SHARED := $(MANUAL) $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)

# The binary that `make install-files` installs.
BINARY := .build/release/waiter

.PHONY: help prepare build run test coverage soak fuzz bounds chat-service tsan docs lint format install install-files uninstall dist
.PHONY: dist-check lint-scripts screenshots benchmark clean

help:
	@echo "make run        install the dependencies, build waiter, and ask: $(ASK)"
	@echo "make test       install the test dependencies, and run all tests"
	@echo "make coverage   record the coverage of OpenAI's API description, and write docs/coverage.md"
	@echo "make soak       run long stress tests: concurrent writers, and kills at random moments"
	@echo "make install    install a release build, its manual and completions below $(PREFIX); change with PREFIX=..."
	@echo "make screenshots  check the layout of the usage page in Chromium, and take pictures"
	@echo "make dist       build the packages of a release for Linux: a tarball, a .deb and their SHA-256"
	@echo "make dist-check install and run them in a bare Debian, as root"
	@echo "make fuzz       fuzz each parser for $(FUZZ_SECONDS) s; change with FUZZ_SECONDS=... (Linux)"
	@echo "make chat-service  build Examples/ChatService, and test it with the local model"
	@echo "make bounds     measure the cost of parsing $(BOUNDS_MEGABYTES) MB of hostile input (Linux)"
	@echo "make docs       build the documentation of all products with DocC, without warnings, in .build/documentation"
	@echo "make tsan       run the client's tests under the thread sanitizer"
	@echo "make lint-scripts  lint scripts, workflows and recipes"
	@echo "make format     format all Swift files"
	@echo "make benchmark  run the benchmarks against openai-python, and print a table"
	@echo "make clean      remove all build products"

prepare:
	@Scripts/prepare

build: prepare
	@echo "building waiter (the first build takes a few minutes)"
	$(SWIFT) build -c release --product waiter $(RELEASE_FLAGS)

run: build
	@Scripts/first-answer .build/release/waiter "$(ASK)"

test soak: export WAITER_PREPARE_TESTS := 1
test: prepare
	@Scripts/test

coverage: prepare
	WAITER_RECORD_COVERAGE=1 $(SWIFT) test --filter CoverageTests/coverage
	Scripts/coverage

soak: prepare
	@Scripts/soak

fuzz:
	Fuzz/run $(FUZZ_SECONDS)

chat-service: prepare
	$(SWIFT) build --product waiter
	@Scripts/chat-service

bounds: prepare
	$(SWIFT) run -c release ParserProbe $(BOUNDS_MEGABYTES)

tsan: prepare
	@Scripts/tsan

docs: prepare
	$(SWIFT) build
	Scripts/documentation

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Examples Snippets

lint-scripts:
	@Scripts/lint

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Examples Snippets

install: build
	@$(MAKE) --no-print-directory install-files
	@case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; *) echo "add $(PREFIX)/bin to your PATH" ;; esac

install-files:
	mkdir -p "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$(BINARY)" "$(DESTDIR)$(PREFIX)/bin/waiter"
	strip "$(DESTDIR)$(PREFIX)/bin/waiter" || true
	mkdir -p $(foreach file,$(SHARED),"$(DESTDIR)$(PREFIX)/share/$(dir $(file))")
	"$(BINARY)" generate-manual >"$(DESTDIR)$(PREFIX)/share/$(MANUAL)"
	"$(BINARY)" completions bash >"$(DESTDIR)$(PREFIX)/share/$(BASH_COMPLETION)"
	"$(BINARY)" completions zsh >"$(DESTDIR)$(PREFIX)/share/$(ZSH_COMPLETION)"
	"$(BINARY)" completions fish >"$(DESTDIR)$(PREFIX)/share/$(FISH_COMPLETION)"
	chmod 644 $(foreach file,$(SHARED),"$(DESTDIR)$(PREFIX)/share/$(file)")
	mkdir -p "$(DESTDIR)$(PREFIX)/share/$(DOCUMENTS)"
	install -m 644 $(LICENCES) "$(DESTDIR)$(PREFIX)/share/$(DOCUMENTS)"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/waiter" $(foreach file,$(SHARED),"$(DESTDIR)$(PREFIX)/share/$(file)")
	rm -rf "$(DESTDIR)$(PREFIX)/share/$(DOCUMENTS)"

screenshots: prepare
	$(SWIFT) build --product waiter
	@Scripts/screenshots

dist: prepare
	@Scripts/dist $(RELEASE_FLAGS)

dist-check:
	@Scripts/dist-check

benchmark: prepare
	Benchmarks/run

clean:
	rm -rf .build
