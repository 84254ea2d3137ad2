package month

import (
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Moved are the figures of the month so many days later or earlier.
func (m *Month) Moved(days int) ([]conversation.Figures, error) {
	var all []conversation.Figures
	for _, f := range m.Counted {
		day, err := time.Parse(time.DateOnly, f.Date)
		if err != nil {
			return nil, fmt.Errorf("day: %w", err)
		}
		f.Date, f.ExpireAt = day.AddDate(0, 0, days).Format(time.DateOnly), f.ExpireAt.AddDate(0, 0, days)
		all = append(all, f)
	}
	return all, nil
}

// Weeks are the weeks' documents of figures, by their names.
func Weeks(counted []conversation.Figures) (map[string]conversation.Week, error) {
	days := map[string][]conversation.Figures{}
	for _, f := range counted {
		days[f.Date] = append(days[f.Date], f)
	}
	all := map[string]conversation.Week{}
	for day, parts := range days {
		weeks, err := conversation.RollUp(day, parts)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", day, err)
		}
		for _, w := range weeks {
			if whole, there := all[w.Name()]; there {
				whole.Days[day] = w.Days[day]
				continue
			}
			all[w.Name()] = w
		}
	}
	return all, nil
}
