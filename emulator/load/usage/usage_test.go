package usage_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/usage"
)

// tell writes what a kernel tells of process 42.
func tell(t *testing.T, stat, status string) (root string) {
	t.Helper()
	root = t.TempDir()
	dir := filepath.Join(root, strconv.Itoa(42))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"stat": stat, "status": status} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestASampleIsReadWhateverTheProgramIsCalled(t *testing.T) {
	t.Parallel()
	status := "Name:\tjava\nVmPeak:\t 9000 kB\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\nThreads:\t9\n"
	want := usage.Sample{CPU: 150 * time.Millisecond, Memory: 1 << 20, Peak: 2 << 20}
	for _, name := range []string{"java", "a) b (c", "x 1 2 3"} {
		stat := "42 (" + name + ") S 1 42 42 0 -1 4194304 1 2 3 4 11 4 7 8 20 0 30 0 999 0 0"
		got, err := usage.Of(tell(t, stat, status), 42)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v, (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestAProcessThatIsGoneOrCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := usage.Of(t.TempDir(), 42); err == nil {
		t.Error("a process that is gone has a sample")
	}
	for _, stat := range []string{"", "42 (java) S 1 2", "42 (java) S 1 42 42 0 -1 4194304 1 2 3 4 x 4 7 8"} {
		if _, err := usage.Of(tell(t, stat, ""), 42); err == nil {
			t.Errorf("%q has a sample", stat)
		}
	}
}

func TestWorkIsMeasured(t *testing.T) {
	t.Parallel()
	if !usage.Measured() {
		t.Skip("this system does not tell")
	}
	before, err := usage.Of(usage.Root, os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for n, until := 0, time.Now().Add(10*time.Second); ; n++ {
		after, err := usage.Of(usage.Root, os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		if after.CPU > before.CPU && after.Peak >= after.Memory/2 && after.Memory > 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("reading it %d times took nothing: %+v", n, after)
		}
	}
}
