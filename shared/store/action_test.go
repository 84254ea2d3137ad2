package store_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// act writes an agent's action and carries it out.
func (w world) act(t *testing.T, name string, kind conversation.ActionKind, agent string) conversation.Action {
	t.Helper()
	_, err := w.doc("/actions/"+name).Create(t.Context(), conversation.Action{
		Kind: kind, Author: conversation.Author{Email: agent, Name: strings.ToUpper(agent)}, Status: conversation.ActionPending,
	})
	if err != nil {
		t.Fatal(err)
	}
	return w.carry(t, name)
}

func (w world) carry(t *testing.T, name string) conversation.Action {
	t.Helper()
	config, err := front()
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = w.Act(t.Context(), id, name, config.Mask(), noon,
		func(c conversation.Conversation, a conversation.Action, people store.People) (conversation.Change, error) {
			by := people[a.Author.Email]
			by.Role, by.DisplayName, by.Queues, by.Capacity = "agent", a.Author.Name, []string{"front"}, 3
			by.Lease.Until = noon.Add(time.Minute)
			return c.CarryOut(a, conversation.ActionInput{Config: config, By: by, Now: noon})
		})
	if err != nil {
		t.Fatal(err)
	}
	return get[conversation.Action](t, w.doc("/actions/"+name))
}

func TestPickTakesTheSessionOutOfTheQueue(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.counter.Take()
	if a := w.act(t, "a1", conversation.Pick, "jo"); a.Status != conversation.ActionDone {
		t.Errorf("action = %+v, want done", a)
	}
	c := get[conversation.Conversation](t, w.doc(""))
	if c.State != conversation.Active || c.Owner != "jo" || c.OwnerName != "JO" {
		t.Errorf("conversation = %+v", c)
	}
	if items := w.names(t, "queues/front/items"); len(items) != 0 {
		t.Errorf("waiting items = %v, want none", items)
	}
}

func TestOfManyWhoPickAtOnceOneWinsAndTheOthersAreTold(t *testing.T) {
	t.Parallel()
	const agents = 6
	w := open(t)
	w.mustReceive(t, said(1))
	outcomes := make([]conversation.Action, agents)
	var wg sync.WaitGroup
	for i := range agents {
		wg.Go(func() { outcomes[i] = w.act(t, fmt.Sprintf("a%d", i), conversation.Pick, fmt.Sprintf("agent%d", i)) })
	}
	wg.Wait()
	owner := get[conversation.Conversation](t, w.doc("")).Owner
	for i, a := range outcomes {
		want := conversation.Action{Status: conversation.ActionRefused, Reason: reason.New(conversation.IsTaken, reason.Args{"agent": strings.ToUpper(owner)})}
		if fmt.Sprintf("agent%d", i) == owner {
			want = conversation.Action{Status: conversation.ActionDone}
		}
		if a.Status != want.Status || !reflect.DeepEqual(a.Reason, want.Reason) {
			t.Errorf("agent%d: %s %v, want %s %v", i, a.Status, a.Reason, want.Status, want.Reason)
		}
	}
}

func TestAnActionIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "pick", conversation.Pick, "jo")
	first := w.act(t, "end", conversation.End, "jo")
	w.mustReceive(t, said(2))
	if again := w.carry(t, "end"); !cmp.Equal(first, again) {
		t.Errorf("second delivery changed the outcome:\n%s", cmp.Diff(first, again))
	}
	if c := get[conversation.Conversation](t, w.doc("")); c.State != conversation.Open || c.Session.Number != 2 {
		t.Errorf("conversation = %s in session %d, want the new session untouched", c.State, c.Session.Number)
	}
}

// TestWhomAnActionNamesIsRead: two documents each, and only who is needed.
func TestWhomAnActionNamesIsRead(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		action conversation.Action
		want   []string
		reads  int
	}{
		"who asks":              {conversation.Action{Kind: conversation.Pick}, []string{"jo"}, 4},
		"and whom it is for":    {conversation.Action{Kind: conversation.Transfer, Agent: "sam"}, []string{"jo", "sam"}, 6},
		"whom a note is for":    {conversation.Action{Kind: conversation.WriteNote, Agents: []string{"sam", "kim"}}, []string{"jo", "kim", "sam"}, 8},
		"who is no document":    {conversation.Action{Kind: conversation.WriteNote, Agents: []string{"a/b", ""}}, []string{"jo"}, 4},
		"whom a customer likes": {conversation.Action{Kind: conversation.Prefer, Agents: []string{"sam"}}, []string{"jo", "sam"}, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.mustReceive(t, said(1))
			tt.action.Author.Email = "jo"
			if _, err := w.doc("/actions/a1").Create(t.Context(), tt.action); err != nil {
				t.Fatal(err)
			}
			w.counter.Take()
			_, _, err := w.Act(t.Context(), id, "a1", nil, noon,
				func(_ conversation.Conversation, _ conversation.Action, people store.People) (conversation.Change, error) {
					if got := slices.Sorted(maps.Keys(people)); !slices.Equal(got, tt.want) {
						t.Errorf("read %v, want %v", got, tt.want)
					}
					return conversation.Change{}, &conversation.RefusedError{Reason: reason.Reason{Code: "seen"}}
				})
			if err != nil {
				t.Error(err)
			}
			w.costs(t, name, tt.reads, 1)
		})
	}
}
