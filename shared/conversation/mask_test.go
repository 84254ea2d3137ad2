package conversation_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

const cardNumber = "4111-1111-1111-1111"

func maskCards(t *testing.T) *mask.Set {
	t.Helper()
	set, problems := mask.New(mask.Default())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return set
}

// filled returns a value in which every text is a card number, and every list has one item.
func filled(of reflect.Type) reflect.Value {
	v := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.String:
		v.SetString(cardNumber)
	case reflect.Struct:
		for i := range of.NumField() {
			if of.Field(i).IsExported() && of != reflect.TypeFor[time.Time]() {
				v.Field(i).Set(filled(of.Field(i).Type))
			}
		}
	case reflect.Pointer:
		if !strings.HasSuffix(of.String(), ".Reply") && !strings.HasSuffix(of.String(), ".Outbound") {
			v.Set(filled(of.Elem()).Addr())
		}
	case reflect.Slice:
		v.Set(reflect.Append(v, filled(of.Elem())))
	default:
	}
	return v
}

// left are the paths of the texts that have the number still.
func left(v reflect.Value, path string) (all []string) {
	switch v.Kind() {
	case reflect.String:
		if strings.Contains(v.String(), cardNumber) {
			all = append(all, path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				all = append(all, left(v.Field(i), path+"."+v.Type().Field(i).Name)...)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			all = left(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, left(v.Index(i), path)...)
		}
	default:
	}
	return all
}

// TestEverythingThatAnAgentWritesIsMasked: what is left are addresses, ids and words of our
// own, which the rules or the function compare with what there is.
func TestEverythingThatAnAgentWritesIsMasked(t *testing.T) {
	t.Parallel()
	set := maskCards(t)
	reply, _ := filled(reflect.TypeFor[conversation.Reply]()).Interface().(conversation.Reply)
	reply.Author.Bot, reply.Malformed = false, false
	before := filled(reflect.TypeFor[conversation.Reply]()).Interface()
	clean := reply.Clean(set)
	for _, path := range left(reflect.ValueOf(clean), "") {
		last := path[strings.LastIndex(path, ".")+1:]
		switch last {
		case "ID", "Conversation", "Kind", "URL", "Thumbnail", "Link", "Object", "Type", "Height", "Side", "View", "Phone",
			"ClientID", "Challenge", "ChallengeMethod", "Scopes", "Purpose", "Of", "Email", "Name", "Bot", "Status", "Code",
			"ProviderID", "Holder", "Traceparent", "Masked", "Avatar", "Queue":
			if last != "Name" || !strings.Contains(path, "Media") {
				continue
			}
		}
		t.Errorf("a reply keeps the number in %s", path)
	}
	if !clean.Rewritten || !cmp.Equal(clean.Masked, []string{cardNumber, mask.Card}) {
		t.Errorf("rewritten %v, masked %v", clean.Rewritten, clean.Masked)
	}
	reply.Malformed = true
	if b, _ := before.(conversation.Reply); !cmp.Equal(b.Cards, reply.Cards) || !cmp.Equal(b.Choices, reply.Choices) || !cmp.Equal(b.Media, reply.Media) {
		t.Error("what was given was changed")
	}
	action, _ := filled(reflect.TypeFor[conversation.Action]()).Interface().(conversation.Action)
	action = action.Clean(set)
	if action.Text+action.Queue+action.Agent+action.Of+action.Agents[0] != strings.Repeat(mask.Replacement, 5) || !action.Rewritten {
		t.Errorf("an action keeps it: %+v", action)
	}
	start := conversation.Start{Text: "Your card " + cardNumber, Number: cardNumber}.Clean(set)
	if start.Text != "Your card "+mask.Replacement || start.Number != cardNumber || !cmp.Equal(start.Masked, []string{mask.Card}) {
		t.Errorf("a start becomes %+v", start)
	}
}

// TestWhatTheSystemSaysIsNotMasked: it is the admin's, such as the business's own account.
func TestWhatTheSystemSaysIsNotMasked(t *testing.T) {
	t.Parallel()
	set := maskCards(t)
	automatic := conversation.Reply{Outbound: channel.Outbound{Text: cardNumber}, Author: conversation.Author{Bot: true}}
	if got := automatic.Clean(set); got.Text != cardNumber || got.Rewritten {
		t.Errorf("it becomes %+v", got)
	}
	plain := conversation.Reply{Outbound: channel.Outbound{Text: "Hello"}}
	if got := plain.Clean(set); got.Rewritten || got.Masked != nil || plain.Clean(nil).Rewritten {
		t.Errorf("nothing to mask: %+v", got)
	}
}

// TestTheMessageSaysWhatWasMasked, in every direction.
func TestTheMessageSaysWhatWasMasked(t *testing.T) {
	t.Parallel()
	reply := conversation.Reply{Outbound: channel.Outbound{Text: cardNumber}}.Clean(maskCards(t))
	if m := reply.Message(); !cmp.Equal(m.Masked, []string{mask.Card}) || m.Text != mask.Replacement {
		t.Errorf("the message is %+v", m)
	}
	if s := reply.Stub(); !cmp.Equal(s.Masked, []string{mask.Card}) {
		t.Errorf("the stub is %+v", s)
	}
}
