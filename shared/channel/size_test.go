package channel_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// TestASizeCountsEveryText that a message can have, now and later, wherever it is.
func TestASizeCountsEveryText(t *testing.T) {
	t.Parallel()
	var fill func(v reflect.Value, text string) int
	fill = func(v reflect.Value, text string) int {
		switch v.Kind() {
		case reflect.String:
			v.SetString(text)
			return 1
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			return fill(v.Elem(), text)
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			return fill(v.Index(0), text) + fill(v.Index(1), text)
		case reflect.Struct:
			n := 0
			for field, value := range v.Fields() {
				if field.Tag.Get("firestore") != "-" && field.IsExported() {
					n += fill(value, text)
				}
			}
			return n
		default:
			return 0
		}
	}
	var without, with channel.Outbound
	texts := fill(reflect.ValueOf(&without).Elem(), "")
	fill(reflect.ValueOf(&with).Elem(), strings.Repeat("x", 1000))
	if got, want := with.Size()-without.Size(), 1000*texts; got != want || texts < 50 {
		t.Errorf("%d texts of 1,000 bytes count %d, want %d", texts, got, want)
	}
	if n := (channel.Outbound{Choices: make([]channel.ChoiceItem, 10_000)}).Size(); n < 100_000 {
		t.Errorf("10,000 empty choices count %d", n)
	}
}
