// Package usage tells what a process takes of the machine, from /proc, which only Linux has.
package usage

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Root is where the kernel tells of processes.
const Root = "/proc"

// tick is the kernel's unit of processor time. It is the same on every architecture that Go
// runs on.
const tick = 10 * time.Millisecond

// Sample is what a process has taken so far.
type Sample struct {
	// CPU is its processor time, the kernel's on its behalf included.
	CPU time.Duration
	// Memory is what it occupies now, and Peak the most that it ever did, in bytes.
	Memory, Peak int64
}

// Measured says whether this system tells.
func Measured() bool {
	_, err := os.Stat(filepath.Join(Root, "self", "stat"))
	return err == nil
}

// Of samples a process, as root tells of it.
func Of(root string, pid int) (Sample, error) {
	dir := filepath.Join(root, strconv.Itoa(pid))
	stat, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return Sample{}, fmt.Errorf("process %d: %w", pid, err)
	}
	status, err := os.ReadFile(filepath.Join(dir, "status"))
	if err != nil {
		return Sample{}, fmt.Errorf("process %d: %w", pid, err)
	}
	s := Sample{Memory: memory(status, "VmRSS"), Peak: memory(status, "VmHWM")}
	if s.CPU, err = processor(stat); err != nil {
		return Sample{}, fmt.Errorf("process %d: %w", pid, err)
	}
	return s, nil
}

var errFormat = errors.New("its times cannot be read")

// processor reads the 14th and 15th field. The second is the program's name in brackets, and may
// hold blanks and brackets.
func processor(stat []byte) (time.Duration, error) {
	const user, system = 14 - 3, 15 - 3 // counted from the third
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) <= system {
		return 0, errFormat
	}
	var sum time.Duration
	for _, i := range []int{user, system} {
		n, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			return 0, errFormat
		}
		sum += time.Duration(n) * tick
	}
	return sum, nil
}

// memory reads a line such as "VmRSS:  1234 kB", and is 0 without one.
func memory(status []byte, name string) int64 {
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			n, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return n << 10
		}
	}
	return 0
}
