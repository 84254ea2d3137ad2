package google

import "context"

// Read marks every message of the business as read and sends one payload with their READ receipts. It does nothing
// when there is none to send.
func (p *Phone) Read(ctx context.Context) error {
	if d := p.sendReceipts(Read, p.unread()); d != nil {
		return d.wait(ctx)
	}
	return nil
}

// MarkDelivered sends the DELIVERED receipts that are due, for a phone without AutoReceipts.
func (p *Phone) MarkDelivered(ctx context.Context) error {
	if d := p.sendReceipts(Delivered, p.unread()); d != nil {
		return d.wait(ctx)
	}
	return nil
}

// LookAt opens or closes the conversation on the phone; an open one reads what is there and what comes.
func (p *Phone) LookAt(open bool) {
	p.Configure(func(s *Settings) { s.Open = open })
	if open && p.Settings().AutoReceipts {
		p.sendReceipts(Read, p.unread())
	}
}

// autoReceipts does what a phone does by itself when a message comes.
func (p *Phone) autoReceipts(id string) {
	set := p.Settings()
	if !set.AutoReceipts {
		return
	}
	p.sendReceipts(Delivered, []string{id})
	if set.Open {
		p.sendReceipts(Read, []string{id})
	}
}

func (p *Phone) unread() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var ids []string
	for _, e := range p.entries {
		if e.From == Business && e.Kind == EntryMessage && e.State != Read {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// sendReceipts moves messages on to a state and tells the business about those that moved; nil when none did.
// Receipts carry neither requestId nor context, as in Google's examples.
func (p *Phone) sendReceipts(to State, ids []string) *delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := &receiptsPayload{CreateTime: stamp(p.now())}
	kind := map[State]string{Delivered: "DELIVERED", Read: "READ"}[to]
	for _, id := range ids {
		e := p.find(Business, id)
		if e.State == to || e.State == Read {
			continue
		}
		e.State = to
		p.revise(e)
		list.Receipts = append(list.Receipts, receipt{Message: p.messageName(id), ReceiptType: kind})
	}
	if len(list.Receipts) == 0 {
		return nil
	}
	return p.enqueue(&userMessage{Receipts: list}, "")
}
