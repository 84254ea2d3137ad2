package month_test

import (
	"flag"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/month"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// told is figures in the form in which the diary tells them.
func told(all fold.All) month.Told {
	said := month.Told{}
	for _, f := range all {
		for dimension, values := range map[string]map[string]conversation.Measures{
			"queue": {f.Queue: f.Measures}, "channel": f.ByChannel, "workstream": f.ByWorkstream, "hour": f.ByHour,
			"tag": f.ByTag, "agent": f.ByAgent,
		} {
			for value, m := range values {
				tell(said, f.Date+" "+dimension+" "+value, m)
			}
		}
	}
	return said
}

func tell(said month.Told, place string, m conversation.Measures) {
	v := reflect.ValueOf(m)
	for field, value := range v.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("firestore"), ",")
		add := func(what string, n int64) {
			if said[place] == nil && n != 0 {
				said[place] = map[string]int64{}
			}
			if n != 0 {
				said[place][what] += n
			}
		}
		if value.Kind() == reflect.Int64 {
			add(name, value.Int())
			continue
		}
		for bucket, n := range value.Seq2() {
			add(name+" "+bucket.String(), n.Int())
		}
	}
}

var full = flag.Bool("full", false, "play the whole month")

// TestAMonthsFiguresAreWhatItsDiarySays, to the unit: 20 agents, 5 queues and, with -full,
// 30,000 sessions. By default it is a tenth of them.
func TestAMonthsFiguresAreWhatItsDiarySays(t *testing.T) {
	t.Parallel()
	size := month.Whole()
	if !*full {
		size.Sessions /= 10
	}
	m, err := month.Play(size)
	if err != nil {
		t.Fatal(err)
	}
	want, err := m.Figures()
	if err != nil {
		t.Fatal(err)
	}
	counted, kept := fold.All{}, fold.All{}
	for _, f := range m.Counted {
		counted.Add(f)
	}
	if diff := cmp.Diff(want, told(counted)); diff != "" {
		t.Errorf("figures (-diary +counted):\n%.6000s", diff)
	}
	channels := map[conversation.ID]string{}
	for _, e := range m.Diary {
		channels[e.Customer] = e.Channel
	}
	for id, sessions := range m.Sessions {
		for _, s := range sessions {
			kept.Session(channels[id], s)
		}
	}
	for _, c := range m.Open {
		kept.Open(c)
	}
	if diff := cmp.Diff(want, told(kept)); diff != "" {
		t.Errorf("figures (-diary +sessions):\n%.6000s", diff)
	}
	if n := len(m.Diary); n != size.Sessions {
		t.Errorf("%d sessions were played", n)
	}
}
