package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// archived puts a version of the configuration among those that were in force.
func (w world) archived(t *testing.T, version, routing string, used time.Time) {
	t.Helper()
	w.put(t, "configs/"+version, map[string]any{"routing": routing, "usedAt": used})
}

// TestKnownAccountsAreThoseOfTheLastVersions: what no version can be read of is left out.
func TestKnownAccountsAreThoseOfTheLastVersions(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.archived(t, "v0", `{"accounts":{"ancient":{}}}`, noon.Add(-time.Hour))
	for i := range 48 {
		w.archived(t, fmt.Sprintf("w%02d", i), `{"accounts":{"acme":{}}}`, noon.Add(time.Duration(i)*time.Minute))
	}
	w.archived(t, "x1", `{"accounts":{"acme":{},"gone":{"closing":"bye"}}}`, noon.Add(time.Hour))
	w.archived(t, "x2", `no JSON`, noon.Add(2*time.Hour))
	w.counter.Take()
	got, err := w.KnownAccounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.costs(t, "fifty versions", 50, 0)
	if diff := cmp.Diff([]string{"acme", "gone"}, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}

// TestOpenOfFindsEveryOpenSessionOfAnAccount, and no other.
func TestOpenOfFindsEveryOpenSessionOfAnAccount(t *testing.T) {
	t.Parallel()
	w := open(t)
	has := func(id, account string, state conversation.State) {
		c := conversation.Conversation{Session: conversation.Session{State: state}}
		c.Account = account
		w.put(t, "conversations/"+id, c)
	}
	want := map[conversation.ID]bool{}
	for _, state := range []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp, conversation.Closed,
	} {
		has("gone-"+string(state), "gone", state)
		has("acme-"+string(state), "acme", state)
		if state != conversation.Closed {
			want[conversation.ID("gone-"+string(state))] = true
		}
	}
	got := map[conversation.ID]bool{}
	w.counter.Take()
	err := w.OpenOf(t.Context(), "gone", func(id conversation.ID) error {
		got[id] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.costs(t, "each open session", len(want), 0)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	stop := errors.New("stop")
	if err := w.OpenOf(t.Context(), "gone", func(conversation.ID) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("OpenOf = %v, want what f returned", err)
	}
}
