package phone

import "context"

// Read marks every message of the business as read and sends their receipts in one act. It does nothing if all have
// been read.
func (p *Phone) Read(ctx context.Context) error { return p.receipts(ctx, Read) }

// MarkDelivered sends the receipts of delivery that are due, for a phone without AutoReceipts.
func (p *Phone) MarkDelivered(ctx context.Context) error { return p.receipts(ctx, Delivered) }

func (p *Phone) receipts(ctx context.Context, state State) error {
	p.mu.Lock()
	first := p.sendReceipts(state, messages(p.transcript.entries))
	p.mu.Unlock()
	if first == nil {
		return nil
	}
	return wait(ctx, first)
}

// LookAt opens or closes the conversation on the phone; an open one reads what is there and what comes.
func (p *Phone) LookAt(open bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.settings.Open = open
	p.transcript.touch()
	if open && p.settings.AutoReceipts {
		p.sendReceipts(Read, messages(p.transcript.entries))
	}
}

// sendReceipts moves messages on to a state and tells the business about those that moved; nil if none did. The caller
// holds the lock.
func (p *Phone) sendReceipts(to State, ids []string) <-chan error {
	var moved []string
	for _, id := range ids {
		e := p.transcript.find(Business, id)
		if e.State == to || e.State == Read {
			continue
		}
		e.State = to
		p.transcript.revise(e)
		moved = append(moved, id)
	}
	if len(moved) == 0 {
		return nil
	}
	return p.carry(Receipts{to, moved}, "")
}
