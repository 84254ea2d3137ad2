package configuration

// Queue is where sessions wait.
type Queue struct {
	// DisplayName is what agents and customers see.
	DisplayName string `json:"display_name"`
	// Priority of the queue's sessions, -100 to 100: each unit is worth a minute of
	// waiting.
	Priority int64 `json:"priority,omitempty"`
	// Hours names the opening hours; without them it is always open.
	Hours string `json:"hours,omitempty"`
	// MaskNumbers hides from the agents which phone number a customer has.
	MaskNumbers bool `json:"mask_numbers,omitempty"`
	// Overflow says what happens when a session should not wait here.
	Overflow Overflow `json:"overflow,omitzero"`
	// Assignment says which agent gets a session.
	Assignment Assignment `json:"assignment,omitzero"`
	// ServiceLevel is how soon an agent is promised.
	ServiceLevel ServiceLevel `json:"service_level,omitzero"`
}

// ServiceLevel is a queue's promise. It moves no session; supervisors see whether it
// is kept.
type ServiceLevel struct {
	// Within is how much of the queue's opening time may pass from the opening of
	// a session until an agent takes it, 10s to 2d; "5m" when left out.
	Within *Duration `json:"within,omitempty"`
	// Percent of the sessions that are taken, 1 to 100; 80 when left out.
	Percent *int64 `json:"percent,omitempty"`

	Responses
}

// Responses is how much of the queue's opening time may pass until whoever has a session
// answers the customer, 10s to 2d each. What a queue leaves out its sessions' workstreams
// say, and what these leave out is the queue's Within.
type Responses struct {
	// FirstResponse is for the session's first answer of an agent.
	FirstResponse *Duration `json:"first_response,omitempty"`
	// NextResponse is for each answer after that.
	NextResponse *Duration `json:"next_response,omitempty"`
}

// PreQueue is the overflow that is checked once, before a session is queued.
type PreQueue struct {
	// Closed is checked first: outside of the opening hours.
	Closed *Remedy `json:"closed,omitempty"`
	// Length is checked when it is open.
	Length *LengthRemedy `json:"length,omitempty"`
}

// With is the overflow of a queue for a rule that may have its own: the rule's
// where it has one, else the queue's.
func (o PreQueue) With(own *PreQueue) PreQueue {
	if own == nil {
		return o
	}
	if own.Closed != nil {
		o.Closed = own.Closed
	}
	if own.Length != nil {
		o.Length = own.Length
	}
	return o
}

// Overflow is what happens when a session should not wait in a queue.
type Overflow struct {
	PreQueue
	// Waiting is checked while the session is in the queue.
	Waiting *WaitingRemedy `json:"waiting,omitempty"`
}

// Remedy is what to do instead of queueing.
type Remedy struct {
	// Action is transfer, queue, message (which answers and queues) or end.
	Action string `json:"action"`
	// Queue is where transfer goes to.
	Queue string `json:"queue,omitempty"`
	// Message names the automated message; message needs it, the others may have it.
	Message string `json:"message,omitempty"`
}

// LengthRemedy is for a queue in which many wait.
type LengthRemedy struct {
	// Limit is how many may wait, 1 to 1000: the next one overflows.
	Limit int64 `json:"limit"`
	Remedy
}

// WaitingRemedy is for a session that has waited long. Its action is transfer or
// end.
type WaitingRemedy struct {
	// After is 1m to 2d of the queue's opening time.
	After Duration `json:"after"`
	Remedy
}

// Assignment says which agent gets a session.
type Assignment struct {
	// Mode is push or pick, instead of the workstream's.
	Mode string `json:"mode,omitempty"`
	// Method is highest-capacity, round-robin, least-active or custom; round-robin
	// when left out.
	Method string `json:"method,omitempty"`
	// OrderBy is for custom: what to compare agents by, in turn, each one of
	// free-capacity, last-assigned, last-released or skill:NAME.
	OrderBy []string `json:"order_by,omitempty"`
	// Skills is exact, nobody gets a session without its skills, or closest, the
	// nearest do; exact when left out.
	Skills string `json:"skills,omitempty"`
	// Relax drops skills of sessions that wait.
	Relax []Relaxation `json:"relax,omitempty"`
}

// Relaxation drops skills of a session that waited for a time.
type Relaxation struct {
	// After is counted from when the session was queued, 10s to 2d.
	After Duration `json:"after"`
	// Drop are the skills that are not needed any more.
	Drop []string `json:"drop"`
}
