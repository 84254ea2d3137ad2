package warehouse_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/warehouse"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/warehouse"
)

const table = "demo.frontdesk_events.events"

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// filled is a table with two old rows of c1, a newer one, and one of somebody else.
func filled(t *testing.T) (*warehouse.Rows, *standin.Server) {
	t.Helper()
	server := standin.New(table, func() time.Time { return noon })
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	server.Add(
		standin.Row{Conversation: "c1", OccurredAt: hour(-9), WrittenAt: hour(-9)},
		standin.Row{Conversation: "c1", OccurredAt: hour(-8), WrittenAt: hour(-8)},
		standin.Row{Conversation: "c1", OccurredAt: hour(-2), WrittenAt: hour(-2)},
		standin.Row{Conversation: "c2", OccurredAt: hour(-9), WrittenAt: hour(-9)},
	)
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	rows, err := warehouse.New(t.Context(), table, strings.TrimPrefix(web.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	return rows, server
}

// TestRowsAreDeletedUntilAnInstant, and those of others and of later stay; whether BigQuery
// answers within the call or later.
func TestRowsAreDeletedUntilAnInstant(t *testing.T) {
	t.Parallel()
	for _, slow := range []bool{false, true} {
		rows, server := filled(t)
		server.Slow(slow)
		until := noon.Add(-3 * time.Hour)
		if n, err := rows.Count(t.Context(), "c1", until); err != nil || n != 2 {
			t.Errorf("slow %t: counted %d, %v, want 2", slow, n, err)
		}
		if n, err := rows.Delete(t.Context(), warehouse.Erased{Conversation: "c1", Until: until}); err != nil || n != 2 {
			t.Errorf("slow %t: deleted %d, %v, want 2", slow, n, err)
		}
		if left := server.Rows(); len(left) != 2 || left[0].Conversation != "c1" || left[1].Conversation != "c2" {
			t.Errorf("slow %t: left are %v", slow, left)
		}
		if n, err := rows.Delete(t.Context(), warehouse.Erased{Conversation: "c1", Until: until}); err != nil || n != 0 {
			t.Errorf("slow %t: deleted %d once more, %v", slow, n, err)
		}
	}
}

func TestNewRowsAreLeftForLater(t *testing.T) {
	t.Parallel()
	rows, server := filled(t)
	server.Add(standin.Row{Conversation: "c1", OccurredAt: noon, WrittenAt: noon})
	if n, err := rows.Delete(t.Context(), warehouse.Erased{Conversation: "c1", Until: noon}); !errors.Is(err, warehouse.ErrTooNew) || n != 0 {
		t.Errorf("deleted %d, %v, want that they are too new", n, err)
	}
	if left := server.Rows(); len(left) != 5 {
		t.Errorf("%d rows are left, want all", len(left))
	}
	if n, err := rows.Count(t.Context(), "c1", noon); err != nil || n != 4 {
		t.Errorf("counted %d, %v: new rows can be counted", n, err)
	}
}

// TestRowsOfManyGoTogether: by one statement, and where some are too new, by as many as it takes
// to find out which.
func TestRowsOfManyGoTogether(t *testing.T) {
	t.Parallel()
	rows, server := filled(t)
	all := []warehouse.Erased{{Conversation: "c1", Until: noon.Add(-9 * time.Hour)}, {Conversation: "c2", Until: noon}}
	for i := range 2 * warehouse.MaxErased {
		all = append(all, warehouse.Erased{Conversation: fmt.Sprintf("other-%04d", i), Until: noon})
	}
	if n, err := rows.Delete(t.Context(), all...); err != nil || n != 2 || server.Deletes() != 3 {
		t.Errorf("deleted %d by %d statements, %v, want 2 by 3", n, server.Deletes(), err)
	}
	if left := server.Rows(); len(left) != 2 || left[0].Conversation != "c1" || left[1].Conversation != "c1" {
		t.Errorf("left are %v, want those of c1 that came later", left)
	}

	rows, server = filled(t)
	server.Add(standin.Row{Conversation: "new", OccurredAt: noon.Add(-time.Minute), WrittenAt: noon})
	all = append(all[:20:20], warehouse.Erased{Conversation: "new", Until: noon})
	if n, err := rows.Delete(t.Context(), all...); !errors.Is(err, warehouse.ErrTooNew) || n != 2 || server.Deletes() > 11 {
		t.Errorf("deleted %d by %d statements, %v, want 2 and that some are too new", n, server.Deletes(), err)
	}
	if left := server.Rows(); len(left) != 3 || left[2].Conversation != "new" {
		t.Errorf("left are %v, want the new one and those of c1 that came later", left)
	}
	if n, err := rows.Delete(t.Context()); err != nil || n != 0 {
		t.Errorf("of nobody: %d, %v", n, err)
	}
}

func TestWhatAFailureMeans(t *testing.T) {
	t.Parallel()
	rows, server := filled(t)
	for status, want := range map[int]fault.Kind{
		http.StatusForbidden: fault.Internal, http.StatusTooManyRequests: fault.Unavailable,
	} {
		server.Down(status)
		if _, err := rows.Delete(t.Context(), warehouse.Erased{Conversation: "c1", Until: noon}); fault.KindOf(err) != want || errors.Is(err, warehouse.ErrTooNew) {
			t.Errorf("%d is %v, want kind %d", status, err, want)
		}
	}
	server.Down(0)
	web := httptest.NewServer(server)
	defer web.Close()
	another, err := warehouse.New(t.Context(), "demo.frontdesk_events.else", strings.TrimPrefix(web.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := another.Count(t.Context(), "c1", noon); err == nil || !strings.Contains(err.Error(), "Not found: Table") {
		t.Errorf("a table that is not there: %v", err)
	}
}
