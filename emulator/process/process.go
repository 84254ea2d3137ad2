// Package process runs other programs so that none of them outlives this one:
// not after Ctrl-C, not after a failure, and not when this process is killed.
package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// grace is how long a program may take to stop after being asked to.
const grace = 5 * time.Second

// watchdogScript reads process groups and a folder, one per line. Its input ends when this
// process ends, however that happens; then it kills the groups and removes the
// folder.
const watchdogScript = `while read -r what value; do
	case $what in
	group) groups="$groups $value" ;;
	folder) folder=$value ;;
	esac
done
for group in $groups; do kill -9 "-$group" 2>/dev/null; done
if [ -n "$folder" ]; then rm -rf -- "$folder"; fi`

// enlistScript reports its process group to the watchdog before it becomes the program, so
// that the watchdog knows every program from the start.
const enlistScript = `echo "group $$" >&3; exec "$@" 3>&-`

// Group is the set of programs that one process started. It is safe for
// concurrent use.
type Group struct {
	watchdog *exec.Cmd
	pipe     *os.File

	mu      sync.Mutex
	running map[*Process]bool
	stopped bool
	folder  string
}

// NewGroup starts a group, and a shell as its watchdog.
func NewGroup() (*Group, error) {
	watchdog := exec.Command("/bin/sh", "-c", watchdogScript)
	watchdog.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C must not reach it
	input, pipe, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("watchdog: %w", err)
	}
	watchdog.Stdin = input
	err = watchdog.Start()
	_ = input.Close()
	if err != nil {
		_ = pipe.Close()
		return nil, fmt.Errorf("watchdog: %w", err)
	}
	return &Group{watchdog: watchdog, pipe: pipe, running: map[*Process]bool{}}, nil
}

// Folder returns a new folder that is removed with the group. A group has at most
// one.
func (g *Group) Folder() (string, error) {
	dir, err := os.MkdirTemp("", "frontdesk-")
	if err != nil {
		return "", fmt.Errorf("a folder: %w", err)
	}
	if _, err := fmt.Fprintln(g.pipe, "folder", dir); err != nil {
		return "", fmt.Errorf("watchdog: %w", err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.folder = dir
	return dir, nil
}

// Command is a program to run.
type Command struct {
	// Name is its name in messages.
	Name string
	Path string
	Args []string
	// Env is its whole environment.
	Env []string
	// Output gets what it prints.
	Output io.Writer
	// Ended, if there is one, is called when it has ended, by itself or killed, before Done is closed.
	Ended func(exited bool)
}

// Process is a running program.
type Process struct {
	Name string
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// ErrStopped says that the group was stopped and starts no more programs.
var ErrStopped = errors.New("stopped")

// Start runs a program.
func (g *Group) Start(c Command) (*Process, error) {
	cmd := exec.Command("/bin/sh", append([]string{"-c", enlistScript, "sh", c.Path}, c.Args...)...)
	cmd.ExtraFiles = []*os.File{g.pipe}
	cmd.Env, cmd.Stdout, cmd.Stderr = c.Env, c.Output, c.Output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = grace // for output that a grandchild keeps open

	g.mu.Lock()
	defer g.mu.Unlock()
	if g.stopped {
		return nil, fmt.Errorf("start %s: %w", c.Name, ErrStopped)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", c.Name, err)
	}
	p := &Process{Name: c.Name, cmd: cmd, done: make(chan struct{})}
	g.running[p] = true
	go g.wait(p, c.Ended)
	return p, nil
}

func (g *Group) wait(p *Process, ended func(exited bool)) {
	p.err = p.cmd.Wait()
	if ended != nil {
		ended(p.cmd.ProcessState.Exited())
	}
	g.mu.Lock()
	delete(g.running, p)
	g.mu.Unlock()
	close(p.done)
}

// Done is closed when the program has ended; Err then says how.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says how the program ended, once Done is closed.
func (p *Process) Err() error {
	if p.err == nil {
		return fmt.Errorf("%s ended", p.Name)
	}
	return fmt.Errorf("%s ended: %w", p.Name, p.err)
}

// Await returns when ready reports that the program can be used. The error says
// how the program ended if it ended first, or that it did not answer when ctx
// ended.
func (p *Process) Await(ctx context.Context, ready func(context.Context) bool) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ready(ctx) {
		select {
		case <-tick.C:
		case <-p.Done():
			return p.Err()
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", p.Name, ctx.Err())
		}
	}
	return nil
}

// Pid is the program's process id, and that of its process group.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Kill kills the program and everything it started, as a crash would.
func (p *Process) Kill() { p.signal(syscall.SIGKILL) }

func (p *Process) signal(s syscall.Signal) { _ = syscall.Kill(-p.Pid(), s) }

// Stop asks every program to end, kills those that do not, and returns when all
// are gone.
func (g *Group) Stop() {
	g.mu.Lock()
	g.stopped = true
	var all []*Process
	for p := range g.running {
		all = append(all, p)
		p.signal(syscall.SIGTERM)
	}
	g.mu.Unlock()
	deadline := time.After(grace)
	for _, p := range all {
		select {
		case <-p.done:
		case <-deadline:
			for _, late := range all {
				late.signal(syscall.SIGKILL)
			}
			<-p.done
		}
	}
	g.dismiss()
}

// dismiss ends the watchdog before it can kill groups that are gone, whose ids
// may have been reused.
func (g *Group) dismiss() {
	_ = g.watchdog.Process.Kill()
	_ = g.watchdog.Wait()
	_ = g.pipe.Close()
	if g.folder != "" {
		_ = os.RemoveAll(g.folder)
	}
}
