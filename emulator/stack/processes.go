package stack

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
