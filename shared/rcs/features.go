package rcs

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// Features are what a user's device can show besides text, in Google's words. The list
// is open.
type Features []string

// Fit takes out of the limits what a device cannot show.
func (f Features) Fit(l channel.Limits) channel.Limits {
	lacks := func(feature string) bool { return !slices.Contains(f, feature) }
	if lacks("RICHCARD_STANDALONE") || lacks("RICHCARD_CAROUSEL") {
		l.Kinds = without(l.Kinds, channel.Card)
	}
	if !lacks("PDF_IN_RICH_CARDS") {
		l.CardFileTypes = append(slices.Clone(l.CardFileTypes), "application/pdf")
	}
	for kind, feature := range map[channel.ChoiceKind]string{
		channel.URLChoice: "ACTION_OPEN_URL", channel.DialChoice: "ACTION_DIAL",
		channel.PlaceChoice: "ACTION_VIEW_LOCATION", channel.AskPlaceChoice: "ACTION_SHARE_LOCATION",
		channel.CalendarChoice: "ACTION_CREATE_CALENDAR_EVENT",
	} {
		if lacks(feature) {
			l.ChoiceKinds, l.CardChoiceKinds = without(l.ChoiceKinds, kind), without(l.CardChoiceKinds, kind)
		}
	}
	return l
}

func without[T comparable](all []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return x == one })
}

// needsFeatures reports whether not every device shows a message as it is. All of them
// show texts, files and replies to tap.
func needsFeatures(o channel.Outbound) bool {
	action := func(c channel.ChoiceItem) bool { return c.Kind != "" && c.Kind != channel.ReplyChoice }
	return o.Kind == channel.Card || slices.ContainsFunc(o.Choices, action)
}

// Bounds of a look-up that stands before a message: how long it may hold an attempt up,
// and how long after one that was refused none is tried.
const (
	lookUpTimeout = 2 * time.Second
	unknownFor    = time.Minute
)

// fit returns the messages as which the user's device can show one. They depend on the
// device alone, so that a repetition is the same messages: a look-up that may be answered
// later puts the message off. One that is refused does not: then it is text, which every
// device shows.
func (a *Adapter) fit(ctx context.Context, to channel.Peer, o channel.Outbound) ([]channel.Outbound, error) {
	if !needsFeatures(o) {
		return []channel.Outbound{o}, nil
	}
	features, err := a.features(ctx, to)
	if err != nil {
		return nil, &channel.RetryError{Err: fmt.Errorf("what the device can show: %w", err)}
	}
	pieces, err := prepare(o, features.Fit(limits()))
	if err != nil {
		return []channel.Outbound{o}, nil //nolint:nilerr // Google says what is wrong with it
	}
	for i := range pieces[:len(pieces)-1] {
		pieces[i].ID = "fit." + pieces[i].ID // apart from pieces of which o is the last
	}
	return pieces, nil
}

// sendFitted sends the messages as which a device was last known to show out. If Google
// refuses the first because the device has lost a feature since, it has delivered nothing
// and has used up the id: the form that fits now is then sent under ids of its own.
//
// The first form is always tried first, and a repetition of it is ignored, so that
// nothing comes twice, whenever a process ends. The price is that Google also ignores the
// form that fits under the ids of the first. So this process remembers which ids were
// refused; another one, which repeats an attempt whose answer was lost after the refusal,
// believes that the message was sent.
func (a *Adapter) sendFitted(ctx context.Context, to channel.Peer, out channel.Outbound, messages []channel.Outbound) (string, error) {
	first := MessageID(out.Conversation, out.ID)
	if a.remember().refused.Has(first) {
		return a.send(ctx, to, secondForm(messages))
	}
	id, err := a.send(ctx, to, messages)
	if apiErr, ok := errors.AsType[*google.APIError](err); !ok || !lacksFeature(apiErr) || id != "" {
		return id, err
	}
	a.remember().features.Delete(to)
	others, unknown := a.fit(ctx, to, out)
	if unknown != nil || reflect.DeepEqual(others, messages) {
		return "", err
	}
	a.remember().refused.Set(first, struct{}{}, refusedFor)
	return a.send(ctx, to, secondForm(others))
}

// refusedFor is how long an id is remembered that was refused. It covers the attempts of
// a message, unless the provider is away for longer.
const refusedFor = time.Hour

// idOf is the provider's id of out, or of its last message, in the form in which it goes now.
func (a *Adapter) idOf(out channel.Outbound) string {
	messages := []channel.Outbound{out}
	if a.remember().refused.Has(MessageID(out.Conversation, out.ID)) {
		messages = secondForm(messages)
	}
	return MessageID(out.Conversation, messages[0].ID)
}

// secondForm is messages under ids of their own.
func secondForm(messages []channel.Outbound) []channel.Outbound {
	messages = slices.Clone(messages)
	for i := range messages {
		messages[i].ID = "again." + messages[i].ID
	}
	return messages
}

// lacksFeature reports whether a message was refused because of what the device lacks.
func lacksFeature(e *google.APIError) bool {
	return e.Status == "FAILED_PRECONDITION" || strings.Contains(e.Message, "does not support")
}

// features are what is known of a device: nothing, if Google does not tell.
func (a *Adapter) features(ctx context.Context, to channel.Peer) (Features, error) {
	if a.remember().unknown.Has(to) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookUpTimeout)
	defer cancel()
	features, err := a.Features(ctx, to)
	if channel.OutcomeOf(err) == channel.Rejected {
		a.remember().unknown.Set(to, struct{}{}, unknownFor)
		return nil, nil
	}
	return features, err
}
