package reply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Files keeps files in the bucket, and signs addresses of them, for the provider to
// fetch.
type Files interface {
	// Keep makes a file stay that an agent uploaded for a reply. The error is
	// [bucket.ErrNotFound] when there is no such file.
	Keep(ctx context.Context, object string) error
	SignedURL(ctx context.Context, object string, until time.Time) (string, error)
	// Secret is what opens a file at the desk to whoever has it, or empty.
	Secret(ctx context.Context, object string) (string, error)
}

// fileLife is how long the provider may fetch a file. It is the longest that a signature
// can last, and not a promise: Google changes the keys that it signs with, and says only
// that a signature is good for 12 hours at least. Customers get another address, see link.
const fileLife = 7 * 24 * time.Hour

// ofCard is the object of the picture on a card that an agent made. Nobody writes it: a
// card's picture without an address is the file under the reply's name and the card's
// number, so it can be no other conversation's.
func (r *run) ofCard(reply string, card int) string {
	return bucket.Outbound(string(r.id), reply+"-"+strconv.Itoa(card))
}

// named is a reply whose cards say where their pictures are in the bucket.
func (r *run) named(reply conversation.Reply) conversation.Reply {
	reply.Cards = slices.Clone(reply.Cards)
	for i, card := range reply.Cards {
		if card.Media != nil && card.Media.URL == "" {
			picture := *card.Media
			picture.Object = r.ofCard(reply.ID, i)
			reply.Cards[i].Media = &picture
		}
	}
	return reply
}

// filesOf are the files in the bucket that a message refers to.
func filesOf(out *channel.Outbound) []*channel.Attachment {
	all := []*channel.Attachment{out.Media}
	for i := range out.Cards {
		all = append(all, out.Cards[i].Media)
	}
	return slices.DeleteFunc(all, func(a *channel.Attachment) bool { return a == nil || a.Object == "" })
}

// keep makes the files of a reply stay, whatever becomes of the reply: the history shows
// them, and the agent may send them again. A run that died after it changes nothing for the
// next. The errors are those of [channel.Adapter].
func (r *run) keep(ctx context.Context, reply conversation.Reply) error {
	for _, file := range filesOf(&reply.Outbound) {
		err := r.Files.Keep(ctx, file.Object)
		switch {
		case errors.Is(err, bucket.ErrNotFound):
			return &channel.RefusedError{Reason: *reason.New(FileGone, nil), Err: err}
		case err != nil:
			return &channel.RetryError{Err: fmt.Errorf("keep %s: %w", file.Object, err)}
		}
	}
	return nil
}

// sign signs the URLs of files in the bucket.
func (r *run) sign(ctx context.Context, out channel.Outbound) (channel.Outbound, error) {
	out.Cards = slices.Clone(out.Cards)
	for i := range out.Cards {
		out.Cards[i].Media = cloned(out.Cards[i].Media)
	}
	out.Media = cloned(out.Media)
	for _, file := range filesOf(&out) {
		address, err := r.Files.SignedURL(ctx, file.Object, r.Now().Add(fileLife))
		if err != nil {
			return out, fmt.Errorf("sign %s: %w", file.Object, err)
		}
		file.URL = address
		if file.Link, err = r.link(ctx, file.Object); err != nil {
			return out, fmt.Errorf("link %s: %w", file.Object, err)
		}
	}
	return out, nil
}

// link is the address of the desk by which a customer opens a file, for as long as
// [bucket.LinkLife]. It is empty without a desk.
func (r *run) link(ctx context.Context, object string) (string, error) {
	if r.Desk == "" {
		return "", nil
	}
	secret, err := r.Files.Secret(ctx, object)
	if err != nil || secret == "" { // a file from before there were links
		return "", err
	}
	return r.Desk + bucket.LinkPath(object, secret), nil
}

func cloned(a *channel.Attachment) *channel.Attachment {
	if a == nil {
		return nil
	}
	other := *a
	return &other
}
