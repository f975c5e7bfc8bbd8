# The commands of this project. `make` alone lists them.

SWIFT ?= swift
ASK ?= What is an API?
UNAME := $(shell uname -s)

# One binary without a Swift runtime beside it; macOS has the runtime in the system.
ifeq ($(UNAME),Linux)
RELEASE_FLAGS := --static-swift-stdlib
# The linker of the toolchain; others warn of a function in Foundation that nobody here calls.
ifneq ($(wildcard $(dir $(realpath $(shell command -v $(SWIFT))))ld.lld),)
RELEASE_FLAGS += -Xswiftc -use-ld=lld
endif
endif

# How long each parser is fuzzed.
FUZZ_SECONDS ?= 60

# The size of the inputs that the parsers are measured with.
BOUNDS_MEGABYTES ?= 64

PREFIX ?= $(shell if [ -w /usr/local/bin ]; then echo /usr/local; else echo "$$HOME/.local"; fi)

# Beside the binary, where man and the shells look.
MANUAL := man/man1/waiter.1
BASH_COMPLETION := bash-completion/completions/waiter
ZSH_COMPLETION := zsh/site-functions/_waiter
FISH_COMPLETION := fish/vendor_completions.d/waiter.fish
# What must go wherever the binary goes.
LICENCES := LICENSE NOTICE THIRD-PARTY-NOTICES
DOCUMENTS := doc/waiter
SHARED := $(MANUAL) $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)

.PHONY: help prepare build run test soak fuzz bounds chat-service tsan lint format install uninstall benchmark clean

help:
	@echo "make run        install what is needed, build waiter, and ask it: $(ASK)"
	@echo "make test       install what the tests need, and run them all"
	@echo "make soak       try at length what the tests try briefly: many writers, and kills at any moment"
	@echo "make install    put a release binary, its manual and completions below $(PREFIX) (PREFIX=... changes that)"
	@echo "make fuzz       look for inputs that break the parsers, FUZZ_SECONDS=$(FUZZ_SECONDS) each (Linux)"
	@echo "make chat-service  build Examples/ChatService and try it with the model on this machine"
	@echo "make bounds     measure what $(BOUNDS_MEGABYTES) MB of hostile input cost each parser (Linux)"
	@echo "make tsan       run the client's tests under the thread sanitizer"
	@echo "make format     format all Swift files"
	@echo "make benchmark  measure against openai-python and print the table"
	@echo "make clean      remove what was built"

prepare:
	@Scripts/prepare

build: prepare
	@echo "building waiter (the first time takes some minutes, for its dependencies)"
	$(SWIFT) build -c release --product waiter $(RELEASE_FLAGS)

run: build
	@Scripts/first-answer .build/release/waiter "$(ASK)"

test: prepare
	@Scripts/test

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

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Examples

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Examples

install: build
	mkdir -p "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/release/waiter "$(DESTDIR)$(PREFIX)/bin/waiter"
	strip "$(DESTDIR)$(PREFIX)/bin/waiter" || true
	mkdir -p $(foreach file,$(SHARED),"$(DESTDIR)$(PREFIX)/share/$(dir $(file))")
	.build/release/waiter generate-manual >"$(DESTDIR)$(PREFIX)/share/$(MANUAL)"
	.build/release/waiter completions bash >"$(DESTDIR)$(PREFIX)/share/$(BASH_COMPLETION)"
	.build/release/waiter completions zsh >"$(DESTDIR)$(PREFIX)/share/$(ZSH_COMPLETION)"
	.build/release/waiter completions fish >"$(DESTDIR)$(PREFIX)/share/$(FISH_COMPLETION)"
	chmod 644 $(foreach file,$(SHARED),"$(DESTDIR)$(PREFIX)/share/$(file)")
	mkdir -p "$(DESTDIR)$(PREFIX)/share/$(DOCUMENTS)"
	install -m 644 $(LICENCES) "$(DESTDIR)$(PREFIX)/share/$(DOCUMENTS)"
	@case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; *) echo "add $(PREFIX)/bin to your PATH" ;; esac

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/waiter" $(foreach file,$(SHARED),"$(DESTDIR)$(PREFIX)/share/$(file)")
	rm -rf "$(DESTDIR)$(PREFIX)/share/$(DOCUMENTS)"

benchmark: prepare
	Benchmarks/run

clean:
	rm -rf .build
