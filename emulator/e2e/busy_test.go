package e2e

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// This does not run beside other tests: it measures, too.

const (
	// pace is how quickly the agent types; felt and slow are how long half of the keys, and nearly all, may take until they
	// are seen, in floors.
	pace = 120 * time.Millisecond
	felt = 10
	slow = 30
	// share is how much of a floor's processor time a customer's message may take, which is the same on a busy machine.
	share = 0.15
)

// key is how long, in milliseconds, a key took until the page heard of it, and until what it did was on the screen.
type key struct{ Heard, Painted float64 }

// typed is how a text was typed: what each key took, what the page did meanwhile that took longer than 50 ms, how long it
// took, and how much of a processor's time.
type typed struct {
	keys         []key
	stalls       []float64
	took, worked time.Duration
}

// typing types at a person's pace, and then waits for something else that goes on meanwhile.
func (s *seat) typing(text string, meanwhile ...func()) (t typed) {
	s.Helper()
	s.must(browser.Void(s.Page, `ui.keys.length = ui.stalls.length = 0`))
	began, before := time.Now(), s.worked()
	s.must(s.Type(text, pace))
	for _, ended := range meanwhile {
		ended()
	}
	s.await(fmt.Sprintf(`ui.keys.length >= %d`, len(text)))
	t.took, t.worked = time.Since(began), s.worked()-before
	t.keys, t.stalls = value[[]key](s, `ui.keys`), value[[]float64](s, `ui.painted().then(() => ui.stalls)`)
	return t
}

// worked is how much of a processor's time the page has taken.
func (s *seat) worked() time.Duration {
	s.Helper()
	worked, err := s.Worked()
	s.must(err)
	return worked
}

// at is what a share of the keys took at most.
func (t typed) at(share float64, of func(key) float64) float64 {
	all := slices.Clone(t.keys)
	slices.SortFunc(all, func(a, b key) int { return cmp.Compare(of(a), of(b)) })
	return of(all[min(len(all)-1, int(share*float64(len(all))))])
}

func (k key) heard() float64   { return k.Heard }
func (k key) painted() float64 { return k.Painted }

// longest is the longest task, in milliseconds, or nothing.
func (t typed) longest() float64 { return slices.Max(append(slices.Clone(t.stalls), 0)) }

func (t typed) String() string {
	var stalled float64
	for _, s := range t.stalls {
		stalled += s
	}
	return fmt.Sprintf("%d keys, until heard p50 %.1f p95 %.1f max %.1f ms, until seen p50 %.1f p95 %.1f max %.1f ms; "+
		"%d long tasks, longest %.0f ms, %.1f %% of %v; %v of a processor", len(t.keys),
		t.at(0.5, key.heard), t.at(0.95, key.heard), t.at(1, key.heard),
		t.at(0.5, key.painted), t.at(0.95, key.painted), t.at(1, key.painted),
		len(t.stalls), t.longest(), stalled/float64(t.took.Milliseconds())*100,
		t.took.Round(time.Millisecond), t.worked.Round(time.Millisecond))
}

// arrivals has the page record when it has learned of how many messages.
const arrivals = `(() => {
	const { inbox } = document.querySelector('desk-app').office.desk;
	const seen = (globalThis.arrivals = []);
	inbox.watch(() => seen.push({
		at: performance.timeOrigin + performance.now(),
		messages: inbox.active.reduce((n, c) => n + c.messages, 0),
	}));
})()`

// arrival is that a page knew of so many messages at an instant, in milliseconds since 1970.
type arrival struct {
	At       float64
	Messages int
}

// arrive is how long each message took from when it was due until the page had it, and how many came in each second of the
// rush, and then after it.
func (r *rush) arrive(all []arrival) (took []float64, each []int) {
	for round := range rounds {
		for part := range talking / atOnce {
			due := float64(r.due(part, round).UnixMicro()) / 1000
			for range atOnce {
				nth := len(took) + 1
				if i := slices.IndexFunc(all, func(a arrival) bool { return a.Messages >= nth }); i >= 0 {
					took = append(took, all[i].At-due)
				}
			}
		}
	}
	began := float64(r.began.UnixMicro()) / 1000
	each = make([]int, rounds+1)
	before := 0
	for _, a := range all {
		each[max(0, min(rounds, int((a.At-began)/1000)))] += a.Messages - before
		before = a.Messages
	}
	slices.Sort(took)
	return took, each
}

func TestADeskStaysQuickWhileFiftyCustomersWrite(t *testing.T) {
	o := newOffice(t, "wines")
	o.shelved()
	uma := o.hires("Uma", func(a *agent.Agent) { a.Queues = shelves })
	r := o.rushes(uma)
	desk := o.sits(uma, "/", wide)
	desk.lists().sees("heading", fmt.Sprint("Mine ", talking))
	name := r.all[0].Context.DisplayName
	desk.lists().presses("link", "/^"+name+"/")
	desk.presses("textbox", "Reply to "+name)

	const first = 40
	text := strings.Repeat("It left us this morning, so it is with you on Thursday. ", 4)[:first+rounds*int(time.Second/pace)]
	idle := desk.typing(text[:first])
	desk.must(browser.Void(desk.Page, arrivals))
	floor, plain := desk.floor()
	came, tones, profiled := desk.came(), desk.tones(), desk.profiles()
	end := r.start(o.context())
	busy := desk.typing(text[first:], func() {
		o.must(end())
		desk.await(fmt.Sprintf(`arrivals.at(-1)?.messages === %d`, talking*rounds))
	})
	profiled()
	again, _ := desk.floor()
	floor = max(floor, again) // a machine that has more to do now is slower now
	t.Logf("2,000 plain lines: %.1f ms, %v of a processor", floor, plain)
	t.Logf("nobody writes: %v", idle)
	t.Logf("everybody writes: %v", busy)
	r.report(value[[]arrival](desk, `arrivals`))
	t.Logf("%d documents, %d tones", desk.came()-came, desk.tones()-tones)
	desk.bounds(busy, floor, plain)
	if got := desk.tones() - tones; got == 0 || got > int(busy.took.Seconds())+2 {
		t.Errorf("in %v there are %d tones, want one a second at most", busy.took, got)
	}
	if got := value[string](desk, desk.find("textbox", "Reply to "+name)+`[0].value`); got != text {
		t.Errorf("the field has %q, want %q", got, text)
	}
	desk.heardAll(r)
}

// bounds compares what typing was like with 2,000 plain lines: how long they take, in milliseconds, and how much of a processor's time.
func (s *seat) bounds(t typed, floor float64, plain time.Duration) {
	s.Helper()
	message := t.worked / (talking * rounds)
	for what, is := range map[string]struct{ got, most float64 }{
		"ms until half of the keys are seen":    {t.at(0.5, key.painted), felt * floor},
		"ms until nearly all keys are seen":     {t.at(0.95, key.painted), slow * floor},
		"ms of the longest task":                {t.longest(), stall * floor},
		"ms of a processor's time of a message": {float64(message.Microseconds()) / 1000, share * float64(plain.Microseconds()) / 1000},
	} {
		s.Logf("%.1f %s, of %.1f at most", is.got, what, is.most)
		if is.got > is.most {
			s.Errorf("%.1f %s, want at most %.1f: 2,000 plain lines take %.1f ms, %v of a processor's", is.got, what, is.most, floor, plain)
		}
	}
}

// floor is how long 2,000 plain lines take, in milliseconds, and how much of a processor's time.
func (s *seat) floor() (ms float64, worked time.Duration) {
	s.Helper()
	before := s.worked()
	ms = value[float64](s, `ui.floor()`)
	return ms, (s.worked() - before) / 5 // as often as it tries
}

// tones is how many tones the page has made.
func (s *seat) tones() int {
	s.Helper()
	return value[int](s, `ui.sound.tones`)
}

// report says how long the messages were on their way.
func (r *rush) report(all []arrival) {
	r.Helper()
	took, each := r.arrive(all)
	slices.Sort(r.took)
	r.Logf("in the database p50 %v max %v after they were due, %d of %d commits late",
		r.took[len(r.took)/2].Round(time.Millisecond), r.took[len(r.took)-1].Round(time.Millisecond), r.late(), len(r.took))
	r.Logf("on the page p50 %.0f p95 %.0f max %.0f ms after they were due; in each second, and after all were due, %v",
		took[len(took)/2], took[len(took)*95/100], took[len(took)-1], each)
}

// heardAll checks that each row shows its customer's last message and how many are unread, and the thread all of its messages.
func (s *seat) heardAll(r *rush) {
	s.Helper()
	rows := value[map[string][2]string](s, `(async () => {
		const [pane] = ui.find(['navigation', 'Conversations']);
		const rows = {};
		pane.scrollTop = 0;
		for (let at = -1; pane.scrollTop > at; ) {
			await ui.painted();
			for (const a of pane.querySelectorAll('a.row'))
				rows[a.pathname.split('/').at(-1)] = [ui.text(a.querySelector('.what')), ui.text(a.querySelector('.badge'))];
			at = pane.scrollTop;
			pane.scrollTop += pane.clientHeight;
		}
		return rows;
	})()`)
	for i, c := range r.all {
		want := [2]string{r.text(i, rounds-1), fmt.Sprint(rounds)}
		if i == 0 {
			want[1] = "" // it is before the agent's eyes
		}
		if got := rows[string(c.ID)]; got != want {
			s.Errorf("the row of customer %d reads %q, want %q", i+1, got, want)
		}
	}
	var want []string
	for round := range rounds {
		want = append(want, r.text(0, round))
	}
	got := value[[]string](s, `[...document.querySelectorAll('.history li')].map((l) => /Message \d+ of customer[^?]+\?/.exec(ui.text(l))?.[0]).filter(Boolean)`)
	if !slices.Equal(got, want) {
		s.Errorf("the thread shows %q, want %q", got, want)
	}
}

// profiles takes a profile of the page's processor time into the folder that PROFILES names, until what it returns is called.
func (s *seat) profiles() (end func()) {
	s.Helper()
	folder := os.Getenv("PROFILES")
	if folder == "" {
		return func() {}
	}
	stop, err := s.Profile()
	s.must(err)
	return func() {
		s.Helper()
		profile, err := stop()
		s.must(err)
		raw, err := json.Marshal(profile)
		s.must(err)
		s.must(os.WriteFile(filepath.Join(folder, "desk.cpuprofile"), raw, 0o600))
	}
}
