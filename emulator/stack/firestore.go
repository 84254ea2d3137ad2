package stack

import (
	"context"
	"fmt"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// owner holds the credentials that a Firestore emulator exempts from the rules.
type owner struct{}

func (owner) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer owner"}, nil
}

func (owner) RequireTransportSecurity() bool { return false }

// Firestore connects to a Firestore emulator, exempt from the rules, ignoring the
// environment.
func Firestore(ctx context.Context, host, project string) (*firestore.Client, error) {
	return connect(ctx, host, project, grpc.WithPerRPCCredentials(owner{}))
}

// clients connects to it without credentials: each call says who makes it, see
// rules.As.
func clients(ctx context.Context, host, project string) (*firestore.Client, error) {
	return connect(ctx, host, project)
}

func connect(ctx context.Context, host, project string, o ...grpc.DialOption) (*firestore.Client, error) {
	o = append(o, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithStreamInterceptor(leavingPolitely),
		grpc.WithUnaryInterceptor(rules.PastLapses))
	conn, err := grpc.NewClient(host, o...)
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	db, err := firestore.NewClient(ctx, project, option.WithGRPCConn(conn))
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	return db, nil
}

// provisionFirestore loads the rules before anybody but the functions can make a
// request, and writes the configuration.
func (s *Stack) provisionFirestore(ctx context.Context) error {
	text := terraform.Rules()
	if s.options.Passwords {
		text = terraform.RulesWithPasswords(false)
	}
	err := rules.Load(ctx, s.FirestoreHost, s.Project, text)
	if err != nil {
		return err
	}
	if s.Firestore, err = Firestore(s.ctx, s.FirestoreHost, s.Project); err != nil {
		return err
	}
	if s.Clients, err = clients(s.ctx, s.FirestoreHost, s.Project); err != nil {
		return err
	}
	s.wg.Go(s.shiftLeases)
	_, err = s.Configure(ctx, s.options.Config)
	return err
}
