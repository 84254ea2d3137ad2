// Package official starts Google's emulators of Firestore and Pub/Sub, which
// come with the Google Cloud CLI, or are fetched into .cache, and run on Java.
package official

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/cache"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
)

// The names of the emulators' processes.
const (
	FirestoreName = "the Firestore emulator"
	PubSubName    = "the Pub/Sub emulator"
)

// startTimeout is how long an emulator may take to answer; 3 s is usual.
const startTimeout = 60 * time.Second

// Emulator is one of Google's emulators.
type Emulator struct {
	// Host is its address, host:port.
	Host    string
	Process *process.Process
}

// Options say how to start an emulator.
type Options struct {
	Group *process.Group
	Port  int
	// Output gets what it prints.
	Output io.Writer
	// Busy has it compile what it does often as well as it can, which takes seconds of two cores
	// and pays off where it has minutes to do.
	Busy bool
	// Functions is the host:port to which the Firestore emulator posts events,
	// and Websocket a port that it needs for a page of its own.
	Functions string
	Websocket int
}

// StartFirestore starts the Firestore emulator. It is ready when [Emulator.Wait]
// returns.
func StartFirestore(o Options) (*Emulator, error) {
	jar, err := FindFirestore()
	if err != nil {
		return nil, err
	}
	args := []string{
		"-Duser.language=en", "-cp", jar, "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
		"start", "--host=127.0.0.1", fmt.Sprintf("--port=%d", o.Port),
	}
	if o.Functions != "" {
		args = append(args, "--functions_emulator="+o.Functions)
	}
	if o.Websocket != 0 {
		args = append(args, fmt.Sprintf("--websocket_port=%d", o.Websocket))
	}
	return start(FirestoreName, jar, args, o)
}

// StartPubSub starts the Pub/Sub emulator.
func StartPubSub(o Options) (*Emulator, error) {
	jar, err := FindPubSub()
	if err != nil {
		return nil, err
	}
	args := []string{"-jar", jar, "--host=127.0.0.1", fmt.Sprintf("--port=%d", o.Port)}
	return start(PubSubName, jar, args, o)
}

func start(name, jar string, args []string, o Options) (*Emulator, error) {
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, errors.New("Java is not installed, and Google's emulators need it: install a Java runtime, version 17 or later")
	}
	// What is busy runs for minutes, while others would do without.
	flags, ended := archived(java, jar, !o.Busy)
	flags = append(flags, "-XX:+UseSerialGC")
	if o.Busy { // what is not done ten thousands of times is not worth optimising
		flags = append(flags,
			"-XX:Tier4InvocationThreshold=30000", "-XX:Tier4MinInvocationThreshold=10000", "-XX:Tier4CompileThreshold=60000")
	} else { // the emulators start faster without the optimising compiler and its threads
		flags = append(flags, "-XX:TieredStopAtLevel=1")
	}
	p, err := o.Group.Start(process.Command{
		Name: name, Path: java, Args: append(flags, args...), Output: o.Output, Ended: ended,
		Env: append(os.Environ(), "LC_ALL=C.UTF-8"), // for names of folders
	})
	if err != nil {
		ended(false)
		return nil, err
	}
	return &Emulator{Host: fmt.Sprintf("127.0.0.1:%d", o.Port), Process: p}, nil
}

// FindFirestore returns the path of the Firestore emulator, a jar.
func FindFirestore() (string, error) {
	return find("Firestore", "cloud-firestore-emulator/cloud-firestore-emulator.jar", "cloud-firestore-emulator-v*.jar")
}

// FindPubSub returns the path of the Pub/Sub emulator, a jar.
func FindPubSub() (string, error) {
	const jar = "pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar"
	return find("Pub/Sub", jar, "pubsub-emulator-*/"+jar)
}

// find returns the path of an emulator's program: in the Google Cloud CLI, by the
// pattern installed, or in .cache, by the pattern fetched.
func find(name, installed, fetched string) (string, error) {
	type place struct{ folder, pattern string } // a folder's name is no pattern
	var places []place
	if gcloud, err := exec.LookPath("gcloud"); err == nil {
		for _, root := range roots(gcloud) {
			places = append(places, place{filepath.Join(root, "platform"), installed})
		}
	}
	if dir, err := cache.Dir(); err == nil {
		places = append(places, place{filepath.Join(dir, "emulators"), fetched})
	}
	for _, p := range places {
		if found, _ := fs.Glob(os.DirFS(p.folder), p.pattern); len(found) > 0 {
			return filepath.Join(p.folder, filepath.FromSlash(found[len(found)-1])), nil
		}
	}
	return "", fmt.Errorf("the %s emulator is not installed: `make setup` fetches it, `make doctor` says what else is missing", name)
}

// roots are the folders in which the Google Cloud CLI may be. Asking gcloud
// itself takes a second, so the usual places come first.
func roots(gcloud string) []string {
	var roots []string
	if real, err := filepath.EvalSymlinks(gcloud); err == nil {
		roots = append(roots, filepath.Dir(filepath.Dir(real)))
	}
	roots = append(roots, "/usr/lib/google-cloud-sdk")
	for _, root := range roots {
		if info, err := os.Stat(filepath.Join(root, "platform")); err == nil && info.IsDir() {
			return []string{root}
		}
	}
	out, err := exec.Command(gcloud, "info", "--format=value(installation.sdk_root)").Output()
	if err != nil {
		return roots
	}
	return append(roots, strings.TrimSpace(string(bytes.TrimSpace(out))))
}

// Wait returns once the emulator answers.
func (e *Emulator) Wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	return e.Process.Await(ctx, e.answers)
}

func (e *Emulator) answers(ctx context.Context) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+e.Host+"/", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// Firestore starts a separate Firestore emulator on any free port, for tests. It
// returns its host and a function that stops it.
func Firestore(ctx context.Context, output io.Writer) (host string, stop func(), err error) {
	return alone(ctx, Options{Output: output}, StartFirestore)
}

// WithFirestore runs a package's tests with the Firestore emulator that
// FIRESTORE_EMULATOR_HOST names, or with one of its own; run gets the host and
// port. It returns the exit status.
func WithFirestore(run func(host string) int) int { return with(Options{}, run) }

// WithBusyFirestore does so for tests that take minutes, see [Options.Busy].
func WithBusyFirestore(run func(host string) int) int { return with(Options{Busy: true}, run) }

func with(o Options, run func(host string) int) int {
	if host := os.Getenv("FIRESTORE_EMULATOR_HOST"); host != "" {
		return run(host)
	}
	o.Output = io.Discard
	host, stop, err := alone(context.Background(), o, StartFirestore)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer stop()
	return run(host)
}

// PubSub starts a separate Pub/Sub emulator on any free port, for tests.
func PubSub(ctx context.Context, output io.Writer) (host string, stop func(), err error) {
	return alone(ctx, Options{Output: output}, StartPubSub)
}

func alone(ctx context.Context, o Options, start func(Options) (*Emulator, error)) (host string, stop func(), err error) {
	port, err := FreePort()
	if err != nil {
		return "", nil, err
	}
	group, err := process.NewGroup()
	if err != nil {
		return "", nil, err
	}
	o.Group, o.Port = group, port
	e, err := start(o)
	if err == nil {
		err = e.Wait(ctx)
	}
	if err != nil {
		group.Stop()
		return "", nil, err
	}
	return e.Host, group.Stop, nil
}

// Project is the name of a project that nobody else has, for a database of one's own in
// an emulator that others use as well.
func Project(name string) string {
	return fmt.Sprintf("demo-%s-%d-%08x", name, time.Now().UnixNano(), rand.Uint32())
}

// AnyPort is a port below the range for outgoing connections, one of which could
// otherwise take the port after it was found free.
func AnyPort() int {
	const lowest, highest = 10_000, 30_000
	return lowest + rand.IntN(highest-lowest) // keeps programs that start together apart
}

// FreePort is such a port that is not in use.
func FreePort() (int, error) {
	var problem error
	for range 50 {
		port := AnyPort()
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return port, l.Close()
		}
		problem = err
	}
	return 0, fmt.Errorf("find a free port: %w", problem)
}
