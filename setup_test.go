package frontdesk

import (
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// apt is the record of a run that installs packages of Debian.
func apt(packages string) string {
	return "apt-get update -qq\napt-get install -y --no-install-recommends " + packages + " -qq"
}

func TestSetupInstallsWhatDebianLacksAsRoot(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, purpose, lacks, java, want string }{
		{"nothing for make run", "run", "", "17.0.15", ""},
		{"nothing for make test", "test", "", "21.0.4", ""},
		{"nothing where Java speaks of its options first", "run", "", "17.0.15+options", ""},
		{"an old Java", "run", "", "11.0.2", apt("openjdk-17-jre-headless")},
		{"Node and npm", "run", "node npm", "21.0.4", apt("nodejs npm")},
		{"Node, without which npm does not run", "run", "node", "21.0.4", apt("nodejs npm")},
		{"two of one package", "test", "ps pkill", "21.0.4", apt("procps")},
		{"all for make run, which needs no browser", "run", everything, "21.0.4", apt("git make nodejs npm openjdk-17-jre-headless")},
		{
			"all for make test", "test", everything, "21.0.4",
			apt("chromium-headless-shell gcc git libc6-dev make nodejs npm openjdk-17-jre-headless procps"),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, debian, tt.lacks, "java "+tt.java)
			m.changes(tt.purpose, tt.want)
		})
	}
}

// A name that other packages only mention is known to apt, and cannot be installed. Without lists, apt knows no name.
func TestSetupInstallsPackagesThatTheDistributionHas(t *testing.T) {
	t.Parallel()
	const noJava17, noShell = "../packages/openjdk-17-jre-headless ", "../packages/chromium-headless-shell "
	tests := []struct{ name, lacks, more, java, want string }{
		{"Debian 13", noJava17, "", "21.0.9", "chromium-headless-shell default-jre-headless"},
		{"no browser without windows", noShell, "", "11.0.2", "chromium openjdk-17-jre-headless"},
		{"Ubuntu", noShell + "../packages/chromium ", "chromium-browser", "11.0.2", "chromium-browser openjdk-17-jre-headless"},
		{"no lists yet", "../lists ", "", "11.0.2", "chromium-headless-shell openjdk-17-jre-headless"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, debian, tt.lacks+"java chromium")
			m.writes("packages/default-jre-headless", "java "+tt.java+"\n")
			if tt.more != "" {
				m.writes("packages/"+tt.more, tt.more+" -\n")
			}
			m.changes("test", apt(tt.want))
		})
	}
}

func TestSetupUsesSudoThatAsksNoQuestion(t *testing.T) {
	t.Parallel()
	m := newMachine(t, "Linux x86_64 1000 apt-get apt-cache", "java make", "sudo quiet")
	m.changes("run", apt("make openjdk-17-jre-headless"))
}

func TestSetupSaysWhatToRunWhereItMayNotInstall(t *testing.T) {
	t.Parallel()
	const copied = "sudo apt-get update && sudo apt-get install -y --no-install-recommends nodejs npm openjdk-17-jre-headless"
	tests := []struct{ name, system, want string }{
		{"sudo asks", "Linux x86_64 1000 apt-get apt-cache sudo", copied},
		{"no sudo", "Linux x86_64 1000 apt-get apt-cache", copied},
		{"not Debian", "Linux x86_64 0", "your system's package manager, for what is called default-jre-headless nodejs npm in Debian"},
		{"macOS without Homebrew", "Darwin arm64 501", "Homebrew from https://brew.sh, and then brew install node openjdk"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, tt.system, "node npm java")
			before := m.files()
			out, changes, err := m.setup("run")
			want := "Missing:\n  npm (missing)\n  Java (missing, needs 17)\nInstall it and try again:\n\n  " + tt.want + "\n\n"
			if diff := cmp.Diff(want, out); diff != "" || err == nil || changes != "" {
				t.Errorf("%v: %s\n%s", err, changes, diff)
			}
			if diff := cmp.Diff(before, m.files()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSetupStopsWhereItCannotHelp(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, purpose, lacks, node, want string }{
		{"nobody says what for", "", "", "22.1.0", "say what is there, which version, and what would be done\n"},
		{"no Go", "run", "go", "22.1.0", "Go is missing: install version 1.26.0 or later, https://go.dev/dl\n"},
		{"a package that does not help", "run", "java", "22.1.0", "Still missing after the installation:\n  Java (11.0.2, needs 17)\n"},
		{"Node that cannot be fetched", "run", "", "18.20.4", "into .cache\nnpm error ENOTFOUND\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, debian, tt.lacks, "node "+tt.node)
			m.writes("packages/openjdk-17-jre-headless", "java 11.0.2\n")
			m.writes("offline", "")
			out, _, err := m.setup(tt.purpose)
			if err == nil || !strings.HasSuffix(out, tt.want) {
				t.Errorf("%v: %s, want %q", err, out, tt.want)
			}
			if left, _ := filepath.Glob(filepath.Join(m.dir, "checkout/.cache/node-*")); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		})
	}
}

func TestSetupInstallsWithHomebrew(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, lacks, java, want string }{
		{"nothing", "", "java 17.0.1", ""},
		{"no Java", "", "java none", "brew install openjdk"},
		{"an old Java", "", "java 11.0.2", "brew install openjdk"},
		{"Node", "npm node", "java 21.0.4", "brew install node"},
		{"everything", "git make npm node cc", "java none", "brew install gcc git make node openjdk"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, mac, tt.lacks, tt.java)
			m.changes("test", tt.want)
			m.changes("test", "")
		})
	}
}

// pins are the versions of the Makefile.
func pins(t *testing.T) (firebaseTools, node string) {
	t.Helper()
	found := regexp.MustCompile(`(?m)^FIREBASE_TOOLS *:= (\S+)\nNODE *:= (\S+)$`).FindStringSubmatch(string(readFile(t, "Makefile")))
	if found == nil {
		t.Fatal("the Makefile pins neither firebase-tools nor Node")
	}
	return found[1], found[2]
}

func TestSetupFetchesNodeAndTheEmulatorsIntoTheCacheOnce(t *testing.T) {
	t.Parallel()
	firebaseTools, node := pins(t)
	for system, want := range map[string]string{
		"Linux x86_64 0": "linux-x64", "Linux aarch64 0": "linux-arm64", "Darwin x86_64 501": "darwin-x64", mac: "darwin-arm64",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, system, "../checkout/.cache", "node 18.20.4")
			before := m.files()
			m.changes("run", "npm pack node-"+want+"@"+node+"\ngo fetch "+firebaseTools)
			after := m.files()
			if got := after["checkout/.cache/bin/node"]; !strings.Contains(got, "\nversion="+node+"\n") {
				t.Errorf("the Node in .cache is %q", got)
			}
			if out := m.changes("run", ""); out != "" {
				t.Errorf("the second time it says %s", out)
			}
			maps.DeleteFunc(after, func(path, _ string) bool { return strings.HasPrefix(path, "checkout/.cache") })
			if diff := cmp.Diff(before, after); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDoctorSaysWhatIsThereAndChangesNothing(t *testing.T) {
	t.Parallel()
	about := regexp.MustCompile(`(?m)^ *((?:Go|Node|Java|Chromium|emulators) .*?|(?:Would|would|To) be .*?)(?: +for make run)?$`)
	const install = "apt-get install -y --no-install-recommends "
	firebaseTools, node := pins(t)
	tests := []struct{ name, system, lacks, has, want string }{
		{"all is there", debian, "", "node 22.1.0", "Go 1.26.8; Java 21.0.4; Chromium there for make test; Node 22.1.0; emulators .cache/emulators"},
		{
			"nothing but Go is there", debian, everything + " ../checkout/.cache", "node 22.1.0", "Go 1.26.8; Java missing, needs 17; " +
				"Chromium missing for make test; Node missing, needs 20; would be fetched into .cache/emulators, as " + firebaseTools + " says; " +
				"Would be run: " + install + "chromium-headless-shell gcc git libc6-dev make nodejs npm openjdk-17-jre-headless procps",
		},
		{
			"no Go, an old Node, sudo that asks", "Linux x86_64 1000 apt-get apt-cache sudo", "go make", "node 18.20.4", "Go missing; " +
				"Java 21.0.4; Chromium missing for make test; Node 18.20.4, needs 20; To be installed by you: Go 1.26.0 or later, https://go.dev/dl; " +
				"To be run by you: sudo apt-get update && sudo " + install + "chromium-headless-shell make; Would be fetched: Node " + node + ", into .cache",
		},
		{
			"a Mac, an old Java", mac, "", "java 11.0.2", "Go 1.26.8; Java 11.0.2, needs 17; Node 22.1.0; emulators .cache/emulators; " +
				"Would be run: brew install openjdk",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, tt.system, tt.lacks, tt.has)
			before := m.files()
			var got []string
			for _, line := range about.FindAllStringSubmatch(m.changes("doctor", ""), -1) {
				got = append(got, strings.Join(strings.Fields(line[1]), " "))
			}
			if diff := cmp.Diff(strings.Split(tt.want, "; "), got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, m.files()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMakeSetsUpWhatItsTargetNeeds(t *testing.T) {
	t.Parallel()
	targets := regexp.MustCompile(`(?s)\nsetup: [^\n]*\n\t@scripts/setup run\n.*\nrun: setup .*\ntest: [^\n]*\n\t@scripts/setup test\n`)
	if !targets.Match(readFile(t, "Makefile")) {
		t.Error("make run does not begin with scripts/setup run, or make test not with scripts/setup test")
	}
}
