package mask

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of rules. What is masked grows by MaxReplacement ÷ MinMatch at most.
const (
	MaxRules       = 20
	MaxReplacement = 24
	MaxPattern     = 500
	MaxExamples    = 50
	MinMatch       = 3
	MaxGrowth      = MaxReplacement / MinMatch
	MaxName        = 40
	// maxPaths bounds in how many ways a pattern can be tried from one place of a text:
	// browsers try all of them where RE2 tries them at the same time.
	maxPaths = 1000
)

// Problem is one thing that is wrong with rules.
type Problem struct {
	// Rule is the rule's place in the list, and Field which of its fields is wrong.
	Rule    int
	Field   string
	Message string
}

// New compiles rules. It returns everything that is wrong with them, and no set then.
func New(rules []Rule) (*Set, []Problem) {
	c := &checker{set: &Set{table: Ranges()}}
	for i, r := range rules {
		c.rule = i
		c.add(r.FillIn())
	}
	if len(rules) > MaxRules {
		c.problem("", "there are %d rules, at most %d", len(rules), MaxRules)
	}
	if len(c.problems) == 0 {
		c.checkReplacements()
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return c.set, nil
}

type checker struct {
	set      *Set
	names    []string
	rule     int
	problems []Problem
}

func (c *checker) problem(field, format string, args ...any) {
	c.problems = append(c.problems, Problem{c.rule, field, fmt.Sprintf(format, args...)})
}

// add checks and compiles one rule.
func (c *checker) add(r Rule) {
	one := compiled{Rule: r}
	c.checkWords(r)
	switch {
	case (r.BuiltIn == "") == (r.Pattern == ""):
		c.problem("", "write either built_in, one of %s, or pattern", strings.Join(BuiltIns(), ", "))
		return
	case r.BuiltIn != "":
		var known bool
		if one.number, known = builtIn(r.BuiltIn); !known {
			c.problem("built_in", "%q is none of %s", r.BuiltIn, strings.Join(BuiltIns(), ", "))
			return
		}
		if r.Check != "" || r.IgnoreCase {
			c.problem("built_in", "a built-in rule has its own check: leave out check and ignore_case")
		}
	default:
		if one.pattern = c.compile(r); one.pattern == nil {
			return
		}
	}
	c.set.rules = append(c.set.rules, one)
	c.checkExamples(one)
}

func (c *checker) checkWords(r Rule) {
	switch {
	case strings.TrimSpace(r.Name) == "":
		c.problem("name", "it is missing, agents read it where something was masked")
	case utf8.RuneCountInString(r.Name) > MaxName:
		c.problem("name", "it has more than %d characters", MaxName)
	case slices.Contains(c.names, r.Name):
		c.problem("name", "%q is there twice", r.Name)
	}
	c.names = append(c.names, r.Name)
	if directions := []Direction{In, Out, Both}; !slices.Contains(directions, r.Direction) {
		c.problem("direction", "%q is none of in, out, both", r.Direction)
	}
	if r.Check != "" && !slices.Contains(Checks(), r.Check) {
		c.problem("check", "%q is none of %s", r.Check, strings.Join(Checks(), ", "))
	}
	if len(r.Replacement) > MaxReplacement {
		c.problem("replacement", "it has %d bytes, at most %d", len(r.Replacement), MaxReplacement)
	}
	if strings.TrimSpace(r.Replacement) == "" {
		c.problem("replacement", "it is blank: nobody would see that something was there")
	}
	if len(r.Masks)+len(r.Keeps) > MaxExamples {
		c.problem("masks", "there are %d examples, at most %d", len(r.Masks)+len(r.Keeps), MaxExamples)
	}
}

// compile compiles a pattern, or returns nil.
func (c *checker) compile(r Rule) *regexp.Regexp {
	if len(r.Pattern) > MaxPattern {
		c.problem("pattern", "it has %d bytes, at most %d", len(r.Pattern), MaxPattern)
		return nil
	}
	if rest := unportable(r.Pattern); rest != "" {
		c.problem("pattern", "browsers may not understand it from %q on: %s", rest, remedy)
		return nil
	}
	tree, err := syntax.Parse(r.Pattern, syntax.Perl)
	if err != nil {
		c.problem("pattern", "%v", err)
		return nil
	}
	shape := measure(tree)
	switch {
	case shape.least < MinMatch:
		c.problem("pattern", "it matches as little as %d characters, and has to match at least %d: "+
			"what is masked must not grow too much", shape.least, MinMatch)
		return nil
	case shape.paths > maxPaths:
		c.problem("pattern", "a browser could take very long for it: bound its repetitions, such as {1,20} for +, "+
			"and do not nest or line up many of them")
		return nil
	}
	expression := r.Pattern
	if r.IgnoreCase {
		expression = "(?i)" + expression
	}
	compiled, err := regexp.Compile(expression)
	if err != nil {
		c.problem("pattern", "%v", err)
		return nil
	}
	return compiled
}

// remedy is what to write instead of what is not portable.
const remedy = `use only plain characters, [classes] of them, . ^ $ | ( ) (?: ) * + ? {n,m}, \d \D \w \W \s \S \b \B, ` +
	`and \ before . ^ $ | ( ) [ ] { } * + ? \ / to mean the character itself; what differs by case goes to ignore_case`

// portable is what RE2 and browsers understand in the same way: RE2's own flags, names,
// classes and escapes are left out, and so is whatever only browsers have.
var portable = regexp.MustCompile(`^(?:` + strings.Join([]string{
	`\\[bB]`, `[\^$|]`, `\((?:\?:)?`,
	`(?:` + strings.Join([]string{
		`\)`, `\.`, `\\[dDwWsS]`, `\\[.^$|()\[\]{}*+?\\/]`, `[^\\.^$|()\[\]{}*+?]`,
		`\[\^?-?(?:\\[dDwWsS.^$|()\[\]{}*+?\\/-]|` + classChar + `(?:-` + classChar + `)?)+-?\]`,
	}, "|") + `)(?:(?:[*+?]|\{[0-9]{1,4}(?:,[0-9]{0,4})?\})\??)?`,
}, "|") + `)*`)

const classChar = `[^\\\[\]^-]`

// unportable is the rest of a pattern that is not portable, or empty.
func unportable(pattern string) string { return pattern[len(portable.FindString(pattern)):] }

// shape is how short a match can be, in characters, and in how many ways a backtracking
// engine can try a pattern from one place.
type shape struct{ least, paths int }

const tooMany = maxPaths + 1

// measure measures a pattern. Alternatives add up, and what follows each other
// multiplies.
func measure(re *syntax.Regexp) shape {
	switch re.Op {
	case syntax.OpLiteral:
		return shape{len(re.Rune), 1}
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return shape{1, 1}
	case syntax.OpCapture:
		return measure(re.Sub[0])
	case syntax.OpConcat:
		all := shape{0, 1}
		for _, sub := range re.Sub {
			part := measure(sub)
			all = shape{all.least + part.least, min(all.paths*part.paths, tooMany)}
		}
		return all
	case syntax.OpAlternate:
		all := measure(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			part := measure(sub)
			all = shape{min(all.least, part.least), min(all.paths+part.paths, tooMany)}
		}
		return all
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return repeated(re)
	default: // places between characters
		return shape{0, 1}
	}
}

// repeated measures a repetition: one of n different lengths has at least n ways, more if
// what is repeated can be tried in several ways.
func repeated(re *syntax.Regexp) shape {
	least, most := re.Min, re.Max
	switch re.Op {
	case syntax.OpStar:
		least, most = 0, -1
	case syntax.OpPlus:
		least, most = 1, -1
	case syntax.OpQuest:
		least, most = 0, 1
	default:
	}
	part := measure(re.Sub[0])
	if most < 0 || part.least == 0 { // engines differ in how they repeat nothing
		return shape{least * part.least, tooMany}
	}
	ways, power := 0, 1
	for n := 0; n <= most && ways < tooMany; n++ {
		if n >= least {
			ways += power
		}
		power = min(power*part.paths, tooMany)
	}
	return shape{least * part.least, min(ways, tooMany)}
}

// checkExamples tries a rule's own examples, whatever its direction.
func (c *checker) checkExamples(r compiled) {
	r.Direction = Both
	alone := &Set{rules: []compiled{r}, table: c.set.table}
	for i, example := range r.Masks {
		if _, by := alone.Text(In, example); by == nil {
			c.problem(fmt.Sprintf("masks[%d]", i), "nothing in %q is masked by this rule", example)
		}
	}
	for i, example := range r.Keeps {
		if after, by := alone.Text(In, example); by != nil {
			c.problem(fmt.Sprintf("keeps[%d]", i), "%q would become %q by this rule", example, after)
		}
	}
}

// checkReplacements refuses replacements in which a rule finds something: masking again
// would change what is masked.
func (c *checker) checkReplacements() {
	for i, r := range c.set.rules {
		c.rule = i
		for _, other := range c.set.rules {
			if other.mask(c.set.view(r.Replacement), r.Replacement) != r.Replacement {
				c.problem("replacement", "the rule %q finds something in %q: choose another replacement", other.Name, r.Replacement)
			}
		}
	}
}
