package stack

import (
	"context"
	"fmt"
	"syscall"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/relay"
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

// startRelays starts relays to the emulators, if the options ask for them.
func (s *Stack) startRelays() error {
	s.relays = map[string]*relay.Relay{}
	if !s.options.Relayed {
		return nil
	}
	for name, host := range map[string]string{official.FirestoreName: s.FirestoreHost, official.PubSubName: s.PubSubHost} {
		r, err := relay.Start(s.ctx, host)
		if err != nil {
			return err
		}
		s.relays[name] = r
	}
	return nil
}

// through is where functions reach an emulator.
func (s *Stack) through(name, host string) string {
	if r := s.relays[name]; r != nil {
		return r.Host
	}
	return host
}

// Cut cuts the functions' connections to an emulator, and has further ones refused until mend is
// called. Relays have to be there, see [Options.Relayed].
func (s *Stack) Cut(name string) (mend func(context.Context) error, err error) {
	r := s.relays[name]
	if r == nil {
		return nil, fmt.Errorf("cut %s: no relay leads to it", name)
	}
	return r.Cut(), nil
}
