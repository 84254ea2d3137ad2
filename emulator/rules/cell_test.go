package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// parts are where the parts of the matrix belong.
func parts() map[byte]stretch {
	return map[byte]stretch{'a': {0, ""}, 'b': {1, "support"}, 'c': {2, "sales"}, 'd': {3, "support"}, 'e': {3, "sales"}}
}

// cast are the people of the matrix by how a row begins to speak of them, longest first.
func cast() []struct {
	is string
	person
	queues []string
} {
	of := func(email string) person { return signedIn(email, email) }
	return []struct {
		is string
		person
		queues []string
	}{
		{"the owner", of("olga@x.example"), []string{"sales"}},
		{"a guest of no queue", of("gil@x.example"), []string{}},
		{"a guest of support", of("gus@x.example"), []string{"support"}},
		{"who had it before", of("fay@x.example"), []string{"support"}},
		{"who had the first", of("lou@x.example"), []string{"support"}},
		{"who serves sales", of("mia@x.example"), []string{"sales"}},
		{"a stranger", of("stan@x.example"), []string{"kites"}},
		// What is in force for today is what counts, and not what the roster says.
		{"lent to sales", of("lena@x.example"), []string{"sales"}},
		{"lent to kites", of("kim@y.example"), []string{"kites"}},
	}
}

// cell is one cell of the matrix: who reads which parts in a state, under a setting with a
// role.
type cell struct {
	state   conversation.State
	row     string
	who     person
	history string
	role    agent.Role
	reads   string
	record  bool // reads it only with one
}

// whole says whether everything is tried, or a sample. The setting is for agents: everybody
// else is tried as a whole under one in each state, and under another in the next state.
func (c cell) whole() bool {
	states := []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp, conversation.Closed,
	}
	return c.role == agent.Plain || c.history == settings()[slices.Index(states, c.state)%len(settings())]
}

func settings() []string {
	return []string{configuration.HistorySession, configuration.HistoryQueues, configuration.HistoryAll}
}

func cells(t *testing.T) (all []cell) {
	t.Helper()
	const columns = 6
	for line := range strings.Lines(matrix) {
		words := strings.Fields(line)
		if len(words) < columns+2 || words[0] == "state" {
			continue
		}
		row, of := strings.Join(words[1:len(words)-columns], " "), words[len(words)-columns:]
		who, found := person{}, false
		for _, p := range cast() {
			if found = strings.HasPrefix(row, p.is); found {
				who = p.person
				break
			}
		}
		if !found {
			t.Fatalf("nobody is %q", row)
		}
		for i, history := range settings() {
			for role, what := range map[agent.Role]string{
				agent.Plain: of[i], agent.Supervisor: of[3], agent.Admin: of[4], agent.None: of[5],
			} {
				reads, record := strings.CutSuffix(what, "*")
				all = append(all, cell{conversation.State(words[0]), row, who, history, role, strings.Trim(reads, "-"), record})
			}
		}
	}
	return all
}
