package process_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/process"
)

// hangs starts a grandchild, says its number and waits for ever.
const hangs = `trap "" TERM; sleep 1000 & echo $!; wait; wait; sleep 1000`

// start runs the shell script and returns the first line that it prints.
func start(t *testing.T, g *process.Group, script string) (*process.Process, string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	p, err := g.Start(process.Command{Name: "shell", Path: "/bin/sh", Args: []string{"-c", script}, Output: w})
	_ = w.Close()
	if err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, err := r.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	return p, strings.TrimSpace(string(line[:n]))
}

// gone waits until a process has ended or is a zombie.
func gone(t *testing.T, pid string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		out, _ := exec.Command("ps", "-o", "stat=", "-p", pid).Output()
		if state := strings.TrimSpace(string(out)); state == "" || strings.HasPrefix(state, "Z") {
			return
		}
	}
	t.Errorf("process %s is still there", pid)
}

func TestStopEndsWhatAProgramStarted(t *testing.T) {
	t.Parallel()
	g, err := process.NewGroup()
	if err != nil {
		t.Fatal(err)
	}
	polite, _ := start(t, g, `echo ready; exec sleep 1000`)
	_, grandchild := start(t, g, hangs)
	g.Stop()
	<-polite.Done()
	gone(t, strconv.Itoa(polite.Pid()))
	gone(t, grandchild)
	if _, err := g.Start(process.Command{Name: "late", Path: "/bin/true"}); !errors.Is(err, process.ErrStopped) {
		t.Errorf("start after stop: %v, want ErrStopped", err)
	}
}

func TestKillIsACrash(t *testing.T) {
	t.Parallel()
	g, err := process.NewGroup()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.Stop)
	p, grandchild := start(t, g, hangs)
	p.Kill()
	<-p.Done()
	if !strings.Contains(p.Err().Error(), "killed") {
		t.Errorf("error = %v, want one that says killed", p.Err())
	}
	gone(t, grandchild)
}

// TestMain lets the test binary play the process that is killed.
func TestMain(m *testing.M) {
	if os.Getenv("PLAY_VICTIM") == "" {
		os.Exit(m.Run())
	}
	g, err := process.NewGroup()
	if err != nil {
		panic(err)
	}
	dir, err := g.Folder()
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(os.Getenv("PLAY_VICTIM"), []byte(dir), 0o600); err != nil {
		panic(err)
	}
	_, err = g.Start(process.Command{Name: "shell", Path: "/bin/sh", Args: []string{"-c", hangs}, Output: os.Stdout})
	if err != nil {
		panic(err)
	}
	select {}
}

func TestNothingOutlivesAKilledProcess(t *testing.T) {
	t.Parallel()
	victim := exec.Command(os.Args[0])
	note := filepath.Join(t.TempDir(), "folder")
	victim.Env = append(os.Environ(), "PLAY_VICTIM="+note)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	victim.Stdout = w
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	line := make([]byte, 64)
	n, err := r.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()
	gone(t, string(bytes.TrimSpace(line[:n])))
	dir, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(string(dir)); os.IsNotExist(err) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the folder %s is still there", dir)
		}
	}
}
