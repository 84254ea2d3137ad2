package channel_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		most int
		want []string
	}{
		{"a short text stays whole", "hello", 10, []string{"hello"}},
		{"a text of just the length stays whole", "0123456789", 10, []string{"0123456789"}},
		{"white space around does not count", "  hello \n", 5, []string{"hello"}},
		{"nothing is one piece", " ", 5, []string{""}},
		{"between paragraphs first", "one two. three\n\nfour five", 20, []string{"one two. three", "four five"}},
		{"then between lines", "one two. three\nfour five six", 20, []string{"one two. three", "four five six"}},
		{"then between sentences", "one two three. four five six", 20, []string{"one two three.", "four five six"}},
		{"then between words", "one two three four five six", 20, []string{"one two three four", "five six"}},
		{"else between characters", strings.Repeat("x", 25), 10, []string{"xxxxxxxxxx", "xxxxxxxxxx", "xxxxx"}},
		{"not early for the sake of a paragraph", "a\n\nbbbb cccc dddd eeee", 16, []string{"a\n\nbbbb cccc", "dddd eeee"}},
		{"a character of two units is not cut", "aaa😀😀😀", 4, []string{"aaa", "😀😀", "😀"}},
		{"an accent stays with its letter", "aaaae\u0301", 5, []string{"aaaa", "e\u0301"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, channel.Split(tt.text, tt.most)); diff != "" {
				t.Errorf("pieces (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("a text. with\n\nparagraphs and 😀 e\u0301 👩‍👩‍👧", 7)
	f.Add("\xff\xfe", 3)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 2 || most > 1000 { // a character may have two units
			return
		}
		pieces := channel.Split(text, most)
		for _, piece := range pieces {
			if channel.Length(piece) > most {
				t.Errorf("piece %q is longer than %d", piece, most)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if squeeze(strings.Join(pieces, "")) != squeeze(strings.ToValidUTF8(text, "\uFFFD")) {
			t.Errorf("pieces %q are not the text %q", pieces, text)
		}
	})
}
