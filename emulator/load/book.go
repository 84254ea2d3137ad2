package load

import (
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// message is one of a customer's, and when it got where; zero times are of places that it has not
// got to, or where nobody looked.
type message struct {
	id     string
	from   *customer
	number int64

	due      time.Time // when the schedule had it sent
	answered time.Time // the webhook, for the first time
	stored   time.Time // by the database's clock, which is this machine's
	heard    time.Time // by an agent's listener

	posted, accepted int
}

// reply is one of an agent's.
type reply struct {
	id string
	of conversation.ID

	began   time.Time // when the agent's client began to write it
	written time.Time
	shown   time.Time // on the customer's phone
	times   int       // that it was shown
}

// book keeps what was sent and what became of it. It is safe for concurrent use.
type book struct {
	mu       sync.Mutex
	messages []*message
	// unheard are those of a conversation that no listener has heard, in their order.
	unheard map[conversation.ID][]*message
	replies map[string]*reply
	// called are the replies by what the channel may call them, which is not always our name.
	called map[string]*reply
	// refused is how many replies the database did not let in.
	refused int
}

func newBook() *book {
	return &book{unheard: map[conversation.ID][]*message{}, replies: map[string]*reply{}, called: map[string]*reply{}}
}

// sends records a message that is about to be posted.
func (b *book) sends(m *message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.messages = append(b.messages, m)
	b.unheard[m.from.id] = append(b.unheard[m.from.id], m)
}

// posts records the answer to a post of a message.
func (b *book) posts(m *message, ok bool, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	m.posted++
	if !ok {
		return
	}
	m.accepted++
	if m.answered.IsZero() {
		m.answered = at
	}
}

// hears records that a listener was shown the message of a number, and so all those before it. It
// returns how many of them were news.
func (b *book) hears(id conversation.ID, number int64, at time.Time) (news int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := b.unheard[id]
	for _, m := range left {
		if m.number <= number {
			m.heard = at
			news++
		}
	}
	if news > 0 {
		var rest []*message
		for _, m := range left {
			if m.number > number {
				rest = append(rest, m)
			}
		}
		b.unheard[id] = rest
	}
	return news
}

// writes records a reply that an agent begins to write.
func (b *book) writes(id string, of conversation.ID, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := &reply{id: id, of: of, began: at}
	b.replies[id], b.called[id], b.called[rcs.MessageID(string(of), id)] = r, r, r
}

// wrote records that the database has the reply, or that it was not let in.
func (b *book) wrote(id string, at time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		b.refused++
		delete(b.replies, id)
		return
	}
	if r := b.replies[id]; r != nil { // or it is of an earlier page
		r.written = at
	}
}

// watch records what phones show.
func (b *book) watch(events <-chan google.Event) {
	for e := range events {
		if e.Kind == google.PhoneMessage {
			b.shows(e.ID, time.Now())
		}
	}
}

// shows records that a phone shows a reply, by what its channel calls it.
func (b *book) shows(id string, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.called[id]
	if r == nil {
		return // it is of an earlier page
	}
	if r.times++; r.times == 1 {
		r.shown = at
	}
}

// since are the messages that were added after the first so many.
func (b *book) since(messages int) []*message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*message{}, b.messages[messages:]...)
}

// size is the number of messages.
func (b *book) size() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.messages)
}

// answers are the replies that were begun at an instant or later.
func (b *book) answers(from time.Time) []*reply {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []*reply
	for _, r := range b.replies {
		if !r.began.Before(from) {
			all = append(all, r)
		}
	}
	return all
}

// facts are the book's part of the facts that the ledger balances.
func (b *book) facts() (messages []ledger.Message, replies []ledger.Reply) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.messages {
		messages = append(messages, ledger.Message{ID: m.id, Conversation: m.from.id, Posted: m.posted, Accepted: m.accepted})
	}
	for _, r := range b.replies {
		replies = append(replies, ledger.Reply{ID: r.id, Conversation: r.of, Shown: r.times})
	}
	return messages, replies
}

// forget begins a new page, once the ledger has balanced the last.
func (b *book) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.messages = nil
	clear(b.replies)
	clear(b.called)
	clear(b.unheard)
}
