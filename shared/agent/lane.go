package agent

import (
	"maps"
	"slices"
	"strconv"
)

// A lane is a word that a search looks up, so that the database finds who fits
// without reading who does not. Two searches meet in them, and each looks up what
// the other side carries:
//
// A session looks for agents. An agent's document has a lane for each queue, and one
// for each queue and skill, which says the level that the agent has. A session that
// needs a level looks up that one and those above it, see [Candidates]. So an agent
// has queues × (skills + 1) lanes and the one of their own, whatever the levels.
//
// An agent looks for sessions. An item has a lane for its queue, its skill and its
// level, and coarser ones, see [ItemLanes]. The agent looks up the finest ones that
// are few enough, see [Agent.Searches].
//
// Who is found in a lane may still lack something; assign.Session.Objection decides.

const (
	// MaxLanes is how many lanes an agent can have. Each is an entry in three of
	// Firestore's indexes, of which a document may have 40,000.
	MaxLanes = MaxQueues*(1+MaxSkills) + 1
	// MaxSearches is how many lanes an agent looks up: four queries of the 30 values
	// that Firestore compares with.
	MaxSearches = 120
)

// Candidates are the lanes of the agents who serve a queue and have the hardest of
// some skills at its level.
func Candidates(queue string, skills map[string]int64) []string {
	skill := Hardest(skills)
	if skill == "" {
		return []string{Everybody(queue)}
	}
	return fromLevel(queue, skill, skills[skill])
}

// CandidatesWithAny are the lanes of the agents who serve a queue and have at least
// one of some skills, at any level.
func CandidatesWithAny(queue string, skills map[string]int64) []string {
	var all []string
	for _, skill := range slices.Sorted(maps.Keys(skills)) {
		if skills[skill] > 0 {
			all = append(all, fromLevel(queue, skill, 1)...)
		}
	}
	return all
}

// fromLevel are the lanes of a skill at a level and above.
func fromLevel(queue, skill string, level int64) []string {
	var all []string
	for at := min(level, MaxLevel); at <= MaxLevel; at++ {
		all = append(all, atLevel(queue, skill, at))
	}
	return all
}

// ItemLanes are the lanes of an open session in a queue, from the coarsest to the
// finest: that of the queue, of its hardest skill in it, and of the level. A session
// that needs no skill has a lane of its own beside that of the queue.
func ItemLanes(queue string, skills map[string]int64) []string {
	skill := Hardest(skills)
	if skill == "" {
		return []string{queue, Everybody(queue)}
	}
	return []string{queue, withSkill(queue, skill), atLevel(queue, skill, skills[skill])}
}

// OwnLane is the lane of sessions that are for one agent only.
func OwnLane(email string) string { return "@" + email }

// Hardest is the skill with the highest required level, or empty.
func Hardest(skills map[string]int64) string {
	hardest := ""
	for _, name := range slices.Sorted(maps.Keys(skills)) {
		if skills[name] > skills[hardest] {
			hardest = name
		}
	}
	return hardest
}

// Everybody is the lane of all agents who serve a queue.
func Everybody(queue string) string { return queue + "|" }

func withSkill(queue, skill string) string { return queue + "|" + skill }

func atLevel(queue, skill string, level int64) string {
	return withSkill(queue, skill) + ":" + strconv.FormatInt(level, 10)
}

// lanes are where sessions look for the agent. What is beyond the bounds of a roster
// entry, which only a program can write, is left out: the document has to stay one
// that the database takes.
func (a Agent) lanes() []string {
	return a.inEachQueue(func(queue string) []string {
		all := []string{Everybody(queue)}
		for _, skill := range a.skills() {
			all = append(all, atLevel(queue, skill, min(a.Skills[skill], MaxLevel)))
		}
		return all
	})
}

// Searches are the lanes in which an agent looks for sessions: by queue, skill and
// level, or coarser ones if those are more than [MaxSearches]. What a coarser lane
// finds and the agent cannot have costs one read.
func (a Agent) Searches() []string {
	for _, lanes := range []func(queue string) []string{a.searchesByLevel, a.searchesBySkill} {
		if all := a.inEachQueue(lanes); len(all) <= MaxSearches {
			return all
		}
	}
	return a.inEachQueue(func(queue string) []string { return []string{queue} })
}

func (a Agent) searchesByLevel(queue string) []string {
	all := []string{Everybody(queue)}
	for _, skill := range a.skills() {
		for level := int64(1); level <= min(a.Skills[skill], MaxLevel); level++ {
			all = append(all, atLevel(queue, skill, level))
		}
	}
	return all
}

func (a Agent) searchesBySkill(queue string) []string {
	all := []string{Everybody(queue)}
	for _, skill := range a.skills() {
		all = append(all, withSkill(queue, skill))
	}
	return all
}

// inEachQueue is the agent's own lane and those of each queue.
func (a Agent) inEachQueue(lanes func(queue string) []string) []string {
	all := []string{OwnLane(a.Email)}
	queues := slices.Compact(slices.Sorted(slices.Values(a.Queues)))
	for _, queue := range queues[:min(MaxQueues, len(queues))] {
		all = append(all, lanes(queue)...)
	}
	return all
}

// skills are the names of the agent's skills.
func (a Agent) skills() []string {
	all := slices.DeleteFunc(slices.Sorted(maps.Keys(a.Skills)), func(skill string) bool { return a.Skills[skill] < 1 })
	return all[:min(MaxSkills, len(all))]
}
