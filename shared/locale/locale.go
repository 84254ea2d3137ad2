// Package locale compares language tags, such as fr-CA, and writes times in a
// language. A region and a script count: Chinese of Taiwan is not that of China. The
// data are Unicode's, of golang.org/x/text and github.com/go-playground/locales.
package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Canonical is a tag in its usual spelling, with the codes of today: he-IL for iw_il.
// Only language, script and region are kept. It is empty for what is no tag.
func Canonical(tag string) string {
	t, ok := parse(tag)
	if !ok {
		return ""
	}
	return t.String()
}

// Base is a tag's language alone: fr for fr-CA, he for iw. It is empty for what is no
// tag.
func Base(tag string) string {
	t, ok := parse(tag)
	if !ok {
		return ""
	}
	base, _ := t.Base()
	return base.String()
}

// parse reads a tag without its variants and extensions. The library knows the old
// codes iw, in and ji; no, which is Bokmål on phones, stays what it was.
func parse(tag string) (language.Tag, bool) {
	t, _ := language.All.Parse(tag) // what it understood of a tag that is partly unknown
	base, script, region := t.Raw()
	if base.String() == "und" {
		return t, false
	}
	if base.String() == "no" {
		base = language.MustParseBase("nb")
	}
	t, err := language.Compose(base, script, region)
	return t, err == nil
}

// place is a language with the script that it is written in, and a region or none.
type place struct{ base, script, region string }

func placeOf(t language.Tag) place {
	base, _ := t.Base()
	script, _ := t.Script() // the likely one where the tag has none: Hant for zh-TW
	p := place{base: base.String(), script: script.String()}
	if _, _, region := t.Raw(); region.String() != noRegion {
		p.region = region.String()
	}
	return p
}

// noRegion is how the library spells that there is none.
const noRegion = "ZZ"

// likely is a place with its likely region: BR for pt.
func likely(t language.Tag) place {
	p := placeOf(t)
	region, _ := t.Region()
	p.region = region.String()
	return p
}

// wider is a place and those that it is part of, the nearest first: Spanish of
// Mexico, of Latin America, without a region.
func (p place) wider() []place {
	all := []place{p}
	for p.region != "" {
		p.region = Parent(p.base, p.region)
		all = append(all, p)
	}
	return all
}

// Parent is the region that a region counts to in a language, by Unicode's
// inheritance of locales, or none: 419, Latin America, for Spanish of MX.
func Parent(base, region string) string {
	t, err := language.Parse(base + "-" + region)
	if err != nil {
		return ""
	}
	return placeOf(t.Parent()).region
}

// Nearest is the tag that suits the first of the languages for which one does, of the
// same language: that very one, else the one for the region that it is part of, else
// the one without a region, else one of another region, the nearest first, else one
// in another script. Where none suits it is the first in the order of the alphabet.
func Nearest(tags []string, languages ...string) string {
	tags = slices.Sorted(slices.Values(tags))
	for _, wanted := range languages {
		best, least := "", unrelated
		for _, tag := range tags {
			if d := distance(wanted, tag); d < least {
				best, least = tag, d
			}
		}
		if least < unrelated {
			return best
		}
	}
	if len(tags) == 0 {
		return ""
	}
	return tags[0]
}

// The distances between a tag and another; within them, nearer is less.
const (
	same = iota
	likelySame
	within
	beside    = 100
	script    = 1000
	unrelated = 2000
)

// distance is how far a tag is from the wanted one.
func distance(wanted, tag string) int {
	w, ok := parse(wanted)
	t, known := parse(tag)
	if !ok || !known {
		if strings.EqualFold(wanted, tag) && tag != "" {
			return same
		}
		return unrelated
	}
	from, to := placeOf(w), placeOf(t)
	switch {
	case from.base != to.base:
		return unrelated
	case from == to:
		return same
	case likely(w) == likely(t):
		return likelySame
	case from.script != to.script:
		return script
	}
	chain, other := from.wider(), to.wider()
	if i := slices.Index(chain, to); i >= 0 {
		return within + i
	}
	i := slices.IndexFunc(chain, func(p place) bool { return slices.Contains(other, p) })
	if likely(t) == likely(tagOf(chain[i])) {
		return beside + 2*i
	}
	return beside + 2*i + 1
}

// tagOf is a place as a tag.
func tagOf(p place) language.Tag {
	text := p.base + "-" + p.script
	if p.region != "" {
		text += "-" + p.region
	}
	t, _ := language.Parse(text) // it was one
	return t
}

// Refined is a language as a rule or a person names it, with the region and script of
// another where that is the same language and more exact: fr-CA for fr and fr-CA.
func Refined(named, by string) string {
	canonical := Canonical(named)
	if canonical != "" && canonical == Base(by) {
		return Canonical(by)
	}
	return named
}
