package access_test

import (
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

func TestTheFilesOfADayAreCounted(t *testing.T) {
	t.Parallel()
	f, db := office(t)
	const ana = "ana@x.example"
	now := time.Now()
	var at sync.WaitGroup
	for range 3 {
		at.Go(func() { judge(t, f.CountUpload(t.Context(), bearer(ana), 100, now), allowed) })
	}
	at.Wait()
	read := func() (u agent.Uploads) {
		doc, err := db.Doc("uploads/" + ana).Get(t.Context())
		if err == nil {
			err = doc.DataTo(&u)
		}
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	if got, want := read(), (agent.Uploads{Day: agent.Day(now), Files: 3, Bytes: 300}); got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
	judge(t, f.CountUpload(t.Context(), bearer(ana), agent.MaxUploadBytes, now), fault.Exhausted)
	if _, err := db.Doc("uploads/"+ana).Set(t.Context(), agent.Uploads{Day: agent.Day(now) - 1, Files: 500, Bytes: 9}); err != nil {
		t.Fatal(err)
	}
	judge(t, f.CountUpload(t.Context(), bearer(ana), 7, now), allowed)
	if got, want := read(), (agent.Uploads{Day: agent.Day(now), Files: 1, Bytes: 7}); got != want {
		t.Errorf("the next day %+v, want %+v", got, want)
	}
}

// TestWhoDoesNotWorkHereCountsNothing. A file is counted for the address in the token, and
// the rules let nobody else count it: emulator/rules.TestFilesAreCountedUp.
func TestWhoDoesNotWorkHereCountsNothing(t *testing.T) {
	t.Parallel()
	f, _ := office(t)
	now := time.Now()
	judge(t, f.CountUpload(t.Context(), bearer("old@x.example"), 1, now), fault.Forbidden)
	judge(t, f.CountUpload(t.Context(), "Basic x", 1, now), fault.Unauthorized)
}
