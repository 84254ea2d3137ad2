// Package browser runs a headless Chromium for tests. It leaves no process and no profile behind, even after a failure or
// if the tests are killed.
package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// ErrMissing says that there is no browser on this machine.
var ErrMissing = errors.New("no Chromium on this machine")

// keeperScript starts the browser in a new session and waits for the end of its input, which comes however the process at the
// other end exits. Then it kills the session's process group and removes all files. The browser writes only to its
// profile, which is its home folder, too.
const keeperScript = `profile=$(mktemp -d) || exit
echo "profile $profile" >&2
HOME=$profile TMPDIR=$profile XDG_CONFIG_HOME=$profile XDG_CACHE_HOME=$profile setsid "$@" "--user-data-dir=$profile/data" &
exec 2>&-
read -r _
kill -9 "-$!"
wait
for _ in 1 2 3 4 5; do rm -rf "$profile" && exit; sleep 0.2; done`

// flags keep the browser from connecting to anything but this machine.
func flags() []string {
	return []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-breakpad",
		"--disable-extensions", "--remote-debugging-port=0", "--lang=en-GB",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
		// Elements get the properties computedRole and computedName, which a screen reader would read out.
		"--enable-blink-features=ComputedAccessibilityInfo",
	}
}

// Browser is a running browser. It is safe for concurrent use.
type Browser struct {
	// OnDisk has the pages that are opened from now on share the profile, whose files are
	// on the disk: they are tabs of one person. Otherwise each has a profile in memory.
	OnDisk bool

	profile string
	keeper  *exec.Cmd
	input   io.Closer
	ctx     context.Context //nolint:containedctx // of chromedp, which keeps the connection in it
	cancel  context.CancelFunc
	stop    sync.Once
}

// Start starts a browser. The error is ErrMissing if none is installed.
func Start() (*Browser, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	b := &Browser{keeper: exec.Command("/bin/sh", append([]string{"-c", keeperScript, "keep", path}, flags()...)...)}
	b.keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C must not reach it
	if b.input, err = b.keeper.StdinPipe(); err != nil {
		return nil, fmt.Errorf("browser: %w", err)
	}
	output, err := b.keeper.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("browser: %w", err)
	}
	if err := b.keeper.Start(); err != nil {
		return nil, fmt.Errorf("browser: %w", err)
	}
	url, err := b.listening(output)
	if err == nil {
		err = b.connect(url)
	}
	if err != nil {
		b.Stop()
		return nil, err
	}
	return b, nil
}

func find() (string, error) {
	if _, err := exec.LookPath("setsid"); err != nil {
		return "", fmt.Errorf("%w: setsid, which is to start it, is not there", ErrMissing)
	}
	// The one without windows first: it takes half of the processor time.
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

var (
	debugger = regexp.MustCompile(`DevTools listening on (ws://\S+)`)
	profile  = regexp.MustCompile(`^profile (/\S+)$`)
)

// listening waits until the browser has printed its address.
func (b *Browser) listening(output io.Reader) (string, error) {
	url, ended := make(chan string, 1), make(chan string, 1)
	go func() {
		var said strings.Builder
		for lines := bufio.NewScanner(output); lines.Scan(); {
			if m := profile.FindStringSubmatch(lines.Text()); m != nil {
				b.profile = m[1]
			}
			if m := debugger.FindStringSubmatch(lines.Text()); m != nil {
				url <- m[1]
			}
			if said.Len() < 4<<10 {
				said.WriteString(lines.Text() + "\n")
			}
		}
		_, _ = io.Copy(io.Discard, output) // after a line that was too long
		ended <- said.String()
	}()
	select {
	case u := <-url:
		return u, nil
	case said := <-ended:
		return "", fmt.Errorf("browser: ended at once:\n%s", said)
	case <-time.After(time.Minute):
		return "", errors.New("browser: does not say where it listens")
	}
}

func (b *Browser) connect(url string) error {
	silent := func(string, ...any) {}
	allocator, _ := remote.NewAllocator(context.Background(), url, remote.NoModifyURL)
	b.ctx, b.cancel = chromedp.NewContext(allocator, chromedp.WithErrorf(silent), chromedp.WithLogf(silent))
	if _, err := chromedp.Targets(b.ctx); err != nil {
		return fmt.Errorf("browser: %w", err)
	}
	return nil
}

// Stop ends the browser with all its processes and files, and returns when they are gone.
func (b *Browser) Stop() {
	b.stop.Do(func() {
		if b.cancel != nil {
			go b.cancel() // waits for a response from what is about to end
		}
		_ = b.input.Close()
		_ = b.keeper.Wait()
	})
}
