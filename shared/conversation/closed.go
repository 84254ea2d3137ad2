package conversation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/words"
)

// MaxWords is how many words a session is found by: the first ones that were written. A
// word takes 24 bytes in the conversation and 4 keys in the index at most, and people say
// what they want early.
const MaxWords = 300

// Index holds the words by which an open session is found. It is part of the session, which
// each message writes anyway, and moves to its own document when the session closes.
type Index struct {
	// Words are those of the customer's name and of what was written, see package words,
	// each once. Automated messages are left out: they are in every session.
	Words []string `firestore:"words"`
	// Lines are, for each word, the number of the message that it was first in, and 0 for the
	// customer's name, in runs: "0*1 1*17" for one word of the name and 17 of message 1.
	// Numbers one by one would be as many values as all else that a message reads.
	Lines string `firestore:"lines"`
}

// with returns the index with the words of a text in it, in the order of the alphabet.
func (x Index) with(line int64, texts ...string) Index {
	var fresh []string
	for _, text := range texts {
		// Not in their order: whoever may find a session has not read it yet.
		for _, w := range slices.Sorted(slices.Values(words.Of(text))) {
			if len(x.Words)+len(fresh) < MaxWords && !slices.Contains(x.Words, w) && !slices.Contains(fresh, w) {
				fresh = append(fresh, w)
			}
		}
	}
	if len(fresh) == 0 {
		return x
	}
	x.Words = slices.Concat(x.Words, fresh)
	x.Lines = runs(append(numbers(x.Lines), slices.Repeat([]int64{line}, len(fresh))...))
	return x
}

// without returns the index without the words that were first in a message.
func (x Index) without(line int64) Index {
	var rest []string
	var lines []int64
	all := numbers(x.Lines)
	for i, w := range x.Words {
		if i < len(all) && all[i] != line {
			rest, lines = append(rest, w), append(lines, all[i])
		}
	}
	return Index{Words: rest, Lines: runs(lines)}
}

// opening is the index that a session opens with: of what the customer wrote before they
// answered to the notice.
func (c *Conversation) opening() Index {
	if c.Notice.Opening == nil {
		return Index{}
	}
	return Index{}.with(0, c.Context.DisplayName, c.Notice.Opening.Text)
}

// texts are what a message is found by: what the customer or an agent wrote.
func (m *Message) texts() []string {
	texts := []string{m.Text}
	if m.Sent != nil {
		for _, c := range m.Sent.Cards {
			texts = append(texts, c.Title, c.Body)
		}
		if m.Sent.Media != nil {
			texts = append(texts, m.Sent.Media.Name)
		}
	}
	return texts
}

// index lets the session be found by a message of it. What comes after it closed is not
// indexed, unless it is the message that opened it, too.
func (ch *Change) index(m *Message) {
	c := &ch.Conversation
	switch last := len(ch.Past) - 1; {
	case c.State != Closed && m.Session == c.Session.Number:
		c.indexMessage(m)
	case last >= 0 && m.Session == ch.Past[last].Session:
		ch.Past[last] = ch.Past[last].with(Index{}.with(m.Number, m.texts()...))
	}
}

// indexMessage is index for a session that is open.
func (c *Conversation) indexMessage(m *Message) {
	c.Session.Index = c.Session.Index.with(0, c.Context.DisplayName).with(m.Number, m.texts()...)
}

// ClosedSession is the document closedSessions/{time}_{conversation}_{session}: a session
// that is over, as it is listed and found. It stands apart from the conversation, which
// goes on with other sessions and other agents, and holds no more of the texts than their
// words.
type ClosedSession struct {
	Conversation ID    `firestore:"conversation"`
	Session      int64 `firestore:"session"`
	// Customer is what everybody calls the customer: the name or the masked number. Channel,
	// Account and BrandAgent are how they wrote.
	Customer   string `firestore:"customer"`
	Channel    string `firestore:"channel"`
	Account    string `firestore:"account"`
	BrandAgent string `firestore:"brandAgent"`
	Workstream string `firestore:"workstream"`
	// Queue is the one that it ended in. ForQueue is whether those who serve that queue may
	// find it, and not only those who worked on it, by the workstream's history.
	Queue    string `firestore:"queue"`
	ForQueue bool   `firestore:"forQueue"`
	// Agents are those who worked on it, each with true, so that one of them can be asked
	// for along with a word. Owner did last, and AnsweredBy first.
	Agents     map[string]bool `firestore:"agents"`
	Owner      string          `firestore:"owner"`
	OwnerName  string          `firestore:"ownerName"`
	AnsweredBy string          `firestore:"answeredBy"`
	// OpenedAt and ClosedAt are when it opened and closed, and ClosedBy is the cause.
	OpenedAt time.Time `firestore:"openedAt"`
	ClosedAt time.Time `firestore:"closedAt"`
	ClosedBy Cause     `firestore:"closedBy"`
	// Started, Within, FirstWait and Handled are the session's, see [Tally].
	Started   bool  `firestore:"started"`
	Within    bool  `firestore:"within"`
	FirstWait int64 `firestore:"firstWait"`
	Handled   int64 `firestore:"handled"`
	// Preview and PreviewKind are of the newest message when it closed.
	Preview     string       `firestore:"preview"`
	PreviewKind channel.Kind `firestore:"previewKind"`
	// Tags and Outcome are the session's when it closed.
	Tags    []string `firestore:"tags"`
	Outcome string   `firestore:"outcome"`
	// Rating is the customer's, 1 to 5, which may come later, or 0.
	Rating int64 `firestore:"rating"`
	// Words and Lines are as in [Index], and Keys are what it is found by: the beginnings of
	// the words, see package words, the end of a number as "#12", and tags as "tag:complaint".
	Words []string `firestore:"words"`
	Lines string   `firestore:"lines"`
	Keys  []string `firestore:"keys"`
	// ExpireAt is when Firestore deletes it: with the messages that the words are of.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// latest is later than any session closes, in milliseconds: the last of 13 digits.
const latest = 9_999_999_999_999

// Name names the document: the newest come first in the order of the names, so that no
// combination of conditions needs an index of its own.
func (s ClosedSession) Name() string {
	return fmt.Sprintf("%013d_%s_%d", latest-s.ClosedAt.UnixMilli(), s.Conversation, s.Session)
}

// closed makes the document of the session that has just closed, and takes its index.
func (c *Conversation) closed() ClosedSession {
	s := &c.Session
	past := ClosedSession{
		Conversation: c.ID, Session: s.Number, Customer: cmp.Or(c.Context.DisplayName, c.Shown),
		Channel: c.Channel, Account: c.Account, BrandAgent: c.BrandAgent, Workstream: s.Workstream,
		Queue: s.Queue, ForQueue: s.History != configuration.HistorySession, Agents: map[string]bool{},
		Owner: s.Tally.Owner, OwnerName: s.Tally.OwnerName, OpenedAt: s.OpenedAt, ClosedAt: s.ClosedAt, ClosedBy: s.ClosedBy,
		Started: s.Tally.Started, Within: s.Tally.Within, FirstWait: s.Tally.FirstWait, Handled: s.Tally.Handled,
		Preview: c.Preview, PreviewKind: c.PreviewKind, Tags: s.Tags, Outcome: s.Outcome, Rating: s.Tally.Rating,
	}
	for _, email := range s.Tally.Agents {
		past.Agents[email] = true
	}
	if len(s.Tally.Agents) > 0 {
		past.AnsweredBy = s.Tally.Agents[0]
	}
	if ending := words.Ending(c.Shown); ending != "" {
		past.Keys = []string{ending}
	}
	for _, tag := range s.Tags {
		past.Keys = append(past.Keys, tagKey(tag))
	}
	index := s.Index.with(0, c.Context.DisplayName)
	s.Index = Index{}
	return past.with(index)
}

// without returns the session without the words that were first in a message.
func (s ClosedSession) without(line int64) ClosedSession {
	rest := Index{Words: s.Words, Lines: s.Lines}.without(line)
	s.Words, s.Lines = nil, ""
	s.Keys = slices.DeleteFunc(slices.Clone(s.Keys), func(key string) bool { return !strings.ContainsAny(key, "#:") })
	return s.with(rest)
}

// with returns the session with more words.
func (s ClosedSession) with(more Index) ClosedSession {
	s.Words, s.Keys = slices.Clone(s.Words), slices.Clone(s.Keys)
	lines := numbers(s.Lines)
	for i, line := range numbers(more.Lines) {
		w := more.Words[i]
		if len(s.Words) == MaxWords {
			break
		}
		if slices.Contains(s.Words, w) {
			continue
		}
		s.Words, lines = append(s.Words, w), append(lines, line)
		for _, key := range words.Keys(w) {
			if !slices.Contains(s.Keys, key) {
				s.Keys = append(s.Keys, key)
			}
		}
	}
	s.Lines = runs(lines)
	return s
}
