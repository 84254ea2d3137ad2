package stack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	standin "github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	provider "github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// Side is one channel on this machine: a demo account, and the provider's side, which
// is played here.
type Side struct {
	// Channel is the channel's name in package channels.
	Channel string
	// Account is the configuration's first account of the channel, BrandAgent what the
	// channel calls its first brand agent, and WebhookURL the account's webhook.
	Account    string
	BrandAgent string
	WebhookURL string
	// ClientToken is what the provider signs with, for every account of the channel.
	ClientToken string
	// APIURL is the base of the provider's API, and MessagesCreate its method that sends.
	APIURL         string
	MessagesCreate google.Method
	// Google is what the sides have in common.
	Google *google.Service

	phones    *phone.Phones
	faces     []brandAgent
	port      int
	api       http.Handler
	handshake func(context.Context) error
	number    func(customer string) string
}

// Phone returns the phone of a customer who writes to the side's brand agent.
func (s *Side) Phone(customer, name string) (*phone.Phone, error) {
	p, err := s.phones.PhoneTo(s.BrandAgent, customer, name)
	if err != nil {
		return nil, fmt.Errorf("the phone of %s: %w", customer, err)
	}
	return p, nil
}

// Peer is what the channel calls the conversation of that phone.
func (s *Side) Peer(customer string) channel.Peer {
	return channel.Peer{Channel: s.Channel, Account: s.Account, BrandAgent: s.BrandAgent, Key: s.number(customer)}
}

// ServiceAccountKey is the key file of the service account that sends in the channel.
func (s *Side) ServiceAccountKey() []byte { return s.Google.ServiceAccountKey(s.APIURL) }

// Handshake does for every brand agent of the channel what the provider does when a
// webhook is set up.
func (s *Side) Handshake(ctx context.Context) error { return s.handshake(ctx) }

// newSides returns the sides of the channels that the configuration has an account of,
// in the order of package channels.
func newSides(faces []brandAgent) []*Side {
	var sides []*Side
	for _, c := range channels.All() {
		own := slices.DeleteFunc(slices.Clone(faces), func(f brandAgent) bool { return f.channel != c.Name })
		if len(own) == 0 {
			continue
		}
		sides = append(sides, &Side{
			Channel: c.Name, Account: own[0].account, BrandAgent: own[0].name, WebhookURL: own[0].webhook,
			ClientToken: rand.Text(), faces: own, number: func(customer string) string { return customer },
		})
	}
	return sides
}

// SideOf returns the side of a channel, if the configuration has an account of it.
func (s *Stack) SideOf(channel string) (*Side, bool) {
	i := slices.IndexFunc(s.Sides, func(side *Side) bool { return side.Channel == channel })
	if i < 0 {
		return nil, false
	}
	return s.Sides[i], true
}

// startSides starts the provider's side of each channel. Both have the same service
// account. What they date is by the product's clock, so that an answer is later than its
// question; tokens are by this machine's, as Google's library asks for them.
func (s *Stack) startSides() error {
	for _, side := range s.Sides {
		var err error
		switch side.phones = s.Phones; side.Channel {
		case provider.Name:
			err = s.startBusinessMessages(side)
		case rcs.Name:
			err = s.startRCS(side)
		default:
			err = errors.New("it is played by nobody")
		}
		if err != nil {
			return fmt.Errorf("the provider's side of %s: %w", side.Channel, err)
		}
		s.serve(side.port, side.api)
	}
	return nil
}

func (s *Stack) startBusinessMessages(side *Side) error {
	side.port, side.APIURL = businessMessagesPort, s.ports.url(businessMessagesPort)
	first := side.faces[0]
	config := businessmessages.Config{
		Phones: s.Phones, Agent: first.name, Brand: first.brand, WebhookURL: first.webhook, ImageBase: side.APIURL,
		ClientToken: side.ClientToken, Now: s.Tasks.Now, AuthNow: time.Now, Log: s.log,
		Strangers: s.options.Strangers, AgentOf: s.agentOf,
	}
	for _, f := range side.faces[1:] {
		config.Others = append(config.Others, businessmessages.Agent{Name: f.name, Brand: f.brand, WebhookURL: f.webhook})
	}
	service, err := businessmessages.New(config)
	if err != nil {
		return fmt.Errorf("start it: %w", err)
	}
	s.BusinessMessages = service
	side.Google, side.api, side.handshake = service.Service, service.API(), service.Handshake
	side.MessagesCreate = businessmessages.MessagesCreate
	return nil
}

func (s *Stack) startRCS(side *Side) error {
	side.port, side.APIURL = rcsPort, s.ports.url(rcsPort)
	config := standin.Config{
		Phones: s.Phones, FileBase: side.APIURL, Strangers: s.options.Strangers, Known: s.known,
		Now: s.Tasks.Now, AuthNow: time.Now, Log: s.log,
	}
	for _, f := range side.faces {
		config.Agents = append(config.Agents, standin.Agent{
			ID: f.name, Brand: f.brand, WebhookURL: f.webhook, ClientToken: side.ClientToken,
		})
	}
	service, err := standin.New(config)
	if err != nil {
		return fmt.Errorf("start it: %w", err)
	}
	s.RCS = service
	side.Google, side.api, side.number = service.Service, service.API(), service.Number
	side.MessagesCreate = standin.MessagesCreate
	side.handshake = func(ctx context.Context) error {
		inexact, err := service.Handshake(ctx)
		if err == nil && len(inexact) > 0 {
			err = fmt.Errorf("the webhook of %v answers more than the secret", inexact)
		}
		return err
	}
	return nil
}
