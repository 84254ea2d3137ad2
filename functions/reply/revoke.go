package reply

import (
	"context"
	"errors"
	"fmt"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// takeBack asks the channel to take a message back: all the messages that the reply was
// sent in, the last one first, because its receipt is the reply's. If that is too late,
// nothing else is tried. It counts in signal.Pieces what is done with. The errors are
// those of [channel.Adapter].
func (r *run) takeBack(
	ctx context.Context, adapter channel.Adapter, conv conversation.Conversation, signal *conversation.Reply,
) error {
	target, err := r.outbox.Reply(ctx, signal.Of)
	if err != nil {
		return &channel.RetryError{Err: fmt.Errorf("read the reply %s: %w", signal.Of, err)}
	}
	pieces, _ := adapter.Prepare(target.ForChannel()) // whatever is wrong with it by now, it was sent
	late := 0
	for i := len(pieces) - 1 - int(signal.Pieces); i >= 0; i-- {
		id := fmt.Sprintf("%s.%d", signal.ID, i+1)
		_, err := call(ctx, adapter, conv, channel.Outbound{ID: id, Kind: channel.Revoke, Of: pieces[i].ID, Back: &pieces[i]})
		refused, isRefused := errors.AsType[*channel.RefusedError](err)
		switch {
		case isRefused && i < len(pieces)-1 && refused.Reason.Code == channel.TooLateToRevoke,
			isRefused && refused.Reason.Code == channel.PartlyRevoked:
			late++
		case err != nil:
			return err
		}
		signal.Pieces++
	}
	if late > 0 {
		return &channel.RefusedError{Reason: *reason.New(channel.PartlyRevoked, nil)}
	}
	return nil
}

// settleRevocation records with a message what came of taking it back. It does so before
// the signal has its outcome: a run that dies in between does all of it again, which
// says nothing worse of the message.
func (r *run) settleRevocation(ctx context.Context, signal conversation.Reply, heard conversation.Report) error {
	err := r.Store.Receipt(ctx, r.id, signal.Of, signal.RevocationReport(heard), r.Now())
	if errors.Is(err, store.ErrNotFound) {
		return nil // it was deleted
	}
	return err
}
