package spelling_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

func TestWhatNobodySeesInAName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Dana Okafor": false, "Жанна": false, "王小明": false, "José": false, "علی\u200cرضا": false, "👩\u200d🚀": false, "O’Brien-Ñ": false,
		"क्\u200dष": false, "❤️": false,
		"Da\u200bna": true, "Da\u200dna": true, "\u200cعلی": true, "علی\u200c": true, "Dana\ufeff": true, "Da\u00adna": true,
		"\u202eanaD": true, "a\u2066b\u2069": true, "Dana\u200e": true, "\u061cDana": true, "Dana\nOkafor": true, "Dana\x07": true,
		"Dana\u2028": true, "Da\u3164na": true, "Da\u034fna": true, "Dana\ue000": true, "Da\U000e0061na": true,
		"Dana\ufe0f": true, "D\ufe00ana": true, "Da\U000e0100na": true, "葛\U000e0100城": false,
		" Dana": true, "Dana ": true, "Dana\u00a0": true, "Dana  Okafor": true,
		"山田　太郎": false, "Dana\u00a0Okafor": false, "അവന്\u200d": false, "1️⃣": false, "‼️": false, "ᠠ\u180e": false, "葛\ufe00": false,
		"Joe\u0308\u200dl": true, "A\u2065da": true, "Ad\ufff0a": true, "Ada\U000e0080": true, "Ada\U0001d159": true, "Da\ufe0fna": true,
	} {
		if got := spelling.HasHidden(name); got != want {
			t.Errorf("%q has something hidden in it: %v, want %v", name, got, want)
		}
	}
}

func TestAWordOfTwoScripts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Dana": "", "Жанна": "", "Jeanne (Жанна)": "", "José Müller": "", "東京タワー": "", "ドラえもん": "", "Tシャツ": "", "삼성S": "",
		"O’Brien": "", "Ana 2": "", "ᾳ": "", "علی\u200cرضا": "", "王小明 Wang": "",
		"Аnna": "Аnna", "Ben Аdаms": "Аdаms", "Pаul": "Pаul", "Αnna": "Αnna", "аԁmin": "аԁmin", "Adminᴀж": "Adminᴀж", "J০hn": "J০hn", "B߀b": "B߀b", "Bob 2": "", "Bob2": "",
	} {
		if got := spelling.Mixed(name); got != want {
			t.Errorf("%q is mixed in %q, want %q", name, got, want)
		}
	}
}

func TestALetterThatIsDrawnLikeAnother(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Dana": "", "José": "", "Jose\u0301": "", "Nguyễn Thị": "", "王小明": "", "O’Brien-Ñ": "", "क्\u200dष": "", "❤️": "", "Ẹ̀bùn": "",
		"Լևոն": "", "อำนาจ": "", "ຄຳ": "", "Mª Carmen": "", "O´Brien": "", "Ĳsbrand": "", "عبدﷲ": "", "Acme™ №½": "", "1º": "",
		"လှိုင်": "", "ရွှေမှုံရတီ": "", "སྒྲོལ་མ": "", "ម៉ុំ": "", "יִשָּׂשכָר": "", "ｶﾅ": "", "1️⃣": "", "Dana\u00a0Okafor": "",
		"Dana Ｏkafor": "Ｏkafor", "𝐃ana": "𝐃ana", "Ⓓana": "Ⓓana", "ᴀᴅᴀ": "ᴀᴅᴀ", "ℂarl": "ℂarl",
		"Da\u0323\u0331\u0330\u032ena": "Da\u0323\u0331\u0330\u032ena", "A\u20dd\u20dd\u20dd": "A\u20dd\u20dd\u20dd", "\u0301Ada": "\u0301Ada",
	} {
		if got := spelling.Disguised(name); got != want {
			t.Errorf("%q is disguised in %q, want %q", name, got, want)
		}
	}
}
