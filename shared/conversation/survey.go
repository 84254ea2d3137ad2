package conversation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// best is the best rating; the worst is 1.
const best = 5

// ownChoice begins the values behind the choices that nobody but the functions may send,
// see [Reply.Fault]: so what comes back answers what it names.
const ownChoice = "frontdesk-"

// surveyChoice begins the value behind a choice of a survey. The survey's id and the
// rating follow, each behind a colon.
const surveyChoice = ownChoice + "survey:"

// sendSurvey asks the customer, once a session, how it was, and records what the answer
// will count for: with the survey of the channel or, where it has none, with a message of
// which the customer taps a choice.
func (ch *Change) sendSurvey(config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	sent := len(ch.Replies)
	switch {
	case c.Unsubscribed || c.Surveyed.Session == c.Session.Number:
	case c.signals(channel.Survey):
		ch.signal(channel.Survey, botAuthor(), now)
	case c.Choices >= best:
		ch.offerRatings(config, now)
	}
	if len(ch.Replies) > sent {
		c.Tally.SurveyedOf = c.Owner
		c.Surveyed = Surveyed{
			ID: ch.Replies[sent].ID, Session: c.Session.Number, Day: c.Tally.Day, Queue: c.Tally.CountedIn,
			Hour: c.Tally.Hour, Workstream: c.Workstream,
			Owner: c.Owner, OwnerName: c.OwnerName, AskedQueue: c.Session.Queue, AskedAt: now,
			Commented: !ch.Replies[sent].Kind.Signal() && config.Terms(c.Workstream).SurveyComment,
		}
	}
}

// offerRatings sends a question with the ratings as choices.
func (ch *Change) offerRatings(config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	text := config.SurveyText(c.Language, c.Workstream, configuration.Names{
		Customer: c.Context.DisplayName, Agent: c.OwnerName, Queue: c.Queue, Now: now,
	})
	if !ch.maySay(text, now) {
		return
	}
	id := replyID(MintedSurvey, ch.seq())
	out := channel.Outbound{Text: text}
	for rating := range best {
		label := strconv.Itoa(rating + 1)
		out.Choices = append(out.Choices, channel.ChoiceItem{
			Kind: channel.ReplyChoice, Label: label, Postback: surveyChoice + id + ":" + label,
		})
	}
	ch.send(id, out, botAuthor(), now)
}

// rating returns a tap on a choice of a survey as the answer that it is. Anything else
// is returned as it came.
func rating(in channel.Inbound) channel.Inbound {
	value, ok := strings.CutPrefix(in.Postback, surveyChoice)
	survey, rated, cut := strings.Cut(value, ":")
	n, err := strconv.ParseInt(rated, 10, 64)
	if in.Kind != channel.Choice || !ok || !cut || err != nil || n < 1 || n > best {
		return in
	}
	in.Kind = channel.Survey
	if in.Text == "" {
		in.Text = rated
	}
	in.Answer = &channel.Answer{Survey: survey, Postback: in.Postback, Rating: n, Index: 1, Total: 1, OwnSurvey: true}
	return in
}

// poses reports whether a reply has a choice of a survey or a notice.
func (r Reply) poses() bool {
	asks := func(c channel.ChoiceItem) bool { return strings.HasPrefix(c.Postback, ownChoice) }
	return slices.ContainsFunc(r.Choices, asks) ||
		slices.ContainsFunc(r.Cards, func(c channel.CardItem) bool { return slices.ContainsFunc(c.Choices, asks) })
}

// countRating counts a customer's rating, once per session: the first that comes.
// An answer to an older survey, or to one that the provider sent by itself, is
// only kept as a message, because nobody knows what it is about.
func (ch *Change) countRating(in channel.Inbound, r Routing, now time.Time) error {
	c := &ch.Conversation
	a := in.Answer
	if a == nil || c.Surveyed.Session == 0 || a.Survey != "" && a.Survey != c.Surveyed.ID {
		return nil
	}
	if first := c.Surveyed.Rating == 0; !first || a.Rating < 1 || a.Rating > best {
		ch.comment(surveyWords(in))
		return nil
	}
	c.Surveyed.Rating, c.Surveyed.RatedAt = a.Rating, in.SentAt
	if c.Surveyed.Session == c.Session.Number {
		c.Tally.Rating = a.Rating
	}
	ch.countRated()
	if c.Surveyed.Session < c.Session.Number || c.State == Closed {
		ch.Rated = &c.Surveyed
	}
	ch.rate()
	ch.comment(surveyWords(in))
	return ch.askComment(in, r, now)
}
