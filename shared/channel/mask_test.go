package channel_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

func noRules() (*mask.Set, error) { return new(mask.Set), nil }

func cards() (*mask.Set, error) {
	set, _ := mask.New(mask.Default())
	return set, nil
}

const number = "4111 1111 1111 1111"

// fillText writes a text into every text of a value, at any depth.
func fillText(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type() != reflect.TypeFor[channel.Peer]() && v.Field(i).CanSet() {
				fillText(v.Field(i), text)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillText(v.Elem(), text)
	default:
	}
}

// TestEverythingThatACustomerWritesIsMasked: whatever field an event gets, it is masked or
// stands here.
func TestEverythingThatACustomerWritesIsMasked(t *testing.T) {
	t.Parallel()
	var in channel.Inbound
	fillText(reflect.ValueOf(&in).Elem(), number)
	in.Kind, in.Raw = channel.Other, []byte(`{"a":"`+number+`"}`)
	events, err := channel.Decode(teller{in: in}, channel.Delivery{}, cards)
	if err != nil {
		t.Fatal(err)
	}
	got := events[0]
	if diff := cmp.Diff([]string{mask.Card}, got.Masked); diff != "" {
		t.Errorf("masked (-want +got):\n%s", diff)
	}
	// Ids, addresses and words of our own.
	got.ID, got.Request, got.Of, got.ProviderOf, got.URL, got.Status = "", "", "", "", "", ""
	got.Answer.Survey = ""
	var left []string
	visit(reflect.ValueOf(got), "", func(path, text string) {
		if strings.Contains(text, number) {
			left = append(left, path)
		}
	})
	if len(left) > 0 || strings.Contains(string(got.Raw), number) {
		t.Errorf("left in %v, raw %s", left, got.Raw)
	}
	if in.Context.DisplayName != number {
		t.Error("what the adapter gave was changed, which it may give to other events, too")
	}
}

func visit(v reflect.Value, path string, f func(path, text string)) {
	switch v.Kind() {
	case reflect.String:
		f(path, v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				visit(v.Field(i), path+"."+v.Type().Field(i).Name, f)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			visit(v.Elem(), path, f)
		}
	default:
	}
}

// TestANumberIsMaskedBeforeItIsCut: half of one would not be recognised.
func TestANumberIsMaskedBeforeItIsCut(t *testing.T) {
	t.Parallel()
	in := channel.Inbound{Kind: channel.Text, Text: strings.Repeat("x", channel.MaxText-10) + number}
	events, err := channel.Decode(teller{in: in}, channel.Delivery{}, cards)
	if err != nil || strings.Contains(events[0].Text, "4111") || len(events[0].Text) > channel.MaxText {
		t.Errorf("ends with %q, %v", events[0].Text[channel.MaxText-20:], err)
	}
}

// TestNothingWithWordsComesInWithoutRules: it waits, and is not buried.
func TestNothingWithWordsComesInWithoutRules(t *testing.T) {
	t.Parallel()
	away := errors.New("the database is away")
	rules := func() (*mask.Set, error) { return nil, away }
	for _, kind := range channel.InboundKinds() {
		in := channel.Inbound{Kind: kind, Context: &channel.Context{DisplayName: number}}
		events, err := channel.Decode(teller{in: in}, channel.Delivery{}, rules)
		if slices.Contains([]channel.Kind{channel.Receipt, channel.Expired, channel.Typing}, kind) {
			if err != nil || kind == channel.Typing && events[0].Context != nil {
				t.Errorf("%s: %v, %v", kind, events, err)
			}
			continue
		}
		if !errors.Is(err, channel.ErrNoRules) || !errors.Is(err, away) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
