package conversation

import (
	"slices"
	"strconv"
	"time"
)

// Figures is the document figures/{date}_{queue}_{shard}: what happened to the sessions
// that opened on a day, of a part of the conversations. Whoever reads them adds the
// parts up. A session counts entirely on the day on which it opened,
// in the queue in which an agent first took it or, if none ever did, in which it
// was closed. So the figures are the sum of the session documents and of the
// tallies of open sessions that were taken. In a [Change] they are what it adds.
type Figures struct {
	Date  string `firestore:"date"`
	Queue string `firestore:"queue"`
	// Shard is the part, see [ID.Shard].
	Shard string `firestore:"shard"`
	Measures
	// The same by the hour in which the session opened, by channel, by workstream, by the
	// tags that it had when it closed or was given afterwards, and by agent. A session with several tags or agents
	// counts for each of them.
	ByHour       map[string]Measures `firestore:"byHour"`
	ByChannel    map[string]Measures `firestore:"byChannel"`
	ByWorkstream map[string]Measures `firestore:"byWorkstream"`
	ByTag        map[string]Measures `firestore:"byTag"`
	ByAgent      map[string]Measures `firestore:"byAgent"`
	// Rolled is whether the day's [Week] has these figures. Whatever is added makes it false.
	Rolled bool `firestore:"rolled"`

	ExpireAt time.Time `firestore:"expireAt"`
}

// FigureShards is how many parts there are. A document takes about one write a second
// for long, and they are written with sessions, which must not wait for it.
const FigureShards = 8

// Shard is the part of the figures in which the conversation counts, "0" to "7". It
// never changes, so that what happens to a session is counted in one place.
func (id ID) Shard() string {
	if id == "" {
		return "0"
	}
	last, _ := strconv.ParseUint(string(id[len(id)-1:]), 16, 8) // an id is hexadecimal digits
	return strconv.FormatUint(last%FigureShards, 10)
}

// figuresOf returns the figures of a day and a queue; the pointer is valid until
// the next call.
func (ch *Change) figuresOf(date, queue string) *Figures {
	return ch.figuresKept(date, queue, ch.Conversation.Kept().Figures)
}

// figuresKept is figuresOf for a session whose figures are kept for so many days.
func (ch *Change) figuresKept(date, queue string, days int64) *Figures {
	i := slices.IndexFunc(ch.Counts, func(f Figures) bool { return f.Date == date && f.Queue == queue })
	if i < 0 {
		day, _ := time.Parse(time.DateOnly, date) // made by began
		ch.Counts = append(ch.Counts, Figures{
			Date: date, Queue: queue, Shard: ch.Conversation.ID.Shard(), ExpireAt: day.AddDate(0, 0, int(days)),
		})
		i = len(ch.Counts) - 1
	}
	return &ch.Counts[i]
}

// countTaken counts the session when an agent first takes it: it is known then which
// figures it belongs to. Until then it is visible in its queue.
func (ch *Change) countTaken() {
	s := ch.Conversation.Session
	f := ch.figuresOf(s.Tally.Day, s.Tally.CountedIn)
	taken := s.Tally.taken()
	f.count(taken, s.Tally.Hour, ch.Conversation.Channel, s.Workstream)
	f.countReopened(s.Tally)
	taken.Opened, taken.Reopened = 0, 0
	add(&f.ByAgent, s.Tally.Owner, taken)
}

// countClosed counts what is known of the session when it closes, and all of it by tag.
func (ch *Change) countClosed() {
	s := ch.Conversation.Session
	t := s.Tally
	f := ch.figuresOf(t.Day, t.CountedIn)
	rest, before := t.ended(), t.taken()
	if t.AnsweredAt.IsZero() {
		rest, before = rest.plus(before), Measures{}
		f.countReopened(t)
	}
	f.count(rest, t.Hour, ch.Conversation.Channel, s.Workstream)
	rated := ratedAs(t.Rating)
	if t.Rating == 0 && ch.Conversation.Surveyed.Session == s.Number {
		ch.Conversation.Surveyed.Tags = s.Tags
	}
	for _, tag := range s.Tags {
		add(&f.ByTag, tag, rest.plus(before).plus(rated))
	}
	for email, did := range t.byAgent() {
		add(&f.ByAgent, email, did)
	}
}

// countTag counts all of a session that is over for one tag more, or less.
func (ch *Change) countTag(s Session, tag string, on bool) {
	days := s.Keep.Figures
	if days == 0 {
		days = ch.Conversation.Kept().Figures
	}
	m := s.Tally.taken().plus(s.Tally.ended()).plus(ratedAs(s.Tally.Rating))
	if !on {
		m = m.negative()
	}
	add(&ch.figuresKept(s.Tally.Day, s.Tally.CountedIn, days).ByTag, tag, m)
}

// countRated counts the rating of the session that the customer was asked about.
func (ch *Change) countRated() {
	s := ch.Conversation.Surveyed
	f := ch.figuresOf(s.Day, s.Queue)
	rated := ratedAs(s.Rating)
	f.count(rated, s.Hour, ch.Conversation.Channel, s.Workstream)
	add(&f.ByAgent, s.Owner, rated)
	for _, tag := range s.Tags {
		add(&f.ByTag, tag, rated)
	}
}

// count adds in all, and by what every session has one of.
func (f *Figures) count(m Measures, hour, channel, workstream string) {
	f.Measures = f.Measures.plus(m)
	add(&f.ByHour, hour, m)
	add(&f.ByChannel, channel, m)
	add(&f.ByWorkstream, workstream, m)
}

// countReopened counts a session that goes on with the matter of another for whoever had
// that.
func (f *Figures) countReopened(t Tally) {
	if t.Reopened {
		add(&f.ByAgent, t.ReopenedOf, Measures{Reopened: 1})
	}
}

// add adds to one value's, unless there is nothing to add or the value is nobody's.
func add(by *map[string]Measures, value string, m Measures) {
	if value == "" || m.isZero() {
		return
	}
	if *by == nil {
		*by = map[string]Measures{}
	}
	sum := (*by)[value]
	sum.gather(m)
	(*by)[value] = sum
}
