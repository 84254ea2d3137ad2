package configuration

import "unicode/utf8"

// labels checks the tags or the outcomes.
func (c *checker) labels(path string, all map[string]Label) {
	c.most(path, len(all), MaxLabels)
	Each(all, func(name string, l Label) {
		path := Under(path, name)
		c.name(path, name)
		c.shownLabels(path+".labels", l.Labels)
		c.oneOf(path+".colour", l.Colour, Colours()...)
	})
}

// shownLabels checks what people see of something, by language.
func (c *checker) shownLabels(path string, labels map[string]string) {
	if len(labels) == 0 {
		c.add(path, "there is none")
	}
	Each(labels, func(tag, text string) {
		path := Under(path, tag)
		c.tag(path, tag)
		c.shown(path, text)
		if n := utf8.RuneCountInString(text); n > MaxLabel {
			c.add(path, "it is %d characters long, at most %d fit", n, MaxLabel)
		}
	})
}

// declineReasons checks what agents can give as a reason.
func (c *checker) declineReasons(path string, all []DeclineReason) {
	c.most(path, len(all), MaxDeclineReasons)
	var names []string
	for i, r := range all {
		c.name(At(path, i)+".name", r.Name)
		c.shownLabels(At(path, i)+".labels", r.Labels)
		names = append(names, r.Name)
	}
	c.unique(path, names)
}

// asksOutcome checks whether a workstream asks for something that there is.
func (c *checker) asksOutcome(path string, w Workstream) {
	c.oneOf(path+".outcome", w.Outcome, OutcomeNone, OutcomeAsked, OutcomeRequired)
	if w.Outcome != OutcomeNone && len(c.Outcomes) == 0 {
		c.add(path+".outcome", "there is no outcome to choose, see outcomes")
	}
}
