package load

import (
	"context"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/usage"
)

// sample samples every process; nothing where this system does not tell.
func (r *run) sample() map[string]usage.Sample {
	if !usage.Measured() {
		return nil
	}
	all := map[string]usage.Sample{}
	pids := r.stack.Processes()
	maps.Copy(pids, r.floors.Processes())
	pids[generatorProcess] = os.Getpid()
	for name, pid := range pids {
		if s, err := usage.Of(usage.Root, pid); err == nil { // or it is about to be started again
			all[name] = s
		}
	}
	return all
}

// processes are those that did something between two samples, those that did most first.
func processes(before, after map[string]usage.Sample, messages int) []report.Process {
	const mib = 1 << 20
	var all []report.Process
	for name, s := range after {
		cpu := float64((s.CPU - before[name].CPU).Microseconds()) / 1000
		if cpu <= 0 {
			continue
		}
		one := report.Process{Name: name, CPU: cpu, Memory: float64(s.Memory) / mib, Peak: float64(s.Peak) / mib}
		if messages > 0 {
			one.PerMessage = cpu / float64(messages)
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b report.Process) int { return int(b.CPU - a.CPU) })
	return all
}

// rest waits until the machine has nothing left to do of what was before.
func (r *run) rest(ctx context.Context) error {
	_, err := r.quiet(ctx)
	return err
}

// quiet waits until everything together takes less than a tenth of a processor, and returns what
// processes had taken by then. It waits for so long and no longer.
func (r *run) quiet(ctx context.Context) (map[string]usage.Sample, error) {
	const look, longest = 500 * time.Millisecond, 20 * time.Second
	ends := time.Now().Add(longest)
	before := r.sample()
	for time.Now().Before(ends) {
		if err := pause(ctx, look); err != nil {
			return nil, err
		}
		after, busy := r.sample(), time.Duration(0)
		for name, s := range after {
			busy += s.CPU - before[name].CPU
		}
		if busy < look/10 {
			break
		}
		before = after
	}
	return before, nil
}

// pause waits, unless ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
