package rcs

import (
	"context"
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// keptFor is how long a file that was uploaded is used again: less than the 60 days
// for which Google keeps it.
const keptFor = 50 * 24 * time.Hour

// uploadTimeout leaves time to send the message with the file's address instead.
const uploadTimeout = google.CallTimeout / 2

// upload is a file for an agent, who alone may use what was uploaded for them.
type upload struct{ account, agent, object string }

// uploaded returns Google's name for a file of our bucket, which it uploads if need be. It
// is empty for other files and if the upload fails: then the message has the file's
// address, which Google fetches, too. The address of a file of ours is another one each
// time, so Google would fetch and keep the file each time.
func (a *Adapter) uploaded(ctx context.Context, to channel.Peer, file channel.Attachment) string {
	if file.Object == "" || file.URL == "" {
		return ""
	}
	key := upload{to.Account, AgentName(to.BrandAgent), file.Object}
	if name := a.remember().uploads.Get(key); name != nil {
		return name.Value()
	}
	var answer struct {
		Name string `json:"name"`
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTimeout)
	defer cancel()
	body := map[string]string{"fileUrl": file.URL, "agentId": key.agent}
	if file.Thumbnail != "" {
		body["thumbnailUrl"] = file.Thumbnail
	}
	err := a.caller(to.Account).Do(ctx, google.Call{Method: http.MethodPost, Path: "/v1/files", Body: body}, &answer)
	if err != nil || answer.Name == "" {
		return ""
	}
	a.remember().uploads.Set(key, answer.Name, keptFor)
	return answer.Name
}
