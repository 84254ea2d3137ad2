package configuration

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func (c *checker) queue(path, name string, q Queue) {
	c.name(path, name)
	c.shown(path+".display_name", q.DisplayName)
	c.within(path+".priority", q.Priority, -MaxPriority, MaxPriority)
	if q.Hours != "" {
		refer(c, path+".hours", "set of hours", q.Hours, c.Hours)
	}
	if q.Overflow.Closed != nil && q.Hours == "" {
		c.add(path+".overflow.closed", "the queue has no hours and is always open")
	}
	c.preQueue(path+".overflow", q.Overflow.PreQueue)
	if w := q.Overflow.Waiting; w != nil {
		c.lasts(path+".overflow.waiting.after", w.After, time.Minute, 2*day)
		c.remedy(path+".overflow.waiting", w.Remedy, Transfer, End)
	}
	c.assignment(path+".assignment", q.Assignment)
	c.lasts(path+".service_level.within", *q.ServiceLevel.Within, shortestPromise, longestPromise)
	c.responses(path+".service_level", q.ServiceLevel.Responses)
	c.within(path+".service_level.percent", *q.ServiceLevel.Percent, 1, 100) //nolint:mnd // as documented at the field
}

const shortestPromise, longestPromise = 10 * time.Second, 2 * day

func (c *checker) responses(path string, r Responses) {
	if r.FirstResponse != nil {
		c.lasts(path+".first_response", *r.FirstResponse, shortestPromise, longestPromise)
	}
	if r.NextResponse != nil {
		c.lasts(path+".next_response", *r.NextResponse, shortestPromise, longestPromise)
	}
}

func (c *checker) preQueue(path string, o PreQueue) {
	if o.Closed != nil {
		c.remedy(path+".closed", *o.Closed, Transfer, QueueAnyway, Answer, End)
	}
	if o.Length != nil {
		c.within(path+".length.limit", o.Length.Limit, 1, 1000) //nolint:mnd // as documented at the field
		c.remedy(path+".length", o.Length.Remedy, Transfer, Answer, End)
	}
}

func (c *checker) remedy(path string, r Remedy, actions ...string) {
	c.oneOf(path+".action", r.Action, actions...)
	switch {
	case r.Action == Transfer:
		refer(c, path+".queue", "queue", r.Queue, c.Queues)
	case r.Queue != "":
		c.add(path+".queue", "only the action transfer has a queue")
	}
	if r.Action == Answer || r.Message != "" {
		refer(c, path+".message", "automated message", r.Message, c.AutomatedMessages)
	}
}

func (c *checker) assignment(path string, a Assignment) {
	if a.Mode != "" {
		c.oneOf(path+".mode", a.Mode, Push, Pick)
	}
	c.oneOf(path+".method", a.Method, HighestCapacity, RoundRobin, LeastActive, Custom)
	c.oneOf(path+".skills", a.Skills, Exact, Closest)
	switch {
	case a.Method == Custom && len(a.OrderBy) == 0:
		c.add(path+".order_by", "it is missing, the method is custom")
	case a.Method != Custom && len(a.OrderBy) > 0:
		c.add(path+".order_by", "it is for the method custom, and the method is %s", a.Method)
	}
	for i, criterion := range a.OrderBy {
		if skill, ok := strings.CutPrefix(criterion, SkillCriterion); !ok || !nameForm.MatchString(skill) {
			c.oneOf(At(path+".order_by", i), criterion, FreeCapacity, LastAssigned, LastReleased, SkillCriterion+"NAME")
		}
	}
	var before Duration
	for i, r := range a.Relax {
		c.lasts(At(path+".relax", i)+".after", r.After, 10*time.Second, 2*day)
		if i > 0 && r.After > 0 && r.After <= before {
			c.add(At(path+".relax", i)+".after", "it must be later than %s, the one before", before)
		}
		if len(r.Drop) == 0 {
			c.add(At(path+".relax", i)+".drop", "it is empty, nothing would change")
		}
		before = r.After
	}
}

// circles finds overflows that lead back to where they began: a session could go
// round forever.
func (c *checker) circles() {
	t := tour{leads: map[string][]string{}, place: map[string]int{}, done: map[string]bool{}}
	Each(c.Queues, func(name string, q Queue) {
		remedies := []*Remedy{q.Overflow.Closed}
		if q.Overflow.Length != nil {
			remedies = append(remedies, &q.Overflow.Length.Remedy)
		}
		if q.Overflow.Waiting != nil {
			remedies = append(remedies, &q.Overflow.Waiting.Remedy)
		}
		for _, r := range remedies {
			if r != nil && r.Action == Transfer {
				t.leads[name] = append(t.leads[name], r.Queue)
			}
		}
	})
	Each(t.leads, func(name string, _ []string) {
		t.visit(name, func(circle []string) {
			c.add(Under("queues", circle[0])+".overflow", "it leads in a circle: %s",
				strings.Join(append(slices.Clone(circle), circle[0]), " → "))
		})
	})
}

// tour visits queues depth first, from each to those it leads to.
type tour struct {
	leads map[string][]string
	// way is the path to the current queue, place the position of each queue on
	// it.
	way   []string
	place map[string]int
	done  map[string]bool
}

func (t *tour) visit(queue string, circle func([]string)) {
	if i, ok := t.place[queue]; ok {
		circle(t.way[i:])
		return
	}
	if t.done[queue] {
		return
	}
	t.place[queue] = len(t.way)
	t.way = append(t.way, queue)
	for _, next := range t.leads[queue] {
		t.visit(next, circle)
	}
	t.way = t.way[:len(t.way)-1]
	delete(t.place, queue)
	t.done[queue] = true
}

func (c *checker) quickReply(path, name string, q QuickReply) {
	c.texts(path, name, q.Texts, placeholders()[:3]) //nolint:mnd // but OpensAt
	for i, queue := range q.Queues {
		refer(c, At(path+".queues", i), "queue", queue, c.Queues)
	}
	c.twice(path+".queues", q.Queues)
	c.twice(path+".tags", q.Tags)
}

// placeholders are the names that a text can contain.
func placeholders() []string {
	return []string{"CustomerName", "AgentName", "QueueName", "OpensAt", "TimeZone", "OverflowedQueueName"}
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// MaxText is the longest text that every channel accepts, in characters.
const MaxText = 3072

func (c *checker) texts(path, name string, texts map[string]string, known []string) {
	c.name(path, name)
	if len(texts) == 0 {
		c.add(path+".texts", "there is none")
	}
	Each(texts, func(tag, text string) {
		path := Under(path+".texts", tag)
		c.tag(path, tag)
		c.notBlank(path, text)
		if len([]rune(text)) > MaxText {
			c.add(path, "it is longer than %d characters", MaxText)
		}
		for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, found[1]) {
				c.add(path, "there is no {%s}%s", found[1], orAll(found[1], known))
			}
		}
	})
}

func (c *checker) tests() {
	var names []string
	for i, t := range c.Tests {
		path := At("tests", i)
		names = append(names, t.Name)
		c.notBlank(path+".name", t.Name)
		c.given(path+".given", t.Given)
		c.expected(path+".expect", t.Expect)
	}
	c.unique("tests", names)
}

func (c *checker) given(path string, g Given) {
	account, ok := c.Accounts[g.Account]
	if g.Account != "" || len(c.Accounts) > 1 {
		refer(c, path+".account", "account", g.Account, c.Accounts)
	} else if len(c.Accounts) == 1 {
		for _, account = range c.Accounts {
			ok = true
		}
	}
	if ok && g.BrandAgent != "" {
		refer(c, path+".brand_agent", "brand agent", g.BrandAgent, account.BrandAgents)
	}
	if g.At != "" {
		if _, err := time.Parse(time.RFC3339, g.At); err != nil {
			c.add(path+".at", `%q is no instant, such as "2026-12-24T18:30:00+01:00"`, g.At)
		}
	}
	if g.Consent != "" {
		c.oneOf(path+".consent", g.Consent, none, string(ConsentGiven), string(ConsentRefused), string(ConsentUnanswered))
	}
	if g.Kind != "" {
		c.oneOf(path+".kind", g.Kind, kinds()...)
	}
	Each(g.Waiting, func(queue string, n int64) {
		path := Under(path+".waiting", queue)
		refer(c, path, "queue", queue, c.Queues)
		if n < 0 {
			c.add(path, "%d cannot wait", n)
		}
	})
}

// kinds are those of a message that opens a session.
func kinds() []string {
	var all []string
	for _, k := range channel.InboundKinds() {
		if k.NeedsAnswer() {
			all = append(all, string(k))
		}
	}
	return all
}

func (c *checker) expected(path string, e Expect) {
	misread := slices.ContainsFunc(c.all, func(p Problem) bool { return strings.HasPrefix(p.Path, path) })
	if !misread && reflect.ValueOf(e).IsZero() {
		c.add(path, "it is empty, the test would pass whatever comes out")
	}
	if e.Queue != "" {
		refer(c, path+".queue", "queue", e.Queue, c.Queues)
	}
	if e.Workstream != "" {
		refer(c, path+".workstream", "workstream", e.Workstream, c.Workstreams)
	}
	if e.Message != "" {
		refer(c, path+".message", "automated message", e.Message, c.AutomatedMessages)
	}
	for i, tag := range e.Tags {
		refer(c, At(path+".tags", i), "tag", tag, c.Tags)
	}
	if e.Action != "" {
		c.oneOf(path+".action", e.Action, QueueAnyway, End)
	}
}
