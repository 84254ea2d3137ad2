package stack

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// Example is the example configuration.
func Example() (*tfvars.File, error) {
	return tfvars.Read("terraform/example.tfvars", terraform.Example())
}

// brandAgent is a brand agent and its account.
type brandAgent struct {
	account, channel string
	name             string // the channel's
	brand            string // what customers see
	webhook          string // URL
}

// brandAgents are the brand agents of a configuration in the order of their accounts'
// names; of an account's, those come first that most agents serve, because the phone opens
// on the first. webhook is the base of the accounts' URLs.
func brandAgents(c *configuration.Config, webhook string) []brandAgent {
	var all []brandAgent
	for _, name := range slices.Sorted(maps.Keys(c.Accounts)) {
		account := c.Accounts[name]
		called := account.DisplayName
		if called == "" {
			called = name
		}
		agents := account.BrandAgents
		if len(agents) == 0 {
			// The account accepts any brand agent, so it gets one here.
			agents = map[string]configuration.BrandAgent{"": {BrandID: name, AgentID: name}}
		}
		inOrder := slices.SortedFunc(maps.Keys(agents), func(a, b string) int {
			return cmp.Or(servants(c, account, agents[b])-servants(c, account, agents[a]), cmp.Compare(a, b))
		})
		for _, key := range inOrder {
			brand := called
			if len(agents) > 1 {
				brand += " · " + key
			}
			all = append(all, brandAgent{
				account: name, channel: account.Channel, brand: brand, webhook: webhook + "/" + name,
				name: channels.Profiles().Of(account.Channel).BrandAgents.Name(agents[key].BrandID, agents[key].AgentID),
			})
		}
	}
	return all
}

// servants counts the agents who serve the queue of a brand agent's sessions that no rule
// places.
func servants(c *configuration.Config, account configuration.Account, brand configuration.BrandAgent) (n int) {
	queue := c.Workstreams[cmp.Or(brand.Workstream, account.Workstream)].FallbackQueue
	for _, a := range c.Agents {
		if slices.Contains(a.Queues, queue) {
			n++
		}
	}
	return n
}

// configure reads the configuration in the options, or the example, and derives
// the product's settings from it.
func (s *Stack) configure() error {
	file := s.options.Config
	if file == nil {
		var err error
		if file, err = Example(); err != nil {
			return err
		}
	}
	c, err := file.Config()
	if err != nil {
		return err
	}
	s.configured = c.Accounts
	s.options.Config, s.faces = file, brandAgents(c, s.ports.url(webhookPort))
	s.Sides = newSides(s.faces)
	s.Side = s.Sides[0]
	return nil
}

// accounts renders the setting ACCOUNTS from what settings returns for each
// account.
func (s *Stack) accounts(settings func(account string, side *Side) config.Account) string {
	all := config.Accounts{}
	for _, side := range s.Sides {
		for _, f := range side.faces {
			if _, ok := all[f.account]; !ok {
				a := settings(f.account, side)
				a.Channel = side.Channel
				all[f.account] = a
			}
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // strings and lists of strings only
	}
	return string(text)
}

// Configure puts a configuration in force, as a Terraform apply does. The
// functions read it within ten seconds. Accounts and brand agents stay those of
// the start, with their settings; same reports whether the configuration has the same
// ones.
func (s *Stack) Configure(ctx context.Context, file *tfvars.File) (same bool, err error) {
	c, err := file.Config()
	if err != nil {
		return false, err
	}
	_, err = s.Firestore.Collection("config").Doc("current").Set(ctx, map[string]any{
		"version": file.Version(), "routing": string(file.Routing()),
	})
	if err != nil {
		return false, fmt.Errorf("write config/current: %w", err)
	}
	for _, email := range slices.Sorted(maps.Keys(c.Agents)) {
		if err := addAgent(ctx, s.Firestore, email, c.Agents[email]); err != nil {
			return false, err
		}
	}
	return s.sameAccounts(c), nil
}

// sameAccounts reports whether a configuration's accounts and brand agents are those of
// the start, in what the functions and the provider's side were told of them.
func (s *Stack) sameAccounts(c *configuration.Config) bool {
	told := func(accounts map[string]configuration.Account) map[string]config.Account {
		all := map[string]config.Account{}
		for name, a := range accounts {
			all[name] = ofAccount(a)
		}
		return all
	}
	return slices.Equal(s.faces, brandAgents(c, s.ports.url(webhookPort))) && reflect.DeepEqual(told(s.configured), told(c.Accounts))
}

// addAgent adds an agent to the roster. An existing entry stays as supervisors have
// left it.
func addAgent(ctx context.Context, db *firestore.Client, email string, a configuration.Agent) error {
	skills := map[string]int64{}
	maps.Copy(skills, a.Skills)
	_, err := db.Collection("agents").Doc(email).Create(ctx, map[string]any{
		"displayName": a.DisplayName, "role": a.Role, "capacity": *a.Capacity,
		"queues": append([]string{}, a.Queues...), "languages": append([]string{}, a.Languages...), "skills": skills,
	})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("add agent %s: %w", email, err)
	}
	return nil
}
