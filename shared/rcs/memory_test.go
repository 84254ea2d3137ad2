package rcs_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// TestALookUpIsGoodForAnHour, and one that was refused is not tried again for a minute.
func TestALookUpIsGoodForAnHour(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer func() (*http.Response, error)
		good   time.Duration
	}{
		"one that was answered": {nil, time.Hour}, "one that was refused": {failing()["refused"], time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := &provider{unknown: tt.answer}
			a := adapter(p)
			send := func(want int) {
				t.Helper()
				if _, err := a.Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "How?", Choices: actions()}); err != nil {
					t.Error(err)
				}
				if len(p.lookUps) != want {
					t.Errorf("%s: %d look-ups, want %d", name, len(p.lookUps), want)
				}
			}
			send(1)
			time.Sleep(tt.good - time.Second)
			send(1)
			time.Sleep(2 * time.Second)
			send(2)
		})
	}
}

// TestALookUpThatIsNotAnsweredHoldsAnAttemptUpForTwoSeconds at most.
func TestALookUpThatIsNotAnsweredHoldsAnAttemptUpForTwoSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := &provider{silent: "/capabilities"}
		start := time.Now()
		_, err := adapter(p).Send(t.Context(), customer(), channel.Outbound{ID: "m", Text: "How?", Choices: actions()})
		if took := time.Since(start); channel.OutcomeOf(err) != channel.Retry || took > 2*time.Second || len(p.calls) > 0 {
			t.Errorf("%d messages after %v, error %v", len(p.calls), took, err)
		}
	})
}

// TestAnUploadThatIsNotAnsweredLeavesTimeForTheMessage.
func TestAnUploadThatIsNotAnsweredLeavesTimeForTheMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := &provider{silent: "/files"}
		out := channel.Outbound{ID: "m", Kind: channel.File, Media: &channel.Attachment{
			Object: "outbound/f", URL: "https://bucket.example/f", Type: "image/png",
		}}
		_, err := adapter(p).Send(t.Context(), customer(), out)
		if err != nil || len(p.calls) != 1 || !strings.HasSuffix(p.calls[0].URL, "/agentMessages") {
			t.Errorf("calls %+v, error %v", p.calls, err)
		}
	})
}
