// Package cold measures how long each function takes from its start to its first answer,
// beside a function that does nothing in the same program.
package cold

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/process"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// Empty is the name of the function that does nothing.
const Empty = "empty"

// BuildFlags are what the functions are built with in the cloud, by GOFLAGS.
const BuildFlags = "-tags=disable_grpc_modules -ldflags=-w"

// program is the functions as the buildpack builds them, and the one that does nothing.
const program = "github.com/frontdesk-gcp/frontdesk/emulator/cold/program"

// patience is how long a function may take to answer.
const patience = 20 * time.Second

// Start is how a function starts: the median of several times.
type Start struct {
	Function string `json:"function"`
	// Took is from the start of its process to its first answer.
	Took time.Duration `json:"took"`
	// Ratio is Took divided by that of the function that does nothing.
	Ratio float64 `json:"ratio"`
	// Memory is what the process holds when it has answered and is idle, in bytes.
	Memory int64 `json:"memory"`
}

// Report is how all of them start, the function that does nothing first.
type Report struct {
	Times  int     `json:"times"`
	Starts []Start `json:"starts"`
}

// Bounds are what a report is held to: the greatest ratio, and the most memory in MiB. Zero
// is no bound.
type Bounds struct{ Ratio, Memory float64 }

const mebibyte = 1 << 20

// Over says which starts are over the bounds.
func (r Report) Over(b Bounds) []string {
	var over []string
	for _, s := range r.Starts {
		if s.Function == Empty {
			continue
		}
		if b.Ratio != 0 && s.Ratio > b.Ratio {
			over = append(over, fmt.Sprintf("%s takes %.2f times as long as a function that does nothing, at most %.2f is wanted", s.Function, s.Ratio, b.Ratio))
		}
		if memory := float64(s.Memory) / mebibyte; b.Memory != 0 && memory > b.Memory {
			over = append(over, fmt.Sprintf("%s holds %.0f MiB, at most %.0f are wanted", s.Function, memory, b.Memory))
		}
	}
	return over
}

// Write writes it for people.
func (r Report) Write(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight) //nolint:mnd // two blanks between columns
	_, _ = fmt.Fprintf(table, "first answer, median of %d starts\tms\t× empty\tMiB\t\n", r.Times)
	for _, s := range r.Starts {
		_, _ = fmt.Fprintf(table, "%s\t%.1f\t%.2f\t%.0f\t\n",
			s.Function, float64(s.Took)/float64(time.Millisecond), s.Ratio, float64(s.Memory)/mebibyte)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// Measure starts every function of a running product several more times, in turn, so that
// what else the machine does meets all of them. Progress is told each round.
func Measure(ctx context.Context, s *stack.Stack, times int, progress func(round int)) (Report, error) {
	binary, err := build(ctx)
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = os.RemoveAll(filepath.Dir(binary)) }()
	group, err := process.NewGroup()
	if err != nil {
		return Report{}, fmt.Errorf("start functions: %w", err)
	}
	defer group.Stop()
	names := append([]string{Empty}, slices.Sorted(maps.Keys(s.Functions))...)
	took, memory := map[string][]time.Duration{}, map[string][]int64{}
	for round := range times {
		progress(round)
		for _, name := range names {
			t, m, err := once(ctx, group, s, binary, name)
			if err != nil {
				return Report{}, fmt.Errorf("start %s: %w", name, err)
			}
			took[name], memory[name] = append(took[name], t), append(memory[name], m)
		}
	}
	r := Report{Times: times}
	for _, name := range names {
		t := median(took[name])
		r.Starts = append(r.Starts, Start{
			Function: name, Took: t, Ratio: float64(t) / float64(median(took[Empty])), Memory: median(memory[name]),
		})
	}
	return r, nil
}

// build compiles the program into a temporary folder, which the caller removes. The working
// directory has to be in the checkout.
func build(ctx context.Context) (binary string, err error) {
	folder, err := os.MkdirTemp("", "cold-")
	if err != nil {
		return "", fmt.Errorf("a folder for the functions: %w", err)
	}
	binary = filepath.Join(folder, "functions")
	command := exec.CommandContext(ctx, "go", "build", "-o", binary, program)
	command.Env = append(os.Environ(), "GOFLAGS="+BuildFlags)
	if out, err := command.CombinedOutput(); err != nil {
		_ = os.RemoveAll(folder)
		return "", fmt.Errorf("build the functions: %w\n%s", err, out)
	}
	return binary, nil
}

// once starts a function of a program and stops it when it has answered.
func once(ctx context.Context, group *process.Group, s *stack.Stack, binary, name string) (time.Duration, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	port, err := freePort(ctx)
	if err != nil {
		return 0, 0, err
	}
	like := s.Functions[name]
	if like == nil { // it needs no settings
		like = s.Functions["webhook"]
	}
	command := like.At(port)
	command.Path = binary
	if name == Empty {
		command.Name, command.Env = "the empty function", append(slices.Clone(command.Env), "FUNCTION_TARGET="+Empty)
	}
	began := time.Now()
	p, err := group.Start(command)
	if err != nil {
		return 0, 0, err
	}
	defer func() {
		p.Kill()
		<-p.Done()
	}()
	if err := answer(ctx, p, port); err != nil {
		return 0, 0, err
	}
	took := time.Since(began)
	m, err := resident(ctx, p.Pid())
	return took, m, err
}

// freePort is a port that nobody listens at.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("a port: %w", err)
	}
	defer func() { _ = l.Close() }()
	addr, _ := l.Addr().(*net.TCPAddr)
	return addr.Port, nil
}

// answer returns when the process has answered a request, whatever it says.
func answer(ctx context.Context, p *process.Process, port int) error {
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://127.0.0.1:%d/", port), http.NoBody)
		if err != nil {
			return fmt.Errorf("ask: %w", err)
		}
		if res, err := http.DefaultTransport.RoundTrip(req); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			return res.Body.Close()
		}
		select {
		case <-p.Done():
			return p.Err()
		case <-ctx.Done():
			return fmt.Errorf("no answer: %w", ctx.Err())
		case <-time.After(time.Millisecond / 2): //nolint:mnd // a fiftieth of what is measured
		}
	}
}

// resident is what a process holds of the memory, in bytes. ps knows it on every system.
func resident(ctx context.Context, pid int) (int64, error) {
	out, err := exec.CommandContext(ctx, "ps", "-o", "rss=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return 0, fmt.Errorf("ps: %w", err)
	}
	kibibytes, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("ps: %w", err)
	}
	return kibibytes << 10, nil //nolint:mnd // bytes
}

// median is the middle of some values.
func median[T int64 | time.Duration](of []T) T {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
