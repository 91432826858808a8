# ExaSharp: `make help` lists the targets.

CONFIGURATION ?= Release
RID ?= linux-$(shell uname -m | sed -e s/x86_64/x64/ -e s/aarch64/arm64/)
PROGRAM := src/ExaSharp/bin/$(CONFIGURATION)/net10.0/exasharp
PUBLISHED := artifacts/publish/exasharp
FUZZ_SECONDS ?= 60
SOAK_SECONDS ?= 3600
DESTDIR ?=
PREFIX ?= /usr/local

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

.PHONY: help build run test format bench fuzz soak publish install deb clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The analyzers run in `make test`; without them the program is there in half the time.
build: ## Build the daemon
	@dotnet build src/ExaSharp -c $(CONFIGURATION) -v quiet -p:RunAnalyzers=false -clp:NoSummary

run: build ## Build, then show the daemon, a helper and a loopback peer at work (ctrl-c ends it)
	@etc/exasharp/run/demo $(abspath $(PROGRAM))

test: ## Install what the tests need, build, check, run all tests
	@tests/run

format: ## Lay the source out as the tests want it
	@dotnet format

bench: ## Measure: the daemon end to end against the built-in peer
	@dotnet run --project tests/ExaSharp.Benchmarks -c Release --

fuzz: ## Random and mutated input against every decoder and parser for FUZZ_SECONDS
	@dotnet run --project fuzz/ExaSharp.Fuzz -c Release -- --seconds $(FUZZ_SECONDS)

soak: ## Commands and trouble of all kinds for SOAK_SECONDS, one run of SOAK_SEED
	@dotnet build src/ExaSharp -c Release -v quiet -p:RunAnalyzers=false -clp:NoSummary
	@SOAK_SECONDS=$(SOAK_SECONDS) dotnet test tests/ExaSharp.Tests -c Release --filter FullyQualifiedName~SoakTests --logger "console;verbosity=detailed"

publish: ## The single-file program, artifacts/publish/exasharp
	@dotnet publish src/ExaSharp -c Release -r $(RID) -o artifacts/publish -v quiet
	@ls -l $(PUBLISHED)

install: publish ## Install the program and what belongs to it under DESTDIR and PREFIX
	@PROGRAM=$(PUBLISHED) DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) etc/install

deb: publish ## The Debian package, artifacts/exasharp_VERSION_ARCHITECTURE.deb
	@etc/debian/build $(PUBLISHED) artifacts

clean: ## Remove what was built
	rm -rf artifacts $$(find src tests fuzz -name bin -o -name obj 2>/dev/null)
