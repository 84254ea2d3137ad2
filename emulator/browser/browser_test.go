package browser_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// TestNothingIsLeftBehind looks for processes that name the profile, and for the profile.
func TestNothingIsLeftBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	b, err := browser.Start()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<title>x</title><button>Press</button><script>null.x</script>"))
	}))
	t.Cleanup(s.Close)
	p, err := b.Open(s.URL, browser.View{Width: 360, Height: 640})
	if err != nil {
		b.Stop()
		t.Fatal(err)
	}
	if err := p.Click("Press"); err != nil {
		t.Error(err)
	}
	if got := strings.Join(p.Problems(), "\n"); !strings.Contains(got, "TypeError") {
		t.Errorf("problems = %q, want the exception of the page", got)
	}
	if len(using(t, os.Getenv("TMPDIR"))) == 0 {
		t.Error("found no process of the browser, so this test looks for the wrong thing")
	}
	b.Stop()
	if left := using(t, os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// using returns the command lines of processes that name a folder or have it in their environment.
func using(t *testing.T, folder string) []string {
	t.Helper()
	var found []string
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil || len(processes) == 0 {
		t.Skip("no /proc to look into")
	}
	for _, dir := range processes {
		if filepath.Base(dir) == strconv.Itoa(os.Getpid()) {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		env, _ := os.ReadFile(filepath.Join(dir, "environ"))
		if strings.Contains(string(line)+string(env), folder) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}
