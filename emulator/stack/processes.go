package stack

import (
	"fmt"
	"syscall"
)

// Processes are the ids of the processes that were started, by name: the functions' and those of
// the emulators. A function that died has another one after its restart.
func (s *Stack) Processes() map[string]int {
	all := map[string]int{}
	for name, f := range s.Functions {
		all[name] = f.running().Pid()
	}
	for _, e := range s.emulators {
		all[e.Process.Name] = e.Process.Pid()
	}
	return all
}

// Freeze has one of those processes stand still, as if it hung: it keeps its connections and
// what is in its memory. thaw lets it go on.
func (s *Stack) Freeze(name string) (thaw func(), err error) {
	pid, ok := s.Processes()[name]
	if !ok {
		return nil, fmt.Errorf("freeze %s: there is no such process", name)
	}
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return nil, fmt.Errorf("freeze %s: %w", name, err)
	}
	return func() { _ = syscall.Kill(pid, syscall.SIGCONT) }, nil // it has ended otherwise
}
