package agent_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

func TestFilesAreCountedByTheDay(t *testing.T) {
	t.Parallel()
	night := time.Date(2026, 3, 5, 23, 59, 59, 0, time.UTC)
	full := agent.Uploads{Day: agent.Day(night), Files: agent.MaxUploads - 1, Bytes: agent.MaxUploadBytes - 10}
	for name, tt := range map[string]struct {
		before agent.Uploads
		size   int64
		now    time.Time
		room   bool
		want   agent.Uploads
	}{
		"the first":          {agent.Uploads{}, 7, night, true, agent.Uploads{Day: 20517, Files: 1, Bytes: 7}},
		"the last":           {full, 10, night, true, agent.Uploads{Day: 20517, Files: agent.MaxUploads, Bytes: agent.MaxUploadBytes}},
		"a byte too many":    {full, 11, night, false, agent.Uploads{Day: 20517, Files: agent.MaxUploads, Bytes: agent.MaxUploadBytes + 1}},
		"the first tomorrow": {full, 11, night.Add(time.Second), true, agent.Uploads{Day: 20518, Files: 1, Bytes: 11}},
	} {
		if got, room := tt.before.And(tt.size, tt.now); got != tt.want || room != tt.room {
			t.Errorf("%s: %+v, room %v; want %+v, %v", name, got, room, tt.want, tt.room)
		}
	}
	if _, room := (agent.Uploads{Day: 20517, Files: agent.MaxUploads}).And(1, night); room {
		t.Error("a file too many has room")
	}
}
