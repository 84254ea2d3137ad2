package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/functions/desk"
)

func TestTheDemonstrationSeesEveryStep(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"with the example": nil, "with a configuration": {"--config", "testdata/plain.tfvars"},
		"on RCS for Business": {"--channel", "rcs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if status := run(t.Context(), demonstration(args...), &out, &errs); status != exitOK {
				t.Fatalf("exit status %d\n%s\n%s", status, out.String(), errs.String())
			}
			if !strings.HasSuffix(out.String(), "every step was seen\n") {
				t.Errorf("output:\n%s", out.String())
			}
		})
	}
}

// demonstration is the command that plays the demonstration.
func demonstration(args ...string) []string {
	return append([]string{"demo", "--port", "0", "--project", official.Project("command")}, args...)
}

func TestTheCommandLineIsExplained(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		args           []string
		status         int
		stdout, stderr string
	}{
		{"help goes to standard output", []string{"--help"}, exitOK, "go run ./emulator demo", ""},
		{"an unknown command is named", []string{"dmeo"}, exitUsage, "", `there is no command "dmeo"`},
		{"an unknown flag is named", []string{"--prot", "1"}, exitUsage, "", "flag provided but not defined: -prot"},
		{"an unknown channel is named", []string{"demo", "--channel", "sms"}, exitUsage, "", "--channel sms: there is business-messages and rcs"},
		{"the channels are listed", []string{"demo", "--help"}, exitOK, "business-messages and rcs", ""},
		{"a load's flags are told", []string{"load", "--help"}, exitOK, "-max-cpu", ""},
		{"a load has agents enough", []string{"load", "--customers", "300", "--agents", "1"}, exitUsage, "", "--customers 300: 1 agents can have 200"},
		{"a load's faults are known", []string{"load", "--faults", "killed,flood"}, exitUsage, "", "--faults flood: all, or some of killed,database,"},
		{"one of a load's agents is suspended", []string{"load", "--faults", "all", "--agents", "1", "--customers", "9"}, exitUsage, "", "--agents: two at least"},
		{"a load has a rate", []string{"load", "--rate", "0"}, exitUsage, "", "--rate 0: a number from 1 to 10000"},
		{"a port has to be one", []string{"--port", "99999"}, exitUsage, "", "--port 99999: a port is a number from 0 to 65000"},
		{
			"dead letters are not looked for in the cloud without a project",
			[]string{"redrive", "--port", "1"},
			exitFailure,
			"", "no emulator runs at 127.0.0.1:8: start one",
		},
		{
			"a file that cannot be written is named",
			[]string{"--env-file", "/dev/null/env"},
			exitFailure,
			"", "--env-file:",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if got := run(t.Context(), tt.args, &out, &errs); got != tt.status {
				t.Errorf("exit status %d, want %d", got, tt.status)
			}
			if !strings.Contains(out.String(), tt.stdout) || !strings.Contains(errs.String(), tt.stderr) {
				t.Errorf("printed %q and %q, want %q and %q in it", out.String(), errs.String(), tt.stdout, tt.stderr)
			}
		})
	}
}

func TestATakenPortIsOneClearLine(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	port := l.Addr().(*net.TCPAddr).Port
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"--port", fmt.Sprint(port)}, &out, &errs); status != exitFailure {
		t.Errorf("exit status %d, want %d", status, exitFailure)
	}
	want := fmt.Sprintf("emulator: port %d, for the pages, is taken: choose the first of ", port)
	if got := errs.String(); !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 1 {
		t.Errorf("printed %q, want %q", got, want)
	}
}

// emulator is the emulator in a process of its own.
type emulator struct {
	*exec.Cmd
	env            map[string]string
	stdout, stderr *said
}

// authHost is where the emulator is told that agents sign in.
const authHost = "127.0.0.1:1"

// startEmulator starts the emulator and waits until it is ready. It shares no emulator of Google's
// with others, whatever the environment names.
func startEmulator(t *testing.T, args ...string) emulator {
	t.Helper()
	file := filepath.Join(t.TempDir(), "env")
	e := emulator{
		Cmd:    exec.Command(os.Args[0], append(args, "--env-file", file, "--port", "0")...),
		stdout: &said{}, stderr: &said{},
	}
	e.Env = append(os.Environ(), "PLAY_EMULATOR=1", "FIREBASE_AUTH_EMULATOR_HOST="+authHost,
		"FIRESTORE_EMULATOR_HOST=", "PUBSUB_EMULATOR_HOST=")
	e.Stdout, e.Stderr = e.stdout, e.stderr
	if err := e.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Process.Kill() })
	for deadline := time.Now().Add(time.Minute); e.env == nil; time.Sleep(20 * time.Millisecond) {
		text, err := os.ReadFile(file)
		switch {
		case err == nil:
			e.env = parseEnv(t, string(text))
		case time.Now().After(deadline):
			t.Fatalf("not ready:\n%s", e.stderr)
		}
	}
	return e
}

func parseEnv(t *testing.T, text string) map[string]string {
	t.Helper()
	env := map[string]string{}
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || value == "" {
			t.Errorf("line %q of the environment file is no KEY=VALUE", line)
		}
		env[key] = value
	}
	return env
}

// gone checks that everything that the emulator listened on is free again.
func (e emulator) gone(t *testing.T) {
	t.Helper()
	for name, value := range e.env {
		address := strings.TrimPrefix(value, "http://")
		address, _, _ = strings.Cut(address, "/")
		if !strings.HasPrefix(address, "127.0.0.1:") {
			continue
		}
		for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			l, err := net.Listen("tcp", address)
			if err == nil {
				_ = l.Close()
				break
			}
			if time.Now().After(deadline) {
				t.Errorf("%s: %s is still taken", name, address)
				break
			}
		}
	}
}

// call is one of a channel's API, to a conversation that nobody has heard of.
type call struct {
	channel, scope string
	path, body     string
	status         int
}

// callsTheAPI signs in to Google's side with the key file, as a client of somebody
// else's would, and sends a message.
func (e emulator) callsTheAPI(t *testing.T, c call) {
	t.Helper()
	path := e.env["FRONTDESK_"+c.channel+"_KEY_FILE"]
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the key file can be read by others: %v", info.Mode())
	}
	key, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	account, err := google.JWTConfigFromJSON(key, "https://www.googleapis.com/auth/"+c.scope)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithValue(t.Context(), oauth2.HTTPClient, http.DefaultClient)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.env["FRONTDESK_"+c.channel+"_URL"]+c.path, strings.NewReader(c.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := account.Client(ctx).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != c.status {
		t.Errorf("%s: status %d for a conversation that nobody has heard of, want %d", c.channel, res.StatusCode, c.status)
	}
}

func TestTheEnvironmentFileSaysWhereEverythingIs(t *testing.T) {
	t.Parallel()
	e := startEmulator(t)
	_, notBuilt := desk.Client()
	switch url := e.env["FRONTDESK_DESK_URL"]; {
	case notBuilt != nil && url != "":
		t.Errorf("there is a desk at %s, though %v", url, notBuilt)
	case notBuilt != nil:
		e.stdout.hears(t, "An agent's desk      not built: run `make client` and start again\n")
	default:
		_, _, settings := ask(t, http.MethodGet, url+"/settings.json", "", nil, "")
		if !bytes.Contains(settings, []byte(`"auth":"`+authHost+`"`)) {
			t.Errorf("the desk at %q is told %s, want agents to sign in", url, settings)
		}
	}
	for _, name := range []string{
		"FIRESTORE_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST", "GOOGLE_CLOUD_PROJECT", "FRONTDESK_WEBHOOK_URL",
		"FRONTDESK_CLIENT_TOKEN", "FRONTDESK_PHONE_URL", "FRONTDESK_BUSINESS_MESSAGES_URL",
		"FRONTDESK_BUSINESS_MESSAGES_KEY_FILE", "FRONTDESK_RCS_WEBHOOK_URL", "FRONTDESK_RCS_CLIENT_TOKEN",
		"FRONTDESK_RCS_URL", "FRONTDESK_RCS_KEY_FILE", "FRONTDESK_RCS_AGENT",
	} {
		if e.env[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	e.callsTheAPI(t, call{
		"BUSINESS_MESSAGES", "businessmessages", "/v1/conversations/nobody/messages",
		`{"messageId": "m1", "representative": {"representativeType": "BOT"}, "text": "hello"}`, http.StatusForbidden,
	})
	e.callsTheAPI(t, call{
		"RCS", "rcsbusinessmessaging",
		"/v1/phones/+33639981234/agentMessages?messageId=7f6a1f2e-5a7e-4f0d-8c52-1d2c3b4a5e6f&agentId=" + e.env["FRONTDESK_RCS_AGENT"],
		`{"contentMessage": {"text": "hello"}}`, http.StatusNotFound,
	})
	if err := e.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := e.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v\n%s", err, e.stderr)
	}
	e.gone(t)
	for _, name := range []string{"FRONTDESK_BUSINESS_MESSAGES_KEY_FILE", "FRONTDESK_RCS_KEY_FILE"} {
		if _, err := os.Stat(e.env[name]); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
	if _, err := os.Stat(e.Args[len(e.Args)-3]); !os.IsNotExist(err) {
		t.Errorf("the environment file is still there: %v", err)
	}
}

func TestAKilledEmulatorLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	e := startEmulator(t)
	if err := e.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = e.Wait()
	e.gone(t)
}

func TestWhenAnEmulatorDiesEverythingStopsAndSaysWhy(t *testing.T) {
	t.Parallel()
	e := startEmulator(t)
	_, port, _ := net.SplitHostPort(e.env["FIRESTORE_EMULATOR_HOST"])
	if out, err := exec.Command("pkill", "-KILL", "-f", "CloudFirestore start .*--port="+port).CombinedOutput(); err != nil {
		t.Fatalf("pkill: %v %s", err, out)
	}
	if err := e.Wait(); err == nil {
		t.Error("exit status 0")
	}
	if !strings.Contains(e.stderr.String(), "the Firestore emulator ended") {
		t.Errorf("printed:\n%s", e.stderr)
	}
	e.gone(t)
}

// TestWithoutJava: one clear line that says what to install.
func TestWithoutJavaOrGcloudItSaysWhatToInstall(t *testing.T) {
	for missing, want := range map[string]string{
		"java": "Java is not installed", "gcloud": "the Firestore emulator is not installed: `make setup` fetches it",
	} {
		t.Run(missing, func(t *testing.T) {
			bin := t.TempDir()
			for _, tool := range []string{"java", "gcloud"} {
				path, err := exec.LookPath(tool)
				if err != nil {
					t.Fatal(err)
				}
				if tool != missing {
					if err := os.Symlink(path, filepath.Join(bin, tool)); err != nil {
						t.Fatal(err)
					}
				}
			}
			t.Setenv("PATH", bin)
			t.Setenv("FIRESTORE_EMULATOR_HOST", "")
			t.Chdir(t.TempDir()) // where nothing was fetched
			_, err := stack.Start(context.Background(), stack.Options{Project: "demo-x", Log: &bytes.Buffer{}})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error = %v, want %q", err, want)
			}
		})
	}
}
